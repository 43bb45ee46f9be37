/*
 * /roster: who is on duty now, what is wrong in the days to come, and who is on the list.
 */
#include "web/roster.h"

enum { AHEAD_DAYS = 14 };

/* ---- what is known besides the roster ---- */

static bool known_of(struct caller *caller, struct rota_known *out, struct err *err)
{
    struct account *accounts;
    str *schools;
    size_t room = 0;
    size_t count;

    if (!people_accounts(
            &caller->site->staff.people, caller->arena, &accounts, &count, err))
        return false;
    *out = (struct rota_known){.calendar = desk_calendar(caller->site->desk)};
    schools = NULL;
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < accounts[i].right_count; k++) {
            if (accounts[i].state == STATE_LEFT)
                continue;
            schools = arena_grow(
                caller->arena, schools, out->school_count, &room, sizeof(str));
            schools[out->school_count++] = accounts[i].rights[k].school;
        }
    out->schools = schools;
    out->role_count = rota_lanes(reach_orders(caller->site->reach),
        &desk_bench(caller->site->desk)->image, caller->arena, &out->roles);
    return true;
}

/* ---- on duty now ---- */

static str names_of(const struct caller *caller, enum roster_who who,
    const struct roster_need *need, const struct moment *now, bool *reached)
{
    const struct roster_question question = {who, need->role, need->school, *now};
    struct roster_people people = {0};
    struct text text = text_in(caller->arena);

    roster_called(rota_snapshot(caller->site->rota), &question, caller->arena, &people);
    *reached = people.count > 0;
    for (size_t i = 0; i < people.count; i++) {
        text_add(&text, i > 0 ? STR(", ") : STR(""));
        text_add(&text, people.items[i]->name);
        *reached = *reached && roster_reachable(people.items[i], UINT32_MAX);
    }
    return text_str(&text);
}

static struct board_row_view row_of(const struct caller *caller,
    const struct roster_need *need, const struct moment *now)
{
    str *cells = ARENA_ARRAY(caller->arena, str, 4);
    struct board_row_view row = {.cells = cells, .tone = TONE_YES};
    bool first;
    bool second;

    cells[0] = role_words(caller, need->role);
    cells[1] = need->school.len > 0
        ? need->school
        : caller_say(caller, SAY("Whole district"), NULL, 0);
    cells[2] = names_of(caller, ROSTER_ON_DUTY, need, now, &first);
    cells[3] = names_of(caller, ROSTER_SECOND, need, now, &second);
    row.state = SAY("Can be reached");
    if (cells[2].len == 0) {
        row.tone = TONE_NO;
        row.state = SAY("Nobody is on duty");
    } else if (!first) {
        row.tone = TONE_NO;
        row.state = SAY("Cannot be reached");
    }
    return row;
}

static bool board_of(struct caller *caller, const struct rota_needs *needs,
    struct board_view *board, struct err *err)
{
    static const str columns[] = {
        SAY_INIT("Role"), SAY_INIT("School"), SAY_INIT("First"), SAY_INIT("Then")};
    struct keeper_clock *clock = &caller->site->clock;
    struct board_row_view *rows =
        ARENA_ARRAY(caller->arena, struct board_row_view, needs->count);
    struct moment now;

    if (!desk_moment(caller->site->desk, clock->now(clock->context), &now, err))
        return false;
    for (size_t i = 0; i < needs->count; i++)
        rows[i] = row_of(caller, &needs->items[i], &now);
    *board = (struct board_view){.caption = SAY("Roster: who is on duty now"),
        .columns = columns,
        .column_count = COUNT_OF(columns),
        .rows = rows,
        .row_count = needs->count,
        .empty = SAY("No role is called.")};
    return true;
}

/* ---- the days to come ---- */

static bool gap_row(const struct caller *caller, const struct roster_gap *gap,
    struct row_view *out, struct err *err)
{
    str values[3] = {gap->person == NULL ? (str){0} : gap->person->name};

    out->key = roster_role_words(caller, gap->role, gap->school);
    if (!moment_words(caller, gap->from, &values[1], err) ||
        !moment_words(caller, gap->to, &values[2], err))
        return false;
    out->value = gap->fault == ROSTER_NOBODY
        ? caller_say(caller, SAY("Nobody is on duty from %1 until %2"), values + 1, 2)
        : caller_say(caller,
              SAY("%1 is on duty and has no address that works, from %2 until %3"),
              values, 3);
    return true;
}

