/*
 * Everything the store does, with the first, the second, the third ... call to the
 * database failing: a failure names what failed, leaves nothing behind, and the same
 * work succeeds afterwards.
 */
#include "fault.h"
#include "kept.h"
#include "test.h"

#include <sqlite3.h>

/* ---- the work ---- */

static bool insert_events(struct db *db, struct err *err)
{
    for (uint64_t seq = 0; seq < 3; seq++) {
        struct store_event event = kept_event(seq);

        event.in_visit = seq > 0;
        event.n = seq - 1;
        if (!store_event_insert(db, &event, err))
            return false;
    }
    return store_log_insert(db, STR("school.example/vestibule"), 1, err) &&
        store_log_key_insert(db, 0, STR("vkey"), err);
}

static bool read_events(struct db *db, struct arena *arena, struct err *err)
{
    struct store_event event = kept_event(1);
    struct store_log log;
    struct store_log_key key;
    uint64_t n;
    uint64_t count;
    struct db_query q;

    if (!store_event_by_seq(db, arena, 1, &event, err) ||
        !store_event_by_key(db, arena, event.key, &event, err) ||
        !store_visit_newest(db, event.visit, &n, event.hash, err) ||
        !store_event_count(db, &count, err) || !store_log_get(db, arena, &log, err) ||
        !store_log_key_at(db, arena, 1, &key, err))
        return false;
    q = store_events(db, 0, UINT64_MAX);
    while (store_event_next(&q, &event))
        continue;
    if (!db_done(&q, err))
        return false;
    q = store_visit_events(db, event.visit);
    while (store_event_next(&q, &event))
        continue;
    if (!db_done(&q, err))
        return false;
    q = store_hashes(db, 0, 3);
    while (store_hash_next(&q, event.hash))
        continue;
    if (!db_done(&q, err))
        return false;
    q = store_log_keys(db);
    while (store_log_key_next(&q, &key))
        continue;
    return db_done(&q, err);
}

static bool keep_tree(struct db *db, struct arena *arena, struct err *err)
{
    static uint8_t tile[STORE_TILE_BYTES];
    struct store_checkpoint checkpoint = {.size = 3, .note = STR("note"), .at = 1};
    struct store_cosignature line = {STR("witness"), STR("line"), 2};
    struct db_query q;

    if (!store_tile_insert(db, 0, 0, tile, err) ||
        !store_tile_get(db, 0, 0, tile, err) ||
        !store_checkpoint_insert(db, &checkpoint, err) ||
        !store_checkpoint_newest(db, arena, &checkpoint, err) ||
        !store_checkpoint_by_size(db, arena, 3, &checkpoint, err) ||
        !store_checkpoint_above(db, arena, 1, &checkpoint, err) ||
        !store_cosignature_put(db, 3, &line, err))
        return false;
    q = store_cosignatures(db, 3);
    while (store_cosignature_next(&q, &line))
        continue;
    return db_done(&q, err);
}

static bool keep_sealed(struct db *db, struct arena *arena, struct err *err)
{
    str name = STR("conduct-2025-01");
    struct store_bucket bucket;
    struct store_disclosure field = {.seq = 1, .bucket = name, .sealed = STR("sealed")};
    uint64_t count;
    struct db_query q;

    if (!store_bucket_put(db, name, 1, err) ||
        !store_bucket_get(db, arena, name, &bucket, err) ||
        !store_disclosure_insert(db, &field, err) ||
        !store_disclosure_count(db, name, &count, err) ||
        !store_bucket_close(db, name, 2, err) ||
        !store_disclosure_erase(db, 1, 0, 2, err) ||
        !store_disclosure_erase(db, 1, 0, 2, err) ||
        !store_bucket_shred(db, name, 3, err))
        return false;
    q = store_disclosures(db, 1);
    while (store_disclosure_next(&q, &field))
        continue;
    if (!db_done(&q, err))
        return false;
    q = store_buckets(db);
    while (store_bucket_next(&q, &bucket))
        continue;
    return db_done(&q, err);
}

static bool keep_papers(struct db *db, struct arena *arena, struct err *err)
{
    struct store_hold hold = {.seq = 1, .reason = STR("why"), .ordered_by = STR("who")};
    struct store_edition edition = {
        .name = STR("entry"), .image = STR("image"), .source = STR("source")};
    struct store_document document = {.source = STR("words")};
    uint64_t number;
    struct db_query q;

    if (!store_hold_insert(db, &hold, &number, err) ||
        !store_hold_covering(db, arena, 1, 5, &hold, err) ||
        !store_hold_end(db, number, 6, err) ||
        !store_edition_insert(db, &edition, err) ||
        !store_edition_get(db, arena, edition.digest, &edition, err) ||
        !store_edition_in_force(db, arena, edition.name, 5, &edition, err) ||
        !store_edition_end(db, edition.digest, 6, err) ||
        !store_document_insert(db, &document, err) ||
        !store_document_get(db, arena, document.digest, &document, err))
        return false;
    q = store_documents(db);
    while (store_document_next(&q, &document))
        continue;
    if (!db_done(&q, err))
        return false;
    q = store_holds(db);
    while (store_hold_next(&q, &hold))
        continue;
    return db_done(&q, err);
}

