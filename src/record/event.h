/*
 * event: one thing that happened, as it is submitted and as it is read back; and what
 * is wrong with it.
 */
#ifndef VESTIBULE_RECORD_EVENT_H
#define VESTIBULE_RECORD_EVENT_H

#include "ledger/ledger.h"
#include "record/kinds.h"
#include "json/json.h"

enum {
    RECORD_LOG_MAX = 120, /* bytes of a log's origin */
    RECORD_VISIT_BYTES = 16,
    RECORD_VISIT_CHARS = 22,
};

/* The largest whole number that every reader of JSON keeps exactly: 2^53 - 1. */
static const int64_t record_integer_max = 9007199254740991;

struct record_event {
    enum record_kind kind;
    struct json_value fields; /* an object: the kind's fields that are known */

    /* What the sequencer adds. */
    str log;          /* the origin, as in checkpoints */
    str visit;        /* 16 random bytes in base64url; empty outside of visits */
    int64_t n;        /* the number of this event in its visit, from 0 */
    struct hash prev; /* the leaf hash of the event before it; not for the first */
    int64_t at;       /* seconds since 1970-01-01T00:00:00Z */
    bool exercise;    /* a drill, not the real thing */
    bool has_anchor;
    struct hash anchor_root; /* of the newest checkpoint when this was recorded */
    int64_t anchor_size;
};

struct record_mistake {
    str field; /* empty: the event as a whole */
    str text;  /* what is wrong and what to do */
};

struct record_mistakes {
    struct record_mistake *items;
    size_t count;
    size_t capacity;
};

/*
 * Whether the kind, its fields and its visit are as the table of kinds asks; what the
 * sequencer adds is not looked at.  Every mistake is added to `mistakes`; the texts
 * live in `arena`.
 */
bool record_check(struct arena *arena, const struct record_event *event,
    struct record_mistakes *mistakes);

/* Set `err` to the mistakes, as many as fit: "fact_stated: basis: ...".  Always
 * false. */
bool record_refuse(struct err *err, const struct record_event *event,
    const struct record_mistakes *mistakes);

/* Whether `value` is right for `field`: the same, for one field; a new one is held to
 * more than one that was recorded: its texts must be in Unicode's normal form. */
bool record_check_new_value(struct arena *arena, const struct record_field *field,
    const struct json_value *value, struct record_mistakes *mistakes);
bool record_check_value(struct arena *arena, const struct record_field *field,
    const struct json_value *value, struct record_mistakes *mistakes);

/* Whether `text` can be a paragraph. */
bool record_check_paragraph(struct arena *arena, const struct record_field *field,
    const struct json_value *value, struct record_mistakes *mistakes);

/* Write what is submitted of an event, canonically: its kind, fields, visit and whether
 * it is an exercise.  The same event has one such text. */
void record_add_content(struct text *text, const struct record_event *event);

/* Find the value of a field; NULL when it has none. */
const struct json_value *record_value(const struct record_event *event, str field);

#endif
