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

/* Write the digits of at most three bytes. */
static size_t write_group(
    const char *digits, bool padded, const uint8_t *bytes, size_t len, char group[4])
{
    uint32_t bits = (uint32_t)bytes[0] << 16;

    if (len > 1)
        bits |= (uint32_t)bytes[1] << 8;
    if (len > 2)
        bits |= bytes[2];
    group[0] = digits[bits >> 18];
    group[1] = digits[bits >> 12 & 63];
    group[2] = len > 1 ? digits[bits >> 6 & 63] : '=';
    group[3] = len > 2 ? digits[bits & 63] : '=';
    return padded || len > 2 ? 4 : len + 1;
}

/* Many groups at a time: adding to a text costs more than making them. */
static void add(struct text *text, const char *digits, bool padded,
    const uint8_t *bytes, size_t len)
{
    char made[256];
    size_t size = 0;

    for (size_t i = 0; i < len; i += 3) {
        size += write_group(
            digits, padded, bytes + i, len - i < 3 ? len - i : 3, made + size);
        if (size == sizeof(made)) {
            text_add(text, (str){made, size});
            size = 0;
        }
    }
    text_add(text, (str){made, size});
}

void text_add_base64(struct text *text, const uint8_t *bytes, size_t len)
{
    add(text, standard, true, bytes, len);
}

void text_add_base64url(struct text *text, const uint8_t *bytes, size_t len)
{
    add(text, for_urls, false, bytes, len);
}

/* The digits that both alphabets share, each as its value and one. */
/* clang-format off */
static const uint8_t shared[UINT8_MAX + 1] = {
    ['A'] = 1, ['B'] = 2, ['C'] = 3, ['D'] = 4, ['E'] = 5, ['F'] = 6, ['G'] = 7, ['H'] = 8,
    ['I'] = 9, ['J'] = 10, ['K'] = 11, ['L'] = 12, ['M'] = 13, ['N'] = 14, ['O'] = 15, ['P'] = 16,
    ['Q'] = 17, ['R'] = 18, ['S'] = 19, ['T'] = 20, ['U'] = 21, ['V'] = 22, ['W'] = 23, ['X'] = 24,
    ['Y'] = 25, ['Z'] = 26, ['a'] = 27, ['b'] = 28, ['c'] = 29, ['d'] = 30, ['e'] = 31, ['f'] = 32,
    ['g'] = 33, ['h'] = 34, ['i'] = 35, ['j'] = 36, ['k'] = 37, ['l'] = 38, ['m'] = 39, ['n'] = 40,
    ['o'] = 41, ['p'] = 42, ['q'] = 43, ['r'] = 44, ['s'] = 45, ['t'] = 46, ['u'] = 47, ['v'] = 48,
    ['w'] = 49, ['x'] = 50, ['y'] = 51, ['z'] = 52, ['0'] = 53, ['1'] = 54, ['2'] = 55, ['3'] = 56,
    ['4'] = 57, ['5'] = 58, ['6'] = 59, ['7'] = 60, ['8'] = 61, ['9'] = 62,
};
/* clang-format on */

static uint32_t digit_value(const char *digits, char c)
{
    uint32_t value = shared[(unsigned char)c];

    if (value > 0)
        return value - 1;
    if (c == digits[62])
        return 62;
    return c == digits[63] ? 63 : NO_DIGIT;
}

/* Read the two to four digits of a group as its 24 bits. */
static bool read_group(
    const char *digits, const char *group, size_t count, uint32_t *bits)
{
    uint32_t seen = 0;

    *bits = 0;
    for (size_t i = 0; i < count; i++) {
        uint32_t value = digit_value(digits, group[i]);

        seen |= value;
        *bits |= value << (18 - 6 * i);
    }
    return seen < NO_DIGIT;
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
    for (size_t i = 0; i < s.len; i += 4) {
        if (!read_group(digits, s.ptr + i, s.len - i < 4 ? s.len - i : 4, &bits))
            return false;
        for (uint32_t shift = 16; made < bytes && shift <= 16; shift -= 8)
            out[made++] = (uint8_t)(bits >> shift);
    }
    /* Two digits carry 4 unused bits, three carry 2. */
    if ((bits & ((1u << 8 * short_by) - 1)) != 0)
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
