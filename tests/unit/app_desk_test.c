/* The desk: each use case, with what it refuses. */
#include "door.h"
#include "test.h"

static const str worked = STR_INIT("tests/data/worked.md");

static struct desk_statement stating(str fact, str value, str basis)
{
    return (struct desk_statement){.fact = fact, .value = value, .basis = basis};
}

/* State one fact; what kind of error it gave. */
static enum err_kind refused(
    struct door *d, struct desk_statement what, int64_t seen, str by, str role)
{
    uint64_t before = door_events(d);
    bool done = door_try(d, d->number++, &what, seen, by, role);

    CHECK(!done);
    CHECK_U64(door_events(d), before);
    return d->err.kind;
}

static bool has(const struct err *err, str words)
{
    return test_check(
        str_find(err_text(err), words, 0) < err->len, __FILE__, __LINE__, words.ptr);
}

TEST(desk, refuses_what_the_protocol_does_not_have)
{
    static const str desk = STR_INIT("desk");
    static const str told = STR_INIT("told");
    struct door d;

    CHECK_OR_STOP(door_start(&d, worked) && door_open(&d));
    CHECK(refused(&d, stating(STR("agency"), STR("icy"), told), -1, desk, desk) ==
        ERR_INVALID);
    CHECK(has(&d.err, STR("ice")));
    CHECK(refused(&d, stating(STR("agencies"), STR("ice"), told), -1, desk, desk) ==
        ERR_INVALID);
    CHECK(has(&d.err, STR("agency")));
    CHECK(refused(&d, stating(STR("agency"), STR("ice"), STR("heard")), -1, desk,
              desk) == ERR_INVALID);
    CHECK(refused(&d, stating(STR("law_department"), STR("confirmed"), told), -1, desk,
              desk) == ERR_DENIED);
    CHECK(has(&d.err, STR("only the Law Department may answer this")));
    CHECK(refused(&d,
              (struct desk_statement){.fact = STR("nationality"),
                  .value = STR("x"),
                  .basis = told,
                  .is_note = true},
              -1, desk, desk) == ERR_INVALID);
    CHECK(door_state(&d, STR("law_department"), STR("confirmed"), STR("Law on call"),
        STR("law_department")));
    door_finish(&d);
}

TEST(desk, shows_both_when_two_clerks_differ)
{
    struct desk_statement ice = {
        .fact = STR("agency"), .value = STR("ice"), .basis = STR("told")};
    struct desk_statement cbp = ice;
    struct visit_difference *differences;
    int64_t seen;
    struct door d;

    cbp.value = STR("cbp");
    CHECK_OR_STOP(door_start(&d, worked) && door_open(&d));
    seen = d.visit->next;
    CHECK(door_try(&d, 100, &ice, seen, STR("Ana"), STR("desk")));
    CHECK(refused(&d, cbp, seen, STR("Ben"), STR("desk")) == ERR_CONFLICT);
    CHECK_OR_STOP(d.done.theirs != NULL);
    CHECK_STR(d.done.theirs->by, STR("Ana"));
    CHECK(has(&d.err, STR("Ana has stated `ice` meanwhile")));
    /* Of another fact, or the same value, or after looking: no conflict. */
    CHECK(door_try(&d, 101,
        &(struct desk_statement){
            .fact = STR("reason"), .value = STR("yes"), .basis = STR("told")},
        seen, STR("Ben"), STR("desk")));
    CHECK(door_try(&d, 102, &ice, seen, STR("Ben"), STR("desk")));
    CHECK(door_try(&d, 103, &cbp, d.visit->next, STR("Ben"), STR("desk")));
    CHECK_U64(visit_differences(d.visit, &d.arena, &differences), 1);
    CHECK_STR(differences[0].fact, STR("agency"));
    CHECK_U64(differences[0].count, 2);
    CHECK_STR(differences[0].accounts[0]->by, STR("Ana"));
    CHECK_STR(differences[0].accounts[1]->value.text, STR("cbp"));
    /* The first comes again after all: it is what it was. */
    CHECK(door_try(&d, 100, &ice, seen, STR("Ana"), STR("desk")) && d.done.repeated);
    /* Other words under its key are not it. */
    CHECK(!door_try(&d, 100, &cbp, seen, STR("Ana"), STR("desk")));
    CHECK(d.err.kind == ERR_CONFLICT && d.done.theirs == NULL);
    door_finish(&d);
}

static void hear(
    void *context, const struct visit *visit, const struct visit_entry *entry)
{
    size_t *heard = context;

    CHECK(entry->mark.n == visit->next - 1);
    (*heard)++;
}

