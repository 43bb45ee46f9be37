/*
 * The ladder: every function is one kind of event, and callout_due reads it off.
 */
#include "callout/ladder.h"

static void enter(struct callout *callout, enum callout_state state, int64_t at)
{
    callout->state = state;
    callout->since = at;
}

static void begin_round(struct callout *callout, int64_t at)
{
    enter(callout, CALLOUT_CALLING, at);
    callout->begins = true;
}

void callout_open(
    struct callout *callout, const struct callout_order *order, int64_t at)
{
    *callout = (struct callout){.order = *order, .round = -1};
    begin_round(callout, at);
}

void callout_take_step(struct callout *callout, int64_t round, int64_t step,
    size_t letters, bool instructs, int64_t at)
{
    if (callout->state == CALLOUT_ENDED || callout->state == CALLOUT_RESTING ||
        (callout->state == CALLOUT_TAKEN && at < callout->until))
        return;
    if (callout->state == CALLOUT_TAKEN)
        enter(callout, CALLOUT_CALLING, at);
    if (round != callout->round) {
        callout->round = round;
        callout->round_at = at;
        callout->waiting = callout->handed = callout->failed = 0;
    }
    callout->begins = false;
    callout->step = step;
    callout->step_at = at;
    callout->waiting += letters;
    if (!instructs || callout->instructed)
        return;
    callout->instructed = true;
    callout->instructed_at = at;
}

void callout_settle_letter(
    struct callout *callout, int64_t round, bool handed, int64_t at)
{
    if (round != callout->round || callout->waiting == 0)
        return;
    callout->waiting--;
    callout->settled_at = at;
    if (handed)
        callout->handed++;
    else
        callout->failed++;
}

void callout_acknowledge(struct callout *callout, int64_t at, int64_t until)
{
    if (callout->state == CALLOUT_ENDED)
        return;
    enter(callout, CALLOUT_TAKEN, at);
    callout->begins = false;
    callout->instructed = false;
    callout->until = until > 0 ? until : at + callout->order.lasts;
}

void callout_renew(struct callout *callout, int64_t at)
{
    if (callout->state == CALLOUT_TAKEN && at < callout->until &&
        callout->until < at + callout->order.lasts)
        callout->until = at + callout->order.lasts;
}

void callout_rest(struct callout *callout, int64_t at)
{
    if (callout->state == CALLOUT_ENDED)
        return;
    enter(callout, CALLOUT_RESTING, at);
    callout->begins = false;
    callout->instructed = false;
}

void callout_wake(struct callout *callout, int64_t at)
{
    if (callout->state == CALLOUT_RESTING)
        begin_round(callout, at);
}

void callout_end(struct callout *callout, int64_t at)
{
    enter(callout, CALLOUT_ENDED, at);
    callout->begins = false;
    callout->instructed = false;
}

/* When the step after the last one is due: at its time, or at once when the round has
 * reached nobody so far. */
static int64_t next_step_at(const struct callout *callout)
{
    bool nobody = callout->waiting == 0 && callout->handed == 0;
    int64_t last = callout->failed > 0 && callout->settled_at > callout->step_at
        ? callout->settled_at
        : callout->step_at;
    int64_t at = callout->round_at + callout->order.steps[callout->step + 1].after;

    return nobody && last < at ? last : at;
}

bool callout_is_alone(const struct callout *callout)
{
    return callout->state == CALLOUT_CALLING && !callout->begins &&
        callout->step + 1 >= (int64_t)callout->order.step_count &&
        callout->waiting == 0 && callout->handed == 0 && callout->failed == 0;
}

struct callout_due callout_due(const struct callout *callout)
{
    const struct callout_order *order = &callout->order;
    struct callout_due next_round = {CALLOUT_NEVER, callout->round + 1, 0};

    switch (callout->state) {
    case CALLOUT_RESTING:
    case CALLOUT_ENDED:
        return next_round;
    case CALLOUT_TAKEN:
        next_round.at = callout->until;
        return next_round;
    case CALLOUT_CALLING:
        break;
    }
    if (callout->begins) {
        next_round.at = callout->since;
        return next_round;
    }
    if (callout->step + 1 < (int64_t)order->step_count)
        return (struct callout_due){
            next_step_at(callout), callout->round, callout->step + 1};
    if (callout_is_alone(callout))
        return next_round;
    next_round.at =
        callout->round_at + order->steps[order->step_count - 1].after + order->again;
    if (next_round.at < callout->step_at + CALLOUT_AGAIN_LEAST)
        next_round.at = callout->step_at + CALLOUT_AGAIN_LEAST;
    return next_round;
}
