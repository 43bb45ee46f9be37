/*
 * SQLite as a driver: statements and transactions, one call each.
 */
#include "db/sqlite.h"

#include <limits.h>
#include <sqlite3.h>

/* ---- what went wrong ---- */

struct meaning {
    int code;
    enum err_kind kind;
    bool breaks; /* the connection */
    str text;
};

/* The first row whose code is the extended or the plain one. */
/* clang-format off */
static const struct meaning meanings[] = {
    {SQLITE_IOERR_FSYNC, ERR_IO, true, STR_INIT("the disk did not confirm a write (fsync), so it does not count; check the disk, then start the program again")},
    {SQLITE_IOERR_DIR_FSYNC, ERR_IO, true, STR_INIT("the disk did not confirm a write (fsync), so it does not count; check the disk, then start the program again")},
    {SQLITE_IOERR_NOMEM, ERR_IO, true, STR_INIT("the machine has no memory left; start the program again")},
    {SQLITE_IOERR_SHMSIZE, ERR_IO, true, STR_INIT("the file -shm beside the database cannot grow, as on a full disk; make room, then start the program again")},
    {SQLITE_IOERR, ERR_IO, true, STR_INIT("the disk failed; check it, then start the program again")},
    {SQLITE_NOMEM, ERR_IO, true, STR_INIT("the machine has no memory left; start the program again")},
    {SQLITE_FULL, ERR_IO, false, STR_INIT("the disk is full; make room and try again")},
    {SQLITE_CANTOPEN, ERR_NOT_FOUND, false, STR_INIT("there is no database that you may open; check its name, its folder and who owns it")},
    {SQLITE_READONLY, ERR_IO, false, STR_INIT("the database may only be read here; check who owns it")},
    {SQLITE_PERM, ERR_IO, false, STR_INIT("the database may not be used; check who owns it")},
    {SQLITE_BUSY, ERR_CONFLICT, false, STR_INIT("another process is using the database; stop it, or try again when it is done")},
    {SQLITE_LOCKED, ERR_CONFLICT, false, STR_INIT("the database is still being read; try again when that is done")},
    {SQLITE_CORRUPT, ERR_CORRUPT, false, STR_INIT("the database is damaged; restore a backup")},
    {SQLITE_NOTADB, ERR_CORRUPT, false, STR_INIT("this is no database, or its first page is damaged; restore a backup")},
    {SQLITE_FORMAT, ERR_CORRUPT, false, STR_INIT("this is no database, or its first page is damaged; restore a backup")},
    {SQLITE_CONSTRAINT_CHECK, ERR_INVALID, false, STR_INIT("a value is not what its column takes")},
    {SQLITE_CONSTRAINT_NOTNULL, ERR_INVALID, false, STR_INIT("a value is missing")},
    {SQLITE_CONSTRAINT_DATATYPE, ERR_INVALID, false, STR_INIT("a value is not what its column takes")},
    {SQLITE_CONSTRAINT_FOREIGNKEY, ERR_CONFLICT, false, STR_INIT("it refers to something that is not there")},
    {SQLITE_CONSTRAINT, ERR_CONFLICT, false, STR_INIT("it is there already")},
    {SQLITE_TOOBIG, ERR_LIMIT, false, STR_INIT("larger than the database accepts")},
};
/* clang-format on */

static const struct meaning *meaning_of(int code)
{
    for (size_t i = 0; i < COUNT_OF(meanings); i++)
        if (meanings[i].code == code || meanings[i].code == (code & 0xff))
            return &meanings[i];
    return NULL;
}

/* The first word on it is ours, the last is SQLite's. */
bool sqlite_fail(struct db *db, int code, struct err *err)
{
    const struct meaning *meaning = meaning_of(code);

    if (meaning == NULL)
        err_set(err, ERR_IO, STR("the database failed"));
    else
        err_set(err, meaning->kind, meaning->text);
    if (meaning != NULL && meaning->breaks)
        db->broken = true;
    err_add(err, STR(" (SQLite: "));
    err_add(err, str_from(sqlite3_errmsg(db->handle)));
    err_add(err, STR(", code "));
    err_add_i64(err, code);
    return err_add(err, STR(")"));
}

/* ---- transactions ---- */

static bool run_script(struct db *db, const char *text, struct err *err)
{
    int code = sqlite3_exec(db->handle, text, NULL, NULL, NULL);

    return code == SQLITE_OK || sqlite_fail(db, code, err);
}

static bool prepare(struct db *db, const char *text, void **prepared, struct err *err)
{
    sqlite3_stmt *made = NULL;
    int code = sqlite3_prepare_v3(
        db->handle, text, -1, SQLITE_PREPARE_PERSISTENT, &made, NULL);

    *prepared = made;
    return code == SQLITE_OK || sqlite_fail(db, code, err);
}

/* Run a statement that is prepared the first time and then kept. */
static bool run_kept(struct db *db, void **kept, const char *text, struct err *err)
{
    int code;

    if (*kept == NULL && !prepare(db, text, kept, err))
        return false;
    code = sqlite3_step(*kept);
    if (code != SQLITE_DONE)
        (void)sqlite_fail(db, code, err);
    (void)sqlite3_reset(*kept);
    return code == SQLITE_DONE;
}

