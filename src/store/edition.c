/*
 * Editions of protocols: what decided, kept so that it can decide again.
 */
#include "store/inside.h"
#include "store/sql.h"

bool store_edition_insert(
    struct db *db, const struct store_edition *edition, struct err *err)
{
    struct db_query q = db_query(db, SQL_EDITION_INSERT);

    db_bind_blob(&q, edition->digest, sizeof(edition->digest));
    db_bind_text(&q, edition->name);
    db_bind_blob(&q, edition->image.ptr, edition->image.len);
    db_bind_blob(&q, edition->source.ptr, edition->source.len);
    db_bind_i64(&q, edition->added_at);
    db_bind_i64(&q, edition->begins);
    store_bind_moment(&q, edition->has_end, edition->ends);
    return db_run(&q, err);
}

struct db_query store_editions(struct db *db)
{
    return db_query(db, SQL_EDITION_LIST);
}

bool store_edition_next(struct db_query *q, struct store_edition *out)
{
    if (db_step(q) != DB_ROW)
        return false;
    *out = (struct store_edition){.name = db_text(q, 1),
        .image = db_blob(q, 2),
        .source = db_blob(q, 3),
        .added_at = db_i64(q, 4),
        .begins = db_i64(q, 5)};
    db_bytes(q, 0, out->digest, sizeof(out->digest));
    out->has_end = store_moment(q, 6, &out->ends);
    return true;
}

/* Take the one edition that a query finds. */
static void take_edition(
    struct db_query *q, struct arena *arena, struct store_edition *out)
{
    if (!store_edition_next(q, out))
        return;
    out->name = arena_str(arena, out->name);
    out->image = arena_str(arena, out->image);
    out->source = arena_str(arena, out->source);
}

bool store_edition_get(struct db *db, struct arena *arena,
    const uint8_t digest[STORE_HASH_BYTES], struct store_edition *out, struct err *err)
{
    struct db_query q = db_query(db, SQL_EDITION_GET);

    db_bind_blob(&q, digest, STORE_HASH_BYTES);
    take_edition(&q, arena, out);
    return store_require_row(
        &q, ERR_NOT_FOUND, STR("this edition"), STR("is not in the record"), err);
}

bool store_edition_in_force(struct db *db, struct arena *arena, str name, int64_t at,
    struct store_edition *out, struct err *err)
{
    struct db_query q = db_query(db, SQL_EDITION_IN_FORCE);

    db_bind_text(&q, name);
    db_bind_i64(&q, at);
    take_edition(&q, arena, out);
    return store_require_row(
        &q, ERR_NOT_FOUND, name, STR("has no edition in force at that moment"), err);
}

bool store_edition_end(struct db *db, const uint8_t digest[STORE_HASH_BYTES],
    int64_t ends, struct err *err)
{
    struct db_query q = db_query(db, SQL_EDITION_END);

    db_bind_blob(&q, digest, STORE_HASH_BYTES);
    db_bind_i64(&q, ends);
    (void)db_step(&q);
    return store_require_row(
        &q, ERR_NOT_FOUND, STR("this edition"), STR("is not in the record"), err);
}

/* ---- documents ---- */

bool store_document_insert(
    struct db *db, const struct store_document *document, struct err *err)
{
    struct db_query q = db_query(db, SQL_DOCUMENT_INSERT);

    db_bind_blob(&q, document->digest, sizeof(document->digest));
    db_bind_blob(&q, document->source.ptr, document->source.len);
    db_bind_i64(&q, document->added_at);
    return db_run(&q, err);
}

struct db_query store_documents(struct db *db)
{
    return db_query(db, SQL_DOCUMENT_LIST);
}

bool store_document_next(struct db_query *q, struct store_document *out)
{
    if (db_step(q) != DB_ROW)
        return false;
    *out = (struct store_document){.source = db_blob(q, 1), .added_at = db_i64(q, 2)};
    db_bytes(q, 0, out->digest, sizeof(out->digest));
    return true;
}

bool store_document_get(struct db *db, struct arena *arena,
    const uint8_t digest[STORE_HASH_BYTES], struct store_document *out, struct err *err)
{
    struct db_query q = db_query(db, SQL_DOCUMENT_GET);

    db_bind_blob(&q, digest, STORE_HASH_BYTES);
    if (store_document_next(&q, out))
        out->source = arena_str(arena, out->source);
    return store_require_row(
        &q, ERR_NOT_FOUND, STR("this document"), STR("is not in the record"), err);
}
