/*
 * What is kept of the tree: full tiles, checkpoints, cosignatures.
 */
#include "store/inside.h"
#include "store/sql.h"

static bool put_tile(struct db *db, unsigned statement, unsigned level, uint64_t n,
    const uint8_t hashes[STORE_TILE_BYTES], struct err *err)
{
    struct db_query q = db_query(db, statement);

    db_bind_u64(&q, level);
    db_bind_u64(&q, n);
    db_bind_blob(&q, hashes, STORE_TILE_BYTES);
    return db_run(&q, err);
}

bool store_tile_insert(struct db *db, unsigned level, uint64_t n,
    const uint8_t hashes[STORE_TILE_BYTES], struct err *err)
{
    return put_tile(db, SQL_TILE_INSERT, level, n, hashes, err);
}

bool store_tile_put(struct db *db, unsigned level, uint64_t n,
    const uint8_t hashes[STORE_TILE_BYTES], struct err *err)
{
    return put_tile(db, SQL_TILE_PUT, level, n, hashes, err);
}

bool store_tile_get(struct db *db, unsigned level, uint64_t n,
    uint8_t hashes[STORE_TILE_BYTES], struct err *err)
{
    struct db_query q = db_query(db, SQL_TILE_GET);

    db_bind_u64(&q, level);
    db_bind_u64(&q, n);
    if (db_step(&q) == DB_ROW)
        db_bytes(&q, 0, hashes, STORE_TILE_BYTES);
    return store_require_numbered(
        &q, ERR_NOT_FOUND, STR("tile"), n, STR("of this level is not kept"), err);
}

/* ---- checkpoints ---- */

bool store_checkpoint_insert(
    struct db *db, const struct store_checkpoint *checkpoint, struct err *err)
{
    struct db_query q = db_query(db, SQL_CHECKPOINT_INSERT);

    db_bind_u64(&q, checkpoint->size);
    db_bind_blob(&q, checkpoint->root, sizeof(checkpoint->root));
    db_bind_blob(&q, checkpoint->note.ptr, checkpoint->note.len);
    db_bind_i64(&q, checkpoint->at);
    return db_run(&q, err);
}

/* Take the one checkpoint that a query finds. */
static void take_checkpoint(
    struct db_query *q, struct arena *arena, struct store_checkpoint *out)
{
    if (db_step(q) != DB_ROW)
        return;
    out->size = db_u64(q, 0);
    db_bytes(q, 1, out->root, sizeof(out->root));
    out->note = arena_str(arena, db_blob(q, 2));
    out->at = db_i64(q, 3);
}

bool store_checkpoint_newest(
    struct db *db, struct arena *arena, struct store_checkpoint *out, struct err *err)
{
    struct db_query q = db_query(db, SQL_CHECKPOINT_NEWEST);

    take_checkpoint(&q, arena, out);
    return store_require_row(
        &q, ERR_NOT_FOUND, STR("a checkpoint"), STR("has not been signed yet"), err);
}

bool store_checkpoint_by_size(struct db *db, struct arena *arena, uint64_t size,
    struct store_checkpoint *out, struct err *err)
{
    struct db_query q = db_query(db, SQL_CHECKPOINT_BY_SIZE);

    db_bind_u64(&q, size);
    take_checkpoint(&q, arena, out);
    return store_require_numbered(&q, ERR_NOT_FOUND, STR("a checkpoint of size"), size,
        STR("was not signed"), err);
}

bool store_checkpoint_above(struct db *db, struct arena *arena, uint64_t seq,
    struct store_checkpoint *out, struct err *err)
{
    struct db_query q = db_query(db, SQL_CHECKPOINT_ABOVE);

    db_bind_u64(&q, seq);
    take_checkpoint(&q, arena, out);
    return store_require_numbered(
        &q, ERR_NOT_FOUND, STR("event"), seq, STR("is under no checkpoint yet"), err);
}

/* ---- cosignatures ---- */

bool store_cosignature_put(struct db *db, uint64_t size,
    const struct store_cosignature *cosignature, struct err *err)
{
    struct db_query q = db_query(db, SQL_COSIGNATURE_PUT);

    db_bind_u64(&q, size);
    db_bind_text(&q, cosignature->witness);
    db_bind_text(&q, cosignature->line);
    db_bind_i64(&q, cosignature->at);
    return db_run(&q, err);
}

struct db_query store_cosignatures(struct db *db, uint64_t size)
{
    struct db_query q = db_query(db, SQL_COSIGNATURES);

    db_bind_u64(&q, size);
    return q;
}

bool store_cosignature_next(struct db_query *q, struct store_cosignature *out)
{
    if (db_step(q) != DB_ROW)
        return false;
    *out = (struct store_cosignature){db_text(q, 0), db_text(q, 1), db_i64(q, 2)};
    return true;
}
