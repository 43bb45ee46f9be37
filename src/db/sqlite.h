/*
 * What the files of the SQLite driver share.
 */
#ifndef VESTIBULE_DB_SQLITE_H
#define VESTIBULE_DB_SQLITE_H

#include "db/driver.h"

/* Set `err` from a result code of SQLite, and db->broken where the disk can no
 * longer be trusted.  Always false. */
bool sqlite_fail(struct db *db, int code, struct err *err);

/* Connect, and make every setting that the record relies on. */
bool sqlite_open(struct db *db, const char *path, struct err *err) MUST_USE;

/* The name of the way in which a writer reaches its files (SQLite's VFS): what a commit
 * adds to the log is written in one piece.  NULL, the usual way, if there is none. */
const char *sqlite_gathering(void);

/* A log of so many pages is moved into the file. */
enum { SQLITE_LOG_PAGES = 4000 };

struct log_file;

/* The log of a writer's connection, opened in that way; NULL: it has none. */
struct log_file *sqlite_log(struct db *db);

/* Whether a commit leaves it to sqlite_log_sync to wait for the disk. */
void sqlite_log_defer(struct log_file *log, bool defer);

/* Wait until the disk has what was written.  False, for good: it failed once. */
bool sqlite_log_sync(struct log_file *log);

bool sqlite_checkpoint(struct db *db, struct err *err) MUST_USE;
bool sqlite_backup(struct db *db, const char *path, struct err *err) MUST_USE;
bool sqlite_check(struct db *db, struct err *err) MUST_USE;

#endif
