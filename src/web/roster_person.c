/*
 * One person of the roster: roles, addresses, and the code by which an address is proved.
 */
#include "web/roster.h"

static str person_address(const struct caller *caller, uint64_t number, str below)
{
    return roster_address(caller->arena, STR("/roster/people/"), number, below);
}

/* ---- somebody new ---- */

static bool ask_person(
    const struct caller *caller, struct http_answer *answer, const struct err *err)
{
    static const struct choice_view head = {.value = STR_INIT("yes"),
        .label = SAY_INIT("They are the head of this office")};
    struct field_view fields[] = {{.kind = FIELD_TEXT,
                                      .name = STR("name"),
                                      .label = SAY("Their name"),
                                      .hint = SAY("As colleagues know them."),
                                      .value = caller_field(caller, STR("name"))},
        roster_role_field(caller),
        {.kind = FIELD_TEXT,
            .name = STR("school"),
            .label = SAY("At which school?"),
            .hint =
                SAY("Its name, written the same way everywhere. Nothing: for the whole "
                    "district."),
            .value = caller_field(caller, STR("school"))},
        {.kind = FIELD_SOME_OF,
            .name = STR("head"),
            .label = SAY("Head"),
            .choices = &head,
            .choice_count = 1}};
    struct ask_view view = {.title = SAY("Put somebody on the roster"),
        .back = STR("/roster"),
        .form = caller_form(caller, STR("/roster/new-person")),
        .fields = fields,
        .field_count = COUNT_OF(fields),
        .button = SAY("Put them on the roster")};

    if (err->kind != ERR_NONE)
        ask_wrong(caller, &view, STR("name"), err);
    if (ask_status(err) == 0)
        return false;
    ask_answer(caller, &view, ask_status(err), answer);
    return true;
}

bool show_new_roster_person(
    struct caller *caller, struct http_answer *answer, struct err *err)
{
    return ask_person(caller, answer, err);
}

bool take_new_roster_person(
    struct caller *caller, struct http_answer *answer, struct err *err)
{
    const struct roster_post post = {.role = caller_field(caller, STR("role")),
        .school = caller_field(caller, STR("school")),
        .is_head = caller_ticked(caller, STR("head"), STR("yes"))};
    const struct roster_person person = {
        .name = caller_field(caller, STR("name")), .posts = &post, .post_count = 1};
    uint8_t key[KEEPER_KEY_BYTES];
    struct rota_act act;
    uint64_t number;

    if (!roster_act(caller, key, &act, err))
        return false;
    if (!rota_put_person(caller->site->rota, &act, &person, &number, err))
        return ask_person(caller, answer, err);
    http_see_other(
        answer, number == 0 ? STR("/roster") : person_address(caller, number, STR("")));
    return true;
}

/* ---- one of them ---- */

static struct part_view addresses_of(
    const struct caller *caller, const struct roster_person *person)
{
    struct row_view *rows =
        ARENA_ARRAY(caller->arena, struct row_view, person->contact_count);
    struct link_view *link = ARENA_NEW(caller->arena, struct link_view);

    for (size_t i = 0; i < person->contact_count; i++) {
        const struct roster_contact *contact = &person->contacts[i];

        rows[i] = (struct row_view){.key = roster_channel_words(contact->channel),
            .value = contact->channel == ROSTER_PUSH ? SAY("A browser of theirs")
                                                     : contact->address,
            .note = roster_contact_words(caller, contact),
            .change = roster_address(
                caller->arena, STR("/roster/contacts/"), contact->number, STR(""))};
    }
    *link = (struct link_view){
        person_address(caller, person->number, STR("/contact")), SAY("Add an address")};
    return (struct part_view){.title = SAY("How they are reached"),
        .words = person->contact_count == 0 ? SAY("No address yet.") : (str){0},
        .summary = {.rows = rows, .count = person->contact_count},
        .links = link,
        .link_count = 1};
}

bool show_roster_person(
    struct caller *caller, struct http_answer *answer, struct err *err)
{
    const struct roster_person *person;
    struct row_view *rows;
    struct action_view gone = {.words = SAY("Call %1 no more")};
    struct part_view parts[4];
    struct sheet_view view = {
        .back = STR("/roster"), .parts = parts, .part_count = COUNT_OF(parts)};

