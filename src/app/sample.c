/*
 * The sample: who is there, and what stands on the board when it is opened.
 *
 * Its own acts go the way of everybody's, so its record is a real one.  Their keys come
 * from their place here: a start that was interrupted is made good by the next.
 */
#include "app/sample.h"

#include "app/desk_inside.h"
#include "app/reader.h"

const str sample_origin = STR_INIT("sample-district.invalid/vestibule");
const str sample_password = STR_INIT("sample district only");
const str sample_pin = STR_INIT("4682");

static const str maker = STR_INIT("the sample");

bool sample_is(const struct keeper *keeper)
{
    return str_equal(keeper_origin(keeper), sample_origin);
}

bool sample_must_be(const struct keeper *keeper, struct err *err)
{
    return sample_is(keeper) ||
        err_set(err, ERR_DENIED,
            STR("this is no sample district; here everybody proves who they are"));
}

/* ---- people ---- */

enum { SAMPLE_SCHOOLS = 2 };

/* clang-format off */
static const struct sample_person {
    str login;
    str name;
    enum people_role role;
    str schools[SAMPLE_SCHOOLS]; /* the first empty: the whole district */
} persons[] = {
    {STR_INIT("dana"), STR_INIT("Dana Sample"), ROLE_DESK, {STR_INIT("Nowhere Hill School")}},
    {STR_INIT("eli"), STR_INIT("Eli Sample"), ROLE_DESK, {STR_INIT("Nowhere Hill School")}},
    {STR_INIT("priya"), STR_INIT("Priya Sample"), ROLE_PRINCIPAL, {STR_INIT("Nowhere Hill School")}},
    {STR_INIT("lou"), STR_INIT("Lou Sample"), ROLE_DESK, {STR_INIT("Nowhere Lake School")}},
    {STR_INIT("noor"), STR_INIT("Noor Sample"), ROLE_PRINCIPAL, {STR_INIT("Nowhere Lake School")}},
    {STR_INIT("hana"), STR_INIT("Hana Sample"), ROLE_DESK, {STR_INIT("Nowhere High School")}},
    {STR_INIT("toni"), STR_INIT("Toni Sample"), ROLE_DESK, {STR_INIT("Nowhere Hill School"), STR_INIT("Nowhere Lake School")}},
    {STR_INIT("lea"), STR_INIT("Lea Sample"), ROLE_LAW, {{0}}},
    {STR_INIT("sol"), STR_INIT("Sol Sample"), ROLE_SAFETY, {{0}}},
    {STR_INIT("rae"), STR_INIT("Rae Sample"), ROLE_RECORDS, {{0}}},
    {STR_INIT("cam"), STR_INIT("Cam Sample"), ROLE_COMMUNICATIONS, {{0}}},
    {STR_INIT("ari"), STR_INIT("Ari Sample"), ROLE_AUTHOR, {{0}}},
    {STR_INIT("ash"), STR_INIT("Ash Sample"), ROLE_AUTHOR, {{0}}},
    {STR_INIT("udo"), STR_INIT("Udo Sample"), ROLE_AUDITOR, {{0}}},
    {STR_INIT("otto"), STR_INIT("Otto Sample"), ROLE_OPERATOR, {{0}}},
};
/* clang-format on */

static bool invite(struct staff *staff, const struct sample_person *person,
    struct people_token *link, struct err *err)
{
    struct people_right rights[SAMPLE_SCHOOLS];
    struct staff_invitation to = {person->login, person->name, rights, 0};

    while (to.right_count < SAMPLE_SCHOOLS &&
        (to.right_count == 0 || person->schools[to.right_count].len > 0)) {
        rights[to.right_count] =
            (struct people_right){person->role, person->schools[to.right_count]};
        to.right_count++;
    }
    return staff_invite(staff, &to, maker, link, err);
}

