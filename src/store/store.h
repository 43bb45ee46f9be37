/*
 * store: what is kept, in words of the record.
 *
 * Functions over a database; each changes one thing, so whoever needs several to
 * stand or fall together begins a transaction (db_begin).  The leaves, hashes and
 * sealed values are bytes here: what they mean is for others to know.  All SQL
 * stands in sql/, the tables and what they promise in schema/.
 *
 * What is looked for and is not there is ERR_NOT_FOUND; other errors as db.h says.
 * Text and bytes of single things are copied to the arena given; those that a cursor
 * gives are valid until its next step.  May include base, db.
 */
#ifndef VESTIBULE_STORE_H
#define VESTIBULE_STORE_H

#include "base/base.h"
#include "db/db.h"

enum { STORE_HASH_BYTES = 32, STORE_ID_BYTES = 16, STORE_TILE_BYTES = 8192 };

/* Every statement; db_open's catalogue when store_open is not what opens. */
extern const struct db_catalogue store_catalogue;

/* Open the record's database, as db_open_schema does. */
bool store_open(struct db *db, str path, enum db_mode mode, struct err *err) MUST_USE;

/* ---- the log's identity ---- */

struct store_log {
    str origin;
    int64_t opened_at;
};

struct store_log_key {
    uint64_t from_size; /* signs checkpoints of this size and above */
    str vkey;
};

bool store_log_insert(
    struct db *db, str origin, int64_t opened_at, struct err *err) MUST_USE;
bool store_log_get(struct db *db, struct arena *arena, struct store_log *out,
    struct err *err) MUST_USE;

bool store_log_key_insert(
    struct db *db, uint64_t from_size, str vkey, struct err *err) MUST_USE;

/* The key that signs at `size`. */
bool store_log_key_at(struct db *db, struct arena *arena, uint64_t size,
    struct store_log_key *out, struct err *err) MUST_USE;

/* ---- events ---- */

struct store_event {
    uint64_t seq;
    str leaf;
    uint8_t hash[STORE_HASH_BYTES];
    str kind;
    bool in_visit; /* else `visit` and `n` mean nothing */
    uint8_t visit[STORE_ID_BYTES];
    uint64_t n;
    int64_t at;
    uint8_t key[STORE_ID_BYTES];       /* idempotency key */
    uint8_t content[STORE_HASH_BYTES]; /* digest of what came under it */
    str fields; /* names of its sealed values, a space between; empty: not known */
};

/* Add the next event.  ERR_CONFLICT: `seq` or `n` is not the next one, or the key
 * is taken. */
bool store_event_insert(
    struct db *db, const struct store_event *event, struct err *err) MUST_USE;

/* How many events there are. */
bool store_event_count(struct db *db, uint64_t *out, struct err *err) MUST_USE;

bool store_event_by_seq(struct db *db, struct arena *arena, uint64_t seq,
    struct store_event *out, struct err *err) MUST_USE;
bool store_event_by_key(struct db *db, struct arena *arena,
    const uint8_t key[STORE_ID_BYTES], struct store_event *out,
    struct err *err) MUST_USE;

/* Forget what came under an event's key: its content becomes zeros. */
bool store_event_forget(struct db *db, uint64_t seq, struct err *err) MUST_USE;

/* The newest event of a visit: its place in it, and its hash. */
bool store_visit_newest(struct db *db, const uint8_t visit[STORE_ID_BYTES], uint64_t *n,
    uint8_t hash[STORE_HASH_BYTES], struct err *err) MUST_USE;

/* ---- cursors: rows one after another, in constant memory ---- */

/*
 *     struct db_query q = store_events(db, 0, UINT64_MAX);
 *
 *     while (store_event_next(&q, &event))
 *         ...
 *     return db_done(&q, err);
 */

/* Events from `first` up to, not including, `past`; those of a visit. */
struct db_query store_events(struct db *db, uint64_t first, uint64_t past);
struct db_query store_visit_events(struct db *db, const uint8_t visit[STORE_ID_BYTES]);
bool store_event_next(struct db_query *q, struct store_event *out) MUST_USE;

/* Events about who came in, was refused, or may now, before a place in the log: the
 * newest first and at most so many, to be read by store_event_next. */
struct db_query store_access_events(struct db *db, uint64_t before, uint64_t most);

/* Events of editions that were put in force, in this order. */
struct db_query store_edition_events(struct db *db);

/* Visits that were opened and not closed, the oldest first; and those that
 * ended within a time, `begins` to just before `ends`, and before a place in the log, with
 * that place, the newest first and at most so many. */
struct db_query store_open_visits(struct db *db);
bool store_open_visit_next(struct db_query *q, uint8_t visit[STORE_ID_BYTES]) MUST_USE;
struct db_query store_closed_visits(
    struct db *db, uint64_t before, int64_t begins, int64_t ends, uint64_t most);
