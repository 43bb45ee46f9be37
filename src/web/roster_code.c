/*
 * The code that proves an address: sent there, read out, typed here.
 *
 * A letter is named by the key of the form that sent it, so that a form which is sent
 * twice sends one, and the page that follows finds what came of it.
 */
#include "web/roster_contact.h"

/* Who presses a button twice does so within a minute. */
enum { SAME_SECONDS = 60 };

str roster_contact_page(const struct caller *caller, uint64_t number, str below)
{
    return roster_address(caller->arena, STR("/roster/contacts/"), number, below);
}

static str code_page(const struct caller *caller, uint64_t contact, str letter)
{
    struct text text = text_in(caller->arena);

    text_add(&text, roster_contact_page(caller, contact, STR("/code?letter=")));
    text_add(&text, letter);
    return text_str(&text);
}

static str letter_name(const struct caller *caller, uint64_t contact, str letter)
{
    struct text text = text_in(caller->arena);

    text_add(&text, roster_address(caller->arena, STR("code-"), contact, STR("-")));
    text_add(&text, letter);
    return text_str(&text);
}

/* ---- typing it ---- */

static str lead_of(const struct caller *caller, const struct roster_person *owner,
    const struct roster_contact *contact, enum reach_told told)
{
    const str values[] = {owner->name, roster_contact_address(contact)};

    return told == REACH_SENT
        ? caller_say(caller,
              SAY("A code is on its way to %2. Ask %1 to read it to you, and type it "
                  "here. It counts for a quarter of an hour."),
              values, COUNT_OF(values))
        : caller_say(caller,
              SAY("Type the code that %1 was sent. It counts for a quarter of an hour."),
              values, 1);
}

/* `err` is a mistake in what was typed, or in sending. */
static bool ask_code(const struct caller *caller, const struct roster_person *owner,
    const struct roster_contact *contact, enum reach_told told,
    struct http_answer *answer, const struct err *err)
{
    struct field_view field = {.kind = FIELD_CODE,
        .name = STR("code"),
        .label = SAY("The code"),
        .hint = SAY("Six digits.")};
    struct ask_view view = {.title = SAY("Type the code"),
        .lead = lead_of(caller, owner, contact, told),
        .back = roster_contact_page(caller, contact->number, STR("")),
        .form = caller_form(
            caller, roster_contact_page(caller, contact->number, STR("/code"))),
        .fields = &field,
        .field_count = 1,
        .button = SAY("Check the code")};

    return roster_ask(caller, &view, field.name, answer, err);
}

/* The letter is on its way, or could not be sent. */
static bool show_letter(const struct caller *caller, const struct roster_person *owner,
    const struct roster_contact *contact, enum reach_told told, str why,
    struct http_answer *answer)
{
    struct sheet_view view = {.title = owner->name,
        .back = roster_contact_page(caller, contact->number, STR(""))};

    if (told == REACH_SENDING) {
        view.banner = (struct banner_view){
            SAY("The code"), SAY("It is being sent. Please wait.")};
        http_set(answer, STR("Refresh"), STR("1"));
    } else {
        view.banner = (struct banner_view){SAY("The code"),
            caller_say(caller, SAY("It could not be sent: %1"), &why, 1)};
    }
    sheet_answer(caller, &view, answer);
    return true;
}

bool show_roster_code(
    struct caller *caller, struct http_answer *answer, struct err *err)
{
    const struct roster_contact *contact;
    const struct roster_person *owner;
    enum reach_told told;
    str letter = {0};
    str why;

    if (!roster_contact(caller, &contact, &owner, err))
        return false;
    (void)http_query(caller->request, STR("letter"), &letter);
    told = reach_told(caller->site->aside, caller->arena,
        letter_name(caller, contact->number, letter), &why);
    return told == REACH_SENDING || told == REACH_NOT_SENT
        ? show_letter(caller, owner, contact, told, why, answer)
        : ask_code(caller, owner, contact, told, answer, err);
}

/* ---- sending it ---- */

