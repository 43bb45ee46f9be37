/*
 * A whole site in one process, for tests that ask it everything: its folder, its people
 * (each role for the district, at Hamline and at Lincoln), and a visit at Hamline.
 */
#ifndef VESTIBULE_TESTS_WEB_MADE_SITE_H
#define VESTIBULE_TESTS_WEB_MADE_SITE_H

#include "os/os.h"
#include "web/called.h"
#include "web/door.h"
#include "web/web.h"
#include "json/json.h"

#include "folder.h"

enum { MADE_PLACES = 3, MADE_PEOPLE = ROLE_COUNT * MADE_PLACES + 1 };

static const str made_schools[MADE_PLACES] = {
    {0}, STR_INIT("Hamline"), STR_INIT("Lincoln")};

struct made_person {
    enum people_role role;
    str school;
    str login;
    str token; /* of their session */
};

struct made_site {
    struct arena arena;
    str data;
    struct site site;
    struct http_settings settings;
    struct made_person people[MADE_PEOPLE]; /* the last has every role */
    str visit;
    uint64_t number; /* of an account that others can change */
};

static inline int64_t made_now(void *context)
{
    (void)context;
    return os_now();
}

static inline str made_join(struct arena *arena, str a, str b)
{
    struct text text = text_in(arena);

    text_add(&text, a);
    text_add(&text, b);
    return text_str(&text);
}

static inline void made_must(bool done, const struct err *err)
{
    struct err ignored;

    if (!done)
        (void)os_write(OS_STDERR, err_text(err), &ignored);
    REQUIRE(done);
}

/* Sign in again, when the session of before has ended. */
static inline void made_sign_in(struct made_site *made, struct made_person *person)
{
    struct arena arena = {0};
    struct people_session session;
    struct sign_in in;
    struct err err = {0};

    if (person->token.len == 0 ||
        !people_find_session(
            &made->site.staff.people, &arena, person->token, &session, &err)) {
        err = (struct err){0};
        made_must(
            staff_sign_in_proxy(&made->site.staff, person->login, &in, &err), &err);
        person->token = arena_str(&made->arena, people_token_str(&in.token));
    }
    arena_clear(&arena);
}

static inline uint64_t made_account(
    struct made_site *made, str login, const struct people_right *rights, size_t count)
{
    struct staff *staff = &made->site.staff;
    struct staff_invitation to = {login, login, rights, count};
    struct people_token link;
    struct err err = {0};
    uint64_t number = 0;

    made_must(staff_invite(staff, &to, STR("test"), &link, &err) &&
            staff_use_link(staff, people_token_str(&link), (str){0}, (str){0},
                STR("correct horse battery"), &number, &err),
        &err);
    return number;
}

static inline void made_add_people(struct made_site *made)
{
    static const str ends[MADE_PLACES] = {{0}, STR_INIT("-h"), STR_INIT("-l")};
    struct people_right all[ROLE_COUNT];
    struct made_person *last = &made->people[MADE_PEOPLE - 1];
    struct people_right clerk = {ROLE_DESK, STR("Hamline")};

    for (size_t i = 0; i < MADE_PEOPLE - 1; i++) {
        struct made_person *person = &made->people[i];
        struct people_right right = {
            (enum people_role)(i / MADE_PLACES), made_schools[i % MADE_PLACES]};

        person->role = right.role;
        person->school = right.school;
        person->login = made_join(
            &made->arena, people_role_name(right.role), ends[i % MADE_PLACES]);
        if (right.school.len == 0)
            all[right.role] = right;
        (void)made_account(made, person->login, &right, 1);
        made_sign_in(made, person);
    }
    last->login = STR("everything");
    (void)made_account(made, last->login, all, ROLE_COUNT);
    made_sign_in(made, last);
    made->number = made_account(made, STR("somebody"), &clerk, 1);
}

static inline void made_open_visit(struct made_site *made)
{
    uint8_t key[KEEPER_KEY_BYTES];
    struct desk_act act = {.key = key, .by = STR("front desk"), .role = STR("desk")};
    struct desk_opening opening = {.school = STR("Hamline"), .way = STR("door")};
    struct desk_done done;
    struct err err = {0};

    keeper_new_key(made->site.keeper, key);
    made_must(desk_open_visit(made->site.desk, &act, &opening, &done, &err), &err);
    made->visit = arena_str(&made->arena, done.visit->id);
}

static inline void made_ring(void *context)
{
    (void)context;
}

/* Somebody could be called, if a channel were set up. */
static inline void made_reach(struct made_site *made)
{
    struct site *site = &made->site;
    const struct reach_settings settings = {.keeper = site->keeper,
        .desk = site->desk,
        .directory = made->data,
        .orders = asset_find(&web_documents, STR("calling.conf"))->bytes,
        .roster = rota_snapshot(site->rota),
        .add_link = called_add_link,
        .context = site,
        .ring = made_ring};
    struct err err = {0};

    made_must(reach_open(&settings, &site->reach, &err), &err);
}

