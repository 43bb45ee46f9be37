/*
 * Devices at a desk: enrolling, finding, removing, and who signs in there.
 */
#include "people/inside.h"
#include "people/sql.h"

static int64_t pins_count_since(const struct people *people)
{
    return people_now(people) - PIN_FORGET;
}

/* ---- enrolling ---- */

static bool is_named(str text)
{
    size_t len = str_trim(text).len;

    return len > 0 && str_width(text) <= PEOPLE_NAME_MAX &&
        str_invalid_utf8(text) == text.len && str_find_byte(text, '\n', 0) == text.len;
}

bool people_new_enrolment(struct people *people, str school, str name,
    char code[ENROL_CODE_CHARS], struct err *err)
{
    uint8_t digest[PEOPLE_HASH_BYTES];
    struct db_query q;

    if (!is_named(school) || !is_named(name))
        return err_set(err, ERR_INVALID,
            SAY("say at which school the device stands, and a name for it, such as Front "
                "desk"));
    code_make(people, code, ENROL_CODE_CHARS);
    code_digest(people, STR("enrol"), 0, (str){code, ENROL_CODE_CHARS}, digest);
    q = db_query(&people->db, SQL_ENROLMENT_INSERT);
    db_bind_blob(&q, digest, sizeof(digest));
    db_bind_text(&q, str_trim(school));
    db_bind_text(&q, str_trim(name));
    db_bind_i64(&q, people_now(people) + ENROL_SECONDS);
    return db_run(&q, err);
}

/* Use up a code; `found` is false when there is none such. */
static bool use_code(struct people *people, struct arena *arena, str code, bool *found,
    struct people_device *out, struct err *err)
{
    struct db_query q = db_query(&people->db, SQL_ENROLMENT_USE);
    uint8_t digest[PEOPLE_HASH_BYTES];

    code_digest(people, STR("enrol"), 0, code, digest);
    db_bind_blob(&q, digest, sizeof(digest));
    db_bind_i64(&q, people_now(people));
    *found = db_step(&q) == DB_ROW;
    if (*found)
        *out = (struct people_device){.school = arena_str(arena, db_text(&q, 0)),
            .name = arena_str(arena, db_text(&q, 1))};
    return db_done(&q, err);
}

static bool insert_device(struct people *people, struct people_token *token,
    struct people_device *device, struct err *err)
{
    uint8_t digest[PEOPLE_HASH_BYTES];
    struct db_query q = db_query(&people->db, SQL_DEVICE_INSERT);

    token_make(people, token, digest);
    device->made_at = device->used_at = people_now(people);
    db_bind_text(&q, device->school);
    db_bind_text(&q, device->name);
    db_bind_blob(&q, digest, sizeof(digest));
    db_bind_i64(&q, device->made_at);
    device->number = db_step(&q) == DB_ROW ? db_u64(&q, 0) : 0;
    return db_done(&q, err);
}

bool people_enrol(struct people *people, struct arena *arena, str code, str peer,
    struct people_token *token, struct people_device *out, struct err *err)
{
    int64_t now = people_now(people);
    uint64_t name = limit_name(people, LIMIT_PAIR, STR("enrol a device"), peer);
    struct change change;
    bool found = false;
    bool done;

    *out = (struct people_device){0};
    if (limit_wait(&people->limits, LIMIT_PAIR, name, now) > 0)
        return err_set(err, ERR_LIMIT,
            SAY("too many wrong codes came from here; wait a few minutes"));
    if (!change_begin(people, &change, err))
        return false;
    done = use_code(people, arena, code, &found, out, err) &&
        (!found || insert_device(people, token, out, err));
    if (!change_end(&change, done && found, err) && found)
        return false;
    if (done && !found) {
        limit_fail(&people->limits, name, now);
        err_set(err, ERR_DENIED,
            SAY("this code does not count: it was used, or its quarter of an hour is over, "
                "or it is mistyped; ask for another"));
    }
    return done && found;
}

/* ---- finding ---- */

static bool device_next(
    struct db_query *q, struct arena *arena, struct people_device *out)
{
    if (db_step(q) != DB_ROW)
        return false;
    *out = (struct people_device){.number = db_u64(q, 0),
        .school = arena_str(arena, db_text(q, 1)),
        .name = arena_str(arena, db_text(q, 2)),
        .made_at = db_i64(q, 3),
        .used_at = db_i64(q, 4),
        .pin_failures = db_u64(q, 5)};
    return true;
}

bool device_find(struct people *people, struct arena *arena, str token, bool *found,
    struct people_device *out, struct err *err)
{
    struct db_query q = db_query(&people->db, SQL_DEVICE_BY_DIGEST);
    uint8_t digest[PEOPLE_HASH_BYTES];

    *out = (struct people_device){0};
    token_digest(people, token, digest);
    db_bind_blob(&q, digest, sizeof(digest));
    db_bind_i64(&q, pins_count_since(people));
    *found = device_next(&q, arena, out);
    return db_done(&q, err);
}

bool people_find_device(struct people *people, struct arena *arena, str token,
    struct people_device *out, struct err *err)
{
    bool found;

    return device_find(people, arena, token, &found, out, err) &&
        (found ||
            err_set(err, ERR_NOT_FOUND,
                SAY("this computer is not enrolled as a desk's; ask for a code")));
}

bool people_devices(struct people *people, struct arena *arena,
    struct people_device **out, size_t *count, struct err *err)
{
    struct db_query q = db_query(&people->db, SQL_DEVICE_LIST);
    struct people_device device;
    size_t capacity = 0;

    *out = NULL;
    *count = 0;
    db_bind_i64(&q, pins_count_since(people));
    while (device_next(&q, arena, &device)) {
        *out = arena_grow(arena, *out, *count, &capacity, sizeof(**out));
        (*out)[(*count)++] = device;
    }
    return db_done(&q, err);
}

bool people_device_staff(struct people *people, struct arena *arena,
    const struct people_device *device, struct account **out, size_t *count,
    struct err *err)
{
    struct db_query q = db_query(&people->db, SQL_ACCOUNT_STAFF);

    db_bind_text(&q, device->school);
    db_bind_i64(&q, STATE_ACTIVE);
    return account_list(people, arena, &q, out, count, err);
}

/* ---- changing ---- */

bool people_remove_device(struct people *people, uint64_t number, struct err *err)
{
    struct change change;
    struct db_query q;
    bool done;

    if (!change_begin(people, &change, err))
        return false;
    q = db_query(&people->db, SQL_DEVICE_REMOVE);
    db_bind_u64(&q, number);
    (void)db_step(&q);
    done = require_row(&q, ERR_NOT_FOUND, STR("there is no such device"), err);
    if (done) {
        q = db_query(&people->db, SQL_SESSION_DELETE_DEVICE);
        db_bind_u64(&q, number);
        done = db_run(&q, err);
    }
    return change_end(&change, done, err);
}

bool device_forgive(struct people *people, uint64_t device, struct err *err)
{
    struct db_query q = db_query(&people->db, SQL_PIN_FAILURE_FORGET_ALL);

    db_bind_u64(&q, device);
    return db_run(&q, err);
}
