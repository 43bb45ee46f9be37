/*
 * replay: every recorded decision, decided again.
 *
 * With its own edition's image, the facts and the moment that were recorded, it must
 * come out as it did.  Nothing is written; decisions are taken one after another.
 */
#ifndef VESTIBULE_APP_REPLAY_H
#define VESTIBULE_APP_REPLAY_H

#include "app/keeper.h"

enum replay_finding {
    REPLAY_AGREES,
    REPLAY_DIFFERS,
    REPLAY_NO_EDITION, /* the image that decided is not in the record, or not whole */
    REPLAY_ERASED,     /* what it rested on was erased */
    REPLAY_FINDINGS
};

struct replayed {
    uint64_t seq;
    str visit;
    int64_t n;
    str edition; /* "sha256:..." */
    enum replay_finding finding;
    str words; /* what differs, or is not there; empty where it agrees */
};

/* Told of every decision, in order; texts are valid during the call.  False, with
 * `err` set, ends it. */
struct replay_sink {
    bool (*tell)(void *context, const struct replayed *replayed, struct err *err);
    void *context;
};

struct replay_counts {
    uint64_t of[REPLAY_FINDINGS];
};

/* Decide all again.  False only when the record cannot be read, or the
 * sink ended it. */
bool keeper_replay(struct keeper *reader, const struct replay_sink *sink,
    struct replay_counts *out, struct err *err) MUST_USE;

#endif
