/* Call-outs at a desk: who is called when, what stops it, and what a stop does not. */
#include "app/inside.h"
#include "calls.h"
#include "door.h"
#include "test.h"

static const str worked = STR_INIT("tests/data/worked.md");

struct called {
    struct door d;
    struct calling calling;
};

static bool start(struct called *c)
{
    return door_start(&c->d, worked) && calls_make(&c->d.arena, &c->calling) &&
        door_says(desk_call_by(c->d.desk, &c->calling, &c->d.err), &c->d.err) &&
        door_open(&c->d) &&
        door_state(&c->d, STR("agency"), STR("ice"), STR("Ana"), STR("desk"));
}

static bool pass(struct called *c, int64_t seconds)
{
    c->d.now += seconds;
    return door_says(desk_tick(c->d.desk, &c->d.err), &c->d.err);
}

static bool restart(struct called *c)
{
    return door_reopen(&c->d) &&
        door_says(desk_call_by(c->d.desk, &c->calling, &c->d.err), &c->d.err);
}

static const struct visit_callout *lane(const struct called *c, str name)
{
    const struct visit_callout *found = visit_lane(c->d.visit, name);

    REQUIRE(found != NULL);
    return found;
}

/* Everybody who was called in a lane, a step a line. */
static str trail(struct called *c, str name)
{
    const struct visit_callout *callout = lane(c, name);
    struct text text = text_in(&c->d.arena);

    for (size_t i = 0; i < c->d.visit->step_count; i++) {
        const struct visit_step *step = &c->d.visit->steps[i];

        if (&c->d.visit->callouts[step->callout] != callout)
            continue;
        text_add_i64(&text, step->mark.at - callout->mark.at);
        text_add_byte(&text, ' ');
        text_add(&text, step->what);
        for (size_t k = 0; k < step->called.count; k++) {
            text_add(&text, k == 0 ? STR(" ") : STR("; "));
            text_add(&text, step->called.items[k]);
        }
        text_add(&text, step->instruction.len > 0 ? STR(" !\n") : STR("\n"));
    }
    return text_str(&text);
}

static bool acknowledge(struct called *c, str lane_name, str by)
{
    struct desk_acknowledgement taken = {.channel = STR("push")};
    struct desk_act act = door_act(&c->d, c->d.number++, by, lane_name);

    for (size_t i = 0; i < c->d.visit->duty_count; i++)
        if (str_equal(c->d.visit->duties[i].to, lane_name))
            taken.raised = c->d.visit->duties[i].mark.n;
    return door_says(
        desk_acknowledge(c->d.desk, &act, &taken, &c->d.done, &c->d.err), &c->d.err);
}

/* How many letters wait. */
static size_t letters(struct called *c)
{
    struct keeper *k = c->d.keeper;
    struct store_delivery row;
    size_t count = 0;

    CHECK(db_begin(&k->db, &c->d.err));
    for (unsigned i = 0; i < ROSTER_CHANNELS; i++) {
        struct db_query q =
            store_delivery_claim(&k->db, roster_channel_name((enum roster_channel)i),
                true, &(struct store_lease){c->d.now, c->d.now + 1, 1000});

        while (store_delivery_next(&q, &row))
            count++;
        CHECK(db_done(&q, &c->d.err));
    }
    db_rollback(&k->db);
    return count;
}

/* A server that begins to call, or a roster that comes later: visits are open already. */
TEST(calling, begins_late_and_leaves_in_peace_who_has_it_already)
{
    struct called c;
    const struct visit_callout *law;

    CHECK_OR_STOP(door_start(&c.d, worked) && calls_make(&c.d.arena, &c.calling) &&
        door_open(&c.d) &&
        door_state(&c.d, STR("agency"), STR("ice"), STR("Ana"), STR("desk")));
    CHECK(acknowledge(&c, STR("law_department"), STR("Dana Ruiz")));
    CHECK(door_says(desk_call_by(c.d.desk, &c.calling, &c.d.err), &c.d.err) &&
        pass(&c, 60));
    CHECK_OR_STOP(c.d.visit->callout_count == 2);
    law = lane(&c, STR("law_department"));
    CHECK(law->ladder.state == CALLOUT_TAKEN);
    CHECK_STR(law->by, STR("Dana Ruiz"));
    CHECK_STR(trail(&c, STR("law_department")), STR(""));
    CHECK_STR(trail(&c, STR("safety_office")), STR("0 call Kim Osei: text\n"));
    CHECK(restart(&c));
    CHECK(lane(&c, STR("law_department"))->ladder.state == CALLOUT_TAKEN);
    door_finish(&c.d);
}

/* What an order leaves out is the protocol's: its words for the role, and the number in
 * them. */
