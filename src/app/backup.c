/*
 * Making a backup: the record first, then its keys.
 *
 * In that order every seal that the copied record needs is there still or was destroyed on
 * purpose.  People and the roster go before it, so it has the event of each change in them;
 * drafts go before it, too, and protocols after it: what comes
 * into force in between is in force in the backup, and its draft is one that was overtaken.
 * The copies are read again for the manifest: it says what is on the disk, not what was
 * meant to be.
 */
#include "app/backup.h"

#include "app/inside.h"
#include "app/manifest.h"

struct backing_up {
    struct arena *arena;
    str from;
    str people; /* a served folder, or empty */
    str to;
    const struct keeper_clock *clock;
    struct db db;
    struct db copy;
    struct crypto crypto;
    struct manifest manifest;
};

/* ---- folders ---- */

bool require_empty_folder(str path, struct err *err)
{
    struct arena arena = {0};
    struct err missing = {0};
    const str *names;
    size_t count;
    bool listed = os_list_folder(&arena, path, &names, &count, &missing);

    arena_clear(&arena);
    if (!listed && missing.kind != ERR_NOT_FOUND) {
        *err = missing;
        return false;
    }
    if (count == 0)
        return true;
    err_set(err, ERR_CONFLICT, path);
    return err_add(err, STR(" has something in it; name a new folder"));
}

static const str folders[] = {STR_INIT(""), STR_INIT("keys"), STR_INIT("keys/seals"),
    STR_INIT("drafts"), STR_INIT("protocols")};

enum { RECORD_FOLDERS = 3 }; /* so many of them every backup has */

static bool make_folders(const struct backing_up *b, struct err *err)
{
    for (size_t i = 0; i < RECORD_FOLDERS; i++)
        if (!os_make_folder(path_join(b->arena, b->to, folders[i]), OS_PRIVATE, err))
            return false;
    return true;
}

/* ---- copying ---- */

/* The file is made beforehand, as its owner's alone, and then filled. */
static bool copy_database(struct backing_up *b, struct err *err)
{
    str path = path_join(b->arena, b->to, STR("record.db"));

    return os_keep_file(path, STR(""), OS_PRIVATE, err) &&
        db_backup(&b->db, path, err) && store_open(&b->copy, path, DB_READ, err) &&
        db_check(&b->copy, err);
}

static bool list_file(struct backing_up *b, str path)
{
    struct manifest *m = &b->manifest;

    if (m->count == MANIFEST_FILES_MAX)
        return false;
    m->files =
        arena_grow(b->arena, m->files, m->count, &m->capacity, sizeof(*m->files));
    m->files[m->count++] = (struct manifest_file){.path = path};
    return true;
}

/* A key that is erased at this moment is no loss. */
static bool copy_key(struct backing_up *b, str path, struct err *err)
{
    struct err missing = {0};
    str bytes;

    if (!manifest_is_path(path))
        return true;
    if (!os_read_file(b->arena, path_join(b->arena, b->from, path), KEY_FILE_MAX,
            &bytes, &missing)) {
        if (missing.kind != ERR_NOT_FOUND)
            *err = missing;
        return missing.kind == ERR_NOT_FOUND;
    }
    if (!list_file(b, path))
        return err_set(err, ERR_LIMIT, STR("there are too many keys for one backup"));
    return os_keep_file(path_join(b->arena, b->to, path), bytes, OS_PRIVATE, err);
}

/* The keys in a folder, but those of buckets of which nothing is left. */
static bool copy_keys(struct backing_up *b, str folder, struct err *err)
{
    const str *names;
    size_t count;

    if (!os_list_folder(
            b->arena, path_join(b->arena, b->from, folder), &names, &count, err))
        return false;
    for (size_t i = 0; i < count; i++) {
        str path = path_join(b->arena, folder, names[i]);
        bool shredded = false;

        if (str_equal(path, STR("keys/seals")))
            continue;
        if (!is_shredded(&b->copy, b->arena, names[i], &shredded, err) ||
            (!shredded && !copy_key(b, path, err)))
            return false;
    }
    return true;
}

