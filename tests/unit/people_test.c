/*
 * What people promise one by one: links and codes that count once, strangers who delay
 * nobody, PINs that are not found by trying, headers that nobody believes.
 */
#include "people_model.h"
#include "test.h"

static struct err err;

static enum sign_in_answer try_password(
    struct model *m, str login, str password, str peer, str device)
{
    struct sign_in got;

    if (!people_sign_in(&m->people, login, password, peer, device, &got, &err))
        return SIGN_IN_REFUSED;
    return got.answer;
}

static uint64_t make_clerk(struct model *m, str login)
{
    struct people_right right = {ROLE_DESK, STR("Hamline")};
    struct people_token link;
    uint64_t number = 0;

    CHECK(people_add(&m->people, login, STR("A clerk"), &number, &err) &&
        people_set_rights(&m->people, number, &right, 1, &err) &&
        people_link(&m->people, number, false, &link, &err) &&
        people_use_link(&m->people, people_token_str(&link), (str){0}, (str){0},
            model_password(m, 0), &number, &err));
    return number;
}

/* ---- links ---- */

TEST(people, are_let_in_first_by_a_link_that_counts_once)
{
    static const uint8_t key[PEOPLE_KEY_BYTES] = {1};
    struct model *m = model_new();
    struct people other = {0};
    struct people_token first;
    struct people_token second;
    struct people_link_found found;
    str password = STR("four words apart 0");
    uint64_t number;

    CHECK_OR_STOP(m != NULL);
    CHECK(!people_first_link(&m->people, &first, &err) && err.kind == ERR_CONFLICT);
    CHECK_OR_STOP(
        people_open(&other, STR(":memory:"), DB_WRITE, key, m->people.clock, &err));
    other.cost = &password_cost_least;
    CHECK(people_first_link(&other, &first, &err));
    CHECK(people_first_link(&other, &second, &err));
    CHECK(!people_find_link(&other, &m->arena, people_token_str(&first), &found, &err));
    CHECK(people_find_link(&other, &m->arena, people_token_str(&second), &found, &err));
    CHECK(found.is_first);
    CHECK(!people_use_link(&other, people_token_str(&second), STR("a b"), STR("A"),
        password, &number, &err));
    CHECK(!people_use_link(&other, people_token_str(&second), STR("a"), STR("A\nB"),
        password, &number, &err));
    CHECK(!people_use_link(&other, people_token_str(&second), STR("a"), STR("A"),
        STR("too short"), &number, &err));
    CHECK(err.kind == ERR_INVALID);
    m->now += LINK_SECONDS - 1;
    CHECK(people_use_link(&other, people_token_str(&second), STR("a"), STR("A"),
        password, &number, &err));
    CHECK(!people_use_link(&other, people_token_str(&second), STR("b"), STR("B"),
        password, &number, &err));
    CHECK(err.kind == ERR_NOT_FOUND);
    people_close(&other);
    model_free(m);
}

/* ---- the second step ---- */

static enum sign_in_answer try_code(struct model *m, str code)
{
    struct sign_in got = {0};
    struct sign_in second = {0};
    struct people_session session;
    str token;

    CHECK(people_sign_in(&m->people, model_login(0), model_password(m, 0),
        model_peer(0), (str){0}, &got, &err));
    token = people_token_str(&got.token);
    CHECK(got.answer == SIGN_IN_WANTS_CODE);
    CHECK(!people_find_session(&m->people, &m->arena, token, &session, &err));
    CHECK(people_sign_in_code(&m->people, token, code, &second, &err));
    if (second.answer == SIGN_IN_DONE) {
        struct sign_in third;

        CHECK(!people_sign_in_code(&m->people, token, code, &third, &err) &&
            err.kind == ERR_NOT_FOUND);
    }
    CHECK(second.answer != SIGN_IN_DONE ||
        (people_find_session(
             &m->people, &m->arena, people_token_str(&second.token), &session, &err) &&
            session.second_step));
    return second.answer;
}

