/*
 * What time alone does to visits: it lets duties expire and changes answers.
 */
#include "app/desk_inside.h"

/* Whether a moment as it was written is past; an empty one never is. */
static bool is_past(str written, int64_t now)
{
    struct moment at;

    return moment_parse(written, &at) &&
        ((int64_t)at.day * TIME_MINUTES + at.minute - at.offset) * 60 + at.second <=
        now;
}

/* Why a duty expires now; empty: it does not. */
static str why_expired(const struct visit_duty *duty, int64_t now)
{
    if (duty->state == VISIT_DUTY_RAISED && is_past(duty->due, now))
        return STR("no_answer");
    if (duty->state == VISIT_DUTY_TAKEN && is_past(duty->until, now))
        return STR("acknowledgement_lapsed");
    return (str){0};
}

static bool expire_duties(
    struct desk *desk, struct visit *visit, int64_t now, struct err *err)
{
    for (size_t i = 0; i < visit->duty_count; i++) {
        const struct visit_duty *duty = &visit->duties[i];
        struct desk_event event = {.kind = RECORD_DUTY_EXPIRED};
        str why = why_expired(duty, now);
        struct receipt receipt;

        if (why.len == 0)
            continue;
        desk_put(&event.fields, STR("duty"), duty->name);
        record_put(&event.fields, STR("raised"), record_integer_value(duty->mark.n));
        desk_put(&event.fields, STR("why"), why);
        desk_put(&event.fields, STR("next"), duty->otherwise);
        if (!desk_place_key(visit, 0, event.key, err) ||
            !desk_submit(desk, visit, &event, 1, &receipt, err))
            return false;
    }
    return true;
}

/* What cannot be true together stays as it was decided until somebody corrects it. */
static bool tick(struct desk *desk, struct visit *visit, int64_t now, struct err *err)
{
    struct err contradiction = {0};

    if (!visit->is_open)
        return true;
    if (!expire_duties(desk, visit, now, err))
        return false;
    if (desk_decide_anew(desk, visit, &contradiction) ||
        contradiction.kind == ERR_INVALID)
        return true;
    *err = contradiction;
    return false;
}

bool desk_tick(struct desk *desk, struct err *err)
{
    const struct keeper_clock *clock = &desk->keeper->clock;
    int64_t now = clock->now(clock->context);

    if (!desk_catch_up(desk, err))
        return false;
    for (size_t i = 0; i < desk->visits.count; i++)
        if (!tick(desk, desk->visits.items[i].visit, now, err))
            return false;
    return true;
}