TEST(desk, judges_each_of_a_party)
{
    static const str shared[] = {STR_INIT("agency"), STR_INIT("reason")};
    struct visits_filter filter = {.which = VISITS_UNANSWERED};
    struct desk_listener listener = {hear, NULL};
    struct desk_opening opening = {.school = STR("Example Elementary"),
        .way = STR("door"),
        .shared = shared,
        .shared_count = COUNT_OF(shared)};
    size_t heard = 0;
    struct desk_act act;
    struct visit **list;
    struct door d;
    str first;

    CHECK_OR_STOP(door_start(&d, worked) && door_open(&d));
    listener.context = &heard;
    desk_listen(d.desk, &listener);
    CHECK(door_state(&d, STR("agency"), STR("ice"), STR("Ana"), STR("desk")));
    CHECK(door_state(&d, STR("paper"), STR("none"), STR("Ana"), STR("desk")));
    first = d.id;
    opening.with = first;
    for (int i = 0; i < 2; i++) {
        act = door_act(&d, d.number++, STR("Ben"), STR("desk"));
        act.visit = (str){0};
        CHECK_OR_STOP(door_says(
            desk_open_visit(d.desk, &act, &opening, &d.done, &d.err), &d.err));
        CHECK_STR(d.done.visit->with, first);
        CHECK(d.done.decided && d.done.raised == 2);
        CHECK_STR(visit_find(d.done.visit, STR("agency"))->by, STR("Ana"));
        CHECK(visit_find(d.done.visit, STR("agency"))->so_at.len > 0);
        CHECK(visit_find(d.done.visit, STR("paper")) == NULL);
        opening.with = arena_str(&d.arena, d.done.visit->id);
    }
    CHECK_U64(desk_party(d.desk, d.done.visit, &d.arena, &list), 3);
    CHECK_STR(list[0]->id, first);
    CHECK_U64(desk_board(d.desk, &filter, &d.arena, &list), 3);
    CHECK_STR(list[0]->id, first);
    CHECK_U64(heard + 1 + 2, door_events(&d));
    door_finish(&d);
}

/* Each turn is stated, and then the desk must say what was promised; then taken back. */
static void check_turns(struct door *d, size_t expected)
{
    struct desk_turn *turns;
    size_t count = desk_turns(d->desk, d->visit, &d->arena, &turns);

    CHECK_U64(count, expected);
    for (size_t i = 0; i < count; i++) {
        struct desk_answer answer;
        struct desk_fact fact;
        struct err err = {0};
        str before;

        CHECK_OR_STOP(
            desk_fact(d->desk, d->visit, turns[i].fact, &d->arena, &fact, &err));
        before = fact.value.name;
        CHECK(door_state(d, fact.name, turns[i].value.name, STR("ada"), fact.role));
        CHECK_OR_STOP(desk_answer(d->desk, d->visit, &d->arena, &answer, &err));
        CHECK_STR(answer.outcomes[0].value.name, turns[i].outcome.value.name);
        CHECK(answer.outcomes[0].is_known == turns[i].outcome.is_known);
        CHECK(door_state(d, fact.name, before, STR("ada"), fact.role));
    }
}

TEST(desk, says_what_would_change_the_answer)
{
    static const struct {
        str fact;
        str value;
    } stated[] = {
        {STR_INIT("emergency"), STR_INIT("no")},
        {STR_INIT("where"), STR_INIT("desk")},
        {STR_INIT("agency"), STR_INIT("dhs")},
        {STR_INIT("paper"), STR_INIT("none")},
        {STR_INIT("exigency"), STR_INIT("no")},
        {STR_INIT("in_charge"), STR_INIT("principal")},
    };
    /* What makes a paper that could be good hopeless, by the document. */
    enum {
        PAPERS_FOR_LAW = 6,
        OWN_FORMS = 8,
        SIGNERS = 4,
        COURTS = 2,
        ADDRESS = 1,
        LAW = 1
    };
    struct door d;

    CHECK_OR_STOP(door_start(&d, STR("protocols/chicago.md")) && door_open(&d));
    check_turns(&d, 0);
    for (size_t i = 0; i < COUNT_OF(stated); i++)
        CHECK(door_state(&d, stated[i].fact, stated[i].value, STR("ada"), STR("desk")));
    check_turns(&d, PAPERS_FOR_LAW);
    CHECK(door_state(&d, STR("paper"), STR("search_warrant"), STR("ada"), STR("desk")));
    check_turns(&d, OWN_FORMS + SIGNERS + COURTS + ADDRESS + LAW);
    door_finish(&d);
}

