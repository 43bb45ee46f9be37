/*
 * Call-outs in words: whom a lane has called, what came of each letter, and what the desk
 * is told while nobody answers.
 *
 * That a letter was passed on and that somebody read it are two facts; here the first is
 * never called the second.
 */
#include "web/visits.h"

static bool is_call(const struct visit_step *step)
{
    return str_equal(step->what, STR("call"));
}

static bool instructs(const struct visit_step *step)
{
    return is_call(step) && step->instruction.len > 0;
}

/* Whether a step tells what those before it do not. */
bool step_is_told(const struct visit *visit, size_t place)
{
    const struct visit_step *step = &visit->steps[place];

    if (step->letters > 0)
        return true;
    for (size_t i = 0; i < place; i++)
        if (visit->steps[i].callout == step->callout && instructs(&visit->steps[i]))
            return false;
    return instructs(step);
}

static str channel_words(str channel)
{
    static const struct {
        str channel;
        str words;
    } rows[] = {
        {STR_INIT("push"), SAY_INIT("message in the browser")},
        {STR_INIT("text"), SAY_INIT("text message")},
        {STR_INIT("voice"), SAY_INIT("telephone call")},
        {STR_INIT("mail"), SAY_INIT("e-mail")},
        {STR_INIT("webhook"), SAY_INIT("message to another program")},
    };

    for (size_t i = 0; i < COUNT_OF(rows); i++)
        if (str_equal(rows[i].channel, channel))
            return rows[i].words;
    return channel;
}

/* What a role is called, without its number. */
static str office_words(const struct caller *caller, str role)
{
    return tongue_cut(caller->arena, role_words(caller, role), STR(" ("));
}

static str lane_words(const struct caller *caller, const struct visit_callout *callout)
{
    const struct callout_order *order = &callout->ladder.order;
    str office = office_words(caller, callout->lane);

    return str_equal(office, callout->lane) && order->title.len > 0 ? order->title
                                                                    : office;
}

static str instruction_words(
    const struct caller *caller, const struct visit_callout *callout)
{
    const str values[] = {lane_words(caller, callout), callout->ladder.order.telephone};

    return values[1].len > 0
        ? caller_say(
              caller, SAY("Nobody has answered yet. Telephone now: %1, %2"), values, 2)
        : caller_say(
              caller, SAY("Nobody has answered yet. Telephone now: %1"), values, 1);
}

/* ---- the timeline ---- */

/* "push, text" */
static str channels_words(const struct caller *caller, str channels)
{
    struct text text = text_in(caller->arena);
    str channel;

    while (str_split(&channels, ',', &channel)) {
        text_add(&text, text.len > 0 ? STR(", ") : STR(""));
        text_add(&text, caller_say(caller, channel_words(str_trim(channel)), NULL, 0));
    }
    return text_str(&text);
}

/* A line of those that app/calling.c writes. */
static str line_words(const struct caller *caller, str line)
{
    static const str nobody = STR_INIT("nobody is on the roster for ");
    size_t at = str_find(line, STR(": "), 0);
    str values[2];

    if (str_starts(line, nobody)) {
        values[0] = office_words(caller, str_slice(line, nobody.len, line.len));
        return caller_say(caller, SAY("nobody is on the roster for %1"), values, 1);
    }
    if (at == line.len)
        return line;
    values[0] = str_slice(line, 0, at);
    values[1] = str_slice(line, at + 2, line.len);
    if (str_equal(values[1], STR("no address that works")))
        return caller_say(caller, SAY("%1 has no address that works"), values, 1);
    values[1] = channels_words(caller, values[1]);
    return caller_say(caller, SAY("%1 by %2"), values, 2);
}

static str called_words(const struct caller *caller, const struct visit_texts *called)
{
    struct text text = text_in(caller->arena);

    for (size_t i = 0; i < called->count; i++) {
        text_add(&text, i > 0 ? STR("; ") : STR(""));
        text_add(&text, line_words(caller, called->items[i]));
    }
    return text_str(&text);
}

void tell_step(struct caller *caller, const struct visit *visit,
    const struct visit_step *step, struct moment_view *out)
{
    const struct visit_callout *callout;
    str lane;

    if (step->callout >= visit->callout_count)
        return;
    callout = &visit->callouts[step->callout];
    lane = lane_words(caller, callout);
    out->words = called_words(caller, &step->called);
    if (step->instruction.len > 0) {
        out->title = instruction_words(caller, callout);
        out->tone = TONE_NO;
    } else if (is_call(step)) {
        out->title = caller_say(caller, SAY("Vestibule calls: %1"), &lane, 1);
        out->tone = TONE_WAIT;
    } else if (str_equal(step->what, STR("end"))) {
        out->title =
            caller_say(caller, SAY("It is over: that was sent to %1"), &lane, 1);
    } else {
        out->title =
            caller_say(caller, SAY("There is more: that was sent to %1"), &lane, 1);
    }
}

void tell_attempt(
    struct caller *caller, const struct visit_attempt *attempt, struct moment_view *out)
{
    const str values[] = {
        attempt->to, caller_say(caller, channel_words(attempt->channel), NULL, 0)};

    out->title = caller_say(caller, SAY("To %1, %2"), values, COUNT_OF(values));
    if (str_equal(attempt->result, STR("handed"))) {
        out->words = SAY("It was passed on. Whether somebody read it is not known.");
        return;
    }
    out->tone = str_equal(attempt->result, STR("later")) ? TONE_WAIT : TONE_NO;
    out->words = caller_say(caller,
        out->tone == TONE_WAIT ? SAY("It was not passed on, and is tried again: %1")
                               : SAY("It was not passed on: %1"),
        &attempt->why, 1);
}

/* ---- beside a duty ---- */

static const struct visit_step *last_call(
    const struct visit *visit, const struct visit_callout *callout)
{
    for (size_t i = visit->step_count; i-- > 0;) {
        const struct visit_step *step = &visit->steps[i];

        if (step->callout == (size_t)(callout - visit->callouts) && is_call(step) &&
            step->letters > 0)
            return step;
    }
    return NULL;
}

/* The first of its lane that nobody has answered speaks for all of them. */
static bool speaks(const struct visit *visit, const struct visit_duty *duty)
{
    for (const struct visit_duty *d = visit->duties; d < duty; d++)
        if (str_equal(d->to, duty->to) && d->state != VISIT_DUTY_DONE)
            return false;
    return duty->state != VISIT_DUTY_DONE;
}

struct calling_view calling_of(const struct caller *caller, const struct visit *visit,
    const struct visit_duty *duty)
{
    const struct visit_callout *callout = visit_lane(visit, duty->to);
    struct calling_view view = {0};
    const struct visit_step *step;

    if (callout == NULL || !speaks(visit, duty) ||
        callout->ladder.state != CALLOUT_CALLING)
        return view;
    if (callout->ladder.instructed) {
        view.instruction = caller_say(caller, SAY("Telephone them now"), NULL, 0);
        view.number = callout->ladder.order.telephone;
    }
    step = last_call(visit, callout);
    if (step != NULL) {
        const str values[] = {
            time_words(caller, step->mark.at), called_words(caller, &step->called)};

        view.called =
            caller_say(caller, SAY("Called by Vestibule at %1: %2"), values, 2);
    }
    return view;
}
