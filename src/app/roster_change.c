/*
 * Changes of the roster, each with what the record says of it: who and what, by name, and
 * of an address only by which channel it is.
 */
#include "app/roster_inside.h"

/* ---- people and their addresses ---- */

bool rota_put_person(struct rota *rota, const struct rota_act *act,
    const struct roster_person *person, uint64_t *number, struct err *err)
{
    struct rota_change change;
    bool done;

    if (!rota_begin(rota, act, &change, err))
        return false;
    done = roster_put_person(&rota->book, person, number, err);
    if (done)
        text_add_roster_person(&change.words, person);
    done = rota_end(&change, done, err);
    if (done && change.was_done && person->number == 0)
        *number = 0;
    return done;
}

bool rota_remove_person(
    struct rota *rota, const struct rota_act *act, uint64_t person, struct err *err)
{
    struct rota_change change;
    bool done;

    if (!rota_begin(rota, act, &change, err))
        return false;
    done = roster_remove_person(&rota->book, person, err);
    rota_say_person(&change, person);
    rota_say(&change, STR(" has gone: no roles and no addresses any more"));
    return rota_end(&change, done, err);
}

/* An address by its number, and whose it is; NULL: there is none. */
static const struct roster_contact *find_contact(
    const struct roster *roster, uint64_t number, uint64_t *person)
{
    for (size_t i = 0; i < roster->person_count; i++)
        for (size_t k = 0; k < roster->persons[i].contact_count; k++)
            if (roster->persons[i].contacts[k].number == number) {
                *person = roster->persons[i].number;
                return &roster->persons[i].contacts[k];
            }
    return NULL;
}

static void say_contact(
    struct rota_change *change, enum roster_channel channel, uint64_t person, str what)
{
    rota_say(change, STR("an address of "));
    rota_say_person(change, person);
    rota_say(change, STR(" for "));
    rota_say(change, roster_channel_name(channel));
    rota_say(change, what);
}

static void say_contact_numbered(struct rota_change *change, uint64_t number, str what)
{
    uint64_t person = 0;
    const struct roster_contact *contact =
        find_contact(&change->rota->now, number, &person);

    if (contact != NULL)
        say_contact(change, contact->channel, person, what);
}

bool rota_put_contact(struct rota *rota, const struct rota_act *act, uint64_t person,
    enum roster_channel channel, str address, struct err *err)
{
    struct rota_change change;
    uint64_t number;
    bool done;

    if (!rota_begin(rota, act, &change, err))
        return false;
    done = roster_put_contact(&rota->book, person, channel, address, &number, err);
    say_contact(&change, channel, person, STR(" was added"));
    return rota_end(&change, done, err);
}

/* ---- duties ---- */

bool rota_add_week(struct rota *rota, const struct rota_act *act,
    const struct roster_week *week, struct err *err)
{
    struct rota_change change;
    uint64_t number;
    bool done;

    if (!rota_begin(rota, act, &change, err))
        return false;
    change.school = week->school;
    done = roster_add_week(&rota->book, week, &number, err);
    if (done) {
        rota_say(&change, STR("each week "));
        text_add_roster_week(&change.words, &rota->now, week);
    }
    return rota_end(&change, done, err);
}

bool rota_add_override(struct rota *rota, const struct rota_act *act,
    const struct roster_override *override, struct err *err)
{
    struct rota_change change;
    uint64_t number;
    bool done;

    if (!rota_begin(rota, act, &change, err))
        return false;
    change.school = override->school;
    done = roster_add_override(&rota->book, override, &number, err);
    if (done) {
        rota_say(&change, STR("for once "));
        text_add_roster_override(&change.words, &rota->now, override);
    }
    return rota_end(&change, done, err);
}

bool rota_add_acting(struct rota *rota, const struct rota_act *act,
    const struct roster_acting *acting, struct err *err)
{
    struct rota_change change;
    uint64_t number;
    bool done;

    if (!rota_begin(rota, act, &change, err))
        return false;
    done = roster_add_acting(&rota->book, acting, &number, err);
    if (done)
        text_add_roster_acting(&change.words, &rota->now, acting);
    return rota_end(&change, done, err);
}

/* What is taken away, as it stands until then. */
static void say_thing(
    struct rota_change *change, enum roster_thing thing, uint64_t number)
{
    const struct roster *now = &change->rota->now;

