/*
 * The fields of the roster's forms, and what was chosen in them.
 */
#include "web/roster.h"

/* So many names can be looked through; among more somebody is searched. */
enum { PERSONS_LISTED = 40 };

bool roster_ask(const struct caller *caller, struct ask_view *view, str wrong,
    struct http_answer *answer, const struct err *err)
{
    if (err->kind != ERR_NONE)
        ask_wrong(caller, view, wrong, err);
    if (ask_status(err) == 0)
        return false;
    ask_answer(caller, view, ask_status(err), answer);
    return true;
}

struct field_view roster_text_field(const struct caller *caller, enum field_kind kind,
    str name, str label, str hint, str usual)
{
    str typed = caller_field(caller, name);

    return (struct field_view){.kind = kind,
        .name = name,
        .label = label,
        .hint = hint,
        .value = typed.len > 0 ? typed : usual};
}

/* ---- what stands in a form that is asked first ---- */

/* Whom the address names: somebody whose duty it is to be. */
static const struct roster_person *given(const struct caller *caller)
{
    uint64_t number;
    str written;

    return caller->form.count == 0 &&
            http_query(caller->request, STR("person"), &written) &&
            str_to_u64(written, &number)
        ? roster_find_person(rota_snapshot(caller->site->rota), number)
        : NULL;
}

static const struct roster_post *given_post(const struct caller *caller)
{
    const struct roster_person *person = given(caller);

    return person != NULL && person->post_count > 0 ? &person->posts[0] : NULL;
}

/* ---- roles ---- */

/* The roles of the entry protocol, without the desk: it is where duties are read. */
static size_t roles_of(const struct caller *caller, str *out)
{
    const struct image *image = &desk_bench(caller->site->desk)->image;
    size_t count = 0;

    for (uint32_t r = 0; r < image->count[SECTION_ROLES]; r++) {
        str name = image_str(image, image_item(image, SECTION_ROLES, r) + ROLE_NAME);

        if (str_equal(name, STR("desk")))
            continue;
        if (out != NULL)
            out[count] = name;
        count++;
    }
    return count;
}

static size_t roles_listed(const struct caller *caller, const str **out)
{
    str *roles = ARENA_ARRAY(caller->arena, str, roles_of(caller, NULL));

    *out = roles;
    return roles_of(caller, roles);
}

struct field_view roster_role_field(const struct caller *caller)
{
    const struct roster_post *usual = given_post(caller);
    str chosen = usual == NULL ? caller_field(caller, STR("role")) : usual->role;
    const str *roles;
    size_t count = roles_listed(caller, &roles);
    struct choice_view *choices = ARENA_ARRAY(caller->arena, struct choice_view, count);

    for (size_t i = 0; i < count; i++)
        choices[i] = (struct choice_view){.value = roles[i],
            .label = roster_role_words(caller, roles[i], STR("")),
            .is_chosen = str_equal(roles[i], chosen)};
    return (struct field_view){.kind = FIELD_ONE_OF,
        .name = STR("role"),
        .label = SAY("In which role?"),
        .choices = choices,
        .choice_count = count};
}

bool roster_read_role(
    const struct caller *caller, str *role, str *wrong, struct err *err)
{
    const str *roles;
    size_t count = roles_listed(caller, &roles);

    *wrong = STR("role");
    *role = caller_field(caller, STR("role"));
    for (size_t i = 0; i < count; i++)
        if (str_equal(roles[i], *role))
            return true;
    return err_set(err, ERR_INVALID, SAY("choose a role"));
}

/* ---- schools ---- */

struct schools {
    struct arena *arena;
    str *items;
    size_t count, room;
};

static void add_school(struct schools *schools, str school)
{
    if (school.len == 0)
        return;
    for (size_t i = 0; i < schools->count; i++)
        if (str_equal(schools->items[i], school))
            return;
    schools->items = arena_grow(
        schools->arena, schools->items, schools->count, &schools->room, sizeof(str));
    schools->items[schools->count++] = school;
}

static void add_schools_of_accounts(
    const struct caller *caller, struct schools *schools)
{
    struct account *accounts;
    struct err unread = {0};
    size_t count;

    if (!people_accounts(
            &caller->site->staff.people, caller->arena, &accounts, &count, &unread))
        return;
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0;
             accounts[i].state != STATE_LEFT && k < accounts[i].right_count; k++)
            add_school(schools, accounts[i].rights[k].school);
}

size_t roster_schools(const struct caller *caller, const str **out)
{
    const struct roster *roster = rota_snapshot(caller->site->rota);
    struct schools schools = {.arena = caller->arena};

    add_schools_of_accounts(caller, &schools);
    for (size_t i = 0; i < roster->person_count; i++)
        for (size_t k = 0; k < roster->persons[i].post_count; k++)
            add_school(&schools, roster->persons[i].posts[k].school);
    for (size_t i = 0; i < roster->week_count; i++)
        add_school(&schools, roster->weeks[i].school);
    *out = schools.items;
    return schools.count;
}

