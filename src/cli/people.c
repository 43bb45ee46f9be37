/*
 * vestibule people invite, reset, lock, unlock: accounts without a browser.
 *
 * For the day on which nobody who could do it on a page can sign in.
 */
#include "cli/people.h"

#include "json/json.h"

str people_data(const struct session *session)
{
    return option_given(session, OPTION_DATA) ? session->given[OPTION_DATA]
                                              : STR("vestibule-data");
}

bool people_desk_open(
    struct people_desk *desk, struct session *session, struct err *err)
{
    struct keeper_clock clock = log_clock();
    str data = people_data(session);

    *desk = (struct people_desk){0};
    if (!log_require(session, OPTION_BY, &desk->by, err))
        return false;
    if (!keeper_open(
            log_path(session->arena, data, STR("record")), &clock, &desk->keeper, err))
        return err->kind == ERR_CONFLICT &&
            err_add(err,
                STR("; while `vestibule serve` has it, change people on its page "
                    "/people, or stop it, say this again, and start it"));
    if (staff_open(&desk->staff, data, desk->keeper, &clock, err))
        return true;
    keeper_close(desk->keeper);
    return false;
}

void people_desk_close(struct people_desk *desk)
{
    staff_close(&desk->staff);
    keeper_close(desk->keeper);
}

/* ---- roles ---- */

static bool read_role(str word, struct people_right *out, struct err *err)
{
    size_t at = str_find_byte(word, '@', 0);
    str name = str_slice(word, 0, at);
    str names[ROLE_COUNT];
    size_t near;

    out->school = str_trim(str_slice(word, at + 1, word.len));
    if (at < word.len && out->school.len == 0)
        return err_set(err, ERR_INVALID,
            STR("a school stands behind the @ of --role; without @ a role is for the "
                "whole district"));
    if (people_find_role(name, &out->role))
        return true;
    for (size_t i = 0; i < ROLE_COUNT; i++)
        names[i] = people_role_name((enum people_role)i);
    near = json_nearest(name, names, ROLE_COUNT);
    err_set(err, ERR_INVALID, STR("there is no role `"));
    err_add(err, name);
    err_add(err, STR("`; "));
    if (near == ROLE_COUNT)
        return err_add(err,
            STR("roles are desk, principal, law, safety, records, communications, author, "
                "auditor, operator"));
    err_add(err, STR("did you mean `"));
    err_add(err, names[near]);
    return err_add(err, STR("`?"));
}

bool people_roles(
    struct session *session, struct people_right **out, size_t *count, struct err *err)
{
    str rest = session->given[OPTION_ROLE];
    size_t capacity = 0;
    str word;

    *out = NULL;
    *count = 0;
    while (str_split(&rest, '\n', &word)) {
        *out = arena_grow(session->arena, *out, *count, &capacity, sizeof(**out));
        if (!read_role(word, &(*out)[*count], err))
            return false;
        (*count)++;
    }
    return *count > 0 ||
        err_set(err, ERR_USAGE,
            STR("--role is needed here: desk@SCHOOL, or law, for the whole district"));
}

/* ---- what is answered ---- */

static void show_link(
    struct session *session, str login, const struct people_token *token)
{
    struct text link = text_in(session->arena);

    text_add_link(&link, token);
    if (session->json) {
        struct json_out json = json_start(&session->out.text, true);

        json_object(&json);
        json_key(&json, STR("login"));
        json_str(&json, login);
        json_key(&json, STR("link"));
        json_str(&json, text_str(&link));
        json_end(&json);
        json_done(&json);
        page_raw(&session->out, STR("\n"));
        return;
    }
    page_line(&session->out, STYLE_BOLD, text_str(&link));
    page_wrap(&session->out, STYLE_PLAIN, 0, 0,
        STR("Put it behind the address of your Vestibule and give it to this person and "
            "nobody else: who has it chooses the password.  It counts once, until this "
            "time tomorrow, and is not shown again."));
}

static void show_state(struct session *session, str login, enum people_state state)
{
    struct text words = text_in(session->arena);

    if (session->json) {
        struct json_out json = json_start(&session->out.text, true);

        json_object(&json);
        json_key(&json, STR("login"));
        json_str(&json, login);
        json_key(&json, STR("state"));
        json_str(&json, people_state_name(state));
        json_end(&json);
        json_done(&json);
        page_raw(&session->out, STR("\n"));
        return;
    }
    text_add(&words, login);
    text_add(&words, STR(" is "));
    text_add(&words, people_state_name(state));
    text_add(&words, STR("."));
    page_line(&session->out, STYLE_PLAIN, text_str(&words));
}

/* ---- the commands ---- */

bool run_people_invite(struct session *session, struct err *err)
{
    struct people_desk desk;
    struct staff_invitation to = {
        .login = session->arguments[0], .name = session->arguments[1]};
    struct people_right *rights;
    struct people_token link;
    bool done;

    if (!people_roles(session, &rights, &to.right_count, err) ||
        !people_desk_open(&desk, session, err))
        return false;
    to.rights = rights;
    done = staff_invite(&desk.staff, &to, desk.by, &link, err);
    people_desk_close(&desk);
    if (done)
        show_link(session, to.login, &link);
    return done;
}

bool run_people_reset(struct session *session, struct err *err)
{
    struct people_desk desk;
    struct account account;
    struct people_token link;
    bool done;

    if (!people_desk_open(&desk, session, err))
        return false;
    done = people_account_by_login(&desk.staff.people, session->arena,
               session->arguments[0], &account, err) &&
        staff_reset(&desk.staff, account.number, desk.by, &link, err);
    people_desk_close(&desk);
    if (done)
        show_link(session, account.login, &link);
    return done;
}

static bool set_state(struct session *session, enum people_state state, struct err *err)
{
    struct people_desk desk;
    struct account account;
    bool done;

    if (!people_desk_open(&desk, session, err))
        return false;
    done = people_account_by_login(&desk.staff.people, session->arena,
               session->arguments[0], &account, err) &&
        staff_set_state(&desk.staff, account.number, state, desk.by, err);
    people_desk_close(&desk);
    if (done)
        show_state(session, account.login, state);
    return done;
}

bool run_people_lock(struct session *session, struct err *err)
{
    return set_state(session, STATE_LOCKED, err);
}

bool run_people_unlock(struct session *session, struct err *err)
{
    return set_state(session, STATE_ACTIVE, err);
}
