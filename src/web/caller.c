/*
 * What handlers ask about who asks.
 */
#include "web/door.h"

#include "web/offline.h"

static bool right_may(const struct caller *caller, const struct people_right *right,
    enum may_act act, str school)
{
    const struct may_question question = {.role = people_role_name(right->role),
        .act = act,
        .own_school = school.len == 0 || right->school.len == 0 ||
            str_equal(school, right->school),
        .by_pin = caller->session.way == SESSION_BY_PIN};

    return app_may(caller->site->may, &question);
}

static const struct people_right *find_right(
    const struct caller *caller, enum may_act act, str school)
{
    const struct account *account = &caller->session.account;

    for (size_t i = 0; caller->is_known && i < account->right_count; i++)
        if (right_may(caller, &account->rights[i], act, school))
            return &account->rights[i];
    return NULL;
}

bool caller_may(const struct caller *caller, enum may_act act, str school)
{
    return find_right(caller, act, school) != NULL;
}

bool caller_may_pass(const struct caller *caller, bool is_own)
{
    const struct account *account = &caller->session.account;

    for (size_t i = 0; caller->is_known && i < account->right_count; i++) {
        const struct may_question question = {
            .role = people_role_name(account->rights[i].role),
            .act = MAY_APPROVE_EDITION,
            .own_school = true,
            .by_pin = caller->session.way == SESSION_BY_PIN,
            .own_draft = is_own};

        if (app_may(caller->site->may, &question))
            return true;
    }
    return false;
}

bool caller_may_some(const struct caller *caller, enum may_act act)
{
    for (size_t i = 0; i < caller->session.account.right_count; i++)
        if (caller_may(caller, act, caller->session.account.rights[i].school))
            return true;
    return false;
}

bool caller_must(
    const struct caller *caller, enum may_act act, str school, struct err *err)
{
    return caller_may(caller, act, school) ||
        err_set(err, ERR_DENIED, may_act_name(act));
}

bool caller_sees_private(const struct caller *caller, str school)
{
    return caller_may(caller, MAY_SEE_PAPER, school);
}

str caller_role(const struct caller *caller, enum may_act act, str school)
{
    const struct people_right *right = find_right(caller, act, school);

    return right == NULL ? (str){0} : may_entry_role(people_role_name(right->role));
}

size_t caller_schools(const struct caller *caller, str out[PEOPLE_ROLES_MAX])
{
    const struct account *account = &caller->session.account;
    size_t count = 0;

    for (size_t i = 0; caller->is_known && i < account->right_count; i++) {
        str school = account->rights[i].school;
        size_t known = 0;

        while (known < count && !str_equal(out[known], school))
            known++;
        if (known == count && school.len > 0 &&
            caller_may(caller, MAY_OPEN_VISIT, school))
            out[count++] = school;
    }
    return count;
}

/* The one that they chose in this browser, if it is still theirs. */
static str chosen_school(const struct caller *caller)
{
    str value = cookie_find(caller->request, COOKIE_SCHOOL);
    str schools[PEOPLE_ROLES_MAX];
    size_t count = value.len > 0 ? caller_schools(caller, schools) : 0;

    for (size_t i = 0; i < count; i++) {
        struct text kept = text_in(caller->arena);

        text_add_base64url(&kept, (const uint8_t *)schools[i].ptr, schools[i].len);
        if (str_equal(value, text_str(&kept)))
            return schools[i];
    }
    return (str){0};
}

str caller_school(const struct caller *caller)
{
    const struct account *account = &caller->session.account;
    str school = {0};

    if (caller->on_device)
        return caller->device.school;
    school = chosen_school(caller);
    if (school.len > 0)
        return school;
    for (size_t i = 0; caller->is_known && i < account->right_count; i++) {
        if (i > 0 && !str_equal(account->rights[i].school, school))
            return (str){0};
        school = account->rights[i].school;
    }
    return school;
}

str caller_secret(const struct caller *caller, str name)
{
    for (size_t i = 0; i < caller->form.count; i++)
        if (str_equal(caller->form.items[i].name, name))
            return caller->form.items[i].value;
    return (str){0};
}

str caller_field(const struct caller *caller, str name)
{
    return str_trim(caller_secret(caller, name));
}

bool caller_ticked(const struct caller *caller, str name, str value)
{
    for (size_t i = 0; i < caller->form.count; i++)
        if (str_equal(caller->form.items[i].name, name) &&
            str_equal(caller->form.items[i].value, value))
            return true;
    return false;
}

/* ---- words, pages and forms ---- */

str caller_say(
    const struct caller *caller, str english, const str *values, size_t count)
{
    return tongue_fill(caller->tongue, caller->arena, english, values, count);
}

str caller_wrong(const struct caller *caller, const struct err *err)
{
    struct text key = text_in(caller->arena);
    str values[ERR_VALUES_MAX];
    size_t count = err_sentence(err, &key, values);
    str sentence = text_str(&key);

    for (size_t i = 0; i < count; i++)
        values[i] = tongue_say(caller->tongue, values[i]);
    return tongue_knows(caller->tongue, sentence)
        ? sentence_of(caller->arena, caller_say(caller, sentence, values, count))
        : tongue_mark(caller->tongue, caller->arena, STR("en"),
              sentence_of(caller->arena, err_text(err)));
}

str caller_count(const struct caller *caller, str one, str many, uint64_t number)
{
    return tongue_count(caller->tongue, caller->arena, one, many, number);
}

struct html caller_page(
    const struct caller *caller, str title, struct frame_view *frame)
{
    struct html html = site_page(caller->request, title, frame);

    frame->beats = caller->on_device;
    if (!caller->is_known)
        return html;
    if (caller->practice_at.len > 0) {
        frame->exercise = true;
        frame->real_school = caller->practice_at;
        if (caller_may(caller, MAY_OPEN_VISIT, caller->practice_at) &&
            !caller->site->exercise)
            frame->real = caller_form(caller, STR("/visits"));
    }
    frame->school = caller_school(caller);
    frame->person = caller->session.account.name;
    frame->away = away_of(caller, frame->code);
    frame->beats = caller->on_device && frame->away == NULL;
    return html;
}

struct form_view caller_form(const struct caller *caller, str action)
{
    struct text key = text_in(caller->arena);
    uint8_t bytes[KEEPER_KEY_BYTES];
    char csrf[PEOPLE_CSRF_CHARS];

    keeper_new_key(caller->site->keeper, bytes);
    text_add_key(&key, bytes);
    if (!caller->is_known)
        return (struct form_view){.action = action, .key = text_str(&key)};
    people_csrf(&caller->site->staff.people, caller->token, csrf);
    return (struct form_view){.action = action,
        .token = arena_str(caller->arena, (str){csrf, sizeof(csrf)}),
        .key = text_str(&key)};
}

bool caller_key(
    const struct caller *caller, uint8_t key[KEEPER_KEY_BYTES], struct err *err)
{
    return key_read(caller_field(caller, STR("key")), key) ||
        err_set(err, ERR_INVALID,
            SAY("the form is damaged; go back, load the page again and send it once "
                "more"));
}
