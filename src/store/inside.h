/*
 * What the files of store share: the end of a query that looks for one row.
 */
#ifndef VESTIBULE_STORE_INSIDE_H
#define VESTIBULE_STORE_INSIDE_H

#include "store/store.h"

/* End a query; without a row the error is `kind`, "`what` `why`". */
bool store_require_row(struct db_query *q, enum err_kind kind, str what, str why,
    struct err *err) MUST_USE;

/* The same for a thing that has a number: "`what` 17 `why`". */
bool store_require_numbered(struct db_query *q, enum err_kind kind, str what,
    uint64_t number, str why, struct err *err) MUST_USE;

/* A moment that may be missing: false and 0 when it is. */
bool store_moment(struct db_query *q, unsigned column, int64_t *out);

/* Give a moment, or NULL. */
void store_bind_moment(struct db_query *q, bool given, int64_t at);

#endif
