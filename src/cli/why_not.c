/*
 * vestibule why-not: the least changes that lead to another value.
 */
#include "cli/decision.h"
#include "cli/ways.h"

enum { WAYS_SHOWN = 20 };

struct question {
    struct protocol *protocol;
    struct situation situation;
    struct decision decision;
    uint32_t outcome;
    uint32_t value;
    struct study_ways ways;
};

static bool read_target(
    struct session *session, struct question *question, struct err *err)
{
    str target = session->arguments[1];
    size_t equals = str_find_byte(target, '=', 0);

    if (equals == target.len)
        return err_set(err, ERR_USAGE,
            STR("say which value of which outcome: OUTCOME=VALUE, as in entry=admit"));
    return protocol_find_outcome(question->protocol, str_slice(target, 0, equals),
               &question->outcome, err) &&
        protocol_find_value(question->protocol, question->outcome,
            str_slice(target, equals + 1, target.len), &question->value, err);
}

/* ---- JSON ---- */

static void put_bound(struct json_out *json, str key, const struct tree *tree,
    const struct study_change *change, int32_t bound)
{
    if (bound == STUDY_OPEN_LOW || bound == STUDY_OPEN_HIGH)
        return;
    json_key(json, key);
    json_tree_value(json, tree, change->fact, bound);
}

/* How many days after other dates of the way a date must be. */
static void put_gaps(
    struct json_out *json, const struct tree *tree, const struct study_change *change)
{
    if (change->gap_count == 0)
        return;
    json_key(json, STR("days_after"));
    json_object(json);
    for (uint32_t g = 0; g < change->gap_count; g++) {
        const struct study_gap *gap = &change->gaps[g];

        json_key(json, tree->facts[gap->fact].name);
        json_object(json);
        if (gap->low != STUDY_OPEN_LOW) {
            json_key(json, STR("min"));
            json_i64(json, gap->low);
        }
        if (gap->high != STUDY_OPEN_HIGH) {
            json_key(json, STR("max"));
            json_i64(json, gap->high);
        }
        json_end(json);
    }
    json_end(json);
}

static void put_way(
    struct json_out *json, const struct tree *tree, const struct study_way *way)
{
    json_object(json);
    json_key(json, STR("set"));
    json_object(json);
    for (uint32_t i = 0; i < way->count; i++) {
        const struct study_change *change = &way->changes[i];

        json_key(json, tree->facts[change->fact].name);
        if (change->low == change->high && change->gap_count == 0) {
            json_tree_value(json, tree, change->fact, change->low);
            continue;
        }
        json_object(json);
        put_bound(json, STR("min"), tree, change, change->low);
        put_bound(json, STR("max"), tree, change, change->high);
        put_gaps(json, tree, change);
        json_end(json);
    }
    json_end(json);
    json_end(json);
}

static void answer_json(struct session *session, const struct question *question)
{
    const struct tree *tree = &question->protocol->policy.tree;
    const struct outcome *outcome = &tree->outcomes[question->outcome];
    struct json_out json = json_start(&session->out.text, true);

    json_object(&json);
    json_key(&json, STR("target"));
    json_object(&json);
    json_key(&json, STR("outcome"));
    json_str(&json, outcome->name);
    json_key(&json, STR("value"));
    json_str(&json, outcome->values[question->value].name);
    json_end(&json);
    json_key(&json, STR("reachable"));
    json_bool(&json, question->ways.count > 0);
    json_key(&json, STR("ways"));
    json_array(&json);
    for (uint32_t i = 0; i < question->ways.count; i++)
        put_way(&json, tree, &question->ways.ways[i]);
    json_end(&json);
    json_key(&json, STR("complete"));
    json_bool(&json, !question->ways.cut_short);
    json_end(&json);
    json_done(&json);
    page_raw(&session->out, STR("\n"));
}

/* ---- for people ---- */

