/*
 * People against arrays: random sign-ins, PINs, links, enrolments, locks and changes of
 * rights, right and wrong, early, late and twice, by a clock that the test moves.
 */
#include "people_model.h"
#include "test.h"

/* ---- signing in ---- */

static void sign_in(struct model *m)
{
    size_t who = test_random(ACCOUNTS + 1);
    size_t peer = test_random(PEERS);
    size_t desk = test_random(2) == 0 ? DEVICES : test_random(DEVICES);
    bool right = test_random(3) > 0;
    bool on_device = desk < DEVICES && m->devices[desk].state == TOKEN_GOOD;
    struct model_account *a = who < ACCOUNTS ? &m->accounts[who] : NULL;
    int64_t wait = model_wait(m, who, peer, on_device ? desk : DEVICES);
    struct sign_in got;
    struct err err = {0};

    right = right && a != NULL && a->has_password;
    CHECK_OR_STOP(people_sign_in(&m->people, model_login(who),
        right ? model_password(m, a->password) : STR("not the password"),
        model_peer(peer),
        desk < DEVICES ? people_token_str(&m->devices[desk].token) : (str){0}, &got,
        &err));
    if (wait == 0 && !on_device) {
        m->tries.count = m->tries.at == m->now ? m->tries.count + 1 : 1;
        m->tries.at = m->now;
        wait = m->tries.count > LIMIT_TRIES ? 1 : 0;
    }
    if (wait > 0) {
        CHECK(got.answer == SIGN_IN_WAIT && got.wait_seconds == wait);
        return;
    }
    if (!right) {
        CHECK(got.answer == SIGN_IN_REFUSED);
        CHECK(got.why == (a != NULL && a->exists ? WHY_PASSWORD : WHY_UNKNOWN));
        model_fail(m, who, peer, on_device ? desk : DEVICES);
        return;
    }
    CHECK_U64(got.account, a->number);
    if (a->state != STATE_ACTIVE) {
        CHECK(got.answer == SIGN_IN_REFUSED && got.why == WHY_STATE);
        return;
    }
    model_forgive(m, who, peer, on_device ? desk : DEVICES);
    CHECK(got.answer == (a->has_step ? SIGN_IN_WANTS_CODE : SIGN_IN_DONE));
    model_session(m, &got, who, on_device ? desk : DEVICES, SESSION_BY_PASSWORD);
    if (!a->has_step && on_device)
        memset(m->devices[desk].failures, 0, sizeof(m->devices[desk].failures));
}

static void sign_in_code(struct model *m)
{
    struct model_session *s =
        &m->sessions[test_random(2) == 0 ? m->newest : test_random(SESSIONS)];
    struct model_account *a = &m->accounts[s->account];
    struct people_token old = s->token;
    struct sign_in got;
    struct err err = {0};
    bool alive = s->used && model_is_alive(m, s) && !s->is_whole;
    bool is;
    int64_t wait =
        a->code_failures.count > 0 ? model_pause(m, &a->code_failures, 3, 300) : 0;
    char code[8];
    int64_t step = m->now / 30 + (int64_t)test_random(5) - 2;

    model_code(m, a, step, code);
    is = a->has_step && step > a->step_at && step >= m->now / 30 - 1 &&
        step <= m->now / 30 + 1;
    if (!people_sign_in_code(
            &m->people, people_token_str(&old), (str){code, 6}, &got, &err)) {
        CHECK(!alive && err.kind == ERR_NOT_FOUND);
        return;
    }
    CHECK_OR_STOP(alive);
    if (wait > 0) {
        CHECK(got.answer == SIGN_IN_WAIT && got.wait_seconds == wait);
        return;
    }
    CHECK_OR_STOP(got.answer == (is ? SIGN_IN_DONE : SIGN_IN_REFUSED));
    if (!is) {
        model_count(m, &a->code_failures);
        return;
    }
    a->step_at = step;
    a->code_failures = (struct model_failures){0};
    s->used = false;
    if (s->device < DEVICES)
        memset(
            m->devices[s->device].failures, 0, sizeof(m->devices[s->device].failures));
    model_session(m, &got, s->account, s->device, SESSION_BY_PASSWORD);
    m->sessions[m->newest].is_whole = true;
    m->sessions[m->newest].ends_at = m->now + SESSION_MOST;
}

