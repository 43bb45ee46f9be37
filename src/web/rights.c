/*
 * Rights in words, and in forms.
 */
#include "web/rights.h"

str right_words(const struct caller *caller, const struct people_right *right)
{
    const str values[] = {
        spoken_account_role(caller, people_role_name(right->role)), right->school};

    /* A role, and its school. */
    return caller_say(caller,
        right->school.len > 0 ? SAY("%1 (%2)") : SAY("%1 (whole district)"), values,
        COUNT_OF(values));
}

str rights_words(const struct caller *caller, const struct account *account)
{
    struct text text = text_in(caller->arena);

    for (size_t i = 0; i < account->right_count; i++) {
        text_add(&text, i > 0 ? STR("; ") : STR(""));
        text_add(&text, right_words(caller, &account->rights[i]));
    }
    return account->right_count > 0 ? text_str(&text) : SAY("None");
}

/* ---- in forms ---- */

static str value_of(struct arena *arena, const struct people_right *right)
{
    struct text text = text_in(arena);

    text_add(&text, people_role_name(right->role));
    if (right->school.len > 0) {
        text_add_byte(&text, '@');
        text_add(&text, right->school);
    }
    return text_str(&text);
}

struct field_view rights_field(
    const struct caller *caller, const struct account *account)
{
    struct choice_view *choices =
        ARENA_ARRAY(caller->arena, struct choice_view, account->right_count);

    for (size_t i = 0; i < account->right_count; i++)
        choices[i] =
            (struct choice_view){.value = value_of(caller->arena, &account->rights[i]),
                .label = right_words(caller, &account->rights[i]),
                .is_chosen = true};
    return (struct field_view){.kind = FIELD_SOME_OF,
        .name = STR("right"),
        .label = SAY("Roles they have"),
        .hint = SAY("Take the mark away from those that end."),
        .choices = choices,
        .choice_count = account->right_count};
}

void right_fields(const struct caller *caller, struct field_view fields[RIGHT_FIELDS])
{
    struct choice_view *choices =
        ARENA_ARRAY(caller->arena, struct choice_view, ROLE_COUNT);

    for (size_t i = 0; i < ROLE_COUNT; i++) {
        str name = people_role_name((enum people_role)i);

        choices[i] = (struct choice_view){.value = name,
            .label = spoken_account_role(caller, name),
            .is_chosen = str_equal(name, caller_field(caller, STR("role")))};
    }
    fields[0] = (struct field_view){.kind = FIELD_ONE_OF,
        .name = STR("role"),
        .label = SAY("Their role"),
        .choices = choices,
        .choice_count = ROLE_COUNT};
    fields[1] = (struct field_view){.kind = FIELD_TEXT,
        .name = STR("school"),
        .label = SAY("At which school?"),
        .hint = SAY("Its name, written the same way everywhere. Nothing: for the whole "
                    "district."),
        .value = caller_field(caller, STR("school"))};
}

static bool add_right(const struct caller *caller, struct people_right *rights,
    size_t *count, str role, str school, struct err *err)
{
    if (*count == PEOPLE_ROLES_MAX)
        return err_set(err, ERR_INVALID, SAY("nobody can have more than 32 roles"));
    rights[*count].school = arena_str(caller->arena, school);
    if (!people_find_role(role, &rights[*count].role))
        return err_set(err, ERR_INVALID, SAY("choose a role"));
    (*count)++;
    return true;
}

bool rights_chosen(const struct caller *caller, struct people_right **out,
    size_t *count, struct err *err)
{
    str role = caller_field(caller, STR("role"));

    *out = ARENA_ARRAY(caller->arena, struct people_right, PEOPLE_ROLES_MAX);
    *count = 0;
    for (size_t i = 0; i < caller->form.count; i++) {
        const struct http_pair *pair = &caller->form.items[i];
        size_t at = str_find_byte(pair->value, '@', 0);

        if (str_equal(pair->name, STR("right")) &&
            !add_right(caller, *out, count, str_slice(pair->value, 0, at),
                str_slice(pair->value, at + 1, pair->value.len), err))
            return false;
    }
    if (role.len > 0 &&
        !add_right(caller, *out, count, role, caller_field(caller, STR("school")), err))
        return false;
    return *count > 0 || err_set(err, ERR_INVALID, SAY("choose a role"));
}
