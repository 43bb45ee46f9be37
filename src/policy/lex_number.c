/*
 * What begins with a digit: numbers, dates, times, and how people elsewhere write
 * them.  Where only one date or time can be meant, it is offered and read on with.
 */
#include "policy/lex_inside.h"

enum { NUMBER_MOST = 1000000000, PARTS_MOST = 4 };

/* Runs of digits and what stands between and behind them. */
struct parts {
    str source;
    int64_t value[PARTS_MOST];
    size_t digits[PARTS_MOST];
    char mark[PARTS_MOST]; /* behind the part, or NUL */
    uint32_t count;
    str rest; /* what no longer is digits and marks */
};

static struct parts split_parts(str word)
{
    struct parts parts = {.source = word, .rest = word};

    while (parts.count < PARTS_MOST) {
        size_t end = 0;
        uint32_t i = parts.count;

        while (end < parts.rest.len && char_is_digit(parts.rest.ptr[end]))
            end++;
        if (end == 0 || !str_to_i64(str_slice(parts.rest, 0, end), &parts.value[i]))
            break;
        parts.digits[i] = end;
        parts.rest = str_slice(parts.rest, end, parts.rest.len);
        parts.count++;
        if (parts.rest.len == 0 || lex_is_word(parts.rest.ptr[0]))
            break;
        parts.mark[i] = parts.rest.ptr[0];
        parts.rest = str_slice(parts.rest, 1, parts.rest.len);
    }
    return parts;
}

static bool make_date(int64_t year, int64_t month, int64_t day, int32_t *out)
{
    if (year < DATE_MIN_YEAR || year > DATE_MAX_YEAR || month < 1 || month > 12 ||
        day < 1 || day > 31)
        return false;
    *out =
        date_from_civil((struct civil){(int32_t)year, (uint32_t)month, (uint32_t)day});
    return date_to_civil(*out).day == (uint32_t)day;
}

/* Year first, or day and month in the only order that makes sense. */
static bool guess_date(const struct parts *p, int32_t *day)
{
    if (p->count != 3 || p->rest.len > 0)
        return false;
    if (p->digits[0] == 4)
        return make_date(p->value[0], p->value[1], p->value[2], day);
    if (p->digits[2] != 4)
        return false;
    if (p->mark[0] == '.' || p->value[0] > 12)
        return make_date(p->value[2], p->value[1], p->value[0], day);
    return (p->value[1] > 12 || p->value[0] == p->value[1]) &&
        make_date(p->value[2], p->value[0], p->value[1], day);
}

static bool is_half_day(str word, bool *afternoon)
{
    *afternoon = str_equal(word, STR("pm")) || str_equal(word, STR("PM"));
    return *afternoon || str_equal(word, STR("am")) || str_equal(word, STR("AM"));
}

static bool guess_time(const struct parts *p, int32_t *minute)
{
    bool afternoon = false;
    bool half = is_half_day(p->rest, &afternoon);
    int64_t minutes = p->count == 2 ? p->value[1] : 0;
    int64_t hour = p->value[0];

    if ((p->rest.len > 0 && !half) || p->count == 0 || p->count > 2 ||
        (p->count == 1 && !half) || hour > 23 || minutes > 59 ||
        (p->count == 2 && p->mark[0] != ':' && !half))
        return false;
    if (half && (hour < 1 || hour > 12))
        return false;
    if (half)
        hour = hour % 12 + (afternoon ? 12 : 0);
    *minute = (int32_t)(hour * 60 + minutes);
    return true;
}

/* Whether it was meant as a date or time at all. */
static bool is_moment(const struct parts *p)
{
    bool afternoon;

    return p->count >= 3 || (p->count == 2 && p->mark[0] == ':') ||
        is_half_day(p->rest, &afternoon);
}

static void lex_moment(struct lexer *l, size_t start, size_t end)
{
    struct parts parts = split_parts(str_slice(l->line, start, end));
    struct text right = text_in(l->report->arena);
    bool is_date = parts.count >= 3;
    int32_t value = 0;
    struct diag *diag;

    if (is_date ? guess_date(&parts, &value) : guess_time(&parts, &value)) {
        if (is_date)
            text_add_date(&right, value);
        else
            text_add_time(&right, value);
        diag = lex_complain(l, "P041", start, end,
            is_date ? STR("dates are written YEAR-MONTH-DAY")
                    : STR("times are written HH:MM, from 00:00 to 23:59"),
            join_text(l->report->arena, STR("write: "), text_str(&right), (str){0}));
        report_fix(l->report, diag, lex_span(l, start, end), text_str(&right));
        lex_put(
            l, is_date ? TOKEN_DATE : TOKEN_TIME, text_str(&right), value, start, end);
        return;
    }
    lex_broken(l, "P041", start, end,
        is_date ? STR("there is no such date") : STR("there is no such time of day"),
        is_date ? STR("write a date as YEAR-MONTH-DAY, for example 2025-01-24")
                : STR("write a time as HH:MM, for example 08:30"));
}

/* A word that begins with a digit. */
static void lex_digit_word(struct lexer *l, size_t start, size_t end)
{
    lex_broken(l, "P035", start, end, STR("a name begins with a letter"),
        STR("put a letter in front, or write a number without letters"));
}

/* `0-20` for `0 to 20`. */
static void lex_range(
    struct lexer *l, const struct parts *parts, size_t start, size_t end)
{
    struct text right = text_in(l->report->arena);
    struct diag *diag;

    text_add_i64(&right, parts->value[0]);
    text_add(&right, STR(" to "));
    text_add_i64(&right, parts->value[1]);
    diag = lex_broken(l, "P040", start, end, STR("a range is written with `to`"),
        join_text(l->report->arena, STR("write: "), text_str(&right), (str){0}));
    report_fix(l->report, diag, lex_span(l, start, end), text_str(&right));
}

/* The end of what begins with a digit: marks count when a digit follows them. */
static size_t end_of_number(const struct lexer *l)
{
    size_t end = l->at + 1;

    for (; end < l->line.len; end++) {
        char c = l->line.ptr[end];
        bool digit_next = end + 1 < l->line.len && char_is_digit(l->line.ptr[end + 1]);

        if (!lex_is_word(c) &&
            !(digit_next && (c == '-' || c == ':' || c == '/' || c == '.')))
            break;
    }
    return end;
}

void lex_number(struct lexer *l)
{
    size_t start = l->at;
    size_t end = end_of_number(l);
    str word = str_slice(l->line, start, end);
    struct parts parts = split_parts(word);
    int64_t number;
    int32_t value;

    l->at = end;
    if (date_parse(word, &value))
        lex_put(l, TOKEN_DATE, word, value, start, end);
    else if (time_parse(word, &value))
        lex_put(l, TOKEN_TIME, word, value, start, end);
    else if (str_to_i64(word, &number) && number <= NUMBER_MOST &&
        number >= -NUMBER_MOST)
        lex_put(l, TOKEN_NUMBER, word, (int32_t)number, start, end);
    else if (is_moment(&parts))
        lex_moment(l, start, end);
    else if (parts.count == 1 && parts.rest.len > 0)
        lex_digit_word(l, start, end);
    else if (parts.count == 2 && parts.mark[0] == '-' && parts.rest.len == 0)
        lex_range(l, &parts, start, end);
    else
        lex_broken(l, "P040", start, end, STR("this is not a whole number we can use"),
            STR("numbers are whole, from -1000000000 to 1000000000"));
}
