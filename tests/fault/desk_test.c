/*
 * A desk whose database fails between any two steps of a submission.
 *
 * Opening a visit and stating two facts makes six events: the visit, the facts, a
 * decision, two duties.  Each call to the database fails once, before or after its work,
 * or with the connection.  Submitted again, or taken up at the next start, everything
 * is there once and is decided as if nothing had failed; what was recorded of half a
 * submission may have been decided on meanwhile.
 */
#include "app/inside.h"
#include "door.h"
#include "fault.h"
#include "test.h"

enum { CALLS_MAX = 600 };

enum again { SUBMIT_AGAIN, SUBMIT_AGAIN_LATER, START_AGAIN };

static bool open_it(struct door *d)
{
    struct desk_act act = door_act(d, 0, STR("front desk"), STR("desk"));
    struct desk_opening opening = {
        .school = STR("Example Elementary"), .way = STR("door")};

    act.visit = (str){0};
    d->err = (struct err){0};
    if (!desk_open_visit(d->desk, &act, &opening, &d->done, &d->err))
        return false;
    d->id = arena_str(&d->arena, d->done.visit->id);
    return true;
}

static bool state_it(struct door *d)
{
    static const struct desk_statement stated[] = {
        {.fact = STR_INIT("agency"),
            .value = STR_INIT("ice"),
            .basis = STR_INIT("read")},
        {.fact = STR_INIT("reason"),
            .value = STR_INIT("no"),
            .basis = STR_INIT("told")},
    };
    struct desk_act act = door_act(d, 1, STR("front desk"), STR("desk"));
    struct desk_stating stating = {stated, COUNT_OF(stated), 1};

    d->err = (struct err){0};
    return desk_state(d->desk, &act, &stating, &d->done, &d->err);
}

/* What a visit comes to: what was stated, what is decided, who is called. */
static str sum_of(struct arena *arena, const struct visit *visit)
{
    struct text text = text_in(arena);

    text_add_u64(&text, visit->opened.seq);
    for (size_t i = 0; i < visit->statement_count; i++) {
        text_add_byte(&text, '\n');
        text_add(&text, visit->statements[i].fact);
        text_add_byte(&text, ' ');
        text_add(&text, json_words(arena, &visit->statements[i].value));
    }
    for (size_t i = 0; i < visit->duty_count; i++) {
        text_add_byte(&text, '\n');
        text_add(&text, visit->duties[i].name);
        text_add_byte(&text, ' ');
        text_add(&text, visit->duties[i].due);
    }
    text_add_byte(&text, '\n');
    text_add(&text, visit_decided(visit)->answer);
    return text_str(&text);
}

/* The same when nothing fails. */
static str wanted(struct arena *arena)
{
    struct door d;
    str sum = {0};

    if (door_start(&d, STR("tests/data/worked.md")) && open_it(&d) && state_it(&d)) {
        CHECK_U64(d.done.visit->timeline_count, 6);
        sum = sum_of(arena, d.done.visit);
    }
    door_finish(&d);
    return sum;
}

/* Do both with a failing call; whether it struck. */
static bool fail_once(struct door *d, uint64_t call, bool late, bool breaks)
{
    struct fault fault = fault_at(call);
    bool done;

    fault.late = late;
    fault.breaks = breaks;
    d->keeper->db.driver = &fault.driver;
    done = open_it(d) && state_it(d);
    CHECK(done != fault.struck);
    CHECK(done || d->err.kind == ERR_IO);
    d->keeper->db.driver = &db_sqlite;
    return fault.struck;
}

/* A board is shown meanwhile: what is in doubt is read again. */
static void look_at_board(struct door *d)
{
    struct visits_filter filter = {.which = VISITS_ALL_OPEN};
    struct visit **list;

    CHECK(desk_board(d->desk, &filter, &d->arena, &list) <= 1);
}

/* At a start nothing that was stated is undecided. */
static void check_decided(struct door *d)
{
    struct visits_filter filter = {.which = VISITS_ALL_OPEN};
    struct visit **list;
    size_t count = desk_board(d->desk, &filter, &d->arena, &list);

    for (size_t i = 0; i < count; i++) {
        CHECK(!visit_is_undecided(list[i]));
        CHECK(visit_decided(list[i]) == NULL ||
            visit_find_duty(list[i], STR("call_law")) != NULL);
    }
}

static bool try_call(str sum, uint64_t call, bool late, bool breaks, enum again again)
{
    struct door d;
    bool struck = false;

    if (!test_check(
            door_start(&d, STR("tests/data/worked.md")), __FILE__, __LINE__, "a desk"))
        return false;
    struck = fail_once(&d, call, late, breaks);
    if (again == SUBMIT_AGAIN_LATER)
        look_at_board(&d);
    if (breaks || again == START_AGAIN) {
        d.id = (str){0};
        CHECK(door_reopen(&d));
        check_decided(&d);
    }
    CHECK(door_says(open_it(&d) && state_it(&d), &d.err));
    if (d.done.visit != NULL) {
        CHECK_STR(sum_of(&d.arena, d.done.visit), sum);
        CHECK_U64(door_events(&d), 2 + d.done.visit->timeline_count);
        CHECK(d.done.visit->decision_count <= 2);
    }
    door_finish(&d);
    return struck;
}

static void sweep(bool late, bool breaks, enum again again)
{
    struct arena arena = {0};
    str sum = wanted(&arena);
    uint64_t call = 1;

    CHECK_OR_STOP(sum.len > 0);
    while (call < CALLS_MAX && try_call(sum, call, late, breaks, again))
        call += 1 + test_random(24);
    CHECK(call > 100 && call < CALLS_MAX);
    arena_clear(&arena);
}

TEST(desk, goes_on_when_a_refused_submission_comes_again)
{
    sweep(false, false, SUBMIT_AGAIN);
}

TEST(desk, goes_on_when_others_looked_meanwhile)
{
    sweep(false, false, SUBMIT_AGAIN_LATER);
}

TEST(desk, decides_at_the_next_start_what_a_broken_disk_left)
{
    sweep(true, true, START_AGAIN);
}

TEST(desk, decides_at_the_next_start_what_a_stop_left)
{
    sweep(false, false, START_AGAIN);
}
