/*
 * Opening the record's database.
 */
#include "store/sql.h"
#include "store/store.h"

const struct db_catalogue store_catalogue = {
    store_statements, SQL_COUNT, store_steps, SCHEMA_STEPS};

bool store_open(struct db *db, str path, enum db_mode mode, struct err *err)
{
    return db_open_schema(db, &store_catalogue, path, mode, err);
}
