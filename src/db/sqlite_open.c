/*
 * Opening SQLite the way a record needs it, and saying which SQLite it is.
 *
 * A table of settings, each read back where SQLite answers: a setting that does not
 * take would be noticed only on the day it matters.
 */
#include "db/sqlite.h"

#include <sqlite3.h>

enum { BUSY_MS = 5000 };

enum who { BOTH, READER, WRITER };

struct setting {
    enum who who;
    const char *text;
    str wanted;  /* what SQLite must answer; empty: no answer is looked at */
    str or_else; /* and what it may answer for a database in memory */
};

/* clang-format off */
static const struct setting settings[] = {
    /* One write to disk a commit, and readers are never in the way. */
    {WRITER, "PRAGMA journal_mode = WAL", STR_INIT("wal"), STR_INIT("memory")},
    /* A commit that is answered is on the disk. */
    {BOTH, "PRAGMA synchronous = FULL", {0}, {0}},
    {BOTH, "PRAGMA synchronous", STR_INIT("2"), {0}},
    /* Pages of a large batch, and of the indexes that it is found in: 32 MiB. */
    {WRITER, "PRAGMA cache_size = -32768", {0}, {0}},
    {WRITER, "PRAGMA cache_size", STR_INIT("-32768"), {0}},
    /* What is deleted is overwritten. */
    {BOTH, "PRAGMA secure_delete = ON", STR_INIT("1"), {0}},
    /* Only the writer moves the log into the file, when it has 16 MiB: each time it
     * waits for the disk twice. */
    {WRITER, "PRAGMA wal_autocheckpoint = 4000", STR_INIT("4000"), {0}},
    {READER, "PRAGMA wal_autocheckpoint = 0", STR_INIT("0"), {0}},
    {READER, "PRAGMA query_only = ON", {0}, {0}},
    {BOTH, "PRAGMA foreign_keys = ON", {0}, {0}},
    {BOTH, "PRAGMA foreign_keys", STR_INIT("1"), {0}},
    /* A file from elsewhere may name functions, or have cells that leave a page. */
    {BOTH, "PRAGMA trusted_schema = OFF", {0}, {0}},
    {BOTH, "PRAGMA trusted_schema", STR_INIT("0"), {0}},
    {BOTH, "PRAGMA cell_size_check = ON", {0}, {0}},
    {BOTH, "PRAGMA cell_size_check", STR_INIT("1"), {0}},
    /* A read of a failing disk is an error, not a signal. */
    {BOTH, "PRAGMA mmap_size = 0", STR_INIT("0"), STR_INIT("")},
    /* No values in files that nobody erases. */
    {BOTH, "PRAGMA temp_store = MEMORY", {0}, {0}},
};

static const struct {
    int option;
    int on;
} options[] = {
    {SQLITE_DBCONFIG_DEFENSIVE, 1},
    {SQLITE_DBCONFIG_ENABLE_TRIGGER, 0},
    {SQLITE_DBCONFIG_ENABLE_VIEW, 0},
    {SQLITE_DBCONFIG_DQS_DML, 0},
    {SQLITE_DBCONFIG_DQS_DDL, 0},
};
/* clang-format on */

static bool not_taken(const char *text, struct err *err)
{
    err_set(err, ERR_IO, STR("this SQLite does not obey `"));
    err_add(err, str_from(text));
    return err_add(err, STR("`, which a record needs; use another one"));
}

static bool make_setting(struct db *db, const struct setting *setting, struct err *err)
{
    sqlite3_stmt *made = NULL;
    int code = sqlite3_prepare_v2(db->handle, setting->text, -1, &made, NULL);
    bool obeyed = true;

    if (code == SQLITE_OK)
        code = sqlite3_step(made);
    if (code == SQLITE_ROW && setting->wanted.len > 0) {
        str answer = str_from((const char *)sqlite3_column_text(made, 0));

        obeyed =
            str_equal(answer, setting->wanted) || str_equal(answer, setting->or_else);
    }
    if (code != SQLITE_ROW && code != SQLITE_DONE)
        obeyed = sqlite_fail(db, code, err);
    else if (!obeyed)
        not_taken(setting->text, err);
    (void)sqlite3_finalize(made);
    return obeyed;
}

static bool make_options(struct db *db, struct err *err)
{
    int keep_log = db->mode == DB_READ;

    for (size_t i = 0; i < COUNT_OF(options); i++)
        if (sqlite3_db_config(db->handle, options[i].option, options[i].on, NULL) !=
            SQLITE_OK)
            return not_taken("sqlite3_db_config", err);
    if (sqlite3_db_config(
            db->handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, keep_log, NULL) != SQLITE_OK)
        return not_taken("sqlite3_db_config", err);
    (void)sqlite3_busy_timeout(db->handle, BUSY_MS);
    return true;
}

bool sqlite_open(struct db *db, const char *path, struct err *err)
{
    static const enum who who[] = {[DB_READ] = READER, [DB_WRITE] = WRITER};
    int flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE |
        (db->mode == DB_WRITE ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
                              : SQLITE_OPEN_READONLY);
    sqlite3 *handle = NULL;
    int code = sqlite3_open_v2(
        path, &handle, flags, db->mode == DB_WRITE ? sqlite_gathering() : NULL);

    REQUIRE(handle != NULL);
    db->handle = handle;
    if (code != SQLITE_OK)
        return sqlite_fail(db, code, err);
    if (!make_options(db, err))
        return false;
    for (size_t i = 0; i < COUNT_OF(settings); i++)
        if ((settings[i].who == BOTH || settings[i].who == who[db->mode]) &&
            !make_setting(db, &settings[i], err))
            return false;
    return true;
}

/* ---- which SQLite ---- */

/* From 3.7.0 up to 3.51.2, but for two older lines that got the repair. */
bool db_loses_resets(int number)
{
    bool mended = (number >= 3044006 && number < 3045000) ||
        (number >= 3050007 && number < 3051000);

    return number >= 3007000 && number <= 3051002 && !mended;
}

struct db_version db_version(void)
{
    return (struct db_version){.number = str_from(sqlite3_libversion()),
        .loses_resets = db_loses_resets(sqlite3_libversion_number())};
}
