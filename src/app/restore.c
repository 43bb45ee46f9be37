/*
 * Putting a backup back: everything is verified before anything is written, and the
 * database gets its name last.  A folder without it is no record.
 */
#include "app/backup.h"

#include "app/inside.h"
#include "app/manifest.h"

struct restoring {
    struct arena *arena;
    str from;
    struct keeper *keeper;
    struct manifest manifest;
    struct restoration *out;
};

/* ---- what the backup says it is ---- */

static bool read_manifest(struct restoring *r, struct err *err)
{
    str path = path_join(r->arena, r->from, STR("manifest"));
    str bytes;

    if (!os_read_file(r->arena, path, MANIFEST_BYTES_MAX, &bytes, err)) {
        if (err->kind != ERR_NOT_FOUND)
            return false;
        err_set(err, ERR_INVALID, r->from);
        return err_add(err,
            STR(": there is no manifest, so this is no backup, or one that was not "
                "finished; use another"));
    }
    if (!manifest_read(r->arena, bytes, &r->manifest, err))
        return err_while(err, path);
    return true;
}

static bool differs(struct err *err, str path)
{
    err_set(err, ERR_CORRUPT, path);
    return err_add(
        err, STR(" is not what the manifest says; the backup is damaged, use another"));
}

/* Verify one file.  Keys may have been taken out on purpose. */
static bool verify_file(
    struct restoring *r, const struct manifest_file *file, struct err *err)
{
    str path = path_join(r->arena, r->from, file->path);
    struct manifest_file found;
    struct err missing = {0};

    if (!digest_file(&r->keeper->crypto, path, &found, &missing)) {
        *err = missing;
        if (missing.kind != ERR_NOT_FOUND || str_equal(file->path, STR("record.db")))
            return false;
        r->out->missing[r->out->missing_count++] = file->path;
        return true;
    }
    if (found.bytes != file->bytes ||
        memcmp(found.digest, file->digest, sizeof(found.digest)) != 0)
        return differs(err, path);
    return true;
}

static bool verify_files(struct restoring *r, struct err *err)
{
    bool has_database = false;

    r->out->missing = ARENA_ARRAY(r->arena, str, r->manifest.count);
    for (size_t i = 0; i < r->manifest.count; i++) {
        has_database |= str_equal(r->manifest.files[i].path, STR("record.db"));
        if (!verify_file(r, &r->manifest.files[i], err))
            return false;
    }
    return has_database ||
        err_set(err, ERR_INVALID,
            STR("the manifest names no record.db; the backup is not whole"));
}

/* ---- putting it back ---- */

static bool copy_database(struct restoring *r, str path, struct err *err)
{
    struct db from = {0};
    bool done = db_open(&from, &store_catalogue,
                    path_join(r->arena, r->from, STR("record.db")), DB_READ, err) &&
        os_keep_file(path, STR(""), OS_PRIVATE, err) && db_backup(&from, path, err);

    db_close(&from);
    return done;
}

/* It is the record that the manifest speaks of, and whole. */
static bool check_database(struct restoring *r, struct err *err)
{
    struct keeper *k = r->keeper;
    struct store_log log;
    uint64_t events;

    if (!db_check(&k->db, err) || !store_log_get(&k->db, &k->arena, &log, err) ||
        !store_event_count(&k->db, &events, err))
        return false;
    k->origin = log.origin;
    r->out->origin = arena_str(r->arena, log.origin);
    r->out->events = events;
    return (str_equal(log.origin, r->manifest.origin) &&
               events == r->manifest.events) ||
        differs(err, STR("record.db"));
}

/* The keys, but those of buckets of which nothing is left. */
static bool copy_keys(struct restoring *r, struct err *err)
{
    static const str seals = STR_INIT("keys/seals/");

    for (size_t i = 0; i < r->manifest.count; i++) {
        str path = r->manifest.files[i].path;
        struct err missing = {0};
        bool shredded = false;
        str bytes;

        if (str_starts(path, seals) &&
            !is_shredded(&r->keeper->db, r->arena, str_slice(path, seals.len, path.len),
                &shredded, err))
            return false;
        if (shredded || !str_starts(path, STR("keys/")) ||
            str_equal(path, STR("keys/people.key")))
            continue;
        if (!os_read_file(r->arena, path_join(r->arena, r->from, path), KEY_FILE_MAX,
                &bytes, &missing)) {
            if (missing.kind == ERR_NOT_FOUND)
                continue;
            *err = missing;
            return false;
        }
        if (!os_keep_file(
                keeper_path(r->keeper, r->arena, path), bytes, OS_PRIVATE, err))
            return false;
    }
    return true;
}

/* Put one file of a served folder where it was. */
static bool copy_file(struct restoring *r, str directory, str path,
    enum os_access access, struct err *err)
{
    struct err missing = {0};
    str bytes;

