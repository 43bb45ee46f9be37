/*
 * Sealed fields, the files that belong to them, and the retention buckets they lie in.
 */
#include "store/inside.h"
#include "store/sql.h"

/* ---- buckets ---- */

bool store_bucket_put(struct db *db, str name, int64_t opened_at, struct err *err)
{
    struct db_query q = db_query(db, SQL_BUCKET_PUT);

    db_bind_text(&q, name);
    db_bind_i64(&q, opened_at);
    return db_run(&q, err);
}

bool store_bucket_next(struct db_query *q, struct store_bucket *out)
{
    if (db_step(q) != DB_ROW)
        return false;
    *out = (struct store_bucket){.name = db_text(q, 0), .opened_at = db_i64(q, 1)};
    out->is_closed = store_moment(q, 2, &out->closed_at);
    out->is_shredded = store_moment(q, 3, &out->shredded_at);
    return true;
}

bool store_bucket_get(struct db *db, struct arena *arena, str name,
    struct store_bucket *out, struct err *err)
{
    struct db_query q = db_query(db, SQL_BUCKET_GET);

    db_bind_text(&q, name);
    if (store_bucket_next(&q, out))
        out->name = arena_str(arena, out->name);
    return store_require_row(&q, ERR_NOT_FOUND, name, STR("is no bucket"), err);
}

struct db_query store_buckets(struct db *db)
{
    return db_query(db, SQL_BUCKET_LIST);
}

bool store_bucket_close(struct db *db, str name, int64_t at, struct err *err)
{
    struct db_query q = db_query(db, SQL_BUCKET_CLOSE);

    db_bind_text(&q, name);
    db_bind_i64(&q, at);
    (void)db_step(&q);
    return store_require_row(&q, ERR_NOT_FOUND, name, STR("is no bucket"), err);
}

bool store_bucket_shred(struct db *db, str name, int64_t at, struct err *err)
{
    struct db_query q = db_query(db, SQL_BUCKET_SHRED);

    db_bind_text(&q, name);
    db_bind_i64(&q, at);
    (void)db_step(&q);
    return store_require_row(&q, ERR_CONFLICT, name,
        STR("is open, or no bucket, or holds values still"), err);
}

/* ---- disclosures ---- */

static bool bucket_takes(struct db *db, str name, struct err *err)
{
    struct db_query q = db_query(db, SQL_BUCKET_TAKES);

    db_bind_text(&q, name);
    (void)db_step(&q);
    return store_require_row(&q, ERR_CONFLICT, name,
        STR("takes no values: it is closed, or no bucket"), err);
}

/* Asked first and then inserted: a statement that does both has to give a row back,
 * for which SQLite makes a table each time; that took longer than all the rest. */
bool store_disclosure_insert(
    struct db *db, const struct store_disclosure *disclosure, struct err *err)
{
    struct db_query q;

    if (!bucket_takes(db, disclosure->bucket, err))
        return false;
    q = db_query(db, SQL_DISCLOSURE_INSERT);
    db_bind_u64(&q, disclosure->seq);
    db_bind_u64(&q, disclosure->place);
    db_bind_blob(&q, disclosure->digest, sizeof(disclosure->digest));
    db_bind_text(&q, disclosure->bucket);
    db_bind_blob(&q, disclosure->sealed.ptr, disclosure->sealed.len);
    return db_run(&q, err);
}

struct db_query store_disclosures(struct db *db, uint64_t seq)
{
    struct db_query q = db_query(db, SQL_DISCLOSURE_LIST);

    db_bind_u64(&q, seq);
    return q;
}

bool store_disclosure_next(struct db_query *q, struct store_disclosure *out)
{
    if (db_step(q) != DB_ROW)
        return false;
    *out = (struct store_disclosure){.seq = db_u64(q, 0),
        .place = db_u64(q, 1),
        .bucket = db_text(q, 3),
        .is_erased = !db_is_null(q, 5)};
    db_bytes(q, 2, out->digest, sizeof(out->digest));
    if (out->is_erased)
        out->erased_by = db_u64(q, 5);
    else
        out->sealed = db_blob(q, 4);
    return true;
}

/* Whether the field is erased already, which is as good as erasing it. */
static bool was_erased(struct db *db, uint64_t seq, uint64_t place, struct err *err)
{
    struct db_query q = db_query(db, SQL_ERASURE_GET);

    db_bind_u64(&q, seq);
    db_bind_u64(&q, place);
    (void)db_step(&q);
    return store_require_numbered(
        &q, ERR_NOT_FOUND, STR("event"), seq, STR("has no such sealed field"), err);
}

bool store_disclosure_erase(
    struct db *db, uint64_t seq, uint64_t place, uint64_t erased_by, struct err *err)
{
    struct db_query q = db_query(db, SQL_DISCLOSURE_ERASE);
    bool erased;

    REQUIRE(db->began);
    db_bind_u64(&q, seq);
    db_bind_u64(&q, place);
    erased = db_step(&q) == DB_ROW;
    if (!db_done(&q, err))
        return false;
    if (!erased)
        return was_erased(db, seq, place, err);
    q = db_query(db, SQL_PAPER_ERASE);
    db_bind_u64(&q, seq);
    db_bind_u64(&q, place);
    if (!db_run(&q, err))
        return false;
    q = db_query(db, SQL_ERASURE_INSERT);
    db_bind_u64(&q, seq);
    db_bind_u64(&q, place);
    db_bind_u64(&q, erased_by);
    return db_run(&q, err);
}

bool store_disclosure_count(struct db *db, str bucket, uint64_t *out, struct err *err)
{
    struct db_query q = db_query(db, SQL_DISCLOSURE_COUNT);

    db_bind_text(&q, bucket);
    *out = db_step(&q) == DB_ROW ? db_u64(&q, 0) : 0;
    return db_done(&q, err);
}

/* ---- files ---- */

bool store_paper_insert(
    struct db *db, uint64_t seq, uint64_t place, str sealed, struct err *err)
{
    struct db_query q = db_query(db, SQL_PAPER_INSERT);

    db_bind_u64(&q, seq);
    db_bind_u64(&q, place);
    db_bind_blob(&q, sealed.ptr, sealed.len);
    return db_run(&q, err);
}

bool store_paper_get(struct db *db, struct arena *arena, uint64_t seq, uint64_t place,
    str *sealed, struct err *err)
{
    struct db_query q = db_query(db, SQL_PAPER_GET);

    db_bind_u64(&q, seq);
    db_bind_u64(&q, place);
    if (db_step(&q) == DB_ROW)
        *sealed = arena_str(arena, db_blob(&q, 0));
    return store_require_numbered(
        &q, ERR_NOT_FOUND, STR("event"), seq, STR("has no file"), err);
}
