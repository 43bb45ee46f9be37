/*
 * The roster and the record: every change has its event, an address stands in none, and
 * what is sent twice, or was cut off between its two halves, is done once.
 */
#include "app/app.h"
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
    struct rota *rota;
    uint8_t key[KEEPER_KEY_BYTES];
    struct rota_act act;
};

static struct err err;
static const str law = STR_INIT("law_department");

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
    f->act = (struct rota_act){STR("priya"), f->key};
    return keeper_create(f->record, STR("school.example/vestibule"), &f->clock, &err) &&
        keeper_open(f->record, &f->clock, &f->keeper, &err) &&
        rota_open(f->data, f->keeper, &f->rota, &err);
}

static void stop(struct fixture *f)
{
    rota_close(f->rota);
    keeper_close(f->keeper);
    folder_remove(f->data);
    arena_clear(&f->arena);
}

static const struct rota_act *next(struct fixture *f)
{
    keeper_new_key(f->keeper, f->key);
    return &f->act;
}

static uint64_t person(struct fixture *f, str name, bool head)
{
    const struct roster_post post = {law, (str){0}, head};
    const struct roster_person made = {.name = name, .posts = &post, .post_count = 1};
    uint64_t number = 0;

    CHECK(rota_put_person(f->rota, next(f), &made, &number, &err));
    return number;
}

static void see(void *context, const struct seen_event *seen)
{
    struct text *text = context;
    const struct json_value *change = record_value(seen->event, STR("change"));

    if (seen->event->kind != RECORD_ROSTER_CHANGED || change == NULL)
        return;
    text_add(text, change->text);
    text_add_byte(text, '\n');
}

static str told(struct fixture *f)
{
    struct text text = text_in(&f->arena);
    struct event_sink sink = {see, &text};

    CHECK(keeper_tail(f->record, (str){0}, 1000, &sink, &err));
    return text_str(&text);
}

TEST(app_roster, tells_the_record_what_changed_and_no_address)
{
    struct fixture f;
    struct roster_week week = {.role = law,
        .weekdays = 31,
        .from = 480,
        .to = 1020,
        .rank = 1,
        .first = 20000,
        .last = ROSTER_OPEN};
    struct roster_acting away = {.from = 28800000, .to = 28801440};
    uint64_t number;

    CHECK_OR_STOP(start(&f));
    week.person = away.person = person(&f, STR("Ana Ruiz"), true);
    away.stand_in = person(&f, STR("Ben Cole"), false);
    CHECK(rota_put_contact(
        f.rota, next(&f), week.person, ROSTER_MAIL, STR("ana@example.org"), &err));
    CHECK(rota_add_week(f.rota, next(&f), &week, &err));
    CHECK(rota_add_acting(f.rota, next(&f), &away, &err));
    number = rota_snapshot(f.rota)->weeks[0].number;
    CHECK(rota_remove(f.rota, next(&f), ROSTER_WEEK, number, &err));
    CHECK(!rota_remove(f.rota, next(&f), ROSTER_WEEK, number, &err));
    err = (struct err){0};
    CHECK(rota_remove_person(f.rota, next(&f), away.stand_in, &err));
    CHECK_STR(told(&f),
        STR("Ana Ruiz: head of law_department\n"
            "Ben Cole: law_department\n"
            "an address of Ana Ruiz for mail was added\n"
            "each week law_department, number 1: Ana Ruiz on Monday, Tuesday, "
            "Wednesday, Thursday, Friday from 08:00 to 17:00, from 2024-10-04\n"
            "Ben Cole stands in for Ana Ruiz from 2024-10-04 00:00 until 2024-10-05 "
            "00:00\n"
            "no more: law_department, number 1: Ana Ruiz on Monday, Tuesday, "
            "Wednesday, Thursday, Friday from 08:00 to 17:00, from 2024-10-04\n"
            "Ben Cole has gone: no roles and no addresses any more\n"));
    stop(&f);
}

TEST(app_roster, does_once_what_is_sent_twice)
{
    struct fixture f;
    struct roster_override once = {.role = law, .rank = 1, .from = 1, .to = 2};
    const struct rota_act *act;

    CHECK_OR_STOP(start(&f));
    act = next(&f);
    CHECK(rota_add_override(f.rota, act, &once, &err));
    CHECK(rota_add_override(f.rota, act, &once, &err));
    CHECK(rota_snapshot(f.rota)->override_count == 1);
    CHECK(rota_add_override(f.rota, next(&f), &once, &err));
    CHECK(rota_snapshot(f.rota)->override_count == 2);
    stop(&f);
}

/* As after a stop between the event and the commit: the record knows of a change that
 * the roster, put back to what it was, does not have. */
