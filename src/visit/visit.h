/*
 * visit: what happened at the door, as the sum of its events.
 *
 * One visit is one person.  Events of the record are added one after another
 * (docs/record.md); nothing else changes a visit, and nothing that was said leaves it:
 * of the statements of a fact the newest counts, the others stay beside it.
 *
 * Pure.  May include base, json, eval, record.
 */
#ifndef VESTIBULE_VISIT_H
#define VESTIBULE_VISIT_H

#include "eval/eval.h"
#include "record/record.h"

/* Where in the record something stands.  Every item below begins with it. */
struct visit_mark {
    int64_t n;    /* in its visit, from 0 */
    uint64_t seq; /* in the record */
    int64_t at;   /* when it was recorded: seconds since 1970-01-01T00:00:00Z */
};

/* Texts that were erased are empty, values that were are null; `is_erased` tells such a
 * null from one that was stated. */
struct visit_statement {
    struct visit_mark mark;
    str fact;
    struct json_value value; /* as it was stated; null: no longer known */
    bool is_erased;
    str by;
    str role;
    str basis;
    str source;
    str words;
    str so_at;
    bool counts;        /* it is the newest of its fact */
    int64_t correction; /* the place in `corrections` that holds its value now, or -1 */
};

struct visit_decision {
    struct visit_mark mark;
    str edition;
    str as_of;
    str answer;
    str by;
    struct json_value facts;    /* objects, from names to values */
    struct json_value outcomes; /* the same */
    struct json_value open;     /* lists of names */
    struct json_value rules;
};

enum visit_duty_state {
    VISIT_DUTY_RAISED, /* nobody has answered */
    VISIT_DUTY_TAKEN,
    VISIT_DUTY_DONE,
    VISIT_DUTY_EXPIRED, /* nobody answered in time, or what was taken on lapsed */
};

struct visit_duty {
    struct visit_mark mark; /* mark.n is what acknowledgements name */
    str name;
    str to; /* the role */
    str otherwise;
    str text;
    str due;
    int64_t decision; /* the number of the decision in the visit, or -1 */
    enum visit_duty_state state;
    struct visit_mark answered; /* the newest acknowledgement */
    str by;
    str role;
    str channel;
    str until;                 /* when it lapses; empty: it does not */
    struct visit_mark expired; /* the newest expiry */
    str why;
    str next;        /* the role that is called now */
    str instruction; /* what the desk does meanwhile */
};

struct visit_texts {
    str *items;
    size_t count;
};

struct visit_message {
    struct visit_mark mark;
    str by;
    str role;
    str to; /* a role; of a handing over: a name or a post */
    bool hands_over;
    struct visit_texts words;
    str so_at;
};

struct visit_document {
    struct visit_mark mark;
    str file; /* "sha256:..."; empty: no copy could be made */
    str media;
    str title;
    str form;
    str appears;
    str copy;
    str from;
    str by;
    str so_at;
    int64_t pages; /* -1: not said */
};

struct visit_correction {
    struct visit_mark mark;
    uint64_t entry; /* the place in the record of what was wrong */
    str field;
    struct json_value
        value; /* the right one, where it is short; null: none, or unknown */
    struct visit_texts words;
    str reason;
    str by;
    str asked_by;
};

/* One line of the timeline, for every event of the visit. */
struct visit_entry {
    struct visit_mark mark;
    enum record_kind kind;
    str by;
    str role;
    str basis;
    str so_at;    /* when it was so; empty: not said */
    str subject;  /* the fact, the duty, the paper's title, the end */
    size_t index; /* in the list of its kind below */
};

struct visit {
    struct arena arena; /* of all that follows, itself too */
    str id;
    bool is_open; /* opened and not closed */
    bool exercise;
    int64_t next; /* the number of its next event */

    struct visit_mark opened;
    str school;
    str by;
    str way;
    str so_at;
    str with;       /* the visit they came with */
    int64_t people; /* -1: not said */
    struct visit_texts account;
    str keeper;      /* who looks after it now */
    str keeper_role; /* empty until it is handed over */

    struct visit_mark closed;
    str end; /* left, admitted, entered_anyway, mistaken; empty while it is open */
    str closed_by;
    str closed_so_at;
    str scope;
    str escort;
    struct visit_texts closing_account;

