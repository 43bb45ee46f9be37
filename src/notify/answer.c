/*
 * Answers by HTTP: what they say of when to come again, and in words for people.
 */
#include "notify/inside.h"

enum { DATE_LEN = 29, DAY_SECONDS = 86400, WAIT_MOST = 7 * DAY_SECONDS };

/* Write "Fri, 24 Jan 2025 17:26:00 GMT" (RFC 9110 section 5.6.7) in the way of RFC 3339;
 * what has another form comes out as what is no moment either. */
static void add_date(struct text *out, str date)
{
    static const str months = STR_INIT("JanFebMarAprMayJunJulAugSepOctNovDec");
    size_t at = str_find(months, str_slice(date, 8, 11), 0);
    size_t month = at % 3 == 0 ? at / 3 + 1 : 0;

    text_add(out, str_slice(date, 12, 16));
    text_add(out, month < 10 ? STR("-0") : STR("-"));
    text_add_u64(out, month);
    text_add_byte(out, '-');
    text_add(out, str_slice(date, 5, 7));
    text_add_byte(out, 'T');
    text_add(out, str_slice(date, 17, 25));
    text_add_byte(out, 'Z');
}

static bool read_date(str date, int64_t *out)
{
    char buffer[DATE_LEN + 8];
    struct text text = text_fixed(buffer, sizeof(buffer));
    struct moment moment;

    if (date.len != DATE_LEN || !str_ends(date, STR(" GMT")))
        return false;
    add_date(&text, date);
    if (!moment_parse(text_str(&text), &moment))
        return false;
    *out =
        (int64_t)moment.day * DAY_SECONDS + (int64_t)moment.minute * 60 + moment.second;
    return true;
}

int64_t answer_retry_after(const struct fetch_answer *answer, int64_t now)
{
    int64_t seconds = 0;
    str value;

    if (!fetch_header(answer, STR("Retry-After"), &value))
        return 0;
    if (read_date(value, &seconds))
        seconds -= now;
    else if (!str_to_i64(value, &seconds))
        return 0;
    if (seconds < 0)
        return 0;
    return seconds < WAIT_MOST ? seconds : WAIT_MOST;
}

str answer_status(struct arena *arena, str who, unsigned status)
{
    struct text text = text_in(arena);

    text_add(&text, who);
    text_add(&text, STR(" answers with status "));
    text_add_u64(&text, status);
    return text_str(&text);
}
