/*
 * Queries over the cache of prepared statements.
 *
 * The cache is an array by statement number: nothing to hash, nothing to evict.
 * What the catalogue says of a statement is held to: the kinds of its arguments and
 * how many rows come back are the program's business, so a breach stops it.
 */
#include "db/driver.h"

static const struct db_statement *statement_of(const struct db_query *q)
{
    return &q->db->catalogue.statements[q->id];
}

static struct db_slot *slot_of(const struct db_query *q)
{
    return &q->db->slots[q->id];
}

static bool has_failed(const struct db_query *q)
{
    return q->fail.kind != ERR_NONE;
}

struct db_query db_query(struct db *db, unsigned id)
{
    struct db_query q = {.db = db, .id = id};
    struct db_slot *slot;

    REQUIRE(db->handle != NULL && id < db->catalogue.count);
    slot = slot_of(&q);
    REQUIRE(!slot->busy);
    slot->busy = true;
    if (db_is_usable(db, &q.fail) && slot->prepared == NULL)
        (void)db->driver->prepare(db, statement_of(&q)->text, &slot->prepared, &q.fail);
    return q;
}

/* ---- arguments ---- */

static void bind(struct db_query *q, char letter, struct db_value value)
{
    static const char null_allowed = 'a' - 'A';
    const char *args = statement_of(q)->args;

    REQUIRE(q->bound < str_from(args).len);
    REQUIRE(letter == '\0'
            ? args[q->bound] <= 'Z'
            : args[q->bound] == letter || args[q->bound] == letter - null_allowed);
    q->bound++;
    if (!has_failed(q))
        (void)q->db->driver->bind(
            q->db, slot_of(q)->prepared, q->bound, value, &q->fail);
}

void db_bind_i64(struct db_query *q, int64_t value)
{
    bind(q, 'i', (struct db_value){.kind = DB_INT, .number = value});
}

void db_bind_u64(struct db_query *q, uint64_t value)
{
    REQUIRE(value <= INT64_MAX);
    db_bind_i64(q, (int64_t)value);
}

void db_bind_text(struct db_query *q, str text)
{
    bind(q, 't', (struct db_value){.kind = DB_TEXT, .bytes = text});
}

void db_bind_blob(struct db_query *q, const void *bytes, size_t len)
{
    bind(q, 'b', (struct db_value){.kind = DB_BLOB, .bytes = {bytes, len}});
}

void db_bind_null(struct db_query *q)
{
    bind(q, '\0', (struct db_value){.kind = DB_NULL});
}

/* ---- rows ---- */

enum db_step db_step(struct db_query *q)
{
    enum db_step step;

    REQUIRE(q->bound == str_from(statement_of(q)->args).len);
    if (has_failed(q))
        return DB_FAILED;
    step = q->db->driver->step(q->db, slot_of(q)->prepared, &q->fail);
    if (step == DB_ROW)
        q->rows++;
    REQUIRE(q->rows == 0 || statement_of(q)->rows == DB_MANY_ROWS ||
        (q->rows == 1 && statement_of(q)->rows == DB_ONE_ROW));
    return step;
}

static struct db_value column_of(
    struct db_query *q, unsigned column, enum db_kind wanted)
{
    struct db_value value = {0};

    if (!has_failed(q))
        value = q->db->driver->column(q->db, slot_of(q)->prepared, column);
    if (value.kind == wanted)
        return value;
    if (!has_failed(q)) {
        err_set(&q->fail, ERR_CORRUPT, STR("column "));
        err_add_i64(&q->fail, column);
        err_add(&q->fail,
            STR(" holds another kind of value than was written; the database is "
                "damaged, restore a backup"));
    }
    return (struct db_value){0};
}

bool db_is_null(struct db_query *q, unsigned column)
{
    return has_failed(q) ||
        q->db->driver->column(q->db, slot_of(q)->prepared, column).kind == DB_NULL;
}

int64_t db_i64(struct db_query *q, unsigned column)
{
    return column_of(q, column, DB_INT).number;
}

uint64_t db_u64(struct db_query *q, unsigned column)
{
    int64_t value = db_i64(q, column);

    if (value >= 0)
        return (uint64_t)value;
    (void)column_of(q, column, DB_OTHER);
    return 0;
}

str db_text(struct db_query *q, unsigned column)
{
    return column_of(q, column, DB_TEXT).bytes;
}

str db_blob(struct db_query *q, unsigned column)
{
    return column_of(q, column, DB_BLOB).bytes;
}

void db_bytes(struct db_query *q, unsigned column, void *out, size_t len)
{
    str bytes = db_blob(q, column);

    if (bytes.len == len) {
        memcpy(out, bytes.ptr, len);
        return;
    }
    memset(out, 0, len);
    (void)column_of(q, column, DB_OTHER);
}

/* ---- the end ---- */

bool db_done(struct db_query *q, struct err *err)
{
    struct db_slot *slot = slot_of(q);

    REQUIRE(slot->busy);
    /* Some rules are only checked when a statement ends. */
    if (q->rows == 1 && statement_of(q)->rows == DB_ONE_ROW)
        (void)db_step(q);
    if (slot->prepared != NULL)
        q->db->driver->reset(q->db, slot->prepared);
    slot->busy = false;
    if (!has_failed(q))
        return true;
    *err = q->fail;
    return err_while(err, str_from(statement_of(q)->name));
}

bool db_run(struct db_query *q, struct err *err)
{
    REQUIRE(statement_of(q)->rows == DB_NO_ROWS);
    (void)db_step(q);
    return db_done(q, err);
}
