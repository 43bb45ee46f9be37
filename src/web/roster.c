/*
 * /roster: who is on duty now, what is wrong in the days to come, and who is on the list.
 *
 * What is wrong comes first in each list, and "find" shows what has some words in it.
 */
#include "web/roster.h"

enum { AHEAD_DAYS = 14, BOARD_ROWS = 60 };

/* ---- what is known besides the roster ---- */

static void needs_of(struct caller *caller, struct rota_needs *out)
{
    struct rota_known known = {.calendar = desk_calendar(caller->site->desk)};

    known.school_count = roster_schools(caller, &known.schools);
    known.role_count = rota_lanes(reach_orders(caller->site->reach),
        &desk_bench(caller->site->desk)->image, caller->arena, &known.roles);
    rota_needs(rota_snapshot(caller->site->rota), &known, caller->arena, out);
}

/* ---- on duty now ---- */

/* The channels by which something can be sent, a bit each.  In a sample, where nothing is
 * sent, all addresses are taken to be as good as they say. */
static uint32_t channels_of(const struct caller *caller)
{
    uint32_t channels = 0;

    for (int c = 0; c < NOTIFY_CHANNELS; c++)
        if (caller->site->sample ||
            notify_has(reach_channels(caller->site->reach), (enum notify_channel)c))
            channels |= 1U << c;
    return channels;
}

enum reached { REACHED, REACHED_BY_NOTHING, REACHED_NOWHERE, REACHED_NOBODY };

/* Their names, and how the worst of them is reached. */
static str names_of(const struct caller *caller, enum roster_who who,
    const struct roster_need *need, const struct moment *now, enum reached *reached)
{
    const struct roster_question question = {who, need->role, need->school, *now};
    uint32_t channels = channels_of(caller);
    struct roster_people people = {0};
    struct text text = text_in(caller->arena);

    roster_called(rota_snapshot(caller->site->rota), &question, caller->arena, &people);
    *reached = people.count > 0 ? REACHED : REACHED_NOBODY;
    for (size_t i = 0; i < people.count; i++) {
        text_add(&text, i > 0 ? STR(", ") : STR(""));
        text_add(&text, people.items[i]->name);
        if (!roster_reachable(people.items[i], UINT32_MAX))
            *reached = REACHED_NOWHERE;
        else if (!roster_reachable(people.items[i], channels) && *reached == REACHED)
            *reached = REACHED_BY_NOTHING;
    }
    return text_str(&text);
}

static struct board_row_view row_of(const struct caller *caller,
    const struct roster_need *need, const struct moment *now)
{
    static const str states[] = {[REACHED] = SAY_INIT("Has an address that works"),
        [REACHED_BY_NOTHING] = SAY_INIT("Their channel is not set up"),
        [REACHED_NOWHERE] = SAY_INIT("Has no address that works"),
        [REACHED_NOBODY] = SAY_INIT("Nobody is on duty")};
    str *cells = ARENA_ARRAY(caller->arena, str, 4);
    struct board_row_view row = {.cells = cells, .tone = TONE_YES};
    enum reached first;
    enum reached second;

    cells[0] = roster_role_words(caller, need->role, STR(""));
    cells[1] = need->school.len > 0
        ? need->school
        : caller_say(caller, SAY("Whole district"), NULL, 0);
    cells[2] = names_of(caller, ROSTER_ON_DUTY, need, now, &first);
    cells[3] = names_of(caller, ROSTER_SECOND, need, now, &second);
    if (cells[3].len > 0) /* a telephone shows no headings of columns */
        cells[3] = caller_say(caller, SAY("then %1"), &cells[3], 1);
    row.state = states[first];
    if (first != REACHED) {
        row.tone = TONE_NO;
    } else if (second == REACHED_NOWHERE || second == REACHED_BY_NOTHING) {
        row.tone = TONE_WAIT;
        row.state = SAY("The second has no address that works");
    }
    return row;
}

static bool row_has(const struct board_row_view *row, str find)
{
    for (size_t i = 0; i < 4; i++)
        if (roster_has(row->cells[i], find))
            return true;
    return false;
}

/* The worst first, and otherwise as they stand. */
static void sort(struct board_row_view *rows, size_t count, struct board_row_view *out)
{
    static const enum tone tones[] = {TONE_NO, TONE_WAIT, TONE_YES};
    size_t at = 0;

    for (size_t t = 0; t < COUNT_OF(tones); t++)
        for (size_t i = 0; i < count; i++)
            if (rows[i].tone == tones[t])
                out[at++] = rows[i];
}