TEST(app_roster, does_what_was_cut_off_when_it_is_sent_again)
{
    struct fixture f;
    struct roster_override once = {.role = law, .rank = 1, .from = 1, .to = 2};
    str path;

    CHECK_OR_STOP(start(&f));
    path = path_of(&f, "/roster.db");
    CHECK(rota_add_override(f.rota, next(&f), &once, &err));
    rota_close(f.rota);
    CHECK(os_remove_file(path, &err));
    CHECK(rota_open(f.data, f.keeper, &f.rota, &err));
    CHECK(rota_snapshot(f.rota)->override_count == 0);
    CHECK(rota_add_override(f.rota, &f.act, &once, &err));
    CHECK(rota_snapshot(f.rota)->override_count == 1);
    CHECK(rota_add_override(f.rota, &f.act, &once, &err));
    CHECK(rota_snapshot(f.rota)->override_count == 1);
    stop(&f);
}

TEST(app_roster, proves_an_address_and_gives_it_up)
{
    struct fixture f;
    const struct roster_contact *contact;
    char code[ROSTER_CODE_DIGITS];
    enum roster_code answer;
    uint64_t ana;

    CHECK_OR_STOP(start(&f));
    ana = person(&f, STR("Ana Ruiz"), true);
    CHECK(rota_put_contact(
        f.rota, next(&f), ana, ROSTER_TEXT, STR("312 555 0142"), &err));
    contact = &rota_snapshot(f.rota)->persons[0].contacts[0];
    CHECK(!roster_contact_works(contact));
    CHECK(rota_new_code(f.rota, contact->number, f.now, code, &err));
    CHECK(rota_enter_code(
        f.rota, next(&f), contact->number, STR("no code"), f.now, &answer, &err));
    CHECK(answer == ROSTER_CODE_WRONG);
    contact = &rota_snapshot(f.rota)->persons[0].contacts[0];
    CHECK(rota_enter_code(f.rota, next(&f), contact->number, (str){code, sizeof(code)},
        f.now, &answer, &err));
    CHECK(answer == ROSTER_CODE_RIGHT);
    contact = &rota_snapshot(f.rota)->persons[0].contacts[0];
    CHECK(roster_contact_works(contact));
    CHECK(rota_heard(f.rota, contact->number, STR(""), f.now + 90000, &err));
    contact = &rota_snapshot(f.rota)->persons[0].contacts[0];
    CHECK(contact->tested_at == f.now + 90000);
    CHECK(rota_heard(f.rota, contact->number, STR("no such number"), f.now, &err));
    CHECK(!roster_contact_works(&rota_snapshot(f.rota)->persons[0].contacts[0]));
    CHECK_STR(told(&f),
        STR("Ana Ruiz: head of law_department\n"
            "an address of Ana Ruiz for text was added\n"
            "an address of Ana Ruiz for text was proved by a code\n"
            "an address of Ana Ruiz for text is used no more\n"));
    stop(&f);
}

static const struct roster_person *first_person(const struct fixture *f)
{
    return &rota_snapshot(f->rota)->persons[0];
}

/* Nobody sends a code to a browser: it came with the session of whose it is. */
TEST(app_roster, takes_browsers_at_their_word_but_not_any_number)
{
    struct fixture f;
    uint64_t ana;
    uint64_t number;

    CHECK_OR_STOP(start(&f));
    ana = person(&f, STR("Ana Ruiz"), true);
    for (size_t i = 0; i < ROTA_BROWSERS_MAX; i++) {
        struct text browser = text_in(&f.arena);

        text_add(&browser, STR("{\"endpoint\":\"https://push.example/"));
        text_add_u64(&browser, i);
        text_add(&browser, STR("\"}"));
        for (int again = 0; again < 2; again++)
            CHECK(rota_put_browser(
                f.rota, next(&f), ana, text_str(&browser), f.now, &err));
        CHECK_U64(first_person(&f)->contact_count, i + 1);
        CHECK(roster_contact_works(&first_person(&f)->contacts[i]));
    }
    CHECK(!rota_put_browser(f.rota, next(&f), ana,
        STR("{\"endpoint\":\"https://x.example/\"}"), f.now, &err));
    CHECK(err.kind == ERR_INVALID);
    number = first_person(&f)->contacts[0].number;
    CHECK(rota_heard(f.rota, number, STR("it is gone"), f.now, &err));
    CHECK(!roster_contact_works(&first_person(&f)->contacts[0]));
    CHECK(rota_put_browser(f.rota, next(&f), ana,
        STR("{\"endpoint\":\"https://push.example/0\"}"), f.now, &err));
    CHECK(roster_contact_works(&first_person(&f)->contacts[0]));
    CHECK(!rota_put_browser(f.rota, next(&f), ana + 100,
        STR("{\"endpoint\":\"https://push.example/0\"}"), f.now, &err));
    CHECK(err.kind == ERR_NOT_FOUND);
    CHECK(str_find(told(&f), STR("push.example"), 0) == told(&f).len);
    CHECK(str_find(told(&f),
              STR("an address of Ana Ruiz for push was added by themselves"),
              0) < told(&f).len);
    stop(&f);
}
