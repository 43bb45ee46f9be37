/*
 * What the store's functions do alike with rows.
 */
#include "store/inside.h"

bool store_require_row(
    struct db_query *q, enum err_kind kind, str what, str why, struct err *err)
{
    bool found = q->rows > 0;

    if (!db_done(q, err))
        return false;
    if (found)
        return true;
    err_set(err, kind, what);
    err_add(err, STR(" "));
    return err_add(err, why);
}

bool store_require_numbered(struct db_query *q, enum err_kind kind, str what,
    uint64_t number, str why, struct err *err)
{
    char buffer[64];
    struct text text = text_fixed(buffer, sizeof(buffer));

    text_add(&text, what);
    text_add_byte(&text, ' ');
    text_add_u64(&text, number);
    return store_require_row(q, kind, text_str(&text), why, err);
}

bool store_moment(struct db_query *q, unsigned column, int64_t *out)
{
    bool given = !db_is_null(q, column);

    *out = given ? db_i64(q, column) : 0;
    return given;
}

void store_bind_moment(struct db_query *q, bool given, int64_t at)
{
    if (given)
        db_bind_i64(q, at);
    else
        db_bind_null(q);
}
