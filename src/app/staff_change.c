/*
 * Changes of accounts and devices, each with its event.
 */
#include "app/staff_inside.h"

/* ---- accounts ---- */

bool staff_invite(struct staff *staff, const struct staff_invitation *to, str by,
    struct people_token *link, struct err *err)
{
    struct people *people = &staff->people;
    uint64_t number;
    bool done;

    if (!people_begin(people, err))
        return false;
    done = people_add(people, to->login, to->name, &number, err) &&
        people_set_rights(people, number, to->rights, to->right_count, err) &&
        people_link(people, number, false, link, err) &&
        staff_record_account(staff, number, STR("invited"), by, true, err);
    return people_end(people, done, err);
}

bool staff_reset(struct staff *staff, uint64_t number, str by,
    struct people_token *link, struct err *err)
{
    bool done;

    if (!people_begin(&staff->people, err))
        return false;
    done = people_link(&staff->people, number, true, link, err) &&
        staff_record_account(staff, number, STR("reset"), by, false, err);
    return people_end(&staff->people, done, err);
}

void text_add_link(struct text *text, const struct people_token *link)
{
    text_add(text, STR("/link/"));
    text_add(text, people_token_str(link));
}

bool staff_use_link(struct staff *staff, str token, str login, str name, str password,
    uint64_t *number, struct err *err)
{
    struct people *people = &staff->people;
    struct arena arena = {0};
    struct people_link_found found = {0};
    bool invited;
    bool done;

    if (!people_begin(people, err))
        return false;
    done = people_find_link(people, &arena, token, &found, err) &&
        people_use_link(people, token, login, name, password, number, err);
    invited = found.account.state == STATE_INVITED;
    if (done && found.is_first)
        done = staff_record_account(staff, *number, STR("first"), (str){0}, true, err);
    else if (done)
        done = staff_record_account(staff, *number,
            invited ? STR("joined") : STR("password"), (str){0}, false, err);
    arena_clear(&arena);
    return people_end(people, done, err);
}

bool staff_bind(struct staff *staff, str token, const struct people_identity *identity,
    uint64_t *number, struct err *err)
{
    bool done;

    if (!people_begin(&staff->people, err))
        return false;
    done = people_bind(&staff->people, token, identity, number, err) &&
        staff_record_account(staff, *number, STR("connected"), (str){0}, false, err);
    return people_end(&staff->people, done, err);
}

bool staff_set_rights(struct staff *staff, uint64_t number,
    const struct people_right *rights, size_t count, str by, struct err *err)
{
    bool done;

    if (!people_begin(&staff->people, err))
        return false;
    done = people_set_rights(&staff->people, number, rights, count, err) &&
        staff_record_account(staff, number, STR("rights"), by, true, err);
    return people_end(&staff->people, done, err);
}

bool staff_set_state(struct staff *staff, uint64_t number, enum people_state state,
    str by, struct err *err)
{
    static const str words[STATE_COUNT] = {
        [STATE_ACTIVE] = STR_INIT("unlocked"),
        [STATE_LOCKED] = STR_INIT("locked"),
        [STATE_LEFT] = STR_INIT("left"),
    };
    bool done;

    if (!people_begin(&staff->people, err))
        return false;
    done = people_set_state(&staff->people, number, state, err) &&
        staff_record_account(staff, number, words[state], by, false, err);
    return people_end(&staff->people, done, err);
}

bool staff_set_password(
    struct staff *staff, uint64_t number, str password, struct err *err)
{
    bool done;

    if (!people_begin(&staff->people, err))
        return false;
    done = people_set_password(&staff->people, number, password, err) &&
        staff_record_account(staff, number, STR("password"), (str){0}, false, err);
    return people_end(&staff->people, done, err);
}

bool staff_set_pin(struct staff *staff, uint64_t number, str pin, struct err *err)
{
    bool done;

    if (!people_begin(&staff->people, err))
        return false;
    done = people_set_pin(&staff->people, number, pin, err) &&
        staff_record_account(staff, number, STR("pin"), (str){0}, false, err);
    return people_end(&staff->people, done, err);
}