    if (thing == ROSTER_CONTACT)
        say_contact_numbered(change, number, STR(" was removed"));
    if (thing != ROSTER_CONTACT)
        rota_say(change, STR("no more: "));
    for (size_t i = 0; thing == ROSTER_WEEK && i < now->week_count; i++)
        if (now->weeks[i].number == number) {
            change->school = now->weeks[i].school;
            text_add_roster_week(&change->words, now, &now->weeks[i]);
        }
    for (size_t i = 0; thing == ROSTER_OVERRIDE && i < now->override_count; i++)
        if (now->overrides[i].number == number) {
            change->school = now->overrides[i].school;
            text_add_roster_override(&change->words, now, &now->overrides[i]);
        }
    for (size_t i = 0; thing == ROSTER_ACTING && i < now->acting_count; i++)
        if (now->actings[i].number == number)
            text_add_roster_acting(&change->words, now, &now->actings[i]);
}

bool rota_remove(struct rota *rota, const struct rota_act *act, enum roster_thing thing,
    uint64_t number, struct err *err)
{
    struct rota_change change;
    bool done;

    if (!rota_begin(rota, act, &change, err))
        return false;
    say_thing(&change, thing, number);
    done = roster_remove(&rota->book, thing, number, err);
    return rota_end(&change, done, err);
}

/* ---- addresses that are proved, and that die ---- */

bool rota_new_code(struct rota *rota, uint64_t contact, int64_t now,
    char code[ROSTER_CODE_DIGITS], struct err *err)
{
    return roster_new_code(&rota->book, contact, now, code, err);
}

/* A wrong try counts although nothing of the roster changed. */
bool rota_enter_code(struct rota *rota, const struct rota_act *act, uint64_t contact,
    str code, int64_t now, enum roster_code *out, struct err *err)
{
    struct rota_change change;

    if (!rota_begin(rota, act, &change, err))
        return false;
    if (!roster_enter_code(&rota->book, contact, code, now, out, err))
        return rota_end(&change, false, err);
    if (*out != ROSTER_CODE_RIGHT)
        return rota_keep(&change, err);
    say_contact_numbered(&change, contact, STR(" was proved by a code"));
    return rota_end(&change, true, err);
}

/* How many other browsers somebody has. */
static size_t count_browsers(const struct roster *roster, uint64_t person, str but)
{
    const struct roster_person *found = roster_find_person(roster, person);
    size_t count = 0;

    for (size_t i = 0; found != NULL && i < found->contact_count; i++)
        count += found->contacts[i].channel == ROSTER_PUSH &&
            !str_equal(found->contacts[i].address, but);
    return count;
}

bool rota_put_browser(struct rota *rota, const struct rota_act *act, uint64_t person,
    str subscription, int64_t now, struct err *err)
{
    struct rota_change change;
    uint64_t number;
    bool done;

    if (count_browsers(&rota->now, person, subscription) >= ROTA_BROWSERS_MAX)
        return err_set(err, ERR_INVALID,
            SAY("eight browsers of yours are told already; end that for one of them "
                "first"));
    if (!rota_begin(rota, act, &change, err))
        return false;
    done = roster_put_contact(
               &rota->book, person, ROSTER_PUSH, subscription, &number, err) &&
        roster_contact_proved(&rota->book, number, now, err);
    say_contact(&change, ROSTER_PUSH, person, STR(" was added by themselves"));
    return rota_end(&change, done, err);
}

enum { HEARD_SECONDS = 24 * 3600 }; /* so often it is worth a note */

bool rota_heard(
    struct rota *rota, uint64_t contact, str why, int64_t now, struct err *err)
{
    uint64_t person = 0;
    const struct roster_contact *found = find_contact(&rota->now, contact, &person);
    uint8_t key[KEEPER_KEY_BYTES];
    struct rota_act act = {STR("Vestibule"), key};
    struct rota_change change;

    if (found == NULL || (why.len > 0 && found->disabled.len > 0) ||
        (why.len == 0 && now - found->tested_at < HEARD_SECONDS))
        return true;
    keeper_new_key(rota->keeper, key);
    if (!rota_begin(rota, &act, &change, err))
        return false;
    if (why.len == 0)
        return roster_contact_heard(&rota->book, contact, now, err)
            ? rota_keep(&change, err)
            : rota_end(&change, false, err);
    say_contact(&change, found->channel, person, STR(" is used no more"));
    return rota_end(&change, roster_contact_dead(&rota->book, contact, why, err), err);
}
