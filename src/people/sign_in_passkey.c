/*
 * Signing in by a passkey, alone or after a password.
 *
 * What the browser says is judged before what the passkey signed: the challenge first,
 * so that nothing old is ever looked at twice.
 */
#include "people/passkey_inside.h"
#include "people/sql.h"
#include "json/json.h"

/* ---- client data ---- */

static bool says(const struct json_value *client, str name, str wanted)
{
    const struct json_value *value = json_find(client, name);

    return value != NULL && value->kind == JSON_IS_TEXT &&
        str_equal(value->text, wanted);
}

bool client_take(struct people *people, struct arena *arena,
    const struct passkey_place *place, enum challenge_use use, str bound,
    const struct passkey_answer *answer, struct err *err)
{
    str type = use == CHALLENGE_NEW ? STR("webauthn.create") : STR("webauthn.get");
    const struct json_value *challenge;
    const struct json_value *crossed;
    struct json_value client;

    if (!json_read(arena, answer->client_data, &client, err))
        return err_while(err, STR("what the browser sent of the passkey"));
    challenge = json_find(&client, STR("challenge"));
    if (challenge == NULL || challenge->kind != JSON_IS_TEXT ||
        !says(&client, STR("type"), type))
        return err_set(err, ERR_INVALID, SAY("what the browser sent is malformed"));
    if (!people_take_challenge(people, use, bound, challenge->text, err))
        return false;
    crossed = json_find(&client, STR("crossOrigin"));
    if (!says(&client, STR("origin"), place->origin) ||
        (crossed != NULL && crossed->truth)) {
        err_set(err, ERR_DENIED, SAY("the passkey was used on another page than "));
        return err_add(err, place->origin);
    }
    return true;
}

/* ---- the passkey ---- */

struct kept_passkey {
    uint64_t number;
    uint64_t account; /* 0: nobody knows it */
    struct passkey_key key;
    uint64_t counter;
};

static bool find(
    struct people *people, str id, struct kept_passkey *out, struct err *err)
{
    struct db_query q = db_query(&people->db, SQL_PASSKEY_BY_ID);

    *out = (struct kept_passkey){0};
    db_bind_blob(&q, id.ptr, id.len);
    if (db_step(&q) == DB_ROW) {
        str bytes = db_blob(&q, 3);

        out->number = db_u64(&q, 0);
        out->account = db_u64(&q, 1);
        out->key.algorithm = (int32_t)db_i64(&q, 2);
        out->key.len = bytes.len < PASSKEY_KEY_MAX ? bytes.len : PASSKEY_KEY_MAX;
        memcpy(out->key.bytes, bytes.ptr, out->key.len);
        out->counter = db_u64(&q, 4);
    }
    return db_done(&q, err);
}

static bool use(struct people *people, const struct kept_passkey *kept,
    uint32_t counter, struct err *err)
{
    struct db_query q = db_query(&people->db, SQL_PASSKEY_USE);

    db_bind_u64(&q, kept->number);
    db_bind_u64(&q, counter);
    db_bind_i64(&q, people_now(people));
    return db_run(&q, err);
}

/* What stands against what it signed.  A counter that does not go up is that of a copy;
 * those that never count say 0. */
static enum sign_in_why hindrance(const struct passkey_place *place,
    const struct kept_passkey *kept, const struct passkey_answer *answer, bool alone,
    struct passkey_said *said)
{
    struct err why = {0};

    if (!passkey_verify(&kept->key, answer->data, answer->client_data,
            answer->signature, place->host, said, &why) ||
        (alone && !said->verified))
        return WHY_PASSKEY;
    if ((kept->counter > 0 || said->counter > 0) && said->counter <= kept->counter)
        return WHY_COPIED;
    return WHY_NOT;
}

/* ---- signing in ---- */

/* Judge a passkey of an account; with a reason against it `out` is the answer. */
static bool judge(struct people *people, const struct passkey_place *place,
    const struct passkey_answer *answer, uint64_t account, bool alone,
    struct sign_in *out, struct err *err)
{
    struct kept_passkey kept;
    struct passkey_said said = {0};
    enum sign_in_why why;

