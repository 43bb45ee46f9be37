/*
 * The schema and the statements as such: every one prepares, none walks through a
 * table that grows, types are kept, and no other schema is taken for ours.
 */
#include "kept.h"
#include "os/os.h"
#include "store/sql.h"
#include "test.h"

#include <sqlite3.h>

static bool open_file(struct db *db, str path, enum db_mode mode, struct err *err)
{
    *db = (struct db){0};
    return store_open(db, path, mode, err);
}

static bool run_sql(struct db *db, const char *sql)
{
    return sqlite3_exec(db->handle, sql, NULL, NULL, NULL) == SQLITE_OK;
}

/* Let another hand at the database file. */
static bool meddle(str path, const char *sql)
{
    sqlite3 *handle = NULL;
    bool done = sqlite3_open(path.ptr, &handle) == SQLITE_OK &&
        sqlite3_exec(handle, sql, NULL, NULL, NULL) == SQLITE_OK;

    return sqlite3_close(handle) == SQLITE_OK && done;
}

/* ---- statements ---- */

TEST(store, prepares_every_statement)
{
    struct db db;
    struct err err = {0};

    CHECK_OR_STOP(open_file(&db, STR(":memory:"), DB_WRITE, &err));
    for (size_t i = 0; i < store_catalogue.count; i++) {
        const struct db_statement *statement = &store_catalogue.statements[i];
        sqlite3_stmt *made = NULL;
        bool gives_rows;

        CHECK(sqlite3_prepare_v2(db.handle, statement->text, -1, &made, NULL) ==
            SQLITE_OK);
        gives_rows = sqlite3_column_count(made) > 0;
        CHECK((size_t)sqlite3_bind_parameter_count(made) ==
            str_from(statement->args).len);
        CHECK(gives_rows == (statement->rows != DB_NO_ROWS));
        (void)sqlite3_finalize(made);
    }
    db_close(&db);
}

/* A table may be walked through when it is all that was asked for, in its order. */
static bool may_scan(const struct db_statement *statement, str line)
{
    static const struct {
        const char *name;
        const char *line;
    } scans[] = {
        {"bucket_list", "SCAN bucket"},
        {"document_list", "SCAN document USING INDEX sqlite_autoindex_document_1"},
        {"edition_list", "SCAN edition USING INDEX sqlite_autoindex_edition_1"},
        {"hold_list", "SCAN hold"},
        {"log_keys", "SCAN log_key"},
        {"schema_steps", "SCAN schema_step"},
        {"schema_objects", "SCAN sqlite_schema"},
        {"schema_objects", "USE TEMP B-TREE FOR ORDER BY"},
        /* Ends at the first row: the newest, or all that count(*) needs. */
        {"checkpoint_newest", "SCAN checkpoint"},
        {"delivery_next", "SCAN (subquery-1)"},
        {"delivery_next", "SCAN (subquery-3)"},
        {"event_next", "SCAN CONSTANT ROW"},
        {"hold_covering", "USE TEMP B-TREE FOR ORDER BY"},
    };

    if (str_find(line, STR("SCAN"), 0) == line.len &&
        str_find(line, STR("TEMP B-TREE"), 0) == line.len)
        return true;
    for (size_t i = 0; i < COUNT_OF(scans); i++)
        if (str_equal(str_from(statement->name), str_from(scans[i].name)) &&
            str_equal(line, str_from(scans[i].line)))
            return true;
    return false;
}

TEST(store, walks_through_no_table_that_grows)
{
    struct db db;
    struct err err = {0};
    struct arena arena = {0};

    CHECK_OR_STOP(open_file(&db, STR(":memory:"), DB_WRITE, &err));
    for (size_t i = 0; i < store_catalogue.count; i++) {
        const struct db_statement *statement = &store_catalogue.statements[i];
        struct text sql = text_in(&arena);
        sqlite3_stmt *made = NULL;

        text_add(&sql, STR("EXPLAIN QUERY PLAN "));
        text_add(&sql, str_from(statement->text));
        text_add_byte(&sql, '\0');
        CHECK(sqlite3_prepare_v2(db.handle, sql.ptr, -1, &made, NULL) == SQLITE_OK);
        while (sqlite3_step(made) == SQLITE_ROW) {
            str line = str_from((const char *)sqlite3_column_text(made, 3));

            if (!may_scan(statement, line))
                CHECK_STR(line, str_from(statement->name));
        }
        (void)sqlite3_finalize(made);
    }
    db_close(&db);
    arena_clear(&arena);
}

/* ---- the schema ---- */

