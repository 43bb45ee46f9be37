/*
 * db: statements by number, arguments, rows; which engine answers is hidden.
 *
 * A statement is prepared once and kept.  Errors are sticky: a query that could not
 * be prepared or bound says so when it is stepped, so one check a query is enough.
 *
 *     struct db_query q = db_query(db, SQL_EVENT_BY_SEQ);
 *
 *     db_bind_u64(&q, seq);
 *     if (db_step(&q) == DB_ROW)
 *         at = db_i64(&q, 6);
 *     return db_done(&q, err);
 *
 * One connection serves one thread at a time.  May include base.
 */
#ifndef VESTIBULE_DB_H
#define VESTIBULE_DB_H

#include "base/base.h"

/* ---- statements: tables made by tools/sqlgen.awk ---- */

enum db_rows { DB_NO_ROWS, DB_ONE_ROW, DB_MANY_ROWS };

struct db_statement {
    const char *name;
    const char
        *args; /* a letter each: i, t, b (int, text, blob); I, T, B may be NULL */
    enum db_rows rows;
    const char *text;
};

struct db_catalogue {
    const struct db_statement *statements;
    size_t count; /* at most DB_STATEMENTS_MAX */
    /* How the tables are made, one step after another; for db_open_schema. */
    const char *const *steps;
    size_t step_count;
};

/* ---- connections ---- */

enum { DB_STATEMENTS_MAX = 96 };

/* A reader can change nothing and never checkpoints (db_version says why). */
enum db_mode { DB_READ, DB_WRITE };

struct db_slot {
    void *prepared;
    bool busy; /* a query has it */
};

/* All-zero is a closed connection; then only `driver` may be set beforehand. */
struct db {
    const struct db_driver *driver; /* NULL: SQLite */
    struct db_catalogue catalogue;
    enum db_mode mode;
    void *handle; /* the driver's; NULL when closed */
    void *begins; /* the driver's too: what begins a transaction, what commits one */
    void *commits;
    void *log;   /* the driver's: where what is committed soon has gone */
    bool began;  /* a transaction is open */
    bool broken; /* the disk failed: nothing more is done */
    struct db_slot slots[DB_STATEMENTS_MAX];
};

/*
 * Open the database file `path`; DB_WRITE creates it.  ":memory:" is a new, empty
 * one that nobody else sees.  ERR_USAGE, ERR_NOT_FOUND, ERR_IO, ERR_CORRUPT; after
 * a failure there is nothing to close.
 *
 * What an error means, here and everywhere below: ERR_CONFLICT, a rule of the
 * schema is broken or another process is in the way; ERR_INVALID, a value is not
 * what its column takes; ERR_CORRUPT, the file is damaged; ERR_IO, the disk failed
 * or is full.  When it failed the connection is broken: every later call says so
 * (what a failed fsync covered must never be taken for written), and the program
 * has to be started again.  A full disk leaves it usable.
 */
bool db_open(struct db *db, const struct db_catalogue *catalogue, str path,
    enum db_mode mode, struct err *err) MUST_USE;
void db_close(struct db *db);

/*
 * The same, with its schema brought up to date (DB_READ only checks it); the catalogue
 * begins with the statements of sql/schema.sql.  ERR_INVALID: a newer program made it,
 * or one that is older than what is read; ERR_CORRUPT: its schema is not what its steps
 * make.
 */
bool db_open_schema(struct db *db, const struct db_catalogue *catalogue, str path,
    enum db_mode mode, struct err *err) MUST_USE;

/* Begin, commit, undo a transaction.  A reader's sees one moment throughout.  When
 * committing fails everything is undone; db_rollback does nothing without one. */
bool db_begin(struct db *db, struct err *err) MUST_USE;
bool db_commit(struct db *db, struct err *err) MUST_USE;

/*
 * Commit without waiting for the disk: it can be read, and counts once db_confirm, or a
 * db_commit, has returned true that began after it.  db_confirm waits for what was
 * committed before; it is the one call for another thread than the connection's.
 * ERR_IO: the disk has not taken it, and never will: start again from what it has.
 */
bool db_commit_soon(struct db *db, struct err *err) MUST_USE;
bool db_confirm(struct db *db, struct err *err) MUST_USE;

void db_rollback(struct db *db);

/* Run several statements that take no arguments: a step of a schema. */
bool db_script(struct db *db, const char *text, struct err *err) MUST_USE;

/*
 * Put everything into the one file, and empty the log that runs beside it: nothing
 * erased is left in either.  ERR_CONFLICT: a reader still holds an older moment.
 */
bool db_checkpoint(struct db *db, struct err *err) MUST_USE;

/* Copy one moment of the database into the file `path`, new or empty, by a connection
 * of its own while others work.  The bytes are durable; their name is os_rename_file's
 * to make so.  ERR_CONFLICT: something is in it.  A failed copy is left there. */
bool db_backup(struct db *db, str path, struct err *err) MUST_USE;

/* Read every page and index.  ERR_CORRUPT names the first fault. */
bool db_check(struct db *db, struct err *err) MUST_USE;

struct db_version {
    str number; /* of SQLite: "3.40.1" */
    /* Two connections that checkpoint at one moment may lose pages in this release
     * (sqlite.org/wal.html, "WAL reset bug").  One writer alone is safe. */
    bool loses_resets;
};

struct db_version db_version(void);

/* Whether SQLite of this number (3040001 is 3.40.1) has that fault. */
bool db_loses_resets(int number);

/* ---- queries ---- */

enum db_step { DB_ROW, DB_END, DB_FAILED };

struct db_query {
    struct db *db;
    unsigned id;
    unsigned bound;  /* arguments given so far */
    unsigned rows;   /* rows seen so far */
    struct err fail; /* the first thing that went wrong */
};

/* Start query `id` of the catalogue.  The same one must not be running already. */
struct db_query db_query(struct db *db, unsigned id);

/* Give the next argument.  Bytes are copied.  `bytes.ptr` may be NULL when empty. */
void db_bind_i64(struct db_query *q, int64_t value);
void db_bind_u64(struct db_query *q, uint64_t value); /* at most INT64_MAX */
void db_bind_text(struct db_query *q, str text);
void db_bind_blob(struct db_query *q, const void *bytes, size_t len);
void db_bind_null(struct db_query *q);

enum db_step db_step(struct db_query *q);

/*
 * Columns of the row, from 0.  A value of another kind than asked for (NULL too)
 * means a damaged file: it reads as 0 or empty and db_done says ERR_CORRUPT.
 */
bool db_is_null(struct db_query *q, unsigned column);
int64_t db_i64(struct db_query *q, unsigned column);
uint64_t db_u64(struct db_query *q, unsigned column);
str db_text(struct db_query *q, unsigned column); /* valid until the next step */
str db_blob(struct db_query *q, unsigned column); /* the same */
void db_bytes(struct db_query *q, unsigned column, void *out, size_t len);

/* End the query, at any point.  False, and `err` set, if anything went wrong in it;
 * having met no row is not wrong. */
bool db_done(struct db_query *q, struct err *err) MUST_USE;

/* Step a query without rows and end it. */
bool db_run(struct db_query *q, struct err *err) MUST_USE;

#endif
