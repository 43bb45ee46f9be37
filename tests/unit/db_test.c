/*
 * Connections and queries on real SQLite: what is promised of settings, errors,
 * snapshots and copies, with a small schema of the test's own.
 */
#include "db/db.h"
#include "fault.h"
#include "os/os.h"
#include "test.h"

#include <stdio.h>

enum {
    THING_PUT,
    THING_SET,
    THING_GET,
    THING_LIST,
    PART_PUT,
    ANY_PUT,
    ANY_GET,
    UNSOUND,
    COUNT
};

/* clang-format off */
static const struct db_statement statements[COUNT] = {
    [THING_PUT] = {"thing_put", "iTB", DB_NO_ROWS, "INSERT INTO thing VALUES (?1, ?2, ?3)"},
    [THING_SET] = {"thing_set", "itb", DB_NO_ROWS, "INSERT INTO thing VALUES (?1, ?2, ?3) ON CONFLICT DO UPDATE SET bytes = ?3"},
    [THING_GET] = {"thing_get", "i", DB_ONE_ROW, "SELECT id, name, bytes FROM thing WHERE id = ?1"},
    [THING_LIST] = {"thing_list", "", DB_MANY_ROWS, "SELECT id FROM thing ORDER BY id"},
    [PART_PUT] = {"part_put", "i", DB_NO_ROWS, "INSERT INTO part VALUES (?1)"},
    [ANY_PUT] = {"any_put", "tB", DB_NO_ROWS, "INSERT INTO loose VALUES (?1, ?2)"},
    [ANY_GET] = {"any_get", "", DB_ONE_ROW, "SELECT a, b FROM loose"},
    [UNSOUND] = {"unsound", "", DB_NO_ROWS, "SELECT 1 FROM nothing"},
};
/* clang-format on */

static const struct db_catalogue catalogue = {.statements = statements, .count = COUNT};

static const char schema[] =
    "CREATE TABLE thing (id INTEGER PRIMARY KEY CHECK (id >= 0), name TEXT NOT NULL, "
    "bytes BLOB) STRICT;"
    "CREATE TABLE part (thing INTEGER REFERENCES thing (id)) STRICT;"
    "CREATE TABLE loose (a, b)";

/* A name in build/ under which no database is left from another run. */
static str fresh_file(const char *name)
{
    static char buffer[4][64];
    static unsigned next;
    static const str ends[] = {STR_INIT(""), STR_INIT("-wal"), STR_INIT("-shm")};
    char *chosen = buffer[next++ % 4];
    size_t len = 0;

    for (size_t i = COUNT_OF(ends); i-- > 0;) {
        struct text text = text_fixed(chosen, sizeof(buffer[0]));

        text_add(&text, STR("build/db_test_"));
        text_add(&text, str_from(name));
        len = text.len + ends[i].len;
        text_add(&text, ends[i]);
        text_add_byte(&text, '\0');
        (void)remove(chosen);
    }
    return (str){chosen, len};
}

static bool open_fresh(struct db *db, str path)
{
    struct err err = {0};

    return test_check(
        db_open(db, &catalogue, path, DB_WRITE, &err) && db_script(db, schema, &err),
        __FILE__, __LINE__, "a fresh database opens");
}

static bool put(struct db *db, int64_t id, str name, struct err *err)
{
    struct db_query q = db_query(db, THING_PUT);

    db_bind_i64(&q, id);
    db_bind_text(&q, name);
    db_bind_blob(&q, NULL, 0);
    return db_run(&q, err);
}

static uint64_t count(struct db *db)
{
    struct db_query q = db_query(db, THING_LIST);
    struct err err = {0};

    while (db_step(&q) == DB_ROW)
        continue;
    CHECK(db_done(&q, &err));
    return q.rows;
}

TEST(db, gives_back_what_was_put)
{
    struct db db = {0};
    struct err err = {0};
    struct db_query q;

    CHECK_OR_STOP(open_fresh(&db, STR(":memory:")));
    CHECK(put(&db, 7, STR("a\0b\xff"), &err));
    q = db_query(&db, THING_GET);
    db_bind_u64(&q, 7);
    CHECK(db_step(&q) == DB_ROW);
    CHECK_U64(db_u64(&q, 0), 7);
    CHECK_STR(db_text(&q, 1), STR("a\0b\xff"));
    CHECK(!db_is_null(&q, 2));
    CHECK_STR(db_blob(&q, 2), STR(""));
    CHECK(db_done(&q, &err));
    q = db_query(&db, THING_GET);
    db_bind_u64(&q, 8);
    CHECK(db_step(&q) == DB_END);
    CHECK(db_done(&q, &err));
    db_close(&db);
    db_close(&db);
}

