/*
 * /people: who may use this Vestibule, as what, for those who may manage it.
 *
 * A link is shown once, to whoever made it, on the answer to the form: never in an
 * address that a browser would remember.
 */
#include "web/rights.h"

enum { INVITE_FIELDS = 2 + RIGHT_FIELDS, PERSON_ROWS = 5 };

/* ---- all of them ---- */

static const struct {
    str words;
    enum tone tone;
} states[STATE_COUNT] = {
    [STATE_INVITED] = {SAY_INIT("Invited"), TONE_WAIT},
    [STATE_ACTIVE] = {SAY_INIT("Can sign in"), TONE_YES},
    [STATE_LOCKED] = {SAY_INIT("Locked"), TONE_PLAIN},
    [STATE_LEFT] = {SAY_INIT("Has left"), TONE_PLAIN},
};

static str address_of(struct arena *arena, uint64_t number, str below)
{
    struct text text = text_in(arena);

    text_add(&text, STR("/people/"));
    text_add_u64(&text, number);
    text_add(&text, below);
    return text_str(&text);
}

bool show_people(struct caller *caller, struct http_answer *answer, struct err *err)
{
    static const str columns[] = {
        SAY_INIT("Name"), SAY_INIT("Login"), SAY_INIT("Roles")};
    struct link_view link = {STR("/invite"), SAY("Invite somebody")};
    struct part_view part = {.links = &link, .link_count = 1};
    struct board_view board = {
        .caption = SAY("People"), .columns = columns, .column_count = 3};
    struct sheet_view view = {.board = &board, .parts = &part, .part_count = 1};
    struct board_row_view *rows;
    struct account *accounts;
    size_t count;

    if (!people_accounts(
            &caller->site->staff.people, caller->arena, &accounts, &count, err))
        return false;
    rows = ARENA_ARRAY(caller->arena, struct board_row_view, count);
    for (size_t i = 0; i < count; i++) {
        str *cells = ARENA_ARRAY(caller->arena, str, 3);

        cells[0] = accounts[i].name;
        cells[1] = accounts[i].login;
        cells[2] = rights_words(caller, &accounts[i]);
        rows[i] = (struct board_row_view){.cells = cells,
            .address = address_of(caller->arena, accounts[i].number, STR("")),
            .tone = states[accounts[i].state].tone,
            .state = states[accounts[i].state].words};
    }
    board.rows = rows;
    board.row_count = count;
    sheet_answer(caller, &view, answer);
    return true;
}

/* ---- a link, shown once ---- */

/* Its whole address, when the browser said where it is. */
static str link_shown(const struct caller *caller, const struct people_token *link)
{
    struct text text = text_in(caller->arena);
    str origin;

    if (http_header(caller->request, STR("origin"), &origin))
        text_add(&text, origin);
    text_add_link(&text, link);
    return text_str(&text);
}

static bool show_once(const struct caller *caller, const struct people_token *link,
    str title, struct http_answer *answer)
{
    str shown = link_shown(caller, link);
    struct link_view people = {STR("/people"), SAY("To the list of people")};
    struct ask_view view = {.title = title,
        .lead =
            SAY("Give this link to this person and to nobody else: who has it chooses "
                "the password. It counts once, until this time tomorrow, and is not "
                "shown again."),
        .shown = &shown,
        .shown_count = 1,
        .links = &people,
        .link_count = 1};

    ask_answer(caller, &view, 200, answer);
    return true;
}

/* ---- inviting ---- */

static bool ask_invitation(
    const struct caller *caller, struct http_answer *answer, const struct err *err)
{
    struct field_view fields[INVITE_FIELDS] = {
        {.kind = FIELD_TEXT,
            .name = STR("name"),
            .label = SAY("Their name"),
            .hint = SAY("As colleagues know them."),
            .value = caller_field(caller, STR("name"))},
        {.kind = FIELD_TEXT,
            .name = STR("login"),
            .label = SAY("A login for them"),
            .hint = SAY("Letters, digits or . - _ @"),
            .value = caller_field(caller, STR("login"))}};
    struct ask_view view = {.title = SAY("Invite somebody"),
        .lead = SAY("You get a link, by which they choose a password. More roles can "
                    "follow."),
        .back = STR("/people"),
        .form = caller_form(caller, STR("/invite")),
        .fields = fields,
        .field_count = INVITE_FIELDS,
        .button = SAY("Make the link")};

    right_fields(caller, fields + 2);
    if (err->kind != ERR_NONE)
        ask_wrong(caller, &view, STR("name"), err);
    if (ask_status(err) == 0)
        return false;
    ask_answer(caller, &view, ask_status(err), answer);
    return true;
}

