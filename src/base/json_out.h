/*
 * json_out: write JSON (RFC 8259) to a text, front to back.
 *
 * Commas, quotes and escapes are put here and nowhere else.  A value in an
 * object must follow json_key.  json_end closes the innermost object or array.
 * json_done asserts that all are closed.  Depth is limited to JSON_OUT_DEPTH.
 */
#ifndef VESTIBULE_BASE_JSON_OUT_H
#define VESTIBULE_BASE_JSON_OUT_H

#include "base/str.h"

struct text;

enum { JSON_OUT_DEPTH = 32 };

struct json_out {
    struct text *text;
    bool pretty; /* two spaces a level and one member a line */
    bool after_key;
    uint32_t depth;
    char closer[JSON_OUT_DEPTH];
    bool filled[JSON_OUT_DEPTH];
};

struct json_out json_start(struct text *text, bool pretty);
void json_object(struct json_out *json);
void json_array(struct json_out *json);
void json_end(struct json_out *json);
void json_key(struct json_out *json, str key);
void json_str(struct json_out *json, str value);
void json_bool(struct json_out *json, bool value);
void json_null(struct json_out *json);
void json_i64(struct json_out *json, int64_t value);
void json_decimal(struct json_out *json, double value, unsigned places);

/* Write digits as they stand: an exact count of any size. */
void json_digits(struct json_out *json, str digits);

void json_done(const struct json_out *json);

#endif
