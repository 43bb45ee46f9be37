/*
 * Time passes while the database fails: two visits whose duties run out at the same
 * moment, and each call of the tick that sees it fails once.  What fails of one holds
 * up no other, and the ticks after it make all good, once.
 */
#include "app/desk_inside.h"
#include "app/inside.h"
#include "door.h"
#include "fault.h"
#include "test.h"

enum { CALLS_MAX = 600, VISITS = 2, LATER_SECONDS = 5 };

/* The duties that ran out, of all visits that are open. */
static size_t expired(struct door *d, size_t *visits)
{
    struct visits_filter filter = {.which = VISITS_ALL_OPEN};
    struct visit **list;
    size_t count = desk_board(d->desk, &filter, &d->arena, &list);
    size_t sum = 0;

    *visits = 0;
    for (size_t i = 0; i < count; i++) {
        size_t before = sum;

        for (size_t j = 0; j < list[i]->duty_count; j++)
            sum += list[i]->duties[j].state == VISIT_DUTY_EXPIRED;
        *visits += sum > before;
    }
    return sum;
}

static bool begin(struct door *d)
{
    bool done = door_start(d, STR("tests/data/worked.md"));

    for (size_t i = 0; done && i < VISITS; i++)
        done = door_open(d) &&
            door_state(d, STR("agency"), STR("ice"), STR("Ana"), STR("desk"));
    d->now += 3600;
    return done;
}

/* Tick with a failing call, or with a disk that breaks once it has done that
 * one; whether it struck.  A visit in doubt is read again before
 * anything else is done; otherwise the other one is served. */
static bool fail_once(struct door *d, uint64_t call, bool breaks)
{
    struct fault fault = fault_at(call);
    size_t in_doubt;
    size_t visits;
    bool done;

    fault.late = fault.breaks = breaks;
    d->err = (struct err){0};
    d->keeper->db.driver = &fault.driver;
    done = desk_tick(d->desk, &d->err);
    d->keeper->db.driver = &db_sqlite;
    CHECK(done != fault.struck);
    CHECK(done || d->err.kind == ERR_IO);
    if (fault.struck && breaks)
        return true;
    in_doubt = d->desk->doubt_count;
    (void)expired(d, &visits);
    CHECK(in_doubt > 0 || visits >= VISITS - 1);
    return fault.struck;
}

/* Fail one call, and let time pass; what came of it. */
static bool try_call(uint64_t call, bool breaks, size_t *sum, uint64_t *events)
{
    size_t visits;
    bool struck;
    struct door d;

    if (!test_check(begin(&d), __FILE__, __LINE__, "two visits"))
        return false;
    struck = fail_once(&d, call, breaks);
    if (struck && breaks)
        CHECK(door_reopen(&d));
    d.now += LATER_SECONDS;
    d.err = (struct err){0};
    CHECK(door_says(desk_tick(d.desk, &d.err) && desk_tick(d.desk, &d.err), &d.err));
    *sum = expired(&d, &visits);
    *events = door_events(&d);
    CHECK_U64(visits, VISITS);
    CHECK(door_reopen(&d) && expired(&d, &visits) == *sum);
    door_finish(&d);
    return struck;
}

static void sweep(bool breaks)
{
    uint64_t wanted_events;
    uint64_t events;
    uint64_t call = 1;
    size_t wanted;
    size_t sum;

    CHECK(!try_call(0, breaks, &wanted, &wanted_events) && wanted >= VISITS);
    while (call < CALLS_MAX && try_call(call, breaks, &sum, &events)) {
        CHECK_U64(sum, wanted);
        CHECK_U64(events, wanted_events);
        call += 1 + test_random(20);
    }
    CHECK(call > 60 && call < CALLS_MAX);
}

TEST(tick, makes_good_what_was_refused)
{
    sweep(false);
}

TEST(tick, does_nothing_twice_after_a_broken_disk)
{
    sweep(true);
}