static enum sign_in_why pin_why(
    const struct model *m, const struct model_account *a, size_t desk, uint64_t wrong)
{
    if (wrong >= PIN_TRIES_MAX)
        return WHY_RESTS;
    if (a->state != STATE_ACTIVE)
        return WHY_STATE;
    if (!a->has_pin || !a->at_school[m->devices[desk].school])
        return WHY_RIGHTS;
    return WHY_NOT;
}

static void sign_in_pin(struct model *m)
{
    size_t desk = test_random(DEVICES);
    size_t who = test_random(ACCOUNTS);
    struct model_device *d = &m->devices[desk];
    struct model_account *a = &m->accounts[who];
    bool right = test_random(3) > 0;
    uint64_t wrong = model_wrong_pins(m, desk);
    int64_t wait = model_pin_wait(m, desk);
    enum sign_in_why why = pin_why(m, a, desk, wrong);
    struct sign_in got;
    struct err err = {0};

    if (!a->exists)
        return;
    if (!people_sign_in_pin(&m->people, people_token_str(&d->token), a->number,
            right ? model_pin(a->pin) : STR("9073"), &got, &err)) {
        CHECK(d->state != TOKEN_GOOD && err.kind == ERR_NOT_FOUND);
        return;
    }
    CHECK_OR_STOP(d->state == TOKEN_GOOD);
    if (why != WHY_NOT) {
        CHECK(got.answer == SIGN_IN_REFUSED && got.why == why);
    } else if (wait > 0) {
        CHECK(got.answer == SIGN_IN_WAIT && got.wait_seconds == wait);
    } else if (!right) {
        CHECK(got.answer == SIGN_IN_REFUSED && got.why == WHY_PIN);
        model_count_pin(m, desk, who);
    } else {
        CHECK(got.answer == SIGN_IN_DONE);
        d->failures[who] = (struct model_failures){0};
        model_session(m, &got, who, desk, SESSION_BY_PIN);
    }
}

/* ---- changes ---- */

static bool is_operator(const struct model_account *a)
{
    return a->state == STATE_ACTIVE && a->is_operator;
}

static size_t operators(const struct model *m)
{
    size_t count = 0;

    for (size_t i = 0; i < ACCOUNTS; i++)
        count += m->accounts[i].exists && is_operator(&m->accounts[i]);
    return count;
}

static void change_rights(struct model *m)
{
    size_t who = test_random(ACCOUNTS);
    struct model_account *a = &m->accounts[who];
    struct people_right rights[SCHOOLS + 1];
    bool at_school[SCHOOLS];
    size_t count = 0;
    bool operator= test_random(2) == 0;
    bool sound;
    struct err err = {0};

    if (!a->exists || test_random(3) > 0)
        return;
    for (size_t i = 0; i < SCHOOLS; i++) {
        at_school[i] = test_random(2) == 0;
        if (at_school[i])
            rights[count++] = (struct people_right){ROLE_DESK, model_school(i)};
    }
    if (operator)
        rights[count++] = (struct people_right){ROLE_OPERATOR, {0}};
    sound = operator|| !is_operator(a) || operators(m) > 1;
    CHECK(people_set_rights(&m->people, a->number, rights, count, &err) == sound);
    CHECK(sound || err.kind == ERR_CONFLICT);
    if (!sound)
        return;
    memcpy(a->at_school, at_school, sizeof(at_school));
    a->is_operator = operator;
    model_end_sessions(m, who);
}

static void change_state(struct model *m)
{
    static const enum people_state states[] = {
        STATE_ACTIVE, STATE_ACTIVE, STATE_ACTIVE, STATE_LOCKED, STATE_INVITED};
    size_t who = test_random(ACCOUNTS);
    struct model_account *a = &m->accounts[who];
    enum people_state next =
        test_random(200) == 0 ? STATE_LEFT : states[test_random(COUNT_OF(states))];
    struct err err = {0};
    bool sound = next != STATE_INVITED && (next != STATE_ACTIVE || a->has_password) &&
        (a->state != STATE_LEFT || next == STATE_LEFT) &&
        (next == STATE_ACTIVE || !is_operator(a) || operators(m) > 1);

    if (!a->exists)
        return;
    CHECK(people_set_state(&m->people, a->number, next, &err) == sound);
    CHECK(sound || err.kind == ERR_CONFLICT);
    if (!sound)
        return;
    a->state = next;
    if (next != STATE_ACTIVE) {
        model_end_sessions(m, who);
        a->link_alive = false;
    }
}

