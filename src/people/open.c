/*
 * Opening the database of people, and changes in it.
 */
#include "people/inside.h"
#include "people/sql.h"

static const struct db_catalogue catalogue = {
    people_statements, SQL_COUNT, people_steps, SCHEMA_STEPS};

bool people_open(struct people *people, str path, enum db_mode mode,
    const uint8_t key[PEOPLE_KEY_BYTES], struct people_clock clock, struct err *err)
{
    *people = (struct people){
        .db = {.driver = people->db.driver}, .clock = clock, .cost = &password_cost};
    memcpy(people->key, key, PEOPLE_KEY_BYTES);
    if (!crypto_open(&people->crypto, err))
        return false;
    if (db_open_schema(&people->db, &catalogue, path, mode, err))
        return true;
    people_close(people);
    return false;
}

void people_close(struct people *people)
{
    db_close(&people->db);
    crypto_close(&people->crypto);
    crypto_forget(people->key, sizeof(people->key));
}

int64_t people_now(const struct people *people)
{
    return people->clock.now(people->clock.context);
}

/* ---- changes ---- */

bool people_begin(struct people *people, struct err *err)
{
    return db_begin(&people->db, err);
}

bool people_end(struct people *people, bool done, struct err *err)
{
    if (done)
        return db_commit(&people->db, err);
    db_rollback(&people->db);
    return false;
}

bool change_begin(struct people *people, struct change *change, struct err *err)
{
    *change = (struct change){people, people->db.began};
    return change->nested || people_begin(people, err);
}

bool change_end(struct change *change, bool done, struct err *err)
{
    return change->nested ? done : people_end(change->people, done, err);
}

bool require_row(struct db_query *q, enum err_kind kind, str text, struct err *err)
{
    bool found = q->rows > 0;

    if (!db_done(q, err))
        return false;
    return found || err_set(err, kind, text);
}

/* ---- what has ended ---- */

static bool tidy(
    struct people *people, unsigned statement, int64_t until, struct err *err)
{
    struct db_query q = db_query(&people->db, statement);

    db_bind_i64(&q, until);
    return db_run(&q, err);
}

bool people_tidy(struct people *people, struct err *err)
{
    int64_t now = people_now(people);
    struct change change;
    bool done;

    if (!change_begin(people, &change, err))
        return false;
    done = tidy(people, SQL_SESSION_TIDY, now, err) &&
        tidy(people, SQL_LINK_TIDY, now, err) &&
        tidy(people, SQL_ENROLMENT_TIDY, now, err) &&
        tidy(people, SQL_CHALLENGE_TIDY, now, err) &&
        tidy(people, SQL_PIN_FAILURE_TIDY, now - PIN_FORGET, err);
    return change_end(&change, done, err);
}
