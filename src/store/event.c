/*
 * Events: added at the end, read by place, by key, by visit.
 */
#include "store/inside.h"
#include "store/sql.h"

static void bind_visit(struct db_query *q, const struct store_event *event)
{
    if (event->in_visit)
        db_bind_blob(q, event->visit, sizeof(event->visit));
    else
        db_bind_null(q);
}

/* A gap, once there, would have to stay for ever: nothing that makes one gets in. */
static bool is_next(struct db *db, const struct store_event *event, struct err *err)
{
    struct db_query q = db_query(db, SQL_EVENT_NEXT);
    uint64_t seq = 0;
    uint64_t n = 0;

    bind_visit(&q, event);
    if (db_step(&q) == DB_ROW) {
        seq = db_u64(&q, 0);
        n = db_u64(&q, 1);
    }
    if (!db_done(&q, err))
        return false;
    if (event->seq == seq && (!event->in_visit || event->n == n))
        return true;
    err_set(err, ERR_CONFLICT, STR("event "));
    err_add_i64(err, (int64_t)event->seq);
    err_add(err, STR(" is not the next one: the log goes on with "));
    err_add_i64(err, (int64_t)seq);
    if (!event->in_visit)
        return false;
    err_add(err, STR(", its visit with "));
    return err_add_i64(err, (int64_t)n);
}

bool store_event_insert(struct db *db, const struct store_event *event, struct err *err)
{
    struct db_query q;

    if (!is_next(db, event, err))
        return false;
    q = db_query(db, SQL_EVENT_INSERT);
    db_bind_u64(&q, event->seq);
    db_bind_blob(&q, event->leaf.ptr, event->leaf.len);
    db_bind_blob(&q, event->hash, sizeof(event->hash));
    db_bind_text(&q, event->kind);
    bind_visit(&q, event);
    if (event->in_visit)
        db_bind_u64(&q, event->n);
    else
        db_bind_null(&q);
    db_bind_i64(&q, event->at);
    db_bind_blob(&q, event->key, sizeof(event->key));
    db_bind_blob(&q, event->content, sizeof(event->content));
    if (event->fields.len > 0)
        db_bind_text(&q, event->fields);
    else
        db_bind_null(&q);
    return db_run(&q, err);
}

bool store_event_count(struct db *db, uint64_t *out, struct err *err)
{
    struct db_query q = db_query(db, SQL_EVENT_COUNT);

    *out = db_step(&q) == DB_ROW ? db_u64(&q, 0) : 0;
    return db_done(&q, err);
}

bool store_event_next(struct db_query *q, struct store_event *out)
{
    if (db_step(q) != DB_ROW)
        return false;
    *out = (struct store_event){.seq = db_u64(q, 0),
        .leaf = db_blob(q, 1),
        .kind = db_text(q, 3),
        .in_visit = !db_is_null(q, 4),
        .at = db_i64(q, 6)};
    db_bytes(q, 2, out->hash, sizeof(out->hash));
    if (out->in_visit) {
        db_bytes(q, 4, out->visit, sizeof(out->visit));
        out->n = db_u64(q, 5);
    }
    db_bytes(q, 7, out->key, sizeof(out->key));
    db_bytes(q, 8, out->content, sizeof(out->content));
    if (!db_is_null(q, 9))
        out->fields = db_text(q, 9);
    return true;
}

/* Take the one event that a query finds. */
static void take_event(struct db_query *q, struct arena *arena, struct store_event *out)
{
    if (!store_event_next(q, out))
        return;
    out->leaf = arena_str(arena, out->leaf);
    out->kind = arena_str(arena, out->kind);
    out->fields = arena_str(arena, out->fields);
}

bool store_event_by_seq(struct db *db, struct arena *arena, uint64_t seq,
    struct store_event *out, struct err *err)
{
    struct db_query q = db_query(db, SQL_EVENT_BY_SEQ);

    db_bind_u64(&q, seq);
    take_event(&q, arena, out);
    return store_require_numbered(
        &q, ERR_NOT_FOUND, STR("event"), seq, STR("is not in the record"), err);
}

bool store_event_by_key(struct db *db, struct arena *arena,
    const uint8_t key[STORE_ID_BYTES], struct store_event *out, struct err *err)
{
    struct db_query q = db_query(db, SQL_EVENT_BY_KEY);

    db_bind_blob(&q, key, STORE_ID_BYTES);
    take_event(&q, arena, out);
    return store_require_row(&q, ERR_NOT_FOUND, STR("an event under this key"),
        STR("is not in the record"), err);
}

