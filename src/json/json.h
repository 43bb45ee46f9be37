/*
 * json: JSON that comes in (RFC 8259), and facts written in it.
 *
 * Strict: one value, no duplicate names, UTF-8, whole numbers of 64 bits.  What
 * goes out is written by base's json_out; json_write writes again what came in.
 *
 * May include base, eval.  jansson's only user.
 */
#ifndef VESTIBULE_JSON_H
#define VESTIBULE_JSON_H

#include "base/base.h"
#include "eval/eval.h"

enum { JSON_MAX_DEPTH = 64, JSON_MAX_BYTES = 1 << 24 };

enum json_kind {
    JSON_IS_NULL,
    JSON_IS_BOOL,
    JSON_IS_INTEGER,
    JSON_IS_REAL, /* with a fraction or an exponent; its value is not kept */
    JSON_IS_TEXT,
    JSON_IS_ARRAY,
    JSON_IS_OBJECT,
};

struct json_value {
    enum json_kind kind;
    bool truth;
    int64_t integer;
    str text;
    struct json_value *items; /* of an array; the values of an object */
    str *names;               /* of an object's items, in the order written */
    size_t count;
};

/*
 * Read an object or array, the whole of `source`, into `arena`.  ERR_INVALID says
 * line, column and what is wrong; ERR_LIMIT beyond the limits above.
 */
bool json_read(
    struct arena *arena, str source, struct json_value *out, struct err *err) MUST_USE;

/* Find a member of an object; NULL when there is none, or `object` is no object. */
const struct json_value *json_find(const struct json_value *object, str name);

/*
 * Write a value as it was read, members in their order.  A real, whose value is not
 * kept, is written as null.  At most JSON_MAX_DEPTH deep, as json_read leaves it.
 */
void json_write(struct json_out *json, const struct json_value *value);

/* The words for a kind: "a text", "an array". */
str json_kind_words(enum json_kind kind);

/*
 * Read facts as people and programs hand them in:
 *
 *     {"at": "2025-01-24T11:15:00-06:00", "facts": {"agency": "ice", "reason": false}}
 *
 * Choices, dates and times are texts, yes/no is true or false, numbers are whole;
 * null means unknown and forgets what facts[] said before.  Facts that are not
 * named keep what they have.  `*has_at` tells whether `*at` was set.  ERR_INVALID
 * for a name or value that the protocol does not have, with a hint.
 */
bool json_read_facts(struct arena *arena, str source, const struct image *image,
    int32_t *facts, struct moment *at, bool *has_at, struct err *err) MUST_USE;

/* Find a fact by its name.  ERR_INVALID, with the nearest name there is. */
bool json_find_fact(
    const struct image *image, str name, uint32_t *fact, struct err *err) MUST_USE;

/*
 * Read one fact's value as people write it: a value's name, yes or no, a number, a
 * date, a time; nothing is unknown.  ERR_INVALID says what would do.
 */
bool json_read_fact(const struct image *image, uint32_t fact, str text, int32_t *value,
    struct err *err) MUST_USE;

/* A fact's value as people write it: its text, yes or no, digits; nothing when it is
 * null.  Digits are written to `arena`. */
str json_words(struct arena *arena, const struct json_value *value);

/* Of `count` names, the one that `wrong` was most likely meant to be; `count` when
 * none is near. */
size_t json_nearest(str wrong, const str *names, size_t count);

#endif
