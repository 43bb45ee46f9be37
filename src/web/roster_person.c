/*
 * One person of the roster: put on it, looked at, changed, let go.
 *
 * Roles are changed from what the form showed: what somebody else changed meanwhile is
 * asked about, never written over.
 */
#include "web/roster.h"

enum { PERSON_FIELDS_MAX = 6 };

static str person_address(const struct caller *caller, uint64_t number, str below)
{
    return roster_address(caller->arena, STR("/roster/people/"), number, below);
}

/* ---- fields ---- */

static str post_value(const struct caller *caller, const struct roster_post *post)
{
    struct text text = text_in(caller->arena);

    text_add(&text, post->role);
    text_add_byte(&text, post->is_head ? '!' : '@');
    text_add(&text, post->school);
    return text_str(&text);
}

/* Somebody's roles as the form shows them; in one line, by which a change is noticed. */
static str posts_seen(const struct caller *caller, const struct roster_person *person)
{
    struct text text = text_in(caller->arena);

    text_add(&text, person->name);
    text_add_byte(&text, '|');
    text_add(&text, person->login);
    for (size_t i = 0; i < person->post_count; i++) {
        text_add_byte(&text, '|');
        text_add(&text, post_value(caller, &person->posts[i]));
    }
    return text_str(&text);
}

static struct field_view posts_field(
    const struct caller *caller, const struct roster_person *person)
{
    struct choice_view *choices =
        ARENA_ARRAY(caller->arena, struct choice_view, person->post_count);

    for (size_t i = 0; i < person->post_count; i++) {
        const struct roster_post *post = &person->posts[i];
        str words = roster_role_words(caller, post->role, post->school);

        choices[i] = (struct choice_view){.value = post_value(caller, post),
            .label =
                post->is_head ? caller_say(caller, SAY("%1, head"), &words, 1) : words,
            .is_chosen = true};
    }
    return (struct field_view){.kind = FIELD_SOME_OF,
        .name = STR("post"),
        .label = SAY("Roles they have"),
        .hint = SAY("Take the mark away from those that end."),
        .choices = choices,
        .choice_count = person->post_count};
}

static const struct choice_view head_choice = {.value = STR_INIT("yes"),
    .label = SAY_INIT("They are the head of this office or school")};

/* What a form asks of a person, new (NULL) or not; returns how many fields. */
static size_t person_fields(const struct caller *caller,
    const struct roster_person *person, struct field_view fields[PERSON_FIELDS_MAX])
{
    size_t count = 0;

    fields[count++] =
        roster_text_field(caller, FIELD_TEXT, STR("name"), SAY("Their name"),
            SAY("As colleagues know them."), person == NULL ? STR("") : person->name);
    if (person != NULL && person->post_count > 0)
        fields[count++] = posts_field(caller, person);
    fields[count] = roster_role_field(caller);
    if (person != NULL) {
        fields[count].label = SAY("One more role");
        fields[count].hint = SAY("Leave it out when there is none.");
    }
    count++;
    fields[count++] = roster_school_field(caller);
    fields[count++] = (struct field_view){.kind = FIELD_SOME_OF,
        .name = STR("head"),
        .label = SAY("Head"),
        .hint = SAY("Heads are called when those on duty do not answer."),
        .choices = &head_choice,
        .choice_count = 1};
    fields[count++] =
        roster_text_field(caller, FIELD_TEXT, STR("login"), SAY("Their login here"),
            SAY("If they have an account; it lets them be reached in their browser."),
            person == NULL ? STR("") : person->login);
    return count;
}

/* ---- what was chosen ---- */

static bool read_login(
    const struct caller *caller, str *login, str *wrong, struct err *err)
{
    struct account account;

    *wrong = STR("login");
    *login = caller_field(caller, STR("login"));
    if (login->len == 0 ||
        people_account_by_login(
            &caller->site->staff.people, caller->arena, *login, &account, err))
        return true;
    return err->kind == ERR_NOT_FOUND
        ? err_set(err, ERR_INVALID, SAY("there is no account with this login"))
        : false;
}

/* The roles that stay, and the one that is new. */
static bool read_posts(const struct caller *caller, struct roster_person *person,
    str *wrong, struct err *err)
{
    struct roster_post *posts =
        ARENA_ARRAY(caller->arena, struct roster_post, person->post_count + 1);
    size_t count = 0;

    for (size_t i = 0; i < person->post_count; i++)
        if (caller_ticked(caller, STR("post"), post_value(caller, &person->posts[i])))
            posts[count++] = person->posts[i];
    if (person->number == 0 || caller_field(caller, STR("role")).len > 0) {
        if (!roster_read_role(caller, &posts[count].role, wrong, err))
            return false;
        posts[count].school = roster_read_school(caller);
        posts[count++].is_head = caller_ticked(caller, STR("head"), STR("yes"));
    }
    person->posts = posts;
    person->post_count = count;
    return true;
}

