/*
 * Committing a batch: leaves are made, signed and inserted, in one transaction.
 *
 * What is wrong with one submission (its key was used for something else) is found
 * before anything of it is written, so that the others are not touched by it.
 */
#include "app/inside.h"

struct batch {
    struct keeper *keeper;
    struct arena *arena;
    struct full_tiles full;
    int64_t now;
    str buckets[RECORD_KEEP_COUNT]; /* those that are known to be there */
};

/* ---- one submission ---- */

static bool refuse(struct submission *s)
{
    s->failed = true;
    return true;
}

static void receive(struct submission *s, const struct store_event *row, bool repeated)
{
    s->receipt = (struct receipt){.seq = row->seq,
        .n = row->in_visit ? (int64_t)row->n : -1,
        .at = row->at,
        .repeated = repeated};
    memcpy(s->receipt.leaf.bytes, row->hash, HASH_BYTES);
}

/* Whether this is what came under the key before.  Of an event that was erased it is
 * forgotten; then the key alone decides. */
static bool is_same(const struct store_event *row, const struct submission *s)
{
    static const struct hash forgotten;

    return memcmp(row->content, s->content.bytes, HASH_BYTES) == 0 ||
        memcmp(row->content, forgotten.bytes, HASH_BYTES) == 0;
}

/* Was this key used before?  Then the same receipt is given again. */
static bool find_repeated(
    struct batch *b, struct submission *s, bool *found, struct err *err)
{
    struct store_event row;
    struct err missing = {0};

    *found = store_event_by_key(&b->keeper->db, b->arena, s->key, &row, &missing);
    if (!*found) {
        if (missing.kind != ERR_NOT_FOUND)
            *err = missing;
        return missing.kind == ERR_NOT_FOUND;
    }
    if (is_same(&row, s)) {
        receive(s, &row, true);
        return true;
    }
    err_set(&s->err, ERR_CONFLICT,
        STR("this key was used for another event; make a new one for each"));
    return refuse(s);
}

/* What comes from the record itself: the place in the visit, the newest checkpoint. */
static bool complete(struct batch *b, struct record_event *event,
    struct store_event *row, struct err *err)
{
    struct keeper *k = b->keeper;
    struct err missing = {0};
    size_t len;

    event->log = k->origin;
    event->at = b->now;
    event->has_anchor = k->anchor.is_there;
    event->anchor_root = k->anchor.root;
    event->anchor_size = (int64_t)k->anchor.size;
    row->in_visit = event->visit.len > 0;
    if (!row->in_visit)
        return true;
    if (!base64url_read(event->visit, row->visit, sizeof(row->visit), &len) ||
        len != sizeof(row->visit))
        return err_set(err, ERR_INVALID, STR("visit: this cannot name a visit"));
    if (store_visit_newest(&k->db, row->visit, &row->n, event->prev.bytes, &missing))
        row->n++;
    else if (missing.kind != ERR_NOT_FOUND)
        *err = missing;
    event->n = (int64_t)row->n;
    return missing.kind == ERR_NONE || missing.kind == ERR_NOT_FOUND;
}

/* The bucket of what is kept so.  A batch is of one moment, hence has one of each. */
static bool find_bucket(
    struct batch *b, enum record_keep keep, str *bucket, struct err *err)
{
    *bucket = b->buckets[keep];
    if (bucket->len > 0)
        return true;
    *bucket = bucket_of(b->arena, keep, b->now);
    if (!store_bucket_put(&b->keeper->db, *bucket, b->now, err))
        return false;
    b->buckets[keep] = *bucket;
    return true;
}

static bool keep_seals(
    struct batch *b, uint64_t seq, const struct record_sealed *sealed, struct err *err)
{
    struct keeper *k = b->keeper;

