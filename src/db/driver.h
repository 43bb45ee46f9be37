/*
 * What an engine must do: the seam between db's doors and SQLite, PostgreSQL, or a
 * test that makes the n-th call fail.
 *
 * A driver keeps its connection in db->handle.  It sets db->broken when the disk
 * can no longer be trusted.  Statements are checked before they get here.
 */
#ifndef VESTIBULE_DB_DRIVER_H
#define VESTIBULE_DB_DRIVER_H

#include "db/db.h"

enum db_kind { DB_NULL, DB_INT, DB_TEXT, DB_BLOB, DB_OTHER };

struct db_value {
    enum db_kind kind;
    int64_t number;
    str bytes;
};

struct db_driver {
    /* Connect.  After a failure `close` is called all the same. */
    bool (*open)(struct db *db, const char *path, struct err *err);
    void (*close)(struct db *db);

    bool (*begin)(struct db *db, struct err *err);
    bool (*commit)(struct db *db, struct err *err);
    void (*rollback)(struct db *db);
    bool (*commit_soon)(struct db *db, struct err *err);
    bool (*confirm)(struct db *db, struct err *err); /* on any thread */

    bool (*prepare)(struct db *db, const char *text, void **prepared, struct err *err);
    void (*release)(struct db *db, void *prepared);
    /* `place` counts from 1; bytes live until `reset`. */
    bool (*bind)(struct db *db, void *prepared, unsigned place, struct db_value value,
        struct err *err);
    enum db_step (*step)(struct db *db, void *prepared, struct err *err);
    struct db_value (*column)(struct db *db, void *prepared, unsigned column);
    void (*reset)(struct db *db, void *prepared);

    bool (*script)(struct db *db, const char *text, struct err *err);
    bool (*checkpoint)(struct db *db, struct err *err);
    bool (*backup)(struct db *db, const char *path, struct err *err);
    bool (*check)(struct db *db, struct err *err);
};

extern const struct db_driver db_sqlite;

/* Whether the disk has not failed under this connection; ERR_IO says that it has. */
bool db_is_usable(const struct db *db, struct err *err) MUST_USE;

#endif
