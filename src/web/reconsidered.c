/*
 * Which recorded visits another edition would have decided otherwise, to whoever may know:
 * how many to those who write editions or approve them, which ones to those who see the
 * visits themselves.
 */
#include "web/board_line.h"
#include "web/editions.h"

enum { FRESH_SECONDS = 60, ROWS_SHOWN = 200, VISIT_ROWS = 3, NAMES_SHOWN = 12 };

/* ---- beside the thread that serves ---- */

struct reconsider_task {
    struct reconsider_order order;
    struct reconsideration found;
    struct err err;
};

static void run(struct aside_work *work)
{
    struct reconsider_task *task = work->context;
    const struct reconsider_progress progress = {
        &work->done, &work->all, &work->is_unwanted};
    int64_t at = task->found.at;

    (void)!reconsider(&task->order, &progress, &work->arena, &task->found, &task->err);
    task->found.at = at;
}

/* Whether what was found is still as good as new. */
static bool is_fresh(const struct caller *caller, const struct reconsider_task *task)
{
    const struct site *site = caller->site;
    struct keeper_state state;
    struct err ignored = {0};

    return site->clock.now(site->clock.context) < task->found.at + FRESH_SECONDS ||
        (keeper_state(site->keeper, &state, &ignored) &&
            state.size == task->found.events);
}

static void begin(
    const struct caller *caller, str name, str source, struct aside_work *work)
{
    const struct site *site = caller->site;
    struct reconsider_task *task = ARENA_NEW(&work->arena, struct reconsider_task);

    task->order = (struct reconsider_order){
        arena_str(&work->arena, keeper_directory(site->keeper)),
        arena_str(&work->arena, name), arena_str(&work->arena, source),
        *desk_calendar(site->desk)};
    task->found.at = site->clock.now(site->clock.context);
    aside_begin(site->aside, work, run, task);
}

/* The piece of work for a document, begun now or before. */
static bool work_of(const struct caller *caller, str name, str source,
    struct aside_work **out, struct err *err)
{
    struct aside *aside = caller->site->aside;
    struct text words = text_in(caller->arena);
    str digest;

    if (!sha256_name(caller->arena, source, &digest, err))
        return false;
    text_add(&words, STR("visits "));
    text_add(&words, digest);
    *out = aside_find(aside, text_str(&words));
    if (*out != NULL && (*out)->is_done && !is_fresh(caller, (*out)->context)) {
        aside_drop(aside, *out);
        *out = NULL;
    }
    if (*out != NULL)
        return true;
    if (!aside_take(aside, text_str(&words), out, err))
        return false;
    begin(caller, name, source, *out);
    return true;
}

/* ---- who may know what ---- */

/* Whether they are told how many there are, of all. */
static bool knows_numbers(const struct caller *caller)
{
    return caller_may(caller, MAY_DRAFT_EDITION, (str){0}) ||
        caller_may(caller, MAY_APPROVE_EDITION, (str){0});
}

/* Whether they may see that a visit was there. */
static bool sees(const struct caller *caller, str school, bool is_over)
{
    return caller_may(caller, is_over ? MAY_SEE_HISTORY : MAY_SEE_BOARD, school);
}

/* ---- words ---- */

static str number_words(const struct caller *caller, uint64_t number)
{
    return count_words(caller->arena, count_from(number));
}

static void fill_counts(const struct caller *caller,
    const struct reconsideration *found, struct reconsidered_view *out)
{
    struct row_view *rows = ARENA_ARRAY(caller->arena, struct row_view, VISIT_ROWS);
    bool all = knows_numbers(caller);
    uint64_t looked = 0;
    uint64_t differing = 0;

    for (size_t i = 0; i < found->tally_count; i++) {
        const struct reconsidered_tally *tally = &found->tallies[i];

        if (!all && !sees(caller, tally->school, tally->is_over))
            continue;
        looked += tally->looked;
        differing += tally->differing;
    }
    rows[out->counts.count++] = (struct row_view){.key = SAY("Visits decided anew"),
        .value = number_words(caller, looked),
        .note = all ? (str){0} : SAY("Those that you may see.")};
    rows[out->counts.count++] = (struct row_view){
        .key = SAY("Decided otherwise"), .value = number_words(caller, differing)};
    if (all && found->erased > 0)
        rows[out->counts.count++] = (struct row_view){.key = SAY("Not decided anew"),
            .value = number_words(caller, found->erased),
            .note = SAY("What they rested on was erased.")};
    out->counts.rows = rows;
}

