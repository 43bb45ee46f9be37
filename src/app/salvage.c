/*
 * What a damaged database still gives: read row by row, believed as far as it opens,
 * and left out where it does not.
 */
#include "app/import.h"

void salvage_open(struct importing *im)
{
    struct err ignored = {0};

    /* Its schema may be what is damaged; then statements fail one by one. */
    if (!db_open(&im->old, &store_catalogue,
            keeper_path(im->k, &im->k->arena, STR("record.db")), DB_READ, &ignored))
        im->old = (struct db){0};
}

bool salvage_leaf(struct importing *im, str *leaf)
{
    struct store_event row;
    struct record_leaf read;
    struct hash hash;
    struct err ignored = {0};

    if (im->old.handle == NULL ||
        !store_event_by_seq(&im->old, &im->scratch, im->audit.size, &row, &ignored))
        return false;
    hash = hash_leaf(&im->k->hasher, row.leaf);
    *leaf = row.leaf;
    return memcmp(hash.bytes, row.hash, HASH_BYTES) == 0 &&
        record_leaf_parse(&im->scratch, row.leaf, &read, &ignored);
}

/* Is this the checkpoint of the tree so far, signed by the key that counts there? */
static bool is_checkpoint(struct importing *im, const struct store_checkpoint *row)
{
    struct hash root = frontier_root(&im->k->hasher, &im->edge.frontier);
    struct text vkey = text_in(&im->scratch);
    struct checkpoint checkpoint;
    struct err ignored = {0};

    text_add_note_key(&vkey, &im->audit.key);
    return open_checkpoint_by(&im->scratch, &im->k->hasher, &im->k->ed25519,
               text_str(&vkey), row->note, &checkpoint, &ignored) &&
        checkpoint.size == row->size && hash_equal(&checkpoint.root, &root) &&
        memcmp(root.bytes, row->root, HASH_BYTES) == 0;
}

static bool copy_cosignatures(struct importing *im, uint64_t size, struct err *err)
{
    struct db_query q = store_cosignatures(&im->old, size);
    struct store_cosignature row;
    struct err ignored = {0};
    bool done = true;

    while (done && store_cosignature_next(&q, &row)) {
        struct text line = text_in(&im->scratch);
        struct note note;

        text_add(&line, row.line);
        text_add_byte(&line, '\n');
        if (note_read_signatures(text_str(&line), &note, &ignored))
            done = store_cosignature_put(&im->k->db, size, &row, err);
    }
    (void)!db_done(&q, &ignored);
    return done;
}

bool salvage_checkpoint(struct importing *im, struct err *err)
{
    uint64_t size = im->edge.frontier.size;
    struct store_checkpoint row;
    struct err ignored = {0};

    if (im->old.handle == NULL || size == im->checkpoint.size ||
        !store_checkpoint_by_size(&im->old, &im->scratch, size, &row, &ignored) ||
        !is_checkpoint(im, &row))
        return true;
    return store_checkpoint_insert(&im->k->db, &row, err) &&
        copy_cosignatures(im, size, err);
}

/* ---- sealed fields ---- */

static bool opens(
    struct importing *im, const struct store_disclosure *row, struct err *err)
{
    struct hash digest;
    str opened;

    if (!open_disclosure(im->k, &im->scratch, row, &opened, err))
        return false;
    digest = hash_bytes(&im->k->hasher, opened);
    return memcmp(digest.bytes, row->digest, HASH_BYTES) == 0;
}

/* The name of its bucket may be what is damaged: is there another whose key opens it,
 * or is this one known, so that its key may come back? */
static bool find_bucket(struct importing *im, struct store_disclosure *row)
{
    struct store_disclosure tried = *row;
    struct store_bucket bucket;
    struct err ignored = {0};
    bool is_known = false;
    bool found = false;
    struct db_query q = store_buckets(&im->k->db);

    while (!found && store_bucket_next(&q, &bucket)) {
        is_known = is_known || str_equal(bucket.name, row->bucket);
        tried.bucket = bucket.name;
        found = opens(im, &tried, &ignored);
        if (found)
            row->bucket = arena_str(&im->scratch, bucket.name);
    }
    (void)!db_done(&q, &ignored);
    return found || is_known;
}

/* Does it belong to the event at which it stands?  Of a paragraph, only the list it is
 * in could tell. */