TEST(db, says_which_rule_is_broken)
{
    struct db db = {0};
    struct err err = {0};
    struct db_query q;

    CHECK_OR_STOP(open_fresh(&db, STR(":memory:")));
    CHECK(put(&db, 1, STR("x"), &err));
    CHECK(!put(&db, 1, STR("x"), &err));
    CHECK(err.kind == ERR_CONFLICT);
    CHECK(str_starts(err_text(&err), STR("thing_put: it is there already (SQLite: ")));
    CHECK(!put(&db, -1, STR("x"), &err));
    CHECK(err.kind == ERR_INVALID);
    q = db_query(&db, THING_PUT);
    db_bind_i64(&q, 2);
    db_bind_null(&q);
    db_bind_null(&q);
    CHECK(!db_run(&q, &err));
    CHECK(err.kind == ERR_INVALID);
    q = db_query(&db, PART_PUT);
    db_bind_i64(&q, 5);
    CHECK(!db_run(&q, &err));
    CHECK(err.kind == ERR_CONFLICT);
    CHECK_U64(count(&db), 1);
    db_close(&db);
}

TEST(db, reports_a_statement_that_does_not_prepare_when_it_is_stepped)
{
    struct db db = {0};
    struct err err = {0};
    struct db_query q;

    CHECK_OR_STOP(open_fresh(&db, STR(":memory:")));
    q = db_query(&db, UNSOUND);
    CHECK(db_step(&q) == DB_FAILED);
    CHECK(!db_done(&q, &err));
    CHECK(str_starts(err_text(&err), STR("unsound: ")));
    db_close(&db);
}

TEST(db, calls_a_column_of_another_kind_damage)
{
    struct db db = {0};
    struct err err = {0};
    struct db_query q;
    uint8_t bytes[2] = {1, 1};

    CHECK_OR_STOP(open_fresh(&db, STR(":memory:")));
    q = db_query(&db, ANY_PUT);
    db_bind_text(&q, STR("word"));
    db_bind_blob(&q, "abc", 3);
    CHECK(db_run(&q, &err));
    q = db_query(&db, ANY_GET);
    CHECK(db_step(&q) == DB_ROW);
    CHECK_U64(db_u64(&q, 0), 0);
    CHECK_STR(db_text(&q, 0), STR(""));
    CHECK(!db_done(&q, &err));
    CHECK(err.kind == ERR_CORRUPT);
    q = db_query(&db, ANY_GET);
    CHECK(db_step(&q) == DB_ROW);
    db_bytes(&q, 1, bytes, sizeof(bytes));
    CHECK(bytes[0] == 0 && bytes[1] == 0);
    CHECK(!db_done(&q, &err));
    CHECK(err.kind == ERR_CORRUPT);
    db_close(&db);
}

TEST(db, refuses_what_is_no_database)
{
    struct db db = {0};
    struct err err = {0};
    str path = fresh_file("none");

    CHECK(!db_open(&db, &catalogue, path, DB_READ, &err));
    CHECK(err.kind == ERR_NOT_FOUND);
    CHECK(str_starts(err_text(&err), path));
    CHECK(!db_open(&db, &catalogue, STR("build/nothing/here"), DB_WRITE, &err));
    CHECK(err.kind == ERR_NOT_FOUND);
    CHECK(!db_open(&db, &catalogue, STR(""), DB_WRITE, &err));
    CHECK(err.kind == ERR_USAGE);
    CHECK(os_write_file(path,
        STR("This is a letter, and not short enough to be an "
            "empty database or anything like one, is it not?"),
        &err));
    CHECK(!db_open(&db, &catalogue, path, DB_WRITE, &err));
    CHECK(err.kind == ERR_CORRUPT);
    db_close(&db);
}

/* A name that SQLite would take for an instruction is a name. */
TEST(db, takes_every_path_for_a_file)
{
    struct db db = {0};
    struct err err = {0};

    CHECK(!db_open(&db, &catalogue, STR("file::memory:?cache=shared"), DB_READ, &err));
    CHECK(err.kind == ERR_NOT_FOUND);
    db_close(&db);
}

TEST(db, undoes_a_transaction)
{
    struct db db = {0};
    struct err err = {0};

    CHECK_OR_STOP(open_fresh(&db, STR(":memory:")));
    CHECK(db_begin(&db, &err));
    CHECK(put(&db, 1, STR("x"), &err));
    db_rollback(&db);
    db_rollback(&db);
    CHECK_U64(count(&db), 0);
    CHECK(db_begin(&db, &err));
    CHECK(put(&db, 1, STR("x"), &err));
    CHECK(db_commit(&db, &err));
    CHECK_U64(count(&db), 1);
    CHECK(db_begin(&db, &err));
    db_close(&db);
}

