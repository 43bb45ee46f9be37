/*
 * Base64: three bytes are four digits; the last group may be short: one byte has two
 * digits, two have three.  The standard form then fills it up with '='.
 */
#include "base/base64.h"

#include "base/text.h"

static const char standard[] =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
static const char for_urls[] =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

enum { NO_DIGIT = 64 };

static void add(struct text *text, const char *digits, bool padded,
    const uint8_t *bytes, size_t len)
{
    for (size_t i = 0; i < len; i += 3) {
        size_t have = len - i < 3 ? len - i : 3;
        uint32_t bits = (uint32_t)bytes[i] << 16;
        char group[4] = {0, 0, '=', '='};

        if (have > 1)
            bits |= (uint32_t)bytes[i + 1] << 8;
        if (have > 2)
            bits |= bytes[i + 2];
        for (size_t d = 0; d <= have; d++)
            group[d] = digits[bits >> (18 - 6 * d) & 63];
        text_add(text, (str){group, padded ? sizeof(group) : have + 1});
    }
}

void text_add_base64(struct text *text, const uint8_t *bytes, size_t len)
{
    add(text, standard, true, bytes, len);
}

void text_add_base64url(struct text *text, const uint8_t *bytes, size_t len)
{
    add(text, for_urls, false, bytes, len);
}

static uint32_t digit_value(const char *digits, char c)
{
    if (char_is_upper(c))
        return (uint32_t)(c - 'A');
    if (char_is_lower(c))
        return (uint32_t)(c - 'a') + 26;
    if (char_is_digit(c))
        return (uint32_t)(c - '0') + 52;
    if (c == digits[62])
        return 62;
    return c == digits[63] ? 63 : NO_DIGIT;
}

/* Read what stands before the padding. */
static bool read_digits(
    const char *digits, str s, uint8_t *out, size_t capacity, size_t *len)
{
    size_t short_by = (4 - s.len % 4) % 4; /* of the last group, in digits */
    size_t bytes = s.len / 4 * 3 + (short_by == 0 ? 0 : 3 - short_by);
    uint32_t bits = 0;
    size_t made = 0;

    if (short_by == 3 || bytes > capacity)
        return false;
    for (size_t i = 0; i < s.len; i++) {
        uint32_t value = digit_value(digits, s.ptr[i]);

        if (value == NO_DIGIT)
            return false;
        bits = bits << 6 | value;
        /* The second, third and fourth digit of a group each complete a byte. */
        if (i % 4 != 0 && made < bytes)
            out[made++] = (uint8_t)(bits >> (6 - 2 * (i % 4)));
    }
    /* Two digits carry 4 unused bits, three carry 2. */
    if ((bits & ((1u << 2 * short_by) - 1)) != 0)
        return false;
    *len = bytes;
    return true;
}

bool base64_read(str s, uint8_t *out, size_t capacity, size_t *len)
{
    size_t padding = str_ends(s, STR("==")) ? 2 : str_ends(s, STR("="));

    return s.len % 4 == 0 &&
        read_digits(standard, str_slice(s, 0, s.len - padding), out, capacity, len);
}

bool base64url_read(str s, uint8_t *out, size_t capacity, size_t *len)
{
    return read_digits(for_urls, s, out, capacity, len);
}