TEST(calling, takes_title_and_number_from_the_protocol)
{
    static const char orders[] = "lane *\n  step 0 seconds: desk\n";
    struct callout_orders read;
    struct called c;

    CHECK_OR_STOP(door_start(&c.d, STR("protocols/chicago.md")) &&
        calls_make(&c.d.arena, &c.calling) &&
        callout_orders_read(&c.d.arena, STR(orders), &read, &c.d.err));
    c.calling.orders = &read;
    CHECK(door_says(desk_call_by(c.d.desk, &c.calling, &c.d.err), &c.d.err) &&
        door_open(&c.d) &&
        door_state(&c.d, STR("where"), STR("desk"), STR("Ana"), STR("desk")) &&
        door_state(&c.d, STR("agency"), STR("ice"), STR("Ana"), STR("desk")));
    CHECK_STR(lane(&c, STR("safety_office"))->instruction,
        STR("Nobody has answered yet. Telephone Office of Safety and Security now: "
            "773-553-3335"));
    door_finish(&c.d);
}

/* With nobody on the roster the desk is told once; whoever comes to be there is called. */
TEST(calling, says_once_that_nobody_is_there_and_calls_who_comes)
{
    static const struct roster nobody;
    const struct roster *office;
    struct called c;
    uint64_t events;

    CHECK_OR_STOP(door_start(&c.d, worked) && calls_make(&c.d.arena, &c.calling));
    office = c.calling.roster;
    c.calling.roster = &nobody;
    CHECK(door_says(desk_call_by(c.d.desk, &c.calling, &c.d.err), &c.d.err) &&
        door_open(&c.d) &&
        door_state(&c.d, STR("agency"), STR("ice"), STR("Ana"), STR("desk")));
    CHECK(lane(&c, STR("safety_office"))->ladder.instructed);
    CHECK_STR(trail(&c, STR("safety_office")),
        STR("0 call nobody is on the roster for safety_office\n0 call !\n"));
    events = door_events(&c.d);
    for (int i = 0; i < 20; i++)
        CHECK(pass(&c, 13));
    CHECK_U64(door_events(&c.d), events);
    CHECK(restart(&c) && pass(&c, 13));
    CHECK_U64(door_events(&c.d), events);
    c.calling.roster = office;
    CHECK(pass(&c, 15));
    CHECK_STR(trail(&c, STR("safety_office")),
        STR("0 call nobody is on the roster for safety_office\n0 call !\n"
            "288 call Kim Osei: text\n"));
    CHECK(pass(&c, 60));
    CHECK_STR(trail(&c, STR("safety_office")),
        STR("0 call nobody is on the roster for safety_office\n0 call !\n"
            "288 call Kim Osei: text\n348 call !\n"));
    door_finish(&c.d);
}

TEST(calling, climbs_until_the_desk_is_told)
{
    struct called c;

    CHECK_OR_STOP(start(&c));
    CHECK_U64(c.d.visit->callout_count, 2);
    CHECK_U64(letters(&c), 3);
    CHECK(pass(&c, 89) && pass(&c, 1) && pass(&c, 0) && pass(&c, 100));
    CHECK(!lane(&c, STR("law_department"))->ladder.instructed);
    CHECK(lane(&c, STR("safety_office"))->ladder.instructed);
    CHECK(pass(&c, 110) && pass(&c, 120));
    CHECK_STR(trail(&c, STR("law_department")),
        STR("0 call Dana Ruiz: push, text\n"
            "90 call Sam Lee: no address that works; Alex Roy: mail\n"
            "190 call Pat Quinn: voice\n"
            "300 call Dana Ruiz: push, text; Sam Lee: no address that works; Pat "
            "Quinn: voice !\n"
            "420 call Dana Ruiz: push, text\n"));
    CHECK(lane(&c, STR("law_department"))->ladder.instructed);
    CHECK_STR(lane(&c, STR("law_department"))->instruction,
        STR("Nobody has answered yet. Telephone the Law Department now: +1 773 555 "
            "0100"));
    door_finish(&c.d);
}

TEST(calling, stops_one_lane_and_no_other)
{
    struct called c;

    CHECK_OR_STOP(start(&c));
    CHECK(pass(&c, 10) && acknowledge(&c, STR("law_department"), STR("Dana Ruiz")));
    CHECK(pass(&c, 50) && pass(&c, 240));
    CHECK(visit_find_duty(c.d.visit, STR("call_law"))->state == VISIT_DUTY_TAKEN);
    CHECK_STR(trail(&c, STR("law_department")), STR("0 call Dana Ruiz: push, text\n"));
    CHECK(lane(&c, STR("safety_office"))->ladder.instructed);
    /* Law goes on working on it: that renews it; the desk's work does not. */
    CHECK(pass(&c, 299));
    CHECK(door_state(&c.d, STR("law_department"), STR("confirmed"), STR("Dana Ruiz"),
        STR("law_department")));
    CHECK(pass(&c, 599));
    CHECK(door_state(&c.d, STR("paper"), STR("none"), STR("Ana"), STR("desk")));
    CHECK(lane(&c, STR("law_department"))->ladder.state == CALLOUT_TAKEN);
    CHECK(pass(&c, 1));
    CHECK(lane(&c, STR("law_department"))->ladder.state == CALLOUT_CALLING);
    CHECK(visit_find_duty(c.d.visit, STR("call_law"))->state == VISIT_DUTY_EXPIRED);
    CHECK_STR(visit_find_duty(c.d.visit, STR("call_law"))->why,
        STR("acknowledgement_lapsed"));
    door_finish(&c.d);
}

