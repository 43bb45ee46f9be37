/*
 * disclosure: a sealed value laid open, and what opening an event yields.
 *
 *     base64url(["salt", "name", value])      a field
 *     base64url(["salt", value])              a paragraph of a field
 *
 * A digest is taken of this text as it is, so it can be spelt in any way; whether it
 * belongs to an event is decided by the digest alone.
 */
#ifndef VESTIBULE_RECORD_DISCLOSURE_H
#define VESTIBULE_RECORD_DISCLOSURE_H

#include "record/leaf.h"

enum {
    RECORD_DISCLOSURE_MAX = 65535, /* bytes */
    RECORD_DISCLOSURES_MAX = 2048, /* of one event */
};

struct record_disclosure {
    bool is_paragraph;
    str salt;
    str name; /* empty for a paragraph */
    struct json_value value;
};

/* Read one disclosure into `arena`.  ERR_INVALID, ERR_LIMIT. */
bool record_disclosure_parse(struct arena *arena, str text,
    struct record_disclosure *out, struct err *err) MUST_USE;

/* A digest whose value was not given: of a field, or a decoy; or of a paragraph. */
struct record_withheld {
    struct hash digest;
    const struct record_field *field; /* of a paragraph; NULL: nobody can tell */
    int64_t paragraph;                /* its number; -1: none */
};

struct record_opened {
    struct record_event event; /* a paragraph that was not given is null */
    struct record_withheld *withheld;
    size_t withheld_count;
};

/*
 * Put the fields that `disclosures` lay open into their places.  Each must belong to
 * this leaf, and be used once (RFC 9901, section 7.1); what was not given is listed.
 * ERR_INVALID says which disclosure is wrong; ERR_LIMIT.
 */
bool record_open(struct arena *arena, const struct hasher *hasher,
    const struct record_leaf *leaf, const str *disclosures, size_t count,
    struct record_opened *out, struct err *err) MUST_USE;

/* ---- a leaf and some disclosures in one text: <leaf>~<disclosure>~...~ ---- */

struct record_presentation {
    str leaf;
    str *disclosures;
    size_t count;
};

/* Write a presentation. */
void record_add_presentation(
    struct text *text, str leaf, const str *disclosures, size_t count);

/* Take a presentation apart, without looking at the parts.  ERR_INVALID: it does not
 * end in '~', or holds an empty part or a white space; ERR_LIMIT. */
bool record_presentation_parse(struct arena *arena, str text,
    struct record_presentation *out, struct err *err) MUST_USE;

#endif
