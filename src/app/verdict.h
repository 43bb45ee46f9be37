/*
 * verdict: what an edition decides for facts, in the form that a record keeps.
 *
 * Made when it is recorded, and made again when it is replayed: the same image, facts
 * and moment give the same verdict, down to the digest of the whole answer.
 */
#ifndef VESTIBULE_APP_VERDICT_H
#define VESTIBULE_APP_VERDICT_H

#include "eval/eval.h"
#include "record/record.h"

/* An image, ready to decide. */
struct bench {
    struct image image;
    str digest; /* "sha256:..." of the image */
    struct eval_scratch *scratch;
};

struct verdict {
    struct json_value facts;    /* an object: every fact that is known */
    struct json_value outcomes; /* an object: the value of each outcome */
    struct json_value open;     /* a list: the outcomes not yet known */
    struct json_value rules;    /* a list: the rules that stand */
    str as_of;                  /* the moment, as written */
    str answer;                 /* "sha256:..." of the answer as JSON */
};

/* Decide on `facts`, a value or FACT_UNKNOWN each, as of a moment.  Texts live in
 * `arena`, names in the image.  ERR_INVALID: the facts contradict an assumption. */
bool verdict_make(struct arena *arena, const struct bench *bench, const int32_t *facts,
    const struct moment *at, struct verdict *out, struct err *err) MUST_USE;

/* Put a verdict into the fields of a decision_made, with its edition; `verdict` must
 * outlive them. */
void verdict_put(struct record_object *fields, str edition, struct verdict *verdict);

/* A fact's value in its JSON form; null when it is unknown. */
struct json_value fact_value(
    struct arena *arena, const struct image *image, uint32_t fact, int32_t value);

/* Read facts in their JSON form into `out`, one a fact of the image; what is not named
 * is unknown.  ERR_INVALID: a name or a value that the image does not have. */
bool facts_read(struct arena *arena, const struct image *image,
    const struct json_value *facts, int32_t *out, struct err *err) MUST_USE;

/* The SHA-256 of some bytes as "sha256:..." in `arena`.  ERR_IO. */
bool sha256_name(struct arena *arena, str bytes, str *out, struct err *err) MUST_USE;

/* Its bytes again; false when it is written otherwise. */
bool sha256_read(str name, uint8_t digest[HASH_BYTES]) MUST_USE;

#endif
