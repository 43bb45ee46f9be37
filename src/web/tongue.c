/*
 * Choosing a language, and finding words in it.
 */
#include "web/tongue.h"

#include "web/catalogue.h"

const struct tongue *tongue_rows(size_t *count)
{
    *count = web_tongue_count;
    return web_tongues;
}

const struct tongue *tongue_find(str code)
{
    for (size_t i = 0; i < web_tongue_count; i++)
        if (str_equal(web_tongues[i].code, code))
            return &web_tongues[i];
    return NULL;
}

/* ";q=0.5" in thousandths: 1000 when it is not said, 0 when it makes no sense. */
static unsigned weight_of(str parameters)
{
    size_t at = str_find(parameters, STR("q="), 0);
    str digits = str_trim(str_slice(parameters, at + 2, parameters.len));
    unsigned weight = 0;
    unsigned place = 1000;

    if (at == parameters.len)
        return 1000;
    for (size_t i = 0; i < digits.len && place > 0; i++) {
        if (i == 1 && digits.ptr[i] == '.')
            continue;
        if (!char_is_digit(digits.ptr[i]))
            return 0;
        weight += place * (unsigned)(digits.ptr[i] - '0');
        place /= 10;
    }
    return weight < 1000 ? weight : 1000;
}

/* Whether a range ("es-MX", "es", "*") takes a language, whatever its case. */
static bool takes(str range, str code)
{
    str base = str_slice(range, 0, str_find_byte(range, '-', 0));

    if (base.len != code.len)
        return false;
    for (size_t i = 0; i < code.len; i++)
        if ((base.ptr[i] | 0x20) != code.ptr[i])
            return false;
    return true;
}

const struct tongue *tongue_choose(
    const struct tongue *rows, size_t count, str accepted)
{
    const struct tongue *best = &rows[0];
    unsigned most = 0;
    str piece;

    while (str_split(&accepted, ',', &piece)) {
        size_t end = str_find_byte(piece, ';', 0);
        unsigned weight = weight_of(str_slice(piece, end, piece.len));
        str range = str_trim(str_slice(piece, 0, end));

        for (size_t i = 0; i < count; i++)
            if (weight > most && takes(range, rows[i].code)) {
                best = &rows[i];
                most = weight;
            }
    }
    return best;
}

/* ---- words ---- */

str tongue_say(const struct tongue *tongue, str english)
{
    str said;

    return english.len > 0 && catalogue_find(tongue->catalogue, english, &said)
        ? said
        : english;
}

bool tongue_knows(const struct tongue *tongue, str english)
{
    str said;

    return tongue->catalogue.len == 0 ||
        (english.len > 0 && catalogue_find(tongue->catalogue, english, &said));
}

/* U+2068 and U+2069, between which a value stands by itself. */
static const str isolate = STR_INIT("\xE2\x81\xA8\xE2\x81\xA9");

void words_fill(const struct tongue *tongue, struct text *text, str words,
    const str *values, size_t count)
{
    bool apart = !tongue->is_rightward;
    size_t start = 0;

    for (size_t i = 0; i + 1 < words.len; i++) {
        size_t place = (size_t)(words.ptr[i + 1] - '1');

        if (words.ptr[i] != '%' || place >= count)
            continue;
        text_add(text, str_slice(words, start, i));
        text_add(text, apart ? str_slice(isolate, 0, 3) : STR(""));
        text_add(text, values[place]);
        text_add(text, apart ? str_slice(isolate, 3, isolate.len) : STR(""));
        start = i + 2;
        i++;
    }
    text_add(text, str_slice(words, start, words.len));
}

str tongue_fill(const struct tongue *tongue, struct arena *arena, str english,
    const str *values, size_t count)
{
    struct text text = text_in(arena);

    words_fill(tongue, &text, tongue_say(tongue, english), values, count);
    return text_str(&text);
}

str tongue_count(const struct tongue *tongue, struct arena *arena, str one, str many,
    uint64_t number)
{
    struct text digits = text_in(arena);
    struct text text = text_in(arena);
    str forms = number == 1 ? one : many;

    if (catalogue_find(tongue->catalogue, one, &forms))
        forms = catalogue_form(forms, tongue->plural(number));
    text_add_u64(&digits, number);
    words_fill(tongue, &text, forms, (const str[]){text_str(&digits)}, 1);
    return text_str(&text);
}

