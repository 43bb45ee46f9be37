/* Visits from events alone: gaps, erased values, the order of a board, what is
 * forgotten. */
#include "test.h"
#include "visit/visit.h"

/* An event `n` of a visit, its fields read from JSON. */
static bool add(struct visit *visit, int64_t n, enum record_kind kind, str fields)
{
    struct arena arena = {0};
    struct record_event event = {.kind = kind, .visit = visit->id, .n = n, .at = n};
    struct err err = {0};
    bool added;

    CHECK(json_read(&arena, fields, &event.fields, &err));
    added = visit_add(visit, (uint64_t)(100 + n), &event);
    arena_clear(&arena);
    return added;
}

static const str opened =
    STR_INIT("{\"school\": \"Example\", \"by\": \"Ana\", \"way\": \"door\"}");
static const str raised = STR_INIT("{\"duty\": \"call_law\", \"to\": \"law\"}");
static const str closed = STR_INIT("{\"end\": \"left\", \"by\": \"Ana\"}");

TEST(visit, takes_events_in_order_and_once)
{
    struct visit *visit = visit_new(STR("AAAAAAAAAAAAAAAAAAAAAA"));
    struct record_event foreign = {
        .kind = RECORD_VISIT_CLOSED, .visit = STR("BBBBBBBBBBBBBBBBBBBBBB"), .n = 1};

    CHECK(!add(visit, 1, RECORD_DUTY_RAISED, raised));
    CHECK(!visit->is_open && visit->timeline_count == 0);
    CHECK(add(visit, 0, RECORD_VISIT_OPENED, opened));
    CHECK(visit->is_open);
    CHECK(add(visit, 1, RECORD_DUTY_RAISED, raised));
    CHECK(add(visit, 1, RECORD_DUTY_RAISED, raised));
    CHECK(add(visit, 0, RECORD_VISIT_CLOSED, closed));
    CHECK(!visit_add(visit, 9, &foreign));
    CHECK(visit->is_open && visit->duty_count == 1 && visit->timeline_count == 2);
    visit_free(visit);
}

TEST(visit, knows_who_first_said_that_a_message_was_read)
{
    struct visit *visit = visit_new(STR("AAAAAAAAAAAAAAAAAAAAAA"));

    CHECK(add(visit, 0, RECORD_VISIT_OPENED, opened));
    CHECK(add(visit, 1, RECORD_MESSAGE_SENT,
        STR("{\"by\": \"Law\", \"to\": \"desk\", \"words\": [\"Wait.\"]}")));
    CHECK(!visit->messages[0].is_read);
    /* What was never sent was never read. */
    CHECK(add(visit, 2, RECORD_MESSAGE_READ, STR("{\"message\": 0, \"by\": \"Ben\"}")));
    CHECK(add(visit, 3, RECORD_MESSAGE_READ, STR("{\"by\": \"Ben\"}")));
    CHECK(!visit->messages[0].is_read);
    CHECK(add(visit, 4, RECORD_MESSAGE_READ, STR("{\"message\": 1, \"by\": \"Ana\"}")));
    CHECK(add(visit, 5, RECORD_MESSAGE_READ, STR("{\"message\": 1, \"by\": \"Ben\"}")));
    CHECK(visit->messages[0].is_read && visit->messages[0].read.n == 4);
    CHECK_STR(visit->messages[0].read_by, STR("Ana"));
    CHECK_U64(visit->timeline_count, 6);
    visit_free(visit);
}

TEST(visit, tells_what_was_erased_from_what_is_unknown)
{
    struct visit *visit = visit_new(STR("AAAAAAAAAAAAAAAAAAAAAA"));

    CHECK(add(visit, 0, RECORD_VISIT_OPENED, opened));
    CHECK(add(visit, 1, RECORD_FACT_STATED,
        STR("{\"fact\": \"agency\", \"value\": \"ice\", \"by\": \"Ana\"}")));
    CHECK(add(visit, 2, RECORD_FACT_STATED, STR("{\"fact\": \"agency\"}")));
    CHECK(add(visit, 3, RECORD_FACT_STATED,
        STR("{\"fact\": \"paper\", \"value\": null, \"by\": \"Ana\"}")));
    CHECK(!visit->statements[0].counts && !visit->statements[0].is_erased);
    CHECK(visit->statements[1].counts && visit->statements[1].is_erased);
    CHECK(!visit->statements[2].is_erased);
    CHECK(visit_is_undecided(visit));
    CHECK(add(visit, 4, RECORD_DECISION_MADE, STR("{\"edition\": \"sha256:00\"}")));
    CHECK(!visit_is_undecided(visit));
    CHECK(add(visit, 5, RECORD_CORRECTED,
        STR("{\"entry\": 101, \"field\": \"value\", \"value\": \"cbp\"}")));
    CHECK(visit_is_undecided(visit));
    CHECK_STR(visit_value(visit, &visit->statements[0])->text, STR("cbp"));
    CHECK_STR(visit->statements[0].value.text, STR("ice"));
    visit_free(visit);
}