TEST(desk, takes_and_ends_duties_and_visits)
{
    struct desk_acknowledgement taken = {
        .channel = STR("telephone"), .until = STR("2025-01-24T11:45:00-06:00")};
    struct desk_acknowledgement done = {.done = true};
    struct desk_ending ending = {.end = STR("entered_anyway")};
    struct visits_filter filter = {.which = VISITS_UNANSWERED};
    struct desk_act act;
    struct visit **list;
    struct door d;

    CHECK_OR_STOP(door_start(&d, worked) && door_open(&d));
    CHECK(door_state(&d, STR("agency"), STR("ice"), STR("Ana"), STR("desk")));
    CHECK_OR_STOP(d.visit->duty_count == 2);
    CHECK(d.visit->duties[0].state == VISIT_DUTY_RAISED);
    for (size_t i = 0; i < 2; i++) {
        taken.raised = d.visit->duties[i].mark.n;
        act = door_act(&d, d.number++, STR("Law on call"), STR("law_department"));
        CHECK(
            door_says(desk_acknowledge(d.desk, &act, &taken, &d.done, &d.err), &d.err));
    }
    CHECK_U64(desk_board(d.desk, &filter, &d.arena, &list), 0);
    CHECK_STR(d.visit->duties[0].until, taken.until);
    act = door_act(&d, d.number++, STR("Ana"), STR("desk"));
    CHECK(door_says(desk_end(d.desk, &act, &ending, &d.done, &d.err), &d.err));
    CHECK(!d.visit->is_open);
    CHECK(refused(&d, stating(STR("agency"), STR("cbp"), STR("told")), -1, STR("Ana"),
              STR("desk")) == ERR_CONFLICT);
    CHECK(desk_end(d.desk, &act, &ending, &d.done, &d.err) && d.done.repeated);
    /* What was to be done can still be said to be done. */
    done.raised = d.visit->duties[0].mark.n;
    act = door_act(&d, d.number++, STR("Law on call"), STR("law_department"));
    CHECK(desk_acknowledge(d.desk, &act, &done, &d.done, &d.err));
    CHECK(d.done.visit->duties[0].state == VISIT_DUTY_DONE);
    taken.raised = 0;
    act = door_act(&d, d.number++, STR("Ana"), STR("desk"));
    CHECK(!desk_acknowledge(d.desk, &act, &taken, &d.done, &d.err));
    CHECK(d.err.kind == ERR_NOT_FOUND);
    door_finish(&d);
}

TEST(desk, lets_duties_expire)
{
    struct desk_acknowledgement taken = {.until = STR("2025-01-24T11:45:00-06:00")};
    struct desk_act act;
    uint64_t events;
    struct door d;

    CHECK_OR_STOP(door_start(&d, worked) && door_open(&d));
    CHECK(door_state(&d, STR("agency"), STR("ice"), STR("Ana"), STR("desk")));
    CHECK_OR_STOP(d.visit->duty_count == 2);
    taken.raised = d.visit->duties[0].mark.n;
    act = door_act(&d, d.number++, STR("Law on call"), STR("law_department"));
    CHECK(desk_acknowledge(d.desk, &act, &taken, &d.done, &d.err));
    events = door_events(&d);
    d.now += 299;
    CHECK(desk_tick(d.desk, &d.err));
    CHECK_U64(door_events(&d), events);
    d.now += 1;
    CHECK(desk_tick(d.desk, &d.err) && desk_tick(d.desk, &d.err));
    CHECK_U64(door_events(&d), events + 1);
    CHECK(d.visit->duties[0].state == VISIT_DUTY_TAKEN);
    CHECK(d.visit->duties[1].state == VISIT_DUTY_EXPIRED);
    CHECK_STR(d.visit->duties[1].why, STR("no_answer"));
    CHECK_STR(d.visit->duties[1].next, STR("principal"));
    d.now += 1800;
    CHECK(desk_tick(d.desk, &d.err) && desk_tick(d.desk, &d.err));
    CHECK_U64(door_events(&d), events + 2);
    CHECK_STR(d.visit->duties[0].why, STR("acknowledgement_lapsed"));
    CHECK(visit_unanswered(d.visit) == &d.visit->duties[0]);
    door_finish(&d);
}

/* Whoever takes a call on without saying for how long has it; what has no day to be done by
 * waits. */
