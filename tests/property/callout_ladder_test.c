/*
 * Every short history of a call-out, against a naive reading of the whole list.
 *
 * The ladder keeps sums; the model keeps the list of what happened and looks through it
 * each time.  All histories of five events are tried, with the clock standing still or going
 * on between two; each is folded anew, as after a restart.
 */
#include "callout/callout.h"
#include "test.h"

enum { DEPTH = 5, MOMENT0 = 1000 };

enum act {
    ACT_STEP,  /* what is due is done, if it is due */
    ACT_EMPTY, /* the same, and nobody is there to be called */
    ACT_HANDED,
    ACT_FAILED,
    ACT_ACKNOWLEDGE,
    ACT_SHORTLY, /* acknowledged until soon */
    ACT_RENEW,
    ACT_REST,
    ACT_WAKE,
    ACT_END,
    ACT_COUNT
};

struct happened {
    enum act act;
    int64_t at;
    int64_t round, step; /* of a step, or of a letter's round */
    bool instructs;
    int64_t letters;
};

struct history {
    const struct callout_order *order;
    struct happened items[DEPTH + 1];
    size_t count;
};

enum { LETTERS = 2 };

static void fold(struct callout *callout, const struct history *h)
{
    callout_open(callout, h->order, MOMENT0);
    for (size_t i = 0; i < h->count; i++) {
        const struct happened *e = &h->items[i];

        switch (e->act) {
        case ACT_STEP:
        case ACT_EMPTY:
            callout_take_step(
                callout, e->round, e->step, (size_t)e->letters, e->instructs, e->at);
            break;
        case ACT_HANDED:
        case ACT_FAILED:
            callout_settle_letter(callout, e->round, e->act == ACT_HANDED, e->at);
            break;
        case ACT_ACKNOWLEDGE:
            callout_acknowledge(callout, e->at, 0);
            break;
        case ACT_SHORTLY:
            callout_acknowledge(callout, e->at, e->at + 5);
            break;
        case ACT_RENEW:
            callout_renew(callout, e->at);
            break;
        case ACT_REST:
            callout_rest(callout, e->at);
            break;
        case ACT_WAKE:
            callout_wake(callout, e->at);
            break;
        case ACT_END:
            callout_end(callout, e->at);
            break;
        case ACT_COUNT:
            break;
        }
    }
}

/* ---- the model: everything is looked up in the list ---- */

static bool is_step(const struct happened *e)
{
    return e->act == ACT_STEP || e->act == ACT_EMPTY;
}

/* The state after the first `count` events; which one led to it (0: none did, and from 1
 * on), and when what was taken on lapses. */
static enum callout_state model_state(
    const struct history *h, size_t count, size_t *by, int64_t *until)
{
    enum callout_state state = CALLOUT_CALLING;

    *by = 0;
    *until = 0;
    for (size_t i = 0; i < count && state != CALLOUT_ENDED; i++) {
        const struct happened *e = &h->items[i];
        enum callout_state before = state;

        if (e->act == ACT_ACKNOWLEDGE || e->act == ACT_SHORTLY) {
            state = CALLOUT_TAKEN;
            *until = e->at + (e->act == ACT_SHORTLY ? 5 : h->order->lasts);
        } else if (e->act == ACT_RENEW && state == CALLOUT_TAKEN && e->at < *until &&
            *until < e->at + h->order->lasts) {
            *until = e->at + h->order->lasts;
        } else if (e->act == ACT_REST) {
            state = CALLOUT_RESTING;
        } else if (e->act == ACT_END) {
            state = CALLOUT_ENDED;
        } else if ((e->act == ACT_WAKE && state == CALLOUT_RESTING) ||
            (is_step(e) && state == CALLOUT_TAKEN && e->at >= *until)) {
            state = CALLOUT_CALLING;
        }
        if (state != before)
            *by = i + 1;
    }
    return state;
}

/* Whether a step in the list counted when it came. */
static bool counted(const struct history *h, size_t i)
{
    size_t by;
    int64_t until;
    enum callout_state state = model_state(h, i, &by, &until);

    return is_step(&h->items[i]) && state != CALLOUT_ENDED &&
        state != CALLOUT_RESTING && !(state == CALLOUT_TAKEN && h->items[i].at < until);
}

static const struct happened *last_step(const struct history *h)
{
    for (size_t i = h->count; i-- > 0;)
        if (counted(h, i))
            return &h->items[i];
    return NULL;
}

static struct callout_due model_due(const struct history *h)
{
    const struct callout_order *order = h->order;
    const struct happened *last = last_step(h);
    int64_t until, round_at = 0, quiet = 0;
    int64_t letters = 0, handed = 0, settled = 0;
    size_t by;
    enum callout_state state = model_state(h, h->count, &by, &until);
    struct callout_due due = {CALLOUT_NEVER, last == NULL ? 0 : last->round + 1, 0};

