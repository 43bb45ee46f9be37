/*
 * Publishing: files first, then the signature, the checkpoint last.
 *
 * What was written is read back and has to lead to the root that the database's tree
 * has; only then is it signed.  A bit that turned in memory, or a disk that wrote
 * something else, must not become the signed truth.
 */
#include "app/inside.h"

struct publishing {
    struct keeper *keeper;
    struct arena *arena;  /* as long as the publication */
    struct arena scratch; /* of one file */
    struct crypto crypto; /* of this thread */
    struct hasher hasher;
    struct db reader;
    uint64_t from; /* the size that was published last */
    uint64_t to;
    struct hash root;
    bool unwitnessed; /* sign also when no witness answers */
    bool unheard;     /* none does */
};

/* ---- files ---- */

str folder_of(str path)
{
    size_t end = path.len;

    while (path.ptr[end - 1] != '/')
        end--;
    return str_slice(path, 0, end - 1);
}

static bool write_file(
    struct publishing *p, const struct tile *tile, str bytes, struct err *err)
{
    struct text path = text_in(&p->scratch);

    text_add(&path, p->keeper->directory);
    text_add(&path, STR("/public/"));
    text_add_tile_path(&path, tile);
    return os_make_folder(folder_of(text_str(&path)), OS_SHARED, err) &&
        os_keep_file(text_str(&path), bytes, OS_SHARED, err);
}

static bool write_tile(struct publishing *p, const struct tile *tile,
    const struct hash_source *hashes, struct err *err)
{
    struct hash content[TILE_WIDTH];

    return tile_build(hashes, tile, content, err) &&
        write_file(
            p, tile, (str){(const char *)content, tile->width * sizeof(*content)}, err);
}

/* The entries of a tile of level 0. */
static bool write_bundle(struct publishing *p, const struct tile *tile, struct err *err)
{
    struct tile bundle = *tile;
    struct text bytes = text_in(&p->scratch);
    uint64_t first = tile->index * TILE_WIDTH;
    struct db_query q = store_events(&p->reader, first, first + tile->width);
    struct store_event event;
    bool fits = true;

    while (fits && store_event_next(&q, &event))
        fits = bundle_add(&bytes, event.leaf, err);
    if (!db_done(&q, err) || !fits)
        return false;
    bundle.kind = TILE_ENTRIES;
    return write_file(p, &bundle, text_str(&bytes), err);
}

static bool write_files(struct publishing *p, struct err *err)
{
    struct arena kept_arena = {0};
    struct kept_tiles kept = {&p->reader, &kept_arena, &p->hasher};
    struct tile_source source = kept_tile_source(&kept);
    struct tile_growth growth = tile_growth(p->from, p->to);
    struct tile_reader reader;
    struct hash_source hashes;
    struct tile tile;
    bool done = true;

    tile_reader_init(&reader, &p->hasher, &source, p->to);
    hashes = tile_reader_hashes(&reader);
    while (done && tile_growth_next(&growth, &tile)) {
        done = write_tile(p, &tile, &hashes, err) &&
            (tile.level > 0 || write_bundle(p, &tile, err));
        arena_clear(&p->scratch);
    }
    arena_clear(&kept_arena);
    return done;
}

/* ---- reading back ---- */

static bool differs(struct err *err, const struct tile *tile)
{
    char buffer[TILE_PATH_MAX];
    struct text path = text_fixed(buffer, sizeof(buffer));

    text_add_tile_path(&path, tile);
    err_set(err, ERR_CORRUPT, STR("public/"));
    err_add(err, text_str(&path));
    return err_add(err,
        STR(" was read back other than it was written; nothing is signed. The disk or "
            "the memory of this machine is at fault"));
}

static bool read_hashes(const struct tile_source *files, const struct tile *tile,
    struct hash out[TILE_WIDTH], struct err *err)
{
    str bytes;

    if (!files->read(files->context, tile, &bytes, err))
        return false;
    if (bytes.len != tile->width * sizeof(*out))
        return differs(err, tile);
    memcpy(out, bytes.ptr, bytes.len);
    return true;
}

/* Do the entries of a bundle have the hashes of their tile? */
static bool check_bundle(struct publishing *p, const struct tile_source *files,
    const struct tile *tile, const struct hash *hashes, struct err *err)
{
    struct tile bundle = *tile;
    str entries[TILE_WIDTH];
    str bytes;

    bundle.kind = TILE_ENTRIES;
    if (!files->read(files->context, &bundle, &bytes, err) ||
        !bundle_read(bytes, bundle.width, entries, err))
        return false;
    for (uint32_t i = 0; i < bundle.width; i++) {
        struct hash own = hash_leaf(&p->hasher, entries[i]);

        if (!hash_equal(&own, &hashes[i]))
            return differs(err, &bundle);
    }
    return true;
}

