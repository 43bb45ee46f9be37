/*
 * What concerns SQLite's file as a whole: emptying its log, copying, checking.
 */
#include "db/sqlite.h"

#include <sqlite3.h>

bool sqlite_checkpoint(struct db *db, struct err *err)
{
    int code = sqlite3_wal_checkpoint_v2(
        db->handle, NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);

    return code == SQLITE_OK || sqlite_fail(db, code, err);
}

/* Run a statement of one row; its first column, a number or a text, is looked at by
 * `check`, which sets `err` when it does not like it. */
static bool ask(struct db *db, const char *text,
    bool (*check)(sqlite3_stmt *row, struct err *err), struct err *err)
{
    sqlite3_stmt *made = NULL;
    int code = sqlite3_prepare_v2(db->handle, text, -1, &made, NULL);
    bool done;

    if (code == SQLITE_OK)
        code = sqlite3_step(made);
    done = code == SQLITE_ROW ? check(made, err) : sqlite_fail(db, code, err);
    (void)sqlite3_finalize(made);
    return done;
}

static bool is_sound(sqlite3_stmt *row, struct err *err)
{
    str said = str_from((const char *)sqlite3_column_text(row, 0));

    if (str_equal(said, STR("ok")))
        return true;
    err_set(err, ERR_CORRUPT, STR("the database is damaged: "));
    err_add(err, said);
    return err_add(err, STR("; restore a backup"));
}

bool sqlite_check(struct db *db, struct err *err)
{
    return ask(db, "PRAGMA integrity_check(1)", is_sound, err);
}

/* ---- backup ---- */

static bool is_empty(sqlite3_stmt *row, struct err *err)
{
    if (sqlite3_column_int64(row, 0) == 0)
        return true;
    return err_set(err, ERR_CONFLICT,
        STR("this file has something in it already; name a new one"));
}

static bool any_answer(sqlite3_stmt *row, struct err *err)
{
    (void)row;
    (void)err;
    return true;
}

/* All pages in one step: one moment, and no writer can make it begin again. */
static bool copy_pages(struct db *from, struct db *to, struct err *err)
{
    sqlite3_backup *copy =
        sqlite3_backup_init(to->handle, "main", from->handle, "main");
    int code;
    int end;

    if (copy == NULL)
        return sqlite_fail(to, sqlite3_extended_errcode(to->handle), err);
    code = sqlite3_backup_step(copy, -1);
    end = sqlite3_backup_finish(copy);
    if (code == SQLITE_DONE && end == SQLITE_OK)
        return true;
    return sqlite_fail(to, code == SQLITE_DONE ? end : code, err);
}

/* The copy comes out as one file that needs no log beside it, so that it can be read
 * from where nothing may be written. */
bool sqlite_backup(struct db *db, const char *path, struct err *err)
{
    struct db from = {.mode = DB_READ};
    struct db to = {.mode = DB_WRITE};
    sqlite3 *opened = NULL;
    int code = sqlite3_open_v2(path, &opened,
        SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX |
            SQLITE_OPEN_EXRESCODE,
        NULL);
    bool done = false;

    to.handle = opened;
    if (code != SQLITE_OK)
        sqlite_fail(&to, code, err);
    else
        done = ask(&to, "PRAGMA page_count", is_empty, err) &&
            sqlite_open(&from, sqlite3_db_filename(db->handle, "main"), err) &&
            copy_pages(&from, &to, err) &&
            ask(&to, "PRAGMA journal_mode = DELETE", any_answer, err);
    (void)sqlite3_close(from.handle);
    (void)sqlite3_close(to.handle);
    return done;
}