static bool gaps_of(struct caller *caller, const struct rota_needs *needs,
    struct part_view *part, struct err *err)
{
    struct keeper_clock *clock = &caller->site->clock;
    const struct rota_span span = {
        desk_zone(caller->site->desk), clock->now(clock->context), AHEAD_DAYS};
    struct roster_gap_list gaps;
    struct row_view *rows;

    if (!rota_ahead(
            rota_snapshot(caller->site->rota), needs, &span, caller->arena, &gaps, err))
        return false;
    rows = ARENA_ARRAY(caller->arena, struct row_view, gaps.count);
    for (size_t i = 0; i < gaps.count; i++)
        if (!gap_row(caller, &gaps.items[i], &rows[i], err))
            return false;
    *part = (struct part_view){.title = SAY("The next 14 days"),
        .words = gaps.count == 0
            ? SAY("While schools are open, Monday to Friday from 07:00 to 18:00, "
                  "somebody is on duty who can be reached.")
            : SAY("While schools are open, Monday to Friday from 07:00 to 18:00:"),
        .summary = {.rows = rows, .count = gaps.count}};
    return true;
}

/* ---- the list ---- */

static str posts_words(const struct caller *caller, const struct roster_person *person)
{
    struct text text = text_in(caller->arena);

    for (size_t i = 0; i < person->post_count; i++) {
        str words =
            roster_role_words(caller, person->posts[i].role, person->posts[i].school);

        text_add(&text, i > 0 ? STR("; ") : STR(""));
        text_add(&text,
            person->posts[i].is_head ? caller_say(caller, SAY("Head: %1"), &words, 1)
                                     : words);
    }
    return person->post_count > 0 ? text_str(&text) : SAY("None");
}

/* What is wrong with how somebody is reached; or empty. */
static str trouble_of(const struct caller *caller, const struct roster_person *person)
{
    struct keeper_clock *clock = &caller->site->clock;

    if (!roster_reachable(person, UINT32_MAX))
        return SAY("Cannot be reached: no address of theirs is verified.");
    for (size_t i = 0; i < person->contact_count; i++)
        if (roster_contact_works(&person->contacts[i]) &&
            roster_contact_stale(&person->contacts[i], clock->now(clock->context)))
            return SAY("An address is to be tried again.");
    return (str){0};
}

static struct part_view people_of(struct caller *caller, bool may_change)
{
    const struct roster *roster = rota_snapshot(caller->site->rota);
    struct part_view part = {.title = SAY("People on the roster")};
    struct row_view *rows =
        ARENA_ARRAY(caller->arena, struct row_view, roster->person_count);
    size_t count = 0;

    for (size_t i = 0; i < roster->person_count; i++) {
        const struct roster_person *person = &roster->persons[i];

        if (person->is_gone)
            continue;
        rows[count++] = (struct row_view){.key = person->name,
            .value = posts_words(caller, person),
            .note = trouble_of(caller, person),
            .change = may_change ? roster_address(caller->arena, STR("/roster/people/"),
                                       person->number, STR(""))
                                 : (str){0}};
    }
    if (count == 0)
        part.words = SAY("Nobody yet, so nobody is called.");
    part.summary = (struct summary_view){.rows = rows, .count = count};
    return part;
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

bool show_roster(struct caller *caller, struct http_answer *answer, struct err *err)
{
    bool may_change = caller_may(caller, MAY_CHANGE_ROSTER, STR(""));
    struct part_view parts[4];
    struct board_view board;
    struct sheet_view view = {
        .lead = SAY("Who is called when somebody has to act for a visit."),
        .board = &board,
        .parts = parts,
        .part_count = may_change ? 4 : 3};
    struct rota_known known;
    struct rota_needs needs;

    if (!known_of(caller, &known, err))
        return false;
    rota_needs(rota_snapshot(caller->site->rota), &known, caller->arena, &needs);
    if (!board_of(caller, &needs, &board, err) ||
        !gaps_of(caller, &needs, &parts[0], err))
        return false;
    parts[1] = people_of(caller, may_change);
    parts[2] = roster_duties(caller, 0);
    parts[3] = changes_of();
    sheet_answer(caller, &view, answer);
    return true;
}