TEST(db, lets_a_reader_see_one_moment_and_change_nothing)
{
    struct db writer = {0};
    struct db reader = {0};
    struct err err = {0};
    str path = fresh_file("moment");

    CHECK_OR_STOP(open_fresh(&writer, path));
    CHECK_OR_STOP(db_open(&reader, &catalogue, path, DB_READ, &err));
    CHECK(db_begin(&reader, &err));
    CHECK_U64(count(&reader), 0);
    CHECK(put(&writer, 1, STR("x"), &err));
    CHECK_U64(count(&reader), 0);
    CHECK(db_commit(&reader, &err));
    CHECK_U64(count(&reader), 1);
    CHECK(!put(&reader, 2, STR("x"), &err));
    CHECK(err.kind == ERR_IO);
    db_close(&reader);
    db_close(&writer);
    /* With the writer gone and its log with it, a reader still gets in. */
    CHECK_OR_STOP(db_open(&reader, &catalogue, path, DB_READ, &err));
    CHECK_U64(count(&reader), 1);
    db_close(&reader);
}

/* ---- the log ---- */

enum { THINGS = 60, THING_BYTES = 9000 };

/* What every thing should be: the number that its bytes were drawn from; 0: not there. */
struct things {
    uint64_t number[THINGS];
};

static str bytes_of(uint64_t number)
{
    static uint8_t bytes[THING_BYTES];
    size_t len = number * 7919 % THING_BYTES;

    for (size_t i = 0; i < len; i++)
        bytes[i] = (uint8_t)(number * 31 + i * (number % 251));
    return (str){(const char *)bytes, len};
}

static void change(struct db *db, struct things *things, uint64_t number)
{
    uint64_t id = test_random(THINGS);
    struct db_query q = db_query(db, THING_SET);
    str bytes = bytes_of(number);
    struct err err = {0};

    db_bind_u64(&q, id);
    db_bind_text(&q, STR("thing"));
    db_bind_blob(&q, bytes.ptr, bytes.len);
    CHECK(db_run(&q, &err));
    things->number[id] = number;
}

static void check_things(struct db *db, const struct things *things)
{
    for (uint64_t id = 0; id < THINGS; id++) {
        struct db_query q = db_query(db, THING_GET);
        struct err err = {0};
        bool found;

        db_bind_u64(&q, id);
        found = db_step(&q) == DB_ROW;
        CHECK(found == (things->number[id] != 0));
        if (found)
            CHECK_STR(db_blob(&q, 2), bytes_of(things->number[id]));
        CHECK(db_done(&q, &err));
    }
}

/* Pages are put aside in the log and written there again, before anything is committed:
 * the memory for them is kept small. */
TEST(db, keeps_and_undoes_what_is_larger_than_its_memory)
{
    str path = fresh_file("large");
    struct things kept = {{0}};
    struct db db = {0};
    struct db reader = {0};
    struct err err = {0};
    uint64_t number = 0;

    CHECK_OR_STOP(open_fresh(&db, path));
    CHECK_OR_STOP(db_open(&reader, &catalogue, path, DB_READ, &err));
    CHECK(db_script(&db, "PRAGMA cache_size = 5", &err));
    for (int round = 0; round < 40; round++) {
        struct things changed = kept;
        size_t changes = test_random(120);

        CHECK_OR_STOP(db_begin(&db, &err));
        for (size_t i = 0; i < changes; i++)
            change(&db, &changed, ++number);
        check_things(&db, &changed);
        check_things(&reader, &kept);
        if (test_random(3) == 0) {
            db_rollback(&db);
        } else {
            CHECK_OR_STOP(db_commit(&db, &err));
            kept = changed;
        }
        check_things(&reader, &kept);
        if (test_random(10) == 0)
            CHECK(db_checkpoint(&db, &err));
    }
    check_things(&db, &kept);
    CHECK(db_check(&db, &err));
    db_close(&reader);
    db_close(&db);
    CHECK_OR_STOP(db_open(&db, &catalogue, path, DB_WRITE, &err));
    check_things(&db, &kept);
    db_close(&db);
}

