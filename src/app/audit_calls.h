/*
 * audit_calls: whether everybody was called who had to be, from the record alone.
 *
 * Each visit is added up again, event by event, and at each step of a call-out it is
 * worked out which was due and when.  What was late, left out, or never came of a letter is
 * told; and of each duty whether it ended answered, or with the desk told to telephone.
 */
#ifndef VESTIBULE_APP_AUDIT_CALLS_H
#define VESTIBULE_APP_AUDIT_CALLS_H

#include "app/keeper.h"

enum {
    CALLS_LATE_SECONDS = 10,   /* so late a step may be: a start, a slow disk */
    CALLS_SILENT_SECONDS = 600 /* by then something is known of each letter */
};

enum calls_finding {
    CALLS_LATE,       /* a step was taken, but late */
    CALLS_MISSED,     /* one was due and was not taken */
    CALLS_OTHERWISE,  /* one was taken that was not the next */
    CALLS_NOT_TOLD,   /* a step had to tell the desk to telephone, and did not */
    CALLS_UNKNOWN,    /* nothing is known of a letter */
    CALLS_NOT_CALLED, /* nobody was called for a duty */
    CALLS_FINDINGS
};

struct calls_found {
    enum calls_finding finding;
    str visit;
    int64_t n; /* the event of the visit that it is about */
    str lane;
    int64_t due;     /* seconds since 1970; of a step */
    int64_t seconds; /* how late */
};

/* Told of every finding; texts are valid during the call.  False, with `err` set, ends
 * it. */
struct calls_sink {
    bool (*tell)(void *context, const struct calls_found *found, struct err *err);
    void *context;
};

struct calls_counts {
    uint64_t visits;
    uint64_t callouts;
    uint64_t letters;
    uint64_t duties;     /* of those who are called */
    uint64_t answered;   /* of these: taken on or done */
    uint64_t instructed; /* not, but the desk was told to telephone */
    uint64_t ended;      /* the visit was over before anything of it was due */
    uint64_t waiting;    /* somebody is being called */
    uint64_t before;     /* from before people were called: no call-out is there */
    uint64_t findings[CALLS_FINDINGS];
};

/* Go through all visits, oldest first, in constant memory.  False only when the record
 * cannot be read, or the sink ended it. */
bool keeper_audit_calls(struct keeper *reader, const struct calls_sink *sink,
    struct calls_counts *out, struct err *err) MUST_USE;

#endif
