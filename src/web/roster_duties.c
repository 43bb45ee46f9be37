/*
 * Duties of the roster, in words: those of each week, changes for once, absences; each
 * with a page from which it is ended.
 *
 * Times are those that the clocks of the schools show.
 */
#include "web/roster.h"

enum { WORKDAYS = 31, EVERY_DAY = 127 };

/* ---- in words ---- */

static str time_of(struct arena *arena, int32_t minute)
{
    struct text text = text_in(arena);

    text_add_time(&text, minute);
    return text_str(&text);
}

static str minute_of(const struct caller *caller, int64_t minute)
{
    const struct moment moment = {.day = (int32_t)(minute / TIME_MINUTES),
        .minute = (int32_t)(minute % TIME_MINUTES)};

    return tongue_moment(caller->tongue, caller->arena, &moment);
}

static str days_of(const struct caller *caller, uint32_t chosen)
{
    struct text text = text_in(caller->arena);

    if (chosen == EVERY_DAY)
        return caller_say(caller, SAY("Every day"), NULL, 0);
    if (chosen == WORKDAYS)
        return caller_say(caller, SAY("Monday to Friday"), NULL, 0);
    for (size_t i = 0; i < ROSTER_WEEKDAYS; i++) {
        if ((chosen >> i & 1) == 0)
            continue;
        text_add(&text, text.len > 0 ? STR(", ") : STR(""));
        text_add(&text, caller_say(caller, roster_weekdays[i], NULL, 0));
    }
    return text_str(&text);
}

/* "Law Department, called first" */
static str place_of(const struct caller *caller, str role, str school, uint32_t rank)
{
    const str values[] = {roster_role_words(caller, role, school),
        roster_address(caller->arena, STR(""), rank, STR(""))};

    if (rank == 1)
        return caller_say(caller, SAY("%1, called first"), values, 1);
    if (rank == 2)
        return caller_say(caller, SAY("%1, called second"), values, 1);
    return caller_say(caller, SAY("%1, called in place %2"), values, 2);
}

/* The days between which a duty may begin; empty: it has begun and has no end. */
static str span_of(
    const struct caller *caller, const struct roster_week *week, int32_t today)
{
    const str values[] = {tongue_day(caller->tongue, caller->arena, week->first),
        week->last == ROSTER_OPEN
            ? (str){0}
            : tongue_day(caller->tongue, caller->arena, week->last)};

    if (week->last == ROSTER_OPEN)
        return week->first > today ? caller_say(caller, SAY("From %1 on"), values, 1)
                                   : (str){0};
    return week->first > today ? caller_say(caller, SAY("From %1 to %2"), values, 2)
                               : caller_say(caller, SAY("Until %1"), values + 1, 1);
}

static struct row_view week_row(
    const struct caller *caller, const struct roster_week *week, int32_t today)
{
    const str values[] = {place_of(caller, week->role, week->school, week->rank),
        days_of(caller, week->weekdays), time_of(caller->arena, week->from),
        time_of(caller->arena, week->to)};
    str words = week->from == week->to ? SAY("%1: %2, for 24 hours from %3")
        : week->from < week->to        ? SAY("%1: %2, from %3 to %4")
                                       : SAY("%1: %2, from %3 to %4 on the next day");

    return (struct row_view){.key = roster_person_words(caller, week->person),
        .value = caller_say(caller, words, values, COUNT_OF(values)),
        .note = span_of(caller, week, today),
        .change = roster_address(
            caller->arena, STR("/roster/weeks/"), week->number, STR(""))};
}

static struct row_view once_row(
    const struct caller *caller, const struct roster_override *once)
{
    const str values[] = {place_of(caller, once->role, once->school, once->rank),
        minute_of(caller, once->from), minute_of(caller, once->to)};

    return (struct row_view){.key = roster_person_words(caller, once->person),
        .value = caller_say(
            caller, SAY("%1: once, from %2 until %3"), values, COUNT_OF(values)),
        .change = roster_address(
            caller->arena, STR("/roster/changes/"), once->number, STR(""))};
}

static struct row_view absence_row(
    const struct caller *caller, const struct roster_acting *acting)
{
    const str values[] = {roster_person_words(caller, acting->person),
        minute_of(caller, acting->from), minute_of(caller, acting->to)};

    return (struct row_view){.key = roster_person_words(caller, acting->stand_in),
        .value = caller_say(caller, SAY("Stands in for %1, from %2 until %3"), values,
            COUNT_OF(values)),
        .change = roster_address(
            caller->arena, STR("/roster/absences/"), acting->number, STR(""))};
}

/* ---- all of them ---- */

struct listing {
    const struct caller *caller;
    uint64_t person; /* of whom; 0: of all */
    str find;
    struct moment now;
    struct row_view *rows;
    size_t count;
};

static bool concerns(const struct listing *l, uint64_t person)
{
    return l->person == 0 || l->person == person;
}

static void add(struct listing *l, struct row_view row)
{
    if (!roster_has(row.key, l->find) && !roster_has(row.value, l->find))
        return;
    if (!caller_may(l->caller, MAY_CHANGE_ROSTER, STR("")))
        row.change = (str){0};
    l->rows[l->count++] = row;
}