TEST(calling, goes_on_where_a_stop_left_it)
{
    struct called c;
    str before;

    CHECK_OR_STOP(start(&c));
    CHECK(pass(&c, 95));
    before = door_dump(&c.d.arena, c.d.visit);
    CHECK(restart(&c));
    CHECK_STR(door_dump(&c.d.arena, c.d.visit), before);
    /* All that came due meanwhile is done, and nothing twice. */
    c.d.now += 210;
    CHECK(restart(&c) && pass(&c, 0) && restart(&c) && pass(&c, 0));
    CHECK_STR(trail(&c, STR("law_department")),
        STR("0 call Dana Ruiz: push, text\n"
            "95 call Sam Lee: no address that works; Alex Roy: mail\n"
            "305 call Pat Quinn: voice\n"
            "305 call Dana Ruiz: push, text; Sam Lee: no address that works; Pat "
            "Quinn: voice !\n"));
    door_finish(&c.d);
}

TEST(calling, says_when_it_is_over)
{
    struct desk_ending ending = {.end = STR("left")};
    struct desk_act act;
    struct called c;

    CHECK_OR_STOP(start(&c));
    CHECK(pass(&c, 10) && acknowledge(&c, STR("law_department"), STR("Dana Ruiz")));
    act = door_act(&c.d, c.d.number++, STR("Ana"), STR("desk"));
    CHECK(door_says(desk_end(c.d.desk, &act, &ending, &c.d.done, &c.d.err), &c.d.err));
    CHECK_STR(trail(&c, STR("law_department")),
        STR("0 call Dana Ruiz: push, text\n10 end Dana Ruiz: push, text\n"));
    CHECK_U64(letters(&c), 6);
    CHECK(pass(&c, 1000) && restart(&c) && pass(&c, 1000));
    CHECK_U64(c.d.visit->step_count, 4);
    door_finish(&c.d);
}

/* A duty that nobody stated anything for, only a new edition or the clock, rings as well. */
TEST(calling, calls_for_what_another_edition_asks)
{
    struct compiled *next;
    struct text later;
    struct called c;

    CHECK_OR_STOP(start(&c));
    CHECK(visit_lane(c.d.visit, STR("counsel")) == NULL);
    later = text_in(&c.d.arena);
    text_add(&later, c.d.source);
    text_add(&later,
        STR("\n```protocol\nrole counsel: \"Counsel\"\n"
            "duty ask: \"Ask counsel\" to counsel within 5 minutes if agency is ice\n```\n"));
    next = door_compile(text_str(&later));
    CHECK(door_says(edition_publish(next, c.d.keeper, STR("Ana"), false, &c.d.err) &&
            desk_enforce(c.d.desk, next, &c.d.err),
        &c.d.err));
    CHECK(pass(&c, 1) && visit_lane(c.d.visit, STR("counsel")) != NULL);
    door_finish(&c.d);
    compiled_free(next);
}

static void count_due(void *context)
{
    ++*(int *)context;
}

/* Those who serve others meanwhile are told, and a few visits are done at a time. */
TEST(calling, takes_turns_with_others)
{
    enum { VISITS = 40, ENOUGH = 10 * VISITS };
    uint64_t events, most = 0;
    int due = 0, turns = 0;
    struct called c;

    CHECK_OR_STOP(start(&c));
    c.calling.due = count_due;
    c.calling.context = &due;
    for (int i = 1; i < VISITS; i++)
        CHECK_OR_STOP(door_open(&c.d) &&
            door_state(&c.d, STR("agency"), STR("ice"), STR("Ana"), STR("desk")));
    CHECK(due >= VISITS - 1 && c.d.visit->callout_count == 0);
    CHECK(desk_has_more(c.d.desk));
    for (; desk_has_more(c.d.desk) && turns < ENOUGH; turns++) {
        events = door_events(&c.d);
        CHECK(pass(&c, 0));
        most = door_events(&c.d) - events > most ? door_events(&c.d) - events : most;
    }
    CHECK(turns >= VISITS - 1 && !desk_has_more(c.d.desk));
    CHECK_U64(c.d.visit->callout_count, 2);
    CHECK(most > 0 && most <= 4); /* of a visit: two lanes, a step each */
    c.d.now += 60;
    CHECK(pass(&c, 0) && desk_has_more(c.d.desk)); /* another minute, not all at once */
    for (turns = 1; desk_has_more(c.d.desk) && turns < ENOUGH; turns++)
        CHECK(pass(&c, 0));
    CHECK(turns >= VISITS / 8 && turns < ENOUGH);
    door_finish(&c.d);
}