static bool board_of(struct caller *caller, const struct rota_needs *needs, str find,
    struct board_view *board, struct err *err)
{
    static const str columns[] = {
        SAY_INIT("Role"), SAY_INIT("School"), SAY_INIT("First"), SAY_INIT("Second")};
    struct board_row_view *rows =
        ARENA_ARRAY(caller->arena, struct board_row_view, needs->count);
    struct board_row_view *sorted =
        ARENA_ARRAY(caller->arena, struct board_row_view, needs->count);
    struct moment now;
    size_t count = 0;

    if (!roster_now(caller, &now, err))
        return false;
    for (size_t i = 0; i < needs->count; i++) {
        rows[count] = row_of(caller, &needs->items[i], &now);
        count += row_has(&rows[count], find);
    }
    sort(rows, count, sorted);
    *board = (struct board_view){.caption = SAY("Roster: who is on duty now"),
        .columns = columns,
        .column_count = COUNT_OF(columns),
        .rows = sorted,
        .row_count = count < BOARD_ROWS ? count : BOARD_ROWS,
        .empty = SAY("Nothing has these words in it.")};
    return true;
}

/* ---- the days to come ---- */

static bool trouble_row(const struct caller *caller, const struct rota_trouble *trouble,
    struct row_view *out, struct err *err)
{
    const struct roster_gap *gap = &trouble->first;
    str values[] = {gap->person == NULL ? (str){0} : gap->person->name, {0}, {0}};
    struct text more = text_in(caller->arena);
    str again[2];

    out->key = roster_role_words(caller, gap->role, gap->school);
    if (!moment_words(caller, gap->from, &values[1], err) ||
        !moment_words(caller, gap->to, &values[2], err) ||
        !moment_words(caller, trouble->until, &again[1], err))
        return false;
    out->value = gap->fault == ROSTER_NOBODY
        ? caller_say(caller, SAY("Nobody is on duty from %1 until %2"), values + 1, 2)
        : caller_say(caller,
              SAY("%1 is on duty and has no address that works, from %2 until %3"),
              values, 3);
    text_add_u64(&more, trouble->more);
    again[0] = text_str(&more);
    if (trouble->more > 0)
        out->note = caller_say(
            caller, SAY("And so %1 times more, the last until %2."), again, 2);
    return true;
}

static str hours_words(const struct caller *caller, bool is_well)
{
    struct text opens = text_in(caller->arena);
    struct text closes = text_in(caller->arena);
    int32_t from;
    int32_t to;

    calendar_hours(desk_calendar(caller->site->desk), &from, &to);
    text_add_time(&opens, from);
    text_add_time(&closes, to);
    return caller_say(caller,
        is_well ? SAY("On school days from %1 to %2 somebody is on duty everywhere who "
                      "can be reached.")
                : SAY("On school days from %1 to %2 this is missing:"),
        (const str[]){text_str(&opens), text_str(&closes)}, 2);
}

static bool gaps_of(struct caller *caller, const struct rota_needs *needs, str find,
    struct part_view *part, size_t *all, struct err *err)
{
    struct keeper_clock *clock = &caller->site->clock;
    const struct rota_span span = {
        desk_zone(caller->site->desk), clock->now(clock->context), AHEAD_DAYS};
    struct roster_gap_list gaps;
    struct rota_trouble *troubles;
    struct row_view *rows;
    size_t count = 0;

    if (!rota_ahead(
            rota_snapshot(caller->site->rota), needs, &span, caller->arena, &gaps, err))
        return false;
    *all = rota_join(&gaps, caller->arena, &troubles);
    rows = ARENA_ARRAY(caller->arena, struct row_view, *all);
    for (size_t i = 0; i < *all; i++) {
        rows[count] = (struct row_view){0};
        if (!trouble_row(caller, &troubles[i], &rows[count], err))
            return false;
        count +=
            roster_has(rows[count].key, find) || roster_has(rows[count].value, find);
    }
    *part = roster_rows(SAY("The next 14 days"), rows, count,
        *all == 0 ? hours_words(caller, true) : SAY("Nothing has these words in it."));
    if (part->words.len == 0)
        part->words = hours_words(caller, false);
    return true;
}

/* ---- the list ---- */

