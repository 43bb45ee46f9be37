/* School days and the calendar that takes days out. */
#include "app/calendar.h"
#include "test.h"

static int32_t day(str s)
{
    int32_t out = 0;

    REQUIRE(date_parse(s, &out));
    return out;
}

static struct calendar read_calendar(struct arena *arena, str source)
{
    struct calendar calendar;
    struct err err = {0};

    CHECK(calendar_read(arena, source, &calendar, &err));
    return calendar;
}

TEST(calendar, counts_from_monday_to_friday)
{
    struct calendar none = {0};
    int32_t monday = day(STR("2025-01-20"));

    CHECK(calendar_school_days(&none, monday, monday, 400) == 0);
    CHECK(calendar_school_days(&none, monday, monday + 1, 400) == 1);
    CHECK(calendar_school_days(&none, monday, monday + 7, 400) == 5);
    CHECK(calendar_school_days(&none, monday + 4, monday + 6, 400) == 0);
    CHECK(calendar_school_days(&none, monday + 7, monday, 400) == 0);
}

TEST(calendar, stops_at_its_limit)
{
    struct calendar none = {0};

    CHECK(calendar_school_days(&none, 0, 3000000, 400) == 400);
}

TEST(calendar, takes_closed_days_out)
{
    struct arena arena = {0};
    struct calendar calendar = read_calendar(
        &arena, STR("# closed\n2025-01-22\n\n2025-12-22 2026-01-02  # winter\n"));
    int32_t monday = day(STR("2025-01-20"));
    int32_t before = day(STR("2025-12-19"));

    CHECK_U64(calendar.count, 2);
    CHECK(calendar_school_days(&calendar, monday, monday + 4, 400) == 3);
    CHECK(calendar_school_days(&calendar, before, day(STR("2026-01-05")), 400) == 1);
    CHECK(calendar_after(&calendar, before, 1) == day(STR("2026-01-05")));
    CHECK(calendar_after(&calendar, monday, 2) == day(STR("2025-01-23")));
    CHECK(calendar_after(&calendar, monday, 0) == monday);
    arena_clear(&arena);
}

TEST(calendar, knows_when_schools_are_open)
{
    struct arena arena = {0};
    struct calendar none = {0};
    struct calendar calendar =
        read_calendar(&arena, STR("hours 08:15 15:30 # lessons\n2025-01-22\n"));
    int32_t opens;
    int32_t closes;

    calendar_hours(&none, &opens, &closes);
    CHECK(opens == 7 * 60 && closes == 18 * 60);
    calendar_hours(&calendar, &opens, &closes);
    CHECK(opens == 8 * 60 + 15 && closes == 15 * 60 + 30);
    CHECK(calendar_is_open(&calendar, day(STR("2025-01-21"))));
    CHECK(!calendar_is_open(&calendar, day(STR("2025-01-22"))));
    CHECK(!calendar_is_open(&calendar, day(STR("2025-01-25"))));
    arena_clear(&arena);
}

TEST(calendar, refuses_lines_that_say_nothing)
{
    struct arena arena = {0};
    struct calendar calendar;
    struct err err = {0};

    CHECK(!calendar_read(&arena, STR("2025-01-22\nsoon\n"), &calendar, &err));
    CHECK(str_starts(err_text(&err), STR("line 2: ")));
    CHECK(!calendar_read(&arena, STR("hours 08:00\n"), &calendar, &err));
    CHECK(!calendar_read(&arena, STR("hours 15:00 08:00\n"), &calendar, &err));
    CHECK(!calendar_read(
        &arena, STR("hours 08:00 15:00\nhours 08:00 16:00\n"), &calendar, &err));
    CHECK(str_starts(err_text(&err), STR("line 2: ")));
    CHECK(!calendar_read(&arena, STR("2025-02-02 2025-02-01\n"), &calendar, &err));
    CHECK(!calendar_read(&arena, STR("2025-02-02 and 2025-02-03\n"), &calendar, &err));
    arena_clear(&arena);
}
