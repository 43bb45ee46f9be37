/*
 * What the files of record share: canonical JSON, and texts that are the same in every
 * leaf.
 */
#ifndef VESTIBULE_RECORD_INSIDE_H
#define VESTIBULE_RECORD_INSIDE_H

#include "record/record.h"

/* The pinned header of a leaf around the key's id. */
extern const str record_header_front;
extern const str record_header_back;

/*
 * Write `value` as RFC 8785 has it: members sorted, no spaces, short escapes.  It must
 * hold nothing that record_is_canonical() refuses.
 */
void record_write_canonical(struct text *text, const struct json_value *value);

/* Whether a value can be written canonically: no number that is not whole or beyond
 * 2^53 - 1, names in ASCII, texts in UTF-8. */
bool record_is_canonical(const struct json_value *value);

/* A hash as base64url, in `arena`; and read back, strictly. */
str record_hash_text(struct arena *arena, const struct hash *hash);
bool record_read_hash(str text, struct hash *hash) MUST_USE;

/* Whether `s` is base64url of exactly RECORD_VISIT_BYTES bytes. */
bool record_is_visit(str s);

/* Whether `s` can be a log's origin: visible ASCII without `+`, as C2SP has it. */
bool record_is_origin(str s);

/* Whether a member belongs to the payload of every leaf. */
bool record_is_common(str name);

/* Whether `s` is eight lower-case hexadecimal digits. */
bool record_is_key_id(str s);

/* YYYY-MM-DDTHH:MM:SSZ, of a moment in the years 1 to 9999. */
str record_instant_text(struct arena *arena, int64_t at);
bool record_read_instant(str text, int64_t *at) MUST_USE;

/* Return the place of the first byte at which a text, which is UTF-8, differs from its
 * normal form C, or s.len. */
size_t record_abnormal(struct arena *arena, str s);

/* Add one mistake. */
void record_add_mistake(
    struct arena *arena, struct record_mistakes *mistakes, str field, str text);

#endif
