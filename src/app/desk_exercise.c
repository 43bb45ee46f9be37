/*
 * Exercises: when one runs at a school, and taking that up again at start.
 *
 * The record says that one was begun and ended.  Only its end is looked through at
 * start: an exercise that is not found there is over, and a desk at which none runs
 * opens real visits, which is the side to err on.
 */
#include "app/desk_inside.h"

enum { LOOKED_THROUGH = 20000 };

/* ---- what is known ---- */

static struct desk_exercise *find(const struct desk *desk, str school)
{
    for (size_t i = 0; i < desk->exercise_count; i++)
        if (str_equal(desk->exercises[i].school, school))
            return &desk->exercises[i];
    return NULL;
}

const struct desk_exercise *desk_exercise(const struct desk *desk, str school)
{
    return find(desk, school);
}

bool desk_exercise_runs(const struct desk *desk, str school)
{
    const struct keeper_clock *clock = &desk->keeper->clock;
    const struct desk_exercise *exercise = find(desk, school);

    return exercise != NULL && clock->now(clock->context) < exercise->ends_at;
}

static void take_begun(struct desk *desk, str school, str by, int64_t at)
{
    struct desk_exercise *exercise = find(desk, school);

    if (exercise == NULL) {
        desk->exercises = arena_grow(&desk->arena, desk->exercises,
            desk->exercise_count, &desk->exercise_room, sizeof(*exercise));
        exercise = &desk->exercises[desk->exercise_count++];
        exercise->school = arena_str(&desk->arena, school);
    }
    exercise->by = arena_str(&desk->arena, by);
    exercise->began_at = at;
    exercise->ends_at = at + DESK_EXERCISE_SECONDS;
}

static void take_ended(struct desk *desk, str school, int64_t at)
{
    struct desk_exercise *exercise = find(desk, school);

    if (exercise != NULL && at < exercise->ends_at)
        exercise->ends_at = at;
}

/* ---- taking up ---- */

static str text_of(const struct record_event *event, str field)
{
    const struct json_value *value = json_find(&event->fields, field);

    return value == NULL ? (str){0} : value->text;
}

static bool take_row(struct desk *desk, struct arena *arena,
    const struct store_event *row, struct err *err)
{
    struct seen_event seen;

    if (!str_starts(row->kind, STR("exercise_")))
        return true;
    if (!seen_event_open(desk->keeper, arena, row, &seen, err))
        return false;
    if (seen.event->kind == RECORD_EXERCISE_BEGUN)
        take_begun(desk, text_of(seen.event, STR("school")),
            text_of(seen.event, STR("by")), row->at);
    else
        take_ended(desk, text_of(seen.event, STR("school")), row->at);
    return true;
}

bool desk_take_exercises(struct desk *desk, struct err *err)
{
    struct arena arena = {0};
    struct store_event row;
    struct db_query q;
    uint64_t count;
    bool done;

    take_turn(desk->keeper);
    done = store_event_count(&desk->keeper->db, &count, err);
    if (done) {
        q = store_events(&desk->keeper->db,
            count > LOOKED_THROUGH ? count - LOOKED_THROUGH : 0, count);
        while (done && store_event_next(&q, &row)) {
            done = take_row(desk, &arena, &row, err);
            arena_clear(&arena);
        }
        done = db_done(&q, done ? err : &(struct err){0}) && done;
    }
    pass_turn(desk->keeper);
    arena_clear(&arena);
    return done;
}

/* ---- beginning and ending ---- */

static bool submit(struct desk *desk, const struct desk_act *act, enum record_kind kind,
    str school, str until, struct receipt *receipt, struct err *err)
{
    struct record_object fields = {0};
    struct record_event event = {.kind = kind, .exercise = true};

    desk_put(&fields, STR("school"), school);
    desk_put(&fields, STR("by"), act->by);
    desk_put(&fields, STR("until"), until);
    event.fields = record_object_value(&fields);
    return keeper_submit(desk->keeper, &event, act->key, receipt, err);
}

bool desk_begin_exercise(
    struct desk *desk, const struct desk_act *act, str school, struct err *err)
{
    const struct keeper_clock *clock = &desk->keeper->clock;
    int64_t now = clock->now(clock->context);
    struct arena arena = {0};
    struct text until = text_in(&arena);
    struct receipt receipt = {0};
    struct moment end;
    bool recorded;
    bool done = desk_is_recorded(desk, act->key, &recorded, err);

    if (!done || recorded)
        return done;
    if (desk_exercise_runs(desk, school))
        return err_set(
            err, ERR_CONFLICT, SAY("an exercise runs at this school already"));
    done = desk_moment(desk, now + DESK_EXERCISE_SECONDS, &end, err);
    if (done) {
        text_add_moment(&until, &end);
        done = submit(
            desk, act, RECORD_EXERCISE_BEGUN, school, text_str(&until), &receipt, err);
    }
    if (done)
        take_begun(desk, school, act->by, now);
    arena_clear(&arena);
    return done;
}

bool desk_end_exercise(
    struct desk *desk, const struct desk_act *act, str school, struct err *err)
{
    const struct keeper_clock *clock = &desk->keeper->clock;
    struct receipt receipt = {0};
    bool recorded;

    if (!desk_is_recorded(desk, act->key, &recorded, err))
        return false;
    if (recorded)
        return true;
    if (!desk_exercise_runs(desk, school))
        return err_set(err, ERR_CONFLICT, SAY("no exercise runs at this school"));
    if (!submit(desk, act, RECORD_EXERCISE_ENDED, school, (str){0}, &receipt, err))
        return false;
    take_ended(desk, school, clock->now(clock->context));
    return true;
}