TEST(people, use_a_code_or_a_recovery_code_once)
{
    struct model *m = model_new();
    char codes[RECOVERY_CODES][RECOVERY_CHARS];
    char code[8];
    str secret;
    str address;

    CHECK_OR_STOP(m != NULL);
    CHECK_OR_STOP(people_new_second_step(
        &m->people, &m->arena, 1, STR("St. Paul's desk"), &secret, &address, &err));
    CHECK(str_starts(address, STR("otpauth://totp/St.%20Paul%27s%20desk:ada?secret=")));
    model_secret(secret, m->accounts[0].secret);
    model_code(m, &m->accounts[0], m->now / 30, code);
    CHECK(!people_confirm_second_step(&m->people, 1, STR("000000"), codes, &err));
    CHECK_OR_STOP(
        people_confirm_second_step(&m->people, 1, (str){code, 6}, codes, &err));
    CHECK(try_code(m, (str){code, 6}) == SIGN_IN_REFUSED);
    m->now += 30;
    CHECK(try_code(m, (str){code, 6}) == SIGN_IN_REFUSED);
    model_code(m, &m->accounts[0], m->now / 30 + 1, code);
    CHECK(try_code(m, (str){code, 6}) == SIGN_IN_DONE);
    CHECK(try_code(m, (str){code, 6}) == SIGN_IN_REFUSED);
    for (size_t i = 0; i < RECOVERY_CODES; i++) {
        m->now += 3600;
        CHECK(try_code(m, (str){codes[i], RECOVERY_CHARS}) == SIGN_IN_DONE);
        CHECK(try_code(m, (str){codes[i], RECOVERY_CHARS}) == SIGN_IN_REFUSED);
    }
    model_free(m);
}

TEST(people, wait_after_wrong_codes_though_they_know_the_password)
{
    struct model *m = model_new();
    char codes[RECOVERY_CODES][RECOVERY_CHARS];
    char code[8];
    str secret;
    str address;

    CHECK_OR_STOP(m != NULL);
    CHECK_OR_STOP(people_new_second_step(
        &m->people, &m->arena, 1, STR("V"), &secret, &address, &err));
    model_secret(secret, m->accounts[0].secret);
    model_code(m, &m->accounts[0], m->now / 30, code);
    CHECK_OR_STOP(
        people_confirm_second_step(&m->people, 1, (str){code, 6}, codes, &err));
    for (size_t i = 0; i < 3; i++)
        CHECK(try_code(m, (str){code, 6}) == SIGN_IN_REFUSED);
    CHECK(try_code(m, (str){codes[0], RECOVERY_CHARS}) == SIGN_IN_WAIT);
    m->now += 1;
    CHECK(try_code(m, (str){codes[0], RECOVERY_CHARS}) == SIGN_IN_DONE);
    model_free(m);
}

/* ---- waiting ---- */

TEST(people, are_not_shut_out_by_strangers)
{
    struct model *m = model_new();
    struct people_device device;
    struct people_token token;
    char code[ENROL_CODE_CHARS];
    str right;

    CHECK_OR_STOP(m != NULL);
    right = model_password(m, 0);
    make_clerk(m, STR("clerk"));
    CHECK(people_new_enrolment(
        &m->people, STR("Hamline"), STR("Front desk"), code, &err));
    CHECK(people_enrol(&m->people, &m->arena, (str){code, sizeof(code)}, STR("peer"),
        &token, &device, &err));
    for (uint64_t i = 0; i < 500; i++) {
        (void)try_password(m, STR("clerk"), STR("guess"), model_number(m, i), (str){0});
        (void)try_password(m, STR("clerk"), STR("guess"), STR("school"), (str){0});
        m->now++;
    }
    for (size_t i = 0; i < LIMIT_PAIR_FREE - 1; i++)
        CHECK(try_password(m, STR("clerk"), STR("typo"), STR("home"), (str){0}) ==
            SIGN_IN_REFUSED);
    CHECK(try_password(m, STR("clerk"), right, STR("home"), (str){0}) == SIGN_IN_DONE);
    CHECK(
        try_password(m, STR("clerk"), right, STR("school"), (str){0}) == SIGN_IN_WAIT);
    CHECK(try_password(m, STR("clerk"), right, STR("school"),
              people_token_str(&token)) == SIGN_IN_DONE);
    CHECK(try_password(m, STR("Clerk "), right, STR("home"), (str){0}) == SIGN_IN_DONE);
    m->now += 301;
    CHECK(
        try_password(m, STR("clerk"), right, STR("school"), (str){0}) == SIGN_IN_DONE);
    model_free(m);
}

TEST(people, at_a_desk_are_served_while_the_world_tries)
{
    struct model *m = model_new();
    struct people_device device;
    struct people_token token;
    char code[ENROL_CODE_CHARS];
    size_t tried = 0;

    CHECK_OR_STOP(m != NULL);
    CHECK(people_new_enrolment(
        &m->people, STR("Hamline"), STR("Front desk"), code, &err));
    CHECK(people_enrol(&m->people, &m->arena, (str){code, sizeof(code)}, STR("peer"),
        &token, &device, &err));
    for (uint64_t i = 0; i < 200; i++)
        tried += try_password(m, model_number(m, i), STR("guess"), model_number(m, i),
                     (str){0}) == SIGN_IN_REFUSED;
    CHECK_U64(tried, LIMIT_TRIES);
    CHECK(try_password(m, STR("ada"), model_password(m, 0), STR("peer"),
              people_token_str(&token)) == SIGN_IN_DONE);
    m->now++;
    CHECK(try_password(m, STR("ada"), model_password(m, 0), STR("home"), (str){0}) ==
        SIGN_IN_DONE);
    model_free(m);
}