static void fill_unread(const struct caller *caller,
    const struct reconsideration *found, struct reconsidered_view *out)
{
    struct text names = text_in(caller->arena);
    str values[2];

    if (found->unread == 0)
        return;
    for (size_t i = 0; i < found->name_count && i < NAMES_SHOWN; i++) {
        text_add(&names, i > 0 ? STR(", ") : STR(""));
        text_add(&names, found->names[i]);
    }
    text_add(&names, found->name_count > NAMES_SHOWN ? STR(", …") : STR(""));
    values[0] = number_words(caller, found->unread);
    values[1] = text_str(&names);
    out->unread = caller_say(caller,
        SAY("Left unknown, because this edition does not have them or spells their "
            "values otherwise: %2. Visits with such facts: %1."),
        values, 2);
}

static struct reshown_view reshown(
    const struct caller *caller, const struct reconsidered_change *change)
{
    const struct choice was = {.name = change->was.name, .label = change->was.label};
    const struct choice would = {
        .name = change->would.name, .label = change->would.label};

    return (struct reshown_view){
        room_say(caller, STR("outcome"), change->outcome.name, change->outcome.label),
        room_value(caller, change->outcome.name, &was),
        room_value(caller, change->outcome.name, &would)};
}

static struct reconsidered_row_view row_of(
    const struct caller *caller, const struct reconsidered *found)
{
    struct text address = text_in(caller->arena);
    struct reshown_view *changes =
        ARENA_ARRAY(caller->arena, struct reshown_view, found->count);

    for (size_t i = 0; i < found->count; i++)
        changes[i] = reshown(caller, &found->changes[i]);
    text_add(&address, STR("/board/visits/"));
    text_add(&address, found->visit);
    return (struct reconsidered_row_view){
        .address = caller_may(caller, MAY_SEE_VISIT, found->school) ? text_str(&address)
                                                                    : (str){0},
        .school = found->school,
        .when = board_moment(caller, found->at),
        .exercise = found->exercise,
        .contradicts = found->contradicts,
        .changes = changes,
        .count = found->count};
}

static void fill_rows(const struct caller *caller, const struct reconsideration *found,
    struct reconsidered_view *out)
{
    struct reconsidered_row_view *rows =
        ARENA_ARRAY(caller->arena, struct reconsidered_row_view, ROWS_SHOWN);
    uint64_t all = 0;

    for (size_t i = 0; i < found->tally_count; i++)
        if (sees(caller, found->tallies[i].school, found->tallies[i].is_over))
            all += found->tallies[i].differing;
    for (size_t i = 0; i < found->count && out->count < ROWS_SHOWN; i++)
        if (sees(caller, found->items[i].school, found->items[i].is_over))
            rows[out->count++] = row_of(caller, &found->items[i]);
    out->rows = rows;
    out->sees_none = !caller_may_some(caller, MAY_SEE_HISTORY) &&
        !caller_may_some(caller, MAY_SEE_BOARD);
    if (all > out->count)
        out->left_out = number_words(caller, all - out->count);
}

/* "1,200 of 20,000". */
static void fill_progress(const struct caller *caller, const struct aside_work *work,
    struct reconsidered_view *out)
{
    const str values[2] = {
        number_words(caller, work->done), number_words(caller, work->all)};

    if (work->all > 0)
        out->progress = caller_say(caller, SAY("%1 of %2"), values, 2);
}

bool reconsidered_fill(const struct caller *caller, str name, str source,
    struct reconsidered_view *out, struct err *err)
{
    struct aside *aside = caller->site->aside;
    const struct reconsider_task *task;
    struct aside_work *work;

    *out = (struct reconsidered_view){.is_ready = false};
    out->is_asked = str_equal(name, STR("entry")) &&
        (knows_numbers(caller) || caller_may_some(caller, MAY_SEE_HISTORY) ||
            caller_may_some(caller, MAY_SEE_BOARD));
    if (!out->is_asked)
        return true;
    if (!work_of(caller, name, source, &work, err))
        return false;
    if (!aside_wait(aside, work, ASIDE_SHORT_MS)) {
        fill_progress(caller, work, out);
        return true;
    }
    task = work->context;
    if (task->err.kind == ERR_INVALID) {
        /* This program finds mistakes in it. */
        out->is_asked = false;
        return true;
    }
    if (task->err.kind != ERR_NONE) {
        *err = task->err;
        aside_drop(aside, work);
        return false;
    }
    out->is_ready = true;
    out->at = board_moment(caller, task->found.at);
    fill_counts(caller, &task->found, out);
    fill_unread(caller, &task->found, out);
    fill_rows(caller, &task->found, out);
    return true;
}