TEST(visit, counts_what_was_so_last_however_late_it_comes)
{
    struct visit *visit = visit_new(STR("AAAAAAAAAAAAAAAAAAAAAA"));

    CHECK(add(visit, 0, RECORD_VISIT_OPENED, opened));
    CHECK(add(visit, 1, RECORD_FACT_STATED,
        STR("{\"fact\": \"agency\", \"value\": \"ice\", \"by\": \"Ana\"}")));
    CHECK(add(visit, 2, RECORD_FACT_STATED,
        STR("{\"fact\": \"agency\", \"value\": \"fbi\", \"by\": \"Ben\","
            " \"so_at\": \"1969-12-31T18:00:00-06:00\"}")));
    CHECK(visit->statements[0].counts && !visit->statements[1].counts);
    CHECK(add(visit, 3, RECORD_FACT_STATED,
        STR("{\"fact\": \"agency\", \"value\": \"cbp\", \"by\": \"Ben\","
            " \"so_at\": \"2999-01-01T00:00:00Z\"}")));
    CHECK(visit->statements[2].counts && !visit->statements[0].counts);
    CHECK(add(visit, 4, RECORD_FACT_STATED,
        STR("{\"fact\": \"agency\", \"value\": \"dhs\", \"by\": \"Ana\"}")));
    CHECK(visit->statements[3].counts && !visit->statements[2].counts);
    visit_free(visit);
}

/* ---- many ---- */

static struct visit *numbered(unsigned number)
{
    char id[RECORD_VISIT_CHARS];
    struct text text = text_fixed(id, sizeof(id));

    text_add_repeated(&text, 'A', RECORD_VISIT_CHARS - 4);
    text_add_u64(&text, 1000 + number);
    return visit_new(text_str(&text));
}

/* Take so many visits in any order; every fourth is closed, every second has a duty. */
static void take_many(struct visits *visits, unsigned count)
{
    for (unsigned i = 0; i < count; i++) {
        struct visit *visit = numbered(i * 7 % count);
        struct err err = {0};

        CHECK(add(visit, 0, RECORD_VISIT_OPENED, opened));
        visit->opened.seq = i;
        if (i % 2 == 0)
            CHECK(add(visit, 1, RECORD_DUTY_RAISED, raised));
        if (i % 2 == 0)
            visit->duties[0].mark.seq = i;
        if (i % 4 == 3)
            CHECK(add(visit, 1, RECORD_VISIT_CLOSED, closed));
        CHECK(visits_take(visits, visit, &err));
    }
}

TEST(visits, stand_in_the_order_of_a_board)
{
    struct visits_filter filter = {.school = STR("Example")};
    struct visits visits = {0};
    struct arena arena = {0};
    struct visit **list;
    size_t count;

    take_many(&visits, 100);
    count = visits_list(&visits, &filter, &arena, &list);
    CHECK_U64(count, 75);
    for (size_t i = 0; i < count; i++) {
        CHECK((visit_unanswered(list[i]) != NULL) == (i < 50));
        if (i > 0 && i < 50)
            CHECK(list[i - 1]->duties[0].mark.seq < list[i]->duties[0].mark.seq);
        if (i > 50)
            CHECK(list[i - 1]->opened.seq > list[i]->opened.seq);
    }
    filter.which = VISITS_UNANSWERED;
    CHECK_U64(visits_list(&visits, &filter, &arena, &list), 50);
    filter.school = STR("Another");
    CHECK_U64(visits_list(&visits, &filter, &arena, &list), 0);
    visits_clear(&visits);
    arena_clear(&arena);
}

TEST(visits, forget_closed_ones_alone)
{
    struct visits visits = {0};
    struct visit *kept;
    str id;

    take_many(&visits, 400);
    kept = visits_find(&visits, visits.items[0].visit->id);
    CHECK(kept == visits.items[0].visit);
    visits_trim(&visits);
    CHECK_U64(visits.count, 300 + VISITS_CLOSED_MAX);
    for (size_t i = 1; i < visits.count; i++)
        CHECK(
            str_compare(visits.items[i - 1].visit->id, visits.items[i].visit->id) < 0);
    id = visits.items[5].visit->id;
    CHECK(visits_find(&visits, id) == visits.items[5].visit);
    CHECK(visits_find(&visits, STR("none")) == NULL);
    visits_drop(&visits, STR("none"));
    CHECK_U64(visits.count, 300 + VISITS_CLOSED_MAX);
    visits_clear(&visits);
}
