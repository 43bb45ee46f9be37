/*
 * read: looking at a record, and proving what is in it, while another process may
 * have it open to write.
 */
#ifndef VESTIBULE_APP_READ_H
#define VESTIBULE_APP_READ_H

#include "app/keeper.h"

/* ---- events as they happened ---- */

/* An event with those of its values that are still there and open. */
struct seen_event {
    uint64_t seq;
    const struct record_event *event; /* its fields: in the clear, and opened */
    size_t erased;                    /* values that are gone */
    uint64_t erased_by;               /* the last event that says so */
    size_t locked; /* values whose key is not there, or does not open them */
};

struct event_sink {
    void (*see)(void *context, const struct seen_event *event);
    void *context;
};

/*
 * Show the last `most` events of the record, or of one visit when `visit` is not empty,
 * the newest last.  ERR_USAGE: this names no visit; ERR_NOT_FOUND: there is no record,
 * or no such visit; ERR_CORRUPT names the event; ERR_IO.
 */
bool keeper_tail(str directory, str visit, uint64_t most, const struct event_sink *sink,
    struct err *err) MUST_USE;

/*
 * Show events about who came in, was refused, or may now: at most `most` before event
 * `before`, the newest first.  For whoever has the record open.  ERR_CORRUPT names the
 * event; ERR_IO.
 */
bool keeper_access(struct keeper *keeper, uint64_t before, uint64_t most,
    const struct event_sink *sink, struct err *err) MUST_USE;

/* ---- proofs ---- */

struct proved {
    uint64_t size; /* of the checkpoint */
    str proof;     /* a proof file (C2SP tlog-proof) */
    str leaf;
};

/*
 * Prove event `seq` by the newest checkpoint, in `arena`: from the public files, or
 * else from the database, whichever still leads to what was signed.  `directory` may
 * also be an export.  ERR_NOT_FOUND: there is no such event, or none signed yet;
 * ERR_CORRUPT: neither half leads to its checkpoint; ERR_IO.
 */
bool keeper_prove(str directory, uint64_t seq, struct arena *arena, struct proved *out,
    struct err *err) MUST_USE;

/* ---- events as others hand them in ---- */

struct submitted {
    struct record_event event;
    bool has_key;
    uint8_t key[KEEPER_KEY_BYTES];
};

/*
 * Read an event from JSON, the whole of `source`, which must outlive it:
 *
 *     {"kind": "visit_opened", "visit": "22 characters", "fields": {"way": "door"},
 *      "exercise": true, "key": "0194a0b8-9c3e-7d11-8a55-0123456789ab"}
 *
 * Only the kind is always needed.  ERR_INVALID says what is wrong and what would do;
 * the fields are checked when it is submitted.
 */
bool submitted_read(
    struct arena *arena, str source, struct submitted *out, struct err *err) MUST_USE;

/* Read a key, and write it: a UUID in its usual form. */
bool key_read(str text, uint8_t key[KEEPER_KEY_BYTES]) MUST_USE;
void text_add_key(struct text *text, const uint8_t key[KEEPER_KEY_BYTES]);

#endif