bool store_closed_visit_next(
    struct db_query *q, uint8_t visit[STORE_ID_BYTES], uint64_t *seq) MUST_USE;

/* Decisions, the newest first. */
struct store_decision {
    uint8_t visit[STORE_ID_BYTES];
    uint64_t seq;
    bool is_over; /* the visit is */
};
struct db_query store_decisions(struct db *db);
bool store_decision_next(struct db_query *q, struct store_decision *out) MUST_USE;

/* The hashes of events alone. */
struct db_query store_hashes(struct db *db, uint64_t first, uint64_t past);
bool store_hash_next(struct db_query *q, uint8_t hash[STORE_HASH_BYTES]) MUST_USE;

struct db_query store_log_keys(struct db *db);
bool store_log_key_next(struct db_query *q, struct store_log_key *out) MUST_USE;

/* ---- the tree ---- */

bool store_tile_insert(struct db *db, unsigned level, uint64_t n,
    const uint8_t hashes[STORE_TILE_BYTES], struct err *err) MUST_USE;
/* The same in the place of one that is damaged. */
bool store_tile_put(struct db *db, unsigned level, uint64_t n,
    const uint8_t hashes[STORE_TILE_BYTES], struct err *err) MUST_USE;
bool store_tile_get(struct db *db, unsigned level, uint64_t n,
    uint8_t hashes[STORE_TILE_BYTES], struct err *err) MUST_USE;

struct store_checkpoint {
    uint64_t size;
    uint8_t root[STORE_HASH_BYTES];
    str note;
    int64_t at;
};

/* ERR_CONFLICT: a checkpoint of this size is there already. */
bool store_checkpoint_insert(
    struct db *db, const struct store_checkpoint *checkpoint, struct err *err) MUST_USE;
bool store_checkpoint_newest(struct db *db, struct arena *arena,
    struct store_checkpoint *out, struct err *err) MUST_USE;
bool store_checkpoint_by_size(struct db *db, struct arena *arena, uint64_t size,
    struct store_checkpoint *out, struct err *err) MUST_USE;

/* The smallest checkpoint that covers event `seq`. */
bool store_checkpoint_above(struct db *db, struct arena *arena, uint64_t seq,
    struct store_checkpoint *out, struct err *err) MUST_USE;

struct store_cosignature {
    str witness;
    str line; /* of the signed note, without its line feed */
    int64_t at;
};

/* Keep a witness's line; an older one than is there already changes nothing. */
bool store_cosignature_put(struct db *db, uint64_t size,
    const struct store_cosignature *cosignature, struct err *err) MUST_USE;
struct db_query store_cosignatures(struct db *db, uint64_t size);
bool store_cosignature_next(struct db_query *q, struct store_cosignature *out) MUST_USE;

/* ---- what is sealed ---- */

struct store_bucket {
    str name;
    int64_t opened_at;
    bool is_closed;
    int64_t closed_at;
    bool is_shredded;
    int64_t shredded_at;
};

/* Open a bucket, unless it is there already. */
bool store_bucket_put(
    struct db *db, str name, int64_t opened_at, struct err *err) MUST_USE;
bool store_bucket_get(struct db *db, struct arena *arena, str name,
    struct store_bucket *out, struct err *err) MUST_USE;
struct db_query store_buckets(struct db *db);
bool store_bucket_next(struct db_query *q, struct store_bucket *out) MUST_USE;

/* Close a bucket: it takes no more values. */
bool store_bucket_close(struct db *db, str name, int64_t at, struct err *err) MUST_USE;

/* Note that a bucket's key is gone.  ERR_CONFLICT: it is open, unknown, or holds
 * values still. */
bool store_bucket_shred(struct db *db, str name, int64_t at, struct err *err) MUST_USE;

struct store_disclosure {
    uint64_t seq;
    uint64_t place;
    uint8_t digest[STORE_HASH_BYTES];
    str bucket;
    str sealed; /* empty when erased */
    bool is_erased;
    uint64_t erased_by; /* the event that says so */
};

/* ERR_CONFLICT: the bucket is closed or unknown, or the place is taken. */
bool store_disclosure_insert(
    struct db *db, const struct store_disclosure *disclosure, struct err *err) MUST_USE;
struct db_query store_disclosures(struct db *db, uint64_t seq);
bool store_disclosure_next(struct db_query *q, struct store_disclosure *out) MUST_USE;

/* Erase a value, and the file that it is the digest of, in a transaction; one that is
 * erased stays so by its first event.  The bytes leave the disk with the first db_checkpoint after committing. */
bool store_disclosure_erase(struct db *db, uint64_t seq, uint64_t place,
    uint64_t erased_by, struct err *err) MUST_USE;

/* How many values a bucket still holds. */
bool store_disclosure_count(
    struct db *db, str bucket, uint64_t *out, struct err *err) MUST_USE;

