/*
 * Legal holds: what must not be erased, why, and on whose order.
 */
#include "store/inside.h"
#include "store/sql.h"

bool store_hold_insert(
    struct db *db, const struct store_hold *hold, uint64_t *number, struct err *err)
{
    struct db_query q = db_query(db, SQL_HOLD_INSERT);

    if (hold->of_visit) {
        db_bind_null(&q);
        db_bind_blob(&q, hold->visit, sizeof(hold->visit));
    } else {
        db_bind_u64(&q, hold->seq);
        db_bind_null(&q);
    }
    db_bind_text(&q, hold->reason);
    db_bind_text(&q, hold->ordered_by);
    db_bind_i64(&q, hold->begins);
    store_bind_moment(&q, hold->has_end, hold->ends);
    *number = db_step(&q) == DB_ROW ? db_u64(&q, 0) : 0;
    return db_done(&q, err);
}

bool store_hold_end(struct db *db, uint64_t number, int64_t ends, struct err *err)
{
    struct db_query q = db_query(db, SQL_HOLD_END);

    db_bind_u64(&q, number);
    db_bind_i64(&q, ends);
    (void)db_step(&q);
    return store_require_numbered(
        &q, ERR_NOT_FOUND, STR("hold"), number, STR("is not in the record"), err);
}

bool store_hold_next(struct db_query *q, struct store_hold *out)
{
    if (db_step(q) != DB_ROW)
        return false;
    *out = (struct store_hold){.number = db_u64(q, 0),
        .of_visit = !db_is_null(q, 2),
        .reason = db_text(q, 3),
        .ordered_by = db_text(q, 4),
        .begins = db_i64(q, 5)};
    if (out->of_visit)
        db_bytes(q, 2, out->visit, sizeof(out->visit));
    else
        out->seq = db_u64(q, 1);
    out->has_end = store_moment(q, 6, &out->ends);
    return true;
}

bool store_hold_covering(struct db *db, struct arena *arena, uint64_t seq, int64_t at,
    struct store_hold *out, struct err *err)
{
    struct db_query q = db_query(db, SQL_HOLD_COVERING);

    db_bind_u64(&q, seq);
    db_bind_i64(&q, at);
    if (store_hold_next(&q, out)) {
        out->reason = arena_str(arena, out->reason);
        out->ordered_by = arena_str(arena, out->ordered_by);
    }
    return store_require_numbered(
        &q, ERR_NOT_FOUND, STR("event"), seq, STR("is under no hold"), err);
}

struct db_query store_holds(struct db *db)
{
    return db_query(db, SQL_HOLD_LIST);
}
