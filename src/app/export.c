/*
 * Copying what is published: whole, durable, checked, its checkpoint last.
 */
#include "app/halves.h"

#include "app/inside.h"

struct exporting {
    struct arena arena;
    struct arena file; /* what was read last */
    struct crypto crypto;
    struct hasher hasher;
    struct ed25519 ed25519;
    str from;
    str to;
    str vkeys;
    str note;
    struct checkpoint checkpoint;
    struct checkpoint old; /* of an earlier copy; size 0: there is none */
    struct exported *out;
};

static bool read_note(struct exporting *e, str folder, str *note,
    struct checkpoint *checkpoint, struct err *err)
{
    return os_read_file(&e->arena, path_join(&e->arena, folder, STR("checkpoint")),
               NOTE_BYTES_MAX, note, err) &&
        (open_checkpoint_by(
             &e->arena, &e->hasher, &e->ed25519, e->vkeys, *note, checkpoint, err) ||
            err_while(err, folder));
}

static bool open_source(struct exporting *e, struct err *err)
{
    return os_read_file(&e->arena, path_join(&e->arena, e->from, STR("vkey")),
               TRUST_BYTES_MAX, &e->vkeys, err) &&
        read_note(e, e->from, &e->note, &e->checkpoint, err);
}

static bool in_the_way(struct exporting *e, str why, struct err *err)
{
    err_set(err, ERR_CONFLICT, e->to);
    return err_add(err, why);
}

/* An earlier copy must be the beginning of what is there now. */
static bool check_old(struct exporting *e, struct err *err)
{
    struct tile_folder folder = {e->from, &e->file};
    struct tile_source files = tile_folder_source(&folder);
    struct tile_reader reader;
    struct hash_source hashes;
    struct frontier frontier;
    struct hash root;

    if (e->old.size > e->checkpoint.size)
        return in_the_way(e, STR(" holds a newer copy; nothing was written"), err);
    tile_reader_init(&reader, &e->hasher, &files, e->checkpoint.size);
    hashes = tile_reader_hashes(&reader);
    if (!frontier_read(&hashes, e->old.size, &frontier, err))
        return false;
    root = frontier_root(&e->hasher, &frontier);
    return hash_equal(&root, &e->old.root) ||
        in_the_way(e,
            STR(" holds another version of this record, signed by the same key. Keep both: "
                "they are evidence"),
            err);
}

static bool open_target(struct exporting *e, struct err *err)
{
    struct err missing = {0};
    const str *names;
    size_t count;
    str note;

    if (!os_make_folder(e->to, OS_SHARED, err) ||
        !os_list_folder(&e->arena, e->to, &names, &count, err))
        return false;
    if (count == 0)
        return true;
    if (read_note(e, e->to, &note, &e->old, &missing))
        return check_old(e, err);
    for (size_t i = 0; i < count; i++)
        if (!str_equal(names[i], STR("tile")) && !str_equal(names[i], STR("vkey")))
            return in_the_way(e,
                STR(" holds something else than a copy of this record; name a new folder"),
                err);
    return true;
}

/* ---- copying ---- */

static bool copy_file(struct exporting *e, const struct tile *tile, struct err *err)
{
    struct tile_folder folder = {e->from, &e->file};
    struct tile_source files = tile_folder_source(&folder);
    struct text path;
    str bytes;

    if (!files.read(files.context, tile, &bytes, err))
        return false;
    path = text_in(&e->file);
    text_add(&path, e->to);
    text_add_byte(&path, '/');
    text_add_tile_path(&path, tile);
    e->out->files++;
    return os_make_folder(folder_of(text_str(&path)), OS_SHARED, err) &&
        os_keep_file(text_str(&path), bytes, OS_SHARED, err);
}

static bool copy_files(struct exporting *e, struct err *err)
{
    struct tile_growth growth = tile_growth(e->old.size, e->checkpoint.size);
    struct tile tile;
    bool done = true;

    while (done && tile_growth_next(&growth, &tile)) {
        struct tile bundle = tile;

        bundle.kind = TILE_ENTRIES;
        done =
            copy_file(e, &tile, err) && (tile.level > 0 || copy_file(e, &bundle, err));
    }
    return done;
}

static void ignore(void *context, const struct damage *damage)
{
    (void)context;
    (void)damage;
}

/* What was written, read back. */
static bool check_copy(struct exporting *e, struct err *err)
{
    struct tile_folder folder = {e->to, &e->file};
    struct tile_source files = tile_folder_source(&folder);
    struct damage_sink sink = {ignore, NULL};
    struct log_health health;

    if (ledger_check(&e->hasher, &files, e->checkpoint.size, &e->checkpoint.root, &sink,
            &health))
        return true;
    err_set(err, ERR_CORRUPT, e->from);
    return err_add(err,
        STR(": the files do not lead to what was signed, so the copy has no checkpoint; run "
            "`vestibule log fsck`"));
}

static bool copy(struct exporting *e, struct err *err)
{
    return open_source(e, err) && open_target(e, err) && copy_files(e, err) &&
        check_copy(e, err) &&
        os_keep_file(
            path_join(&e->arena, e->to, STR("vkey")), e->vkeys, OS_SHARED, err) &&
        os_keep_file(
            path_join(&e->arena, e->to, STR("checkpoint")), e->note, OS_SHARED, err);
}

bool keeper_export(str directory, str to, struct exported *out, struct err *err)
{
    struct exporting e = {.to = to, .out = out};
    bool done = crypto_open(&e.crypto, err);

    *out = (struct exported){0};
    if (done) {
        e.from = path_join(&e.arena, directory, STR("public"));
        e.hasher = crypto_hasher(&e.crypto);
        e.ed25519 = crypto_ed25519(&e.crypto);
        done = copy(&e, err);
        out->size = e.checkpoint.size;
        out->root = e.checkpoint.root;
    }
    arena_clear(&e.file);
    arena_clear(&e.arena);
    crypto_close(&e.crypto);
    return done;
}
