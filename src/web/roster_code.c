/*
 * An address of somebody, and the code that proves it: sent there, read out, typed here.
 */
#include "web/roster.h"

enum { CODE_LIVES = ROSTER_CODE_SECONDS };

static const struct roster_contact *find_contact(
    const struct caller *caller, const struct roster_person **owner)
{
    const struct roster *roster = rota_snapshot(caller->site->rota);
    uint64_t number = roster_part(caller);

    for (size_t i = 0; i < roster->person_count; i++)
        for (size_t k = 0; k < roster->persons[i].contact_count; k++)
            if (roster->persons[i].contacts[k].number == number) {
                *owner = &roster->persons[i];
                return &roster->persons[i].contacts[k];
            }
    return NULL;
}

static bool require_contact(const struct caller *caller,
    const struct roster_contact **contact, const struct roster_person **owner,
    struct err *err)
{
    if (!caller_must(caller, MAY_CHANGE_ROSTER, STR(""), err))
        return false;
    *contact = find_contact(caller, owner);
    return *contact != NULL ||
        err_set(err, ERR_NOT_FOUND, SAY("there is no such address on the roster"));
}

static str contact_address(const struct caller *caller, uint64_t number, str below)
{
    return roster_address(caller->arena, STR("/roster/contacts/"), number, below);
}

/* By which the page finds the last letter to an address again. */
static str letter_name(const struct caller *caller, uint64_t contact)
{
    return roster_address(caller->arena, STR("code-"), contact, STR(""));
}

/* ---- the page ---- */

static struct banner_view sent_of(const struct caller *caller, uint64_t contact)
{
    struct banner_view banner = {.title = SAY("The code")};
    str why;

    switch (reach_told(
        caller->site->aside, caller->arena, letter_name(caller, contact), &why)) {
    case REACH_SENDING:
        banner.words = SAY("It is being sent.");
        break;
    case REACH_SENT:
        banner.words = SAY(
            "It was passed on. Ask the person to read it to you, and type it here.");
        break;
    case REACH_NOT_SENT:
        banner.words = caller_say(caller, SAY("It could not be sent: %1"), &why, 1);
        break;
    default:
        banner.title = (str){0};
    }
    return banner;
}

static struct part_view acts_of(
    const struct caller *caller, const struct roster_contact *contact, bool is_set_up)
{
    struct action_view *actions = ARENA_ARRAY(caller->arena, struct action_view, 2);
    struct link_view *link = ARENA_NEW(caller->arena, struct link_view);
    struct part_view part = {.actions = actions, .links = link};

    *link = (struct link_view){
        contact_address(caller, contact->number, STR("/code")), SAY("Type the code")};
    part.link_count = is_set_up;
    if (is_set_up)
        actions[part.action_count++] = (struct action_view){
            .form = caller_form(
                caller, contact_address(caller, contact->number, STR("/send"))),
            .words = SAY("Send a code there")};
    else
        part.words =
            SAY("No code can be sent: this channel is not set up. Whoever runs "
                "this Vestibule does that in channels.conf.");
    actions[part.action_count++] = (struct action_view){
        .form = caller_form(
            caller, contact_address(caller, contact->number, STR("/remove"))),
        .words = SAY("Remove this address")};
    return part;
}

bool show_roster_contact(
    struct caller *caller, struct http_answer *answer, struct err *err)
{
    const struct roster_contact *contact;
    const struct roster_person *owner;
    struct row_view row = {0};
    struct part_view parts[2];
    struct sheet_view view = {.parts = parts, .part_count = 2};

    if (!require_contact(caller, &contact, &owner, err))
        return false;
    row.key = roster_channel_words(contact->channel);
    row.value =
        contact->channel == ROSTER_PUSH ? SAY("A browser of theirs") : contact->address;
    row.note = roster_contact_words(caller, contact);
    parts[0] = (struct part_view){
        .summary = {.rows = ARENA_NEW(caller->arena, struct row_view), .count = 1}};
    *(struct row_view *)parts[0].summary.rows = row;
    parts[1] = acts_of(caller, contact,
        notify_has(reach_channels(caller->site->reach),
            (enum notify_channel)contact->channel));
    view.title = owner->name;
    view.back =
        roster_address(caller->arena, STR("/roster/people/"), owner->number, STR(""));
    view.banner = sent_of(caller, contact->number);
    sheet_answer(caller, &view, answer);
    return true;
}

/* ---- sending it ---- */

_Static_assert((int)ROSTER_MAIL == (int)NOTIFY_MAIL &&
        (int)ROSTER_TEXT == (int)NOTIFY_TEXT &&
        (int)ROSTER_VOICE == (int)NOTIFY_VOICE &&
        (int)ROSTER_PUSH == (int)NOTIFY_PUSH && (int)ROSTER_HOOK == (int)NOTIFY_HOOK,
    "a contact's channel is the letter's");