/* Are the new hashes of a tile the roots of the tiles below it? */
static bool check_roots(struct publishing *p, const struct tile_source *files,
    const struct tile *tile, const struct hash *hashes, struct err *err)
{
    uint64_t first = tile->index * TILE_WIDTH;
    uint64_t old = p->from >> 8 * tile->level;
    struct hash below[TILE_WIDTH];

    for (uint64_t i = old > first ? old - first : 0; i < tile->width; i++) {
        struct tile child = tile_at(TILE_HASHES, p->to, tile->level - 1, first + i);
        struct hash own;

        if (!read_hashes(files, &child, below, err))
            return false;
        own = tile_root(&p->hasher, below);
        if (!hash_equal(&own, &hashes[i]))
            return differs(err, tile);
    }
    return true;
}

static bool check_files(struct publishing *p, struct err *err)
{
    struct arena file = {0};
    struct tile_folder folder = {
        keeper_path(p->keeper, p->arena, STR("public")), &file};
    struct tile_source files = tile_folder_source(&folder);
    struct tile_growth growth = tile_growth(p->from, p->to);
    struct tile tile;
    struct hash root;
    bool done = true;

    while (done && tile_growth_next(&growth, &tile)) {
        struct hash hashes[TILE_WIDTH];

        done = read_hashes(&files, &tile, hashes, err) &&
            (tile.level == 0 ? check_bundle(p, &files, &tile, hashes, err)
                             : check_roots(p, &files, &tile, hashes, err));
    }
    done = done && edge_root_of(&p->hasher, &files, p->to, &root, err) &&
        (hash_equal(&root, &p->root) ||
            err_set(err, ERR_CORRUPT,
                STR("the public files do not lead to what was recorded; nothing is "
                    "signed. Run `vestibule log fsck`")));
    arena_clear(&file);
    return done;
}

/* ---- signing ---- */

static str sign(struct publishing *p)
{
    struct checkpoint checkpoint = {
        .origin = p->keeper->origin, .size = p->to, .root = p->root};
    struct text text = text_in(&p->scratch);
    struct text note = text_in(p->arena);

    text_add_checkpoint(&text, &checkpoint);
    note_add_signed(p->arena, &note, &p->keeper->key.signer, text_str(&text));
    for (size_t i = 0; i < p->keeper->old_count; i++)
        note_add_signature(
            p->arena, &note, &p->keeper->old[i].signer, text_str(&text), 0);
    return text_str(&note);
}

/* It is kept before it is shown to anyone: what was signed is never forgotten. */
static bool keep(struct publishing *p, str note, struct err *err)
{
    struct keeper *k = p->keeper;
    struct store_checkpoint row = {
        .size = p->to, .note = note, .at = k->clock.now(k->clock.context)};
    bool done;

    memcpy(row.root, p->root.bytes, HASH_BYTES);
    take_turn(k);
    done = store_checkpoint_insert(&k->db, &row, err);
    if (done)
        k->anchor = (struct anchor){true, p->to, p->root};
    pass_turn(k);
    return done;
}

static struct witness_place place_of(struct publishing *p, str note)
{
    return (struct witness_place){
        p->keeper, p->arena, &p->hasher, &p->reader, p->to, note};
}

/* The checkpoint as it is published, with what witnesses have added.  It is shown
 * before they are asked, so that nobody's silence keeps it back. */
static bool show(
    struct publishing *p, str note, struct publication *out, struct err *err)
{
    str path = keeper_path(p->keeper, p->arena, STR("public/checkpoint"));
    struct witness_place place = place_of(p, note);

    return os_keep_file(path, note, OS_SHARED, err) &&
        ask_to_cosign(&place, &out->checkpoint, &out->witnesses, err) &&
        (str_equal(note, out->checkpoint) ||
            os_keep_file(path, out->checkpoint, OS_SHARED, err));
}

/* The stamp of the checkpoint before is none of this one. */
static bool remove_stamp(struct publishing *p, struct err *err)
{
    struct err missing = {0};

    if (os_remove_file(
            keeper_path(p->keeper, p->arena, STR("public/checkpoint.tsr")), &missing))
        return true;
    if (missing.kind != ERR_NOT_FOUND)
        *err = missing;
    return missing.kind == ERR_NOT_FOUND;
}

/* Whether what is here is all that was ever signed, as far as witnesses know.  Where
 * nothing new is signed their silence is no matter. */
static bool check_witnesses(struct publishing *p, bool is_signed, struct err *err)
{
    struct witness_place place = place_of(p, STR(""));

    if (ask_what_was_seen(&place, err))
        return true;
    p->unheard = err->kind == ERR_DENIED;
    if (!p->unheard || (!p->unwitnessed && !is_signed))
        return false;
    *err = (struct err){0};
    return true;
}

static void fill(struct publication *out, const struct publishing *p, str note)
{
    out->size = p->to;
    out->root = p->root;
    out->checkpoint = note;
}

/* What was signed already is shown again, in case it was not shown to the end. */
static bool show_newest(struct publishing *p, struct publication *out, struct err *err)
{
    struct store_checkpoint newest;

    if (!store_checkpoint_newest(&p->reader, p->arena, &newest, err))
        return false;
    fill(out, p, newest.note);
    return show(p, newest.note, out, err);
}

