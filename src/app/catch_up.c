/*
 * Going on where a published log is, from a database that is older.
 *
 * Leaves hold no values, so everything that the database lacks of the log can be taken
 * from the published entries; only values that were recorded since are lost.  Nothing
 * counts before all of it leads to the root of the published checkpoint, signed by the
 * keys of this log: it is one transaction.
 */
#include "app/inside.h"

struct catching_up {
    struct keeper *keeper;
    struct restoration *out;
    struct arena arena; /* of one bundle */
    struct full_tiles full;
    struct checkpoint published; /* believed once its signature was verified */
};

/* ---- one entry ---- */

struct signer_key {
    const struct ed25519 *ed25519;
    struct note_key key;
};

static bool verify_by(
    void *context, str message, const uint8_t signature[RECORD_SIGNATURE_BYTES])
{
    const struct signer_key *s = context;

    return s->ed25519->verify(s->key.public_key, message, signature);
}

/* The key of the backup was lost since: nothing here vouches for the one that came. */
static bool refuse_lost(struct err *err)
{
    return err_set(err, ERR_DENIED,
        STR("here a lost key was replaced, and only the new one says so. If that is yours: "
            "restore without --published, put its file in the place of keys/log.key, then "
            "`vestibule log import` what was published"));
}

/* By the key that signed at this place of the log. */
static bool check_leaf(struct catching_up *c, uint64_t seq,
    const struct record_leaf *leaf, struct err *err)
{
    struct keeper *k = c->keeper;
    struct signer_key own = {.ed25519 = &k->ed25519};
    struct record_verifier verifier = {verify_by, &own, {0}};
    struct store_log_key row;

    if (!str_equal(leaf->event.log, k->origin))
        return err_set(err, ERR_CORRUPT, STR("it belongs to another log"));
    if (!store_log_key_at(&k->db, &c->arena, seq, &row, err) ||
        !note_key_read(&k->hasher, row.vkey, &own.key, err))
        return false;
    verifier.key_id =
        str_slice(row.vkey, own.key.name.len + 1, own.key.name.len + 1 + 8);
    if (audit_is_lost(&(struct audit){.key = own.key}, &c->arena, leaf))
        return refuse_lost(err);
    return record_leaf_verify(leaf, &verifier, err);
}

/* The key and the content of the submission were never published: the hash of the leaf
 * stands for both, and whoever sends the event once more makes another. */
static bool insert(struct catching_up *c, uint64_t seq, str entry,
    const struct record_event *event, const struct hash *hash, struct err *err)
{
    struct store_event row = {.seq = seq,
        .leaf = entry,
        .kind = record_kind_row(event->kind)->name,
        .in_visit = event->visit.len > 0,
        .n = (uint64_t)event->n,
        .at = event->at};
    size_t len;

    memcpy(row.hash, hash->bytes, HASH_BYTES);
    memcpy(row.key, hash->bytes, STORE_ID_BYTES);
    memcpy(row.content, hash->bytes, HASH_BYTES);
    if (row.in_visit && !base64url_read(event->visit, row.visit, STORE_ID_BYTES, &len))
        return err_set(err, ERR_CORRUPT, STR("its visit has no name"));
    return store_event_insert(&c->keeper->db, &row, err);
}

/* ---- what some entries did besides ---- */

/* Erase the value that has this digest, if it is there. */
static bool erase_one(
    struct catching_up *c, uint64_t entry, str digest, uint64_t by, struct err *err)
{
    struct db *db = &c->keeper->db;
    struct db_query q = store_disclosures(db, entry);
    struct store_disclosure row;
    uint8_t wanted[HASH_BYTES] = {0};
    uint64_t place = UINT64_MAX;
    size_t len = 0;

    (void)base64url_read(digest, wanted, sizeof(wanted), &len);
    while (store_disclosure_next(&q, &row))
        if (len == sizeof(wanted) && !row.is_erased &&
            memcmp(row.digest, wanted, sizeof(wanted)) == 0)
            place = row.place;
    if (!db_done(&q, err))
        return false;
    if (place == UINT64_MAX)
        return true;
    c->out->erased++;
    return store_disclosure_erase(db, entry, place, by, err);
}