_Static_assert((int)ROSTER_MAIL == (int)NOTIFY_MAIL &&
        (int)ROSTER_TEXT == (int)NOTIFY_TEXT &&
        (int)ROSTER_VOICE == (int)NOTIFY_VOICE &&
        (int)ROSTER_PUSH == (int)NOTIFY_PUSH && (int)ROSTER_HOOK == (int)NOTIFY_HOOK,
    "a contact's channel is the letter's");

static bool send(const struct caller *caller, const struct roster_contact *contact,
    str name, int64_t now, struct err *err)
{
    char code[ROSTER_CODE_DIGITS];
    str shown = {code, sizeof(code)};
    struct notify_letter letter = {.channel = (enum notify_channel)contact->channel,
        .to = contact->address,
        .key = name,
        .topic = STR("roster.code"),
        .subject = caller_say(caller, SAY("A code from Vestibule"), NULL, 0),
        .language = caller->tongue->code,
        .written = now,
        .lives = ROSTER_CODE_SECONDS,
        .urgent = true};
    bool done;

    if (!rota_new_code(caller->site->rota, contact->number, now, code, err))
        return false;
    letter.words = caller_say(caller,
        SAY("Your code is %1. Read it to the colleague who keeps the roster. It counts "
            "for a quarter of an hour."),
        &shown, 1);
    letter.about = shown;
    done =
        reach_tell(caller->site->reach, caller->site->aside, name, &letter, now, err);
    crypto_forget((void *)letter.words.ptr, letter.words.len);
    crypto_forget(code, sizeof(code));
    return done;
}

bool send_roster_code(
    struct caller *caller, struct http_answer *answer, struct err *err)
{
    struct keeper_clock *clock = &caller->site->clock;
    const struct roster_contact *contact;
    const struct roster_person *owner;
    struct text letter = text_in(caller->arena);
    uint8_t key[KEEPER_KEY_BYTES];
    str name;
    str why;

    if (!roster_contact(caller, &contact, &owner, err) || !caller_key(caller, key, err))
        return false;
    text_add_hex(&letter, key, sizeof(key));
    name = letter_name(caller, contact->number, text_str(&letter));
    if (!notify_has(
            reach_channels(caller->site->reach), (enum notify_channel)contact->channel))
        return err_set(err, ERR_INVALID,
            SAY("this channel is not set up; whoever runs this Vestibule does that"));
    if (reach_told(caller->site->aside, caller->arena, name, &why) == REACH_NOTHING &&
        !send(caller, contact, name, clock->now(clock->context), err))
        return ask_code(caller, owner, contact, REACH_NOTHING, answer, err);
    http_see_other(answer, code_page(caller, contact->number, text_str(&letter)));
    return true;
}

/* ---- checking it ---- */

bool take_roster_code(
    struct caller *caller, struct http_answer *answer, struct err *err)
{
    struct keeper_clock *clock = &caller->site->clock;
    int64_t now = clock->now(clock->context);
    const struct roster_contact *contact;
    const struct roster_person *owner;
    uint8_t key[KEEPER_KEY_BYTES];
    struct rota_act act;
    enum roster_code came;
    uint64_t number;

    if (!roster_act(caller, key, &act, err) ||
        !roster_contact(caller, &contact, &owner, err))
        return false;
    number = contact->number;
    if (!rota_enter_code(caller->site->rota, &act, number,
            caller_field(caller, STR("code")), now, &came, err) ||
        !roster_contact(caller, &contact, &owner, err))
        return false;
    if (came == ROSTER_CODE_RIGHT ||
        (came == ROSTER_CODE_OVER && roster_contact_works(contact) &&
            now - contact->verified_at < SAME_SECONDS)) {
        http_see_other(answer, roster_contact_page(caller, number, STR("")));
        return true;
    }
    err_set(err, ERR_INVALID,
        came == ROSTER_CODE_WRONG
            ? SAY("this is not the code")
            : SAY("this code counts no more; go back and send another one"));
    return ask_code(caller, owner, contact, REACH_NOTHING, answer, err);
}
