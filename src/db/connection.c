/*
 * Connections: opening, transactions, and what concerns the whole file.
 *
 * Once the disk has failed a connection does nothing more: after an fsync that
 * failed the next one may succeed without having written what the first should have.
 */
#include "db/driver.h"

enum { PATH_MAX_BYTES = 4096 };

bool db_is_usable(const struct db *db, struct err *err)
{
    if (!db->broken)
        return true;
    return err_set(err, ERR_IO,
        STR("the disk failed before, so nothing more is done; check it, then start the "
            "program again"));
}

/* End the path with NUL.  A relative one begins with "./", for SQLite takes names
 * like "file:x?y" for instructions. */
static bool path_of(str path, char out[PATH_MAX_BYTES], struct err *err)
{
    struct text text = text_fixed(out, PATH_MAX_BYTES);

    if (path.len == 0 || str_find_byte(path, '\0', 0) < path.len)
        return err_set(err, ERR_USAGE, STR("this cannot be the name of a database"));
    if (!str_starts(path, STR("/")) && !str_equal(path, STR(":memory:")))
        text_add(&text, STR("./"));
    text_add(&text, path);
    text_add_byte(&text, '\0');
    if (text.overflow)
        return err_set(err, ERR_USAGE, STR("the database's name is too long"));
    return true;
}

bool db_open(struct db *db, const struct db_catalogue *catalogue, str path,
    enum db_mode mode, struct err *err)
{
    char name[PATH_MAX_BYTES];

    REQUIRE(catalogue->count <= DB_STATEMENTS_MAX);
    if (db->driver == NULL)
        db->driver = &db_sqlite;
    *db = (struct db){.driver = db->driver, .catalogue = *catalogue, .mode = mode};
    if (!path_of(path, name, err))
        return err_while(err, STR("opening the database"));
    if (db->driver->open(db, name, err))
        return true;
    db_close(db);
    return err_while(err, path);
}

void db_close(struct db *db)
{
    if (db->handle != NULL) {
        db_rollback(db);
        for (size_t i = 0; i < db->catalogue.count; i++) {
            REQUIRE(!db->slots[i].busy);
            if (db->slots[i].prepared != NULL)
                db->driver->release(db, db->slots[i].prepared);
        }
        db->driver->close(db);
    }
    *db = (struct db){.driver = db->driver};
}

bool db_begin(struct db *db, struct err *err)
{
    REQUIRE(!db->began);
    db->began = db_is_usable(db, err) && db->driver->begin(db, err);
    return db->began || err_while(err, STR("beginning a transaction"));
}

bool db_commit(struct db *db, struct err *err)
{
    REQUIRE(db->began);
    if (db_is_usable(db, err) && db->driver->commit(db, err)) {
        db->began = false;
        return true;
    }
    db_rollback(db);
    return err_while(err, STR("committing"));
}

bool db_commit_soon(struct db *db, struct err *err)
{
    REQUIRE(db->began);
    if (db_is_usable(db, err) && db->driver->commit_soon(db, err)) {
        db->began = false;
        return true;
    }
    db_rollback(db);
    return err_while(err, STR("committing"));
}

bool db_confirm(struct db *db, struct err *err)
{
    return db->driver->confirm(db, err) ||
        err_while(err, STR("waiting for the disk to confirm what was committed"));
}

void db_rollback(struct db *db)
{
    if (db->began)
        db->driver->rollback(db);
    db->began = false;
}

bool db_script(struct db *db, const char *text, struct err *err)
{
    return db_is_usable(db, err) && db->driver->script(db, text, err);
}

bool db_checkpoint(struct db *db, struct err *err)
{
    REQUIRE(db->mode == DB_WRITE && !db->began);
    if (db_is_usable(db, err) && db->driver->checkpoint(db, err))
        return true;
    return err_while(err, STR("emptying the database's log"));
}

bool db_backup(struct db *db, str path, struct err *err)
{
    char name[PATH_MAX_BYTES];

    if (path_of(path, name, err) && db_is_usable(db, err) &&
        db->driver->backup(db, name, err))
        return true;
    err_while(err, path);
    return err_while(err, STR("copying the database"));
}

bool db_check(struct db *db, struct err *err)
{
    if (db_is_usable(db, err) && db->driver->check(db, err))
        return true;
    return err_while(err, STR("checking the database"));
}
