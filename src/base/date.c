/*
 * Dates and times: arithmetic on days, reading and writing of ISO 8601.
 *
 * Days are counted from 1 March of year 0, so that a leap day ends its year; a
 * 400-year era has 146097 of them.  Every int32_t is a day of some year: the
 * arithmetic is in 64 bits so that none of them overflows.
 */
#include "base/date.h"

#include "base/text.h"

enum { ERA_YEARS = 400, ERA_DAYS = 146097, EPOCH_FROM_MARCH_0 = 719468 };

int32_t date_from_civil(struct civil civil)
{
    int64_t year = (int64_t)civil.year - (civil.month <= 2);
    int64_t era = (year >= 0 ? year : year - (ERA_YEARS - 1)) / ERA_YEARS;
    int64_t of_era = year - era * ERA_YEARS;
    int32_t from_march = (int32_t)(civil.month + (civil.month > 2 ? 0 : 12)) - 3;
    int32_t of_year = (153 * from_march + 2) / 5 + (int32_t)civil.day - 1;
    int64_t of_era_days = of_era * 365 + of_era / 4 - of_era / 100 + of_year;

    return (int32_t)(era * ERA_DAYS + of_era_days - EPOCH_FROM_MARCH_0);
}

struct civil date_to_civil(int32_t day)
{
    int64_t shifted = (int64_t)day + EPOCH_FROM_MARCH_0;
    int64_t era = (shifted >= 0 ? shifted : shifted - (ERA_DAYS - 1)) / ERA_DAYS;
    int32_t of_era = (int32_t)(shifted - era * ERA_DAYS);
    int32_t year_of_era =
        (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    int32_t of_year =
        of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int32_t from_march = (5 * of_year + 2) / 153;
    struct civil civil;

    civil.day = (uint32_t)(of_year - (153 * from_march + 2) / 5 + 1);
    civil.month = (uint32_t)(from_march < 10 ? from_march + 3 : from_march - 9);
    civil.year = year_of_era + (int32_t)era * ERA_YEARS + (civil.month <= 2);
    return civil;
}

uint32_t date_weekday(int32_t day)
{
    /* 1970-01-01 was a Thursday. */
    return (uint32_t)((day % 7 + 7 + 3) % 7);
}

/* Read the `len` digits at `at`; false when one of them is none or beyond the end. */
static bool digits_at(str s, size_t at, size_t len, int32_t *out)
{
    int32_t value = 0;

    if (at + len > s.len)
        return false;
    for (size_t i = at; i < at + len; i++) {
        if (!char_is_digit(s.ptr[i]))
            return false;
        value = value * 10 + (s.ptr[i] - '0');
    }
    *out = value;
    return true;
}

bool date_parse(str s, int32_t *day)
{
    int32_t y;
    int32_t m;
    int32_t d;
    int32_t number;
    struct civil back;

    if (s.len != 10 || s.ptr[4] != '-' || s.ptr[7] != '-' || !digits_at(s, 0, 4, &y) ||
        !digits_at(s, 5, 2, &m) || !digits_at(s, 8, 2, &d))
        return false;
    if (y < DATE_MIN_YEAR || m < 1 || m > 12 || d < 1 || d > 31)
        return false;
    number = date_from_civil((struct civil){y, (uint32_t)m, (uint32_t)d});
    /* A day that its month does not have comes back in the next month. */
    back = date_to_civil(number);
    if (back.month != (uint32_t)m || back.day != (uint32_t)d)
        return false;
    *day = number;
    return true;
}

bool time_parse(str s, int32_t *minute)
{
    int32_t h;
    int32_t m;

    if (s.len != 5 || s.ptr[2] != ':' || !digits_at(s, 0, 2, &h) ||
        !digits_at(s, 3, 2, &m) || h > 23 || m > 59)
        return false;
    *minute = h * 60 + m;
    return true;
}

/* Add a number of as many digits as `least`, a power of ten, or more. */
static void add_padded(struct text *text, int32_t value, int32_t least)
{
    if (value < 0)
        text_add_byte(text, '-');
    value = value < 0 ? -value : value;
    for (; value < least && least > 1; least /= 10)
        text_add_byte(text, '0');
    text_add_i64(text, value);
}

void text_add_date(struct text *text, int32_t day)
{
    struct civil civil = date_to_civil(day);

    add_padded(text, civil.year, 1000);
    text_add_byte(text, '-');
    add_padded(text, (int32_t)civil.month, 10);
    text_add_byte(text, '-');
    add_padded(text, (int32_t)civil.day, 10);
}

void text_add_time(struct text *text, int32_t minute)
{
    add_padded(text, minute / 60, 10);
    text_add_byte(text, ':');
    add_padded(text, minute % 60, 10);
}

/* Read what follows the minutes: seconds and a fraction, both optional. */
static bool parse_seconds(str *rest, int32_t *second)
{
    size_t end = 1;

    *second = 0;
    if (rest->len == 0 || rest->ptr[0] != ':')
        return true;
    if (!digits_at(*rest, 1, 2, second) || *second > 60)
        return false;
    *rest = str_slice(*rest, 3, rest->len);
    if (rest->len == 0 || rest->ptr[0] != '.')
        return true;
    while (end < rest->len && char_is_digit(rest->ptr[end]))
        end++;
    *rest = str_slice(*rest, end, rest->len);
    return end > 1;
}

bool moment_parse(str s, struct moment *out)
{
    struct moment moment;
    str rest = str_slice(s, 16, s.len);

    if (s.len < 17 || s.ptr[10] != 'T' ||
        !date_parse(str_slice(s, 0, 10), &moment.day) ||
        !time_parse(str_slice(s, 11, 16), &moment.minute) ||
        !parse_seconds(&rest, &moment.second))
        return false;
    moment.offset = 0;
    if (!str_equal(rest, STR("Z"))) {
        if (rest.len != 6 || (rest.ptr[0] != '+' && rest.ptr[0] != '-') ||
            !time_parse(str_slice(rest, 1, 6), &moment.offset))
            return false;
        if (rest.ptr[0] == '-')
            moment.offset = -moment.offset;
    }
    *out = moment;
    return true;
}

void text_add_moment(struct text *text, const struct moment *moment)
{
    text_add_date(text, moment->day);
    text_add_byte(text, 'T');
    text_add_time(text, moment->minute);
    text_add_byte(text, ':');
    add_padded(text, moment->second, 10);
    text_add_byte(text, moment->offset < 0 ? '-' : '+');
    text_add_time(text, moment->offset < 0 ? -moment->offset : moment->offset);
}