    if (!caller_must(caller, MAY_CHANGE_ROSTER, STR(""), err) ||
        !roster_person(caller, &person, err))
        return false;
    rows = ARENA_ARRAY(caller->arena, struct row_view, person->post_count);
    for (size_t i = 0; i < person->post_count; i++)
        rows[i] = (struct row_view){
            .key = person->posts[i].is_head ? SAY("Head") : SAY("Role"),
            .value = roster_role_words(
                caller, person->posts[i].role, person->posts[i].school)};
    view.title = person->name;
    parts[0] =
        (struct part_view){.summary = {.rows = rows, .count = person->post_count}};
    parts[1] = addresses_of(caller, person);
    parts[2] = roster_duties(caller, person->number);
    gone.form =
        caller_form(caller, person_address(caller, person->number, STR("/gone")));
    gone.about = person->name;
    parts[3] = (struct part_view){.actions = &gone, .action_count = 1};
    sheet_answer(caller, &view, answer);
    return true;
}

bool take_roster_gone(
    struct caller *caller, struct http_answer *answer, struct err *err)
{
    uint8_t key[KEEPER_KEY_BYTES];
    struct rota_act act;

    if (!roster_act(caller, key, &act, err) ||
        !rota_remove_person(caller->site->rota, &act, roster_part(caller), err))
        return false;
    http_see_other(answer, STR("/roster"));
    return true;
}

/* ---- an address ---- */

static bool ask_contact(
    const struct caller *caller, struct http_answer *answer, const struct err *err)
{
    static const enum roster_channel written[] = {
        ROSTER_MAIL, ROSTER_TEXT, ROSTER_VOICE, ROSTER_HOOK};
    const struct roster_person *person;
    struct choice_view choices[COUNT_OF(written)];
    struct field_view fields[] = {{.kind = FIELD_ONE_OF,
                                      .name = STR("channel"),
                                      .label = SAY("By what?"),
                                      .choices = choices,
                                      .choice_count = COUNT_OF(written)},
        {.kind = FIELD_TEXT,
            .name = STR("address"),
            .label = SAY("The address or the telephone number"),
            .value = caller_field(caller, STR("address"))}};
    struct ask_view view = {.title = SAY("Add an address"),
        .fields = fields,
        .field_count = COUNT_OF(fields),
        .button = SAY("Add the address")};
    struct err missing = {0};

    if (!roster_person(caller, &person, &missing) || ask_status(err) == 0)
        return false;
    for (size_t i = 0; i < COUNT_OF(written); i++)
        choices[i] = (struct choice_view){.value = roster_channel_name(written[i]),
            .label = roster_channel_words(written[i]),
            .is_chosen = str_equal(
                roster_channel_name(written[i]), caller_field(caller, STR("channel")))};
    view.lead = person->name;
    view.back = person_address(caller, person->number, STR(""));
    view.form =
        caller_form(caller, person_address(caller, person->number, STR("/contact")));
    if (err->kind != ERR_NONE)
        ask_wrong(caller, &view, STR("address"), err);
    ask_answer(caller, &view, ask_status(err), answer);
    return true;
}

bool show_new_roster_contact(
    struct caller *caller, struct http_answer *answer, struct err *err)
{
    const struct roster_person *person;

    return roster_person(caller, &person, err) && ask_contact(caller, answer, err);
}

bool take_new_roster_contact(
    struct caller *caller, struct http_answer *answer, struct err *err)
{
    const struct roster_person *person;
    enum roster_channel channel;
    uint8_t key[KEEPER_KEY_BYTES];
    struct rota_act act;
    uint64_t number;

    if (!roster_act(caller, key, &act, err) || !roster_person(caller, &person, err))
        return false;
    number = person->number;
    if (!(roster_find_channel(caller_field(caller, STR("channel")), &channel) ||
            err_set(err, ERR_INVALID, SAY("choose by what they are reached"))) ||
        !rota_put_contact(caller->site->rota, &act, number, channel,
            caller_field(caller, STR("address")), err))
        return ask_contact(caller, answer, err);
    http_see_other(answer, person_address(caller, number, STR("")));
    return true;
}
