/*
 * Signing in, with an event for who came in and for who tried.
 *
 * A login that nobody has leaves no event: what was typed may be a password.
 */
#include "app/staff_inside.h"

static str way_words(enum session_way way)
{
    static const str words[] = {
        [SESSION_BY_PASSWORD] = STR_INIT("password"),
        [SESSION_BY_PIN] = STR_INIT("pin"),
        [SESSION_BY_PROXY] = STR_INIT("proxy"),
        [SESSION_BY_PASSKEY] = STR_INIT("passkey"),
        [SESSION_BY_PROVIDER] = STR_INIT("provider"),
    };

    return words[way];
}

static str why_words(enum sign_in_why why)
{
    static const str words[WHY_COUNT] = {
        [WHY_PASSWORD] = STR_INIT("password"),
        [WHY_CODE] = STR_INIT("code"),
        [WHY_PIN] = STR_INIT("pin"),
        [WHY_STATE] = STR_INIT("state"),
        [WHY_RIGHTS] = STR_INIT("rights"),
        [WHY_RESTS] = STR_INIT("rests"),
        [WHY_PASSKEY] = STR_INIT("passkey"),
        [WHY_COPIED] = STR_INIT("copied"),
    };

    return words[why];
}

static void put_device(
    struct record_object *fields, const struct people_device *device, bool on_device)
{
    if (!on_device)
        return;
    record_put(fields, STR("device"), record_text_value(device->name));
    record_put(fields, STR("school"), record_text_value(device->school));
}

/* The device of a session; one that is not there any more is left out. */
static bool device_of(struct staff *staff, struct arena *arena,
    const struct people_session *session, struct people_device *out, bool *found,
    struct err *err)
{
    struct people_device *devices;
    size_t count;

    *found = false;
    if (!session->on_device)
        return true;
    if (!people_devices(&staff->people, arena, &devices, &count, err))
        return false;
    for (size_t i = 0; i < count; i++) {
        if (devices[i].number != session->device)
            continue;
        *out = devices[i];
        *found = true;
    }
    return true;
}

static bool record_done(struct staff *staff, struct arena *arena,
    const struct sign_in *made, struct err *err)
{
    struct record_object fields = {0};
    struct people_session session;
    struct people_device device = {0};
    struct json_value stepped = {.kind = JSON_IS_BOOL, .truth = true};
    bool on_device;

    if (!people_find_session(
            &staff->people, arena, people_token_str(&made->token), &session, err) ||
        !device_of(staff, arena, &session, &device, &on_device, err))
        return false;
    record_put(&fields, STR("account"), record_text_value(session.account.login));
    record_put(&fields, STR("way"), record_text_value(way_words(session.way)));
    if (session.second_step)
        record_put(&fields, STR("second_step"), stepped);
    put_device(&fields, &device, on_device);
    return staff_record(staff, RECORD_SIGNED_IN, &fields, err);
}

static bool record_refused(struct staff *staff, struct arena *arena,
    const struct sign_in *made, str token, struct err *err)
{
    struct record_object fields = {0};
    struct people_device device = {0};
    struct account account;
    struct err missing = {0};
    bool on_device = token.len > 0 &&
        people_find_device(&staff->people, arena, token, &device, &missing);

    if (!people_account(&staff->people, arena, made->account, &account, err))
        return false;
    record_put(&fields, STR("account"), record_text_value(account.login));
    record_put(&fields, STR("why"), record_text_value(why_words(made->why)));
    put_device(&fields, &device, on_device);
    return staff_record(staff, RECORD_SIGN_IN_REFUSED, &fields, err);
}

/* Begin a sign-in.  Until it is done the answer is no; `out` may hold the token that
 * is looked at. */
static bool prepare(struct staff *staff, struct sign_in *out, struct err *err)
{
    out->answer = SIGN_IN_REFUSED;
    return people_begin(&staff->people, err);
}

/* End a sign-in: record what came of it, then let it count. */
static bool conclude(
    struct staff *staff, bool done, str device, struct sign_in *out, struct err *err)
{
    struct arena arena = {0};

    if (done && out->answer == SIGN_IN_DONE)
        done = record_done(staff, &arena, out, err);
    else if (done && out->answer == SIGN_IN_REFUSED && out->account > 0)
        done = record_refused(staff, &arena, out, device, err);
    arena_clear(&arena);
    done = people_end(&staff->people, done, err);
    if (!done)
        *out = (struct sign_in){.answer = SIGN_IN_REFUSED};
    return done;
}

bool staff_sign_in(struct staff *staff, str login, str password, str peer, str device,
    struct sign_in *out, struct err *err)
{
    return prepare(staff, out, err) &&
        conclude(staff,
            people_sign_in(&staff->people, login, password, peer, device, out, err),
            device, out, err);
}

bool staff_sign_in_code(
    struct staff *staff, str token, str code, struct sign_in *out, struct err *err)
{
    return prepare(staff, out, err) &&
        conclude(staff, people_sign_in_code(&staff->people, token, code, out, err),
            (str){0}, out, err);
}

bool staff_sign_in_pin(struct staff *staff, str device, uint64_t account, str pin,
    struct sign_in *out, struct err *err)
{
    return prepare(staff, out, err) &&
        conclude(staff,
            people_sign_in_pin(&staff->people, device, account, pin, out, err), device,
            out, err);
}

bool staff_sign_in_proxy(
    struct staff *staff, str login, struct sign_in *out, struct err *err)
{
    return prepare(staff, out, err) &&
        conclude(staff, people_sign_in_proxy(&staff->people, login, out, err), (str){0},
            out, err);
}

bool staff_sign_in_passkey(struct staff *staff, const struct passkey_place *place,
    str bound, str peer, const struct passkey_answer *answer, struct sign_in *out,
    struct err *err)
{
    return prepare(staff, out, err) &&
        conclude(staff,
            people_sign_in_passkey(
                &staff->people, place, bound, peer, answer, out, err),
            (str){0}, out, err);
}

bool staff_sign_in_step(struct staff *staff, const struct passkey_place *place,
    str token, const struct passkey_answer *answer, struct sign_in *out,
    struct err *err)
{
    return prepare(staff, out, err) &&
        conclude(staff,
            people_sign_in_step(&staff->people, place, token, answer, out, err),
            (str){0}, out, err);
}

bool staff_sign_in_provider(struct staff *staff, const struct people_identity *identity,
    struct sign_in *out, struct err *err)
{
    return prepare(staff, out, err) &&
        conclude(staff, people_sign_in_provider(&staff->people, identity, out, err),
            (str){0}, out, err);
}
