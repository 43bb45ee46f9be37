/*
 * What the forms of the roster share: words, fields, and what was chosen in them.
 */
#include "web/roster.h"

str roster_address(struct arena *arena, str above, uint64_t number, str below)
{
    struct text text = text_in(arena);

    text_add(&text, above);
    text_add_u64(&text, number);
    text_add(&text, below);
    return text_str(&text);
}

str roster_role_words(const struct caller *caller, str role, str school)
{
    const str values[] = {role_words(caller, role), school};

    return school.len > 0 ? caller_say(caller, SAY("%1 (%2)"), values, 2) : values[0];
}

size_t roster_roles(const struct caller *caller, const str **out)
{
    const struct image *image = &desk_bench(caller->site->desk)->image;
    str *roles = ARENA_ARRAY(caller->arena, str, image->count[SECTION_ROLES]);
    size_t count = 0;

    for (uint32_t r = 0; r < image->count[SECTION_ROLES]; r++) {
        const uint32_t *item = image_item(image, SECTION_ROLES, r);
        str name = image_str(image, item + ROLE_NAME);

        if (!str_equal(name, STR("desk")))
            roles[count++] = name;
    }
    *out = roles;
    return count;
}

bool roster_act(const struct caller *caller, uint8_t key[KEEPER_KEY_BYTES],
    struct rota_act *out, struct err *err)
{
    *out = (struct rota_act){caller->session.account.login, key};
    return caller_must(caller, MAY_CHANGE_ROSTER, STR(""), err) &&
        caller_key(caller, key, err);
}

struct field_view roster_role_field(const struct caller *caller)
{
    const str *roles;
    size_t count = roster_roles(caller, &roles);
    struct choice_view *choices = ARENA_ARRAY(caller->arena, struct choice_view, count);

    for (size_t i = 0; i < count; i++)
        choices[i] = (struct choice_view){.value = roles[i],
            .label = role_words(caller, roles[i]),
            .is_chosen = str_equal(roles[i], caller_field(caller, STR("role")))};
    return (struct field_view){.kind = FIELD_ONE_OF,
        .name = STR("role"),
        .label = SAY("The role"),
        .choices = choices,
        .choice_count = count};
}

struct field_view roster_person_field(
    const struct caller *caller, str name, str label, bool or_nobody)
{
    const struct roster *roster = rota_snapshot(caller->site->rota);
    struct choice_view *choices =
        ARENA_ARRAY(caller->arena, struct choice_view, roster->person_count + 1);
    str chosen = caller_field(caller, name);
    size_t count = 0;

    for (size_t i = 0; i < roster->person_count; i++) {
        str number =
            roster_address(caller->arena, STR(""), roster->persons[i].number, STR(""));

        if (!roster->persons[i].is_gone)
            choices[count++] = (struct choice_view){.value = number,
                .label = roster->persons[i].name,
                .is_chosen = str_equal(number, chosen)};
    }
    if (or_nobody)
        choices[count++] = (struct choice_view){.value = STR("0"),
            .label = SAY("Nobody"),
            .is_chosen = str_equal(chosen, STR("0"))};
    return (struct field_view){.kind = FIELD_ONE_OF,
        .name = name,
        .label = label,
        .choices = choices,
        .choice_count = count};
}

uint64_t roster_part(const struct caller *caller)
{
    uint64_t number = 0;

    return str_to_u64(http_part(caller->request, STR("number")), &number) ? number : 0;
}

uint64_t roster_number(const struct caller *caller, str field)
{
    uint64_t number = 0;

    return str_to_u64(caller_field(caller, field), &number) ? number : 0;
}

bool roster_person(
    const struct caller *caller, const struct roster_person **out, struct err *err)
{
    *out = roster_find_person(rota_snapshot(caller->site->rota), roster_part(caller));
    return (*out != NULL && !(*out)->is_gone) ||
        err_set(err, ERR_NOT_FOUND, SAY("there is no such person on the roster"));
}

str roster_channel_words(enum roster_channel channel)
{
    static const str words[ROSTER_CHANNELS] = {
        [ROSTER_MAIL] = SAY_INIT("e-mail"),
        [ROSTER_TEXT] = SAY_INIT("text message"),
        [ROSTER_VOICE] = SAY_INIT("telephone call"),
        [ROSTER_PUSH] = SAY_INIT("message in the browser"),
        [ROSTER_HOOK] = SAY_INIT("message to another program"),
    };

    return words[channel];
}

str roster_contact_words(
    const struct caller *caller, const struct roster_contact *contact)
{
    struct keeper_clock *clock = &caller->site->clock;

    if (contact->disabled.len > 0)
        return caller_say(caller, SAY("Is used no more: %1"), &contact->disabled, 1);
    if (contact->verified_at == 0)
        return SAY("Is not verified, so nothing is sent there.");
    return roster_contact_stale(contact, clock->now(clock->context))
        ? SAY("Works; nothing was heard from it for long, so try it again.")
        : SAY("Works.");
}
