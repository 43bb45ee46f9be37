/*
 * GET /protocols/{name}/compare: what one edition decides otherwise than another, counted
 * exactly over all cases; and both documents side by side where they differ.
 */
#include "web/editions.h"

#include "study/study.h"
#include "web/ask.h"

enum { CHANGES_MAX = 40, COUNT_ROWS = 4 };

struct comparing {
    const struct caller *caller;
    struct arena *arena;
    const struct policy_pair *pair;
    struct otherwise_view *out;
};

static str number_words(struct arena *arena, uint32_t number)
{
    struct text text = text_in(arena);

    if (number > 0)
        text_add_u64(&text, number);
    return text_str(&text);
}

/* "is_minor is yes, paper is none", of a shared space. */
static str facts_words(const struct comparing *c, const int32_t *facts)
{
    const struct space *space = &c->pair->new_policy.space;
    struct text text = text_in(c->arena);

    for (uint32_t f = 0; f < space->fact_count; f++) {
        const struct space_fact *fact = &space->facts[f];

        if (facts[f] == VALUE_UNKNOWN)
            continue;
        text_add(&text, text.len > 0 ? STR(", ") : STR(""));
        text_add(&text, fact->fact->name);
        text_add(&text, STR(" is "));
        if (fact->values != NULL)
            text_add(&text, fact->values[facts[f]]);
        else if (fact->fact->kind == FACT_DATE)
            text_add_date(&text, facts[f]);
        else if (fact->fact->kind == FACT_TIME)
            text_add_time(&text, facts[f]);
        else
            text_add_i64(&text, facts[f]);
    }
    return arena_str(c->arena, text_str(&text));
}

static struct change_view change_of(
    const struct comparing *c, const struct study_difference *change)
{
    const struct tree *old_tree = &c->pair->old_policy.tree;
    const struct outcome *now = &c->pair->new_policy.tree.outcomes[change->outcome];
    const struct outcome *was =
        &old_tree->outcomes[tree_find_outcome(old_tree, now->name)];
    struct text when = text_in(c->arena);

    text_add_when(&when, &c->pair->new_policy.space, change);
    return (struct change_view){
        .outcome = room_say(c->caller, STR("outcome"), now->name, now->label),
        .from = room_value(c->caller, was->name, &was->values[change->from]),
        .to = room_value(c->caller, now->name, &now->values[change->to]),
        .states = count_words(c->arena, change->states),
        .when = spoken_as_written(c->caller, text_str(&when)),
        .example = spoken_as_written(c->caller, facts_words(c, change->example))};
}

static void fill_counts(const struct comparing *c, const struct study_diff *diff)
{
    struct row_view *rows = ARENA_ARRAY(c->arena, struct row_view, COUNT_ROWS);

    rows[0] = (struct row_view){.key = SAY("Cases compared"),
        .value = count_words(c->arena, diff->compared),
        .note = SAY("Every combination of answers that both documents know.")};
    rows[1] = (struct row_view){.key = SAY("Decided otherwise"),
        .value = count_words(c->arena, diff->differing)};
    rows[2] = (struct row_view){.key = SAY("Of these, more is allowed in"),
        .value = count_words(c->arena, diff->looser)};
    rows[3] = (struct row_view){.key = SAY("Of these, less is allowed in"),
        .value = count_words(c->arena, diff->stricter)};
    c->out->counts = (struct summary_view){.rows = rows, .count = COUNT_ROWS};
}

static void fill(const struct comparing *c, const struct study_diff *diff)
{
    size_t count = diff->change_count < CHANGES_MAX ? diff->change_count : CHANGES_MAX;
    struct change_view *changes = ARENA_ARRAY(c->arena, struct change_view, count);
    str *notes = ARENA_ARRAY(c->arena, str, diff->note_count);

    for (size_t i = 0; i < count; i++)
        changes[i] = change_of(c, &diff->changes[i]);
    fill_counts(c, diff);
    c->out->is_compared = true;
    c->out->is_same = diff->same;
    c->out->changes = changes;
    c->out->change_count = count;
    for (size_t i = 0; i < diff->note_count; i++)
        notes[i] = spoken_as_written(c->caller, diff->notes[i]);
    c->out->notes = notes;
    c->out->note_count = diff->note_count;
    c->out->cut_short = diff->cut_short || count < diff->change_count;
}

void lines_fill(
    struct arena *arena, str old_source, str new_source, struct otherwise_view *out)
{
    struct study_lines lines;
    struct line_view *rows;

    study_compare_lines(arena, old_source, new_source, &lines);
    rows = ARENA_ARRAY(arena, struct line_view, lines.count);
    for (size_t i = 0; i < lines.count; i++)
        rows[i] = (struct line_view){
            .old_number = number_words(arena, lines.items[i].old_number),
            .old_text = lines.items[i].old_text,
            .new_number = number_words(arena, lines.items[i].new_number),
            .new_text = lines.items[i].new_text,
            .is_same = lines.items[i].is_same,
            .after_gap = lines.items[i].after_gap};
    out->lines = rows;
    out->line_count = lines.count;
}