/* Bring an account as far as it is not yet: invited, with a password, with a PIN. */
static bool make_person(struct staff *staff, const struct sample_person *person,
    struct arena *arena, struct err *err)
{
    struct account account = {.state = STATE_INVITED};
    struct people_token link;
    struct err missing = {0};
    bool is_there = people_account_by_login(
        &staff->people, arena, person->login, &account, &missing);

    if (!is_there && missing.kind != ERR_NOT_FOUND) {
        *err = missing;
        return false;
    }
    if (account.state == STATE_INVITED &&
        !((is_there ? staff_reset(staff, account.number, maker, &link, err)
                    : invite(staff, person, &link, err)) &&
            staff_use_link(staff, people_token_str(&link), (str){0}, (str){0},
                sample_password, &account.number, err)))
        return false;
    return account.has_pin || person->schools[0].len == 0 ||
        account.state > STATE_ACTIVE ||
        staff_set_pin(staff, account.number, sample_pin, err);
}

/* A device, so that the list of them is not empty; no browser has its token. */
static bool make_device(struct staff *staff, struct arena *arena, struct err *err)
{
    struct people_device *devices;
    struct people_token token;
    size_t count;

    return people_devices(&staff->people, arena, &devices, &count, err) &&
        (count > 0 || sample_enrol(staff, arena, persons[0].schools[0], &token, err));
}

bool sample_people(struct staff *staff, struct err *err)
{
    struct arena arena = {0};
    bool done = sample_must_be(staff->keeper, err);

    for (size_t i = 0; done && i < COUNT_OF(persons); i++)
        done = make_person(staff, &persons[i], &arena, err);
    done = done && make_device(staff, &arena, err);
    arena_clear(&arena);
    return done;
}

bool sample_sign_in(
    struct staff *staff, str login, struct sign_in *out, struct err *err)
{
    return sample_must_be(staff->keeper, err) &&
        staff_sign_in_proxy(staff, login, out, err);
}

bool sample_enrol(struct staff *staff, struct arena *arena, str school,
    struct people_token *token, struct err *err)
{
    char code[ENROL_CODE_CHARS];
    struct people_device device;

    return sample_must_be(staff->keeper, err) &&
        staff_allow_device(staff, school, STR("Front desk"), maker, code, err) &&
        staff_enrol(
            staff, arena, (str){code, sizeof(code)}, (str){0}, token, &device, err);
}

/* ---- visits ---- */

/* What is done to a visit, one after another. */
enum sample_act {
    SAMPLE_OPENED,   /* `what` is the school */
    SAMPLE_STATED,   /* a fact, its value, how it is known */
    SAMPLE_ANSWERED, /* a duty, and whether it is done */
    SAMPLE_WROTE,    /* words, and to whom */
};

struct sample_step {
    enum sample_act act;
    str by;
    str role; /* of the entry protocol */
    str what;
    str value;
    str basis;
};

/* clang-format off */
static const struct sample_step steps[] = {
    {SAMPLE_OPENED, STR_INIT("Dana Sample"), STR_INIT("desk"), STR_INIT("Nowhere Hill School"), {0}, {0}},
    {SAMPLE_STATED, STR_INIT("Dana Sample"), STR_INIT("desk"), STR_INIT("emergency"), STR_INIT("no"), STR_INIT("seen")},
    {SAMPLE_STATED, STR_INIT("Dana Sample"), STR_INIT("desk"), STR_INIT("where"), STR_INIT("desk"), STR_INIT("seen")},
    {SAMPLE_STATED, STR_INIT("Dana Sample"), STR_INIT("desk"), STR_INIT("agency"), STR_INIT("ice"), STR_INIT("read")},
    {SAMPLE_STATED, STR_INIT("Dana Sample"), STR_INIT("desk"), STR_INIT("credentials"), STR_INIT("read"), STR_INIT("read")},
    {SAMPLE_ANSWERED, STR_INIT("Lea Sample"), STR_INIT("law_department"), STR_INIT("law_department"), {0}, {0}},
    {SAMPLE_STATED, STR_INIT("Dana Sample"), STR_INIT("desk"), STR_INIT("about"), STR_INIT("student"), STR_INIT("told")},
    {SAMPLE_WROTE, STR_INIT("Lea Sample"), STR_INIT("law_department"), STR_INIT("desk"), STR_INIT("I am here. Send me every page of any paper that they hand you, and sign nothing."), {0}},
    {SAMPLE_OPENED, STR_INIT("Hana Sample"), STR_INIT("desk"), STR_INIT("Nowhere High School"), {0}, {0}},
    {SAMPLE_STATED, STR_INIT("Hana Sample"), STR_INIT("desk"), STR_INIT("emergency"), STR_INIT("no"), STR_INIT("seen")},
    {SAMPLE_STATED, STR_INIT("Hana Sample"), STR_INIT("desk"), STR_INIT("where"), STR_INIT("desk"), STR_INIT("seen")},
    {SAMPLE_STATED, STR_INIT("Hana Sample"), STR_INIT("desk"), STR_INIT("agency"), STR_INIT("police"), STR_INIT("read")},
};
/* clang-format on */