/* ---- words in another language ---- */

/* U+E0000 to U+E007F in UTF-8: F3 A0 80 80 to F3 A0 81 BF. */
static const str tag_lead = STR_INIT("\xF3\xA0");
static const str tag_begin = STR_INIT("\xF3\xA0\x80\x81");
static const str tag_end = STR_INIT("\xF3\xA0\x80\x81\xF3\xA0\x81\xBF");

enum { TAG_BYTES = 4, TAG_BEGIN = 1 };

size_t tongue_tag(str text, size_t at, char *letter)
{
    unsigned upper;

    if (text.len - at < TAG_BYTES || text.ptr[at] != tag_lead.ptr[0] ||
        text.ptr[at + 1] != tag_lead.ptr[1])
        return 0;
    upper = (unsigned char)text.ptr[at + 2] & 3;
    *letter = (char)(upper << 6 | ((unsigned char)text.ptr[at + 3] & 0x3F));
    return (unsigned char)text.ptr[at + 2] <= 0x81 ? TAG_BYTES : 0;
}

static void add_tag(struct text *text, char letter)
{
    text_add(text, tag_lead);
    text_add_byte(text, (char)(0x80 | letter >> 6));
    text_add_byte(text, (char)(0x80 | (letter & 0x3F)));
}

str tongue_mark(const struct tongue *page, struct arena *arena, str code, str words)
{
    struct text text = text_in(arena);

    if (words.len == 0 || str_equal(page->code, code))
        return words;
    add_tag(&text, TAG_BEGIN);
    for (size_t i = 0; i < code.len; i++)
        add_tag(&text, code.ptr[i]);
    text_add(&text, words);
    text_add(&text, tag_end);
    return text_str(&text);
}

str tongue_unmark(struct arena *arena, str words)
{
    struct text text = text_in(arena);
    size_t start = 0;
    size_t len;
    char letter;

    for (size_t i = 0; i<words.len; i += len> 0 ? len : 1) {
        len = tongue_tag(words, i, &letter);
        if (len == 0)
            continue;
        text_add(&text, str_slice(words, start, i));
        start = i + len;
    }
    text_add(&text, str_slice(words, start, words.len));
    return text_str(&text);
}

str tongue_cut(struct arena *arena, str words, str end)
{
    size_t at = str_find(words, end, 0);
    struct text text = text_in(arena);

    if (at == words.len || !str_starts(words, tag_begin))
        return str_slice(words, 0, at);
    text_add(&text, str_slice(words, 0, at));
    text_add(&text, tag_end);
    return text_str(&text);
}

/* ---- days ---- */

str tongue_day(const struct tongue *tongue, struct arena *arena, int32_t day)
{
    static const str months[] = {SAY_INIT("January"), SAY_INIT("February"),
        SAY_INIT("March"), SAY_INIT("April"), SAY_INIT("May"), SAY_INIT("June"),
        SAY_INIT("July"), SAY_INIT("August"), SAY_INIT("September"),
        SAY_INIT("October"), SAY_INIT("November"), SAY_INIT("December")};
    const struct civil civil = date_to_civil(day);
    struct text of_month = text_in(arena);
    struct text year = text_in(arena);

    text_add_u64(&of_month, civil.day);
    text_add_i64(&year, civil.year);
    /* Day of the month, month, year: "25 November 2026". */
    return tongue_fill(tongue, arena, SAY("%1 %2 %3"),
        (const str[]){text_str(&of_month), tongue_say(tongue, months[civil.month - 1]),
            text_str(&year)},
        3);
}

str tongue_moment(
    const struct tongue *tongue, struct arena *arena, const struct moment *moment)
{
    struct text time = text_in(arena);

    text_add_time(&time, moment->minute);
    /* A day and a time: "25 November 2026, 14:05". */
    return tongue_fill(tongue, arena, SAY("%1, %2"),
        (const str[]){tongue_day(tongue, arena, moment->day), text_str(&time)}, 2);
}
