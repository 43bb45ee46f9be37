/*
 * An address of somebody on the roster: added, looked at, removed.
 */
#include "web/roster_contact.h"

bool roster_contact(const struct caller *caller, const struct roster_contact **contact,
    const struct roster_person **owner, struct err *err)
{
    const struct roster *roster = rota_snapshot(caller->site->rota);
    uint64_t number = roster_part(caller);

    if (!caller_must(caller, MAY_CHANGE_ROSTER, STR(""), err))
        return false;
    for (size_t i = 0; i < roster->person_count; i++)
        for (size_t k = 0; k < roster->persons[i].contact_count; k++)
            if (roster->persons[i].contacts[k].number == number) {
                *owner = &roster->persons[i];
                *contact = &roster->persons[i].contacts[k];
                return true;
            }
    err_set(err, ERR_NOT_FOUND, SAY("there is no such address on the roster"));
    return false;
}

/* ---- adding ---- */

static bool ask_contact(const struct caller *caller, str wrong,
    struct http_answer *answer, const struct err *err)
{
    static const enum roster_channel written[] = {
        ROSTER_MAIL, ROSTER_TEXT, ROSTER_VOICE, ROSTER_HOOK};
    const struct roster_person *person;
    struct choice_view choices[COUNT_OF(written)];
    struct field_view fields[] = {{.kind = FIELD_ONE_OF,
                                      .name = STR("channel"),
                                      .label = SAY("How are they reached?"),
                                      .choices = choices,
                                      .choice_count = COUNT_OF(written)},
        roster_text_field(caller, FIELD_TEXT, STR("address"),
            SAY("The address or the telephone number"),
            SAY("Such as ana.ruiz@school.example or 312-555-0142."), STR(""))};
    struct ask_view view = {.title = SAY("Add an address"),
        .fields = fields,
        .field_count = COUNT_OF(fields),
        .button = SAY("Add the address")};
    struct err missing = {0};

    if (!roster_person(caller, &person, &missing))
        return false;
    for (size_t i = 0; i < COUNT_OF(written); i++)
        choices[i] = (struct choice_view){.value = roster_channel_name(written[i]),
            .label = roster_channel_words(written[i]),
            .is_chosen = str_equal(
                roster_channel_name(written[i]), caller_field(caller, STR("channel")))};
    view.lead = person->name;
    view.back =
        roster_address(caller->arena, STR("/roster/people/"), person->number, STR(""));
    view.form = caller_form(caller,
        roster_address(
            caller->arena, STR("/roster/people/"), person->number, STR("/contact")));
    return roster_ask(caller, &view, wrong, answer, err);
}

bool show_new_roster_contact(
    struct caller *caller, struct http_answer *answer, struct err *err)
{
    const struct roster_person *person;

    return roster_person(caller, &person, err) &&
        ask_contact(caller, STR("channel"), answer, err);
}

static bool add_contact(const struct caller *caller, const struct rota_act *act,
    uint64_t person, str *wrong, struct err *err)
{
    enum roster_channel channel;

    *wrong = STR("channel");
    if (!roster_find_channel(caller_field(caller, STR("channel")), &channel))
        return err_set(err, ERR_INVALID, SAY("choose how they are reached"));
    *wrong = STR("address");
    return rota_put_contact(caller->site->rota, act, person, channel,
        caller_field(caller, STR("address")), err);
}

bool take_new_roster_contact(
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
    if (!add_contact(caller, &act, number, &wrong, err))
        return ask_contact(caller, wrong, answer, err);
    http_see_other(
        answer, roster_address(caller->arena, STR("/roster/people/"), number, STR("")));
    return true;
}

/* ---- one of them ---- */

static struct part_view acts_of(
    const struct caller *caller, const struct roster_contact *contact)
{
    struct action_view *actions = ARENA_ARRAY(caller->arena, struct action_view, 2);
    struct part_view part = {.actions = actions};

    if (notify_has(reach_channels(caller->site->reach),
            (enum notify_channel)contact->channel)) {
        part.words =
            SAY("A code is sent there; whoever has the address reads it to you, "
                "and you type it here. That also tests an address that works.");
        actions[part.action_count++] = (struct action_view){
            .form = caller_form(
                caller, roster_contact_page(caller, contact->number, STR("/send"))),
            .words = SAY("Send a code there")};
    } else if (caller->site->sample) {
        part.words = SAY("In a sample nothing is sent, so no code either.");
    } else {
        part.words =
            SAY("No code can be sent: this channel is not set up. Whoever runs "
                "this Vestibule does that in channels.conf.");
    }
    actions[part.action_count++] = (struct action_view){
        .form = caller_form(
            caller, roster_contact_page(caller, contact->number, STR("/remove"))),
        .words = SAY("Remove this address")};
    return part;
}

bool show_roster_contact(
    struct caller *caller, struct http_answer *answer, struct err *err)
{
    const struct roster_contact *contact;
    const struct roster_person *owner;
    struct row_view rows[3] = {0};
    struct part_view parts[2] = {{.summary = {.rows = rows, .count = 2}}};
    struct sheet_view view = {.parts = parts, .part_count = 2};

    if (!roster_contact(caller, &contact, &owner, err))
        return false;
    rows[0] = (struct row_view){.key = roster_channel_words(contact->channel),
        .value = roster_contact_address(contact)};
    rows[1] = (struct row_view){
        .key = SAY("State"), .value = roster_contact_words(caller, contact)};
    if (contact->verified_at > 0) {
        rows[2].key = SAY("Verified");
        if (!moment_words(caller, contact->verified_at, &rows[2].value, err))
            return false;
        parts[0].summary.count = 3;
    }
    parts[1] = acts_of(caller, contact);
    view.title = owner->name;
    view.back =
        roster_address(caller->arena, STR("/roster/people/"), owner->number, STR(""));
    sheet_answer(caller, &view, answer);
    return true;
}

bool remove_roster_contact(
    struct caller *caller, struct http_answer *answer, struct err *err)
{
    const struct roster_contact *contact;
    const struct roster_person *owner;
    uint8_t key[KEEPER_KEY_BYTES];
    struct rota_act act;
    str back = STR("/roster");

    if (!roster_act(caller, key, &act, err))
        return false;
    if (!roster_contact(caller, &contact, &owner, err))
        return roster_removed(false, back, answer, err);
    back =
        roster_address(caller->arena, STR("/roster/people/"), owner->number, STR(""));
    return roster_removed(
        rota_remove(caller->site->rota, &act, ROSTER_CONTACT, contact->number, err),
        back, answer, err);
}