/* The first duty of a role that is still as it was raised. */
static const struct visit_duty *duty_of(const struct visit *visit, str role)
{
    for (size_t i = 0; i < visit->duty_count; i++)
        if (str_equal(visit->duties[i].to, role))
            return &visit->duties[i];
    return NULL;
}

static bool answer(struct desk *desk, const struct desk_act *act,
    const struct visit *visit, str role, struct desk_done *done, struct err *err)
{
    struct desk_acknowledgement taken = {.channel = STR("telephone")};
    const struct visit_duty *duty;

    REQUIRE(visit != NULL);
    duty = duty_of(visit, role);
    done->visit = visit;
    if (duty == NULL)
        return true;
    taken.raised = duty->mark.n;
    return desk_acknowledge(desk, act, &taken, done, err);
}

static bool take_step(struct desk *desk, const struct sample_step *step,
    const struct desk_act *act, const struct visit *visit, struct desk_done *done,
    struct err *err)
{
    const struct desk_opening opening = {.school = step->what, .way = STR("door")};
    const struct desk_statement statement = {
        .fact = step->what, .value = step->value, .basis = step->basis};
    const struct desk_stating stating = {&statement, 1, -1};
    const struct desk_message message = {
        .to = step->what, .words = &step->value, .count = 1};

    switch (step->act) {
    case SAMPLE_OPENED:
        return desk_open_visit(desk, act, &opening, done, err);
    case SAMPLE_STATED:
        return desk_state(desk, act, &stating, done, err);
    case SAMPLE_ANSWERED:
        return answer(desk, act, visit, step->what, done, err);
    case SAMPLE_WROTE:
        return desk_send(desk, act, &message, done, err);
    }
    return false;
}

/* The key of a step: always the same, of a moment that is long past. */
static bool key_of(size_t which, uint8_t key[KEEPER_KEY_BYTES], struct err *err)
{
    enum { MOMENT = 1737738900 };
    char buffer[32];
    struct text words = text_fixed(buffer, sizeof(buffer));

    text_add(&words, STR("sample "));
    text_add_u64(&words, which);
    return keeper_key_of(text_str(&words), MOMENT, key, err);
}

bool sample_visits(struct desk *desk, struct err *err)
{
    struct arena arena = {0};
    struct desk_done now = {.visit = NULL};
    str visit = {0};
    bool done = sample_must_be(desk->keeper, err);

    for (size_t i = 0; done && i < COUNT_OF(steps); i++) {
        uint8_t key[KEEPER_KEY_BYTES];
        struct desk_act act = {
            .key = key, .visit = visit, .by = steps[i].by, .role = steps[i].role};

        if (steps[i].act == SAMPLE_OPENED)
            act.visit = (str){0};
        else if (now.visit == NULL || !now.visit->is_open)
            continue;
        done = key_of(i, key, err) &&
            take_step(desk, &steps[i], &act, now.visit, &now, err);
        if (done)
            visit = arena_str(&arena, now.visit->id);
    }
    arena_clear(&arena);
    return done;
}