    if (state == CALLOUT_TAKEN)
        due.at = until;
    if (state != CALLOUT_CALLING)
        return due;
    if (last == NULL || last - h->items + 1 < (ptrdiff_t)by) {
        due.at = by == 0 ? MOMENT0 : h->items[by - 1].at;
        return due;
    }
    for (size_t i = 0; i < h->count; i++) {
        const struct happened *e = &h->items[i];

        if (counted(h, i) && e->round == last->round) {
            letters += e->letters;
            round_at = e->step == 0 ? e->at : round_at;
        }
        if ((e->act == ACT_HANDED || e->act == ACT_FAILED) && e->round == last->round &&
            settled < letters) {
            settled++;
            handed += e->act == ACT_HANDED;
            quiet = e->at;
        }
    }
    if (last->step + 1 < (int64_t)order->step_count) {
        due = (struct callout_due){
            round_at + order->steps[last->step + 1].after, last->round, last->step + 1};
        if (settled == letters && handed == 0) {
            quiet = quiet > last->at ? quiet : last->at;
            due.at = quiet < due.at ? quiet : due.at;
        }
        return due;
    }
    if (letters == 0)
        return due;
    due.at = round_at + order->steps[order->step_count - 1].after + order->again;
    if (due.at < last->at + CALLOUT_AGAIN_LEAST)
        due.at = last->at + CALLOUT_AGAIN_LEAST;
    return due;
}

/* ---- what must hold of every history ---- */

/* Nothing more happens but what is due: the desk is told within a round. */
static bool ends_loudly(struct callout callout)
{
    for (size_t i = 0; i <= 2 * CALLOUT_STEPS_MAX && !callout.instructed; i++) {
        struct callout_due due = callout_due(&callout);

        if (due.at == CALLOUT_NEVER)
            return false;
        callout_take_step(&callout, due.round, due.step, 0,
            callout_step_instructs(&callout.order.steps[due.step]), due.at);
    }
    return callout.instructed;
}

static bool holds(const struct history *h, int64_t now)
{
    struct callout callout;
    struct callout_due due, model = model_due(h);
    bool is_over, is_told;

    fold(&callout, h);
    due = callout_due(&callout);
    is_over = callout.state == CALLOUT_ENDED || callout.state == CALLOUT_RESTING;
    is_told = callout_is_alone(&callout) && callout.instructed;
    return due.at == model.at && due.round == model.round && due.step == model.step &&
        (is_over || is_told) == (due.at == CALLOUT_NEVER) &&
        (is_over || ends_loudly(callout)) &&
        (callout.state != CALLOUT_TAKEN ||
            (due.at == callout.until && !callout.instructed && due.step == 0)) &&
        (callout.state != CALLOUT_CALLING || is_told ||
            due.at <= now + CALLOUT_SECONDS_MAX);
}

static size_t tried;

static bool try_all(struct history *h, int64_t now);

static bool try_one(struct history *h, enum act act, int64_t at)
{
    struct callout callout;
    struct callout_due due;
    struct happened *e = &h->items[h->count];

    fold(&callout, h);
    due = callout_due(&callout);
    *e = (struct happened){.act = act, .at = at, .round = callout.round};
    if (is_step(e)) {
        if (due.at > at && !(act == ACT_STEP && callout_is_alone(&callout)))
            return true;
        e->letters = act == ACT_STEP ? LETTERS : 0;
        e->round = due.round;
        e->step = due.step;
        e->instructs = callout_step_instructs(&h->order->steps[due.step]);
    }
    h->count++;
    tried++;
    if (!holds(h, at))
        return false;
    if (!try_all(h, at))
        return false;
    h->count--;
    return true;
}

static bool try_all(struct history *h, int64_t now)
{
    static const int64_t waits[] = {0, 31};

    if (h->count == DEPTH)
        return true;
    for (size_t w = 0; w < COUNT_OF(waits); w++)
        for (unsigned act = 0; act < ACT_COUNT; act++)
            if (!try_one(h, (enum act)act, now + waits[w]))
                return false;
    return true;
}

static const char file[] = "lane law_department\n"
                           "  title the Law Department\n"
                           "  telephone +1 773 555 0100\n"
                           "  acknowledged-for 2 minutes\n"
                           "  step 0 seconds: duty by push text\n"
                           "  step 10 seconds: second, duty of principal by text\n"
                           "  step 30 seconds: desk\n"
                           "  again 30 seconds\n";

TEST(callout, every_short_history_is_as_the_model_says)
{
    struct arena arena = {0};
    struct callout_orders orders;
    struct err err = {0};
    struct history h = {0};

    CHECK_OR_STOP(callout_orders_read(&arena, STR(file), &orders, &err));
    h.order = orders.items;
    CHECK(try_all(&h, MOMENT0));
    CHECK(tried > 100000);
    arena_clear(&arena);
}
