/* Dates, against a calendar that counts day by day as a person would. */
#include "test.h"

static bool is_leap(int32_t year)
{
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

static uint32_t days_in(int32_t year, uint32_t month)
{
    static const uint32_t days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

    return days[month - 1] + (month == 2 && is_leap(year));
}

static struct civil tomorrow(struct civil today)
{
    if (today.day < days_in(today.year, today.month))
        return (struct civil){today.year, today.month, today.day + 1};
    if (today.month < 12)
        return (struct civil){today.year, today.month + 1, 1};
    return (struct civil){today.year + 1, 1, 1};
}

static bool same(struct civil a, struct civil b)
{
    return a.year == b.year && a.month == b.month && a.day == b.day;
}

/* Put the `width` last digits of `number` at `out`. */
static void put_digits(char *out, uint32_t number, size_t width)
{
    while (width-- > 0) {
        out[width] = (char)('0' + number % 10);
        number /= 10;
    }
}

TEST(date, known_days_have_known_numbers)
{
    CHECK(date_from_civil((struct civil){1970, 1, 1}) == 0);
    CHECK(date_from_civil((struct civil){1969, 12, 31}) == -1);
    CHECK(date_from_civil((struct civil){2000, 2, 29}) == 11016);
    CHECK(date_from_civil((struct civil){2025, 1, 24}) == 20112);
    CHECK(date_from_civil((struct civil){1, 1, 1}) == -719162);
    CHECK(date_from_civil((struct civil){9999, 12, 31}) == 2932896);
    CHECK_U64(date_weekday(0), 3);
    CHECK_U64(date_weekday(20112), 4);
}

TEST(date, agrees_with_a_calendar_counted_day_by_day)
{
    struct civil civil = {DATE_MIN_YEAR, 1, 1};
    uint32_t weekday = 0; /* 0001-01-01 was a Monday */
    char form[] = "0000-00-00";
    char buffer[16];

    for (int32_t day = -719162; civil.year <= DATE_MAX_YEAR; day++) {
        struct text text = text_fixed(buffer, sizeof(buffer));
        int32_t parsed = 0;

        CHECK_OR_STOP(date_from_civil(civil) == day);
        CHECK_OR_STOP(same(date_to_civil(day), civil));
        CHECK_OR_STOP(date_weekday(day) == weekday);
        put_digits(form, (uint32_t)civil.year, 4);
        put_digits(form + 5, civil.month, 2);
        put_digits(form + 8, civil.day, 2);
        text_add_date(&text, day);
        CHECK_OR_STOP(str_equal(text_str(&text), str_from(form)));
        CHECK_OR_STOP(date_parse(str_from(form), &parsed) && parsed == day);
        civil = tomorrow(civil);
        weekday = (weekday + 1) % 7;
    }
}

TEST(date, a_date_is_read_exactly_when_it_exists)
{
    char form[] = "0000-00-00";
    int32_t day;

    for (int32_t year = 0; year <= 9999; year += year < 2100 ? 1 : 97)
        for (uint32_t month = 0; month <= 13; month++)
            for (uint32_t number = 0; number <= 33; number++) {
                bool exists = year > 0 && month >= 1 && month <= 12 && number >= 1 &&
                    number <= days_in(year, month);

                put_digits(form, (uint32_t)year, 4);
                put_digits(form + 5, month, 2);
                put_digits(form + 8, number, 2);
                CHECK_OR_STOP(date_parse(str_from(form), &day) == exists);
            }
}

TEST(date, other_forms_of_a_date_are_refused)
{
    static const str refused[] = {STR_INIT(""), STR_INIT("2025-1-24"),
        STR_INIT("2025-01-24 "), STR_INIT(" 2025-01-24"), STR_INIT("2025/01/24"),
        STR_INIT("20250124"), STR_INIT("2025-01-2x"), STR_INIT("-025-01-24"),
        STR_INIT("2025-01+24"), STR_INIT("12025-01-24"), STR_INIT("2025-01-24T"),
        STR_INIT("2025-+1-24")};
    int32_t day = 7;

    for (size_t i = 0; i < COUNT_OF(refused); i++)
        CHECK(!date_parse(refused[i], &day));
    CHECK(day == 7);
}

TEST(date, no_number_of_days_overflows)
{
    static const int32_t days[] = {
        INT32_MIN, INT32_MIN + 1, -719163, 2932897, INT32_MAX - 1, INT32_MAX};

    for (size_t i = 0; i < COUNT_OF(days); i++) {
        char buffer[32];
        struct text text = text_fixed(buffer, sizeof(buffer));

        CHECK(date_from_civil(date_to_civil(days[i])) == days[i]);
        CHECK(date_weekday(days[i]) < 7);
        text_add_date(&text, days[i]);
        CHECK(!text.overflow);
    }
}

TEST(date, every_minute_of_the_day_is_written_and_read)
{
    char form[] = "00:00";
    int32_t minute;

    for (uint32_t hour = 0; hour <= 99; hour++)
        for (uint32_t m = 0; m <= 99; m++) {
            char buffer[8];
            struct text text = text_fixed(buffer, sizeof(buffer));
            bool exists = hour < 24 && m < 60;

            put_digits(form, hour, 2);
            put_digits(form + 3, m, 2);
            CHECK_OR_STOP(time_parse(str_from(form), &minute) == exists);
            if (!exists)
                continue;
            CHECK_OR_STOP(minute == (int32_t)(hour * 60 + m));
            text_add_time(&text, minute);
            CHECK_OR_STOP(str_equal(text_str(&text), str_from(form)));
        }
}

TEST(date, other_forms_of_a_time_are_refused)
{
    static const str refused[] = {STR_INIT(""), STR_INIT("9:30"), STR_INIT("09.30"),
        STR_INIT("09:30 "), STR_INIT("09:3x"), STR_INIT("-9:30"), STR_INIT("09:30:00")};
    int32_t minute = 7;

    for (size_t i = 0; i < COUNT_OF(refused); i++)
        CHECK(!time_parse(refused[i], &minute));
    CHECK(minute == 7);
}

/* Read a moment and write it again; the empty slice when it is refused. */
static str moment_again(struct arena *arena, str s)
{
    struct text text = text_in(arena);
    struct moment moment;

    if (moment_parse(s, &moment))
        text_add_moment(&text, &moment);
    return text_str(&text);
}

TEST(date, moments_are_read_and_written)
{
    static const str pairs[][2] = {
        {STR_INIT("2025-01-24T09:30Z"), STR_INIT("2025-01-24T09:30:00+00:00")},
        {STR_INIT("2025-01-24T09:30:15Z"), STR_INIT("2025-01-24T09:30:15+00:00")},
        {STR_INIT("2025-01-24T09:30:15.25Z"), STR_INIT("2025-01-24T09:30:15+00:00")},
        {STR_INIT("2025-01-24T23:59:60-06:00"), STR_INIT("2025-01-24T23:59:60-06:00")},
        {STR_INIT("0001-01-01T00:00+05:45"), STR_INIT("0001-01-01T00:00:00+05:45")},
        {STR_INIT("9999-12-31T00:00-00:30"), STR_INIT("9999-12-31T00:00:00-00:30")},
    };
    struct arena arena = {0};
    struct moment moment = {0};

    for (size_t i = 0; i < COUNT_OF(pairs); i++)
        CHECK_STR(moment_again(&arena, pairs[i][0]), pairs[i][1]);
    CHECK(moment_parse(STR("2025-01-24T09:30:15.999-06:00"), &moment));
    CHECK(moment.day == 20112 && moment.minute == 570 && moment.second == 15 &&
        moment.offset == -360);
    arena_clear(&arena);
}

TEST(date, other_forms_of_a_moment_are_refused)
{
    static const str refused[] = {STR_INIT(""), STR_INIT("2025-01-24"),
        STR_INIT("2025-01-24T09:30"), STR_INIT("2025-01-24t09:30Z"),
        STR_INIT("2025-01-24T09:30z"), STR_INIT("2025-01-24 09:30Z"),
        STR_INIT("2025-01-24T09:30:Z"), STR_INIT("2025-01-24T09:30:1Z"),
        STR_INIT("2025-01-24T09:30:61Z"), STR_INIT("2025-01-24T09:30:15.Z"),
        STR_INIT("2025-01-24T09:30.5Z"), STR_INIT("2025-01-24T24:00Z"),
        STR_INIT("2025-02-29T09:30Z"), STR_INIT("2025-01-24T09:30ZZ"),
        STR_INIT("2025-01-24T09:30+0600"), STR_INIT("2025-01-24T09:30+24:00"),
        STR_INIT("2025-01-24T09:30+06:0"), STR_INIT("2025-01-24T09:30 06:00"),
        STR_INIT("2025-01-24T09:30:15")};
    struct moment moment = {.second = 7};

    for (size_t i = 0; i < COUNT_OF(refused); i++)
        CHECK(!moment_parse(refused[i], &moment));
    CHECK(moment.second == 7);
}