bool staff_confirm_second_step(struct staff *staff, uint64_t number, str code,
    char codes[RECOVERY_CODES][RECOVERY_CHARS], struct err *err)
{
    bool done;

    if (!people_begin(&staff->people, err))
        return false;
    done = people_confirm_second_step(&staff->people, number, code, codes, err) &&
        staff_record_account(staff, number, STR("second_step"), (str){0}, false, err);
    return people_end(&staff->people, done, err);
}

bool staff_drop_second_step(struct staff *staff, uint64_t number, struct err *err)
{
    bool done;

    if (!people_begin(&staff->people, err))
        return false;
    done = people_drop_second_step(&staff->people, number, err) &&
        staff_record_account(staff, number, STR("second_step"), (str){0}, false, err);
    return people_end(&staff->people, done, err);
}

bool staff_add_passkey(struct staff *staff, const struct new_passkey *made,
    bool *is_first, char codes[RECOVERY_CODES][RECOVERY_CHARS], struct err *err)
{
    bool done;

    if (!people_begin(&staff->people, err))
        return false;
    done = people_add_passkey(&staff->people, made, is_first, codes, err) &&
        staff_record_account(
            staff, made->account, STR("passkey_added"), (str){0}, false, err);
    return people_end(&staff->people, done, err);
}

bool staff_remove_passkey(
    struct staff *staff, uint64_t number, uint64_t passkey, struct err *err)
{
    bool done;

    if (!people_begin(&staff->people, err))
        return false;
    done = people_remove_passkey(&staff->people, number, passkey, err) &&
        staff_record_account(
            staff, number, STR("passkey_removed"), (str){0}, false, err);
    return people_end(&staff->people, done, err);
}

bool staff_connect(struct staff *staff, uint64_t number,
    const struct people_identity *identity, struct err *err)
{
    bool done;

    if (!people_begin(&staff->people, err))
        return false;
    done = people_connect(&staff->people, number, identity, err) &&
        staff_record_account(staff, number, STR("connected"), (str){0}, false, err);
    return people_end(&staff->people, done, err);
}

bool staff_disconnect(
    struct staff *staff, uint64_t number, str issuer, uint64_t session, struct err *err)
{
    bool done;

    if (!people_begin(&staff->people, err))
        return false;
    done = people_disconnect(&staff->people, number, issuer, session, err) &&
        staff_record_account(staff, number, STR("disconnected"), (str){0}, false, err);
    return people_end(&staff->people, done, err);
}

/* ---- devices ---- */

bool staff_allow_device(struct staff *staff, str school, str name, str by,
    char code[ENROL_CODE_CHARS], struct err *err)
{
    struct people_device device = {.school = str_trim(school), .name = str_trim(name)};
    bool done;

    if (!people_begin(&staff->people, err))
        return false;
    done = people_new_enrolment(&staff->people, school, name, code, err) &&
        staff_record_device(staff, &device, STR("allowed"), by, err);
    return people_end(&staff->people, done, err);
}

bool staff_enrol(struct staff *staff, struct arena *arena, str code, str peer,
    struct people_token *token, struct people_device *out, struct err *err)
{
    bool done;

    if (!people_begin(&staff->people, err))
        return false;
    done = people_enrol(&staff->people, arena, code, peer, token, out, err) &&
        staff_record_device(staff, out, STR("enrolled"), (str){0}, err);
    return people_end(&staff->people, done, err);
}

bool staff_remove_device(struct staff *staff, uint64_t number, str by, struct err *err)
{
    struct arena arena = {0};
    struct people_device *devices;
    struct people_device device = {0};
    size_t count;
    bool done;

    if (!people_begin(&staff->people, err))
        return false;
    done = people_devices(&staff->people, &arena, &devices, &count, err);
    for (size_t i = 0; done && i < count; i++)
        if (devices[i].number == number)
            device = devices[i];
    done = done && people_remove_device(&staff->people, number, err) &&
        staff_record_device(staff, &device, STR("removed"), by, err);
    arena_clear(&arena);
    return people_end(&staff->people, done, err);
}