/* What is wrong with how somebody is reached; or empty. */
static str trouble_of(const struct caller *caller, const struct roster_person *person)
{
    struct keeper_clock *clock = &caller->site->clock;

    if (!roster_reachable(person, UINT32_MAX))
        return SAY("Cannot be reached: no address of theirs is verified.");
    for (size_t i = 0; i < person->contact_count; i++)
        if (roster_contact_works(&person->contacts[i]) &&
            roster_contact_stale(&person->contacts[i], clock->now(clock->context)))
            return SAY("An address has not been tested for long.");
    return (str){0};
}

static size_t add_people(const struct caller *caller, str find, bool in_trouble,
    bool may_change, struct row_view *rows, size_t count)
{
    const struct roster *roster = rota_snapshot(caller->site->rota);

    for (size_t i = 0; i < roster->person_count; i++) {
        const struct roster_person *person = &roster->persons[i];
        struct row_view row = {.key = person->name,
            .value = roster_posts_words(caller, person),
            .note = trouble_of(caller, person)};

        if (person->is_gone || (row.note.len > 0) != in_trouble ||
            !(roster_has(row.key, find) || roster_has(row.value, find)))
            continue;
        if (may_change)
            row.change = roster_address(
                caller->arena, STR("/roster/people/"), person->number, STR(""));
        rows[count++] = row;
    }
    return count;
}

static struct part_view people_of(
    const struct caller *caller, str find, bool may_change)
{
    const struct roster *roster = rota_snapshot(caller->site->rota);
    struct row_view *rows =
        ARENA_ARRAY(caller->arena, struct row_view, roster->person_count);
    size_t count = add_people(caller, find, true, may_change, rows, 0);

    count = add_people(caller, find, false, may_change, rows, count);
    return roster_rows(SAY("People on the roster"), rows, count,
        find.len > 0 ? SAY("Nothing has these words in it.")
                     : SAY("Nobody yet, so nobody is called."));
}

static struct part_view changes_of(void)
{
    static const struct link_view links[] = {
        {STR_INIT("/roster/new-person"), SAY_INIT("Put somebody on the roster")},
        {STR_INIT("/roster/new-week"), SAY_INIT("Give somebody a duty each week")},
        {STR_INIT("/roster/new-change"), SAY_INIT("Give a duty to somebody else once")},
        {STR_INIT("/roster/new-absence"),
            SAY_INIT("Somebody is away, and another stands in")},
    };

    return (struct part_view){.title = SAY("Change the roster"),
        .links = links,
        .link_count = COUNT_OF(links)};
}

/* ---- the page ---- */

static struct banner_view banner_of(const struct caller *caller, size_t gaps)
{
    if (caller->site->sample)
        return (struct banner_view){SAY("A sample"),
            SAY("These people and addresses are invented. Nothing is sent to them: the "
                "desk is told to telephone instead.")};
    if (channels_of(caller) == 0)
        return (struct banner_view){SAY("Nobody is called"),
            SAY("No way to send anything is set up, so the desk is told to telephone. "
                "Whoever runs this Vestibule sets that up in channels.conf.")};
    if (gaps > 0)
        return (struct banner_view){SAY("Something is missing"),
            caller_count(caller,
                SAY_COUNT("%1 gap in the next 14 days, below.",
                    "%1 gaps in the next 14 days, below."),
                gaps)};
    return (struct banner_view){.title = {0}};
}

bool show_roster(struct caller *caller, struct http_answer *answer, struct err *err)
{
    bool may_change = caller_may(caller, MAY_CHANGE_ROSTER, STR(""));
    struct part_view parts[4];
    struct board_view board;
    struct sheet_view view = {.board = &board,
        .find = {STR("/roster"), SAY("A name, a role or a school"), {0}},
        .parts = parts};
    struct rota_needs needs;
    size_t gaps;

    (void)http_query(caller->request, STR("find"), &view.find.value);
    view.find.value = str_trim(view.find.value);
    needs_of(caller, &needs);
    if (!board_of(caller, &needs, view.find.value, &board, err) ||
        !gaps_of(caller, &needs, view.find.value, &parts[0], &gaps, err))
        return false;
    view.part_count = 1;
    if (may_change)
        parts[view.part_count++] = changes_of();
    parts[view.part_count++] = people_of(caller, view.find.value, may_change);
    parts[view.part_count++] = roster_duties(caller, 0, view.find.value);
    view.banner = banner_of(caller, gaps);
    sheet_answer(caller, &view, answer);
    return true;
}
