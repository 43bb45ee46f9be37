/*
 * The roster in words: roles, addresses, people; and acting on it.
 */
#include "web/roster.h"

enum { DAY_SECONDS = 24 * 60 * 60 };

const str roster_weekdays[ROSTER_WEEKDAYS] = {SAY_INIT("Monday"), SAY_INIT("Tuesday"),
    SAY_INIT("Wednesday"), SAY_INIT("Thursday"), SAY_INIT("Friday"),
    SAY_INIT("Saturday"), SAY_INIT("Sunday")};

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
    const str values[] = {
        tongue_cut(caller->arena, role_words(caller, role), STR(" (")), school};

    return school.len > 0 ? caller_say(caller, SAY("%1 (%2)"), values, 2) : values[0];
}

str roster_posts_words(const struct caller *caller, const struct roster_person *person)
{
    struct text text = text_in(caller->arena);

    for (size_t i = 0; i < person->post_count; i++) {
        const struct roster_post *post = &person->posts[i];
        str words = roster_role_words(caller, post->role, post->school);

        text_add(&text, i > 0 ? STR("; ") : STR(""));
        text_add(&text,
            post->is_head ? caller_say(caller, SAY("%1, head"), &words, 1) : words);
    }
    return person->post_count > 0 ? text_str(&text) : SAY("No role");
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

str roster_contact_address(const struct roster_contact *contact)
{
    return contact->channel == ROSTER_PUSH ? SAY("A browser of theirs")
                                           : contact->address;
}

str roster_contact_words(
    const struct caller *caller, const struct roster_contact *contact)
{
    struct keeper_clock *clock = &caller->site->clock;
    int64_t now = clock->now(clock->context);
    int64_t tested = contact->tested_at > contact->verified_at ? contact->tested_at
                                                               : contact->verified_at;
    uint64_t days = now > tested ? (uint64_t)(now - tested) / DAY_SECONDS : 0;

    if (contact->disabled.len > 0)
        return caller_say(caller, SAY("Is used no more: %1"), &contact->disabled, 1);
    if (contact->verified_at == 0)
        return SAY("Not verified yet, so nothing is sent there.");
    if (days == 0)
        return SAY("Works: tested today.");
    return roster_contact_stale(contact, now)
        ? caller_count(caller,
              SAY_COUNT("Tested %1 day ago: test it again.",
                  "Tested %1 days ago: test it again."),
              days)
        : caller_count(caller,
              SAY_COUNT("Works: tested %1 day ago.", "Works: tested %1 days ago."),
              days);
}

str roster_person_words(const struct caller *caller, uint64_t person)
{
    const struct roster_person *found =
        roster_find_person(rota_snapshot(caller->site->rota), person);

    return found == NULL ? caller_say(caller, SAY("Nobody"), NULL, 0) : found->name;
}

bool roster_now(const struct caller *caller, struct moment *now, struct err *err)
{
    struct keeper_clock *clock = &caller->site->clock;

    return desk_moment(caller->site->desk, clock->now(clock->context), now, err);
}

bool roster_act(const struct caller *caller, uint8_t key[KEEPER_KEY_BYTES],
    struct rota_act *out, struct err *err)
{
    *out = (struct rota_act){caller->session.account.login, key};
    return caller_must(caller, MAY_CHANGE_ROSTER, STR(""), err) &&
        caller_key(caller, key, err);
}

uint64_t roster_part(const struct caller *caller)
{
    uint64_t number = 0;

    return str_to_u64(http_part(caller->request, STR("number")), &number) ? number : 0;
}

bool roster_person(
    const struct caller *caller, const struct roster_person **out, struct err *err)
{
    *out = roster_find_person(rota_snapshot(caller->site->rota), roster_part(caller));
    return (*out != NULL && !(*out)->is_gone) ||
        err_set(err, ERR_NOT_FOUND, SAY("there is no such person on the roster"));
}

bool roster_removed(bool done, str to, struct http_answer *answer, struct err *err)
{
    if (!done && err->kind != ERR_NOT_FOUND)
        return false;
    *err = (struct err){0};
    http_see_other(answer, to);
    return true;
}

/* ---- rows ---- */

enum { ROWS_SHOWN = 100 };

struct part_view roster_rows(
    str title, const struct row_view *rows, size_t count, str none)
{
    struct part_view part = {.title = title,
        .summary = {.rows = rows, .count = count < ROWS_SHOWN ? count : ROWS_SHOWN}};

    if (count == 0)
        part.words = none;
    if (count > ROWS_SHOWN)
        part.words = SAY(
            "These are the first 100. Search for a name or a school to see others.");
    return part;
}
