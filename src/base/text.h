/*
 * text: bytes that grow at the end.
 *
 * Lives in an arena (text_in) or in a caller's buffer of fixed size
 * (text_fixed).  Overflow of a fixed one is sticky: nothing more is added and
 * `overflow` stays set, so one check at the end is enough.
 */
#ifndef VESTIBULE_BASE_TEXT_H
#define VESTIBULE_BASE_TEXT_H

#include "base/str.h"

struct arena;

enum { TEXT_PLACES_MAX = 9 };

struct text {
    char *ptr;
    size_t len;
    size_t capacity;
    bool overflow;
    struct arena *arena; /* NULL for a fixed one */
    bool (*grow)(struct text *text, size_t wanted);
};

struct text text_in(struct arena *arena);
struct text text_fixed(char *buffer, size_t capacity);

void text_add(struct text *text, str s);
void text_add_byte(struct text *text, char byte);
void text_add_repeated(struct text *text, char byte, size_t count);
void text_add_u64(struct text *text, uint64_t value);
void text_add_i64(struct text *text, int64_t value);

/* Add `value` with `places` digits after the point, rounded exactly, half away from
 * zero; what rounds to zero has no sign.  `value` must be a number within a thousand
 * million of zero, `places` at most TEXT_PLACES_MAX. */
void text_add_decimal(struct text *text, double value, unsigned places);

/* Add two hexadecimal digits a byte. */
void text_add_hex(struct text *text, const uint8_t *bytes, size_t len);

/* Return what has been added so far; valid until the next addition. */
str text_str(const struct text *text);

#endif
