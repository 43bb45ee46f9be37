/*
 * erase: making recorded values unreadable for good, and saying so in the log; holds,
 * which forbid it.
 */
#ifndef VESTIBULE_APP_ERASE_H
#define VESTIBULE_APP_ERASE_H

#include "app/disclose.h"

struct erasing {
    uint64_t seq;
    const struct field_choice *fields; /* none: everything sealed in this event */
    size_t field_count;
    str schedule;  /* the line of the schedule, or the order, that asks for it */
    str by;        /* who does it */
    str authority; /* who allowed it; may be empty */
    str reason;    /* why now; may be empty */
};

/* Somebody who was given a value before, as a record_released event says. */
struct erased_recipient {
    uint64_t seq; /* of that event */
    str name;     /* empty: erased as well */
};

struct erased {
    uint64_t count;  /* values that are gone now */
    uint64_t before; /* of those asked for, how many had gone before */
    uint64_t by;     /* the event that says so, when count is not 0 */
    str *keys;       /* retention buckets whose key was destroyed */
    size_t key_count;
    struct erased_recipient *recipients;
    size_t recipient_count;
};

/*
 * Erase fields of an event: an `erased` event and the overwriting are one transaction;
 * then nothing of them is left in the database's files either.  A bucket that is empty,
 * of a month that is over, loses its key.  What is erased already stays so, and erasing
 * it again only finishes what was interrupted.  ERR_DENIED: a hold covers the event;
 * ERR_NOT_FOUND: there is no such event or field; ERR_CONFLICT: somebody is reading an
 * older state, so the last copy stays on the disk: do it again; ERR_IO.
 */
bool keeper_erase(struct keeper *keeper, struct arena *arena,
    const struct erasing *what, struct erased *out, struct err *err) MUST_USE;

/* ---- holds ---- */

struct hold {
    uint64_t number;
    bool of_visit; /* else of one event */
    uint64_t seq;
    str visit;
    str reason;
    str by;
    int64_t begins;
    bool has_end;
    int64_t ends;
};

/* Hold an event, or a whole visit: nothing of it is erased until it ends.  ERR_USAGE:
 * this names no visit; ERR_NOT_FOUND: there is no such event or visit. */
bool keeper_hold(struct keeper *keeper, const struct hold *hold, uint64_t *number,
    struct err *err) MUST_USE;

/* End a hold; the log says that it was lifted, by whom and why.  ERR_NOT_FOUND. */
bool keeper_end_hold(struct keeper *keeper, uint64_t number, str by, str reason,
    struct err *err) MUST_USE;

/* List the holds into `arena`, those that have ended too. */
bool keeper_holds(struct keeper *reader, struct arena *arena, struct hold **out,
    size_t *count, struct err *err) MUST_USE;

#endif
