/*
 * Everything people do, with the first, the second, the third ... call to the database
 * failing: what failed is said, a change is whole or not there, and the same work
 * succeeds afterwards.
 */
#include "fault.h"
#include "people_model.h"
#include "test.h"

static const uint8_t key[PEOPLE_KEY_BYTES] = {3};

static int64_t now_of(void *context)
{
    (void)context;
    return 1737700000;
}

static bool work_accounts(struct people *people, struct arena *arena, struct err *err)
{
    struct people_right right = {ROLE_DESK, STR("Hamline")};
    struct people_token link;
    struct people_link_found found;
    struct account account;
    struct account *all;
    uint64_t number;
    size_t count;

    return people_first_link(people, &link, err) &&
        people_find_link(people, arena, people_token_str(&link), &found, err) &&
        people_use_link(people, people_token_str(&link), STR("ada"), STR("Ada"),
            STR("four words apart"), &number, err) &&
        people_add(people, STR("ben"), STR("Ben"), &number, err) &&
        people_set_rights(people, number, &right, 1, err) &&
        people_link(people, number, true, &link, err) &&
        people_use_link(people, people_token_str(&link), (str){0}, (str){0},
            STR("four words apart"), &number, err) &&
        people_set_pin(people, number, STR("7381"), err) &&
        people_set_state(people, number, STATE_LOCKED, err) &&
        people_set_state(people, number, STATE_ACTIVE, err) &&
        people_set_password(people, 1, STR("other words apart"), err) &&
        people_account(people, arena, number, &account, err) &&
        people_account_by_login(people, arena, STR("ben"), &account, err) &&
        people_accounts(people, arena, &all, &count, err) && count == 2;
}

static bool work_device(
    struct people *people, struct arena *arena, struct sign_in *got, struct err *err)
{
    struct people_device device;
    struct people_device *devices;
    struct people_token token;
    struct account *staff;
    char code[ENROL_CODE_CHARS];
    size_t count;

    return people_new_enrolment(people, STR("Hamline"), STR("Desk"), code, err) &&
        people_enrol(
            people, arena, (str){code, sizeof(code)}, STR("p"), &token, &device, err) &&
        people_devices(people, arena, &devices, &count, err) &&
        people_device_staff(people, arena, &device, &staff, &count, err) &&
        count == 1 &&
        people_sign_in_pin(
            people, people_token_str(&token), 2, STR("1739"), got, err) &&
        people_sign_in_pin(
            people, people_token_str(&token), 2, STR("7381"), got, err) &&
        got->answer == SIGN_IN_DONE && people_remove_device(people, 1, err);
}

static bool work_sessions(struct people *people, struct arena *arena, struct err *err)
{
    struct people_session session;
    struct people_session *sessions;
    struct people_token token;
    struct sign_in got;
    char codes[RECOVERY_CODES][RECOVERY_CHARS];
    struct model_account account = {0};
    char code[8];
    str secret;
    str address;
    size_t count;
    bool is;

    if (!people_sign_in(people, STR("ada"), STR("other words apart"), STR("p"),
            (str){0}, &got, err) ||
        !people_find_session(
            people, arena, people_token_str(&got.token), &session, err) ||
        !people_renew_session(people, people_token_str(&got.token), &token, err) ||
        !people_sessions(people, arena, 1, &sessions, &count, err) || count != 1 ||
        !people_end_sessions_but(people, 1, people_token_str(&token), err) ||
        !people_end_session_number(people, 1, sessions[0].number, err) ||
        !people_check_own_password(people, 1, STR("wrong"), STR("p"), &is, err) ||
        !people_new_second_step(people, arena, 1, STR("V"), &secret, &address, err))
        return false;
    model_secret(secret, account.secret);
    model_code(NULL, &account, 1737700000 / 30, code);
    return people_confirm_second_step(people, 1, (str){code, 6}, codes, err) &&
        people_sign_in(people, STR("ada"), STR("other words apart"), STR("p"), (str){0},
            &got, err) &&
        people_sign_in_code(people, people_token_str(&got.token),
            (str){codes[3], RECOVERY_CHARS}, &got, err) &&
        got.answer == SIGN_IN_DONE &&
        people_end_session(people, people_token_str(&got.token), err) &&
        people_drop_second_step(people, 1, err) &&
        people_sign_in_proxy(people, STR("ada"), &got, err) && people_tidy(people, err);
}

static bool work(struct people *people, struct arena *arena, struct err *err)
{
    struct sign_in got;

    return work_accounts(people, arena, err) && work_device(people, arena, &got, err) &&
        work_sessions(people, arena, err);
}

/* Fail call `n`: alone, or inside one change that is to stand or fall as a whole. */
static bool fail_once(uint64_t n, bool whole, bool late, bool breaks)
{
    struct fault fault = fault_at(0);
    struct people people = {.db = {.driver = &fault.driver}};
    struct arena arena = {0};
    struct err err = {0};
    struct account *all;
    size_t count;
    bool done;

    CHECK(people_open(&people, STR(":memory:"), DB_WRITE, key,
        (struct people_clock){now_of, NULL}, &err));
    people.cost = &password_cost_least;
    fault.calls = 0;
    fault.fail_at = n;
    fault.late = late;
    fault.breaks = breaks;
    if (whole)
        done = people_begin(&people, &err) &&
            people_end(&people, work(&people, &arena, &err), &err);
    else
        done = work(&people, &arena, &err);
    if (people.db.began)
        (void)!people_end(&people, false, &err);
    CHECK(done != fault.struck);
    CHECK(done || (err.kind == ERR_IO && err.len > 20));
    fault.fail_at = 0;
    if (whole && !done && !breaks && !late) {
        CHECK(people_accounts(&people, &arena, &all, &count, &err) && count == 0);
        CHECK(work(&people, &arena, &err));
    }
    people_close(&people);
    arena_clear(&arena);
    return fault.struck;
}

/* Every `stride`-th call fails once, beginning with a random one. */
static void sweep(size_t stride, bool whole, bool late, bool breaks)
{
    uint64_t n = 1 + test_random(stride);

    while (fail_once(n, whole, late, breaks))
        n += stride;
    CHECK(n > 400);
}

TEST(people, say_so_when_any_call_fails)
{
    sweep(3, false, false, false);
}

TEST(people, undo_a_change_as_a_whole_when_any_call_fails)
{
    sweep(1, true, false, false);
}

TEST(people, say_so_when_the_disk_breaks_or_an_answer_is_lost)
{
    sweep(5, false, false, true);
    sweep(5, false, true, false);
}
