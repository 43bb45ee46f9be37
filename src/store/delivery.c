/*
 * Letters that are on their way: claimed with a lease, tried again, settled.
 */
#include "store/inside.h"
#include "store/sql.h"

bool store_delivery_insert(struct db *db, const struct store_delivery *delivery,
    int64_t next_at, struct err *err)
{
    struct db_query q = db_query(db, SQL_DELIVERY_INSERT);

    db_bind_u64(&q, delivery->seq);
    db_bind_u64(&q, delivery->place);
    db_bind_text(&q, delivery->channel);
    db_bind_u64(&q, delivery->contact);
    db_bind_text(&q, delivery->webhook);
    db_bind_i64(&q, delivery->urgent);
    db_bind_i64(&q, next_at);
    return db_run(&q, err);
}

struct db_query store_delivery_claim(
    struct db *db, str channel, bool urgent, const struct store_lease *lease)
{
    struct db_query q = db_query(db, SQL_DELIVERY_CLAIM);

    REQUIRE(db->began);
    db_bind_text(&q, channel);
    db_bind_i64(&q, urgent);
    db_bind_i64(&q, lease->now);
    db_bind_i64(&q, lease->until);
    db_bind_u64(&q, lease->most);
    return q;
}

bool store_delivery_next(struct db_query *q, struct store_delivery *out)
{
    if (db_step(q) != DB_ROW)
        return false;
    *out = (struct store_delivery){.number = db_u64(q, 0),
        .seq = db_u64(q, 1),
        .place = db_u64(q, 2),
        .channel = db_text(q, 3),
        .contact = db_u64(q, 4),
        .webhook = db_text(q, 5),
        .urgent = db_i64(q, 6) == 1,
        .attempts = db_i64(q, 7)};
    return true;
}

bool store_delivery_again(
    struct db *db, uint64_t number, int64_t next_at, struct err *err)
{
    struct db_query q = db_query(db, SQL_DELIVERY_AGAIN);

    db_bind_u64(&q, number);
    db_bind_i64(&q, next_at);
    return db_run(&q, err);
}

bool store_delivery_settle(struct db *db, uint64_t number, struct err *err)
{
    struct db_query q = db_query(db, SQL_DELIVERY_SETTLE);

    db_bind_u64(&q, number);
    return db_run(&q, err);
}

bool store_delivery_release(struct db *db, struct err *err)
{
    struct db_query q = db_query(db, SQL_DELIVERY_RELEASE);

    return db_run(&q, err);
}

bool store_delivery_next_at(
    struct db *db, str channel, bool urgent, int64_t *at, struct err *err)
{
    struct db_query q = db_query(db, SQL_DELIVERY_NEXT);

    db_bind_text(&q, channel);
    db_bind_i64(&q, urgent);
    *at = db_step(&q) == DB_ROW && !db_is_null(&q, 0) ? db_i64(&q, 0) : INT64_MAX;
    return db_done(&q, err);
}