TEST(desk, lets_nothing_expire_that_has_no_end)
{
    struct desk_call call = {.reached = true};
    struct desk_act act;
    uint64_t events;
    struct door d;

    CHECK_OR_STOP(door_start(&d, STR("protocols/chicago.md")) && door_open(&d));
    CHECK(door_state(&d, STR("emergency"), STR("no"), STR("Ana"), STR("desk")));
    CHECK(door_state(&d, STR("where"), STR("desk"), STR("Ana"), STR("desk")));
    CHECK(door_state(&d, STR("agency"), STR("ice"), STR("Ana"), STR("desk")));
    CHECK_OR_STOP(d.visit->duty_count > 0);
    for (size_t i = 0; i < d.visit->duty_count; i++) {
        call.raised = d.visit->duties[i].mark.n;
        act = door_act(&d, d.number++, STR("Ana"), STR("desk"));
        CHECK(door_says(desk_call(d.desk, &act, &call, &d.done, &d.err), &d.err));
    }
    events = door_events(&d);
    d.now += 59;
    CHECK(desk_tick(d.desk, &d.err) && desk_tick(d.desk, &d.err));
    CHECK_U64(door_events(&d), events);
    for (size_t i = 0; i < d.visit->duty_count; i++)
        CHECK(d.visit->duties[i].state == VISIT_DUTY_TAKEN);
    door_finish(&d);
}

/* Another edition decides what is open; the same one, or the clock alone, says nothing
 * new. */
TEST(desk, decides_anew_when_the_edition_changes)
{
    struct text later = {0};
    struct compiled *next;
    struct door d;
    size_t decisions;

    CHECK_OR_STOP(door_start(&d, worked) && door_open(&d));
    CHECK(door_state(&d, STR("agency"), STR("police"), STR("Ana"), STR("desk")));
    decisions = d.visit->decision_count;
    d.now += 60;
    CHECK(desk_tick(d.desk, &d.err));
    CHECK_U64(d.visit->decision_count, decisions);
    later = text_in(&d.arena);
    text_add(&later, d.source);
    text_add(&later,
        STR("\n```protocol\nduty write: \"Write it down\" to desk if agency "
            "is police\n```\n"));
    next = door_compile(text_str(&later));
    CHECK(door_says(edition_publish(next, d.keeper, STR("Ana"), false, &d.err) &&
            desk_enforce(d.desk, next, &d.err),
        &d.err));
    CHECK(desk_tick(d.desk, &d.err));
    CHECK_U64(d.visit->decision_count, decisions + 1);
    CHECK_STR(visit_decided(d.visit)->edition, desk_bench(d.desk)->digest);
    CHECK(visit_find_duty(d.visit, STR("write")) != NULL);
    door_finish(&d);
    compiled_free(next);
}

TEST(desk, corrects_without_erasing)
{
    struct desk_correction right = {
        .field = STR("value"), .value = STR("none"), .reason = STR("A parent's card.")};
    struct desk_act act;
    struct door d;

    CHECK_OR_STOP(door_start(&d, worked) && door_open(&d));
    CHECK(door_state(&d, STR("agency"), STR("ice"), STR("Ana"), STR("desk")));
    CHECK(door_state(&d, STR("reason"), STR("no"), STR("Ana"), STR("desk")));
    CHECK(door_state(&d, STR("emergency"), STR("no"), STR("Ana"), STR("desk")));
    CHECK_STR(visit_decided(d.visit)->outcomes.items[0].text, STR("refuse"));
    right.n = visit_find(d.visit, STR("agency"))->mark.n;
    act = door_act(&d, d.number++, STR("Ben"), STR("desk"));
    CHECK_OR_STOP(
        door_says(desk_correct(d.desk, &act, &right, &d.done, &d.err), &d.err));
    CHECK(d.done.decided);
    CHECK_STR(visit_decided(d.visit)->outcomes.items[0].text, STR("admit"));
    CHECK_STR(visit_find(d.visit, STR("agency"))->value.text, STR("ice"));
    CHECK_STR(
        visit_value(d.visit, visit_find(d.visit, STR("agency")))->text, STR("none"));
    right.value = STR("icy");
    act = door_act(&d, d.number++, STR("Ben"), STR("desk"));
    CHECK(!desk_correct(d.desk, &act, &right, &d.done, &d.err));
    CHECK(d.err.kind == ERR_INVALID);
    door_finish(&d);
}

/* ---- what is over, and what was in force ---- */