static bool send(const struct caller *caller, const struct roster_contact *contact,
    int64_t now, struct err *err)
{
    str name = letter_name(caller, contact->number);
    struct text key = text_in(caller->arena);
    char code[ROSTER_CODE_DIGITS];
    str shown = {code, sizeof(code)};
    struct notify_letter letter = {.channel = (enum notify_channel)contact->channel,
        .to = contact->address,
        .topic = STR("roster.code"),
        .subject = caller_say(caller, SAY("A code from Vestibule"), NULL, 0),
        .language = caller->tongue->code,
        .written = now,
        .lives = CODE_LIVES,
        .urgent = true};

    if (!notify_has(reach_channels(caller->site->reach), letter.channel))
        return err_set(err, ERR_INVALID,
            SAY("this channel is not set up; whoever runs this Vestibule does that"));
    if (!rota_new_code(caller->site->rota, contact->number, now, code, err))
        return false;
    letter.words = caller_say(caller,
        SAY("Your code is %1. Read it to the colleague who keeps the roster. It counts "
            "for a quarter of an hour."),
        &shown, 1);
    letter.about = shown;
    text_add(&key, name);
    text_add_byte(&key, '-');
    text_add_i64(&key, now);
    letter.key = text_str(&key);
    return reach_tell(
        caller->site->reach, caller->site->aside, name, &letter, now, err);
}

bool send_roster_code(
    struct caller *caller, struct http_answer *answer, struct err *err)
{
    struct keeper_clock *clock = &caller->site->clock;
    const struct roster_contact *contact;
    const struct roster_person *owner;
    uint8_t key[KEEPER_KEY_BYTES];
    str back;

    if (!require_contact(caller, &contact, &owner, err) ||
        !caller_key(caller, key, err))
        return false;
    back = contact_address(caller, contact->number, STR(""));
    if (!send(caller, contact, clock->now(clock->context), err))
        return false;
    http_see_other(answer, back);
    return true;
}

/* ---- typing it ---- */

static bool ask_code(const struct caller *caller, const struct roster_person *owner,
    uint64_t contact, struct http_answer *answer, str mistake)
{
    struct field_view field = {
        .kind = FIELD_CODE, .name = STR("code"), .label = SAY("The code")};
    struct ask_view view = {.title = SAY("Type the code"),
        .lead = owner->name,
        .back = contact_address(caller, contact, STR("")),
        .form = caller_form(caller, contact_address(caller, contact, STR("/code"))),
        .fields = &field,
        .field_count = 1,
        .button = SAY("Check the code")};

    if (mistake.len > 0)
        ask_mistake(caller, &view, STR("code"), mistake);
    ask_answer(caller, &view, mistake.len > 0 ? 422 : 200, answer);
    return true;
}

bool show_roster_code(
    struct caller *caller, struct http_answer *answer, struct err *err)
{
    const struct roster_contact *contact;
    const struct roster_person *owner;

    return require_contact(caller, &contact, &owner, err) &&
        ask_code(caller, owner, contact->number, answer, STR(""));
}

bool take_roster_code(
    struct caller *caller, struct http_answer *answer, struct err *err)
{
    struct keeper_clock *clock = &caller->site->clock;
    const struct roster_contact *contact;
    const struct roster_person *owner;
    uint8_t key[KEEPER_KEY_BYTES];
    struct rota_act act;
    enum roster_code came;
    uint64_t number;

    if (!roster_act(caller, key, &act, err) ||
        !require_contact(caller, &contact, &owner, err))
        return false;
    number = contact->number;
    if (!rota_enter_code(caller->site->rota, &act, number,
            caller_field(caller, STR("code")), clock->now(clock->context), &came, err))
        return false;
    if (came == ROSTER_CODE_RIGHT) {
        http_see_other(answer, contact_address(caller, number, STR("")));
        return true;
    }
    return require_contact(caller, &contact, &owner, err) &&
        ask_code(caller, owner, number, answer,
            came == ROSTER_CODE_WRONG
                ? SAY("this is not the code")
                : SAY("this code counts no more; send another one"));
}

bool remove_roster_contact(
    struct caller *caller, struct http_answer *answer, struct err *err)
{
    const struct roster_contact *contact;
    const struct roster_person *owner;
    uint8_t key[KEEPER_KEY_BYTES];
    struct rota_act act;
    uint64_t person;

    if (!roster_act(caller, key, &act, err) ||
        !require_contact(caller, &contact, &owner, err))
        return false;
    person = owner->number;
    if (!rota_remove(
            caller->site->rota, &act, ROSTER_CONTACT, roster_part(caller), err))
        return false;
    http_see_other(
        answer, roster_address(caller->arena, STR("/roster/people/"), person, STR("")));
    return true;
}
