/*
 * Staff and the record: every change has its event, in order; a change that cannot be
 * recorded is none; and nothing of what was typed stands in the record.
 */
#include "app/app.h"
#include "fault.h"
#include "folder.h"
#include "os/os.h"
#include "test.h"

struct fixture {
    struct arena arena;
    str data;
    str record;
    int64_t now;
    struct keeper_clock clock;
    struct keeper *keeper;
    struct staff staff;
};

static struct err err;

static int64_t now_of(void *context)
{
    return ((struct fixture *)context)->now;
}

static str path_of(struct fixture *f, const char *name)
{
    struct text text = text_in(&f->arena);

    text_add(&text, f->data);
    text_add(&text, str_from(name));
    return text_str(&text);
}

static bool start(struct fixture *f)
{
    *f = (struct fixture){.now = 1737738900};
    f->clock = (struct keeper_clock){now_of, f};
    f->data = folder_make(&f->arena);
    f->record = path_of(f, "/record");
    if (!keeper_create(f->record, STR("school.example/vestibule"), &f->clock, &err) ||
        !keeper_open(f->record, &f->clock, &f->keeper, &err) ||
        !staff_open(&f->staff, f->data, f->keeper, &f->clock, &err))
        return false;
    f->staff.people.cost = &password_cost_least;
    return true;
}

static void stop(struct fixture *f)
{
    staff_close(&f->staff);
    keeper_close(f->keeper);
    folder_remove(f->data);
    arena_clear(&f->arena);
}

/* ---- what the record says ---- */

static void see(void *context, const struct seen_event *seen)
{
    static const char *const fields[] = {
        "account", "device", "change", "way", "why", "rights", "by"};
    struct text *text = context;

    if (seen->seq == 0)
        return;
    text_add(text, record_kind_row(seen->event->kind)->name);
    for (size_t i = 0; i < COUNT_OF(fields); i++) {
        const struct json_value *value = record_value(seen->event, str_from(fields[i]));

        if (value != NULL)
            text_add_byte(text, ' ');
        if (value != NULL)
            text_add(text, value->text);
    }
    text_add_byte(text, '\n');
}

static str told(struct fixture *f)
{
    struct text text = text_in(&f->arena);
    struct event_sink sink = {see, &text};

    CHECK(keeper_tail(f->record, (str){0}, 1000, &sink, &err));
    return text_str(&text);
}

/* ---- a first day ---- */

static const str password = STR_INIT("bicycle tea roof");

static bool make_operator(struct fixture *f, uint64_t *number)
{
    struct people_token link;

    return people_first_link(&f->staff.people, &link, &err) &&
        staff_use_link(&f->staff, people_token_str(&link), STR("ada"), STR("Ada"),
            password, number, &err);
}

static bool make_clerk(struct fixture *f, uint64_t *number)
{
    static const struct people_right right = {ROLE_DESK, STR_INIT("Hamline")};
    static const struct staff_invitation to = {
        STR_INIT("m.okafor"), STR_INIT("M. Okafor"), &right, 1};
    struct people_token link;

    return staff_invite(&f->staff, &to, STR("ada"), &link, &err) &&
        staff_use_link(&f->staff, people_token_str(&link), (str){0}, (str){0}, password,
            number, &err) &&
        staff_set_pin(&f->staff, *number, STR("7381"), &err);
}

static bool run_desk(struct fixture *f, uint64_t clerk)
{
    struct people_device device;
    struct people_token token;
    struct sign_in got;
    char code[ENROL_CODE_CHARS];

    return staff_allow_device(
               &f->staff, STR("Hamline"), STR("Front desk"), STR("ada"), code, &err) &&
        staff_enrol(&f->staff, &f->arena, (str){code, sizeof(code)}, STR("192.0.2.7"),
            &token, &device, &err) &&
        staff_sign_in_pin(
            &f->staff, people_token_str(&token), clerk, STR("1937"), &got, &err) &&
        staff_sign_in_pin(
            &f->staff, people_token_str(&token), clerk, STR("7381"), &got, &err) &&
        got.answer == SIGN_IN_DONE &&
        staff_remove_device(&f->staff, device.number, STR("ada"), &err);
}

TEST(staff, tell_the_record_what_they_do)
{
    struct fixture f;
    struct people_token link;
    struct sign_in got;
    uint64_t operator;
    uint64_t clerk;
    str names[] = {STR("nobody-here"), STR("m.okafor")};
    str all;

    CHECK_OR_STOP(start(&f));
    CHECK_OR_STOP(make_operator(&f, &operator) && make_clerk(&f, &clerk));
    CHECK(run_desk(&f, clerk));
    for (size_t i = 0; i < 2; i++)
        CHECK(staff_sign_in(&f.staff, names[i], STR("my secret words"),
                  STR("192.0.2.7"), (str){0}, &got, &err) &&
            got.answer == SIGN_IN_REFUSED);
    CHECK(staff_sign_in(
              &f.staff, STR("ada"), password, STR("192.0.2.7"), (str){0}, &got, &err) &&
        got.answer == SIGN_IN_DONE);
    CHECK(staff_reset(&f.staff, clerk, STR("ada"), &link, &err) &&
        staff_set_state(&f.staff, clerk, STATE_LOCKED, STR("ada"), &err) &&
        staff_set_rights(&f.staff, clerk, NULL, 0, STR("ada"), &err));
    all = told(&f);
    CHECK_STR(all,
        STR("account_changed ada first operator ada\n"
            "account_changed m.okafor invited desk, Hamline ada\n"
            "account_changed m.okafor joined m.okafor\n"
            "account_changed m.okafor pin m.okafor\n"
            "device_changed Front desk allowed ada\n"
            "device_changed Front desk enrolled\n"
            "sign_in_refused m.okafor Front desk pin\n"
            "signed_in m.okafor Front desk pin\n"
            "device_changed Front desk removed ada\n"
            "sign_in_refused m.okafor password\n"
            "signed_in ada password\n"
            "account_changed m.okafor reset ada\n"
            "account_changed m.okafor locked ada\n"
            "account_changed m.okafor rights ada\n"));
    stop(&f);
}

