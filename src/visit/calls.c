/*
 * What events of a visit do to its call-outs.
 *
 * A lane is taken on by whoever acknowledges a duty of its role: in that role, or at the
 * desk, which reached somebody by telephone.  It rests when all its duties are done and
 * nobody else leaves one to it: a duty that ran out calls whoever comes next as well, until
 * somebody has it.
 */
#include "visit/facts.h"
#include "visit/inside.h"

struct visit_callout *visit_lane(const struct visit *visit, str lane)
{
    for (size_t i = 0; i < visit->callout_count; i++)
        if (str_equal(visit->callouts[i].lane, lane))
            return &visit->callouts[i];
    return NULL;
}

/* ---- beginning ---- */

/* The order as it was frozen.  One that was erased leaves the desk to be told. */
static struct callout_order read_order(
    struct visit *visit, const struct adding *a, str lane)
{
    struct visit_texts lines = visit_texts(visit, a->event, STR("order"));
    struct text file = text_in(&visit->arena);
    struct callout_orders orders;
    struct err ignored = {0};

    for (size_t i = 0; i < lines.count; i++) {
        text_add(&file, lines.items[i]);
        text_add_byte(&file, '\n');
    }
    if (callout_orders_read(&visit->arena, text_str(&file), &orders, &ignored) &&
        orders.count == 1)
        return orders.items[0];
    return (struct callout_order){.lane = lane,
        .lasts = 600,
        .again = 300,
        .steps = {{.targets = {{.who = CALLOUT_DESK}}, .target_count = 1}},
        .step_count = 1};
}

/* Somebody may have it already: calling began late. */
static void know_answer(struct visit *visit, struct visit_callout *callout)
{
    for (size_t i = 0; i < visit->duty_count; i++)
        if (visit->duties[i].state == VISIT_DUTY_TAKEN &&
            str_equal(visit->duties[i].to, callout->lane)) {
            callout->by = visit->duties[i].by;
            callout_acknowledge(&callout->ladder, callout->mark.at, 0);
        }
}

size_t visit_add_callout(struct adding *a)
{
    struct visit *visit = a->visit;
    struct visit_callout made = {.mark = a->mark,
        .lane = visit_text(visit, a->event, STR("lane")),
        .raised = visit_integer(a->event, STR("raised"))};
    struct callout_order order = read_order(visit, a, made.lane);

    callout_open(&made.ladder, &order, a->mark.at);
    know_answer(visit, &made);
    visit->callouts = arena_grow(&visit->arena, visit->callouts, visit->callout_count,
        &visit->callout_room, sizeof(made));
    visit->callouts[visit->callout_count] = made;
    return visit->callout_count++;
}

/* ---- going on ---- */

/* The place of the call-out that an event is about, or callout_count. */
static size_t callout_of(const struct adding *a)
{
    int64_t n = visit_integer(a->event, STR("callout"));
    size_t i = 0;

    while (i < a->visit->callout_count && a->visit->callouts[i].mark.n != n)
        i++;
    return i;
}

static void call_again(struct visit *visit, str lane, int64_t at)
{
    struct visit_callout *callout = lane.len == 0 ? NULL : visit_lane(visit, lane);

    if (callout != NULL)
        callout_wake(&callout->ladder, at);
}

/* What somebody took on lapsed without having been done. */
static void lapse(struct visit *visit, str lane, const struct visit_mark *mark)
{
    for (size_t i = 0; i < visit->duty_count; i++) {
        struct visit_duty *duty = &visit->duties[i];

        if (duty->state != VISIT_DUTY_TAKEN || !str_equal(duty->to, lane))
            continue;
        duty->state = VISIT_DUTY_EXPIRED;
        duty->expired = *mark;
        duty->why = STR("acknowledgement_lapsed");
        call_again(visit, duty->next, mark->at);
    }
}

static void climb(
    struct visit *visit, struct visit_callout *callout, const struct visit_step *step)
{
    bool was_taken = callout->ladder.state == CALLOUT_TAKEN;

    callout_take_step(&callout->ladder, step->round, step->step, (size_t)step->letters,
        step->instruction.len > 0, step->mark.at);
    if (step->instruction.len > 0)
        callout->instruction = step->instruction;
    if (was_taken && callout->ladder.state == CALLOUT_CALLING)
        lapse(visit, callout->lane, &step->mark);
}

size_t visit_add_step(struct adding *a)
{
    struct visit *visit = a->visit;
    struct visit_step made = {.mark = a->mark,
        .callout = callout_of(a),
        .what = visit_text(visit, a->event, STR("what")),
        .round = visit_integer(a->event, STR("round")),
        .step = visit_integer(a->event, STR("step")),
        .letters = visit_integer(a->event, STR("letters")),
        .called = visit_texts(visit, a->event, STR("called")),
        .instruction = visit_text(visit, a->event, STR("instruction"))};

    if (made.letters < 0)
        made.letters = 0;
    if (made.callout < visit->callout_count && str_equal(made.what, STR("call")))
        climb(visit, &visit->callouts[made.callout], &made);
    visit->steps = arena_grow(&visit->arena, visit->steps, visit->step_count,
        &visit->step_room, sizeof(made));
    visit->steps[visit->step_count] = made;
    return visit->step_count++;
}

