/*
 * Slices: finding, splitting, reading numbers, UTF-8, likeness of words.
 *
 * Nothing here allocates or writes to the bytes.  An empty slice may have a NULL
 * pointer, which must not reach memcmp: hence the checks of length before it.
 */
#include "base/str.h"

enum { DISTANCE_MAX = 64 };

str str_from(const char *text)
{
    size_t len = 0;

    if (text == NULL)
        return (str){0};
    while (text[len] != '\0')
        len++;
    return (str){text, len};
}

str str_slice(str s, size_t start, size_t end)
{
    if (end > s.len)
        end = s.len;
    if (start >= end)
        return (str){s.ptr, 0};
    return (str){s.ptr + start, end - start};
}

bool str_equal(str a, str b)
{
    return a.len == b.len && (a.len == 0 || memcmp(a.ptr, b.ptr, a.len) == 0);
}

int str_compare(str a, str b)
{
    size_t shared = a.len < b.len ? a.len : b.len;
    int order = shared == 0 ? 0 : memcmp(a.ptr, b.ptr, shared);

    if (order != 0)
        return order;
    return a.len < b.len ? -1 : a.len > b.len;
}

bool str_starts(str s, str prefix)
{
    return s.len >= prefix.len && str_equal(str_slice(s, 0, prefix.len), prefix);
}

bool str_ends(str s, str suffix)
{
    return s.len >= suffix.len &&
        str_equal(str_slice(s, s.len - suffix.len, s.len), suffix);
}

size_t str_find(str s, str needle, size_t from)
{
    for (size_t i = from; i <= s.len && needle.len <= s.len - i; i++)
        if (needle.len == 0 || memcmp(s.ptr + i, needle.ptr, needle.len) == 0)
            return i;
    return s.len;
}

size_t str_find_byte(str s, char byte, size_t from)
{
    for (size_t i = from; i < s.len; i++)
        if (s.ptr[i] == byte)
            return i;
    return s.len;
}

str str_trim(str s)
{
    while (s.len > 0 && char_is_space(s.ptr[0]))
        s = str_slice(s, 1, s.len);
    while (s.len > 0 && char_is_space(s.ptr[s.len - 1]))
        s.len--;
    return s;
}

bool str_split(str *rest, char byte, str *piece)
{
    size_t end;

    if (rest->len == 0)
        return false;
    end = str_find_byte(*rest, byte, 0);
    *piece = str_slice(*rest, 0, end);
    *rest = str_slice(*rest, end + 1, rest->len);
    return true;
}

bool str_to_i64(str s, int64_t *out)
{
    bool negative = s.len > 0 && s.ptr[0] == '-';
    int64_t value = 0;

    if (negative)
        s = str_slice(s, 1, s.len);
    if (s.len == 0 || s.len > 18)
        return false;
    for (size_t i = 0; i < s.len; i++) {
        if (!char_is_digit(s.ptr[i]))
            return false;
        value = value * 10 + (s.ptr[i] - '0');
    }
    *out = negative ? -value : value;
    return true;
}

bool str_to_u64(str s, uint64_t *out)
{
    uint64_t value = 0;

    if (s.len == 0 || (s.len > 1 && s.ptr[0] == '0'))
        return false;
    for (size_t i = 0; i < s.len; i++) {
        uint64_t digit = (uint64_t)(s.ptr[i] - '0');

        if (!char_is_digit(s.ptr[i]) || value > (UINT64_MAX - digit) / 10)
            return false;
        value = value * 10 + digit;
    }
    *out = value;
    return true;
}

/* How many bytes a character starting with `lead` takes by RFC 3629, or 0. */
static size_t sequence_len(unsigned char lead)
{
    if (lead < 0x80)
        return 1;
    if (lead >= 0xc2 && lead <= 0xdf)
        return 2;
    if (lead >= 0xe0 && lead <= 0xef)
        return 3;
    return lead >= 0xf0 && lead <= 0xf4 ? 4 : 0;
}

/* The length of the valid character at the front of `s`, which is not empty, or 0. */
static size_t valid_len(str s)
{
    const unsigned char *p = (const unsigned char *)s.ptr;
    size_t len = sequence_len(p[0]);

    if (len == 0 || len > s.len)
        return 0;
    for (size_t i = 1; i < len; i++)
        if ((p[i] & 0xc0) != 0x80)
            return 0;
    /* Overlong forms, surrogates, and what lies beyond U+10FFFF. */
    if ((p[0] == 0xe0 && p[1] < 0xa0) || (p[0] == 0xed && p[1] > 0x9f) ||
        (p[0] == 0xf0 && p[1] < 0x90) || (p[0] == 0xf4 && p[1] > 0x8f))
        return 0;
    return len;
}

/* The place from `at` on behind whole eights of ASCII, which most texts are made of. */
static size_t skip_ascii(str s, size_t at)
{
    uint64_t eight;

    for (; s.len - at >= sizeof(eight); at += sizeof(eight)) {
        memcpy(&eight, s.ptr + at, sizeof(eight));
        if ((eight & 0x8080808080808080u) != 0)
            break;
    }
    return at;
}

size_t str_width(str s)
{
    size_t width = 0;
    size_t at = 0;

    while (at < s.len) {
        size_t plain = skip_ascii(s, at) - at;
        size_t len;

        at += plain;
        width += plain;
        if (at == s.len)
            break;
        len = valid_len(str_slice(s, at, s.len));
        at += len == 0 ? 1 : len;
        width++;
    }
    return width;
}

size_t str_invalid_utf8(str s)
{
    size_t at = skip_ascii(s, 0);

    while (at < s.len) {
        bool is_ascii = (unsigned char)s.ptr[at] < 0x80;
        size_t len = is_ascii ? 1 : valid_len(str_slice(s, at, s.len));

        if (len == 0)
            return at;
        at = is_ascii ? at + 1 : skip_ascii(s, at + len);
    }
    return s.len;
}

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* Optimal string alignment: a table of distances between the beginnings of `a` and
 * of `b`, of which only the last three rows are kept. */
size_t str_distance(str a, str b, size_t limit)
{
    size_t rows[3][DISTANCE_MAX + 1];
    size_t *before = rows[0];
    size_t *above = rows[1];
    size_t *row = rows[2];

    a = str_slice(a, 0, DISTANCE_MAX);
    b = str_slice(b, 0, DISTANCE_MAX);
    for (size_t j = 0; j <= b.len; j++) {
        above[j] = j;
        before[j] = j;
    }
    for (size_t i = 1; i <= a.len; i++) {
        size_t *free_row = before;

        row[0] = i;
        for (size_t j = 1; j <= b.len; j++) {
            size_t change = above[j - 1] + (a.ptr[i - 1] != b.ptr[j - 1]);

            row[j] = least(change, least(above[j], row[j - 1]) + 1);
            if (i > 1 && j > 1 && a.ptr[i - 1] == b.ptr[j - 2] &&
                a.ptr[i - 2] == b.ptr[j - 1])
                row[j] = least(row[j], before[j - 2] + 1);
        }
        before = above;
        above = row;
        row = free_row;
    }
    return above[b.len] > limit ? limit + 1 : above[b.len];
}

bool char_is_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

bool char_is_digit(char c)
{
    return c >= '0' && c <= '9';
}

bool char_is_lower(char c)
{
    return c >= 'a' && c <= 'z';
}

bool char_is_upper(char c)
{
    return c >= 'A' && c <= 'Z';
}