static bool erase(struct catching_up *c, const struct record_event *event, uint64_t seq,
    struct err *err)
{
    const struct json_value *entry = record_value(event, STR("entry"));
    const struct json_value *digests = record_value(event, STR("digests"));

    for (size_t i = 0; i < digests->count; i++)
        if (!erase_one(c, (uint64_t)entry->integer, digests->items[i].text, seq, err))
            return false;
    return true;
}

static bool follow(struct catching_up *c, const struct record_event *event,
    uint64_t seq, struct err *err)
{
    if (event->kind == RECORD_ERASED)
        return erase(c, event, seq, err);
    if (event->kind == RECORD_KEY_ROTATED)
        return store_log_key_insert(
            &c->keeper->db, seq + 1, record_value(event, STR("key"))->text, err);
    return true;
}

static bool add(struct catching_up *c, uint64_t seq, str entry, struct err *err)
{
    struct keeper *k = c->keeper;
    struct record_leaf leaf;
    struct hash hash = hash_leaf(&k->hasher, entry);

    if (!record_leaf_parse(&c->arena, entry, &leaf, err) ||
        !check_leaf(c, seq, &leaf, err) ||
        !insert(c, seq, entry, &leaf.event, &hash, err) ||
        !follow(c, &leaf.event, seq, err)) {
        struct text name = text_in(&c->arena);

        text_add(&name, STR("entry "));
        text_add_u64(&name, seq);
        return err_while(err, text_str(&name));
    }
    edge_add(&k->hasher, &k->edge, &hash, &c->full);
    c->out->continued++;
    return true;
}

/* ---- all entries ---- */

static bool keep_full_tiles(struct catching_up *c, struct err *err)
{
    for (size_t i = 0; i < c->full.count; i++) {
        const struct full_tile *tile = &c->full.items[i];

        if (!store_tile_insert(&c->keeper->db, tile->level, tile->index,
                (const uint8_t *)tile->hashes, err))
            return false;
    }
    return true;
}

/* Add what is new in the bundle that holds the next entry. */
static bool add_bundle(
    struct catching_up *c, const struct tile_source *files, struct err *err)
{
    uint64_t seq = c->keeper->edge.frontier.size;
    struct tile bundle = tile_at(TILE_ENTRIES, c->published.size, 0, seq / TILE_WIDTH);
    str entries[TILE_WIDTH];
    str bytes;

    c->full = (struct full_tiles){.arena = &c->arena};
    if (!files->read(files->context, &bundle, &bytes, err) ||
        !bundle_read(bytes, bundle.width, entries, err))
        return false;
    for (uint64_t i = seq % TILE_WIDTH; i < bundle.width; i++, seq++)
        if (!add(c, seq, entries[i], err))
            return false;
    return keep_full_tiles(c, err);
}

static bool add_all(struct catching_up *c, str published, struct err *err)
{
    struct arena file = {0};
    struct tile_folder folder = {published, &file};
    struct tile_source files = tile_folder_source(&folder);
    bool done = true;

    while (done && c->keeper->edge.frontier.size < c->published.size) {
        done = add_bundle(c, &files, err);
        arena_clear(&c->arena);
    }
    arena_clear(&file);
    return done;
}

/* ---- buckets of which nothing is left ---- */

/* The month that goes on has a bucket that still takes values. */
static bool takes_values(struct catching_up *c, str bucket)
{
    struct keeper *k = c->keeper;
    int64_t now = k->clock.now(k->clock.context);
    str current = bucket_of(&k->arena, RECORD_KEEP_VISIT, now);

    return str_ends(bucket, str_slice(current, current.len - 8, current.len));
}

