/*
 * Who is called in a sample, and by what: people and addresses that nobody has (.example,
 * RFC 2606; 555-0100 to 555-0199).
 *
 * Nothing is ever sent there: see reach_open().  Each change has a key of its place here,
 * so one that was made is not made again, also after somebody changed it.
 */
#include "app/sample.h"

#include "app/inside.h"

static const str maker = STR_INIT("the sample");

enum { MOMENT = 1737738900, WORKDAYS = 31, ALL_DAYS = 127, KEYS_EACH = 4 };

/* clang-format off */
static const struct called {
    str name;
    str login;
    str role;
    str school;
    bool is_head;
    enum roster_channel channel;
    str address;
    bool is_verified;
} called[] = {
    {STR_INIT("Lea Sample"), STR_INIT("lea"), STR_INIT("law_department"), {0}, true, ROSTER_MAIL, STR_INIT("lea@sample-district.example"), true},
    {STR_INIT("Max Sample"), {0}, STR_INIT("law_department"), {0}, false, ROSTER_TEXT, STR_INIT("+13125550121"), true},
    {STR_INIT("Sol Sample"), STR_INIT("sol"), STR_INIT("safety_office"), {0}, true, ROSTER_TEXT, STR_INIT("+13125550131"), true},
    {STR_INIT("Ida Sample"), {0}, STR_INIT("safety_office"), {0}, false, ROSTER_MAIL, STR_INIT("ida@sample-district.example"), false},
    {STR_INIT("Nia Sample"), {0}, STR_INIT("network_chief"), {0}, true, ROSTER_MAIL, STR_INIT("nia@sample-district.example"), true},
    {STR_INIT("Priya Sample"), STR_INIT("priya"), STR_INIT("principal"), STR_INIT("Nowhere Hill School"), true, ROSTER_TEXT, STR_INIT("+13125550141"), true},
    {STR_INIT("Noor Sample"), STR_INIT("noor"), STR_INIT("principal"), STR_INIT("Nowhere Lake School"), true, ROSTER_TEXT, STR_INIT("+13125550142"), true},
    {STR_INIT("Ivo Sample"), {0}, STR_INIT("principal"), STR_INIT("Nowhere High School"), true, ROSTER_TEXT, STR_INIT("+13125550143"), true},
    {STR_INIT("Art Sample"), {0}, STR_INIT("principal"), STR_INIT("Nowhere Hill School"), false, ROSTER_TEXT, STR_INIT("+13125550144"), true},
    {STR_INIT("Bea Sample"), {0}, STR_INIT("principal"), STR_INIT("Nowhere Lake School"), false, ROSTER_TEXT, STR_INIT("+13125550145"), true},
    {STR_INIT("Cyd Sample"), {0}, STR_INIT("principal"), STR_INIT("Nowhere High School"), false, ROSTER_VOICE, STR_INIT("+13125550146"), true},
};

/* Law changes over in the evening; Safety is there around the clock. */
static const struct week {
    str name;
    str role;
    uint32_t weekdays;
    int32_t from;
    int32_t to;
    uint32_t rank;
} weeks[] = {
    {STR_INIT("Lea Sample"), STR_INIT("law_department"), ALL_DAYS, 6 * 60, 18 * 60, 1},
    {STR_INIT("Max Sample"), STR_INIT("law_department"), ALL_DAYS, 18 * 60, 6 * 60, 1},
    {STR_INIT("Max Sample"), STR_INIT("law_department"), WORKDAYS, 6 * 60, 18 * 60, 2},
    {STR_INIT("Sol Sample"), STR_INIT("safety_office"), ALL_DAYS, 0, 0, 1},
    {STR_INIT("Ida Sample"), STR_INIT("safety_office"), WORKDAYS, 8 * 60, 16 * 60, 2},
};
/* clang-format on */

struct making {
    struct rota *rota;
    int64_t now;
    uint8_t key[KEEPER_KEY_BYTES];
};

/* The act of a place: always the same, of a moment that is long past. */
static bool act_of(
    struct making *m, size_t which, struct rota_act *act, struct err *err)
{
    char buffer[48];
    struct text words = text_fixed(buffer, sizeof(buffer));

    text_add(&words, STR("sample roster "));
    text_add_u64(&words, which);
    *act = (struct rota_act){maker, m->key};
    return keeper_key_of(text_str(&words), MOMENT, m->key, err);
}

/* NULL: they were never there, or somebody took them off. */
static const struct roster_person *find(const struct making *m, str name)
{
    const struct roster *roster = rota_snapshot(m->rota);

    for (size_t i = 0; i < roster->person_count; i++)
        if (str_equal(roster->persons[i].name, name) && !roster->persons[i].is_gone)
            return &roster->persons[i];
    return NULL;
}

static bool verify(struct making *m, size_t which, const struct roster_contact *contact,
    struct err *err)
{
    char code[ROSTER_CODE_DIGITS];
    enum roster_code came;
    struct rota_act act;
    uint64_t number = contact->number;

    if (!rota_new_code(m->rota, number, m->now, code, err)) {
        if (err->kind != ERR_LIMIT)
            return false;
        *err = (struct err){0}; /* one of a start that was stopped */
        return true;
    }
    return act_of(m, which, &act, err) &&
        rota_enter_code(
            m->rota, &act, number, (str){code, sizeof(code)}, m->now, &came, err);
}

static bool make_person(
    struct making *m, size_t which, const struct called *row, struct err *err)
{
    const struct roster_post post = {row->role, row->school, row->is_head};
    const struct roster_person person = {
        .name = row->name, .login = row->login, .posts = &post, .post_count = 1};
    const struct roster_person *made;
    struct rota_act act;
    uint64_t number;

    if (find(m, row->name) == NULL &&
        !(act_of(m, which, &act, err) &&
            rota_put_person(m->rota, &act, &person, &number, err)))
        return false;
    made = find(m, row->name);
    if (made == NULL)
        return true;
    if (made->contact_count == 0 &&
        !(act_of(m, which + 1, &act, err) &&
            rota_put_contact(
                m->rota, &act, made->number, row->channel, row->address, err)))
        return false;
    made = find(m, row->name);
    return !row->is_verified || made->contact_count == 0 ||
        made->contacts[0].verified_at > 0 ||
        verify(m, which + 2, &made->contacts[0], err);
}

static bool make_week(
    struct making *m, size_t which, const struct week *row, struct err *err)
{
    const struct roster_person *person = find(m, row->name);
    struct roster_week week = {.role = row->role,
        .weekdays = row->weekdays,
        .from = row->from,
        .to = row->to,
        .rank = row->rank,
        .last = ROSTER_OPEN};
    struct rota_act act;

    if (person == NULL)
        return true;
    week.person = person->number;
    return act_of(m, which, &act, err) && rota_add_week(m->rota, &act, &week, err);
}

bool sample_roster(
    struct rota *rota, const struct keeper *keeper, int64_t now, struct err *err)
{
    struct making making = {.rota = rota, .now = now};
    size_t which = 0;
    bool done = sample_must_be(keeper, err);

    for (size_t i = 0; done && i < COUNT_OF(called); i++, which += KEYS_EACH)
        done = make_person(&making, which, &called[i], err);
    for (size_t i = 0; done && i < COUNT_OF(weeks); i++, which++)
        done = make_week(&making, which, &weeks[i], err);
    return done;
}
