/*
 * reconsider: which recorded visits another edition would have decided otherwise.
 *
 * The newest decision of every visit is made again by the other edition, on the facts and
 * at the moment that it was made on.  What was shown is compared, outcome by outcome of
 * those that both decide, by name.  A fact that the other edition does not have, or spells
 * otherwise, is unknown to it.  Nothing is written, and no value of a fact is kept.
 */
#ifndef VESTIBULE_APP_RECONSIDER_H
#define VESTIBULE_APP_RECONSIDER_H

#include "app/calendar.h"
#include "app/compiled.h"
#include "app/keeper.h"

enum { RECONSIDERED_MAX = 10000 };

/* By their names, and as people read them; no label: the other edition does not have this
 * value. */
struct reconsidered_words {
    str name;
    str label;
};

/* An outcome of which another value is shown. */
struct reconsidered_change {
    struct reconsidered_words outcome, was, would;
};

struct reconsidered {
    str visit;
    str school;
    int64_t at; /* the decision was made */
    bool is_over;
    bool exercise;
    bool contradicts; /* by the other edition its facts cannot be true together */
    const struct reconsidered_change *changes;
    size_t count;
};

/* The visits of one school that are over, or those that are open. */
struct reconsidered_tally {
    str school;
    bool is_over;
    uint64_t looked;
    uint64_t differing;
};

struct reconsideration {
    int64_t at;      /* the record as it was then */
    uint64_t events; /* so many it had */
    struct reconsidered_tally *tallies;
    size_t tally_count, tally_room;
    struct reconsidered *items; /* those that differ, the newest decision first; at most
                                   RECONSIDERED_MAX */
    size_t count, room;
    uint64_t
        erased; /* visits not looked at: what was decided on, or where, is erased */
    uint64_t unread; /* visits of which a fact is left unknown, as above */
    str *names;      /* of those facts */
    size_t name_count, name_room;
};

/* How far it is, for whoever waits; and whether to end at once. */
struct reconsider_progress {
    _Atomic uint64_t *done;
    _Atomic uint64_t *all;
    const _Atomic bool *is_unwanted;
};

/* Do it with a reader of the record (keeper_look); all of it lives in `arena`.
 * `progress` may be NULL.  ERR_IO, ERR_CORRUPT; ERR_CONFLICT: it is unwanted. */
bool keeper_reconsider(struct keeper *reader, const struct compiled *edition,
    const struct calendar *calendar, const struct reconsider_progress *progress,
    struct arena *arena, struct reconsideration *out, struct err *err) MUST_USE;

/* The same of the record in a folder, which others may write to, by a document. */
struct reconsider_order {
    str directory;
    str name; /* of the protocol */
    str source;
    struct calendar calendar;
};
bool reconsider(const struct reconsider_order *order,
    const struct reconsider_progress *progress, struct arena *arena,
    struct reconsideration *out, struct err *err) MUST_USE;

#endif