/* A writer takes its lock at once, so that no later statement can find it taken. */
static bool begin(struct db *db, struct err *err)
{
    return run_kept(
        db, &db->begins, db->mode == DB_WRITE ? "BEGIN IMMEDIATE" : "BEGIN", err);
}

static bool commit(struct db *db, struct err *err)
{
    return run_kept(db, &db->commits, "COMMIT", err);
}

static int note_pages(void *pages, sqlite3 *handle, const char *name, int count)
{
    (void)handle;
    (void)name;
    *(int *)pages = count;
    return SQLITE_OK;
}

/* Moving the log into the file waits for the disk, and so must not be part of it. */
static bool commit_soon(struct db *db, struct err *err)
{
    struct log_file *log = sqlite_log(db);
    int pages = 0;
    bool done;

    if (log == NULL)
        return commit(db, err);
    db->log = log;
    (void)sqlite3_wal_hook(db->handle, note_pages, &pages);
    sqlite_log_defer(log, true);
    done = commit(db, err);
    sqlite_log_defer(log, false);
    (void)sqlite3_wal_autocheckpoint(db->handle, SQLITE_LOG_PAGES);
    /* When it fails the log is kept; whether the disk did, the next sync says. */
    if (done && pages >= SQLITE_LOG_PAGES)
        (void)sqlite3_wal_checkpoint(db->handle, NULL);
    return done;
}

static bool confirm(struct db *db, struct err *err)
{
    return db->log == NULL || sqlite_log_sync(db->log) ||
        err_set(err, ERR_IO, meanings[0].text);
}

/* After some failures SQLite has rolled back by itself. */
static void rollback(struct db *db)
{
    if (sqlite3_get_autocommit(db->handle) == 0)
        (void)sqlite3_exec(db->handle, "ROLLBACK", NULL, NULL, NULL);
}

static void close_handle(struct db *db)
{
    (void)sqlite3_finalize(db->begins);
    (void)sqlite3_finalize(db->commits);
    REQUIRE(sqlite3_close(db->handle) == SQLITE_OK);
    db->handle = NULL;
}

/* ---- statements ---- */

static void release(struct db *db, void *prepared)
{
    (void)db;
    (void)sqlite3_finalize(prepared);
}

/* An empty value has no address, which SQLite would take for NULL. */
static bool bind(struct db *db, void *prepared, unsigned place, struct db_value value,
    struct err *err)
{
    const char *bytes = value.bytes.len > 0 ? value.bytes.ptr : "";
    int at = (int)place;
    int code = SQLITE_OK;

    if (value.kind == DB_INT)
        code = sqlite3_bind_int64(prepared, at, value.number);
    else if (value.kind == DB_TEXT)
        code = sqlite3_bind_text64(
            prepared, at, bytes, value.bytes.len, SQLITE_TRANSIENT, SQLITE_UTF8);
    else if (value.kind == DB_BLOB)
        code =
            sqlite3_bind_blob64(prepared, at, bytes, value.bytes.len, SQLITE_TRANSIENT);
    else
        code = sqlite3_bind_null(prepared, at);
    return code == SQLITE_OK || sqlite_fail(db, code, err);
}

static enum db_step step(struct db *db, void *prepared, struct err *err)
{
    int code = sqlite3_step(prepared);

    if (code == SQLITE_ROW)
        return DB_ROW;
    if (code == SQLITE_DONE)
        return DB_END;
    (void)sqlite_fail(db, code, err);
    return DB_FAILED;
}

static struct db_value column(struct db *db, void *prepared, unsigned number)
{
    int at = (int)number;
    struct db_value value = {0};

    (void)db;
    REQUIRE(at < sqlite3_data_count(prepared));
    switch (sqlite3_column_type(prepared, at)) {
    case SQLITE_NULL:
        value.kind = DB_NULL;
        break;
    case SQLITE_INTEGER:
        value.kind = DB_INT;
        value.number = sqlite3_column_int64(prepared, at);
        break;
    case SQLITE_TEXT:
        value.kind = DB_TEXT;
        value.bytes.ptr = (const char *)sqlite3_column_text(prepared, at);
        value.bytes.len = (size_t)sqlite3_column_bytes(prepared, at);
        break;
    case SQLITE_BLOB:
        value.kind = DB_BLOB;
        value.bytes.ptr = sqlite3_column_blob(prepared, at);
        value.bytes.len = (size_t)sqlite3_column_bytes(prepared, at);
        break;
    default:
        value.kind = DB_OTHER;
    }
    return value;
}

/* The arguments go too: a value that is to be erased must not live on in a cache. */
static void reset(struct db *db, void *prepared)
{
    (void)db;
    (void)sqlite3_reset(prepared);
    (void)sqlite3_clear_bindings(prepared);
}

/* clang-format off */
const struct db_driver db_sqlite = {
    .open = sqlite_open,
    .close = close_handle,
    .begin = begin,
    .commit = commit,
    .rollback = rollback,
    .commit_soon = commit_soon,
    .confirm = confirm,
    .prepare = prepare,
    .release = release,
    .bind = bind,
    .step = step,
    .column = column,
    .reset = reset,
    .script = run_script,
    .checkpoint = sqlite_checkpoint,
    .backup = sqlite_backup,
    .check = sqlite_check,
};
/* clang-format on */