TEST(store, keeps_types)
{
    static const char *const wrong[] = {
        "INSERT INTO log VALUES (1, 'origin', 'yesterday')",
        "INSERT INTO log VALUES (2, 'origin', 1)",
        "INSERT INTO event (seq, leaf, hash, kind, visit, n, at, key, content) "
        "VALUES (0, 'a leaf as text', zeroblob(32), 'k', NULL, NULL, "
        "0, zeroblob(16), zeroblob(32))",
        "INSERT INTO event (seq, leaf, hash, kind, visit, n, at, key, content) "
        "VALUES (0, zeroblob(65536), zeroblob(32), 'k', NULL, NULL, "
        "0, zeroblob(16), zeroblob(32))",
        "INSERT INTO event (seq, leaf, hash, kind, visit, n, at, key, content) "
        "VALUES (0, x'00', zeroblob(31), 'k', NULL, NULL, 0, "
        "zeroblob(16), zeroblob(32))",
        "INSERT INTO event (seq, leaf, hash, kind, visit, n, at, key, content) "
        "VALUES (0, x'00', zeroblob(32), 'k', NULL, 0, 0, "
        "zeroblob(16), zeroblob(32))",
        "INSERT INTO tile VALUES (0, 0, zeroblob(8191))",
        "INSERT INTO tile VALUES (64, 0, zeroblob(8192))",
        "INSERT INTO bucket VALUES ('b', 0, NULL, 1)",
        "INSERT INTO hold VALUES (1, NULL, NULL, 'why', 'who', 0, NULL)",
    };
    struct db db;
    struct err err = {0};

    CHECK_OR_STOP(open_file(&db, STR(":memory:"), DB_WRITE, &err));
    for (size_t i = 0; i < COUNT_OF(wrong); i++) {
        CHECK(!run_sql(&db, wrong[i]));
        CHECK((sqlite3_errcode(db.handle) & 0xff) == SQLITE_CONSTRAINT);
    }
    CHECK(run_sql(&db,
        "INSERT INTO event (seq, leaf, hash, kind, visit, n, at, key, content) "
        "VALUES (0, zeroblob(65535), zeroblob(32), 'k', NULL, NULL, "
        "0, zeroblob(16), zeroblob(32))"));
    db_close(&db);
}

static bool refused(str path, enum db_mode mode, enum err_kind kind, str part)
{
    struct db db;
    struct err err = {0};
    bool opened = open_file(&db, path, mode, &err);

    db_close(&db);
    return test_check(!opened && err.kind == kind && str_starts(err_text(&err), path) &&
            str_find(err_text(&err), part, 0) < err.len,
        __FILE__, __LINE__, part.ptr);
}

TEST(store, refuses_a_schema_that_is_not_its_own)
{
    static const struct {
        const char *sql;
        enum err_kind kind;
        str said;
    } meddlings[] = {
        {"UPDATE schema_step SET text = text || ' '", ERR_CORRUPT,
            STR_INIT("step 1 of the database's schema is not the one this program")},
        {"DELETE FROM schema_step; INSERT INTO schema_step VALUES (99, 'x')",
            ERR_INVALID,
            STR_INIT("a newer program made this database (schema 99; this")},
        {"INSERT INTO schema_step VALUES (99, 'x')", ERR_INVALID,
            STR_INIT("use the newer program")},
        {"DROP TABLE hold", ERR_CORRUPT, STR_INIT("`hold` in the database is not as")},
        {"DROP INDEX event_key", ERR_CORRUPT, STR_INIT("`event_key` in the database")},
        {"CREATE TABLE zzz (a)", ERR_CORRUPT, STR_INIT("`zzz` in the database is not")},
        {"CREATE TRIGGER t AFTER INSERT ON event BEGIN DELETE FROM event; END",
            ERR_CORRUPT, STR_INIT("`t` in the database is not")},
        {"ALTER TABLE event ADD more INTEGER", ERR_CORRUPT,
            STR_INIT("`event` in the database")},
        {"DROP TABLE schema_step", ERR_CORRUPT,
            STR_INIT("this database has tables but no history of them")},
    };

    for (size_t i = 0; i < COUNT_OF(meddlings); i++) {
        str path = kept_file("store_test_meddled.db");
        struct db db;
        struct err err = {0};

        CHECK_OR_STOP(open_file(&db, path, DB_WRITE, &err));
        db_close(&db);
        CHECK_OR_STOP(meddle(path, meddlings[i].sql));
        CHECK(refused(path, DB_WRITE, meddlings[i].kind, meddlings[i].said));
        CHECK(refused(path, DB_READ, meddlings[i].kind, meddlings[i].said));
    }
}

/* A database as the first program made it, with one event. */
static bool make_first(str path)
{
    sqlite3 *handle = NULL;
    sqlite3_stmt *step = NULL;
    bool done = sqlite3_open(path.ptr, &handle) == SQLITE_OK &&
        sqlite3_exec(handle, store_catalogue.steps[0], NULL, NULL, NULL) == SQLITE_OK &&
        sqlite3_exec(handle,
            "INSERT INTO event VALUES (0, x'65', zeroblob(32), 'k', NULL, NULL, 7, "
            "zeroblob(16), zeroblob(32))",
            NULL, NULL, NULL) == SQLITE_OK &&
        sqlite3_prepare_v2(handle, "INSERT INTO schema_step VALUES (1, ?1)", -1, &step,
            NULL) == SQLITE_OK &&
        sqlite3_bind_text(step, 1, store_catalogue.steps[0], -1, SQLITE_STATIC) ==
            SQLITE_OK &&
        sqlite3_step(step) == SQLITE_DONE;

    (void)sqlite3_finalize(step);
    return sqlite3_close(handle) == SQLITE_OK && done;
}

