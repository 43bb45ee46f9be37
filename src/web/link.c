/*
 * /link/{token}: the first account, an invitation, a new password.
 *
 * Looking does not use a link: programs look at links in letters before people do.  The
 * token stands in the address alone, and no page that it opens leads anywhere with it.
 */
#include "web/sign_in.h"

enum { LINK_FIELDS = 4 };

static bool find_link(
    struct caller *caller, struct people_link_found *found, struct err *err)
{
    return people_find_link(&caller->site->staff.people, caller->arena,
        http_part(caller->request, STR("token")), found, err);
}

/* There is none such, or not any more: say so. */
static bool say_over(
    struct caller *caller, struct http_answer *answer, const struct err *err)
{
    struct link_view link = {STR("/sign-in"), SAY("Sign in")};
    struct ask_view view = {.title = SAY("This link does not open anything"),
        .lead = caller_wrong(caller, err),
        .links = &link,
        .link_count = 1};

    if (err->kind != ERR_NOT_FOUND)
        return false;
    ask_answer(caller, &view, 404, answer);
    return true;
}

static void ask_for(const struct caller *caller, const struct people_link_found *found,
    struct ask_view *view)
{
    struct field_view *fields =
        ARENA_ARRAY(caller->arena, struct field_view, LINK_FIELDS);
    size_t count = 0;

    if (found->is_first) {
        fields[count++] = (struct field_view){.kind = FIELD_TEXT,
            .name = STR("name"),
            .label = SAY("Your name"),
            .hint = SAY("As colleagues know you."),
            .value = caller_field(caller, STR("name"))};
        fields[count++] = (struct field_view){.kind = FIELD_LOGIN,
            .name = STR("login"),
            .label = SAY("A login"),
            .hint = SAY("Letters, digits or . - _ @"),
            .value = caller_field(caller, STR("login"))};
    }
    fields[count++] = (struct field_view){.kind = FIELD_NEW_PASSWORD,
        .name = STR("new-password"),
        .label = SAY("A password"),
        .hint = SAY("12 characters or more. Four words that do not belong together are "
                    "easy to remember.")};
    fields[count++] = (struct field_view){.kind = FIELD_NEW_PASSWORD,
        .name = STR("again"),
        .label = SAY("The password once more")};
    view->fields = fields;
    view->field_count = count;
}

static void show_form(const struct caller *caller,
    const struct people_link_found *found, const struct err *err,
    struct http_answer *answer)
{
    struct text action = text_in(caller->arena);
    struct ask_view view = {.button = SAY("Continue")};
    bool about_name = str_find(err_text(err), STR("password"), 0) == err->len;

    text_add(&action, STR("/link/"));
    text_add(&action, http_part(caller->request, STR("token")));
    view.form = caller_form(caller, text_str(&action));
    if (found->is_first) {
        view.title = SAY("Make the first account");
        view.lead = SAY("It runs this Vestibule, and invites everybody else.");
    } else {
        view.title = SAY("Choose a password");
        view.lead = caller_say(caller, SAY("%1, your login is %2"),
            (const str[]){found->account.name, found->account.login}, 2);
    }
    ask_for(caller, found, &view);
    if (!found->is_first) {
        struct text before = text_in(caller->arena);

        text_add(&before, text_str(&action));
        text_add(&before, STR("/with/"));
        provider_links(
            caller, text_str(&before), STR(""), &view.links, &view.link_count);
    }
    if (err->kind != ERR_NONE)
        ask_wrong(caller, &view,
            found->is_first && about_name ? STR("login") : STR("new-password"), err);
    ask_answer(caller, &view, err->kind == ERR_NONE ? 200 : ask_status(err), answer);
}

bool show_link(struct caller *caller, struct http_answer *answer, struct err *err)
{
    struct people_link_found found;

    if (!find_link(caller, &found, err))
        return say_over(caller, answer, err);
    show_form(caller, &found, err, answer);
    return true;
}

static void say_ready(const struct caller *caller, struct http_answer *answer)
{
    struct link_view link = {STR("/sign-in?with=password"), SAY("Sign in")};
    struct ask_view view = {.title = SAY("Your password counts from now on"),
        .lead = SAY("The link does not open anything any more."),
        .links = &link,
        .link_count = 1};

    ask_answer(caller, &view, 200, answer);
}

bool take_link(struct caller *caller, struct http_answer *answer, struct err *err)
{
    str password = caller_secret(caller, STR("new-password"));
    struct people_link_found found;
    uint64_t number;

    if (!find_link(caller, &found, err))
        return say_over(caller, answer, err);
    if (!str_equal(password, caller_secret(caller, STR("again"))))
        err_set(err, ERR_INVALID,
            SAY("the two passwords are not the same; type both once more"));
    else if (staff_use_link(&caller->site->staff,
                 http_part(caller->request, STR("token")),
                 caller_field(caller, STR("login")), caller_field(caller, STR("name")),
                 password, &number, err)) {
        say_ready(caller, answer);
        return true;
    }
    if (err->kind != ERR_INVALID && err->kind != ERR_CONFLICT)
        return say_over(caller, answer, err);
    show_form(caller, &found, err, answer);
    return true;
}
