/*
 * What is answered when something was not done: why, and what would change it.
 *
 * Who may do something stands in the protocol of roles, which everybody may read, so it is
 * said in its words; of what was asked for, nothing is.  When it was the machine that
 * failed, the form is there to be sent again under its key.
 */
#include "web/ask.h"
#include "web/wanted.h"

/* ---- what somebody may not ---- */

static bool role_may(
    const struct caller *caller, str role, enum may_act act, bool own_school)
{
    const struct may_question question = {
        .role = role, .act = act, .own_school = own_school};

    return app_may(caller->site->may, &question);
}

/* "Principal, at their own school; Law Department" */
static str who_may(const struct caller *caller, enum may_act act)
{
    struct text text = text_in(caller->arena);

    for (size_t i = 0; i < ROLE_COUNT; i++) {
        str role = people_role_name((enum people_role)i);
        str role_name;

        if (!role_may(caller, role, act, true))
            continue;
        text_add(&text, text.len > 0 ? STR("; ") : STR(""));
        role_name = spoken_account_role(caller, role);
        text_add(&text,
            role_may(caller, role, act, false)
                ? role_name
                : caller_say(caller, SAY("%1, at their own school"), &role_name, 1));
    }
    return text.len > 0 ? text_str(&text) : SAY("Nobody");
}

/* Whether one of an account's roles may, if it is about their own school. */
static bool could(
    const struct caller *caller, const struct account *account, enum may_act act)
{
    for (size_t i = 0; i < account->right_count; i++)
        if (role_may(caller, people_role_name(account->rights[i].role), act, true))
            return true;
    return false;
}

/* What would change it, for them; false: nothing that they can do themselves. */
static bool change_of(const struct caller *caller, enum may_act act,
    struct part_view *part, struct link_view *link)
{
    struct account account = caller->session.account;
    struct err ignored = {0};
    struct wanted wanted = wanted_now(caller);

    if (caller->session.way != SESSION_BY_PIN) {
        part->words = SAY("Your role may do this only with what belongs to your own "
                          "school.");
        return could(caller, &account, act);
    }
    if (!people_account(&caller->site->staff.people, caller->arena, account.number,
            &account, &ignored) ||
        !could(caller, &account, act))
        return false;
    if (caller->request->method != HTTP_GET)
        wanted = (struct wanted){.address = STR("/")};
    *link = (struct link_view){
        wanted_address(caller, STR("/sign-in"), STR("with=password"), &wanted),
        SAY("Sign in with your password")};
    part->words =
        SAY("You are signed in with a PIN, which is not enough for this. Sign "
            "in with your account.");
    part->links = link;
    part->link_count = 1;
    return true;
}

static void refuse_act(
    const struct caller *caller, enum may_act act, struct http_answer *answer)
{
    struct link_view home = {STR("/"), SAY("Go to the first page")};
    struct link_view link;
    struct row_view rows[] = {
        {.key = SAY("What it takes"), .value = spoken_act(caller, act)},
        {.key = SAY("Who may"), .value = who_may(caller, act)}};
    struct part_view parts[2] = {{.summary = {.rows = rows, .count = COUNT_OF(rows)},
        .links = &home,
        .link_count = 1}};
    struct sheet_view view = {.title = SAY("You may not do this"),
        .lead = SAY("Nothing was done, and nothing is shown."),
        .parts = parts,
        .part_count = 1};

    if (change_of(caller, act, &parts[1], &link))
        view.part_count = 2;
    sheet_answer(caller, &view, answer);
    answer->status = failure_of(ERR_DENIED)->http;
}

/* ---- what went wrong ---- */

static const struct {
    str title;
    str words; /* empty: the error's own */
} wrongs[ERR_KIND_COUNT] = {
    [ERR_USAGE] = {SAY_INIT("This request makes no sense"), {0}},
    [ERR_INVALID] = {SAY_INIT("Something needs correcting"), {0}},
    [ERR_DENIED] = {SAY_INIT("This was not done"), {0}},
    [ERR_NOT_FOUND] = {SAY_INIT("There is nothing here"),
        SAY_INIT("It is gone, or its address is mistyped.")},
    [ERR_CONFLICT] = {SAY_INIT("This was not done"), {0}},
    [ERR_LIMIT] = {SAY_INIT("This is more than we accept"), {0}},
    [ERR_IO] = {SAY_INIT("This cannot be done at the moment"),
        SAY_INIT("The computer that keeps the record did not do its part. Go on by "
                 "telephone and on paper, and tell whoever runs this Vestibule.")},
    [ERR_CORRUPT] = {SAY_INIT("What is kept here disagrees with itself"),
        SAY_INIT(
            "Nothing more is written until that is mended. Go on by telephone and on "
            "paper, and tell whoever runs this Vestibule.")},
};

/* The form that could not be kept, to be sent again. */
static void offer_again(const struct caller *caller, struct ask_view *view)
{
    struct wanted wanted = wanted_now(caller);
    struct pair_view *kept;

    if (!wanted.is_form || caller->request->method != HTTP_POST)
        return;
    kept = ARENA_ARRAY(caller->arena, struct pair_view, wanted.count);
    view->form = caller_form(caller, wanted.address);
    for (size_t i = 0; i < wanted.count; i++) {
        if (str_equal(wanted.fields[i].name, STR("key")))
            view->form.key = wanted.fields[i].value;
        else
            kept[view->kept_count++] = wanted.fields[i];
    }
    view->kept = kept;
    view->lead =
        SAY("It may not have been saved. Send it again: it is done once, however "
            "often you send it. If it stays so, go on by telephone and on paper, "
            "and tell whoever runs this Vestibule.");
    view->button = SAY("Send again");
}

static void say_wrong(
    const struct caller *caller, const struct err *err, struct http_answer *answer)
{
    struct link_view link = {STR("/"), SAY("Go to the first page")};
    struct ask_view view = {.title = wrongs[err->kind].title,
        .lead = wrongs[err->kind].words,
        .links = &link,
        .link_count = 1};

    if (view.lead.len == 0)
        view.lead = caller_wrong(caller, err);
    if (err->kind == ERR_IO)
        offer_again(caller, &view);
    ask_answer(caller, &view, failure_of(err->kind)->http, answer);
}

void refuse(
    const struct caller *caller, const struct err *err, struct http_answer *answer)
{
    enum may_act act;

    *answer = (struct http_answer){0};
    if (err->kind == ERR_DENIED && may_find_act(err_text(err), &act))
        refuse_act(caller, act, answer);
    else
        say_wrong(caller, err, answer);
}