static void change_secrets(struct model *m)
{
    size_t who = test_random(ACCOUNTS);
    struct model_account *a = &m->accounts[who];
    struct err err = {0};
    bool at_a_school = false;

    if (!a->exists)
        return;
    for (size_t i = 0; i < SCHOOLS; i++)
        at_a_school = at_a_school || a->at_school[i];
    if (test_random(3) > 0) {
        size_t pin = test_random(4);

        CHECK(
            people_set_pin(&m->people, a->number, model_pin(pin), &err) == at_a_school);
        CHECK(at_a_school || err.kind == ERR_DENIED);
        if (at_a_school) {
            a->pin = pin;
            a->has_pin = true;
        }
        return;
    }
    a->password++;
    CHECK(people_set_password(
        &m->people, a->number, model_password(m, a->password), &err));
    a->has_password = true;
    a->link_alive = false;
    model_end_sessions(m, who);
}

static void change_step(struct model *m)
{
    struct model_account *a = &m->accounts[test_random(ACCOUNTS)];
    char codes[RECOVERY_CODES][RECOVERY_CHARS];
    char code[8];
    str secret;
    str address;
    struct err err = {0};

    if (!a->exists || test_random(4) > 0)
        return;
    if (a->has_step) {
        CHECK(people_drop_second_step(&m->people, a->number, &err));
        a->has_step = false;
        return;
    }
    CHECK_OR_STOP(people_new_second_step(
        &m->people, &m->arena, a->number, STR("Vestibule"), &secret, &address, &err));
    model_secret(secret, a->secret);
    model_code(m, a, m->now / 30, code);
    if (m->now / 30 <= a->step_at)
        return;
    CHECK_OR_STOP(
        people_confirm_second_step(&m->people, a->number, (str){code, 6}, codes, &err));
    a->has_step = true;
    a->step_at = m->now / 30;
}

/* ---- links and devices ---- */

static void link_account(struct model *m)
{
    size_t who = test_random(ACCOUNTS);
    struct model_account *a = &m->accounts[who];
    bool sound = a->state == STATE_INVITED || a->state == STATE_ACTIVE;
    bool forgets = test_random(2) == 0;
    struct err err = {0};
    uint64_t number;

    if (!a->exists) {
        CHECK(people_add(
            &m->people, model_login(who), STR("Somebody"), &a->number, &err));
        a->exists = true;
        return;
    }
    CHECK(!people_add(&m->people, model_login(who), STR("Else"), &number, &err));
    CHECK(err.kind == ERR_CONFLICT);
    CHECK(people_link(&m->people, a->number, forgets, &a->link, &err) == sound);
    if (!sound)
        return;
    a->link_alive = true;
    a->link_forgets = forgets;
    a->link_ends = m->now + LINK_SECONDS;
}

static void use_link(struct model *m)
{
    size_t who = test_random(ACCOUNTS);
    struct model_account *a = &m->accounts[who];
    bool sound = a->exists && a->link_alive && m->now < a->link_ends;
    struct err err = {0};
    uint64_t number;

    CHECK(people_use_link(&m->people, people_token_str(&a->link), (str){0}, (str){0},
              model_password(m, a->password + 1), &number, &err) == sound);
    if (!sound) {
        CHECK(err.kind == ERR_NOT_FOUND);
        return;
    }
    CHECK_U64(number, a->number);
    a->password++;
    a->has_password = true;
    a->state = STATE_ACTIVE;
    a->link_alive = false;
    a->has_step = a->has_step && !a->link_forgets;
    model_end_sessions(m, who);
}