bool store_visit_newest(struct db *db, const uint8_t visit[STORE_ID_BYTES], uint64_t *n,
    uint8_t hash[STORE_HASH_BYTES], struct err *err)
{
    struct db_query q = db_query(db, SQL_EVENT_VISIT_NEWEST);

    db_bind_blob(&q, visit, STORE_ID_BYTES);
    if (db_step(&q) == DB_ROW) {
        *n = db_u64(&q, 0);
        db_bytes(&q, 1, hash, STORE_HASH_BYTES);
    }
    return store_require_row(
        &q, ERR_NOT_FOUND, STR("this visit"), STR("has no events"), err);
}

/* ---- ranges ---- */

/* Bind a range; places above what the database can hold are no events anyway. */
static void bind_range(struct db_query *q, uint64_t first, uint64_t past)
{
    db_bind_u64(q, first < INT64_MAX ? first : INT64_MAX);
    db_bind_u64(q, past < INT64_MAX ? past : INT64_MAX);
}

struct db_query store_events(struct db *db, uint64_t first, uint64_t past)
{
    struct db_query q = db_query(db, SQL_EVENT_RANGE);

    bind_range(&q, first, past);
    return q;
}

struct db_query store_visit_events(struct db *db, const uint8_t visit[STORE_ID_BYTES])
{
    struct db_query q = db_query(db, SQL_EVENT_VISIT);

    db_bind_blob(&q, visit, STORE_ID_BYTES);
    return q;
}

struct db_query store_hashes(struct db *db, uint64_t first, uint64_t past)
{
    struct db_query q = db_query(db, SQL_EVENT_HASHES);

    bind_range(&q, first, past);
    return q;
}

bool store_hash_next(struct db_query *q, uint8_t hash[STORE_HASH_BYTES])
{
    if (db_step(q) != DB_ROW)
        return false;
    db_bytes(q, 0, hash, STORE_HASH_BYTES);
    return true;
}

/* ---- visits by how they began and ended ---- */

struct db_query store_open_visits(struct db *db)
{
    return db_query(db, SQL_EVENT_OPEN);
}

struct db_query store_closed_visits(
    struct db *db, uint64_t before, int64_t begins, int64_t ends, uint64_t most)
{
    struct db_query q = db_query(db, SQL_EVENT_CLOSED);

    db_bind_u64(&q, before < INT64_MAX ? before : INT64_MAX);
    db_bind_i64(&q, begins);
    db_bind_i64(&q, ends);
    db_bind_u64(&q, most < INT64_MAX ? most : INT64_MAX);
    return q;
}

struct db_query store_access_events(struct db *db, uint64_t before, uint64_t most)
{
    struct db_query q = db_query(db, SQL_EVENT_ACCESS);

    bind_range(&q, before, most);
    return q;
}

struct db_query store_edition_events(struct db *db)
{
    struct db_query q = db_query(db, SQL_EVENT_EDITIONS);

    db_bind_u64(&q, 0);
    return q;
}

bool store_open_visit_next(struct db_query *q, uint8_t visit[STORE_ID_BYTES])
{
    if (db_step(q) != DB_ROW)
        return false;
    db_bytes(q, 0, visit, STORE_ID_BYTES);
    return true;
}

bool store_closed_visit_next(
    struct db_query *q, uint8_t visit[STORE_ID_BYTES], uint64_t *seq)
{
    if (!store_open_visit_next(q, visit))
        return false;
    *seq = db_u64(q, 1);
    return true;
}

struct db_query store_decisions(struct db *db)
{
    return db_query(db, SQL_EVENT_DECIDED);
}

bool store_decision_next(struct db_query *q, struct store_decision *out)
{
    if (db_step(q) != DB_ROW)
        return false;
    db_bytes(q, 0, out->visit, sizeof(out->visit));
    out->seq = db_u64(q, 1);
    out->is_over = db_i64(q, 2) != 0;
    return true;
}

bool store_event_forget(struct db *db, uint64_t seq, struct err *err)
{
    struct db_query q = db_query(db, SQL_EVENT_FORGET);

    db_bind_u64(&q, seq);
    return db_run(&q, err);
}
