/*
 * Signing in: wait first, then look, then hash, whatever the login was.
 *
 * Nothing that takes long is done for who has to wait, and an unknown login costs as
 * much as a known one, so neither an answer nor its time says who has an account.
 */
#include "people/inside.h"
#include "people/sql.h"

void sign_in_refuse(struct sign_in *out, enum sign_in_why why)
{
    out->answer = SIGN_IN_REFUSED;
    out->why = why;
}

bool sign_in_must_wait(struct sign_in *out, int64_t seconds)
{
    if (seconds == 0)
        return false;
    out->answer = SIGN_IN_WAIT;
    out->wait_seconds = seconds;
    return true;
}

/* ---- what failures are counted against ---- */

struct counted {
    uint64_t pair; /* this login from here; the only one on a device */
    uint64_t peer;
    uint64_t login;
    bool on_device;
};

static struct counted counted_of(
    const struct people *people, str login, str peer, bool on_device, uint64_t device)
{
    char buffer[40];
    struct text place = text_fixed(buffer, sizeof(buffer));

    if (on_device) {
        text_add(&place, STR("device "));
        text_add_u64(&place, device);
        peer = text_str(&place);
    }
    return (struct counted){limit_name(people, LIMIT_PAIR, login, peer),
        limit_name(people, LIMIT_PEER, (str){0}, peer),
        limit_name(people, LIMIT_LOGIN, login, (str){0}), on_device};
}

/* What strangers did elsewhere counts only for who has no free tries left here. */
static int64_t wait_of(const struct people *people, const struct counted *counted)
{
    const struct limits *limits = &people->limits;
    int64_t now = people_now(people);
    int64_t wait = limit_wait(limits, LIMIT_PAIR, counted->pair, now);
    int64_t more;

    if (counted->on_device)
        return wait;
    more = limit_wait(limits, LIMIT_PEER, counted->peer, now);
    if (more > wait)
        wait = more;
    if (limit_failures(limits, counted->pair, now) < LIMIT_PAIR_FREE)
        return wait;
    more = limit_wait(limits, LIMIT_LOGIN, counted->login, now);
    return more > wait ? more : wait;
}

static void count_failure(struct people *people, const struct counted *counted)
{
    int64_t now = people_now(people);

    limit_fail(&people->limits, counted->pair, now);
    if (counted->on_device)
        return;
    limit_fail(&people->limits, counted->peer, now);
    limit_fail(&people->limits, counted->login, now);
}

/* ---- by password ---- */

/* Verify, or do what costs the same when there is nothing to verify against. */
static bool verify(struct people *people, const struct kept_account *kept, bool found,
    str password, bool *is, struct err *err)
{
    struct password_hash nothing;

    *is = false;
    if (!found || kept->password.len == 0)
        return secret_hash(people, STR("password"), password, &nothing, err);
    *is = secret_verify(people, STR("password"), password, kept->password);
    return true;
}

/* Hash again when the cost has changed since. */
static bool bring_up_to_date(struct people *people, const struct kept_account *kept,
    str password, struct err *err)
{
    struct password_hash hash;
    struct db_query q;

    if (!password_hash_read(kept->password, &hash) ||
        !password_is_outdated(&hash, people->cost))
        return true;
    if (!secret_hash(people, STR("password"), password, &hash, err))
        return false;
    q = db_query(&people->db, SQL_ACCOUNT_SET_PASSWORD);
    db_bind_u64(&q, kept->account.number);
    db_bind_text(&q, str_from(hash.text));
    (void)db_step(&q);
    return db_done(&q, err);
}

static bool let_in(struct people *people, const struct kept_account *kept, str password,
    const struct people_device *device, struct sign_in *out, struct err *err)
{
    struct session_start from = {.account = kept->account.number,
        .device = device->number,
        .way = SESSION_BY_PASSWORD,
        .is_whole = !kept->account.has_second_step};
    struct change change;
    bool done;

    if (!change_begin(people, &change, err))
        return false;
    done = bring_up_to_date(people, kept, password, err) && people_tidy(people, err) &&
        session_start(people, &from, out, err) &&
        (!from.is_whole || device->number == 0 ||
            device_forgive(people, device->number, err));
    return change_end(&change, done, err);
}

bool people_sign_in(struct people *people, str login, str password, str peer,
    str device, struct sign_in *out, struct err *err)
{
    struct arena arena = {0};
    struct kept_account kept = {0};
    struct people_device desk = {0};
    struct counted counted;
    bool on_device = false;
    bool found;
    bool is;
    bool done;

    *out = (struct sign_in){0};
    login = login_of(&arena, str_slice(str_trim(login), 0, PEOPLE_LOGIN_MAX));
    done = (device.len == 0 ||
               device_find(people, &arena, device, &on_device, &desk, err)) &&
        account_find(people, &arena, login, &found, &kept, err);
    if (!done)
        goto end;
    out->account = found ? kept.account.number : 0;
    counted = counted_of(people, login, peer, on_device, desk.number);
    if (sign_in_must_wait(out, wait_of(people, &counted)) ||
        (!on_device &&
            sign_in_must_wait(
                out, limit_take(&people->limits, people_now(people)) ? 0 : 1)))
        goto end;
    password = str_slice(password, 0, PEOPLE_PASSWORD_MAX);
    done = verify(people, &kept, found, password, &is, err);
    if (!done)
        goto end;
    if (!is) {
        count_failure(people, &counted);
        sign_in_refuse(out, found ? WHY_PASSWORD : WHY_UNKNOWN);
    } else if (kept.account.state != STATE_ACTIVE) {
        sign_in_refuse(out, WHY_STATE);
    } else {
        limit_forgive(&people->limits, counted.pair);
        done = let_in(people, &kept, password, &desk, out, err);
    }
end:
    arena_clear(&arena);
    return done;
}

bool people_check_own_password(struct people *people, uint64_t number, str password,
    str peer, bool *is, struct err *err)
{
    struct arena arena = {0};
    struct kept_account kept;
    struct counted counted;
    bool done = account_read(people, &arena, number, &kept, err);

    *is = false;
    if (!done)
        goto end;
    counted = counted_of(people, kept.account.login, peer, false, 0);
    if (wait_of(people, &counted) > 0) {
        done = err_set(err, ERR_LIMIT,
            SAY("too many wrong passwords came from here; wait a few minutes"));
        goto end;
    }
    done = verify(
        people, &kept, true, str_slice(password, 0, PEOPLE_PASSWORD_MAX), is, err);
    if (done && !*is)
        count_failure(people, &counted);
end:
    arena_clear(&arena);
    return done;
}
