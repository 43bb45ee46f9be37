/*
 * School days: Monday to Friday, but for the days a calendar names.
 */
#include "cli/situation.h"

enum { SATURDAY = 5, SEARCH_MOST = 3660 };

static bool is_school_day(const struct calendar *calendar, int32_t day)
{
    if (date_weekday(day) >= SATURDAY)
        return false;
    for (size_t i = 0; i < calendar->count; i++)
        if (day >= calendar->closed[i].first && day <= calendar->closed[i].last)
            return false;
    return true;
}

int32_t calendar_school_days(
    const struct calendar *calendar, int32_t from, int32_t to, int32_t most)
{
    int32_t count = 0;

    for (int32_t day = from; day < to && count < most && day - from < SEARCH_MOST;
         day++)
        count += is_school_day(calendar, day + 1);
    return count;
}

int32_t calendar_after(const struct calendar *calendar, int32_t from, uint32_t count)
{
    int32_t day = from;

    for (int32_t steps = 0; count > 0 && steps < SEARCH_MOST; steps++) {
        day++;
        count -= is_school_day(calendar, day);
    }
    return day;
}

static bool wrong_line(int64_t number, str why, struct err *err)
{
    err_set(err, ERR_INVALID, STR("line "));
    err_add_i64(err, number);
    err_add(err, STR(": "));
    return err_add(err, why);
}

/* "2025-01-20" or "2025-12-22 2026-01-02", a comment after #. */
static bool read_range(str line, struct day_range *out, bool *empty)
{
    str last;

    line = str_trim(str_slice(line, 0, str_find_byte(line, '#', 0)));
    *empty = line.len == 0;
    if (*empty)
        return true;
    if (!date_parse(str_slice(line, 0, str_find_byte(line, ' ', 0)), &out->first))
        return false;
    last = str_trim(str_slice(line, str_find_byte(line, ' ', 0), line.len));
    out->last = out->first;
    return last.len == 0 || date_parse(last, &out->last);
}

bool calendar_read(
    struct arena *arena, str source, struct calendar *out, struct err *err)
{
    size_t capacity = 0;
    str line;

    *out = (struct calendar){0};
    for (int64_t number = 1; str_split(&source, '\n', &line); number++) {
        struct day_range range;
        bool empty;

        if (!read_range(line, &range, &empty))
            return wrong_line(number,
                STR("write a date, or first and last date: 2025-12-22 2026-01-02"),
                err);
        if (empty)
            continue;
        if (range.last < range.first)
            return wrong_line(
                number, STR("the last day is before the first; swap them"), err);
        out->closed =
            arena_grow(arena, out->closed, out->count, &capacity, sizeof(*out->closed));
        out->closed[out->count++] = range;
    }
    return true;
}
