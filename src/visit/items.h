/*
 * items: what the events of a visit leave in it.
 */
#ifndef VESTIBULE_VISIT_ITEMS_H
#define VESTIBULE_VISIT_ITEMS_H

#include "callout/callout.h"
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
    bool counts;        /* it is the newest of its fact: the last to be so */
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

/* Calling one role; see callout/ladder.h. */
struct visit_callout {
    struct visit_mark mark; /* mark.n is what its steps name */
    str lane;
    int64_t raised; /* the number of the event that asked for it first */
    struct callout ladder;
    str instruction; /* what the desk is told, while the ladder says that it is */
    str by;          /* who took it on last */
};

struct visit_step {
    struct visit_mark mark;
    size_t callout; /* its place in `callouts` */
    str what;       /* call, news, end */
    int64_t round;
    int64_t step;
    int64_t letters;
    struct visit_texts called;
    str instruction;
};

struct visit_attempt {
    struct visit_mark mark;
    size_t callout; /* its place in `callouts` */
    size_t step;    /* its place in `steps` */
    int64_t letter;
    str to;
    str channel;
    int64_t attempt;
    str result; /* handed, later, never */
    str why;
};

struct visit_message {
    struct visit_mark mark;
    str by;
    str role;
    str to; /* a role; of a handing over: a name or a post */
    bool hands_over;
    struct visit_texts words;
    str so_at;
    bool is_read;           /* somebody for whom it is has said so */
    struct visit_mark read; /* who said so first */
    str read_by;
    str read_role;
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

/* What somebody said of the visit, to the school or in public. */
struct visit_saying {
    struct visit_mark mark;
    str speaker;
    struct visit_texts words;
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
    str so_at;    /* when it was so, or said; empty: not known */
    str subject;  /* the fact, the duty, the paper's title, the end */
    size_t index; /* in the list of its kind below */
};

#endif
