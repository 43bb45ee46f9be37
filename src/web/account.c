/*
 * /account: who somebody is here, and how they prove it.
 *
 * Whatever changes a proof asks for the password first: a session that was left open is
 * not enough.
 */
#include "web/account.h"

#include "web/rights.h"

enum { SIGNED_IN_NOW = 10 * 60 };

/* Instead of a password that there is not. */
static bool signed_in_now(const struct caller *caller)
{
    const struct keeper_clock *clock = &caller->site->clock;

    return clock->now(clock->context) < caller->session.made_at + SIGNED_IN_NOW;
}

bool account_checks(struct caller *caller, struct err *err)
{
    const struct account *account = &caller->session.account;
    bool is;

    if (!account->has_password && caller->session.way != SESSION_BY_PIN)
        return signed_in_now(caller) ||
            err_set(err, ERR_DENIED,
                SAY("some time went by since you signed in; sign out, sign in and do "
                    "this at once"));
    return people_check_own_password(&caller->site->staff.people, account->number,
               caller_secret(caller, STR("password")), caller->request->peer, &is,
               err) &&
        (is ||
            err_set(
                err, ERR_DENIED, SAY("this is not the password that you have now")));
}

struct field_view account_password_field(void)
{
    return (struct field_view){.kind = FIELD_PASSWORD,
        .name = STR("password"),
        .label = SAY("Your password now")};
}

bool account_asks_again(const struct caller *caller, struct ask_view *view, str field,
    struct http_answer *answer, const struct err *err)
{
    unsigned status = ask_status(err);
    bool about_now = err->kind == ERR_LIMIT || err->kind == ERR_DENIED;

    if (status == 0)
        return false;
    if (err->kind != ERR_NONE)
        ask_wrong(caller, view, about_now ? STR("password") : field, err);
    ask_answer(caller, view, status, answer);
    return true;
}

/* ---- the page ---- */

/* What is said after a change. */
static const struct {
    str name;
    str words;
} changes[] = {
    {STR_INIT("pin"),
        SAY_INIT("Your PIN counts from now on, on the desk's own devices.")},
    {STR_INIT("no-pin"), SAY_INIT("You have no PIN any more.")},
    {STR_INIT("no-step"), SAY_INIT("The second step is off.")},
    {STR_INIT("session"), SAY_INIT("That session has ended.")},
    {STR_INIT("passkey"), SAY_INIT("Your passkey counts from now on.")},
    {STR_INIT("connected"), SAY_INIT("You come in by that account, too, from now on.")},
    {STR_INIT("disconnected"), SAY_INIT("That account does not count here any more.")},
    {STR_INIT("no-passkey"), SAY_INIT("That passkey does not count any more.")},
};

static struct banner_view banner_of(const struct caller *caller)
{
    str done;

    if (http_query(caller->request, STR("done"), &done))
        for (size_t i = 0; i < COUNT_OF(changes); i++)
            if (str_equal(done, changes[i].name))
                return (struct banner_view){SAY("Done"), changes[i].words};
    return (struct banner_view){0};
}

static bool has_a_school(const struct account *account)
{
    for (size_t i = 0; i < account->right_count; i++)
        if (account->rights[i].school.len > 0)
            return true;
    return false;
}

static struct part_view part_who(const struct caller *caller)
{
    const struct account *account = &caller->session.account;
    struct row_view *rows = ARENA_ARRAY(caller->arena, struct row_view, 5);
    str codes = caller_count(caller,
        SAY_COUNT("%1 recovery code is left", "%1 recovery codes are left"),
        account->codes_left);

    rows[0] = (struct row_view){.key = SAY("Login"), .value = account->login};
    rows[1] =
        (struct row_view){.key = SAY("Roles"), .value = rights_words(caller, account)};
    if (caller->session.way == SESSION_BY_PIN)
        rows[1].note = SAY("Signed in by PIN, only those at this desk's school count.");
    rows[2] = (struct row_view){.key = SAY("Password"),
        .value = account->has_password ? SAY("Is set") : SAY("None"),
        .change = account->has_password ? STR("/account/password") : (str){0}};
    rows[3] = (struct row_view){.key = SAY("PIN"),
        .value = account->has_pin ? SAY("Is set") : SAY("None"),
        .change = has_a_school(account) ? STR("/account/pin") : (str){0}};
    rows[4] = (struct row_view){.key = SAY("Second step"),
        .value = account->has_digits   ? SAY("A code from your telephone")
            : account->has_second_step ? SAY("A passkey")
                                       : SAY("Off"),
        .note = account->has_second_step ? codes : (str){0},
        .change = account->has_password ? STR("/account/second-step") : (str){0}};
    return (struct part_view){.summary = {.rows = rows, .count = 5}};
}

