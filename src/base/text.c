/*
 * Text: room first, then bytes; an addition that does not fit is left out whole.
 *
 * How an arena's text grows stands in arena.c, so that this file needs no arena.
 */
#include "base/text.h"

struct text text_fixed(char *buffer, size_t capacity)
{
    return (struct text){.ptr = buffer, .capacity = capacity};
}

/* Make room for `len` more bytes; false, for ever, when there is none. */
static bool reserve(struct text *text, size_t len)
{
    if (text->overflow)
        return false;
    if (len <= text->capacity - text->len)
        return true;
    text->overflow = text->grow == NULL || len > SIZE_MAX - text->len ||
        !text->grow(text, text->len + len);
    return !text->overflow;
}

void text_add(struct text *text, str s)
{
    if (s.len == 0 || !reserve(text, s.len))
        return;
    memcpy(text->ptr + text->len, s.ptr, s.len);
    text->len += s.len;
}

void text_add_byte(struct text *text, char byte)
{
    if (reserve(text, 1))
        text->ptr[text->len++] = byte;
}

void text_add_repeated(struct text *text, char byte, size_t count)
{
    if (count == 0 || !reserve(text, count))
        return;
    memset(text->ptr + text->len, byte, count);
    text->len += count;
}

void text_add_u64(struct text *text, uint64_t value)
{
    char digits[20];
    size_t at = sizeof(digits);

    do {
        digits[--at] = (char)('0' + value % 10);
        value /= 10;
    } while (value > 0);
    text_add(text, (str){digits + at, sizeof(digits) - at});
}

void text_add_i64(struct text *text, int64_t value)
{
    if (value < 0)
        text_add_byte(text, '-');
    text_add_u64(text, value < 0 ? 0 - (uint64_t)value : (uint64_t)value);
}

/* A number from 0 to below 1, exact down to 2^-96; the largest part comes first. */
struct fraction {
    uint32_t part[3];
};

static struct fraction fraction_of(double value)
{
    struct fraction fraction;

    for (size_t i = 0; i < COUNT_OF(fraction.part); i++) {
        value *= 4294967296.0;
        fraction.part[i] = (uint32_t)value;
        value -= fraction.part[i];
    }
    return fraction;
}

/* Multiply by ten and take off what passes the point: the next digit. */
static uint32_t next_digit(struct fraction *fraction)
{
    uint64_t carry = 0;

    for (size_t i = COUNT_OF(fraction->part); i-- > 0;) {
        carry += (uint64_t)fraction->part[i] * 10;
        fraction->part[i] = (uint32_t)carry;
        carry >>= 32;
    }
    return (uint32_t)carry;
}

/* A double multiplied by a power of ten is rounded before we can round it: 1.115,
 * which is a little less, would become 111.5 exactly.  So the digits are made by
 * whole numbers.  2^-96 is enough: a double in need of more lies far below half of
 * the ninth place. */
void text_add_decimal(struct text *text, double value, unsigned places)
{
    bool negative = value < 0;
    double size = negative ? -value : value;
    uint64_t scale = 1;
    uint64_t scaled;
    struct fraction rest;

    REQUIRE(size <= 1e9 && places <= TEXT_PLACES_MAX);
    scaled = (uint64_t)size;
    rest = fraction_of(size - (double)scaled);
    for (unsigned i = 0; i < places; i++) {
        scale *= 10;
        scaled = scaled * 10 + next_digit(&rest);
    }
    scaled += rest.part[0] >> 31;
    if (negative && scaled > 0)
        text_add_byte(text, '-');
    text_add_u64(text, scaled / scale);
    if (places > 0)
        text_add_byte(text, '.');
    for (scale /= 10; scale > 0; scale /= 10)
        text_add_byte(text, (char)('0' + scaled / scale % 10));
}

void text_add_hex(struct text *text, const uint8_t *bytes, size_t len)
{
    static const char digits[] = "0123456789abcdef";

    for (size_t i = 0; i < len; i++) {
        text_add_byte(text, digits[bytes[i] >> 4]);
        text_add_byte(text, digits[bytes[i] & 15]);
    }
}

str text_str(const struct text *text)
{
    return (str){text->ptr, text->len};
}