static bool read_person(const struct caller *caller, struct roster_person *person,
    str *wrong, struct err *err)
{
    person->name = caller_field(caller, STR("name"));
    *wrong = STR("name");
    return (person->name.len > 0 ||
               err_set(err, ERR_INVALID, SAY("write their name"))) &&
        read_posts(caller, person, wrong, err) &&
        read_login(caller, &person->login, wrong, err);
}

/* ---- somebody new ---- */

static bool ask_new(const struct caller *caller, str wrong, struct http_answer *answer,
    const struct err *err)
{
    struct field_view fields[PERSON_FIELDS_MAX];
    struct ask_view view = {.title = SAY("Put somebody on the roster"),
        .lead = SAY("How they are reached is asked next."),
        .back = STR("/roster"),
        .form = caller_form(caller, STR("/roster/new-person")),
        .fields = fields,
        .field_count = person_fields(caller, NULL, fields),
        .button = SAY("Put them on the roster")};

    return roster_ask(caller, &view, wrong, answer, err);
}

bool show_new_roster_person(
    struct caller *caller, struct http_answer *answer, struct err *err)
{
    return ask_new(caller, STR("name"), answer, err);
}

/* Sent twice: somebody is on the roster just so. */
static const struct roster_person *same_as(
    const struct caller *caller, const struct roster_person *person)
{
    const struct roster *roster = rota_snapshot(caller->site->rota);
    str seen = posts_seen(caller, person);

    for (size_t i = 0; i < roster->person_count; i++)
        if (!roster->persons[i].is_gone &&
            str_equal(posts_seen(caller, &roster->persons[i]), seen))
            return &roster->persons[i];
    return NULL;
}

bool take_new_roster_person(
    struct caller *caller, struct http_answer *answer, struct err *err)
{
    struct roster_person person = {0};
    const struct roster_person *same;
    uint8_t key[KEEPER_KEY_BYTES];
    struct rota_act act;
    uint64_t number;
    str wrong = STR("name");

    if (!roster_act(caller, key, &act, err))
        return false;
    if (!read_person(caller, &person, &wrong, err) ||
        (!rota_put_person(caller->site->rota, &act, &person, &number, err) &&
            (err->kind != ERR_CONFLICT || same_as(caller, &person) == NULL)))
        return ask_new(caller, wrong, answer, err);
    *err = (struct err){0};
    same = same_as(caller, &person);
    http_see_other(answer,
        same == NULL ? STR("/roster") : person_address(caller, same->number, STR("")));
    return true;
}

/* ---- one of them ---- */

static struct part_view roles_of(
    const struct caller *caller, const struct roster_person *person)
{
    struct row_view *rows = ARENA_ARRAY(caller->arena, struct row_view, 2);
    struct part_view part = {.summary = {.rows = rows, .count = 1}};

    rows[0] = (struct row_view){.key = SAY("Roles"),
        .value = roster_posts_words(caller, person),
        .change = person_address(caller, person->number, STR("/change"))};
    if (person->login.len > 0)
        rows[part.summary.count++] = (struct row_view){
            .key = SAY("Login"), .value = person->login, .change = rows[0].change};
    return part;
}

static struct part_view addresses_of(
    const struct caller *caller, const struct roster_person *person)
{
    struct row_view *rows =
        ARENA_ARRAY(caller->arena, struct row_view, person->contact_count);
    struct link_view *link = ARENA_NEW(caller->arena, struct link_view);

    for (size_t i = 0; i < person->contact_count; i++) {
        const struct roster_contact *contact = &person->contacts[i];

        rows[i] = (struct row_view){.key = roster_channel_words(contact->channel),
            .value = roster_contact_address(contact),
            .note = roster_contact_words(caller, contact),
            .change = roster_address(
                caller->arena, STR("/roster/contacts/"), contact->number, STR(""))};
    }
    *link = (struct link_view){
        person_address(caller, person->number, STR("/contact")), SAY("Add an address")};
    return (struct part_view){.title = SAY("How they are reached"),
        .words = person->contact_count == 0
            ? SAY("No address yet, so nothing can be sent to them.")
            : (str){0},
        .summary = {.rows = rows, .count = person->contact_count},
        .links = link,
        .link_count = 1};
}

bool show_roster_person(
    struct caller *caller, struct http_answer *answer, struct err *err)
{
    const struct roster_person *person;
    struct link_view week = {.words = SAY("Give them a duty each week")};
    struct link_view gone = {.words = SAY("Take them off the roster")};
    struct part_view parts[4];
    struct sheet_view view = {
        .back = STR("/roster"), .parts = parts, .part_count = COUNT_OF(parts)};