static str way_words(enum session_way way)
{
    static const str words[] = {
        [SESSION_BY_PASSWORD] = SAY_INIT("By password"),
        [SESSION_BY_PIN] = SAY_INIT("By PIN"),
        [SESSION_BY_PROXY] = SAY_INIT("By the district's sign-in"),
        [SESSION_BY_PASSKEY] = SAY_INIT("By passkey"),
        [SESSION_BY_PROVIDER] = SAY_INIT("By an account at another place"),
    };

    return words[way];
}

static bool part_sessions(
    const struct caller *caller, struct part_view *part, struct err *err)
{
    struct people_session *sessions;
    struct action_view *actions;
    struct row_view *rows;
    size_t count;

    if (!people_sessions(&caller->site->staff.people, caller->arena,
            caller->session.account.number, &sessions, &count, err))
        return false;
    rows = ARENA_ARRAY(caller->arena, struct row_view, count);
    actions = ARENA_ARRAY(caller->arena, struct action_view, count);
    *part = (struct part_view){.title = SAY("Where you are signed in"),
        .summary = {.rows = rows, .count = count},
        .actions = actions};
    for (size_t i = 0; i < count; i++) {
        struct text number = text_in(caller->arena);

        if (!moment_words(caller, sessions[i].made_at, &rows[i].key, err))
            return false;
        rows[i].value = way_words(sessions[i].way);
        if (sessions[i].number == caller->session.number) {
            rows[i].note = SAY("This is where you are now.");
            continue;
        }
        text_add_u64(&number, sessions[i].number);
        actions[part->action_count++] =
            (struct action_view){.form = caller_form(caller, STR("/account/session")),
                .kept = {STR("number"), text_str(&number)},
                .words = SAY("End the session of %1"),
                .about = rows[i].key};
    }
    return true;
}

/* Their passkeys, each with a way to remove it. */
static bool part_passkeys(
    const struct caller *caller, struct part_view *part, struct err *err)
{
    struct people_passkey *passkeys;
    struct link_view *link = ARENA_NEW(caller->arena, struct link_view);
    struct row_view *rows;
    size_t count;

    if (!people_passkeys(&caller->site->staff.people, caller->arena,
            caller->session.account.number, &passkeys, &count, err))
        return false;
    rows = ARENA_ARRAY(caller->arena, struct row_view, count);
    for (size_t i = 0; i < count; i++) {
        struct text change = text_in(caller->arena);

        text_add(&change, STR("/account/passkeys/"));
        text_add_u64(&change, passkeys[i].number);
        text_add(&change, STR("/remove"));
        rows[i] = (struct row_view){.key = passkeys[i].name,
            .note = passkeys[i].used_at == 0 ? SAY("Made then, not used yet")
                                             : SAY("Used last then"),
            .change = text_str(&change)};
        if (!moment_words(caller,
                passkeys[i].used_at == 0 ? passkeys[i].made_at : passkeys[i].used_at,
                &rows[i].value, err))
            return false;
    }
    *link = (struct link_view){STR("/account/new-passkey"), SAY("Make a passkey")};
    *part = (struct part_view){.title = SAY("Passkeys"),
        .summary = {.rows = rows, .count = count},
        .links = link,
        .link_count = caller->site->place.origin.len > 0 ? 1 : 0};
    if (count == 0 && part->link_count == 0)
        *part = (struct part_view){0};
    return true;
}

/* What else they may look after, and how they are called. */
static struct part_view part_places(const struct caller *caller)
{
    static const struct {
        enum may_act act;
        struct link_view link;
    } places[] = {
        {MAY_MANAGE_PEOPLE, {STR_INIT("/people"), SAY_INIT("People")}},
        {MAY_ENROL_DEVICE, {STR_INIT("/devices"), SAY_INIT("Devices at the desks")}},
        {MAY_SEE_ACCESS_LOG,
            {STR_INIT("/access-log"), SAY_INIT("Who came in, and who may")}},
    };
    struct link_view *links =
        ARENA_ARRAY(caller->arena, struct link_view, COUNT_OF(places) + 1);
    struct part_view part = {.links = links};

    for (size_t i = 0; i < COUNT_OF(places); i++)
        if (caller_may_some(caller, places[i].act))
            links[part.link_count++] = places[i].link;
    links[part.link_count++] =
        (struct link_view){STR("/account/push"), SAY("Tell me on this device")};
    return part;
}