static size_t step_of(const struct adding *a)
{
    int64_t n = visit_integer(a->event, STR("step"));
    size_t i = 0;

    while (i < a->visit->step_count && a->visit->steps[i].mark.n != n)
        i++;
    return i;
}

/* Whether a letter counts for the ladder: news and stand-downs are no calls. */
static void settle(struct visit *visit, const struct visit_attempt *made)
{
    const struct visit_step *step;

    if (made->step == visit->step_count || made->callout == visit->callout_count ||
        str_equal(made->result, STR("later")))
        return;
    step = &visit->steps[made->step];
    if (str_equal(step->what, STR("call")))
        callout_settle_letter(&visit->callouts[made->callout].ladder, step->round,
            str_equal(made->result, STR("handed")), made->mark.at);
}

size_t visit_add_attempt(struct adding *a)
{
    struct visit *visit = a->visit;
    struct visit_attempt made = {.mark = a->mark,
        .callout = callout_of(a),
        .step = step_of(a),
        .letter = visit_integer(a->event, STR("letter")),
        .to = visit_text(visit, a->event, STR("to")),
        .channel = visit_text(visit, a->event, STR("channel")),
        .attempt = visit_integer(a->event, STR("attempt")),
        .result = visit_text(visit, a->event, STR("result")),
        .why = visit_text(visit, a->event, STR("why"))};

    settle(visit, &made);
    visit->attempts = arena_grow(&visit->arena, visit->attempts, visit->attempt_count,
        &visit->attempt_room, sizeof(made));
    visit->attempts[visit->attempt_count] = made;
    return visit->attempt_count++;
}

/* ---- what other events do ---- */

void visit_call_again(struct visit *visit, const struct visit_duty *raised)
{
    call_again(visit, raised->to, raised->mark.at);
}

void visit_call_next(struct visit *visit, const struct visit_duty *expired)
{
    if (expired->state == VISIT_DUTY_EXPIRED)
        call_again(visit, expired->next, expired->expired.at);
}

/* Whether there is something that its people have to do, or others have not answered. */
static bool is_needed(const struct visit *visit, str lane)
{
    for (size_t i = 0; i < visit->duty_count; i++) {
        const struct visit_duty *duty = &visit->duties[i];

        if ((str_equal(duty->to, lane) && duty->state != VISIT_DUTY_DONE) ||
            (str_equal(duty->next, lane) && duty->state == VISIT_DUTY_EXPIRED))
            return true;
    }
    return false;
}

/* Let those rest who were called because nobody else had answered. */
static void relieve(struct visit *visit, const struct visit_duty *answered)
{
    struct visit_callout *callout = visit_lane(visit, answered->next);

    if (callout != NULL && !is_needed(visit, callout->lane))
        callout_rest(&callout->ladder, answered->answered.at);
}

/* A moment as it was written; CALLOUT_NEVER: none was. */
static int64_t seconds_of(str written)
{
    struct moment at;

    if (!moment_parse(written, &at))
        return CALLOUT_NEVER;
    return (int64_t)at.day * TIME_MINUTES * 60 + ((int64_t)at.minute - at.offset) * 60 +
        at.second;
}

static void answer(struct visit *visit, str lane, const struct visit_duty *duty)
{
    struct visit_callout *callout = visit_lane(visit, lane);
    int64_t until = seconds_of(duty->until);

    if (callout == NULL)
        return;
    callout->by = duty->by;
    callout_acknowledge(
        &callout->ladder, duty->answered.at, until == CALLOUT_NEVER ? 0 : until);
    if (!is_needed(visit, lane))
        callout_rest(&callout->ladder, duty->answered.at);
}

void visit_answer_calls(struct visit *visit, const struct visit_duty *answered)
{
    bool instead = answered->role.len > 0 && !str_equal(answered->role, answered->to);

    if (!instead || str_equal(answered->channel, STR("telephone")))
        answer(visit, answered->to, answered);
    if (instead)
        answer(visit, answered->role, answered);
    relieve(visit, answered);
}

void visit_renew_calls(struct visit *visit, str role, int64_t at)
{
    struct visit_callout *callout = role.len == 0 ? NULL : visit_lane(visit, role);

    if (callout != NULL)
        callout_renew(&callout->ladder, at);
}

void visit_end_calls(struct visit *visit, const struct visit_mark *mark)
{
    for (size_t i = 0; i < visit->callout_count; i++)
        callout_end(&visit->callouts[i].ladder, mark->at);
}

/* ---- when ---- */

int64_t visit_duty_expires(const struct visit_duty *duty)
{
    if (duty->state == VISIT_DUTY_RAISED)
        return seconds_of(duty->due);
    return duty->state == VISIT_DUTY_TAKEN ? seconds_of(duty->until) : CALLOUT_NEVER;
}

int64_t visit_due_at(const struct visit *visit)
{
    int64_t first = CALLOUT_NEVER;

    for (size_t i = 0; visit->is_open && i < visit->duty_count; i++) {
        int64_t at = visit_duty_expires(&visit->duties[i]);

        first = at < first ? at : first;
    }
    for (size_t i = 0; visit->is_open && i < visit->callout_count; i++) {
        int64_t at = callout_due(&visit->callouts[i].ladder).at;

        first = at < first ? at : first;
    }
    return first;
}
