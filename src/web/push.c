/*
 * /account/push: somebody on the roster has this browser tell them when they are called.
 *
 * What a browser says of itself is kept as an address of theirs, which nobody else has to
 * prove: it came with their session.  A message is sent there at once, so that they see
 * how it looks, and that it arrives.
 */
#include "web/pages.h"
#include "web/roster.h"
#include "web/views_push.h"

enum { TRY_LIVES = 600 };

static const struct roster_person *self_of(const struct caller *caller)
{
    const struct roster *roster = rota_snapshot(caller->site->rota);

    for (size_t i = 0; i < roster->person_count; i++)
        if (!roster->persons[i].is_gone &&
            str_equal(roster->persons[i].login, caller->session.account.login))
            return &roster->persons[i];
    return NULL;
}

/* The key that browsers subscribe by; empty: they cannot. */
static str key_of(const struct caller *caller)
{
    const struct reach *reach = caller->site->reach;

    return reach == NULL ? (str){0}
                         : notify_push_key(reach_channels(reach), caller->arena);
}

/* Why it cannot be switched on for them here; empty: it can. */
static str why_not(const struct caller *caller)
{
    const str *login = &caller->session.account.login;

    if (caller->on_device)
        return SAY("This device belongs to a desk. Switch it on on one of your own.");
    if (caller->site->sample)
        return SAY("In a sample nothing is sent, so no message to a browser either.");
    if (key_of(caller).len == 0)
        return SAY("No messages can be sent to browsers: this channel is not set up. "
                   "Whoever runs this Vestibule does that in channels.conf.");
    if (self_of(caller) == NULL)
        return caller_say(caller,
            SAY("You are not on the roster: nobody on it has the login %1. Ask whoever "
                "keeps it."),
            login, 1);
    return (str){0};
}

/* By which the page finds the last message to a browser again. */
static str letter_name(const struct caller *caller, uint64_t contact)
{
    return roster_address(caller->arena, STR("push-"), contact, STR(""));
}

/* ---- the page ---- */

static struct banner_view banner_of(
    const struct caller *caller, const struct roster_contact *newest)
{
    struct banner_view banner = {0};
    str why;

    if (newest == NULL)
        return banner;
    banner.title = SAY("A message to try it");
    switch (reach_told(caller->site->aside, caller->arena,
        letter_name(caller, newest->number), &why)) {
    case REACH_SENDING:
        banner.words = SAY("It is being sent.");
        break;
    case REACH_SENT:
        banner.words = SAY("It was passed on, and appears on your device in a moment.");
        break;
    case REACH_NOT_SENT:
        banner.words = caller_say(caller, SAY("It could not be sent: %1"), &why, 1);
        break;
    default:
        banner.title = (str){0};
    }
    return banner;
}

/* A row of a browser that is told, known by when that began, and how to end it. */
static bool add_browser(const struct caller *caller,
    const struct roster_contact *contact, struct row_view *row,
    struct action_view *action, struct err *err)
{
    struct text number = text_in(caller->arena);

    text_add_u64(&number, contact->number);
    row->value = roster_contact_words(caller, contact);
    if (!moment_words(caller, contact->verified_at, &row->key, err))
        return false;
    *action =
        (struct action_view){.form = caller_form(caller, STR("/account/push/off")),
            .kept = {STR("number"), text_str(&number)},
            .words = SAY("Tell me no more there: %1"),
            .about = row->key};
    return true;
}

static bool browsers_of(const struct caller *caller, const struct roster_person *self,
    struct part_view *part, const struct roster_contact **newest, struct err *err)
{
    struct row_view *rows =
        ARENA_ARRAY(caller->arena, struct row_view, self->contact_count);
    struct action_view *actions =
        ARENA_ARRAY(caller->arena, struct action_view, self->contact_count);
    size_t count = 0;

