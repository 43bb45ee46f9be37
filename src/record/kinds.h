/*
 * kinds: the one table of what can be recorded, and in which fields.
 *
 * Validation, the JSON Schema, the tables of docs/record.md and the number of digests
 * in a leaf all come from it.  Names are for ever: leaves bear them.
 */
#ifndef VESTIBULE_RECORD_KINDS_H
#define VESTIBULE_RECORD_KINDS_H

#include "base/base.h"

enum record_kind {
    RECORD_VISIT_OPENED,
    RECORD_FACT_STATED,
    RECORD_DECISION_MADE,
    RECORD_DUTY_RAISED,
    RECORD_DUTY_ACKNOWLEDGED,
    RECORD_DUTY_EXPIRED,
    RECORD_CALLOUT_OPENED,
    RECORD_CALLOUT_STEP,
    RECORD_CALL_ATTEMPTED,
    RECORD_DOCUMENT_ATTACHED,
    RECORD_MESSAGE_SENT,
    RECORD_MESSAGE_READ,
    RECORD_VISIT_HANDED_OVER,
    RECORD_VISIT_CLOSED,
    RECORD_STATEMENT_MADE,
    RECORD_CORRECTED,
    RECORD_RECORD_REQUESTED,
    RECORD_RECORD_RELEASED,
    RECORD_RECORD_REFUSED,
    RECORD_CONSENT_GIVEN,
    RECORD_CONSENT_REVOKED,
    RECORD_NOTICE_DRAFTED,
    RECORD_NOTICE_APPROVED,
    RECORD_NOTICE_PUBLISHED,
    RECORD_ROSTER_CHANGED,
    RECORD_SIGNED_IN,
    RECORD_SIGN_IN_REFUSED,
    RECORD_ACCOUNT_CHANGED,
    RECORD_DEVICE_CHANGED,
    RECORD_LOOKED_AT,
    RECORD_EXERCISE_BEGUN,
    RECORD_EXERCISE_ENDED,
    RECORD_EDITION_JUDGED,
    RECORD_EDITION_PUBLISHED,
    RECORD_OPENED_LOG,
    RECORD_KEY_ROTATED,
    RECORD_ERASED,
    RECORD_OVERRIDDEN,
    RECORD_KIND_COUNT
};

enum record_type {
    RECORD_TEXT,    /* one line */
    RECORD_NAME,    /* lower_case_with_underscores */
    RECORD_CHOICE,  /* one of the field's words */
    RECORD_MOMENT,  /* RFC 3339 with seconds and offset */
    RECORD_DATE,    /* YYYY-MM-DD */
    RECORD_SHA256,  /* sha256:HEX, of a file or an edition's image */
    RECORD_DIGEST,  /* base64url: of a disclosure, a leaf, a tree */
    RECORD_INTEGER, /* from 0 */
    RECORD_BOOL,
    RECORD_VALUE,   /* of a fact: a text, a whole number, true, false; null: unknown */
    RECORD_FACTS,   /* an object, from names to values */
    RECORD_NAMES,   /* a list */
    RECORD_DIGESTS, /* a list */
    RECORD_PARAGRAPHS, /* a list of texts, each of which is disclosed by itself */
    RECORD_TYPE_COUNT
};

/* What is kept together for the same time, as a school's schedule has it. */
enum record_keep {
    RECORD_KEEP_CLEAR,   /* in the leaf, for everybody, for ever */
    RECORD_KEEP_VISIT,   /* what happened at the door */
    RECORD_KEEP_PEOPLE,  /* who came, and what they carried */
    RECORD_KEEP_STUDENT, /* about a student: an education record */
    RECORD_KEEP_STAFF,   /* who of the staff did it */
    RECORD_KEEP_COUNSEL, /* between the school and its lawyers */
    RECORD_KEEP_PUBLIC,  /* said in public or meant to be */
    RECORD_KEEP_HOUSE,   /* how the record itself is run */
    RECORD_KEEP_COUNT
};

enum record_place { RECORD_IN_VISIT, RECORD_ANYWHERE, RECORD_OUTSIDE };

enum {
    RECORD_FIELDS_MAX = 16,
    RECORD_NAME_MAX = 64,
    RECORD_VALUE_MAX = 200,      /* characters of a fact's value */
    RECORD_PARAGRAPH_MAX = 4000, /* characters */
};

struct record_field {
    str name; /* empty behind the last */
    enum record_type type;
    enum record_keep keep;
    bool required;
    uint32_t
        most;    /* characters, items, or the largest number; 0: no limit of its own */
    str choices; /* of a choice: its words, a space between two */
    str help;
};

struct record_kind_row {
    str name;
    enum record_place place;
    uint32_t digests; /* in every leaf of this kind, decoys among them */
    str help;
    struct record_field fields[RECORD_FIELDS_MAX];
};

const struct record_kind_row *record_kind_row(enum record_kind kind);

/* Find a kind by its name.  ERR_INVALID, with the nearest name there is. */
bool record_find_kind(str name, enum record_kind *kind, struct err *err) MUST_USE;

/* Find a field of a kind; NULL when it has none of this name. */
const struct record_field *record_find_field(enum record_kind kind, str name);

/* Return how many fields a kind has. */
size_t record_field_count(enum record_kind kind);

/* The word for a class of keeping, as in the name of a retention bucket: "staff". */
str record_keep_name(enum record_keep keep);

/* The words for a type: "a date". */
str record_type_words(enum record_type type);

/* A fact that nobody may record, whatever a protocol calls it: immigration status,
 * nationality, place of birth, and their kin. */
bool record_is_forbidden(str name);

/* The forbidden names, one after another; NULL behind the last. */
const str *record_forbidden(size_t index);

#endif