static void show_target(struct page *page, const struct question *question)
{
    const struct image *image = &question->protocol->image;
    const struct decided *now = &question->decision.outcomes[question->outcome];
    struct text words = text_in(page->text.arena);

    text_add(&words, outcome_label(image, question->outcome));
    page_wrap(page, STYLE_BOLD, 0, 0, text_str(&words));
    page_raw(page, STR("  Now:    "));
    page_wrap(page, value_style(now->value, outcome_values(image, question->outcome)),
        10, 10, value_label(image, question->outcome, now->value));
    if (!now->known) {
        words = text_in(page->text.arena);
        text_add(&words, STR("(not known yet: "));
        text_add_values(&words, image, question->outcome, now->possible);
        text_add(&words, STR(")"));
        page_item(page, STYLE_PLAIN, STR("          "), text_str(&words));
    }
    page_raw(page, STR("  Wanted: "));
    page_wrap(page,
        value_style(question->value, outcome_values(image, question->outcome)), 10, 10,
        value_label(image, question->outcome, question->value));
    page_raw(page, STR("\n"));
}

static void show_more(struct page *page, const struct question *question, uint32_t left)
{
    struct text words = text_in(page->text.arena);

    if (left > 0) {
        text_add(&words, STR("and "));
        text_add_u64(&words, left);
        text_add(&words, STR(" more; --json lists every way"));
        page_item(page, STYLE_DIM, STR("  "), text_str(&words));
    }
    if (question->ways.cut_short)
        page_item(page, STYLE_DIM, STR("  "),
            STR("There may be more ways: the search stopped at its limit."));
}

/* What no paper can change may be unknown rather than in the way. */
static void show_no_way(struct page *page, const struct question *question)
{
    const struct image *image = &question->protocol->image;
    const struct decided *now = &question->decision.outcomes[question->outcome];
    bool any = false;

    for (uint32_t i = 0; i < now->ask_count; i++) {
        uint32_t fact = now->ask[i];
        struct text words = text_in(page->text.arena);

        if ((image_item(image, SECTION_FACTS, fact)[FACT_FLAGS] & IMAGE_FIXED) == 0)
            continue;
        if (!any)
            page_wrap(page, STYLE_PLAIN, 0, 0,
                STR("There is no way that is certain yet. These facts, which no paper "
                    "can change, are not known; give them as NAME=VALUE:"));
        text_add(&words, fact_question(image, fact));
        text_add(&words, STR(" ["));
        text_add(&words, fact_name(image, fact));
        text_add(&words, STR("]"));
        page_item(page, STYLE_PLAIN, STR("  - "), text_str(&words));
        any = true;
    }
    if (!any)
        page_wrap(page, STYLE_PLAIN, 0, 0,
            STR("There is no way: whatever else is answered, the facts that cannot be "
                "changed rule it out."));
}

static void answer(struct session *session, const struct question *question)
{
    struct page *page = &session->out;
    struct way_groups groups;

    show_target(page, question);
    if (question->ways.count == 0) {
        show_no_way(page, question);
        return;
    }
    if (question->ways.ways[0].count == 0) {
        page_wrap(page, STYLE_PLAIN, 0, 0, STR("That is the answer already."));
        return;
    }
    study_group_ways(session->arena, &question->ways, &groups);
    page_wrap(page, STYLE_PLAIN, 0, 0,
        groups.count == 1
            ? STR("There is one way. What would have to be so:")
            : STR("Any one of these would do. What would have to be so:"));
    page_raw(page, STR("\n"));
    ways_show(page, &question->protocol->image, &groups, WAYS_SHOWN);
    show_more(
        page, question, groups.count > WAYS_SHOWN ? groups.count - WAYS_SHOWN : 0);
}

static bool why_not(struct session *session, struct question *question, struct err *err)
{
    if (!protocol_require(session, session->arguments[0], question->protocol, err) ||
        !read_target(session, question, err) ||
        !situation_start(session, question->protocol, &question->situation, err) ||
        !situation_arguments(session, 2, &question->situation, err) ||
        !situation_now(&question->situation, err))
        return false;
    situation_supply(&question->situation);
    situation_tell(session, &question->situation);
    if (!decision_make(session->arena, &question->situation, &question->decision, err))
        return false;
    study_why_not(session->arena, &question->protocol->policy, question->outcome,
        question->value, question->decision.facts, &question->ways);
    if (question->ways.count == 0)
        session->status = STATUS_NO;
    if (session->json)
        answer_json(session, question);
    else
        answer(session, question);
    return true;
}

bool run_why_not(struct session *session, struct err *err)
{
    struct protocol protocol = {0};
    struct question question = {.protocol = &protocol};
    bool done = why_not(session, &question, err);

    protocol_close(&protocol);
    return done;
}