static bool belongs(struct importing *im, const struct store_disclosure *row)
{
    struct record_disclosure disclosure;
    struct store_event event;
    struct record_leaf leaf;
    struct err ignored = {0};
    str opened;

    if (!store_event_by_seq(&im->k->db, &im->scratch, row->seq, &event, &ignored) ||
        !record_leaf_parse(&im->scratch, event.leaf, &leaf, &ignored))
        return false;
    for (size_t i = 0; i < leaf.digest_count; i++)
        if (memcmp(leaf.digests[i].bytes, row->digest, HASH_BYTES) == 0)
            return true;
    return row->is_erased ||
        (open_disclosure(im->k, &im->scratch, row, &opened, &ignored) &&
            record_disclosure_parse(&im->scratch, opened, &disclosure, &ignored) &&
            disclosure.is_paragraph);
}

/* Worth keeping? */
static bool is_good(struct importing *im, struct store_disclosure *row)
{
    struct err err = {0};
    bool is_whole = row->is_erased || opens(im, row, &err) ||
        (err.kind == ERR_NOT_FOUND && find_bucket(im, row));

    return is_whole && belongs(im, row);
}

static bool copy_value(
    struct importing *im, struct store_disclosure *row, int64_t now, struct err *err)
{
    struct db *db = &im->k->db;

    if (!is_good(im, row))
        return true;
    im->out->values += !row->is_erased;
    return store_bucket_put(db, row->bucket, now, err) &&
        store_disclosure_insert(db, row, err) &&
        (!row->is_erased || row->erased_by >= im->audit.size ||
            store_disclosure_erase(db, row->seq, row->place, row->erased_by, err));
}

static bool copy_values(struct importing *im, int64_t now, struct err *err)
{
    bool done = true;

    for (uint64_t seq = 0; done && seq < im->audit.size; seq++) {
        struct db_query q = store_disclosures(&im->old, seq);
        struct store_disclosure row;
        struct err ignored = {0};

        while (done && store_disclosure_next(&q, &row))
            done = copy_value(im, &row, now, err);
        (void)!db_done(&q, &ignored);
        arena_clear(&im->scratch);
    }
    return done;
}

/* Buckets take values until they are closed, so they are closed at the end. */
static bool copy_buckets(struct importing *im, bool close, struct err *err)
{
    struct db_query q = store_buckets(&im->old);
    struct store_bucket row;
    struct err ignored = {0};
    struct db *db = &im->k->db;
    bool done = true;

    while (done && store_bucket_next(&q, &row)) {
        done = store_bucket_put(db, row.name, row.opened_at, err);
        if (done && close && row.is_closed)
            done = store_bucket_close(db, row.name, row.closed_at, err);
        if (done && close && row.is_shredded)
            done = store_bucket_shred(db, row.name, row.shredded_at, err);
    }
    (void)!db_done(&q, &ignored);
    return done;
}

static bool copy_holds(struct importing *im, struct err *err)
{
    struct db_query q = store_holds(&im->old);
    struct store_hold row;
    struct err ignored = {0};
    uint64_t number;
    bool done = true;

    while (done && store_hold_next(&q, &row))
        done = (!row.of_visit && row.seq >= im->audit.size) ||
            store_hold_insert(&im->k->db, &row, &number, err);
    (void)!db_done(&q, &ignored);
    return done;
}

static bool copy_editions(struct importing *im, struct err *err)
{
    struct db_query q = store_editions(&im->old);
    struct store_edition row;
    struct err ignored = {0};
    bool done = true;

    while (done && store_edition_next(&q, &row))
        done = store_edition_insert(&im->k->db, &row, err);
    (void)!db_done(&q, &ignored);
    return done;
}

static bool copy_documents(struct importing *im, struct err *err)
{
    struct db_query q = store_documents(&im->old);
    struct store_document row;
    struct err ignored = {0};
    bool done = true;

    while (done && store_document_next(&q, &row))
        done = store_document_insert(&im->k->db, &row, err);
    (void)!db_done(&q, &ignored);
    return done;
}

bool salvage_values(struct importing *im, struct err *err)
{
    int64_t now = im->k->clock.now(im->k->clock.context);

    return im->old.handle == NULL ||
        (copy_buckets(im, false, err) && copy_values(im, now, err) &&
            copy_buckets(im, true, err) && copy_holds(im, err) &&
            copy_editions(im, err) && copy_documents(im, err));
}
