/*
 * str: a borrowed slice of bytes, usually UTF-8.  Not terminated by NUL.
 *
 * The all-zero value is the empty slice.  Pass by value; the owner of the bytes
 * must outlive the slice.
 */
#ifndef VESTIBULE_BASE_STR_H
#define VESTIBULE_BASE_STR_H

#include "base/mem.h"

typedef struct str {
    const char *ptr;
    size_t len;
} str;

/* A slice over a string literal; STR_INIT is the form for static initialisers. */
#define STR(literal) ((str){(literal), sizeof(literal) - 1})
/* clang-format off */
#define STR_INIT(literal) {(literal), sizeof(literal) - 1}
/* The same for words that people read, wherever they are shown: the mark by which
 * xgettext finds them for po/vestibule.pot.  Whole sentences, with %1 for values. */
#define SAY(english)      STR(english)
#define SAY_INIT(english) STR_INIT(english)
/* Two arguments: what is said of one, and of %1. */
#define SAY_COUNT(one, many) STR(one), STR(many)
/* clang-format on */

/* For printf at the faces: printf("%" STR_FMT, STR_ARG(s)). */
#define STR_FMT    ".*s"
#define STR_ARG(s) (int)(s).len, (s).ptr

/* Return the slice over a NUL-terminated string; NULL gives the empty slice. */
str str_from(const char *text);

/* Return the part of `s` from `start` up to, not including, `end`; both are
 * clamped to the slice. */
str str_slice(str s, size_t start, size_t end);

bool str_equal(str a, str b);

/* Compare by bytes: negative, zero or positive, like memcmp. */
int str_compare(str a, str b);

bool str_starts(str s, str prefix);
bool str_ends(str s, str suffix);

/* Return the place of the first `needle` at or after `from`, or s.len. */
size_t str_find(str s, str needle, size_t from);
size_t str_find_byte(str s, char byte, size_t from);

/* Return `s` without ASCII white space at both ends. */
str str_trim(str s);

/* Take the text before the next `byte` (or all of it) off the front of `rest`.
 * Returns false when `rest` is used up; a final empty piece is not reported. */
bool str_split(str *rest, char byte, str *piece);

/* Read a decimal number of 1 to 18 digits with an optional '-'; nothing else may
 * stand in `s`. */
bool str_to_i64(str s, int64_t *out);

/* Read a whole number in its one canonical form: decimal digits, no leading zero. */
bool str_to_u64(str s, uint64_t *out);

/* Return how many characters (code points) `s` holds; a stray byte counts one. */
size_t str_width(str s);

/* Return the place of the first byte that is not valid UTF-8, or s.len. */
size_t str_invalid_utf8(str s);

/* Return the number of single-letter edits from `a` to `b`, neighbours swapped
 * counting one, or `limit` + 1 when there are more.  Reads 64 bytes at most. */
size_t str_distance(str a, str b, size_t limit);

bool char_is_space(char c);
bool char_is_digit(char c);
bool char_is_lower(char c);
bool char_is_upper(char c);

#endif
