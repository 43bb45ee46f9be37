/*
 * /account/second-step: a code from a telephone, besides the password.
 *
 * The secret is shown once and counts when a right code came back.  It goes along in the
 * form, so that a mistyped code does not make another one.
 */
#include "web/account.h"

#include "web/qr.h"

static bool ask_on_or_off(
    const struct caller *caller, struct http_answer *answer, const struct err *err)
{
    bool on = caller->session.account.has_digits;
    struct field_view field = account_password_field();
    struct ask_view view = {
        .title = on ? SAY("Turn the second step off") : SAY("Turn a second step on"),
        .lead = on
            ? SAY("Unless you have a passkey, the password alone is enough then, "
                  "and your recovery codes end.")
            : SAY("Besides your password you then need six digits, which your "
                  "telephone shows you anew each half minute."),
        .back = STR("/account"),
        .form = caller_form(
            caller, on ? STR("/account/second-step/off") : STR("/account/second-step")),
        .fields = &field,
        .field_count = 1,
        .button = on ? SAY("Turn it off") : SAY("Continue")};

    return account_asks_again(caller, &view, STR("password"), answer, err);
}

bool show_step(struct caller *caller, struct http_answer *answer, struct err *err)
{
    return ask_on_or_off(caller, answer, err);
}

static bool ask_first_code(const struct caller *caller, const str shown[2],
    struct http_answer *answer, const struct err *err)
{
    struct field_view field = {.kind = FIELD_CODE,
        .name = STR("code"),
        .label = SAY("The six digits that it shows now")};
    struct pair_view kept[] = {
        {STR("secret"), shown[0]}, {STR("secret-address"), shown[1]}};
    struct ask_view view = {.title = SAY("Give this key to your telephone"),
        .lead =
            SAY("In an app for such codes, add an account: scan the picture, or type "
                "the key below it."),
        .picture = qr_draw(caller->arena, shown[1],
            tongue_say(caller->tongue, SAY("A QR code with this key"))),
        .back = STR("/account"),
        .form = caller_form(caller, STR("/account/second-step/confirm")),
        .shown = shown,
        .shown_count = 1,
        .fields = &field,
        .field_count = 1,
        .kept = kept,
        .kept_count = COUNT_OF(kept),
        .button = SAY("Turn it on")};

    if (err->kind != ERR_NONE)
        ask_wrong(caller, &view, STR("code"), err);
    ask_answer(caller, &view, err->kind == ERR_NONE ? 200 : 422, answer);
    return true;
}

bool take_step(struct caller *caller, struct http_answer *answer, struct err *err)
{
    str shown[2];

    if (!account_checks(caller, err))
        return ask_on_or_off(caller, answer, err);
    return people_new_second_step(&caller->site->staff.people, caller->arena,
               caller->session.account.number, SAY("Vestibule"), &shown[0], &shown[1],
               err) &&
        ask_first_code(caller, shown, answer, err);
}

void account_show_codes(const struct caller *caller, str lead,
    char codes[RECOVERY_CODES][RECOVERY_CHARS], struct http_answer *answer)
{
    str lines[RECOVERY_CODES];
    struct link_view link = {STR("/account"), SAY("I have written them down")};
    struct ask_view view = {.title = SAY("Your recovery codes"),
        .lead = lead,
        .shown = lines,
        .shown_count = RECOVERY_CODES,
        .links = &link,
        .link_count = 1};

    for (size_t i = 0; i < RECOVERY_CODES; i++)
        lines[i] = (str){codes[i], RECOVERY_CHARS};
    ask_answer(caller, &view, 200, answer);
}

bool take_step_code(struct caller *caller, struct http_answer *answer, struct err *err)
{
    str shown[2] = {caller_field(caller, STR("secret")),
        caller_field(caller, STR("secret-address"))};
    char codes[RECOVERY_CODES][RECOVERY_CHARS];

    if (!staff_confirm_second_step(&caller->site->staff, caller->session.account.number,
            caller_field(caller, STR("code")), codes, err))
        return err->kind == ERR_DENIED && ask_first_code(caller, shown, answer, err);
    account_show_codes(caller,
        SAY("The second step is on. When you do not have the telephone, each of these "
            "counts once in its place. They are not shown again: print this page, or "
            "write them down, and keep them away from the computer."),
        codes, answer);
    return true;
}

bool take_step_off(struct caller *caller, struct http_answer *answer, struct err *err)
{
    if (!account_checks(caller, err))
        return ask_on_or_off(caller, answer, err);
    if (!staff_drop_second_step(
            &caller->site->staff, caller->session.account.number, err))
        return false;
    http_see_other(answer, STR("/account?done=no-step"));
    return true;
}