    if (os_read_file(r->arena, path_join(r->arena, r->from, path), JSON_MAX_BYTES,
            &bytes, &missing))
        return os_keep_file(path_join(r->arena, directory, path), bytes, access, err);
    if (missing.kind != ERR_NOT_FOUND)
        *err = missing;
    return missing.kind == ERR_NOT_FOUND;
}

/* The documents of a served folder: what is in force, and what is being written. */
static bool copy_documents(struct restoring *r, str directory, struct err *err)
{
    for (size_t i = 0; i < r->manifest.count; i++) {
        str path = r->manifest.files[i].path;
        bool is_draft = str_starts(path, STR("drafts/"));
        enum os_access access = is_draft ? OS_PRIVATE : OS_SHARED;

        if (!is_draft && !str_starts(path, STR("protocols/")))
            continue;
        if (!os_make_folder(
                path_join(r->arena, directory, folder_of(path)), access, err) ||
            !copy_file(r, directory, path, access, err))
            return false;
    }
    return true;
}

/* Who is called, in which order, and by what. */
static bool copy_reach(struct restoring *r, str directory, struct err *err)
{
    bool ignored;

    for (size_t i = 0; i < r->manifest.count; i++) {
        str path = r->manifest.files[i].path;

        if (str_ends(path, STR(".conf")) &&
            !copy_file(r, directory, path, OS_PRIVATE, err))
            return false;
    }
    if (!roster_copy(r->arena, r->from, directory, &ignored, err))
        return false;
    r->out->secret_count = channels_secret_files(r->arena, directory, &r->out->secrets);
    return true;
}

static bool put_back(struct restoring *r, str published, struct err *err)
{
    struct keeper *k = r->keeper;
    str unfinished = keeper_path(k, r->arena, STR("record.db.unfinished"));

    if (!make_record_folders(k, err) || !copy_database(r, unfinished, err) ||
        !store_open(&k->db, unfinished, DB_WRITE, err) || !check_database(r, err) ||
        (published.len > 0 && !catch_up(k, published, r->out, err)) ||
        !copy_keys(r, err) || !publish_keys(k, err) || !db_checkpoint(&k->db, err))
        return false;
    db_close(&k->db);
    return os_rename_file(unfinished, keeper_path(k, r->arena, STR("record.db")), err);
}

/* Whether the backup is one of a served folder. */
static bool has_people(const struct manifest *manifest)
{
    for (size_t i = 0; i < manifest->count; i++)
        if (str_equal(manifest->files[i].path, STR("people.db")))
            return true;
    return false;
}

/* ---- saying so ---- */

static bool submit(
    struct keeper *k, const struct restoration *r, str by, struct err *err)
{
    struct record_object fields = {0};
    struct record_event event = {.kind = RECORD_OVERRIDDEN};
    struct text reason = text_in(&k->arena);
    uint8_t key[KEEPER_KEY_BYTES];
    struct receipt receipt;

    text_add(&reason, STR("a backup of "));
    text_add_u64(&reason, r->events);
    text_add(&reason, STR(" events was put back, and "));
    text_add_u64(&reason, r->continued);
    text_add(&reason, STR(" that were published since were added"));
    record_put(&fields, STR("what"), record_text_value(STR("restored_backup")));
    record_put(&fields, STR("reason"), record_text_value(text_str(&reason)));
    record_put(&fields, STR("by"), record_text_value(by));
    event.fields = record_object_value(&fields);
    keeper_new_key(k, key);
    return keeper_submit(k, &event, key, &receipt, err);
}

/* The record is whole without it: a key that is elsewhere undoes nothing. */
static void record_it(const struct restoring *r, const struct restore_order *order,
    str directory, const struct keeper_clock *clock)
{
    struct keeper *k;

    if (order->by.len == 0 || !keeper_open(directory, clock, &k, &r->out->unrecorded))
        return;
    r->out->is_recorded = submit(k, r->out, order->by, &r->out->unrecorded);
    keeper_close(k);
}

bool backup_restore(const struct restore_order *order, const struct keeper_clock *clock,
    struct arena *arena, struct restoration *out, struct err *err)
{
    struct restoring r = {.arena = arena, .from = order->from, .out = out};
    str directory = order->directory;
    bool done;

    *out = (struct restoration){0};
    if (!read_manifest(&r, err) || !require_empty_folder(order->directory, err) ||
        !os_make_folder(order->directory, OS_PRIVATE, err))
        return false;
    if (has_people(&r.manifest))
        directory = path_join(arena, directory, STR("record"));
    r.keeper = keeper_new(directory, clock);
    done = os_make_folder(directory, OS_PRIVATE, err) && keeper_start(r.keeper, err) &&
        verify_files(&r, err) &&
        (!has_people(&r.manifest) ||
            people_put_back(arena, order->from, order->directory, clock, err)) &&
        copy_documents(&r, order->directory, err) &&
        copy_reach(&r, order->directory, err) && put_back(&r, order->published, err);
    keeper_close(r.keeper);
    if (done)
        record_it(&r, order, directory, clock);
    return done || err_while(err, STR("restore"));
}
