/*
 * /exercise: the principal begins and ends an exercise at their school, and reads what
 * came of the last one.
 *
 * It is told by role, never by name: what an exercise is to find out is whether the plan
 * works.
 */
#include "web/ask.h"
#include "web/visits.h"

enum { PRACTISED_MAX = 100, SUMMARY_COLUMNS = 4 };

static bool school_of(struct caller *caller, str *school, struct err *err)
{
    *school = caller_school(caller);
    if (school->len == 0)
        return err_set(err, ERR_USAGE,
            SAY("an exercise is run at a school; choose yours on the first page"));
    return caller_must(caller, MAY_RUN_EXERCISE, *school, err);
}

/* ---- what came of it ---- */

/* Of one role: how often it was called, and what came of that. */
struct tally {
    str role;
    uint64_t called;
    uint64_t answered;
    uint64_t missed;
    int64_t first; /* seconds to the first answer; -1: none */
};

struct tallies {
    struct tally items[PRACTISED_MAX];
    size_t count;
    uint64_t visits;
    uint64_t unfinished;
};

static struct tally *tally_of(struct arena *arena, struct tallies *all, str role)
{
    for (size_t i = 0; i < all->count; i++)
        if (str_equal(all->items[i].role, role))
            return &all->items[i];
    if (all->count == COUNT_OF(all->items))
        return NULL;
    all->items[all->count] =
        (struct tally){.role = arena_str(arena, role), .first = -1};
    return &all->items[all->count++];
}

static void count_duty(struct tally *tally, const struct visit_duty *duty)
{
    bool is_answered =
        duty->state == VISIT_DUTY_TAKEN || duty->state == VISIT_DUTY_DONE;
    int64_t seconds = duty->answered.at - duty->mark.at;

    tally->called++;
    tally->answered += is_answered;
    tally->missed += !is_answered;
    if (is_answered && (tally->first < 0 || seconds < tally->first))
        tally->first = seconds;
}

static void count_visit(struct arena *arena, struct tallies *all,
    const struct desk_exercise *exercise, const struct visit *visit)
{
    if (!visit->exercise || visit->opened.at < exercise->began_at ||
        visit->opened.at > exercise->ends_at)
        return;
    all->visits++;
    all->unfinished += visit->is_open;
    for (size_t i = 0; i < visit->duty_count; i++) {
        struct tally *tally = tally_of(arena, all, visit->duties[i].to);

        if (tally != NULL)
            count_duty(tally, &visit->duties[i]);
    }
}

static void count_open(
    struct caller *caller, const struct desk_exercise *exercise, struct tallies *all)
{
    const struct visits_filter filter = {.school = exercise->school};
    struct visit **visits;
    size_t count = desk_board(caller->site->desk, &filter, caller->arena, &visits);

    for (size_t i = 0; i < count; i++)
        count_visit(caller->arena, all, exercise, visits[i]);
}

static bool count_closed(struct caller *caller, const struct desk_exercise *exercise,
    struct tallies *all, struct err *err)
{
    const struct desk_search search = {.school = exercise->school,
        .earnest = VISITS_EXERCISES,
        .before = UINT64_MAX,
        .most = PRACTISED_MAX};
    struct desk_past *found;
    const struct visit *visit;
    uint64_t next;
    size_t count;

    if (!desk_history(
            caller->site->desk, &search, caller->arena, &found, &count, &next, err))
        return false;
    for (size_t i = 0; i < count; i++) {
        if (!desk_visit(caller->site->desk, found[i].id, &visit, err))
            return false;
        count_visit(caller->arena, all, exercise, visit);
    }
    return true;
}

static str number(struct arena *arena, uint64_t value)
{
    struct text text = text_in(arena);

    text_add_u64(&text, value);
    return text_str(&text);
}

static struct board_row_view row_of(
    const struct caller *caller, const struct tally *tally)
{
    str *cells = ARENA_ARRAY(caller->arena, str, SUMMARY_COLUMNS);

    cells[0] = role_words(caller, tally->role);
    cells[1] = number(caller->arena, tally->called);
    cells[2] = number(caller->arena, tally->missed);
    cells[3] = tally->first < 0 ? SAY("nobody answered")
                                : number(caller->arena, (uint64_t)tally->first);
    return (struct board_row_view){.cells = cells,
        .tone = tally->missed > 0 ? TONE_WAIT : TONE_YES,
        .state = tally->missed > 0 ? SAY("Steps missed") : SAY("All steps")};
}