static void close_some(struct door *d, size_t count)
{
    struct desk_ending ending = {.end = STR("left")};

    for (size_t i = 0; i < count; i++) {
        struct desk_act act;

        CHECK_OR_STOP(door_open(d));
        CHECK(door_state(d, STR("agency"), i % 2 == 0 ? STR("ice") : STR("police"),
            STR("Ana"), STR("desk")));
        act = door_act(d, d->number++, STR("Ana"), STR("desk"));
        CHECK(desk_end(d->desk, &act, &ending, &d->done, &d->err));
    }
}

TEST(desk, pages_through_what_is_over)
{
    struct desk_search search = {.before = UINT64_MAX, .most = 3};
    struct desk_past *page;
    size_t total = 0;
    size_t count;
    uint64_t next;
    struct door d;
    struct visits_filter filter = {.which = VISITS_ALL_OPEN};
    struct visit **list;

    CHECK_OR_STOP(door_start(&d, worked));
    close_some(&d, 7);
    CHECK_OR_STOP(door_open(&d));
    do {
        CHECK_OR_STOP(door_says(
            desk_history(d.desk, &search, &d.arena, &page, &count, &next, &d.err),
            &d.err));
        for (size_t i = 0; i < count; i++) {
            CHECK(page[i].seq < search.before);
            CHECK_STR(page[i].end, STR("left"));
            CHECK_STR(page[i].words, STR("entry wait"));
            search.before = page[i].seq;
        }
        total += count;
        search.before = next;
    } while (next > 0);
    CHECK_U64(total, 7);
    search =
        (struct desk_search){.before = UINT64_MAX, .most = 10, .words = STR("police")};
    CHECK(desk_history(d.desk, &search, &d.arena, &page, &count, &next, &d.err));
    CHECK_U64(count, 3);
    CHECK(door_reopen(&d));
    CHECK_U64(desk_board(d.desk, &filter, &d.arena, &list), 1);
    door_finish(&d);
}

/* Which one was in force at a moment; empty: none. */
static str in_force(struct door *d, int64_t at)
{
    struct editions editions;
    const struct edition_item *item;

    if (!editions_read(d->keeper, &d->arena, d->document->name, &editions, &d->err))
        return (str){0};
    item = editions_at(&editions, at);
    return item == NULL ? (str){0} : item->digest;
}

static bool enforce(struct door *d, const struct compiled *document, str by)
{
    return door_says(edition_publish(document, d->keeper, by, false, &d->err) &&
            desk_enforce(d->desk, document, &d->err),
        &d->err);
}

TEST(desk, knows_what_was_in_force)
{
    struct text later = {0};
    struct editions editions = {0};
    struct compiled *wrong = door_compile(STR("# Nothing"));
    struct compiled *next;
    struct door d;
    str first;
    str source;
    int64_t began;

    CHECK_OR_STOP(door_start(&d, worked));
    began = d.now;
    first = arena_str(&d.arena, desk_bench(d.desk)->digest);
    CHECK_U64(in_force(&d, began - 1).len, 0);
    d.now += 86400;
    later = text_in(&d.arena);
    text_add(&later, d.source);
    text_add(&later, STR("\n```protocol\nsay \"Please wait.\" if agents\n```\n"));
    CHECK(!desk_enforce(d.desk, wrong, &d.err));
    CHECK_STR(desk_bench(d.desk)->digest, first);
    next = door_compile(text_str(&later));
    d.err = (struct err){0};
    CHECK(enforce(&d, next, STR("Ana")) && enforce(&d, next, STR("Ana")));
    CHECK(!str_equal(desk_bench(d.desk)->digest, first));
    CHECK_STR(in_force(&d, d.now - 1), first);
    CHECK_STR(in_force(&d, d.now), next->bench.digest);
    CHECK(editions_read(d.keeper, &d.arena, d.document->name, &editions, &d.err));
    CHECK_OR_STOP(editions_find(&editions, first) != NULL);
    CHECK(edition_document(
        d.keeper, &d.arena, editions_find(&editions, first), &source, &d.err));
    CHECK_STR(source, d.source);
    /* The first one comes back: it was never away from where it was in force. */
    d.now += 86400;
    CHECK(enforce(&d, d.document, STR("operator")));
    CHECK_STR(in_force(&d, d.now - 1), next->bench.digest);
    CHECK_STR(in_force(&d, d.now), first);
    CHECK_STR(in_force(&d, began), first);
    CHECK_U64(door_events(&d), 4);
    door_finish(&d);
    compiled_free(wrong);
    compiled_free(next);
}