/* ---- two halves ---- */

/* A `by` that no event can hold: the record refuses its half. */
static str too_long(struct fixture *f)
{
    struct text text = text_in(&f->arena);

    text_add_repeated(&text, 'x', 200);
    return text_str(&text);
}

TEST(staff, change_nothing_that_is_not_recorded)
{
    struct fixture f;
    struct people_right law = {ROLE_LAW, {0}};
    struct staff_invitation eve = {STR("eve"), STR("Eve"), &law, 1};
    struct people_token link;
    struct account account;
    struct people_device *devices;
    char code[ENROL_CODE_CHARS];
    size_t count;
    uint64_t operator;
    uint64_t clerk;
    str before;

    CHECK_OR_STOP(start(&f));
    CHECK_OR_STOP(make_operator(&f, &operator) && make_clerk(&f, &clerk));
    before = told(&f);
    CHECK(!staff_set_rights(&f.staff, clerk, &law, 1, too_long(&f), &err));
    CHECK(err.kind == ERR_INVALID);
    CHECK(!staff_set_state(&f.staff, clerk, STATE_LOCKED, too_long(&f), &err));
    CHECK(!staff_reset(&f.staff, clerk, too_long(&f), &link, &err));
    CHECK(!staff_invite(&f.staff, &eve, too_long(&f), &link, &err));
    CHECK(!staff_allow_device(
        &f.staff, STR("Hamline"), STR("Desk"), too_long(&f), code, &err));
    CHECK_STR(told(&f), before);
    CHECK(people_account(&f.staff.people, &f.arena, clerk, &account, &err));
    CHECK(account.state == STATE_ACTIVE && account.right_count == 1 &&
        account.rights[0].role == ROLE_DESK);
    CHECK(!people_account_by_login(
              &f.staff.people, &f.arena, STR("eve"), &account, &err) &&
        err.kind == ERR_NOT_FOUND);
    CHECK(people_devices(&f.staff.people, &f.arena, &devices, &count, &err));
    CHECK_U64(count, 0);
    stop(&f);
}

TEST(staff, keep_the_key_apart_and_never_make_it_twice)
{
    struct fixture f;
    struct staff reader = {0};
    struct account *all;
    uint64_t number;
    size_t count;

    CHECK_OR_STOP(start(&f));
    CHECK_OR_STOP(make_operator(&f, &number));
    CHECK(staff_look(&reader, f.data, &f.clock, &err));
    CHECK(people_accounts(&reader.people, &f.arena, &all, &count, &err) && count == 1);
    staff_close(&reader);
    staff_close(&f.staff);
    CHECK(os_keep_file(path_of(&f, "/people.key"), STR("short\n"), OS_PRIVATE, &err));
    CHECK(!staff_open(&f.staff, f.data, f.keeper, &f.clock, &err));
    CHECK(err.kind == ERR_INVALID);
    CHECK(os_remove_file(path_of(&f, "/people.key"), &err));
    CHECK(!staff_open(&f.staff, f.data, f.keeper, &f.clock, &err));
    CHECK(err.kind == ERR_NOT_FOUND);
    stop(&f);
}

/* ---- any call of the database of people fails, or its good news is lost ---- */

static size_t count_of(str all, str line)
{
    size_t count = 0;

    for (size_t at = str_find(all, line, 0); at < all.len;
         at = str_find(all, line, at + 1))
        count++;
    return count;
}

/* Sign in with call `n` failing; false when there was no such call. */
static bool fail_once(struct fixture *f, struct fault *fault, uint64_t n, bool late)
{
    struct people_session *sessions;
    struct sign_in got;
    size_t events = count_of(told(f), STR("signed_in ada"));
    size_t before;
    size_t after;
    bool struck;
    bool done;

    CHECK(people_sessions(&f->staff.people, &f->arena, 1, &sessions, &before, &err));
    f->now++;
    fault->calls = 0;
    fault->fail_at = n;
    fault->late = late;
    fault->struck = false;
    done = staff_sign_in(
        &f->staff, STR("ada"), password, STR("192.0.2.7"), (str){0}, &got, &err);
    struck = fault->struck;
    fault->fail_at = 0;
    CHECK(done != struck && !f->staff.people.db.began);
    CHECK(done || (err.kind == ERR_IO && got.answer == SIGN_IN_REFUSED));
    events = count_of(told(f), STR("signed_in ada")) - events;
    CHECK(people_sessions(&f->staff.people, &f->arena, 1, &sessions, &after, &err));
    CHECK(after - before <= events);
    CHECK(!done || (after - before == 1 && events == 1));
    return struck;
}

TEST(staff, are_never_let_in_without_an_event_whatever_fails)
{
    struct fixture f;
    struct fault fault = fault_at(0);
    uint64_t number;

    CHECK_OR_STOP(start(&f));
    CHECK_OR_STOP(make_operator(&f, &number));
    staff_close(&f.staff);
    f.staff.people.db.driver = &fault.driver;
    CHECK_OR_STOP(staff_open(&f.staff, f.data, f.keeper, &f.clock, &err));
    f.staff.people.cost = &password_cost_least;
    for (unsigned late = 0; late < 2; late++) {
        uint64_t n = 1;

        while (fail_once(&f, &fault, n, late == 1))
            n++;
        CHECK(n > 25);
    }
    stop(&f);
}
