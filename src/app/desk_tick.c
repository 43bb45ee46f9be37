/*
 * What time alone does to visits: duties expire, people are called, answers change.
 *
 * Visits for which something is due stand in a heap; the rest cost nothing.  An answer
 * may change with every minute that the clock shows: then all that are open are decided
 * anew.  Of both only so much is done at a time that whoever asks meanwhile hardly waits.
 */
#include "app/desk_inside.h"

enum { DECIDED_AT_ONCE = 8, LATER_SECONDS = 5, ALONE_SECONDS = 15 };

static str why_expired(const struct visit_duty *duty)
{
    return duty->state == VISIT_DUTY_RAISED ? STR("no_answer")
                                            : STR("acknowledgement_lapsed");
}

static bool expire_duties(
    struct desk *desk, struct visit *visit, int64_t now, struct err *err)
{
    for (size_t i = 0; visit->is_open && i < visit->duty_count; i++) {
        const struct visit_duty *duty = &visit->duties[i];
        struct desk_event event = {.kind = RECORD_DUTY_EXPIRED};
        struct receipt receipt;

        if (visit_duty_expires(duty) > now)
            continue;
        desk_put(&event.fields, STR("duty"), duty->name);
        record_put(&event.fields, STR("raised"), record_integer_value(duty->mark.n));
        desk_put(&event.fields, STR("why"), why_expired(duty));
        desk_put(&event.fields, STR("next"), duty->otherwise);
        if (!desk_place_key(visit, 0, event.key, err) ||
            !desk_submit(desk, visit, &event, 1, &receipt, err))
            return false;
    }
    return true;
}

/* One that cannot be done now keeps nobody else waiting, and is tried again. */
static bool wake(struct desk *desk, struct visit *visit, int64_t now, struct err *err)
{
    bool done = expire_duties(desk, visit, now, err) && desk_call_out(desk, visit, err);

    desk_plan(desk, visit);
    if (visit->wake > 0 && visit->wake_at <= now)
        visits_wake(&desk->visits, visit, now + LATER_SECONDS);
    return done;
}

/* What fails of one visit holds up no other; the first is told. */
static bool keep_first(bool done, struct err *failed, struct err *err)
{
    if (!done && err->kind == ERR_NONE)
        *err = *failed;
    *failed = (struct err){0};
    return done;
}

static bool wake_first(struct desk *desk, int64_t now, struct err *err)
{
    struct visit *visit = visits_due(&desk->visits, now);

    return visit == NULL || wake(desk, visit, now, err);
}

/* What cannot be true together stays as it was decided until somebody corrects it. */
static bool decide_anew(struct desk *desk, struct visit *visit, struct err *err)
{
    struct err contradiction = {0};

    if (desk_decide_anew(desk, visit, &contradiction) ||
        contradiction.kind == ERR_INVALID)
        return true;
    *err = contradiction;
    return false;
}

static bool decide_some(struct desk *desk, int64_t now, struct err *err)
{
    int64_t minute = now / 60;
    struct err failed = {0};
    bool done = true;
    size_t end;

    if (desk->decided_minute != minute || desk->decided_by != desk->protocol) {
        desk->decided_minute = minute;
        desk->decided_by = desk->protocol;
        desk->decided = 0;
    }
    end = desk->decided + DECIDED_AT_ONCE;
    while (desk->doubt_count == 0 && desk->decided < desk->visits.count &&
        desk->decided < end) {
        struct visit *visit = desk->visits.items[desk->decided++].visit;

        done = keep_first(decide_anew(desk, visit, &failed), &failed, err) && done;
    }
    return done;
}

bool desk_tick(struct desk *desk, struct err *err)
{
    const struct keeper_clock *clock = &desk->keeper->clock;
    int64_t now = clock->now(clock->context);
    bool done;

    if (!desk_catch_up(desk, err))
        return false;
    done = wake_first(desk, now, err);
    return (desk->doubt_count > 0 || decide_some(desk, now, err)) && done;
}

bool desk_has_more(const struct desk *desk)
{
    const struct keeper_clock *clock = &desk->keeper->clock;

    return desk->doubt_count == 0 &&
        (desk->decided < desk->visits.count ||
            visits_due(&desk->visits, clock->now(clock->context)) != NULL);
}

/* Whether somebody is called for whom nobody was there so far: that may change with the
 * hour, or the roster. */
static bool is_alone(const struct visit *visit)
{
    bool is = false;

    for (size_t i = 0; visit->is_open && !is && i < visit->callout_count; i++)
        is = callout_is_alone(&visit->callouts[i].ladder);
    return is;
}

void desk_plan(struct desk *desk, struct visit *visit)
{
    const struct keeper_clock *clock = &desk->keeper->clock;
    int64_t due = visit_due_at(visit);
    int64_t look = clock->now(clock->context) + ALONE_SECONDS;

    visits_wake(&desk->visits, visit, is_alone(visit) && look < due ? look : due);
}
