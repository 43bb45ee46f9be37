/*
 * Opening a record, and making a new one.
 *
 * Whoever opens it must be alone (the lock), and what is there must still begin with
 * everything that was ever signed: a database restored from a backup, or changed by
 * hand, must never lead to a second tree under the same key.
 */
#include "app/inside.h"

str path_join(struct arena *arena, str folder, str name)
{
    struct text path = text_in(arena);

    text_add(&path, folder);
    text_add_byte(&path, '/');
    text_add(&path, name);
    return text_str(&path);
}

str keeper_path(const struct keeper *k, struct arena *arena, str name)
{
    return path_join(arena, k->directory, name);
}

str keeper_vkey(const struct keeper *k, struct arena *arena)
{
    struct text vkey = text_in(arena);

    text_add_note_key(&vkey, &k->key.signer.key);
    return text_str(&vkey);
}

/* ---- a keeper that is not open yet ---- */

struct keeper *keeper_new(str directory, const struct keeper_clock *clock)
{
    struct keeper *k = os_pages_new(sizeof(*k));

    k->directory = arena_str(&k->arena, directory);
    k->clock = *clock;
    k->last = &k->first;
    REQUIRE(pthread_mutex_init(&k->mutex, NULL) == 0);
    REQUIRE(pthread_mutex_init(&k->publishing, NULL) == 0);
    REQUIRE(pthread_cond_init(&k->turn, NULL) == 0);
    return k;
}

void keeper_close(struct keeper *k)
{
    if (k == NULL)
        return;
    REQUIRE(!k->has_turn && k->first == NULL);
    keeper_defer_end(k);
    db_close(&k->db);
    signing_key_clear(&k->key.secret);
    for (size_t i = 0; i < k->old_count; i++)
        signing_key_clear(&k->old[i].secret);
    crypto_forget(&k->seals, sizeof(k->seals));
    crypto_close(&k->crypto);
    os_lock_drop(&k->lock);
    (void)pthread_cond_destroy(&k->turn);
    (void)pthread_mutex_destroy(&k->mutex);
    (void)pthread_mutex_destroy(&k->publishing);
    arena_clear(&k->arena);
    os_pages_free(k, sizeof(*k));
}

bool keeper_start(struct keeper *k, struct err *err)
{
    struct arena *arena = &k->arena;

    if (!os_lock_take(&k->lock, keeper_path(k, arena, STR("lock")), err) ||
        !crypto_open(&k->crypto, err))
        return false;
    k->hasher = crypto_hasher(&k->crypto);
    k->ed25519 = crypto_ed25519(&k->crypto);
    return true;
}

/* ---- comparing with what was signed ---- */

static bool is_signed_root(
    struct keeper *k, uint64_t size, const struct hash *root, struct err *err)
{
    struct arena scratch = {0};
    struct kept_tiles kept = {&k->db, &scratch, &k->hasher};
    struct tile_source source = kept_tile_source(&kept);
    struct hash own;
    bool same = edge_root_of(&k->hasher, &source, size, &own, err) &&
        (hash_equal(&own, root) ||
            err_set(err, ERR_CORRUPT,
                STR("the events in the database are not those that were signed; run "
                    "`vestibule log fsck`")));

    arena_clear(&scratch);
    return same;
}

static bool check_newest(struct keeper *k, struct err *err)
{
    struct store_checkpoint newest;
    struct err missing = {0};
    struct hash root;

    if (!store_checkpoint_newest(&k->db, &k->arena, &newest, &missing)) {
        if (missing.kind != ERR_NOT_FOUND)
            *err = missing;
        return missing.kind == ERR_NOT_FOUND;
    }
    memcpy(root.bytes, newest.root, HASH_BYTES);
    k->anchor = (struct anchor){true, newest.size, root};
    if (newest.size <= k->edge.frontier.size)
        return is_signed_root(k, newest.size, &root, err);
    return err_set(err, ERR_CORRUPT,
        STR("the database has lost events that were signed; run `vestibule log fsck`"));
}

/* The log's own keys, past ones too, a line each. */
static bool own_keys(
    struct arena *arena, struct db *db, struct text *vkeys, struct err *err)
{
    struct db_query q = store_log_keys(db);
    struct store_log_key row;

    *vkeys = text_in(arena);
    while (store_log_key_next(&q, &row)) {
        text_add(vkeys, row.vkey);
        text_add_byte(vkeys, '\n');
    }
    return db_done(&q, err);
}

/* Keys, a vkey a line, as what to believe a checkpoint by: no witness is wanted. */
static bool trust_keys(struct arena *arena, const struct hasher *hasher, str vkeys,
    struct trust *out, struct err *err)
{
    struct text policy = text_in(arena);
    str vkey;

    while (str_split(&vkeys, '\n', &vkey)) {
        text_add(&policy, STR("log "));
        text_add(&policy, vkey);
        text_add_byte(&policy, '\n');
    }
    text_add(&policy, STR("quorum none\n"));
    return trust_read(arena, hasher, text_str(&policy), out, err);
}

/* A key counts for a range of sizes: one that was stolen signs nothing new. */
static bool is_signed_at(struct arena *arena, const struct hasher *hasher,
    struct db *db, const struct trust *trust, const struct note_seal *seals,
    uint64_t size, struct err *err)
{
    struct store_log_key row;
    struct note_key key;

    if (!store_log_key_at(db, arena, size, &row, err) ||
        !note_key_read(hasher, row.vkey, &key, err))
        return false;
    for (size_t i = 0; i < trust->key_count; i++)
        if (seals[i].is_signed &&
            memcmp(trust->keys[i].public_key, key.public_key, ED25519_KEY_BYTES) == 0)
            return true;
    err_set(err, ERR_DENIED,
        STR("the checkpoint is not signed by the key that counts for its size, "));
    return err_add(err, row.vkey);
}

