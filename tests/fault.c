/*
 * The driver that fails: each function counts, and passes on what it does not fail.
 */
#include "fault.h"

const str fault_text = STR_INIT("the disk is full; make room and try again (a test)");

static struct fault *fault_of(const struct db *db)
{
    return (struct fault *)(uintptr_t)db->driver;
}

/* Whether this call is the one. */
static bool strikes(struct db *db)
{
    struct fault *fault = fault_of(db);

    fault->calls++;
    if (fault->calls != fault->fail_at)
        return false;
    fault->struck = true;
    return true;
}

static bool fails(struct db *db, struct err *err)
{
    if (fault_of(db)->breaks)
        db->broken = true;
    return err_set(err, ERR_IO, fault_text);
}

/* The result of a call that has one: done, not done, or done and denied. */
static bool run(
    struct db *db, bool (*call)(struct db *db, struct err *err), struct err *err)
{
    if (!strikes(db))
        return call(db, err);
    if (fault_of(db)->late)
        (void)call(db, err);
    return fails(db, err);
}

static bool open_database(struct db *db, const char *path, struct err *err)
{
    return strikes(db) ? fails(db, err) : db_sqlite.open(db, path, err);
}

static bool begin(struct db *db, struct err *err)
{
    bool done = run(db, db_sqlite.begin, err);

    /* Nobody rolls back what did not begin. */
    if (!done)
        db_sqlite.rollback(db);
    return done;
}

static bool commit(struct db *db, struct err *err)
{
    return run(db, db_sqlite.commit, err);
}

static bool commit_soon(struct db *db, struct err *err)
{
    return run(db, db_sqlite.commit_soon, err);
}

static bool prepare(struct db *db, const char *text, void **prepared, struct err *err)
{
    *prepared = NULL;
    return strikes(db) ? fails(db, err) : db_sqlite.prepare(db, text, prepared, err);
}

static bool bind(struct db *db, void *prepared, unsigned place, struct db_value value,
    struct err *err)
{
    return strikes(db) ? fails(db, err)
                       : db_sqlite.bind(db, prepared, place, value, err);
}

static enum db_step step(struct db *db, void *prepared, struct err *err)
{
    if (!strikes(db))
        return db_sqlite.step(db, prepared, err);
    if (fault_of(db)->late)
        (void)db_sqlite.step(db, prepared, err);
    (void)fails(db, err);
    return DB_FAILED;
}

static bool script(struct db *db, const char *text, struct err *err)
{
    if (!strikes(db))
        return db_sqlite.script(db, text, err);
    if (fault_of(db)->late)
        (void)db_sqlite.script(db, text, err);
    return fails(db, err);
}

static bool checkpoint(struct db *db, struct err *err)
{
    return run(db, db_sqlite.checkpoint, err);
}

static bool backup(struct db *db, const char *path, struct err *err)
{
    return strikes(db) ? fails(db, err) : db_sqlite.backup(db, path, err);
}

static bool check(struct db *db, struct err *err)
{
    return run(db, db_sqlite.check, err);
}

struct fault fault_at(uint64_t call)
{
    struct fault fault = {.driver = db_sqlite, .fail_at = call};

    fault.driver.open = open_database;
    fault.driver.begin = begin;
    fault.driver.commit = commit;
    fault.driver.commit_soon = commit_soon;
    fault.driver.prepare = prepare;
    fault.driver.bind = bind;
    fault.driver.step = step;
    fault.driver.script = script;
    fault.driver.checkpoint = checkpoint;
    fault.driver.backup = backup;
    fault.driver.check = check;
    return fault;
}
