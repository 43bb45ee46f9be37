/*
 * The answer: what to do now, what to say, whom to call, why, and what happened so far.
 * Also while it is not yet known: then it says what holds until it is.
 */
#include "web/pages.h"
#include "web/visits.h"

struct answering {
    struct caller *caller;
    const struct visit *visit;
    struct desk_answer now;
    bool takes_part;
};

/* ---- its parts ---- */

/* Questions that can still change it, for who may answer them. */
static void add_open(const struct answering *a, struct answer_view *view)
{
    struct link_view *links =
        ARENA_ARRAY(a->caller->arena, struct link_view, a->now.ask_count);
    struct row_view *others =
        ARENA_ARRAY(a->caller->arena, struct row_view, a->now.ask_count);

    for (size_t i = 0; i < a->now.ask_count; i++) {
        const struct desk_fact *fact = &a->now.ask[i];
        struct text tail = text_in(a->caller->arena);

        text_add(&tail, STR("ask/"));
        text_add(&tail, fact->name);
        if (fact->role.len == 0)
            links[view->open_count++] = (struct link_view){
                visit_address(a->caller->arena, a->visit, text_str(&tail)),
                fact->question};
    }
    view->open = links;
    view->others = others;
}

static bool answers_as(const struct answering *a, str role)
{
    return str_equal(
               caller_role(a->caller, MAY_STATE_LAW_FACT, a->visit->school), role) ||
        str_equal(caller_role(a->caller, MAY_STATE_FACT, a->visit->school), role);
}

/* Facts that other roles answer: those that can matter, and those they have answered. */
static void add_others(const struct answering *a, struct answer_view *view)
{
    struct desk_fact *facts;
    size_t count = spoken_facts(a->caller, a->visit, &facts);
    struct row_view *rows = ARENA_ARRAY(a->caller->arena, struct row_view, count);

    for (size_t i = 0; i < count; i++) {
        struct text tail = text_in(a->caller->arena);
        bool open = find_fact(a->now.ask, a->now.ask_count, facts[i].name) != NULL;

        if (facts[i].role.len == 0 || (facts[i].stated == NULL && !open))
            continue;
        text_add(&tail, STR("ask/"));
        text_add(&tail, facts[i].name);
        rows[view->other_count++] = (struct row_view){.key = facts[i].question,
            .value = facts[i].value.label.len == 0            ? SAY("No answer yet")
                : is_withheld(a->caller, a->visit, &facts[i]) ? SAY("Not shown here")
                                                              : facts[i].value.label,
            .note = facts[i].stated == NULL
                ? caller_say(a->caller, SAY("%1 answers this"), &facts[i].role_label, 1)
                : statement_words(a->caller, facts[i].stated,
                      is_withheld(a->caller, a->visit, &facts[i])),
            .change = answers_as(a, facts[i].role) && a->visit->is_open
                ? visit_address(a->caller->arena, a->visit, text_str(&tail))
                : (str){0}};
    }
    view->others = rows;
}

static void add_differences(const struct answering *a, struct answer_view *view)
{
    struct arena *arena = a->caller->arena;
    struct visit_difference *found;
    size_t count = visit_differences(a->visit, arena, &found);
    struct difference_view *out = ARENA_ARRAY(arena, struct difference_view, count);
    struct desk_fact *facts;
    size_t fact_count = spoken_facts(a->caller, a->visit, &facts);

    for (size_t i = 0; i < count; i++) {
        const struct desk_fact *fact = find_fact(facts, fact_count, found[i].fact);
        struct row_view *rows = ARENA_ARRAY(arena, struct row_view, found[i].count);

        for (size_t k = 0; k < found[i].count; k++)
            rows[k] = (struct row_view){.key = found[i].accounts[k]->by,
                .value = is_withheld(a->caller, a->visit, fact)
                    ? SAY("Not shown here")
                    : value_words(
                          a->caller, fact, visit_value(a->visit, found[i].accounts[k])),
                .note = statement_words(a->caller, found[i].accounts[k],
                    is_withheld(a->caller, a->visit, fact))};
        out[i] = (struct difference_view){
            fact == NULL ? found[i].fact : fact->question, rows, found[i].count};
    }
    view->differences = out;
    view->difference_count = count;
}

static str turn_words(str label)
{
    if (str_equal(label, STR("yes")))
        return SAY("Yes");
    return str_equal(label, STR("no")) ? SAY("No") : label;
}