TEST(people, are_counted_in_a_table_that_does_not_grow)
{
    static struct limits limits;
    uint64_t mine = test_random_u64() | 1;

    for (uint64_t i = 0; i < 3; i++)
        limit_fail(&limits, mine, 1000);
    CHECK_U64((uint64_t)limit_wait(&limits, LIMIT_PAIR, mine, 1000), 1);
    for (size_t i = 0; i < 20 * LIMIT_SLOTS; i++)
        limit_fail(&limits, test_random_u64() | 1, 999);
    CHECK_U64(limit_failures(&limits, mine, 1000), 3);
    for (size_t i = 0; i < 40; i++)
        limit_fail(&limits, mine, 1000);
    CHECK_U64((uint64_t)limit_wait(&limits, LIMIT_PAIR, mine, 1000), 300);
    CHECK_U64((uint64_t)limit_wait(&limits, LIMIT_PAIR, mine, 1300), 0);
    CHECK_U64((uint64_t)limit_wait(&limits, LIMIT_PAIR, mine, 0), 300);
    CHECK_U64(limit_failures(&limits, mine, 1000 + LIMIT_FORGET), 0);
}

TEST(people, guess_no_pin_by_signing_in_between)
{
    struct model *m = model_new();
    struct people_device device;
    struct people_token token;
    char code[ENROL_CODE_CHARS];
    struct sign_in got = {0};
    uint64_t clerk;
    uint64_t insider;
    uint64_t tries = 0;
    str desk;

    CHECK_OR_STOP(m != NULL);
    clerk = make_clerk(m, STR("clerk"));
    insider = make_clerk(m, STR("insider"));
    desk = people_token_str(&token);
    CHECK(people_set_pin(&m->people, clerk, STR("4831"), &err));
    CHECK(people_set_pin(&m->people, insider, STR("9274"), &err));
    CHECK(people_new_enrolment(
        &m->people, STR("Hamline"), STR("Front desk"), code, &err));
    CHECK(people_enrol(&m->people, &m->arena, (str){code, sizeof(code)}, STR("peer"),
        &token, &device, &err));
    while (got.why != WHY_RESTS && tries < 1000) {
        CHECK(people_sign_in_pin(&m->people, desk, clerk, STR("0001"), &got, &err));
        if (got.answer == SIGN_IN_WAIT)
            m->now += got.wait_seconds;
        else
            tries++;
        if (got.why != WHY_RESTS)
            CHECK(
                people_sign_in_pin(&m->people, desk, insider, STR("9274"), &got, &err));
    }
    CHECK_U64(tries, PIN_TRIES_MAX);
    CHECK(people_sign_in_pin(&m->people, desk, clerk, STR("4831"), &got, &err));
    CHECK(got.why == WHY_RESTS);
    CHECK(try_password(m, STR("clerk"), model_password(m, 0), STR("x"), desk) ==
        SIGN_IN_DONE);
    CHECK(people_sign_in_pin(&m->people, desk, clerk, STR("4831"), &got, &err));
    CHECK(got.answer == SIGN_IN_DONE);
    model_free(m);
}

TEST(people, forget_wrong_pins_after_a_day)
{
    struct model *m = model_new();
    struct people_device device;
    struct people_token token;
    char code[ENROL_CODE_CHARS];
    struct sign_in got = {0};
    uint64_t clerk;
    str desk = people_token_str(&token);

    CHECK_OR_STOP(m != NULL);
    clerk = make_clerk(m, STR("clerk"));
    CHECK(people_set_pin(&m->people, clerk, STR("4831"), &err));
    CHECK(people_new_enrolment(
        &m->people, STR("Hamline"), STR("Front desk"), code, &err));
    CHECK(people_enrol(&m->people, &m->arena, (str){code, sizeof(code)}, STR("peer"),
        &token, &device, &err));
    while (got.why != WHY_RESTS) {
        CHECK_OR_STOP(
            people_sign_in_pin(&m->people, desk, clerk, STR("0001"), &got, &err));
        m->now += got.answer == SIGN_IN_WAIT ? got.wait_seconds : 0;
    }
    m->now += 24 * 60 * 60 - 1;
    CHECK(people_sign_in_pin(&m->people, desk, clerk, STR("4831"), &got, &err));
    CHECK(got.why == WHY_RESTS);
    m->now += 1;
    CHECK(people_sign_in_pin(&m->people, desk, clerk, STR("4831"), &got, &err));
    CHECK(got.answer == SIGN_IN_DONE);
    model_free(m);
}