static const struct board_view *summary_of(
    const struct caller *caller, const struct tallies *all)
{
    static const str columns[SUMMARY_COLUMNS] = {SAY_INIT("Role"), SAY_INIT("Steps"),
        SAY_INIT("Missed"), SAY_INIT("Seconds to the first answer")};
    struct board_row_view *rows =
        ARENA_ARRAY(caller->arena, struct board_row_view, all->count);
    struct board_view *board = ARENA_NEW(caller->arena, struct board_view);

    for (size_t i = 0; i < all->count; i++)
        rows[i] = row_of(caller, &all->items[i]);
    *board = (struct board_view){.caption = SAY("What came of it"),
        .columns = columns,
        .column_count = SUMMARY_COLUMNS,
        .rows = rows,
        .row_count = all->count,
        .empty = SAY("No step was asked of anybody.")};
    return board;
}

/* ---- the page ---- */

static bool add_last(struct caller *caller, const struct desk_exercise *exercise,
    struct part_view *part, struct sheet_view *view, struct err *err)
{
    struct tallies *all = ARENA_NEW(caller->arena, struct tallies);
    struct row_view *rows = ARENA_ARRAY(caller->arena, struct row_view, 4);

    count_open(caller, exercise, all);
    if (!count_closed(caller, exercise, all, err))
        return false;
    rows[0] = (struct row_view){.key = SAY("Begun"),
        .value = time_words(caller, exercise->began_at),
        .note = day_words(caller, exercise->began_at)};
    rows[1] = (struct row_view){
        .key = SAY("Ends"), .value = time_words(caller, exercise->ends_at)};
    rows[2] = (struct row_view){
        .key = SAY("Practice visits"), .value = number(caller->arena, all->visits)};
    rows[3] = (struct row_view){.key = SAY("Not brought to an end"),
        .value = number(caller->arena, all->unfinished)};
    part->title = SAY("The last exercise");
    part->words = SAY("Told by role and not by name: it is the plan that is tried.");
    part->summary = (struct summary_view){.rows = rows, .count = 4};
    view->board = summary_of(caller, all);
    return true;
}

bool show_exercise(struct caller *caller, struct http_answer *answer, struct err *err)
{
    struct desk *desk = caller->site->desk;
    const struct desk_exercise *last;
    struct part_view parts[2] = {{.title = (str){0}}};
    struct action_view action;
    struct sheet_view view = {.back = STR("/"),
        .title = SAY("Run an exercise"),
        .lead = SAY("While it runs, the first page of your school has a second button "
                    "for practice visits. Each says EXERCISE on every page, on the "
                    "board and in the record. Real visits are opened as always."),
        .parts = parts,
        .part_count = 1};
    bool runs;
    str school;

    if (!school_of(caller, &school, err))
        return false;
    runs = desk_exercise_runs(desk, school);
    last = desk_exercise(desk, school);
    action = (struct action_view){
        .form = caller_form(caller, runs ? STR("/exercise/end") : STR("/exercise")),
        .words = runs ? SAY("End the exercise at %1") : SAY("Begin an exercise at %1"),
        .about = school};
    parts[0] = (struct part_view){
        .title = runs ? SAY("An exercise runs") : SAY("No exercise runs"),
        .words = runs ? (str){0} : SAY("It ends when you say so, or after four hours."),
        .actions = &action,
        .action_count = 1};
    if (last != NULL && !add_last(caller, last, &parts[view.part_count++], &view, err))
        return false;
    sheet_answer(caller, &view, answer);
    return true;
}

static bool act(struct caller *caller,
    bool (*done)(
        struct desk *desk, const struct desk_act *act, str school, struct err *err),
    struct http_answer *answer, struct err *err)
{
    uint8_t key[KEEPER_KEY_BYTES];
    struct desk_act act = {.key = key, .by = caller->session.account.name};
    str school;

    if (!school_of(caller, &school, err) || !caller_key(caller, key, err) ||
        !done(caller->site->desk, &act, school, err))
        return false;
    http_see_other(answer, STR("/exercise"));
    return true;
}

bool begin_exercise(struct caller *caller, struct http_answer *answer, struct err *err)
{
    return act(caller, desk_begin_exercise, answer, err);
}

bool end_exercise(struct caller *caller, struct http_answer *answer, struct err *err)
{
    return act(caller, desk_end_exercise, answer, err);
}
