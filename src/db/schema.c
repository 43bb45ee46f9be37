/*
 * Opening a database with a schema.
 *
 * The schema is made by steps that only go forward, one transaction each; the
 * database keeps their text.  On opening, the steps it was made by are compared with
 * those the program knows, and what the database says of its tables with what the
 * same steps make in memory: no change by another hand goes unnoticed.
 */
#include "db/db.h"

/* The statements of sql/schema.sql, with which every catalogue begins. */
enum { SCHEMA_OBJECTS, SCHEMA_STEPS, SCHEMA_STEP_INSERT };

static int64_t steps_known(const struct db *db)
{
    return (int64_t)db->catalogue.step_count;
}

/* ---- how far it is ---- */

/* Whether the database has anything in it, and whether it has a history of steps. */
static bool look_inside(
    struct db *db, bool *has_objects, bool *has_history, struct err *err)
{
    struct db_query q = db_query(db, SCHEMA_OBJECTS);

    *has_objects = *has_history = false;
    while (db_step(&q) == DB_ROW) {
        *has_objects = true;
        if (str_equal(db_text(&q, 0), STR("schema_step")))
            *has_history = true;
    }
    return db_done(&q, err);
}

static bool wrong_step(const struct db *db, int64_t number, struct err *err)
{
    if (number > steps_known(db)) {
        err_set(err, ERR_INVALID, STR("a newer program made this database (schema "));
        err_add_i64(err, number);
        err_add(err, STR("; this one knows schema "));
        err_add_i64(err, steps_known(db));
        return err_add(err, STR("); use the newer program"));
    }
    err_set(err, ERR_CORRUPT, STR("step "));
    err_add_i64(err, number);
    return err_add(err,
        STR(" of the database's schema is not the one this program knows; use the "
            "program that made it, or restore a backup"));
}

/* Count the steps that made the database, each being the one we know. */
static bool count_steps(struct db *db, int64_t *count, struct err *err)
{
    struct db_query q = db_query(db, SCHEMA_STEPS);
    int64_t wrong = 0;

    *count = 0;
    while (wrong == 0 && db_step(&q) == DB_ROW) {
        int64_t number = db_i64(&q, 0);
        str text = db_text(&q, 1);

        if (number != *count + 1 || number > steps_known(db) ||
            !str_equal(text, str_from(db->catalogue.steps[number - 1])))
            wrong = number;
        else
            (*count)++;
    }
    if (!db_done(&q, err))
        return false;
    return wrong == 0 || wrong_step(db, wrong, err);
}

static bool find_steps(struct db *db, int64_t *count, struct err *err)
{
    bool has_objects;
    bool has_history;

    *count = 0;
    if (!look_inside(db, &has_objects, &has_history, err))
        return false;
    if (has_history)
        return count_steps(db, count, err);
    if (!has_objects)
        return true;
    return err_set(err, ERR_CORRUPT,
        STR("this database has tables but no history of them: another program made "
            "it; name another file"));
}

/* ---- going forward ---- */

static bool make_step(struct db *db, int64_t number, struct err *err)
{
    const char *text = db->catalogue.steps[number - 1];
    struct db_query q;

    if (!db_begin(db, err))
        return false;
    if (!db_script(db, text, err)) {
        db_rollback(db);
        return false;
    }
    q = db_query(db, SCHEMA_STEP_INSERT);
    db_bind_i64(&q, number);
    db_bind_text(&q, str_from(text));
    if (!db_run(&q, err)) {
        db_rollback(db);
        return false;
    }
    return db_commit(db, err);
}

static bool make_steps(struct db *db, int64_t done, struct err *err)
{
    for (int64_t number = done + 1; number <= steps_known(db); number++)
        if (!make_step(db, number, err))
            return err_while(err, STR("bringing the schema up to date"));
    return true;
}

/* ---- is it what the steps make? ---- */

static bool changed(struct err *err, str object)
{
    err_set(err, ERR_CORRUPT, STR("`"));
    err_add(err, object);
    return err_add(err,
        STR("` in the database is not as its steps made it: another hand changed the "
            "schema; restore a backup"));
}

/* Compare the next object of two databases; false at the end of both, or when they
 * differ, which sets `difference`.  The name that comes first is the odd one. */
static bool next_is_same(
    struct db_query *ours, struct db_query *theirs, struct err *difference)
{
    enum db_step here = db_step(ours);
    enum db_step there = db_step(theirs);
    int order = there == DB_END ? -1 : 1;

    if (here == DB_FAILED || there == DB_FAILED || (here == DB_END && there == DB_END))
        return false;
    if (here == DB_ROW && there == DB_ROW)
        order = str_compare(db_text(ours, 0), db_text(theirs, 0));
    if (order == 0 && str_equal(db_text(ours, 1), db_text(theirs, 1)))
        return true;
    return changed(difference, db_text(order <= 0 ? ours : theirs, 0));
}

/* Compare what two databases say of their tables, both in order of their names. */
static bool same_objects(struct db *db, struct db *model, struct err *err)
{
    struct db_query ours = db_query(db, SCHEMA_OBJECTS);
    struct db_query theirs = db_query(model, SCHEMA_OBJECTS);
    struct err difference = {0};
    bool ended;

    while (next_is_same(&ours, &theirs, &difference))
        continue;
    ended = db_done(&theirs, err);
    ended = db_done(&ours, err) && ended;
    if (ended && difference.kind != ERR_NONE)
        *err = difference;
    return ended && difference.kind == ERR_NONE;
}

static bool check_objects(struct db *db, struct err *err)
{
    struct db model = {0};
    bool done = db_open(&model, &db->catalogue, STR(":memory:"), DB_WRITE, err) &&
        make_steps(&model, 0, err) && same_objects(db, &model, err);

    db_close(&model);
    return done;
}

/* ---- opening ---- */

static bool bring_up_to_date(struct db *db, struct err *err)
{
    int64_t count;

    if (!find_steps(db, &count, err))
        return false;
    if (count < steps_known(db) && db->mode == DB_READ)
        return err_set(err, ERR_INVALID,
            STR("this database is empty or of an older program; open it for writing "
                "once to bring it up to date"));
    return make_steps(db, count, err) && check_objects(db, err);
}

bool db_open_schema(struct db *db, const struct db_catalogue *catalogue, str path,
    enum db_mode mode, struct err *err)
{
    static const char first[] = "schema_objects";

    REQUIRE(str_equal(
        str_from(catalogue->statements[SCHEMA_OBJECTS].name), str_from(first)));
    if (!db_open(db, catalogue, path, mode, err))
        return false;
    if (bring_up_to_date(db, err))
        return true;
    db_close(db);
    return err_while(err, path);
}
