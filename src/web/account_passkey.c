/*
 * /account/new-passkey, /account/passkeys: a key in a device of one's own, instead of the
 * password and the second step.
 *
 * The password is asked for first; the challenge that a new passkey signs is made only
 * for whoever knew it, and counts only for their session.
 */
#include "web/account.h"
#include "web/passkey.h"

/* ---- making one ---- */

static bool ask_name(
    const struct caller *caller, struct http_answer *answer, const struct err *err)
{
    struct field_view fields[] = {account_password_field(),
        {.kind = FIELD_TEXT,
            .name = STR("name"),
            .label = SAY("A name for the passkey"),
            .hint = SAY("So that you know it again: My telephone, the blue key."),
            .value = caller_field(caller, STR("name"))}};
    bool asks = caller->session.account.has_password;
    struct ask_view view = {.title = SAY("Make a passkey"),
        .lead =
            SAY("A passkey stays in your telephone, your computer or on a key ring, "
                "and opens only for you. You sign in by it without typing a "
                "password, and after a password it is the second step."),
        .back = STR("/account"),
        .form = caller_form(caller, STR("/account/new-passkey")),
        .fields = asks ? fields : fields + 1,
        .field_count = asks ? 2 : 1,
        .button = SAY("Continue")};

    return account_asks_again(caller, &view, STR("name"), answer, err);
}

bool show_new_passkey(
    struct caller *caller, struct http_answer *answer, struct err *err)
{
    if (caller->site->place.origin.len == 0)
        return err_set(err, ERR_NOT_FOUND, SAY("passkeys do not count here"));
    return ask_name(caller, answer, err);
}

/* Have the browser make it. */
static bool ask_passkey(
    const struct caller *caller, str name, struct http_answer *answer, struct err *err)
{
    const struct account *account = &caller->session.account;
    uint8_t user[PEOPLE_HASH_BYTES];
    struct text shown = text_in(caller->arena);
    struct pair_view kept = {STR("name"), name};
    struct ask_view view = {.title = SAY("Make a passkey"),
        .lead = SAY("Your browser asks you now where to keep it."),
        .back = STR("/account"),
        .passkey = {.form = caller_form(caller, STR("/account/passkeys")),
            .kept = &kept,
            .kept_count = 1,
            .login = account->login,
            .person = account->name,
            .button = SAY("Make the passkey")}};

    people_passkey_user(&caller->site->staff.people, account->number, user);
    text_add_base64url(&shown, user, sizeof(user));
    view.passkey.user = text_str(&shown);
    if (!passkey_offer(
            caller, CHALLENGE_NEW, caller->token, account->number, &view.passkey, err))
        return false;
    ask_answer(caller, &view, 200, answer);
    return true;
}

bool take_new_passkey(
    struct caller *caller, struct http_answer *answer, struct err *err)
{
    str name = caller_field(caller, STR("name"));

    if (caller->site->place.origin.len == 0)
        return err_set(err, ERR_NOT_FOUND, SAY("passkeys do not count here"));
    if (!account_checks(caller, err))
        return ask_name(caller, answer, err);
    if (name.len == 0) {
        err_set(err, ERR_INVALID, SAY("give the passkey a name"));
        return ask_name(caller, answer, err);
    }
    return ask_passkey(caller, name, answer, err);
}

bool take_made_passkey(
    struct caller *caller, struct http_answer *answer, struct err *err)
{
    char codes[RECOVERY_CODES][RECOVERY_CHARS];
    struct new_passkey made = {.place = &caller->site->place,
        .account = caller->session.account.number,
        .bound = caller->token,
        .name = caller_field(caller, STR("name"))};
    bool is_first;

    if (!passkey_read(caller, &made.answer, err))
        return false;
    if (!staff_add_passkey(&caller->site->staff, &made, &is_first, codes, err)) {
        if (err->kind == ERR_NOT_FOUND)
            err->kind = ERR_CONFLICT; /* of the challenge: it is asked for anew */
        if (err->kind == ERR_DENIED)
            err->kind = ERR_INVALID; /* not about the password */
        return ask_name(caller, answer, err);
    }
    if (is_first)
        account_show_codes(caller,
            SAY("The passkey counts from now on. When you do not have it, each of these "
                "counts once after your password. They are not shown again: print this "
                "page, or write them down, and keep them away from the computer."),
            codes, answer);
    else
        http_see_other(answer, STR("/account?done=passkey"));
    return true;
}

/* ---- removing one ---- */

static bool find(
    const struct caller *caller, struct people_passkey *out, struct err *err)
{
    struct people_passkey *passkeys;
    uint64_t number;
    size_t count;

    *out = (struct people_passkey){0};
    if (!people_passkeys(&caller->site->staff.people, caller->arena,
            caller->session.account.number, &passkeys, &count, err))
        return false;
    if (str_to_u64(http_part(caller->request, STR("number")), &number))
        for (size_t i = 0; i < count; i++)
            if (passkeys[i].number == number) {
                *out = passkeys[i];
                return true;
            }
    return err_set(err, ERR_NOT_FOUND, SAY("there is no such passkey"));
}

static bool ask_removal(const struct caller *caller,
    const struct people_passkey *passkey, struct http_answer *answer,
    const struct err *err)
{
    struct field_view field = account_password_field();
    struct text action = text_in(caller->arena);
    struct ask_view view = {.title = passkey->name,
        .lead =
            SAY("After this nobody signs in by this passkey. With your last one, and "
                "without codes from a telephone, the password alone is enough then."),
        .back = STR("/account"),
        .fields = &field,
        .field_count = caller->session.account.has_password ? 1 : 0,
        .button = SAY("Remove this passkey")};

    text_add(&action, STR("/account/passkeys/"));
    text_add_u64(&action, passkey->number);
    text_add(&action, STR("/remove"));
    view.form = caller_form(caller, text_str(&action));
    return account_asks_again(caller, &view, STR("password"), answer, err);
}

bool show_remove_passkey(
    struct caller *caller, struct http_answer *answer, struct err *err)
{
    struct people_passkey passkey;

    return find(caller, &passkey, err) && ask_removal(caller, &passkey, answer, err);
}

bool take_remove_passkey(
    struct caller *caller, struct http_answer *answer, struct err *err)
{
    struct people_passkey passkey;

    if (!find(caller, &passkey, err))
        return false;
    if (!account_checks(caller, err))
        return ask_removal(caller, &passkey, answer, err);
    if (!staff_remove_passkey(
            &caller->site->staff, caller->session.account.number, passkey.number, err))
        return false;
    http_see_other(answer, STR("/account?done=no-passkey"));
    return true;
}
