/*
 * What log this is, and which keys signed for it.
 */
#include "store/inside.h"
#include "store/sql.h"

bool store_log_insert(struct db *db, str origin, int64_t opened_at, struct err *err)
{
    struct db_query q = db_query(db, SQL_LOG_INSERT);

    db_bind_text(&q, origin);
    db_bind_i64(&q, opened_at);
    return db_run(&q, err);
}

bool store_log_get(
    struct db *db, struct arena *arena, struct store_log *out, struct err *err)
{
    struct db_query q = db_query(db, SQL_LOG_GET);

    if (db_step(&q) == DB_ROW)
        *out = (struct store_log){arena_str(arena, db_text(&q, 0)), db_i64(&q, 1)};
    return store_require_row(
        &q, ERR_NOT_FOUND, STR("the log"), STR("has not begun"), err);
}

bool store_log_key_insert(struct db *db, uint64_t from_size, str vkey, struct err *err)
{
    struct db_query q = db_query(db, SQL_LOG_KEY_INSERT);

    db_bind_u64(&q, from_size);
    db_bind_text(&q, vkey);
    return db_run(&q, err);
}

bool store_log_key_next(struct db_query *q, struct store_log_key *out)
{
    if (db_step(q) != DB_ROW)
        return false;
    *out = (struct store_log_key){db_u64(q, 0), db_text(q, 1)};
    return true;
}

bool store_log_key_at(struct db *db, struct arena *arena, uint64_t size,
    struct store_log_key *out, struct err *err)
{
    struct db_query q = db_query(db, SQL_LOG_KEY_AT);

    db_bind_u64(&q, size);
    if (store_log_key_next(&q, out))
        out->vkey = arena_str(arena, out->vkey);
    return store_require_numbered(&q, ERR_NOT_FOUND, STR("the log's size"), size,
        STR("is signed by no key"), err);
}

struct db_query store_log_keys(struct db *db)
{
    return db_query(db, SQL_LOG_KEYS);
}
