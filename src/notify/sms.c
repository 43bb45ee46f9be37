/*
 * Text messages: how long one is, and what still says enough.
 *
 * A message is sent in parts of 140 bytes: 160 characters of GSM 03.38's alphabet, or 70 of
 * UTF-16 as soon as one is not in it; several parts have six bytes less each, by which
 * they are put together.  Two parts are as much as comes through everywhere.
 */
#include "notify/inside.h"

enum { PARTS_MAX = 2, BYTES_MAX = 1224 /* that could be in them */ };

/* What is in the alphabet beside ASCII, and what takes two places. */
static const str others = STR_INIT("£¥èéùìòÇØøÅåΔΦΓΛΩΠΨΣΘΞÆæßÉ¤¡ÄÖÑÜ§¿äöñüà");
static const str doubles = STR_INIT("^{}[]\\~|€");

/* The character at the front of `s`. */
static str first_of(str s)
{
    size_t len = 1;

    while (len < s.len && ((unsigned char)s.ptr[len] & 0xc0) == 0x80)
        len++;
    return str_slice(s, 0, len);
}

/* How many places a character takes in the alphabet; 0: it is not in it. */
static size_t gsm_of(str character)
{
    char c = character.ptr[0];

    if (str_find(doubles, character, 0) < doubles.len)
        return 2;
    if (character.len == 1)
        return c == '\n' || (c >= ' ' && c < 0x7f && c != '`');
    return str_find(others, character, 0) < others.len;
}

size_t sms_parts(str words)
{
    size_t gsm = 0;
    size_t utf16 = 0;
    bool is_gsm = true;

    while (words.len > 0) {
        str character = first_of(words);
        size_t places = gsm_of(character);

        is_gsm = is_gsm && places > 0;
        gsm += places;
        utf16 += character.len == 4 ? 2 : 1;
        words = str_slice(words, character.len, words.len);
    }
    if (is_gsm)
        return gsm <= 160 ? 1 : (gsm + 152) / 153;
    return utf16 <= 70 ? 1 : (utf16 + 66) / 67;
}

/* The front of the subject, and the link. */
static str compose(struct arena *arena, str subject, size_t len, str link)
{
    struct text out = text_in(arena);

    text_add(&out, str_trim(str_slice(subject, 0, len)));
    text_add(&out, len < subject.len ? STR("...") : STR(""));
    text_add(&out, text_str(&out).len > 0 && link.len > 0 ? STR(" ") : STR(""));
    text_add(&out, link);
    return text_str(&out);
}

str sms_write(struct arena *arena, str subject, str link)
{
    size_t len = subject.len;
    str words = compose(arena, subject, len, link);

    if (sms_parts(words) <= PARTS_MAX)
        return words;
    len = len < BYTES_MAX ? len : BYTES_MAX;
    while (len > 0 && sms_parts(words) > PARTS_MAX) {
        len--;
        while (len > 0 && ((unsigned char)subject.ptr[len] & 0xc0) == 0x80)
            len--;
        words = compose(arena, subject, len, link);
    }
    return len > 0 ? words : link;
}