    struct visit_statement *statements;
    size_t statement_count, statement_room;
    struct visit_decision *decisions;
    size_t decision_count, decision_room;
    struct visit_duty *duties;
    size_t duty_count, duty_room;
    struct visit_message *messages;
    size_t message_count, message_room;
    struct visit_document *documents;
    size_t document_count, document_room;
    struct visit_correction *corrections;
    size_t correction_count, correction_room;
    struct visit_entry *timeline;
    size_t timeline_count, timeline_room;
};

/* Begin with no events.  visit_free accepts NULL. */
struct visit *visit_new(str id);
void visit_free(struct visit *visit);

/*
 * Add an event of the record.  One that was added before changes nothing; false, and
 * nothing changed: one is missing before it, or it is another visit's.  All that is kept
 * is copied.
 */
bool visit_add(
    struct visit *visit, uint64_t seq, const struct record_event *event) MUST_USE;

/* ---- facts ---- */

/* The statement of a fact that counts; NULL when nobody stated it. */
const struct visit_statement *visit_find(const struct visit *visit, str fact);

/* The value that a statement has now: as it was stated, or as it was corrected. */
const struct json_value *visit_value(
    const struct visit *visit, const struct visit_statement *statement);

/*
 * Set `out`, one a fact of the image, from the statements that count; the rest is
 * unknown.  Facts and values that the image does not have are left out: they are notes.
 */
void visit_facts(const struct visit *visit, const struct image *image, int32_t *out);

/* Whether a statement is a note for this image: it has no such fact, or no such value. */
bool visit_is_note(const struct visit *visit, const struct image *image,
    const struct visit_statement *statement);

/* A fact of which two accounts differ: the newest by each person and basis. */
struct visit_difference {
    str fact;
    const struct visit_statement **accounts; /* in the order they were given */
    size_t count;
};

/* List them in `arena`; returns how many. */
size_t visit_differences(
    const struct visit *visit, struct arena *arena, struct visit_difference **out);

/* ---- decisions and duties ---- */

/* The newest decision; NULL when there is none. */
const struct visit_decision *visit_decided(const struct visit *visit);

/* Whether something was stated or corrected that the newest decision did not know. */
bool visit_is_undecided(const struct visit *visit);

/* The duty of this name that was raised; NULL when there is none. */
const struct visit_duty *visit_find_duty(const struct visit *visit, str name);

/* The duty that the event `n` of the visit raised; NULL when it raised none. */
const struct visit_duty *visit_duty_raised(const struct visit *visit, int64_t n);

/* The oldest duty that nobody has answered; NULL when there is none. */
const struct visit_duty *visit_unanswered(const struct visit *visit);

/* ---- many visits ---- */

enum { VISITS_MAX = 20000, VISITS_CLOSED_MAX = 64 };

/* All that are open, and the closed ones that were last looked at.  All-zero is empty. */
struct visits {
    struct arena arena;
    struct visits_item {
        struct visit *visit;
        uint64_t used; /* a stamp, for forgetting */
    } * items;         /* by id */
    size_t count, room;
    uint64_t stamp;
};

void visits_clear(struct visits *visits);

/* Find a visit by its id; NULL when it is not here. */
struct visit *visits_find(struct visits *visits, str id);

/* Take a visit that is not here yet.  ERR_LIMIT: too many are here; it stays the
 * caller's. */
bool visits_take(struct visits *visits, struct visit *visit, struct err *err) MUST_USE;

/* Forget a visit. */
void visits_drop(struct visits *visits, str id);

/* Forget closed ones that nobody asked for longest, until VISITS_CLOSED_MAX are left. */
void visits_trim(struct visits *visits);

enum visits_which { VISITS_ALL_OPEN, VISITS_UNANSWERED, VISITS_ANSWERED };

struct visits_filter {
    str school; /* empty: all */
    enum visits_which which;
};

/*
 * List open visits into `arena`: first those with a duty that nobody has answered, the
 * one that has waited longest first; then the rest, the newest first.  Returns how many.
 */
size_t visits_list(const struct visits *visits, const struct visits_filter *filter,
    struct arena *arena, struct visit ***out);

/* List a party, in the order in which its visits were opened: those that came with the
 * same visit as this one, itself and that one among them, as far as they are here. */
size_t visits_party(const struct visits *visits, const struct visit *visit,
    struct arena *arena, struct visit ***out);

#endif