static bool shred(struct catching_up *c, str bucket, struct err *err)
{
    struct keeper *k = c->keeper;
    int64_t now = k->clock.now(k->clock.context);
    uint64_t values;

    if (!store_disclosure_count(&k->db, bucket, &values, err))
        return false;
    if (values > 0 || takes_values(c, bucket))
        return true;
    c->out->shredded++;
    return store_bucket_close(&k->db, bucket, now, err) &&
        store_bucket_shred(&k->db, bucket, now, err);
}

static bool shred_empty(struct catching_up *c, struct err *err)
{
    struct keeper *k = c->keeper;
    struct db_query q = store_buckets(&k->db);
    struct store_bucket row;
    size_t capacity = 0;
    size_t count = 0;
    str *names = NULL;

    while (store_bucket_next(&q, &row)) {
        if (row.is_shredded)
            continue;
        names = arena_grow(&k->arena, names, count, &capacity, sizeof(*names));
        names[count++] = arena_str(&k->arena, row.name);
    }
    if (!db_done(&q, err))
        return false;
    for (size_t i = 0; i < count; i++)
        if (!shred(c, names[i], err))
            return false;
    return true;
}

/* ---- the checkpoint ---- */

/* Read it without believing it: the keys that signed may be in what it signs. */
static bool read_unverified(
    struct catching_up *c, str path, str *bytes, struct err *err)
{
    struct keeper *k = c->keeper;
    struct note note;

    if (!os_read_file(&k->arena, path, NOTE_BYTES_MAX, bytes, err))
        return false;
    if (!note_read(*bytes, &note, err) ||
        !checkpoint_read(note.text, &c->published, err))
        return err_while(err, path);
    if (str_equal(c->published.origin, k->origin))
        return true;
    err_set(err, ERR_CORRUPT, path);
    return err_add(err, STR(" is that of another log"));
}

static bool check_root(struct catching_up *c, struct err *err)
{
    struct keeper *k = c->keeper;
    struct arena scratch = {0};
    struct kept_tiles kept = {&k->db, &scratch, &k->hasher};
    struct tile_source source = kept_tile_source(&kept);
    struct hash root;
    bool done = edge_root_of(&k->hasher, &source, c->published.size, &root, err);

    arena_clear(&scratch);
    if (!done || hash_equal(&root, &c->published.root))
        return done;
    return err_set(err, ERR_CORRUPT,
        STR("the published log does not continue this backup: two versions of the "
            "record were signed, or one is damaged"));
}

/* It becomes the newest one here too, unless this backup knows more. */
static bool keep_checkpoint(struct catching_up *c, str note, struct err *err)
{
    struct keeper *k = c->keeper;
    struct store_checkpoint row = {
        .size = c->published.size, .note = note, .at = k->clock.now(k->clock.context)};
    struct store_checkpoint newest;
    struct checkpoint opened;
    struct err missing = {0};

    if (!open_own_checkpoint(
            &k->arena, &k->hasher, &k->ed25519, &k->db, note, &opened, err) ||
        !check_root(c, err))
        return false;
    if (store_checkpoint_newest(&k->db, &k->arena, &newest, &missing)) {
        if (newest.size >= row.size)
            return true;
    } else if (missing.kind != ERR_NOT_FOUND) {
        *err = missing;
        return false;
    }
    memcpy(row.root, c->published.root.bytes, HASH_BYTES);
    return store_checkpoint_insert(&k->db, &row, err);
}

static bool run(struct catching_up *c, str published, struct err *err)
{
    struct keeper *k = c->keeper;
    str note;

    if (!read_unverified(
            c, path_join(&k->arena, published, STR("checkpoint")), &note, err) ||
        !keeper_read_edge(k, err) || !db_begin(&k->db, err))
        return false;
    if (add_all(c, published, err) && keep_checkpoint(c, note, err) &&
        shred_empty(c, err) && db_commit(&k->db, err))
        return true;
    db_rollback(&k->db);
    return false;
}

bool catch_up(struct keeper *k, str published, struct restoration *out, struct err *err)
{
    struct catching_up c = {.keeper = k, .out = out};
    bool done = run(&c, published, err);

    arena_clear(&c.arena);
    return done || err_while(err, published);
}
