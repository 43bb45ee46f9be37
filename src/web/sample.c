/*
 * /try: a sample district, as anybody in it.
 *
 * One click and no proof, which only the record of a sample allows (app/sample.h); for
 * every other record these pages are not there.
 */
#include "web/ask.h"
#include "web/wanted.h"

/* Who is offered together, and what there is to try. */
static const struct {
    enum people_role first, last;
    str title;
    str words;
} groups[] = {
    {ROLE_DESK, ROLE_DESK, SAY_INIT("At the desk"),
        SAY_INIT(
            "Say that someone is at the desk, answer what is asked, and do what it "
            "says. The screen of a telephone is enough.")},
    {ROLE_PRINCIPAL, ROLE_PRINCIPAL, SAY_INIT("The principal"),
        SAY_INIT("May do all that the desk may, is called to visits, and runs "
                 "exercises.")},
    {ROLE_LAW, ROLE_SAFETY, SAY_INIT("Law and Safety"),
        SAY_INIT("See every open visit of every school, live, and answer the desk.")},
    {ROLE_RECORDS, ROLE_OPERATOR, SAY_INIT("Others"),
        SAY_INIT("The protocol room, the people and the devices, the access log: each "
                 "role has what its work needs, and no more.")},
};

enum { MORE_PARTS = 3 };

static bool must_be_sample(const struct caller *caller, struct err *err)
{
    return caller->site->sample ||
        err_set(err, ERR_NOT_FOUND, SAY("there is no such page"));
}

/* "Dana Sample, Nowhere Hill School"; of the district: their role. */
static str who(const struct caller *caller, const struct account *account)
{
    struct text text = text_in(caller->arena);

    text_add(&text, account->name);
    for (size_t i = 0; i < account->right_count; i++) {
        const struct people_right *right = &account->rights[i];

        text_add(&text, STR(", "));
        text_add(&text,
            right->school.len > 0
                ? right->school
                : spoken_account_role(caller, people_role_name(right->role)));
    }
    return text_str(&text);
}

static struct action_view be(
    const struct caller *caller, const struct account *account, const struct wanted *to)
{
    return (struct action_view){
        .form = caller_form(caller, wanted_address(caller, STR("/try"), STR(""), to)),
        .kept = {STR("login"), account->login},
        .words = STR("%1"),
        .about = who(caller, account)};
}

/* Those of a group who can sign in. */
static struct part_view group_of(const struct caller *caller, size_t group,
    const struct account *accounts, size_t count)
{
    const struct wanted wanted = wanted_before(caller);
    struct action_view *actions = ARENA_ARRAY(caller->arena, struct action_view, count);
    struct part_view part = {
        .title = groups[group].title, .words = groups[group].words, .actions = actions};

    for (size_t i = 0; i < count; i++)
        if (accounts[i].state == STATE_ACTIVE && accounts[i].right_count > 0 &&
            accounts[i].rights[0].role >= groups[group].first &&
            accounts[i].rights[0].role <= groups[group].last)
            actions[part.action_count++] = be(caller, &accounts[i], &wanted);
    return part;
}

/* ---- more than people ---- */

static const struct account *first_of(
    const struct account *accounts, size_t count, enum people_role role)
{
    for (size_t i = 0; i < count; i++)
        if (accounts[i].state == STATE_ACTIVE && accounts[i].right_count > 0 &&
            accounts[i].rights[0].role == role)
            return &accounts[i];
    return NULL;
}

static struct part_view the_day(
    const struct caller *caller, const struct account *law, struct action_view *action)
{
    const struct wanted closed = {.address = STR("/history")};

    *action = be(caller, law, &closed);
    action->words = SAY("Look it up as %1");
    return (struct part_view){.title = SAY("The reference day"),
        .words = SAY("Two agents at a school in Chicago, 24 January 2025, told again "
                     "from public reports: it is among the closed visits."),
        .actions = action,
        .action_count = 1};
}

static struct part_view the_device(
    const struct caller *caller, str school, struct action_view *action)
{
    *action = (struct action_view){.form = caller_form(caller, STR("/try/desk")),
        .kept = {STR("school"), school},
        .words = SAY("Make this browser the desk of %1"),
        .about = school};
    return (struct part_view){.title = SAY("The computer at the desk"),
        .words = caller_say(caller,
            SAY("Staff of the school then sign in here with a PIN: %1."), &sample_pin,
            1),
        .actions = action,
        .action_count = 1};
}

static struct part_view the_password(const struct caller *caller)
{
    static const struct link_view link = {
        STR_INIT("/sign-in?with=password"), SAY_INIT("Sign in")};
    return (struct part_view){.title = SAY("As in a real district"),
        .words = caller_say(caller,
            SAY("The login is the first name. The password of everybody is: %1"),
            &sample_password, 1),
        .links = &link,
        .link_count = 1};
}

bool show_try(struct caller *caller, struct http_answer *answer, struct err *err)
{
    struct part_view parts[COUNT_OF(groups) + MORE_PARTS];
    struct action_view actions[2];
    struct sheet_view view = {.title = SAY("Who do you want to be?"),
        .lead = SAY("This district is invented, and for trying out. One click, and you "
                    "are one of these; come back here to be another."),
        .parts = parts};
    struct account *accounts;
    const struct account *law;
    const struct account *desk;
    size_t count;

    if (!must_be_sample(caller, err) ||
        !people_accounts(
            &caller->site->staff.people, caller->arena, &accounts, &count, err))
        return false;
    for (size_t i = 0; i < COUNT_OF(groups); i++)
        parts[view.part_count++] = group_of(caller, i, accounts, count);
    law = first_of(accounts, count, ROLE_LAW);
    desk = first_of(accounts, count, ROLE_DESK);
    if (law != NULL)
        parts[view.part_count++] = the_day(caller, law, &actions[0]);
    if (desk != NULL)
        parts[view.part_count++] =
            the_device(caller, desk->rights[0].school, &actions[1]);
    parts[view.part_count++] = the_password(caller);
    sheet_answer(caller, &view, answer);
    return true;
}

bool take_try(struct caller *caller, struct http_answer *answer, struct err *err)
{
    const struct wanted wanted = wanted_before(caller);
    struct sign_in in;

    if (!must_be_sample(caller, err) ||
        !sample_sign_in(
            &caller->site->staff, caller_field(caller, STR("login")), &in, err))
        return false;
    if (in.answer == SIGN_IN_DONE)
        return sign_in_end(caller, &wanted, &in, answer, err);
    return err_set(err, ERR_NOT_FOUND, SAY("there is nobody of this login"));
}

bool take_try_desk(struct caller *caller, struct http_answer *answer, struct err *err)
{
    struct people_token token;

    if (!must_be_sample(caller, err) ||
        !sample_enrol(&caller->site->staff, caller->arena,
            caller_field(caller, STR("school")), &token, err))
        return false;
    http_see_other(answer, STR("/sign-in"));
    cookie_set(caller->request, answer, COOKIE_DESK,
        arena_str(caller->arena, people_token_str(&token)));
    return true;
}
