/*
 * School days: Monday to Friday, but for the days a calendar names.
 */
#include "app/calendar.h"

#include "app/conf.h"

enum { SATURDAY = 5, SEARCH_MOST = 3660 };

bool calendar_is_open(const struct calendar *calendar, int32_t day)
{
    if (date_weekday(day) >= SATURDAY)
        return false;
    for (size_t i = 0; i < calendar->count; i++)
        if (day >= calendar->closed[i].first && day <= calendar->closed[i].last)
            return false;
    return true;
}

void calendar_hours(const struct calendar *calendar, int32_t *opens, int32_t *closes)
{
    bool is_said = calendar->closes > 0;

    *opens = is_said ? calendar->opens : CALENDAR_OPENS;
    *closes = is_said ? calendar->closes : CALENDAR_CLOSES;
}

int32_t calendar_school_days(
    const struct calendar *calendar, int32_t from, int32_t to, int32_t most)
{
    int32_t count = 0;

    for (int32_t day = from; day < to && count < most && day - from < SEARCH_MOST;
         day++)
        count += calendar_is_open(calendar, day + 1);
    return count;
}

int32_t calendar_after(const struct calendar *calendar, int32_t from, uint32_t count)
{
    int32_t day = from;

    for (int32_t steps = 0; count > 0 && steps < SEARCH_MOST; steps++) {
        day++;
        count -= calendar_is_open(calendar, day);
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

/* The first word of a line, which is left with the others. */
static str first_word(str *line)
{
    str word = str_slice(*line, 0, str_find_byte(*line, ' ', 0));

    *line = str_trim(str_slice(*line, word.len, line->len));
    return word;
}

/* "hours 07:30 16:30". */
static bool read_hours(
    str line, int64_t number, struct calendar *calendar, struct err *err)
{
    str opens = first_word(&line);

    if (calendar->closes > 0)
        return wrong_line(number, STR("the hours stand there twice; keep one"), err);
    if (!time_parse(opens, &calendar->opens) || !time_parse(line, &calendar->closes))
        return wrong_line(
            number, STR("write when schools open and close: hours 07:30 16:30"), err);
    return calendar->opens < calendar->closes ||
        wrong_line(number, STR("schools close before they open; swap the times"), err);
}

/* "2025-01-20" or "2025-12-22 2026-01-02". */
static bool read_range(str line, int64_t number, struct day_range *out, struct err *err)
{
    str first = first_word(&line);

    if (!date_parse(first, &out->first) ||
        (line.len > 0 && !date_parse(line, &out->last)))
        return wrong_line(number,
            STR("write a date, or first and last date: 2025-12-22 2026-01-02"), err);
    if (line.len == 0)
        out->last = out->first;
    return out->last >= out->first ||
        wrong_line(number, STR("the last day is before the first; swap them"), err);
}

bool calendar_read(
    struct arena *arena, str source, struct calendar *out, struct err *err)
{
    const str hours = STR("hours ");
    size_t capacity = 0;
    str line;

    *out = (struct calendar){0};
    for (int64_t number = 1; str_split(&source, '\n', &line); number++) {
        struct day_range range = {0};

        line = str_trim(str_slice(line, 0, str_find_byte(line, '#', 0)));
        if (line.len == 0)
            continue;
        if (str_starts(line, hours)) {
            if (!read_hours(
                    str_trim(str_slice(line, hours.len, line.len)), number, out, err))
                return false;
            continue;
        }
        if (!read_range(line, number, &range, err))
            return false;
        out->closed =
            arena_grow(arena, out->closed, out->count, &capacity, sizeof(*out->closed));
        out->closed[out->count++] = range;
    }
    return true;
}

bool calendar_read_file(
    struct arena *arena, str directory, struct calendar *out, struct err *err)
{
    str path = conf_path(arena, directory, STR("calendar.conf"));
    str source;

    return conf_read_file(arena, path, &source, err) &&
        (calendar_read(arena, source, out, err) || err_while(err, path));
}

static void supply(uint32_t fact, int32_t value, int32_t *facts)
{
    if (fact != IMAGE_ABSENT && facts[fact] == FACT_UNKNOWN)
        facts[fact] = value;
}

void calendar_supply(const struct calendar *calendar, const struct image *image,
    const struct moment *at, int32_t *facts)
{
    int32_t today = FACT_UNKNOWN;

    if (at != NULL) {
        today = at->day;
        supply(image->today, at->day, facts);
        supply(image->now, at->minute, facts);
    }
    if (image->today != IMAGE_ABSENT && facts[image->today] != FACT_UNKNOWN)
        today = facts[image->today];
    for (uint32_t f = 0; today != FACT_UNKNOWN && f < image->count[SECTION_FACTS];
         f++) {
        const uint32_t *fact = image_item(image, SECTION_FACTS, f);

        if (fact[FACT_KIND] != IMAGE_SCHOOL_DAYS_SINCE || facts[f] != FACT_UNKNOWN ||
            facts[fact[FACT_SINCE]] == FACT_UNKNOWN)
            continue;
        facts[f] = calendar_school_days(
            calendar, facts[fact[FACT_SINCE]], today, (int32_t)fact[FACT_HIGH]);
    }
}

bool calendar_deadline(const struct calendar *calendar, const struct image *image,
    uint32_t duty, const struct moment *at, struct moment *due)
{
    const uint32_t *item = image_item(image, SECTION_DUTIES, duty);
    int64_t minutes = (int64_t)at->minute;

    *due = *at;
    if (item[DUTY_AMOUNT] == IMAGE_ABSENT)
        return false;
    switch (item[DUTY_UNIT]) {
    case IMAGE_SCHOOL_DAYS:
        due->day = calendar_after(calendar, at->day, item[DUTY_AMOUNT]);
        return true;
    case IMAGE_DAYS:
        due->day += (int32_t)item[DUTY_AMOUNT];
        return true;
    case IMAGE_HOURS:
        minutes += (int64_t)item[DUTY_AMOUNT] * 60;
        break;
    default:
        minutes += item[DUTY_AMOUNT];
    }
    due->day += (int32_t)(minutes / TIME_MINUTES);
    due->minute = (int32_t)(minutes % TIME_MINUTES);
    return true;
}