    for (size_t i = 0; i < sealed->count; i++) {
        const struct record_seal *seal = &sealed->seals[i];
        struct store_disclosure row = {.seq = seq, .place = i};

        memcpy(row.digest, seal->digest.bytes, HASH_BYTES);
        if (!find_bucket(b, seal->field->keep, &row.bucket, err) ||
            !seal_disclosure(k, b->arena, row.bucket, seal, &row.sealed, err) ||
            !store_disclosure_insert(&k->db, &row, err))
            return false;
    }
    return true;
}

static void sign(void *context, str message, uint8_t signature[RECORD_SIGNATURE_BYTES])
{
    const struct note_signer *signer = context;

    signer->sign(signer->secret, message, signature);
}

static bool make_leaf(
    struct batch *b, struct submission *s, const struct record_event *event, str *leaf)
{
    struct record_signer signer = {sign, &b->keeper->key.signer, b->keeper->key_id};

    return record_leaf_make(b->arena, event, &s->sealed, &signer, leaf, &s->err);
}

/* Add what was not there before; false: the whole batch has failed. */
static bool add(struct batch *b, struct submission *s, struct err *err)
{
    struct keeper *k = b->keeper;
    struct record_event event = *s->event;
    struct store_event row = {.seq = k->next_edge.frontier.size, .at = b->now};
    struct hash hash;

    if (!complete(b, &event, &row, err))
        return false;
    if (!make_leaf(b, s, &event, &row.leaf))
        return refuse(s);
    hash = hash_leaf(&k->hasher, row.leaf);
    row.kind = record_kind_row(event.kind)->name;
    row.fields = sealed_names(b->arena, &s->sealed);
    memcpy(row.hash, hash.bytes, HASH_BYTES);
    memcpy(row.key, s->key, KEEPER_KEY_BYTES);
    memcpy(row.content, s->content.bytes, HASH_BYTES);
    if (!store_event_insert(&k->db, &row, err) ||
        !keep_seals(b, row.seq, &s->sealed, err) ||
        (s->deed.run != NULL && !s->deed.run(s->deed.context, &k->db, row.seq, err)))
        return false;
    edge_add(&k->hasher, &k->next_edge, &hash, &b->full);
    receive(s, &row, false);
    return true;
}

/* ---- the batch ---- */

static bool keep_full_tiles(struct batch *b, struct err *err)
{
    for (size_t i = 0; i < b->full.count; i++) {
        const struct full_tile *tile = &b->full.items[i];

        if (!store_tile_insert(&b->keeper->db, tile->level, tile->index,
                (const uint8_t *)tile->hashes, err))
            return false;
    }
    return true;
}

static bool add_all(struct batch *b, struct submission *first, struct err *err)
{
    for (struct submission *s = first; s != NULL; s = s->next) {
        bool repeated;

        if (!find_repeated(b, s, &repeated, err))
            return false;
        if (!repeated && !add(b, s, err))
            return false;
    }
    return keep_full_tiles(b, err);
}

static bool all_soon(const struct submission *first)
{
    bool soon = true;

    for (const struct submission *s = first; s != NULL; s = s->next)
        soon = soon && s->soon;
    return soon;
}

void commit_batch(struct keeper *k, struct submission *first)
{
    struct arena arena = {0};
    struct batch b = {.keeper = k,
        .arena = &arena,
        .full = {.arena = &arena},
        .now = k->clock.now(k->clock.context)};
    struct err err = {0};
    bool soon = all_soon(first);
    bool done = false;

    edge_copy(&k->next_edge, &k->edge);
    if (db_begin(&k->db, &err)) {
        done = add_all(&b, first, &err) &&
            (soon ? db_commit_soon(&k->db, &err) : db_commit(&k->db, &err));
        if (!done)
            db_rollback(&k->db);
    }
    if (done) {
        pthread_mutex_lock(&k->mutex);
        edge_copy(&k->edge, &k->next_edge);
        note_commit(k, soon);
        pthread_mutex_unlock(&k->mutex);
    }
    for (struct submission *s = first; s != NULL && !done; s = s->next) {
        s->err = s->failed ? s->err : err;
        s->failed = true;
    }
    arena_clear(&arena);
}