static void add_all(struct listing *l, const struct roster *roster)
{
    int64_t now = roster_minute(&l->now);

    for (size_t i = 0; i < roster->override_count; i++)
        if (concerns(l, roster->overrides[i].person) && roster->overrides[i].to > now)
            add(l, once_row(l->caller, &roster->overrides[i]));
    for (size_t i = 0; i < roster->acting_count; i++)
        if ((concerns(l, roster->actings[i].person) ||
                concerns(l, roster->actings[i].stand_in)) &&
            roster->actings[i].to > now)
            add(l, absence_row(l->caller, &roster->actings[i]));
    for (size_t i = 0; i < roster->week_count; i++) /* one of yesterday may go on */
        if (concerns(l, roster->weeks[i].person) &&
            roster->weeks[i].last >= l->now.day - 1)
            add(l, week_row(l->caller, &roster->weeks[i], l->now.day));
}

struct part_view roster_duties(struct caller *caller, uint64_t person, str find)
{
    const struct roster *roster = rota_snapshot(caller->site->rota);
    struct listing l = {.caller = caller, .person = person, .find = find};
    struct err ignored = {0};

    l.rows = ARENA_ARRAY(caller->arena, struct row_view,
        roster->week_count + roster->override_count + roster->acting_count);
    if (roster_now(caller, &l.now, &ignored))
        add_all(&l, roster);
    return roster_rows(SAY("Duties"), l.rows, l.count,
        find.len > 0 ? SAY("Nothing has these words in it.")
            : person > 0
            ? SAY("None of their own. Whoever has a role without any "
                  "duties planned is called at every hour.")
            : SAY("None planned. Whoever has a role is called at every hour, "
                  "the head first."));
}

/* ---- one of them, to be ended ---- */

static bool show(struct caller *caller, const struct row_view *found, str above,
    struct http_answer *answer, struct err *err)
{
    struct row_view row;
    struct action_view end = {.words = SAY("End this duty")};
    struct part_view parts[] = {
        {.summary = {.rows = &row, .count = 1}}, {.actions = &end, .action_count = 1}};
    struct sheet_view view = {.title = SAY("Duty"),
        .back = STR("/roster"),
        .parts = parts,
        .part_count = COUNT_OF(parts)};

    if (found == NULL)
        return err_set(err, ERR_NOT_FOUND, SAY("there is no such duty on the roster"));
    row = *found;
    row.change = (str){0};
    end.form = caller_form(caller,
        roster_address(caller->arena, above, roster_part(caller), STR("/remove")));
    sheet_answer(caller, &view, answer);
    return true;
}

bool show_roster_week(
    struct caller *caller, struct http_answer *answer, struct err *err)
{
    const struct roster *roster = rota_snapshot(caller->site->rota);
    const struct row_view *found = NULL;
    struct row_view row;
    struct moment now;

    if (!roster_now(caller, &now, err))
        return false;
    for (size_t i = 0; i < roster->week_count; i++)
        if (roster->weeks[i].number == roster_part(caller)) {
            row = week_row(caller, &roster->weeks[i], now.day);
            found = &row;
        }
    return show(caller, found, STR("/roster/weeks/"), answer, err);
}

bool show_roster_change(
    struct caller *caller, struct http_answer *answer, struct err *err)
{
    const struct roster *roster = rota_snapshot(caller->site->rota);
    const struct row_view *found = NULL;
    struct row_view row;

    for (size_t i = 0; i < roster->override_count; i++)
        if (roster->overrides[i].number == roster_part(caller)) {
            row = once_row(caller, &roster->overrides[i]);
            found = &row;
        }
    return show(caller, found, STR("/roster/changes/"), answer, err);
}

bool show_roster_absence(
    struct caller *caller, struct http_answer *answer, struct err *err)
{
    const struct roster *roster = rota_snapshot(caller->site->rota);
    const struct row_view *found = NULL;
    struct row_view row;

    for (size_t i = 0; i < roster->acting_count; i++)
        if (roster->actings[i].number == roster_part(caller)) {
            row = absence_row(caller, &roster->actings[i]);
            found = &row;
        }
    return show(caller, found, STR("/roster/absences/"), answer, err);
}

static bool end(struct caller *caller, enum roster_thing thing,
    struct http_answer *answer, struct err *err)
{
    uint8_t key[KEEPER_KEY_BYTES];
    struct rota_act act;

    return roster_act(caller, key, &act, err) &&
        roster_removed(
            rota_remove(caller->site->rota, &act, thing, roster_part(caller), err),
            STR("/roster"), answer, err);
}

bool end_roster_week(struct caller *caller, struct http_answer *answer, struct err *err)
{
    return end(caller, ROSTER_WEEK, answer, err);
}

bool end_roster_change(
    struct caller *caller, struct http_answer *answer, struct err *err)
{
    return end(caller, ROSTER_OVERRIDE, answer, err);
}

bool end_roster_absence(
    struct caller *caller, struct http_answer *answer, struct err *err)
{
    return end(caller, ROSTER_ACTING, answer, err);
}
