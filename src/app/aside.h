/*
 * aside: work that would hold up the thread that serves.
 *
 * One thread does it, a piece at a time, with nothing but what it was given.  What came of
 * it is kept under the name of what was asked until its place is needed: whoever asked
 * looks again.  Begun, found and awaited by one thread.
 */
#ifndef VESTIBULE_APP_ASIDE_H
#define VESTIBULE_APP_ASIDE_H

#include "base/base.h"

enum { ASIDE_PLACES = 8 };

/* A piece of work.  Until it is done it belongs to the thread that does it. */
struct aside_work {
    struct arena arena; /* of all that it is given, and makes */
    str name;
    void *context;
    void (*run)(struct aside_work *work);
    _Atomic uint64_t done, all; /* how far it is, as it says itself */
    _Atomic bool is_unwanted;   /* it may end at once: nobody will look */
    _Atomic bool is_done;
    uint64_t number; /* in the order in which they were begun; 0: the place is free */
};

struct aside;

/* ERR_IO: the machine has no room for a thread. */
bool aside_open(struct aside **out, struct err *err) MUST_USE;

/* What is being done is ended.  NULL is no matter. */
void aside_close(struct aside *aside);

/* Find a piece by its name, done or not; NULL when nobody began it or it was let go.  One
 * that is done stays for as long as fewer than ASIDE_PLACES others are found or taken. */
struct aside_work *aside_find(struct aside *aside, str name);

/* Let go of one that is done. */
void aside_drop(struct aside *aside, struct aside_work *work);

/* Take a place for a new piece, whose context the caller makes in its arena before it
 * calls aside_begin.  ERR_LIMIT: all places are at work. */
bool aside_take(
    struct aside *aside, str name, struct aside_work **out, struct err *err) MUST_USE;
void aside_begin(struct aside *aside, struct aside_work *work,
    void (*run)(struct aside_work *work), void *context);

/* Wait until it is done, but no longer than so many milliseconds; returns whether it is. */
bool aside_wait(struct aside *aside, struct aside_work *work, uint32_t most_ms);

#endif