static inline void made_open(struct made_site *made)
{
    struct site *site = &made->site;
    struct arena *arena = &made->arena;
    struct desk_settings desk = {.zone = STR("America/Chicago")};
    struct err err = {0};
    str record;

    *made = (struct made_site){0};
    made->data = folder_make(arena);
    record = made_join(arena, made->data, STR("/record"));
    site->protocols = made_join(arena, made->data, STR("/protocols"));
    site->clock = (struct keeper_clock){made_now, NULL};
    site->version = STR("test");
    made_must(web_copy_documents(site->protocols, &err) &&
            shelf_read(&site->shelf, site->protocols, &err) &&
            spoken_read(&site->spoken, site->protocols, &err) &&
            keeper_create(record, STR("school.example/v"), &site->clock, &err) &&
            keeper_open(record, &site->clock, &site->keeper, &err) &&
            shelf_publish(&site->shelf, site->keeper, STR("test"), false, &err) &&
            staff_open(&site->staff, made->data, site->keeper, &site->clock, &err) &&
            rota_open(made->data, site->keeper, &site->rota, &err),
        &err);
    site->staff.people.cost = &password_cost_least;
    desk.keeper = site->keeper;
    desk.document = shelf_find(&site->shelf, STR("entry"));
    site->drafts =
        (struct drafts){.folder = made_join(arena, made->data, STR("/drafts")),
            .protocols = site->protocols,
            .keeper = site->keeper};
    site->next_edition = INT32_MAX;
    made_must(may_open(shelf_find(&site->shelf, STR("roles")), &site->may, &err) &&
            desk_open(&desk, &site->desk, &err) && aside_open(&site->aside, &err),
        &err);
    made_reach(made);
    made_add_people(made);
    made_open_visit(made);
    made->settings.address = STR("127.0.0.1");
    web_settings(arena, site, &made->settings);
}

static inline void made_close(struct made_site *made)
{
    aside_close(made->site.aside);
    reach_close(made->site.reach);
    desk_close(made->site.desk);
    may_close(made->site.may);
    rota_close(made->site.rota);
    staff_close(&made->site.staff);
    keeper_close(made->site.keeper);
    room_clear(&made->site.room);
    shelf_clear(&made->site.shelf);
    spoken_clear(&made->site.spoken);
    folder_remove(made->data);
    arena_clear(&made->arena);
}

/* The address that a pattern stands for, with `part` in the place of every {name}; empty:
 * of something that is there. */
static inline str made_path(struct made_site *made, str pattern, str part)
{
    struct text path = text_in(&made->arena);

    while (pattern.len > 0) {
        size_t open = str_find_byte(pattern, '{', 0);
        size_t close = str_find_byte(pattern, '}', open);
        str name = str_slice(pattern, open + 1, close);

        text_add(&path, str_slice(pattern, 0, open));
        pattern = str_slice(pattern, close + 1, pattern.len);
        if (name.len == 0)
            break;
        if (part.len > 0)
            text_add(&path, part);
        else if (str_equal(name, STR("id")))
            text_add(&path, made->visit);
        else if (str_equal(name, STR("number")))
            text_add_u64(&path, made->number);
        else if (str_equal(name, STR("fact")))
            text_add(&path, STR("where"));
        else if (str_equal(name, STR("name")))
            text_add(&path,
                str_starts(text_str(&path), STR("/board")) ? STR("law") : STR("entry"));
        else
            text_add(&path, STR("1"));
    }
    return text_str(&path);
}

/* What the protocol of roles says, by the way of `vestibule decide`. */
static inline bool made_may(
    struct made_site *made, str role, enum may_act act, bool own_school)
{
    const struct bench *bench = &shelf_find(&made->site.shelf, STR("roles"))->bench;
    const struct image *image = &bench->image;
    struct arena arena = {0};
    int32_t *facts = ARENA_ARRAY(&arena, int32_t, image->count[SECTION_FACTS]);
    const str said[][2] = {{STR("acts_as"), role}, {STR("act"), may_act_name(act)},
        {STR("own_school"), own_school ? STR("yes") : STR("no")},
        {STR("by_pin"), STR("no")}, {STR("own_draft"), STR("no")}};
    struct moment at;
    struct verdict verdict;
    struct err err = {0};
    bool is;

    for (uint32_t i = 0; i < image->count[SECTION_FACTS]; i++)
        facts[i] = FACT_UNKNOWN;
    for (size_t i = 0; i < COUNT_OF(said); i++) {
        uint32_t fact;

        made_must(json_find_fact(image, said[i][0], &fact, &err) &&
                json_read_fact(image, fact, said[i][1], &facts[fact], &err),
            &err);
    }
    made_must(os_moment(STR("UTC"), os_now(), &at, &err) &&
            verdict_make(&arena, bench, facts, &at, &verdict, &err),
        &err);
    is = verdict.open.count == 0 &&
        str_equal(json_find(&verdict.outcomes, STR("may"))->text, STR("yes"));
    arena_clear(&arena);
    return is;
}

#endif