TEST(store, goes_forward_from_its_first_schema)
{
    str path = kept_file("store_test_first.db");
    struct arena arena = {0};
    struct store_event event = {.seq = 1, .leaf = STR("f"), .kind = STR("k")};
    struct db db;
    struct err err = {0};

    CHECK_OR_STOP(make_first(path));
    CHECK(refused(path, DB_READ, ERR_INVALID, STR("open it for writing once")));
    CHECK_OR_STOP(open_file(&db, path, DB_WRITE, &err));
    event.fields = STR("by account/1 account");
    event.key[0] = 1;
    CHECK(store_event_insert(&db, &event, &err));
    CHECK(store_event_by_seq(&db, &arena, 0, &event, &err));
    CHECK(event.at == 7 && event.fields.len == 0);
    CHECK(store_event_by_seq(&db, &arena, 1, &event, &err));
    CHECK_STR(event.fields, STR("by account/1 account"));
    db_close(&db);
    CHECK(open_file(&db, path, DB_READ, &err));
    db_close(&db);
    arena_clear(&arena);
}

TEST(store, makes_nothing_of_a_database_that_is_only_read)
{
    str path = kept_file("store_test_empty.db");
    struct db db;
    struct err err = {0};

    CHECK(os_write_file(path, STR(""), &err));
    CHECK(refused(path, DB_READ, ERR_INVALID, STR("open it for writing once")));
    CHECK_OR_STOP(open_file(&db, path, DB_WRITE, &err));
    db_close(&db);
    CHECK(open_file(&db, path, DB_READ, &err));
    db_close(&db);
}

/* ---- erasing ---- */

static str file_bytes(struct arena *arena, str path, const char *end)
{
    struct text text = text_in(arena);
    struct err err = {0};
    str bytes = {0};

    text_add(&text, path);
    text_add(&text, str_from(end));
    CHECK(os_read_file(arena, text_str(&text), 1 << 26, &bytes, &err));
    return bytes;
}

enum { FIELDS = 400, SECRET_BYTES = 24, SEALED_MAX = 3000 };

static void secret_of(uint64_t number, uint8_t secret[SECRET_BYTES])
{
    kept_bytes(secret, SECRET_BYTES, 1000000 + number);
}

/* A sealed value of some length, the secret of `number` at its end. */
static str sealed(struct arena *arena, uint64_t number)
{
    size_t len = SECRET_BYTES + test_random(test_random(4) == 0 ? SEALED_MAX : 200);
    uint8_t *bytes = ARENA_ARRAY(arena, uint8_t, len);

    kept_bytes(bytes, len, 2000000 + number);
    secret_of(number, bytes + len - SECRET_BYTES);
    return (str){(const char *)bytes, len};
}

static bool keep_fields(struct db *db, struct arena *arena, struct err *err)
{
    struct store_event event = kept_event(0);

    if (!store_bucket_put(db, STR("conduct-2025-01"), 0, err) ||
        !store_event_insert(db, &event, err))
        return false;
    for (uint64_t i = 0; i < FIELDS; i++) {
        /* Out of order, so that pages are split and joined in every way. */
        struct store_disclosure one = {.place = i * 7919 % 100003,
            .bucket = STR("conduct-2025-01"),
            .sealed = sealed(arena, i)};

        kept_bytes(one.digest, sizeof(one.digest), i);
        if (!store_disclosure_insert(db, &one, err))
            return false;
    }
    return true;
}

TEST(store, leaves_nothing_of_what_was_erased)
{
    str path = kept_file("store_test_erased.db");
    struct arena arena = {0};
    struct db db;
    struct err err = {0};
    bool gone[FIELDS] = {0};
    str file;
    str log;
    unsigned found = 0;

    CHECK_OR_STOP(open_file(&db, path, DB_WRITE, &err));
    CHECK_OR_STOP(keep_fields(&db, &arena, &err));
    CHECK(db_begin(&db, &err));
    for (uint64_t i = 0; i < FIELDS; i++) {
        gone[i] = test_random(2) == 0;
        if (gone[i])
            CHECK(store_disclosure_erase(&db, 0, i * 7919 % 100003, 0, &err));
    }
    CHECK(db_commit(&db, &err));
    CHECK(db_checkpoint(&db, &err));
    file = file_bytes(&arena, path, "");
    log = file_bytes(&arena, path, "-wal");
    CHECK_U64(log.len, 0);
    for (uint64_t i = 0; i < FIELDS; i++) {
        uint8_t secret[SECRET_BYTES];
        str part = {(const char *)secret, 16};

        secret_of(i, secret);
        CHECK(!gone[i] || str_find(file, part, 0) == file.len);
        found += str_find(file, part, 0) < file.len;
    }
    /* The search does find what is there. */
    CHECK(found > FIELDS / 4);
    db_close(&db);
    arena_clear(&arena);
}
