/*
 * The public files, and the key that signs them.
 */
#include "app/fsck.h"

static const str checkpoint_name = STR_INIT("public/checkpoint");

void fsck_read_published(struct fsck *f)
{
    struct err err = {0};

    f->note = (str){0};
    if (!os_read_file(&f->k->arena, keeper_path(f->k, &f->k->arena, checkpoint_name),
            NOTE_BYTES_MAX, &f->note, &err) &&
        err.kind != ERR_NOT_FOUND)
        fsck_found(f, FINDING_FILES, checkpoint_name, err_text(&err));
}

/* With keys from the database, or, when that does not give them, from beside the
 * checkpoint. */
static bool open_note(struct fsck *f, struct err *err)
{
    struct keeper *k = f->k;
    str vkeys;

    if (k->db.handle != NULL &&
        open_own_checkpoint(
            &k->arena, &k->hasher, &k->ed25519, &k->db, f->note, &f->published, err))
        return true;
    if (k->db.handle != NULL && (err->kind == ERR_DENIED || err->kind == ERR_INVALID))
        return false;
    return os_read_file(&k->arena, keeper_path(k, &k->arena, STR("public/vkey")),
               TRUST_BYTES_MAX, &vkeys, err) &&
        open_checkpoint_by(
            &k->arena, &k->hasher, &k->ed25519, vkeys, f->note, &f->published, err);
}

void fsck_open_published(struct fsck *f)
{
    struct err err = {0};

    if (f->note.len == 0 || f->is_tried)
        return;
    f->is_tried = true;
    f->is_published = open_note(f, &err);
    if (!f->is_published) {
        f->published = (struct checkpoint){0};
        fsck_found(f, FINDING_FILES, checkpoint_name, err_text(&err));
    }
    f->out->published = f->published.size;
}

/* ---- files ---- */

static void see_damage(void *context, const struct damage *damage)
{
    struct fsck *f = context;
    struct text what = text_in(&f->k->arena);

    text_add_damage(&what, damage);
    fsck_found(f, FINDING_FILES, STR("public"), text_str(&what));
}

static void check_tiles(struct fsck *f)
{
    struct tile_folder folder = {
        keeper_path(f->k, &f->k->arena, STR("public")), &f->scratch};
    struct tile_source files = tile_folder_source(&folder);
    struct damage_sink sink = {see_damage, f};
    struct log_health health;

    /* Each damage has been told of. */
    (void)!ledger_check(
        &f->k->hasher, &files, f->published.size, &f->published.root, &sink, &health);
}

/* What is shown was kept before. */
static void check_kept(struct fsck *f)
{
    struct store_checkpoint row;
    struct err err = {0};

    if (f->k->db.handle != NULL && f->is_whole && f->published.size > 0 &&
        !store_checkpoint_by_size(
            &f->k->db, &f->scratch, f->published.size, &row, &err))
        fsck_found(f, FINDING_DATABASE, STR("record.db"),
            STR("it lacks the checkpoint that is published"));
}

/* The file by which others check: the key, and a line feed. */
static void check_vkey(struct fsck *f)
{
    struct keeper *k = f->k;
    struct store_log_key row;
    struct err err = {0};
    str vkey;

    if (!os_read_file(&k->arena, keeper_path(k, &k->arena, STR("public/vkey")),
            TRUST_BYTES_MAX, &vkey, &err))
        fsck_found(f, FINDING_FILES, STR("public/vkey"), err_text(&err));
    else if (k->db.handle != NULL &&
        store_log_key_at(&k->db, &k->arena, INT64_MAX, &row, &err) &&
        (!str_ends(vkey, STR("\n")) ||
            !str_equal(str_slice(vkey, 0, vkey.len - 1), row.vkey)))
        fsck_found(f, FINDING_FILES, STR("public/vkey"),
            STR("this is not the key that signs the record"));
}

void fsck_files(struct fsck *f)
{
    struct store_checkpoint newest;
    struct err err = {0};

    fsck_open_published(f);
    check_vkey(f);
    if (f->note.len == 0 && f->k->db.handle != NULL &&
        store_checkpoint_newest(&f->k->db, &f->k->arena, &newest, &err))
        fsck_found(f, FINDING_FILES, checkpoint_name,
            STR("it is missing, though one was signed"));
    if (!f->is_published)
        return;
    check_kept(f);
    if (f->is_whole && f->published.size > 0 &&
        !hash_equal(&f->own_root, &f->published.root))
        fsck_found(f, FINDING_FORK, checkpoint_name,
            STR("it is signed by this record's key, and is of another version of it "
                "than the database"));
    check_tiles(f);
}

/* ---- the key ---- */

void fsck_key(struct fsck *f)
{
    struct keeper *k = f->k;
    struct store_log_key row;
    struct err err = {0};

    if (k->origin.len == 0)
        k->origin = f->published.origin;
    if (k->origin.len == 0)
        return;
    if (!key_file_read(k, keeper_path(k, &k->arena, STR("keys/log.key")), &err))
        fsck_found(f, FINDING_KEY, STR("keys/log.key"), err_text(&err));
    else if (k->db.handle != NULL &&
        store_log_key_at(&k->db, &k->arena, INT64_MAX, &row, &err) &&
        !str_equal(keeper_vkey(k, &k->arena), row.vkey))
        fsck_found(f, FINDING_KEY, STR("keys/log.key"),
            STR("this is not the key that signs the record now"));
}