bool is_shredded(
    struct db *db, struct arena *arena, str bucket, bool *is, struct err *err)
{
    struct store_bucket row;
    struct err missing = {0};

    *is = store_bucket_get(db, arena, bucket, &row, &missing) && row.is_shredded;
    if (missing.kind != ERR_NONE && missing.kind != ERR_NOT_FOUND)
        *err = missing;
    return missing.kind == ERR_NONE || missing.kind == ERR_NOT_FOUND;
}

/* One that is thrown away or comes into force at this moment is no loss. */
static bool copy_file(struct backing_up *b, str path, struct err *err)
{
    struct err missing = {0};
    str bytes;

    if (!os_read_file(b->arena, path_join(b->arena, b->people, path), JSON_MAX_BYTES,
            &bytes, &missing)) {
        if (missing.kind != ERR_NOT_FOUND)
            *err = missing;
        return missing.kind == ERR_NOT_FOUND;
    }
    if (!list_file(b, path))
        return err_set(err, ERR_LIMIT, STR("there are too many drafts for one backup"));
    return os_keep_file(path_join(b->arena, b->to, path), bytes, OS_PRIVATE, err);
}

/* When schools are open, in which order people are called, and by what. */
static bool copy_settings(struct backing_up *b, struct err *err)
{
    return b->people.len == 0 ||
        (copy_file(b, STR("calendar.conf"), err) &&
            copy_file(b, STR("calling.conf"), err) &&
            copy_file(b, STR("channels.conf"), err));
}

static bool copy_document(struct backing_up *b, str path, struct err *err)
{
    if (!str_ends(path, STR(".md")) && !str_ends(path, STR(".mo")) &&
        !str_ends(path, STR(".json")))
        return true;
    if (!manifest_is_path(path)) {
        err_set(err, ERR_INVALID, path);
        return err_add(err,
            STR(": a backup takes names of letters, digits, '-', '_' and '.'; rename it"));
    }
    return copy_file(b, path, err);
}

/* What a served folder has in one of its own folders, if it has that. */
static bool copy_documents(struct backing_up *b, str folder, struct err *err)
{
    struct err missing = {0};
    const str *names;
    size_t count;

    if (b->people.len == 0)
        return true;
    if (!os_list_folder(b->arena, path_join(b->arena, b->people, folder), &names,
            &count, &missing)) {
        if (missing.kind != ERR_NOT_FOUND)
            *err = missing;
        return missing.kind == ERR_NOT_FOUND;
    }
    if (!os_make_folder(path_join(b->arena, b->to, folder), OS_PRIVATE, err))
        return false;
    for (size_t i = 0; i < count; i++)
        if (!copy_document(b, path_join(b->arena, folder, names[i]), err))
            return false;
    return true;
}

/* The key in the copied files must be the one that the copied database knows. */
static bool check_key(struct backing_up *b, struct err *err)
{
    struct store_log_key then;
    struct store_log_key now;

    if (!store_log_key_at(&b->copy, b->arena, INT64_MAX, &then, err) ||
        !store_log_key_at(&b->db, b->arena, INT64_MAX, &now, err))
        return false;
    return str_equal(then.vkey, now.vkey) ||
        err_set(err, ERR_CONFLICT,
            STR("the log's key was changed while it was copied; begin again"));
}

/* ---- the manifest ---- */

static void add_piece(void *context, str piece)
{
    crypto_hash_add(context, piece);
}

bool digest_file(
    struct crypto *crypto, str path, struct manifest_file *out, struct err *err)
{
    bool done;

    crypto_hash_begin(crypto);
    done = os_scan_file(path, add_piece, crypto, err);
    crypto_hash_end(crypto, out->digest);
    return done && os_file_size(path, &out->bytes, err);
}