bool show_invite(struct caller *caller, struct http_answer *answer, struct err *err)
{
    return ask_invitation(caller, answer, err);
}

bool take_invite(struct caller *caller, struct http_answer *answer, struct err *err)
{
    struct staff_invitation to = {.login = caller_field(caller, STR("login")),
        .name = caller_field(caller, STR("name"))};
    struct people_right *rights;
    struct people_token link;

    if (!caller_must(caller, MAY_MANAGE_PEOPLE, STR(""), err))
        return false;
    if (!rights_chosen(caller, &rights, &to.right_count, err))
        return ask_invitation(caller, answer, err);
    to.rights = rights;
    if (!staff_invite(
            &caller->site->staff, &to, caller->session.account.login, &link, err))
        return ask_invitation(caller, answer, err);
    return show_once(caller, &link, SAY("The invitation"), answer);
}

/* ---- one of them ---- */

static bool find_person(
    const struct caller *caller, struct account *account, struct err *err)
{
    uint64_t number;

    *account = (struct account){0};
    if (!str_to_u64(http_part(caller->request, STR("number")), &number))
        return err_set(err, ERR_NOT_FOUND, SAY("there is no such account"));
    return people_account(
        &caller->site->staff.people, caller->arena, number, account, err);
}

static void add_action(const struct caller *caller, const struct account *account,
    struct part_view *part, struct action_view action)
{
    struct action_view *actions =
        ARENA_ARRAY(caller->arena, struct action_view, part->action_count + 1);

    if (part->action_count > 0)
        memcpy(actions, part->actions, part->action_count * sizeof(*actions));
    action.form = caller_form(
        caller, address_of(caller->arena, account->number, action.form.action));
    action.about = account->name;
    actions[part->action_count++] = action;
    part->actions = actions;
}

/* What can be done with an account as it is. */
static struct part_view part_actions(
    const struct caller *caller, const struct account *account)
{
    struct part_view part = {0};
    struct link_view *links = ARENA_ARRAY(caller->arena, struct link_view, 2);
    bool usable = account->state == STATE_INVITED || account->state == STATE_ACTIVE;

    if (account->state == STATE_LEFT)
        return part;
    links[0] =
        (struct link_view){address_of(caller->arena, account->number, STR("/rights")),
            SAY("Change the roles")};
    links[1] =
        (struct link_view){address_of(caller->arena, account->number, STR("/leave")),
            SAY("They have left for good")};
    part.links = links;
    part.link_count = 2;
    if (usable)
        add_action(caller, account, &part,
            (struct action_view){.form = {.action = STR("/reset")},
                .words = SAY("Make a link for a new password")});
    if (account->state == STATE_LOCKED)
        add_action(caller, account, &part,
            (struct action_view){.form = {.action = STR("/state")},
                .kept = {STR("state"), STR("active")},
                .words = SAY("Unlock the account of %1")});
    else
        add_action(caller, account, &part,
            (struct action_view){.form = {.action = STR("/state")},
                .kept = {STR("state"), STR("locked")},
                .words = SAY("Lock the account of %1")});
    return part;
}

bool show_person(struct caller *caller, struct http_answer *answer, struct err *err)
{
    struct account account;
    struct row_view rows[PERSON_ROWS];
    struct part_view parts[2] = {{.summary = {.rows = rows, .count = PERSON_ROWS}}};
    struct sheet_view view = {.back = STR("/people"), .parts = parts, .part_count = 2};

    if (!find_person(caller, &account, err))
        return false;
    rows[0] = (struct row_view){.key = SAY("Login"), .value = account.login};
    rows[1] =
        (struct row_view){.key = SAY("State"), .value = states[account.state].words};
    rows[2] =
        (struct row_view){.key = SAY("Roles"), .value = rights_words(caller, &account)};
    rows[3] = (struct row_view){
        .key = SAY("PIN"), .value = account.has_pin ? SAY("Is set") : SAY("None")};
    rows[4] = (struct row_view){.key = SAY("Second step"),
        .value = account.has_second_step ? SAY("On") : SAY("Off")};
    view.title = account.name;
    parts[1] = part_actions(caller, &account);
    sheet_answer(caller, &view, answer);
    return true;
}

