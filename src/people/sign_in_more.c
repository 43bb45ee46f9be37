/*
 * Signing in by what comes after a password, or in its place: a code, a PIN, a proxy.
 */
#include "people/inside.h"
#include "people/sql.h"

enum { PIN_PAUSE = 30, PIN_PAUSE_MOST = 900 };

/* ---- a code ---- */

static bool use_recovery(
    struct people *people, uint64_t number, str code, bool *is, struct err *err)
{
    struct db_query q = db_query(&people->db, SQL_RECOVERY_USE);
    uint8_t digest[PEOPLE_HASH_BYTES];

    code_digest(people, STR("recovery"), number, code, digest);
    db_bind_u64(&q, number);
    db_bind_blob(&q, digest, sizeof(digest));
    *is = db_step(&q) == DB_ROW;
    return db_done(&q, err);
}

static bool take_code(
    struct people *people, uint64_t number, str code, bool *is, struct err *err)
{
    return step_take(people, number, code, false, is, err) &&
        (*is || use_recovery(people, number, code, is, err));
}

uint64_t code_limit(const struct people *people, uint64_t number)
{
    char buffer[40];
    struct text who = text_fixed(buffer, sizeof(buffer));

    text_add(&who, STR("code of "));
    text_add_u64(&who, number);
    return limit_name(people, LIMIT_PAIR, text_str(&who), (str){0});
}

static bool sign_in_code(
    struct people *people, str token, str code, struct sign_in *out, struct err *err)
{
    struct session_start from = {
        .way = SESSION_BY_PASSWORD, .is_whole = true, .stepped = true};
    int64_t now = people_now(people);
    struct change change;
    uint64_t counted;
    bool is = false;
    bool done;

    if (!session_waits(people, token, &from.account, &from.device, err))
        return false;
    out->account = from.account;
    counted = code_limit(people, from.account);
    if (sign_in_must_wait(out, limit_wait(&people->limits, LIMIT_PAIR, counted, now)))
        return true;
    sign_in_refuse(out, WHY_CODE);
    if (!change_begin(people, &change, err))
        return false;
    done = take_code(people, from.account, code, &is, err);
    if (done && is)
        done = people_end_session(people, token, err) &&
            session_start(people, &from, out, err) &&
            (from.device == 0 || device_forgive(people, from.device, err));
    if (!change_end(&change, done, err))
        return false;
    if (is)
        limit_forgive(&people->limits, counted);
    else
        limit_fail(&people->limits, counted, now);
    return true;
}

/* The token may be the one in `out`. */
bool people_sign_in_code(
    struct people *people, str token, str code, struct sign_in *out, struct err *err)
{
    struct sign_in made = {0};
    bool done = sign_in_code(people, token, code, &made, err);

    *out = made;
    return done;
}

/* ---- a PIN ---- */

/* The seconds to wait at a device after so many wrong PINs. */
static bool pin_wait(struct people *people, const struct people_device *device,
    int64_t *wait, struct err *err)
{
    struct db_query q = db_query(&people->db, SQL_PIN_FAILURE_NEWEST);
    int64_t pause = PIN_PAUSE;
    int64_t newest;

    db_bind_u64(&q, device->number);
    newest = db_step(&q) == DB_ROW ? db_i64(&q, 0) : 0;
    for (uint64_t i = PIN_TRIES_FREE; i < device->pin_failures; i++)
        pause = pause * 2 < PIN_PAUSE_MOST ? pause * 2 : PIN_PAUSE_MOST;
    *wait = newest + pause - people_now(people);
    if (*wait > pause) /* the clock was set back */
        *wait = pause;
    if (device->pin_failures < PIN_TRIES_FREE || *wait < 0)
        *wait = 0;
    return db_done(&q, err);
}

static bool count_pin(
    struct people *people, uint64_t device, uint64_t account, struct err *err)
{
    struct db_query q = db_query(&people->db, SQL_PIN_FAILURE_PUT);

    db_bind_u64(&q, device);
    db_bind_u64(&q, account);
    db_bind_i64(&q, people_now(people));
    return db_run(&q, err);
}

static bool use_device(
    struct people *people, uint64_t device, uint64_t account, struct err *err)
{
    struct db_query q = db_query(&people->db, SQL_PIN_FAILURE_FORGET);

    db_bind_u64(&q, device);
    db_bind_u64(&q, account);
    if (!db_run(&q, err))
        return false;
    q = db_query(&people->db, SQL_DEVICE_USE);
    db_bind_u64(&q, device);
    db_bind_i64(&q, people_now(people));
    return db_run(&q, err);
}

static bool try_pin(struct people *people, const struct kept_account *kept,
    uint64_t device, str pin, struct sign_in *out, struct err *err)
{
    struct session_start from = {.account = kept->account.number,
        .device = device,
        .way = SESSION_BY_PIN,
        .is_whole = true};
    struct change change;
    bool done;

    if (!secret_verify(people, STR("pin"), pin, kept->pin)) {
        sign_in_refuse(out, WHY_PIN);
        return count_pin(people, device, kept->account.number, err);
    }
    if (!change_begin(people, &change, err))
        return false;
    done = use_device(people, device, kept->account.number, err) &&
        people_tidy(people, err) && session_start(people, &from, out, err);
    return change_end(&change, done, err);
}

/* Whether anything stands against it before the PIN is looked at. */
static enum sign_in_why pin_hindrance(
    const struct kept_account *kept, const struct people_device *device)
{
    if (device->pin_failures >= PIN_TRIES_MAX)
        return WHY_RESTS;
    if (kept->account.state != STATE_ACTIVE)
        return WHY_STATE;
    if (kept->pin.len == 0 || kept->account.right_count == 0)
        return WHY_RIGHTS;
    return WHY_NOT;
}

bool people_sign_in_pin(struct people *people, str device, uint64_t account, str pin,
    struct sign_in *out, struct err *err)
{
    struct arena arena = {0};
    struct people_device desk;
    struct kept_account kept;
    enum sign_in_why why;
    int64_t wait;
    bool done;

    *out = (struct sign_in){.account = account};
    done = people_find_device(people, &arena, device, &desk, err) &&
        account_read(people, &arena, account, &kept, err) &&
        rights_read(people, &arena, &kept.account, &desk.school, err) &&
        pin_wait(people, &desk, &wait, err);
    if (!done)
        goto end;
    why = pin_hindrance(&kept, &desk);
    if (why != WHY_NOT)
        sign_in_refuse(out, why);
    else if (!sign_in_must_wait(out, wait))
        done = try_pin(people, &kept, desk.number, str_slice(pin, 0, 16), out, err);
end:
    arena_clear(&arena);
    return done;
}

/* ---- a proxy ---- */

bool people_sign_in_proxy(
    struct people *people, str login, struct sign_in *out, struct err *err)
{
    struct arena arena = {0};
    struct session_start from = {.way = SESSION_BY_PROXY, .is_whole = true};
    struct kept_account kept;
    struct change change;
    bool found;
    bool done = account_find(people, &arena, login, &found, &kept, err);

    *out = (struct sign_in){0};
    arena_clear(&arena);
    if (!done)
        return false;
    if (!found || kept.account.state != STATE_ACTIVE) {
        out->account = found ? kept.account.number : 0;
        sign_in_refuse(out, found ? WHY_STATE : WHY_UNKNOWN);
        return true;
    }
    out->account = from.account = kept.account.number;
    if (!change_begin(people, &change, err))
        return false;
    done = people_tidy(people, err) && session_start(people, &from, out, err);
    return change_end(&change, done, err);
}