/* One transaction that uses every function of the store. */
static bool work(struct db *db, struct arena *arena, struct err *err)
{
    if (!db_begin(db, err))
        return false;
    if (insert_events(db, err) && read_events(db, arena, err) &&
        keep_tree(db, arena, err) && keep_sealed(db, arena, err) &&
        keep_papers(db, arena, err))
        return db_commit(db, err);
    db_rollback(db);
    return false;
}

/* ---- the sweeps ---- */

/* How many rows all tables together have, past the driver. */
static int rows(const struct db *db)
{
    static const char sum[] =
        "SELECT (SELECT count(*) FROM event) + (SELECT count(*) FROM log) + "
        "(SELECT count(*) FROM log_key) + (SELECT count(*) FROM tile) + "
        "(SELECT count(*) FROM checkpoint) + (SELECT count(*) FROM cosignature) + "
        "(SELECT count(*) FROM bucket) + (SELECT count(*) FROM disclosure) + "
        "(SELECT count(*) FROM erasure) + (SELECT count(*) FROM edition) + "
        "(SELECT count(*) FROM hold) + (SELECT count(*) FROM document)";
    sqlite3_stmt *made = NULL;
    int count = -1;

    if (sqlite3_prepare_v2(db->handle, sum, -1, &made, NULL) == SQLITE_OK &&
        sqlite3_step(made) == SQLITE_ROW)
        count = sqlite3_column_int(made, 0);
    (void)sqlite3_finalize(made);
    return count;
}

enum { ALL_ROWS = 14 };

/* The failure says what was done, then what the driver said. */
static bool names_what_failed(const struct err *err)
{
    str said = err_text(err);
    size_t at = str_find(said, fault_text, 0);

    return err->kind == ERR_IO && at > 2 && at + fault_text.len == said.len;
}

/* Do the work with call `n` failing; false when there was no such call. */
static bool fail_once(uint64_t n, bool late, bool breaks)
{
    struct fault fault = fault_at(0);
    struct db db = {.driver = &fault.driver};
    struct arena arena = {0};
    struct err err = {0};
    bool done;

    CHECK(store_open(&db, STR(":memory:"), DB_WRITE, &err));
    fault.calls = 0;
    fault.fail_at = n;
    fault.late = late;
    fault.breaks = breaks;
    done = work(&db, &arena, &err);
    CHECK(done != fault.struck);
    CHECK(!db.began);
    CHECK(rows(&db) == (done ? ALL_ROWS : 0) || (late && rows(&db) == ALL_ROWS));
    if (!done) {
        CHECK(names_what_failed(&err));
        if (!breaks && rows(&db) == 0)
            CHECK(work(&db, &arena, &err));
        if (breaks)
            CHECK(!work(&db, &arena, &err) && err.kind == ERR_IO);
    }
    db_close(&db);
    arena_clear(&arena);
    return fault.struck;
}

static void sweep(bool late, bool breaks)
{
    uint64_t n = 1;

    while (fail_once(n, late, breaks))
        n++;
    /* Every function prepares, binds and steps. */
    CHECK(n > 150);
}

TEST(store, undoes_all_when_any_call_fails)
{
    sweep(false, false);
}

TEST(store, undoes_all_when_the_disk_breaks_at_any_call)
{
    sweep(false, true);
}

/* The call did its work and still says it failed: all is there, or nothing. */
TEST(store, does_all_or_nothing_when_any_answer_is_lost)
{
    sweep(true, false);
}

TEST(store, opens_after_any_call_of_the_first_opening_failed)
{
    uint64_t n = 1;
    bool struck = true;

    for (; struck; n++) {
        str path = kept_file("store_fault_test.db");
        struct fault fault = fault_at(n);
        struct db db = {.driver = &fault.driver};
        struct err err = {0};

        fault.late = n % 2 == 0;
        CHECK(store_open(&db, path, DB_WRITE, &err) != fault.struck);
        CHECK(!fault.struck || names_what_failed(&err));
        struck = fault.struck;
        db_close(&db);
        fault.fail_at = 0;
        CHECK(store_open(&db, path, DB_WRITE, &err));
        CHECK(rows(&db) == 0);
        db_close(&db);
    }
    CHECK(n > 10);
}

TEST(store, names_what_failed_of_a_file)
{
    struct fault fault = fault_at(0);
    struct db db = {.driver = &fault.driver};
    struct err err = {0};

    CHECK_OR_STOP(store_open(&db, STR(":memory:"), DB_WRITE, &err));
    fault.fail_at = fault.calls + 1;
    CHECK(!db_checkpoint(&db, &err) && names_what_failed(&err));
    fault.fail_at = fault.calls + 1;
    CHECK(!db_backup(&db, STR("build/never"), &err) && names_what_failed(&err));
    fault.fail_at = fault.calls + 1;
    CHECK(!db_check(&db, &err) && names_what_failed(&err));
    CHECK(db_check(&db, &err));
    db_close(&db);
}