/* ---- changing one ---- */

static bool ask_rights(const struct caller *caller, const struct account *account,
    struct http_answer *answer, const struct err *err)
{
    struct field_view fields[1 + RIGHT_FIELDS] = {rights_field(caller, account)};
    struct ask_view view = {.title = account->name,
        .lead =
            SAY("After a change they are signed out everywhere, and sign in again."),
        .back = address_of(caller->arena, account->number, STR("")),
        .form = caller_form(
            caller, address_of(caller->arena, account->number, STR("/rights"))),
        .fields = fields,
        .field_count = COUNT_OF(fields),
        .button = SAY("Save the roles")};

    right_fields(caller, fields + 1);
    fields[1].label = SAY("One more role");
    if (err->kind != ERR_NONE)
        ask_wrong(caller, &view, STR("role"), err);
    if (ask_status(err) == 0)
        return false;
    ask_answer(caller, &view, ask_status(err), answer);
    return true;
}

bool show_rights(struct caller *caller, struct http_answer *answer, struct err *err)
{
    struct account account;

    return find_person(caller, &account, err) &&
        ask_rights(caller, &account, answer, err);
}

bool take_rights(struct caller *caller, struct http_answer *answer, struct err *err)
{
    struct account account;
    struct people_right *rights;
    size_t count;

    if (!caller_must(caller, MAY_MANAGE_PEOPLE, STR(""), err) ||
        !find_person(caller, &account, err))
        return false;
    if (!rights_chosen(caller, &rights, &count, err) ||
        !staff_set_rights(&caller->site->staff, account.number, rights, count,
            caller->session.account.login, err))
        return ask_rights(caller, &account, answer, err);
    http_see_other(answer, address_of(caller->arena, account.number, STR("")));
    return true;
}

bool take_reset(struct caller *caller, struct http_answer *answer, struct err *err)
{
    struct account account;
    struct people_token link;

    return caller_must(caller, MAY_MANAGE_PEOPLE, STR(""), err) &&
        find_person(caller, &account, err) &&
        staff_reset(&caller->site->staff, account.number, caller->session.account.login,
            &link, err) &&
        show_once(caller, &link, account.name, answer);
}

static bool set_state(struct caller *caller, enum people_state state,
    struct http_answer *answer, struct err *err)
{
    struct account account;

    if (!caller_must(caller, MAY_MANAGE_PEOPLE, STR(""), err) ||
        !find_person(caller, &account, err) ||
        !staff_set_state(&caller->site->staff, account.number, state,
            caller->session.account.login, err))
        return false;
    http_see_other(answer, address_of(caller->arena, account.number, STR("")));
    return true;
}

bool take_state(struct caller *caller, struct http_answer *answer, struct err *err)
{
    str state = caller_field(caller, STR("state"));

    if (str_equal(state, STR("locked")))
        return set_state(caller, STATE_LOCKED, answer, err);
    if (str_equal(state, STR("active")))
        return set_state(caller, STATE_ACTIVE, answer, err);
    return err_set(err, ERR_INVALID, SAY("choose whether to lock or to unlock it"));
}

bool show_leave(struct caller *caller, struct http_answer *answer, struct err *err)
{
    struct account account;
    struct ask_view view = {
        .lead =
            SAY("Have they left for good? This account is then closed and cannot be "
                "opened again. What they did stays in the record."),
        .button = SAY("Yes, they have left")};

    if (!find_person(caller, &account, err))
        return false;
    view.title = account.name;
    view.back = address_of(caller->arena, account.number, STR(""));
    view.form =
        caller_form(caller, address_of(caller->arena, account.number, STR("/leave")));
    ask_answer(caller, &view, 200, answer);
    return true;
}

bool take_leave(struct caller *caller, struct http_answer *answer, struct err *err)
{
    return set_state(caller, STATE_LEFT, answer, err);
}