static void enrol(struct model *m)
{
    size_t desk = test_random(DEVICES);
    struct model_device *d = &m->devices[desk];
    struct people_device got;
    struct people_token token;
    struct err err = {0};
    bool sound = d->code_alive && m->now < d->code_ends;

    if (test_random(3) == 0 && d->state != TOKEN_GOOD) {
        d->code_school = test_random(SCHOOLS);
        d->code_alive = people_new_enrolment(
            &m->people, model_school(d->code_school), STR("Front desk"), d->code, &err);
        CHECK(d->code_alive);
        d->code_ends = m->now + ENROL_SECONDS;
        return;
    }
    if (d->code[0] == '\0' || d->state == TOKEN_GOOD)
        return;
    /* Each try from an address of its own: waiting is tested by itself. */
    if (!people_enrol(&m->people, &m->arena, (str){d->code, ENROL_CODE_CHARS},
            model_number(m, m->calls++), &token, &got, &err)) {
        CHECK(!sound && err.kind == ERR_DENIED);
        return;
    }
    CHECK(sound);
    *d = (struct model_device){.state = TOKEN_GOOD,
        .number = got.number,
        .token = token,
        .school = d->code_school};
    memcpy(d->code, "used-code", ENROL_CODE_CHARS);
    CHECK_STR(got.school, model_school(d->school));
}

static void remove_device(struct model *m)
{
    size_t desk = test_random(DEVICES);
    struct model_device *d = &m->devices[desk];
    struct err err = {0};

    if (test_random(6) > 0 || d->state == TOKEN_NONE)
        return;
    CHECK(
        people_remove_device(&m->people, d->number, &err) == (d->state == TOKEN_GOOD));
    d->state = TOKEN_GONE;
    for (size_t i = 0; i < SESSIONS; i++)
        if (m->sessions[i].device == desk)
            m->sessions[i].used = false;
}

/* ---- sessions ---- */

static void change_session(struct model *m)
{
    struct model_session *s = &m->sessions[test_random(SESSIONS)];
    bool alive = s->used && model_is_alive(m, s) && s->is_whole;
    struct people_token token;
    struct err err = {0};

    if (test_random(4) == 0) {
        CHECK(people_end_session(&m->people, people_token_str(&s->token), &err));
        s->used = false;
    } else if (people_renew_session(
                   &m->people, people_token_str(&s->token), &token, &err)) {
        CHECK(alive);
        CHECK(!people_end_session_number(&m->people, 999, 1, &err));
        s->token = token;
    } else {
        CHECK(!alive && err.kind == ERR_NOT_FOUND);
    }
}

static void read_sessions(struct model *m)
{
    for (size_t i = 0; i < SESSIONS; i++) {
        struct model_session *s = &m->sessions[i];
        struct people_session got;
        struct err err = {0};

        if (s->token.text[0] == '\0')
            continue;
        if (!people_find_session(
                &m->people, &m->arena, people_token_str(&s->token), &got, &err)) {
            CHECK(!model_counts(m, s) && err.kind == ERR_NOT_FOUND);
            continue;
        }
        CHECK_OR_STOP(model_counts(m, s));
        CHECK(got.way == s->way && got.ends_at == s->ends_at);
        CHECK(got.account.number == m->accounts[s->account].number);
        CHECK(got.account.right_count == model_rights(m, s));
        for (size_t k = 0; k < got.account.right_count; k++)
            CHECK(s->way != SESSION_BY_PIN ||
                str_equal(got.account.rights[k].school,
                    model_school(m->devices[s->device].school)));
        if (m->now >= s->used_at + 60)
            s->used_at = m->now;
    }
}

static void move_clock(struct model *m)
{
    static const int64_t most[] = {2, 40, 40, 600, 600, 4000, 30000};

    m->now += (int64_t)test_random((size_t)most[test_random(COUNT_OF(most))]);
}

static void (*const acts[])(struct model *) = {sign_in, sign_in, sign_in, sign_in_code,
    sign_in_code, sign_in_pin, sign_in_pin, sign_in_pin, change_rights, change_state,
    change_secrets, change_step, link_account, use_link, enrol, enrol, remove_device,
    change_session, read_sessions, move_clock, move_clock};

TEST(people, prove_who_they_are_as_arrays_say)
{
    for (unsigned round = 0; round < 8; round++) {
        struct model *m = model_new();

        CHECK_OR_STOP(m != NULL);
        for (unsigned i = 0; i < 700; i++) {
            acts[test_random(COUNT_OF(acts))](m);
            CHECK(!m->people.db.began);
        }
        read_sessions(m);
        model_free(m);
    }
}