    for (size_t i = 0; i < self->contact_count; i++) {
        if (self->contacts[i].channel != ROSTER_PUSH)
            continue;
        *newest = &self->contacts[i];
        if (!add_browser(caller, *newest, &rows[count], &actions[count], err))
            return false;
        count++;
    }
    *part = (struct part_view){.title = SAY("Where you are told, and since when"),
        .summary = {.rows = rows, .count = count},
        .actions = actions,
        .action_count = count};
    return true;
}

bool show_push(struct caller *caller, struct http_answer *answer, struct err *err)
{
    const struct roster_person *self = self_of(caller);
    const struct roster_contact *newest = NULL;
    struct part_view on = {0};
    struct push_view view = {.why_not = why_not(caller)};
    struct html html = caller_page(caller, SAY("Tell me on this device"), &view.frame);

    if (self != NULL && !browsers_of(caller, self, &on, &newest, err))
        return false;
    view.on = on.action_count > 0 ? &on : NULL;
    view.banner = banner_of(caller, newest);
    if (view.why_not.len == 0) {
        view.form = caller_form(caller, STR("/account/push"));
        view.key = key_of(caller);
    }
    view_push(&html, &view);
    site_answer(caller->request, &html, 200, answer);
    return true;
}

/* ---- switching it on ---- */

static bool send_first(const struct caller *caller,
    const struct roster_contact *contact, int64_t now, struct err *err)
{
    str name = letter_name(caller, contact->number);
    struct text key = text_in(caller->arena);
    struct notify_letter letter = {.channel = NOTIFY_PUSH,
        .to = contact->address,
        .topic = STR("roster.push"),
        .about = STR("push"),
        .subject = STR("Vestibule"),
        .words =
            caller_say(caller, SAY("So you are told when you are called."), NULL, 0),
        .language = caller->tongue->code,
        .written = now,
        .lives = TRY_LIVES};

    text_add(&key, name);
    text_add_byte(&key, '-');
    text_add_i64(&key, now);
    letter.key = text_str(&key);
    return reach_tell(
        caller->site->reach, caller->site->aside, name, &letter, now, err);
}

static const struct roster_contact *find_browser(
    const struct roster_person *self, str address, uint64_t number)
{
    for (size_t i = 0; self != NULL && i < self->contact_count; i++)
        if (self->contacts[i].channel == ROSTER_PUSH &&
            (str_equal(self->contacts[i].address, address) ||
                self->contacts[i].number == number))
            return &self->contacts[i];
    return NULL;
}

bool take_push(struct caller *caller, struct http_answer *answer, struct err *err)
{
    struct keeper_clock *clock = &caller->site->clock;
    int64_t now = clock->now(clock->context);
    const struct roster_contact *contact;
    uint8_t key[KEEPER_KEY_BYTES];
    struct rota_act act = {caller->session.account.login, key};
    str address;

    if (why_not(caller).len > 0)
        return show_push(caller, answer, err);
    if (!caller_key(caller, key, err) ||
        !notify_read_subscription(
            caller->arena, caller_field(caller, STR("subscription")), &address, err) ||
        !rota_put_browser(
            caller->site->rota, &act, self_of(caller)->number, address, now, err))
        return false;
    contact = find_browser(self_of(caller), address, 0);
    /* It counts all the same when no message could be sent now. */
    if (contact != NULL && !send_first(caller, contact, now, err))
        *err = (struct err){0};
    http_see_other(answer, STR("/account/push"));
    return true;
}

/* ---- switching it off ---- */

bool take_push_off(struct caller *caller, struct http_answer *answer, struct err *err)
{
    uint64_t number;
    uint8_t key[KEEPER_KEY_BYTES];
    struct rota_act act = {caller->session.account.login, key};

    if (!caller_key(caller, key, err))
        return false;
    if (str_to_u64(caller_field(caller, STR("number")), &number) &&
        find_browser(self_of(caller), (str){0}, number) != NULL &&
        !rota_remove(caller->site->rota, &act, ROSTER_CONTACT, number, err))
        return false;
    http_see_other(answer, STR("/account/push"));
    return true;
}