/* The file of a paper, sealed, beside the value that is its digest.  ERR_CONFLICT: there
 * is no such value, or it has a file already. */
bool store_paper_insert(
    struct db *db, uint64_t seq, uint64_t place, str sealed, struct err *err) MUST_USE;
bool store_paper_get(struct db *db, struct arena *arena, uint64_t seq, uint64_t place,
    str *sealed, struct err *err) MUST_USE;

struct store_hold {
    uint64_t number;
    bool of_visit; /* else of one event */
    uint64_t seq;
    uint8_t visit[STORE_ID_BYTES];
    str reason;
    str ordered_by;
    int64_t begins;
    bool has_end;
    int64_t ends; /* the first moment it no longer holds */
};

/* Add a hold; its number goes to `number`. */
bool store_hold_insert(struct db *db, const struct store_hold *hold, uint64_t *number,
    struct err *err) MUST_USE;
bool store_hold_end(
    struct db *db, uint64_t number, int64_t ends, struct err *err) MUST_USE;

/* The first hold that covers event `seq` at a moment; ERR_NOT_FOUND: it is free. */
bool store_hold_covering(struct db *db, struct arena *arena, uint64_t seq, int64_t at,
    struct store_hold *out, struct err *err) MUST_USE;
struct db_query store_holds(struct db *db);
bool store_hold_next(struct db_query *q, struct store_hold *out) MUST_USE;

/* ---- letters that are on their way ---- */

struct store_delivery {
    uint64_t number;
    uint64_t seq;   /* the event that asks for it */
    uint64_t place; /* among that event's letters */
    str channel;
    uint64_t contact; /* of the roster; 0: a webhook */
    str webhook;
    bool urgent;
    int64_t attempts; /* with the one for which it was claimed */
};

/* Add one; number and attempts are not looked at.  In the transaction of its event. */
bool store_delivery_insert(struct db *db, const struct store_delivery *delivery,
    int64_t next_at, struct err *err) MUST_USE;

struct store_lease {
    int64_t now;
    int64_t until; /* then another may claim them */
    uint64_t most;
};

/* Claim what is due, in a transaction; the rows come in no order. */
struct db_query store_delivery_claim(
    struct db *db, str channel, bool urgent, const struct store_lease *lease);
bool store_delivery_next(struct db_query *q, struct store_delivery *out) MUST_USE;

/* Give one back until a moment; or take it off, as nothing more will come of it. */
bool store_delivery_again(
    struct db *db, uint64_t number, int64_t next_at, struct err *err) MUST_USE;
bool store_delivery_settle(struct db *db, uint64_t number, struct err *err) MUST_USE;

/* When there may be something to claim; INT64_MAX: there is nothing at all. */
bool store_delivery_next_at(
    struct db *db, str channel, bool urgent, int64_t *at, struct err *err) MUST_USE;

/* Take back what others had claimed: there are none any more. */
bool store_delivery_release(struct db *db, struct err *err) MUST_USE;

/* ---- editions ---- */

struct store_edition {
    uint8_t digest[STORE_HASH_BYTES]; /* of the image */
    str name;                         /* of the protocol */
    str image;
    str source;
    int64_t added_at;
    int64_t begins;
    bool has_end;
    int64_t ends;
};

/* ERR_CONFLICT: this edition is there already. */
bool store_edition_insert(
    struct db *db, const struct store_edition *edition, struct err *err) MUST_USE;
bool store_edition_get(struct db *db, struct arena *arena,
    const uint8_t digest[STORE_HASH_BYTES], struct store_edition *out,
    struct err *err) MUST_USE;

/* All of them, in the order of their digests. */
struct db_query store_editions(struct db *db);
bool store_edition_next(struct db_query *q, struct store_edition *out) MUST_USE;

/* The edition of a protocol in force at a moment. */
bool store_edition_in_force(struct db *db, struct arena *arena, str name, int64_t at,
    struct store_edition *out, struct err *err) MUST_USE;
bool store_edition_end(struct db *db, const uint8_t digest[STORE_HASH_BYTES],
    int64_t ends, struct err *err) MUST_USE;

/* A document whose image was there already, with other words. */
struct store_document {
    uint8_t digest[STORE_HASH_BYTES]; /* of the source */
    str source;
    int64_t added_at;
};

/* One that is there already stays. */
bool store_document_insert(
    struct db *db, const struct store_document *document, struct err *err) MUST_USE;
bool store_document_get(struct db *db, struct arena *arena,
    const uint8_t digest[STORE_HASH_BYTES], struct store_document *out,
    struct err *err) MUST_USE;

/* All of them, in the order of their digests. */
struct db_query store_documents(struct db *db);
bool store_document_next(struct db_query *q, struct store_document *out) MUST_USE;

#endif
