/*
 * keeper: a record, opened by the one process that may write to it.
 *
 *     DIRECTORY/record.db            everything that is kept
 *     DIRECTORY/lock                 held while a keeper is open
 *     DIRECTORY/keys/log.key         what signs: of checkpoints and of leaves
 *     DIRECTORY/keys/seals/BUCKET    what opens the sealed fields of a bucket
 *     DIRECTORY/public/              checkpoint, tile/..., vkey: for everyone
 *
 * Several threads may submit at once.  One of those that wait commits for all: a
 * receipt means that the event is on the disk.  docs/record.md has the formats.
 */
#ifndef VESTIBULE_APP_KEEPER_H
#define VESTIBULE_APP_KEEPER_H

#include "app/witnessing.h"
#include "base/base.h"
#include "record/record.h"

enum { KEEPER_KEY_BYTES = 16 };

struct keeper;

/* Seconds since 1970-01-01T00:00:00Z; tests have a clock of their own. */
struct keeper_clock {
    int64_t (*now)(void *context);
    void *context;
};

/*
 * Make a new record in `directory`, which is created unless it is there and empty:
 * a key, the database, and event 0.  `origin` names the log for ever, in checkpoints
 * and leaves: a host and a path that nobody else uses, "school.example/vestibule".
 * ERR_CONFLICT: there is something already; ERR_USAGE: the origin cannot be one;
 * ERR_IO.
 */
bool keeper_create(str directory, str origin, const struct keeper_clock *clock,
    struct err *err) MUST_USE;

/*
 * Open a record.  What was signed before must still be the beginning of what is
 * there: ERR_CORRUPT says what was rolled back, forked or damaged, and nothing can be
 * written.  ERR_CONFLICT: another process has it; ERR_NOT_FOUND: there is none;
 * ERR_IO, ERR_INVALID: a key file, or a newer schema.
 */
bool keeper_open(str directory, const struct keeper_clock *clock, struct keeper **out,
    struct err *err) MUST_USE;
void keeper_close(struct keeper *keeper);

/* Which SQLite keeps records here: "3.40.1", and whether it is one that may lose pages
 * when two processes write at one moment. */
struct keeper_database {
    str version;
    bool loses_resets;
};
struct keeper_database keeper_database(void);

/* Where a record stands. */
struct keeper_state {
    str origin;           /* lasts as long as the keeper */
    uint64_t size;        /* events that are recorded */
    uint64_t commits;     /* since it was opened */
    int64_t committed_at; /* the last of them; 0: none */
    bool is_signed;
    uint64_t signed_size; /* of the newest checkpoint */
    int64_t signed_at;
};

/* Look where it stands, and whether it is there at all.  ERR_IO, ERR_CORRUPT,
 * ERR_NOT_FOUND: its file is gone. */
bool keeper_state(
    struct keeper *keeper, struct keeper_state *out, struct err *err) MUST_USE;

/* ---- events ---- */

/* What an event was given when it was recorded. */
struct receipt {
    uint64_t seq;
    int64_t n; /* its number in its visit; -1 outside of visits */
    int64_t at;
    struct hash leaf;
    bool repeated; /* it had been recorded under this key before */
};

/*
 * Record an event: its kind, fields, visit and whether it is an exercise; the rest is
 * added.  `key` names the submission (RFC 9562, UUIDv7): the same sent twice is
 * recorded once.  Waits until it is durable.  ERR_INVALID: record_check() refuses it;
 * ERR_CONFLICT: the key was used for something else; ERR_LIMIT: the leaf would be too
 * long; ERR_IO: it is not recorded, or nobody knows: submit it again, with its key.
 */
bool keeper_submit(struct keeper *keeper, const struct record_event *event,
    const uint8_t key[KEEPER_KEY_BYTES], struct receipt *out, struct err *err) MUST_USE;

/* One of several events that are submitted together. */
struct keeper_item {
    const struct record_event *event;
    const uint8_t *key; /* KEEPER_KEY_BYTES */
};

enum { KEEPER_ITEMS_MAX = 256 };

/* Record several, in order and with one write to the disk; `out` has room for a receipt
 * each.  As keeper_submit, but for keeper_defer: when it fails, some of them may be
 * recorded. */
bool keeper_submit_all(struct keeper *keeper, const struct keeper_item *items,
    size_t count, struct receipt *out, struct err *err) MUST_USE;

/*
 * Let keeper_submit_all return before the disk has confirmed what it recorded: its
 * receipts count once `keeper_confirmed` has reached what `keeper_awaited` was after it.
 * One thread waits for the disk, for all that came meanwhile, and calls `confirmed` each
 * time.  A keeper_submit still waits for itself and all before it.
 */
bool keeper_defer(struct keeper *keeper, void (*confirmed)(void *context),
    void *context, struct err *err) MUST_USE;

/* Wait until everything is confirmed, and submit as before. */
void keeper_defer_end(struct keeper *keeper);

/* The number of the last commit that is awaited; 0: everything is confirmed. */
uint64_t keeper_awaited(struct keeper *keeper);

/* How far commits are confirmed.  False, for good: the disk failed, and what is awaited
 * will never count; the record is as it was, and has to be opened again. */
bool keeper_confirmed(
    struct keeper *keeper, uint64_t *number, struct err *err) MUST_USE;

/* Make a key for a submission (UUIDv7: time and chance), or a name for a visit: 127 random
 * bits in base64url, a letter first. */
void keeper_new_key(struct keeper *keeper, uint8_t key[KEEPER_KEY_BYTES]);
str keeper_new_visit(struct keeper *keeper, struct arena *arena);

/* Make the key, or the visit, of something that is told again: the same words at the
 * same moment give the same.  ERR_IO. */
bool keeper_key_of(
    str words, int64_t at, uint8_t key[KEEPER_KEY_BYTES], struct err *err) MUST_USE;
bool keeper_visit_of(
    struct arena *arena, str words, str *visit, struct err *err) MUST_USE;

/* ---- publishing ---- */

struct publication {
    uint64_t size;
    struct hash root;
    str checkpoint; /* the signed note */
    bool is_new;    /* nothing was to be published otherwise */
    struct witness_words witnesses;
};

/* Why something is signed though no witness could be asked; it stands in the record. */
struct without_witness {
    str reason;
    str by;
};

/*
 * Write what is new of the public files, read it back, and, when it leads to the root
 * of what was recorded, sign that and publish the checkpoint.  Texts live in `arena`.
 * ERR_CORRUPT: what was read back is not what was written, or a witness has seen a
 * larger or another tree of this log; ERR_DENIED: it has witnesses and none answers;
 * ERR_IO.
 */
bool keeper_publish(struct keeper *keeper, struct arena *arena, struct publication *out,
    struct err *err) MUST_USE;

/* The same, when no witness answers (witnessing.h): that is recorded first.  When one
 * does and has seen another tree, nothing is signed here either. */
bool keeper_publish_without_witness(struct keeper *keeper, struct arena *arena,
    const struct without_witness *why, struct publication *out,
    struct err *err) MUST_USE;

#endif