bool open_checkpoint_by(struct arena *arena, const struct hasher *hasher,
    const struct ed25519 *ed25519, str vkeys, str note, struct checkpoint *out,
    struct err *err)
{
    struct trust trust;
    struct note_seal *seals;

    if (!trust_keys(arena, hasher, vkeys, &trust, err))
        return false;
    seals = ARENA_ARRAY(arena, struct note_seal, trust.key_count);
    return trust_open(arena, ed25519, &trust, note, out, seals, err);
}

bool open_own_checkpoint(struct arena *arena, const struct hasher *hasher,
    const struct ed25519 *ed25519, struct db *db, str note, struct checkpoint *out,
    struct err *err)
{
    struct text vkeys;
    struct trust trust;
    struct note_seal *seals;

    if (!own_keys(arena, db, &vkeys, err) ||
        !trust_keys(arena, hasher, text_str(&vkeys), &trust, err))
        return false;
    seals = ARENA_ARRAY(arena, struct note_seal, trust.key_count);
    return trust_open(arena, ed25519, &trust, note, out, seals, err) &&
        is_signed_at(arena, hasher, db, &trust, seals, out->size, err);
}

static bool is_behind(uint64_t published, uint64_t kept, struct err *err)
{
    err_set(err, ERR_CORRUPT, STR("public/checkpoint speaks of "));
    err_add_i64(err, (int64_t)published);
    err_add(err, STR(" events, the database has "));
    err_add_i64(err, (int64_t)kept);
    return err_add(err,
        STR(": was an old backup restored? Nothing is signed, for it would be a second "
            "version of the record. See `vestibule help log import`"));
}

/* A database that is older than what was published was restored from a backup. */
static bool check_published(struct keeper *k, bool mending, struct err *err)
{
    struct checkpoint published;
    struct err missing = {0};
    str note;

    if (!os_read_file(&k->arena, keeper_path(k, &k->arena, STR("public/checkpoint")),
            NOTE_BYTES_MAX, &note, &missing)) {
        if (missing.kind != ERR_NOT_FOUND)
            *err = missing;
        return missing.kind == ERR_NOT_FOUND;
    }
    if (!open_own_checkpoint(
            &k->arena, &k->hasher, &k->ed25519, &k->db, note, &published, err))
        return mending || err_while(err, STR("public/checkpoint"));
    if (published.size > k->edge.frontier.size)
        return is_behind(published.size, k->edge.frontier.size, err);
    return is_signed_root(k, published.size, &published.root, err);
}

/* ---- opening ---- */

bool keeper_read_edge(struct keeper *k, struct err *err)
{
    struct arena scratch = {0};
    struct kept_tiles kept = {&k->db, &scratch, &k->hasher};
    struct tile_source source = kept_tile_source(&kept);
    uint64_t size;
    bool done = store_event_count(&k->db, &size, err) &&
        edge_read(&k->hasher, &source, size, &k->edge, err);

    arena_clear(&scratch);
    return done;
}

/* The key in the file must be the one that signs now. */
static bool check_key(struct keeper *k, struct err *err)
{
    struct store_log_key row;

    if (!store_log_key_at(&k->db, &k->arena, INT64_MAX, &row, err))
        return false;
    if (str_equal(keeper_vkey(k, &k->arena), row.vkey))
        return true;
    err_set(err, ERR_INVALID, STR("keys/log.key is not the key of this record, "));
    return err_add(err, row.vkey);
}

bool keeper_open_store(struct keeper *k, struct err *err)
{
    struct arena *arena = &k->arena;
    struct store_log log;

    if (!keeper_start(k, err) ||
        !store_open(&k->db, keeper_path(k, arena, STR("record.db")), DB_WRITE, err) ||
        !store_log_get(&k->db, arena, &log, err))
        return false;
    k->origin = log.origin;
    return true;
}

bool keeper_open_database(struct keeper *k, struct err *err)
{
    struct arena *arena = &k->arena;

    return keeper_open_store(k, err) && settle_keys(k, err) &&
        key_file_read(k, keeper_path(k, arena, STR("keys/log.key")), err) &&
        check_key(k, err) && read_old_keys(k, err);
}

bool keeper_open_tree(struct keeper *k, bool mending, struct err *err)
{
    return keeper_read_edge(k, err) && check_newest(k, err) &&
        check_published(k, mending, err);
}

bool require_record(str directory, struct err *err)
{
    struct arena arena = {0};
    uint64_t size;
    bool is = os_file_size(path_join(&arena, directory, STR("record.db")), &size, err);

    if (!is && err->kind == ERR_NOT_FOUND) {
        err_set(err, ERR_NOT_FOUND, directory);
        err_add(
            err, STR(": there is no record here; make one with `vestibule log new`"));
    }
    arena_clear(&arena);
    return is;
}

bool keeper_open(str directory, const struct keeper_clock *clock, struct keeper **out,
    struct err *err)
{
    struct keeper *k;

    *out = NULL;
    if (!require_record(directory, err))
        return false;
    k = keeper_new(directory, clock);
    if (!keeper_open_database(k, err) || !keeper_open_tree(k, false, err)) {
        keeper_close(k);
        return err_while(err, directory);
    }
    *out = k;
    return true;
}