static bool write_manifest(struct backing_up *b, struct backup *out, struct err *err)
{
    struct manifest *m = &b->manifest;
    struct text text = text_in(b->arena);
    struct store_log log;

    if (!store_log_get(&b->copy, b->arena, &log, err) ||
        !store_event_count(&b->copy, &m->events, err))
        return false;
    m->origin = log.origin;
    for (size_t i = 0; i < m->count; i++) {
        str path = path_join(b->arena, b->to, m->files[i].path);

        if (!digest_file(&b->crypto, path, &m->files[i], err))
            return false;
        out->bytes += m->files[i].bytes;
    }
    text_add_manifest(&text, m);
    out->origin = m->origin;
    out->events = m->events;
    out->files = m->count;
    return os_keep_file(
        path_join(b->arena, b->to, STR("manifest")), text_str(&text), OS_PRIVATE, err);
}

/* ---- all or nothing ---- */

/* Who uses it and who is called; a record alone has neither. */
static bool copy_people(struct backing_up *b, bool *has_roster, struct err *err)
{
    return b->people.len == 0 ||
        (people_back_up(b->arena, b->people, b->to, b->clock, err) &&
            roster_copy(b->arena, b->people, b->to, has_roster, err));
}

static bool make(struct backing_up *b, struct backup *out, struct err *err)
{
    bool has_roster = false;
    bool listed;

    /* The manifest has them in the order of their names. */
    if (!make_folders(b, err) || !copy_settings(b, err) ||
        !copy_documents(b, STR("drafts"), err) || !copy_people(b, &has_roster, err) ||
        !copy_database(b, err) || !copy_keys(b, STR("keys"), err))
        return false;
    listed = b->people.len == 0 || list_file(b, STR("keys/people.key"));
    if (!copy_keys(b, STR("keys/seals"), err) || !check_key(b, err))
        return false;
    listed = listed && (b->people.len == 0 || list_file(b, STR("people.db")));
    if (!copy_documents(b, STR("protocols"), err))
        return false;
    listed = listed && list_file(b, STR("record.db")) &&
        (!has_roster || list_file(b, STR("roster.db")));
    if (!listed)
        return err_set(err, ERR_LIMIT, STR("there are too many keys for one backup"));
    return write_manifest(b, out, err);
}

/* Remove what was copied; a file that is not there is as good. */
static bool remove_copy(struct backing_up *b, str path)
{
    struct err err = {0};

    return os_remove_file(path_join(b->arena, b->to, path), &err) ||
        err.kind == ERR_NOT_FOUND;
}

static bool undo(struct backing_up *b, struct err *err)
{
    bool gone = remove_copy(b, STR("record.db"));
    struct err why = {0};

    gone &= remove_copy(b, STR("people.db")) && remove_copy(b, STR("roster.db"));
    for (size_t i = 0; i < b->manifest.count; i++)
        gone &= remove_copy(b, b->manifest.files[i].path);
    for (size_t i = COUNT_OF(folders); i > 0; i--)
        gone &= os_remove_folder(path_join(b->arena, b->to, folders[i - 1]), &why) ||
            why.kind == ERR_NOT_FOUND;
    if (!gone)
        err_add(err, STR("; what was begun could not be removed"));
    return false;
}

/* Whether it is what `vestibule serve` keeps, and not a record alone. */
static bool is_served(struct arena *arena, str directory)
{
    struct err missing = {0};
    uint64_t size;

    return os_file_size(
               path_join(arena, directory, STR("record/record.db")), &size, &missing) &&
        os_file_size(path_join(arena, directory, STR("people.db")), &size, &missing);
}

bool backup_make(str directory, str to, const struct keeper_clock *clock,
    struct arena *arena, struct backup *out, struct err *err)
{
    struct backing_up b = {.arena = arena, .from = directory, .to = to, .clock = clock};
    bool done;

    *out = (struct backup){0};
    b.manifest.made = clock->now(clock->context);
    if (is_served(arena, directory)) {
        b.people = directory;
        b.from = path_join(arena, directory, STR("record"));
    }
    if (!require_record(b.from, err) || !require_empty_folder(to, err))
        return false;
    done = crypto_open(&b.crypto, err) &&
        store_open(&b.db, path_join(arena, b.from, STR("record.db")), DB_READ, err) &&
        make(&b, out, err);
    db_close(&b.copy);
    if (!done)
        done = undo(&b, err);
    db_close(&b.db);
    crypto_close(&b.crypto);
    return done || err_while(err, STR("backup"));
}