static bool publish(struct publishing *p, struct publication *out, struct err *err)
{
    struct keeper *k = p->keeper;
    bool is_signed = k->anchor.is_there && k->anchor.size == p->to;
    str note;

    out->is_new = p->from < p->to || !is_signed;
    if (!write_files(p, err) || !check_files(p, err) ||
        !check_witnesses(p, is_signed, err))
        return false;
    if (is_signed)
        return show_newest(p, out, err);
    note = sign(p);
    fill(out, p, note);
    return keep(p, note, err) && remove_stamp(p, err) && show(p, note, out, err);
}

/* How much was published before. */
static bool find_from(struct publishing *p, struct err *err)
{
    struct keeper *k = p->keeper;
    struct checkpoint checkpoint;
    struct err missing = {0};
    str note;

    if (!os_read_file(p->arena, keeper_path(k, p->arena, STR("public/checkpoint")),
            NOTE_BYTES_MAX, &note, &missing)) {
        if (missing.kind != ERR_NOT_FOUND)
            *err = missing;
        return missing.kind == ERR_NOT_FOUND;
    }
    if (!open_own_checkpoint(
            p->arena, &p->hasher, &k->ed25519, &p->reader, note, &checkpoint, err))
        return err_while(err, STR("public/checkpoint"));
    p->from = checkpoint.size;
    return p->from <= p->to ||
        err_set(err, ERR_CORRUPT,
            STR("public/checkpoint speaks of more events than there are"));
}

/* What is committed now. */
static void find_to(struct publishing *p)
{
    struct frontier now;

    pthread_mutex_lock(&p->keeper->mutex);
    now = p->keeper->edge.frontier;
    pthread_mutex_unlock(&p->keeper->mutex);
    p->to = now.size;
    p->root = frontier_root(&p->hasher, &now);
}

static bool start(struct publishing *p, struct err *err)
{
    if (!crypto_open(&p->crypto, err))
        return false;
    p->hasher = crypto_hasher(&p->crypto);
    find_to(p);
    return store_open(&p->reader, keeper_path(p->keeper, p->arena, STR("record.db")),
               DB_READ, err) &&
        find_from(p, err);
}

static bool run(struct publishing *p, struct publication *out, struct err *err)
{
    struct keeper *k = p->keeper;
    bool done;

    *out = (struct publication){0};
    pthread_mutex_lock(&k->publishing);
    done = start(p, err) && publish(p, out, err);
    db_close(&p->reader);
    crypto_close(&p->crypto);
    arena_clear(&p->scratch);
    pthread_mutex_unlock(&k->publishing);
    return done || err_while(err, STR("publish"));
}

bool keeper_publish(
    struct keeper *k, struct arena *arena, struct publication *out, struct err *err)
{
    struct publishing p = {.keeper = k, .arena = arena};

    return run(&p, out, err);
}

static bool record_override(
    struct keeper *k, const struct without_witness *why, struct err *err)
{
    struct record_object fields = {0};
    struct record_event event = {.kind = RECORD_OVERRIDDEN};
    struct receipt receipt;
    uint8_t key[KEEPER_KEY_BYTES];

    record_put(&fields, STR("what"), record_text_value(STR("signed_without_witness")));
    record_put(&fields, STR("reason"), record_text_value(why->reason));
    record_put(&fields, STR("by"), record_text_value(why->by));
    event.fields = record_object_value(&fields);
    keeper_new_key(k, key);
    return keeper_submit(k, &event, key, &receipt, err);
}

/* Nothing is recorded when a witness answers after all. */
bool keeper_publish_without_witness(struct keeper *k, struct arena *arena,
    const struct without_witness *why, struct publication *out, struct err *err)
{
    struct publishing first = {.keeper = k, .arena = arena};
    struct publishing second = {.keeper = k, .arena = arena, .unwitnessed = true};

    if (run(&first, out, err))
        return true;
    return first.unheard && record_override(k, why, err) && run(&second, out, err);
}

/* ---- again ---- */

static bool write_again(struct publishing *p, struct err *err)
{
    struct keeper *k = p->keeper;
    struct publication ignored;
    struct text vkey = text_in(p->arena);

    if (!crypto_open(&p->crypto, err))
        return false;
    p->hasher = crypto_hasher(&p->crypto);
    p->to = k->anchor.size;
    p->root = k->anchor.root;
    text_add(&vkey, keeper_vkey(k, p->arena));
    text_add_byte(&vkey, '\n');
    return store_open(
               &p->reader, keeper_path(k, p->arena, STR("record.db")), DB_READ, err) &&
        os_keep_file(keeper_path(k, p->arena, STR("public/vkey")), text_str(&vkey),
            OS_SHARED, err) &&
        (!k->anchor.is_there ||
            (write_files(p, err) && check_files(p, err) &&
                show_newest(p, &ignored, err)));
}

bool publish_again(struct keeper *k, struct err *err)
{
    struct arena arena = {0};
    struct publishing p = {.keeper = k, .arena = &arena};
    bool done;

    pthread_mutex_lock(&k->publishing);
    done = write_again(&p, err);
    db_close(&p.reader);
    crypto_close(&p.crypto);
    arena_clear(&p.scratch);
    pthread_mutex_unlock(&k->publishing);
    arena_clear(&arena);
    return done || err_while(err, STR("publish"));
}