/* What would make a known answer another; while it is open, the questions say so. */
static void add_turns(const struct answering *a, struct answer_view *view)
{
    struct desk_turn *turns;
    size_t count = view->open_count > 0 ? 0 : spoken_turns(a->caller, a->visit, &turns);
    struct turn_view *out = ARENA_ARRAY(a->caller->arena, struct turn_view, count);

    for (size_t i = 0; i < count; i++)
        out[i] = (struct turn_view){.question = turns[i].question,
            .value = turn_words(turns[i].value.label),
            .about = a->now.outcome_count > 1 ? turns[i].outcome.label : (str){0},
            .answer = turns[i].outcome.value.label,
            .tone = outcome_look(
                a->caller, turns[i].outcome.name, turns[i].outcome.value.name)
                        .tone};
    view->turns = out;
    view->turn_count = count;
}

/* ---- the page ---- */

/* Those who came together; nobody else: an empty list. */
static struct visit_list_view party_of(const struct answering *a)
{
    struct visit **visits;
    size_t count =
        desk_party(a->caller->site->desk, a->visit, a->caller->arena, &visits);
    struct visit_card_view *cards =
        ARENA_ARRAY(a->caller->arena, struct visit_card_view, count);
    struct visit_list_view list = {.title = SAY("They came together"), .visits = cards};

    for (size_t i = 0; i < count; i++)
        if (visits[i] != a->visit)
            cards[list.count++] = visit_card(a->caller, visits[i]);
    return list;
}

static void show(const struct answering *a, struct http_answer *answer)
{
    struct caller *caller = a->caller;
    struct arena *arena = caller->arena;
    struct answer_view view = {.back = STR("/"),
        .since = time_words(caller, a->visit->opened.at),
        .verdicts = verdicts_of(caller, &a->now),
        .calls = duties_of(caller, a->visit, false),
        .tasks = duties_of(caller, a->visit, true),
        .papers = papers_of(caller, a->visit),
        .keeper = keeper_of(caller, a->visit),
        .party = party_of(a),
        .timeline = timeline_of(caller, a->visit),
        .takes_part = a->takes_part && a->visit->is_open,
        .facts = visit_address(arena, a->visit, STR("facts")),
        .with = visit_address(arena, a->visit, STR("with")),
        .end = visit_address(arena, a->visit, STR("end")),
        .again = visit_address(arena, a->visit, STR("answer")),
        .visit = a->visit->id,
        .events = visit_events(caller, a->visit)};
    struct html html = caller_page(caller, SAY("What to do now"), &view.frame);

    add_open(a, &view);
    add_others(a, &view);
    add_turns(a, &view);
    add_differences(a, &view);
    view.messages = messages_of(caller, a->visit);
    view.news = news_of(&view.messages, STR("answer"));
    view.reason_count = reasons_of(caller, &a->now, &view.reasons);
    view_answer(&html, &view);
    site_answer(caller->request, &html, 200, answer);
}

bool show_answer(struct caller *caller, struct http_answer *answer, struct err *err)
{
    struct answering a = {.caller = caller};

    if (!visit_asked(caller, MAY_SEE_VISIT, &a.visit, err) ||
        !spoken_answer(caller, a.visit, &a.now, err))
        return false;
    if (!a.visit->is_open) {
        http_see_other(answer, visit_address(caller->arena, a.visit, STR("record")));
        return true;
    }
    a.takes_part = caller_may(caller, MAY_JOIN_VISIT, a.visit->school);
    show(&a, answer);
    return true;
}

/* ---- acting on it ---- */

bool answer_duty(struct caller *caller, struct http_answer *answer, struct err *err)
{
    struct desk_acknowledgement acknowledgement = {
        .channel = str_equal(caller_field(caller, STR("by")), STR("telephone"))
            ? STR("telephone")
            : STR("screen"),
        .done = str_equal(caller_field(caller, STR("state")), STR("done"))};
    const struct visit *visit;
    struct deed deed;
    struct desk_done done;

    if (!str_to_i64(http_part(caller->request, STR("n")), &acknowledgement.raised))
        return err_set(err, ERR_NOT_FOUND, SAY("there is no such duty"));
    if (!visit_asked(caller, MAY_ACKNOWLEDGE_DUTY, &visit, err) ||
        !visit_deed(caller, visit, MAY_ACKNOWLEDGE_DUTY, &deed, err))
        return false;
    if (!desk_acknowledge(
            caller->site->desk, &deed.act, &acknowledgement, &done, err)) {
        const str sent = caller_say(caller,
            acknowledgement.done ? SAY("Done") : SAY("Being dealt with"), NULL, 0);

        return show_over(caller, visit, &sent, 1, answer, err);
    }
    http_see_other(answer, visit_address(caller->arena, done.visit, STR("answer")));
    return true;
}
