/*
 * vestibule people list: accounts, a line each.
 */
#include "cli/people.h"

static void add_rights(struct text *words, const struct account *account)
{
    if (account->right_count == 0)
        text_add(words, STR("nothing"));
    for (size_t i = 0; i < account->right_count; i++) {
        text_add(words, i > 0 ? STR(", ") : STR(""));
        text_add(words, people_role_name(account->rights[i].role));
        text_add(words, account->rights[i].school.len > 0 ? STR("@") : STR(""));
        text_add(words, account->rights[i].school);
    }
}

static void show_account(struct session *session, const struct account *account)
{
    struct text lead = text_in(session->arena);
    struct text words = text_in(session->arena);

    text_add(&lead, account->login);
    text_add(&lead, STR("  "));
    text_add(&words, account->name);
    text_add(&words, STR(", "));
    text_add(&words, people_state_name(account->state));
    text_add(&words, STR(": "));
    add_rights(&words, account);
    if (account->has_second_step)
        text_add(&words, STR("; with a second step"));
    if (account->has_pin)
        text_add(&words, STR("; with a PIN"));
    page_item(&session->out, account->state == STATE_ACTIVE ? STYLE_PLAIN : STYLE_DIM,
        text_str(&lead), text_str(&words));
}

static void put_account(struct json_out *json, const struct account *account)
{
    json_object(json);
    json_key(json, STR("login"));
    json_str(json, account->login);
    json_key(json, STR("name"));
    json_str(json, account->name);
    json_key(json, STR("state"));
    json_str(json, people_state_name(account->state));
    json_key(json, STR("second_step"));
    json_bool(json, account->has_second_step);
    json_key(json, STR("pin"));
    json_bool(json, account->has_pin);
    json_key(json, STR("rights"));
    json_array(json);
    for (size_t i = 0; i < account->right_count; i++) {
        json_object(json);
        json_key(json, STR("role"));
        json_str(json, people_role_name(account->rights[i].role));
        if (account->rights[i].school.len > 0) {
            json_key(json, STR("school"));
            json_str(json, account->rights[i].school);
        }
        json_end(json);
    }
    json_end(json);
    json_end(json);
}

static void show(struct session *session, const struct account *accounts, size_t count)
{
    struct json_out json;

    for (size_t i = 0; i < count && !session->json; i++)
        show_account(session, &accounts[i]);
    if (!session->json) {
        if (count == 0)
            page_line(&session->out, STYLE_PLAIN, STR("There are no accounts."));
        return;
    }
    json = json_start(&session->out.text, true);
    json_array(&json);
    for (size_t i = 0; i < count; i++)
        put_account(&json, &accounts[i]);
    json_end(&json);
    json_done(&json);
    page_raw(&session->out, STR("\n"));
}

bool run_people_list(struct session *session, struct err *err)
{
    struct keeper_clock clock = log_clock();
    struct staff staff = {0};
    struct account *accounts;
    size_t count;
    bool done;

    if (!staff_look(&staff, people_data(session), &clock, err))
        return false;
    done = people_accounts(&staff.people, session->arena, &accounts, &count, err);
    if (done)
        show(session, accounts, count);
    staff_close(&staff);
    return done;
}