TEST(db, survives_a_full_disk)
{
    struct db db = {0};
    struct err err = {0};
    static char large[100000];

    CHECK_OR_STOP(open_fresh(&db, fresh_file("full")));
    CHECK(db_script(&db, "PRAGMA max_page_count = 10", &err));
    CHECK(db_begin(&db, &err));
    CHECK(put(&db, 1, STR("x"), &err));
    CHECK(!put(&db, 2, (str){large, sizeof(large)}, &err));
    CHECK(err.kind == ERR_IO);
    CHECK(str_starts(
        err_text(&err), STR("thing_put: the disk is full; make room and try again")));
    db_rollback(&db);
    CHECK_U64(count(&db), 0);
    CHECK(put(&db, 1, STR("x"), &err));
    CHECK_U64(count(&db), 1);
    db_close(&db);
}

TEST(db, does_nothing_more_once_the_disk_has_failed)
{
    struct fault fault = fault_at(0);
    struct db db = {.driver = &fault.driver};
    struct err err = {0};

    CHECK_OR_STOP(open_fresh(&db, STR(":memory:")));
    CHECK(put(&db, 1, STR("x"), &err));
    CHECK(db_begin(&db, &err));
    fault.fail_at = fault.calls + 1;
    fault.breaks = true;
    CHECK(!db_commit(&db, &err));
    CHECK(!db.began);
    CHECK(!db_begin(&db, &err));
    CHECK(err.kind == ERR_IO);
    CHECK(!put(&db, 2, STR("x"), &err));
    CHECK(err.kind == ERR_IO);
    CHECK(!db_script(&db, "SELECT 1", &err));
    CHECK(!db_check(&db, &err));
    db_close(&db);
}

TEST(db, copies_one_moment_while_others_work)
{
    struct db db = {0};
    struct db copy = {0};
    struct err err = {0};
    struct arena arena = {0};
    str path = fresh_file("copied");
    str bytes;

    CHECK_OR_STOP(open_fresh(&db, fresh_file("source")));
    CHECK(put(&db, 1, STR("x"), &err));
    CHECK(db_begin(&db, &err));
    CHECK(put(&db, 2, STR("not committed"), &err));
    CHECK(os_keep_file(path, STR(""), OS_PRIVATE, &err));
    CHECK(db_backup(&db, path, &err));
    CHECK(db_commit(&db, &err));
    CHECK(!db_backup(&db, path, &err));
    CHECK(err.kind == ERR_CONFLICT);
    CHECK(!db_backup(&db, STR("build/nothing/here"), &err));
    CHECK(err.kind == ERR_NOT_FOUND);
    /* One file, complete without a log: byte 18 is its version of writing. */
    CHECK(os_read_file(&arena, path, 1 << 20, &bytes, &err));
    CHECK(bytes.len > 18 && bytes.ptr[18] == 1);
    CHECK_OR_STOP(db_open(&copy, &catalogue, path, DB_WRITE, &err));
    CHECK(db_check(&copy, &err));
    CHECK_U64(count(&copy), 1);
    db_close(&copy);
    db_close(&db);
    arena_clear(&arena);
}

TEST(db, finds_damage)
{
    struct db db = {0};
    struct err err = {0};
    struct arena arena = {0};
    str path = fresh_file("damaged");
    str bytes = {0};

    CHECK_OR_STOP(open_fresh(&db, path));
    for (int64_t i = 0; i < 500; i++)
        CHECK(put(&db, i, STR("forty bytes of text, more or less: enough"), &err));
    CHECK(db_check(&db, &err));
    db_close(&db);
    CHECK_OR_STOP(os_read_file(&arena, path, 1 << 20, &bytes, &err));
    memset((char *)(uintptr_t)bytes.ptr + bytes.len - 4096, 0x5a, 64);
    CHECK(os_write_file(path, bytes, &err));
    CHECK_OR_STOP(db_open(&db, &catalogue, path, DB_READ, &err));
    CHECK(!db_check(&db, &err));
    CHECK(err.kind == ERR_CORRUPT);
    db_close(&db);
    arena_clear(&arena);
}

TEST(db, knows_which_sqlite_may_lose_pages)
{
    CHECK(!db_loses_resets(3006023));
    CHECK(db_loses_resets(3007000));
    CHECK(db_loses_resets(3040001));
    CHECK(db_loses_resets(3044005));
    CHECK(!db_loses_resets(3044006));
    CHECK(db_loses_resets(3045000));
    CHECK(db_loses_resets(3050006));
    CHECK(!db_loses_resets(3050007));
    CHECK(db_loses_resets(3051002));
    CHECK(!db_loses_resets(3051003));
    CHECK(str_starts(db_version().number, STR("3.")));
}