    if (!find(people, answer->id, &kept, err))
        return false;
    if (kept.account == 0 || (!alone && kept.account != account)) {
        sign_in_refuse(out, alone ? WHY_UNKNOWN : WHY_PASSKEY);
        return true;
    }
    out->account = kept.account;
    why = hindrance(place, &kept, answer, alone, &said);
    out->answer = SIGN_IN_DONE;
    if (why == WHY_NOT)
        return use(people, &kept, said.counter, err);
    sign_in_refuse(out, why);
    return true;
}

static bool let_in(struct people *people, const struct session_start *from,
    struct sign_in *out, struct err *err)
{
    struct arena arena = {0};
    struct kept_account kept;
    bool done = account_read(people, &arena, from->account, &kept, err);

    arena_clear(&arena);
    if (!done)
        return false;
    if (kept.account.state == STATE_ACTIVE)
        return people_tidy(people, err) && session_start(people, from, out, err);
    sign_in_refuse(out, WHY_STATE);
    return true;
}

static bool sign_in_alone(struct people *people, const struct passkey_place *place,
    str bound, const struct passkey_answer *answer, struct sign_in *out,
    struct err *err)
{
    struct session_start from = {
        .way = SESSION_BY_PASSKEY, .is_whole = true, .stepped = true};
    struct arena arena = {0};
    bool done =
        client_take(people, &arena, place, CHALLENGE_ALONE, bound, answer, err) &&
        judge(people, place, answer, 0, true, out, err);

    arena_clear(&arena);
    if (!done || out->answer != SIGN_IN_DONE)
        return done;
    from.account = out->account;
    return let_in(people, &from, out, err);
}

/* An answer that is not even judged is a refusal as well. */
static bool as_refusal(struct sign_in *out, struct err *err)
{
    if (err->kind != ERR_INVALID && err->kind != ERR_DENIED)
        return false;
    *err = (struct err){0};
    sign_in_refuse(out, out->account > 0 ? WHY_PASSKEY : WHY_UNKNOWN);
    return true;
}

bool people_sign_in_passkey(struct people *people, const struct passkey_place *place,
    str bound, str peer, const struct passkey_answer *answer, struct sign_in *out,
    struct err *err)
{
    uint64_t counted = limit_name(people, LIMIT_PEER, (str){0}, peer);
    int64_t now = people_now(people);
    struct change change;
    bool done;

    *out = (struct sign_in){0};
    if (sign_in_must_wait(out, limit_wait(&people->limits, LIMIT_PEER, counted, now)))
        return true;
    if (!change_begin(people, &change, err))
        return false;
    done =
        sign_in_alone(people, place, bound, answer, out, err) || as_refusal(out, err);
    if (done && out->answer == SIGN_IN_REFUSED)
        limit_fail(&people->limits, counted, now);
    return change_end(&change, done, err);
}

static bool sign_in_step(struct people *people, const struct passkey_place *place,
    str token, const struct passkey_answer *answer, struct session_start *from,
    struct sign_in *out, struct err *err)
{
    struct arena arena = {0};
    bool done =
        client_take(people, &arena, place, CHALLENGE_STEP, token, answer, err) &&
        judge(people, place, answer, from->account, false, out, err);

    arena_clear(&arena);
    if (!done || out->answer != SIGN_IN_DONE)
        return done;
    return people_end_session(people, token, err) && let_in(people, from, out, err) &&
        (from->device == 0 || device_forgive(people, from->device, err));
}

bool people_sign_in_step(struct people *people, const struct passkey_place *place,
    str token, const struct passkey_answer *answer, struct sign_in *out,
    struct err *err)
{
    struct session_start from = {
        .way = SESSION_BY_PASSWORD, .is_whole = true, .stepped = true};
    struct sign_in made = {0};
    int64_t now = people_now(people);
    struct change change;
    uint64_t counted;
    bool done;

    if (!session_waits(people, token, &from.account, &from.device, err))
        return false;
    made.account = from.account;
    counted = code_limit(people, from.account);
    if (sign_in_must_wait(
            &made, limit_wait(&people->limits, LIMIT_PAIR, counted, now))) {
        *out = made;
        return true;
    }
    if (!change_begin(people, &change, err))
        return false;
    done = sign_in_step(people, place, token, answer, &from, &made, err) ||
        as_refusal(&made, err);
    if (!change_end(&change, done, err))
        return false;
    if (made.answer == SIGN_IN_DONE)
        limit_forgive(&people->limits, counted);
    else
        limit_fail(&people->limits, counted, now);
    *out = made;
    return true;
}