/* ---- beside the thread that serves: two large documents may take a while ---- */

struct comparison {
    str old_source, new_source;
    bool is_compared;        /* both are without mistakes */
    struct policy_pair pair; /* what they are; its diagram is gone */
    struct study_diff diff;
    struct otherwise_view lines;
    struct err err;
};

static void make(struct arena *arena, struct comparison *made)
{
    struct policy_pair pair = {0};
    struct diags diags[2] = {{0}, {0}};

    made->is_compared = policy_compile_pair(arena, made->old_source, made->new_source,
        &diags[0], &diags[1], &pair, &made->err);
    lines_fill(arena, made->old_source, made->new_source, &made->lines);
    if (made->is_compared)
        study_compare(arena, &pair, &made->diff);
    else if (diags[0].errors > 0 || diags[1].errors > 0)
        made->err = (struct err){0};
    made->pair = pair;
    made->pair.old_policy.diagram = made->pair.new_policy.diagram = NULL;
    policy_pair_clear(&pair);
}

static void run(struct aside_work *work)
{
    make(&work->arena, work->context);
}

/* The piece of work that compares two documents, begun now or before. */
static bool comparison_of(const struct caller *caller, str old_source, str new_source,
    struct aside_work **out, struct err *err)
{
    struct aside *aside = caller->site->aside;
    struct text name = text_in(caller->arena);
    struct comparison *made;
    str digests[2];

    if (!sha256_name(caller->arena, old_source, &digests[0], err) ||
        !sha256_name(caller->arena, new_source, &digests[1], err))
        return false;
    text_add(&name, digests[0]);
    text_add_byte(&name, ' ');
    text_add(&name, digests[1]);
    *out = aside_find(aside, text_str(&name));
    if (*out != NULL)
        return true;
    if (!aside_take(aside, text_str(&name), out, err))
        return false;
    made = ARENA_NEW(&(*out)->arena, struct comparison);
    made->old_source = arena_str(&(*out)->arena, old_source);
    made->new_source = arena_str(&(*out)->arena, new_source);
    aside_begin(aside, *out, run, made);
    return true;
}

bool otherwise_fill(const struct caller *caller, str old_source, str new_source,
    struct otherwise_view *out, struct err *err)
{
    struct aside_work *work;
    const struct comparison *made;

    *out = (struct otherwise_view){.is_ready = false};
    if (!comparison_of(caller, old_source, new_source, &work, err))
        return false;
    if (!aside_wait(caller->site->aside, work, ASIDE_SHORT_MS))
        return true;
    made = work->context;
    if (made->err.kind != ERR_NONE) {
        *err = made->err;
        aside_drop(caller->site->aside, work);
        return false;
    }
    *out = made->lines;
    out->is_ready = true;
    if (made->is_compared)
        fill(&(struct comparing){caller, caller->arena, &made->pair, out}, &made->diff);
    return true;
}

void look_again(const struct otherwise_view *view, struct http_answer *answer)
{
    if (!view->is_ready || (view->visits.is_asked && !view->visits.is_ready))
        http_set(answer, STR("Refresh"), STR("1"));
}

/* Find the edition that a query names. */
static bool find(struct caller *caller, const struct editions *editions, str name,
    const struct edition_item **item, str *source, struct err *err)
{
    str hex = {0};

    (void)http_query(caller->request, name, &hex);
    return caller_edition(caller, editions, hex, item, source, err);
}

static str page_of(const struct caller *caller, str name, str digest)
{
    struct text rest = text_in(caller->arena);

    text_add(&rest, STR("editions/"));
    text_add(&rest, edition_hex(digest));
    return room_address(caller, name, text_str(&rest));
}

bool show_compare(struct caller *caller, struct http_answer *answer, struct err *err)
{
    const struct compiled *document;
    const struct edition_item *items[2];
    struct editions editions;
    struct compare_view view = {0};
    struct html html;
    str sources[2];

    if (!caller_editions(caller, &document, &editions, err) ||
        !find(caller, &editions, STR("from"), &items[0], &sources[0], err) ||
        !find(caller, &editions, STR("to"), &items[1], &sources[1], err) ||
        !otherwise_fill(caller, sources[0], sources[1], &view.otherwise, err) ||
        !reconsidered_fill(
            caller, document->name, sources[1], &view.otherwise.visits, err) ||
        !moment_words(caller, items[0]->at, &view.old_since, err) ||
        !moment_words(caller, items[1]->at, &view.new_since, err))
        return false;
    view.old_address = page_of(caller, document->name, items[0]->source);
    view.new_address = page_of(caller, document->name, items[1]->source);
    html = room_begin(caller, document, ROOM_EDITIONS, &view.head);
    view_compare(&html, &view);
    site_answer(caller->request, &html, 200, answer);
    look_again(&view.otherwise, answer);
    return true;
}