TEST(people, choose_no_pin_and_no_password_that_is_guessed_first)
{
    static const str bad_pins[] = {STR_INIT("123"), STR_INIT("1234567"),
        STR_INIT("12a4"), STR_INIT("1111"), STR_INIT("1234"), STR_INIT("98765")};
    struct model *m = model_new();
    uint64_t clerk;

    CHECK_OR_STOP(m != NULL);
    clerk = make_clerk(m, STR("margaret"));
    for (size_t i = 0; i < COUNT_OF(bad_pins); i++)
        CHECK(!people_set_pin(&m->people, clerk, bad_pins[i], &err) &&
            err.kind == ERR_INVALID);
    CHECK(people_set_pin(&m->people, clerk, STR("1357"), &err));
    CHECK(!people_set_pin(&m->people, 1, STR("1357"), &err) && err.kind == ERR_DENIED);
    CHECK(!people_check_password(STR("aaaaaaaaaaaaaaa"), STR("margaret"), &err));
    CHECK(!people_check_password(STR("margaret2025"), STR("margaret"), &err));
    CHECK(!people_check_password(STR("\xff\xff four words here"), STR("m"), &err));
    CHECK(people_check_password(STR("bicycle tea roof"), STR("margaret"), &err));
    model_free(m);
}

/* ---- forms, proxies ---- */

TEST(people, send_forms_of_their_own_session_only)
{
    struct model *m = model_new();
    struct sign_in a;
    struct sign_in b;
    char csrf[PEOPLE_CSRF_CHARS];

    CHECK_OR_STOP(m != NULL);
    CHECK(people_sign_in_proxy(&m->people, STR("ADA"), &a, &err) &&
        people_sign_in_proxy(&m->people, STR("ada"), &b, &err));
    people_csrf(&m->people, people_token_str(&a.token), csrf);
    CHECK(people_csrf_holds(
        &m->people, people_token_str(&a.token), (str){csrf, sizeof(csrf)}));
    CHECK(!people_csrf_holds(
        &m->people, people_token_str(&b.token), (str){csrf, sizeof(csrf)}));
    CHECK(!people_csrf_holds(
        &m->people, people_token_str(&a.token), (str){csrf, sizeof(csrf) - 1}));
    CHECK(!people_csrf_holds(&m->people, people_token_str(&a.token), (str){0}));
    csrf[7] ^= 1;
    CHECK(!people_csrf_holds(
        &m->people, people_token_str(&a.token), (str){csrf, sizeof(csrf)}));
    model_free(m);
}

TEST(people, are_not_whoever_a_header_says)
{
    static const str secret = STR_INIT("0123456789abcdef0123456789abcdef");
    static const str wrong = STR_INIT("0123456789abcdef0123456789abcdeF");
    static const str peers[] = {STR_INIT("192.0.2.1"), STR_INIT("::1")};
    struct proxy proxy = {
        STR("X-Auth-Request-User"), STR("X-Vestibule-Proxy"), secret, peers, 2};
    const struct proxy_header user = {STR("x-auth-request-user"), STR("ada")};
    const struct proxy_header key = {STR("X-VESTIBULE-PROXY"), secret};
    const struct proxy_header bad = {STR("X-Vestibule-Proxy"), wrong};
    const struct {
        str peer;
        struct proxy_header headers[3];
        bool holds;
    } rows[] = {
        {peers[0], {user, key}, true},
        {peers[1], {key, user}, true},
        {STR("192.0.2.10"), {user, key}, false},
        {STR("192.0.2.1, ::1"), {user, key}, false},
        {(str){0}, {user, key}, false},
        {peers[0], {user}, false},
        {peers[0], {key}, false},
        {peers[0], {user, bad}, false},
        {peers[0], {user, key, bad}, false},
        {peers[0], {user, key, key}, false},
        {peers[0], {user, user, key}, false},
        {peers[0], {{STR("X_Auth_Request_User"), STR("ada")}, key}, false},
        {peers[0], {{STR("X-Auth-Request-User"), STR("")}, key}, false},
        {peers[0], {user, {STR("X-Vestibule-Proxy"), STR("")}}, false},
    };
    str login;

    CHECK(proxy_check(&proxy, &err));
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        CHECK(proxy_login(&proxy, rows[i].peer, rows[i].headers, 3, &login) ==
            rows[i].holds);
    CHECK(proxy_owns(&proxy, STR("x-vestibule-proxy")));
    CHECK(!proxy_owns(&proxy, STR("cookie")) && !proxy_owns(&proxy, (str){0}));
    proxy.secret = STR("short");
    CHECK(!proxy_check(&proxy, &err));
    CHECK(!proxy_login(&proxy, peers[0], rows[0].headers, 3, &login));
    proxy = (struct proxy){0};
    CHECK(proxy_check(&proxy, &err));
    CHECK(!proxy_login(&proxy, (str){0}, rows[0].headers, 3, &login));
    CHECK(!proxy_owns(&proxy, (str){0}));
}