struct field_view roster_school_field(const struct caller *caller)
{
    const struct roster_post *usual = given_post(caller);
    struct field_view field =
        roster_text_field(caller, FIELD_TEXT, STR("school"), SAY("At which school?"),
            SAY("Its name, written the same way everywhere. Nothing: for the whole "
                "district."),
            usual == NULL ? STR("") : usual->school);
    const str *schools;
    size_t count = roster_schools(caller, &schools);
    struct choice_view *choices = ARENA_ARRAY(caller->arena, struct choice_view, count);

    for (size_t i = 0; i < count; i++)
        choices[i] = (struct choice_view){.value = schools[i]};
    field.choices = choices;
    field.choice_count = count;
    return field;
}

/* ---- what is looked for ---- */

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static bool is_at(str words, size_t at, str find)
{
    for (size_t i = 0; i < find.len; i++)
        if (lower(words.ptr[at + i]) != lower(find.ptr[i]))
            return false;
    return true;
}

bool roster_has(str words, str find)
{
    for (size_t at = 0; at + find.len <= words.len; at++)
        if (is_at(words, at, find))
            return true;
    return false;
}

static bool is_same(str a, str b)
{
    return a.len == b.len && is_at(a, 0, b);
}

/* A school that is known is written as it is everywhere. */
str roster_read_school(const struct caller *caller)
{
    str typed = caller_field(caller, STR("school"));
    const str *schools;
    size_t count = roster_schools(caller, &schools);

    for (size_t i = 0; i < count; i++)
        if (is_same(schools[i], typed))
            return schools[i];
    return typed;
}

/* ---- people ---- */

/* Those who are called so; by the whole name, or else by a part of it. */
static size_t matches(
    const struct caller *caller, str typed, const struct roster_person **out)
{
    const struct roster *roster = rota_snapshot(caller->site->rota);
    size_t count = 0;

    for (size_t i = 0; i < roster->person_count; i++)
        if (!roster->persons[i].is_gone && is_same(roster->persons[i].name, typed))
            out[count++] = &roster->persons[i];
    for (size_t i = 0, whole = count; whole == 0 && i < roster->person_count; i++)
        if (!roster->persons[i].is_gone && roster_has(roster->persons[i].name, typed))
            out[count++] = &roster->persons[i];
    return count;
}

static struct choice_view choice_of(
    const struct caller *caller, const struct roster_person *person, str chosen)
{
    const str values[] = {person->name, roster_posts_words(caller, person)};
    str number = roster_address(caller->arena, STR(""), person->number, STR(""));

    return (struct choice_view){.value = number,
        .label = person->post_count > 0
            ? caller_say(caller, SAY("%1: %2"), values, COUNT_OF(values))
            : person->name,
        .is_chosen = str_equal(number, chosen)};
}

struct field_view roster_person_field(
    const struct caller *caller, str name, str label, bool or_nobody)
{
    const struct roster *roster = rota_snapshot(caller->site->rota);
    const struct roster_person **found =
        ARENA_ARRAY(caller->arena, const struct roster_person *, roster->person_count);
    struct choice_view *choices =
        ARENA_ARRAY(caller->arena, struct choice_view, roster->person_count + 2);
    const struct roster_person *usual = given(caller);
    str typed = usual == NULL
        ? caller_field(caller, name)
        : roster_address(caller->arena, STR(""), usual->number, STR(""));
    uint64_t number;
    bool is_searched = !str_to_u64(typed, &number) && typed.len > 0;
    size_t all = matches(caller, STR(""), found);
    size_t count = 0;

    if (is_searched)
        all = matches(caller, typed, found);
    if (all == 0 || all > PERSONS_LISTED) {
        struct field_view field = roster_text_field(caller, FIELD_TEXT, name, label,
            SAY("A name, or a part of it. People are put on the roster first."),
            STR(""));

        for (size_t i = 0; i < all; i++)
            choices[i] = (struct choice_view){.value = found[i]->name};
        field.choices = choices;
        field.choice_count = all;
        return field;
    }
    choices[count++] = (struct choice_view){.label = SAY("Choose somebody")};
    for (size_t i = 0; i < all; i++)
        choices[count++] = choice_of(caller, found[i], typed);
    if (or_nobody)
        choices[count++] = (struct choice_view){.value = STR("0"),
            .label = SAY("Nobody"),
            .is_chosen = str_equal(typed, STR("0"))};
    return (struct field_view){.kind = FIELD_SELECT,
        .name = name,
        .label = label,
        .choices = choices,
        .choice_count = count};
}

bool roster_read_person(const struct caller *caller, str name, uint64_t *person,
    str *wrong, struct err *err)
{
    const struct roster *roster = rota_snapshot(caller->site->rota);
    const struct roster_person **found =
        ARENA_ARRAY(caller->arena, const struct roster_person *, roster->person_count);
    str typed = caller_field(caller, name);
    size_t count;

    *wrong = name;
    if (typed.len == 0)
        return err_set(err, ERR_INVALID, SAY("choose somebody"));
    if (str_to_u64(typed, person))
        return true;
    count = matches(caller, typed, found);
    if (count == 0)
        return err_set(err, ERR_INVALID, SAY("nobody on the roster is called so"));
    if (count > 1)
        return err_set(
            err, ERR_INVALID, SAY("several people are called so; choose one of them"));
    *person = found[0]->number;
    return true;
}