bool show_account(struct caller *caller, struct http_answer *answer, struct err *err)
{
    struct action_view out = {
        .form = caller_form(caller, STR("/sign-out")), .words = SAY("Sign out")};
    struct part_view parts[6] = {part_who(caller)};
    struct sheet_view view = {.title = caller->session.account.name,
        .banner = banner_of(caller),
        .parts = parts,
        .part_count = COUNT_OF(parts)};

    parts[3] = part_places(caller);
    parts[4] = (struct part_view){.actions = &out, .action_count = 1};
    if (!part_passkeys(caller, &parts[1], err) ||
        !part_providers(caller, &parts[2], err) ||
        !part_sessions(caller, &parts[5], err))
        return false;
    sheet_answer(caller, &view, answer);
    return true;
}

bool take_session(struct caller *caller, struct http_answer *answer, struct err *err)
{
    uint64_t number;

    if (!str_to_u64(caller_field(caller, STR("number")), &number))
        return err_set(err, ERR_INVALID, SAY("choose a session"));
    if (!people_end_session_number(
            &caller->site->staff.people, caller->session.account.number, number, err) &&
        err->kind != ERR_NOT_FOUND)
        return false;
    *err = (struct err){0};
    http_see_other(answer, STR("/account?done=session"));
    return true;
}

/* ---- the password ---- */

static bool ask_new_password(
    const struct caller *caller, struct http_answer *answer, const struct err *err)
{
    struct field_view fields[] = {account_password_field(),
        {.kind = FIELD_NEW_PASSWORD,
            .name = STR("new-password"),
            .label = SAY("A new password"),
            .hint = SAY("12 characters or more. Four words that do not belong together "
                        "are easy to remember.")},
        {.kind = FIELD_NEW_PASSWORD,
            .name = STR("again"),
            .label = SAY("The new one once more")}};
    struct ask_view view = {.title = SAY("Change your password"),
        .lead = SAY("You are then signed out everywhere."),
        .back = STR("/account"),
        .form = caller_form(caller, STR("/account/password")),
        .fields = fields,
        .field_count = COUNT_OF(fields),
        .button = SAY("Change it")};

    return account_asks_again(caller, &view, STR("new-password"), answer, err);
}

bool show_new_password(
    struct caller *caller, struct http_answer *answer, struct err *err)
{
    return ask_new_password(caller, answer, err);
}

bool take_new_password(
    struct caller *caller, struct http_answer *answer, struct err *err)
{
    str password = caller_secret(caller, STR("new-password"));
    struct link_view link = {STR("/sign-in?with=password"), SAY("Sign in")};
    struct ask_view view = {.title = SAY("Your new password counts from now on"),
        .links = &link,
        .link_count = 1};

    if (!account_checks(caller, err))
        return ask_new_password(caller, answer, err);
    if (!str_equal(password, caller_secret(caller, STR("again"))))
        err_set(err, ERR_INVALID,
            SAY("the two new passwords are not the same; type both once more"));
    else if (staff_set_password(
                 &caller->site->staff, caller->session.account.number, password, err)) {
        caller->is_known = false;
        ask_answer(caller, &view, 200, answer);
        cookie_drop(caller->request, answer, COOKIE_SESSION);
        return true;
    }
    return ask_new_password(caller, answer, err);
}

/* ---- the PIN ---- */

static bool ask_new_pin(
    const struct caller *caller, struct http_answer *answer, const struct err *err)
{
    struct field_view fields[] = {account_password_field(),
        {.kind = FIELD_PIN,
            .name = STR("pin"),
            .label = SAY("A new PIN"),
            .hint = SAY("4 to 6 digits without a pattern. Nothing: you have none.")},
        {.kind = FIELD_PIN, .name = STR("again"), .label = SAY("The PIN once more")}};
    struct ask_view view = {.title = SAY("Your PIN"),
        .lead = SAY("It counts only on a device that was enrolled for a desk of your "
                    "school."),
        .back = STR("/account"),
        .form = caller_form(caller, STR("/account/pin")),
        .fields = fields,
        .field_count = COUNT_OF(fields),
        .button = SAY("Save")};

    return account_asks_again(caller, &view, STR("pin"), answer, err);
}

bool show_new_pin(struct caller *caller, struct http_answer *answer, struct err *err)
{
    return ask_new_pin(caller, answer, err);
}

bool take_new_pin(struct caller *caller, struct http_answer *answer, struct err *err)
{
    str pin = caller_secret(caller, STR("pin"));

    if (!account_checks(caller, err))
        return ask_new_pin(caller, answer, err);
    if (!str_equal(pin, caller_secret(caller, STR("again"))))
        err_set(
            err, ERR_INVALID, SAY("the two PINs are not the same; type both again"));
    else if (staff_set_pin(
                 &caller->site->staff, caller->session.account.number, pin, err)) {
        http_see_other(answer,
            pin.len > 0 ? STR("/account?done=pin") : STR("/account?done=no-pin"));
        return true;
    } else if (err->kind == ERR_DENIED) {
        err->kind = ERR_INVALID; /* not about the password */
    }
    return ask_new_pin(caller, answer, err);
}