    if (!caller_must(caller, MAY_CHANGE_ROSTER, STR(""), err) ||
        !roster_person(caller, &person, err))
        return false;
    view.title = person->name;
    parts[0] = roles_of(caller, person);
    parts[1] = addresses_of(caller, person);
    parts[2] = roster_duties(caller, person->number, STR(""));
    week.address = roster_address(
        caller->arena, STR("/roster/new-week?person="), person->number, STR(""));
    parts[2].links = &week;
    parts[2].link_count = 1;
    gone.address = person_address(caller, person->number, STR("/gone"));
    parts[3] = (struct part_view){.links = &gone, .link_count = 1};
    sheet_answer(caller, &view, answer);
    return true;
}

/* ---- changed ---- */

static bool ask_change(const struct caller *caller, const struct roster_person *person,
    str wrong, struct http_answer *answer, const struct err *err)
{
    struct field_view fields[PERSON_FIELDS_MAX];
    struct pair_view seen = {STR("seen"), posts_seen(caller, person)};
    struct ask_view view = {.title = person->name,
        .back = person_address(caller, person->number, STR("")),
        .form =
            caller_form(caller, person_address(caller, person->number, STR("/change"))),
        .fields = fields,
        .field_count = person_fields(caller, person, fields),
        .kept = &seen,
        .kept_count = 1,
        .button = SAY("Save the changes")};

    return roster_ask(caller, &view, wrong, answer, err);
}

bool show_roster_change_person(
    struct caller *caller, struct http_answer *answer, struct err *err)
{
    const struct roster_person *person;

    return roster_person(caller, &person, err) &&
        ask_change(caller, person, STR("name"), answer, err);
}

static bool change(const struct caller *caller, const struct rota_act *act,
    const struct roster_person *before, str *wrong, struct err *err)
{
    struct roster_person person = *before;
    uint64_t number;

    *wrong = STR("name");
    if (!str_equal(caller_field(caller, STR("seen")), posts_seen(caller, before)))
        return err_set(err, ERR_CONFLICT,
            SAY("somebody else changed this a moment ago; look at it as it is now, and "
                "change it again"));
    return read_person(caller, &person, wrong, err) &&
        rota_put_person(caller->site->rota, act, &person, &number, err);
}

/* Sent twice: it is already as this form would make it. */
static bool is_done(const struct caller *caller, const struct roster_person *person)
{
    struct roster_person asked = *person;
    struct err ignored = {0};
    str wrong;

    return caller_field(caller, STR("role")).len == 0 &&
        read_person(caller, &asked, &wrong, &ignored) &&
        str_equal(posts_seen(caller, &asked), posts_seen(caller, person));
}

bool take_roster_change_person(
    struct caller *caller, struct http_answer *answer, struct err *err)
{
    const struct roster_person *person;
    uint8_t key[KEEPER_KEY_BYTES];
    struct rota_act act;
    uint64_t number;
    str wrong;

    if (!roster_act(caller, key, &act, err) || !roster_person(caller, &person, err))
        return false;
    number = person->number;
    if (!change(caller, &act, person, &wrong, err) &&
        !(err->kind == ERR_CONFLICT && is_done(caller, person)))
        return ask_change(caller, person, wrong, answer, err);
    *err = (struct err){0};
    http_see_other(answer, person_address(caller, number, STR("")));
    return true;
}

/* ---- let go ---- */

bool show_roster_gone(
    struct caller *caller, struct http_answer *answer, struct err *err)
{
    const struct roster_person *person;
    struct ask_view view = {.title = SAY("Take them off the roster"),
        .lead =
            SAY("Nobody calls them any more, and their addresses are deleted. Duties "
                "that were theirs become gaps: give them to somebody else."),
        .button = SAY("Take them off the roster")};

    if (!roster_person(caller, &person, err))
        return false;
    view.title = caller_say(caller, SAY("Take %1 off the roster"), &person->name, 1);
    view.back = person_address(caller, person->number, STR(""));
    view.form =
        caller_form(caller, person_address(caller, person->number, STR("/gone")));
    return roster_ask(caller, &view, STR("name"), answer, err);
}

bool take_roster_gone(
    struct caller *caller, struct http_answer *answer, struct err *err)
{
    uint8_t key[KEEPER_KEY_BYTES];
    struct rota_act act;

    return roster_act(caller, key, &act, err) &&
        roster_removed(
            rota_remove_person(caller->site->rota, &act, roster_part(caller), err),
            STR("/roster"), answer, err);
}
