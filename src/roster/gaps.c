/*
 * Looking ahead: between two changes of the roster nothing changes, so one question for
 * each such time will do.
 *
 * Changes are times that clocks show.  While the offset of the place stays the same they
 * are instants, too: so the days are cut where it changes (a stretch), and each stretch is
 * gone through by itself.
 */
#include "roster/inside.h"

enum { DAY_SECONDS = 24 * 60 * 60, MINUTE_SECONDS = 60 };

/* A time in which the clocks are not set. */
struct stretch {
    int64_t from; /* instants */
    int64_t to;
    int32_t offset; /* minutes */
};

struct looking {
    const struct roster *roster;
    const struct roster_need *need;
    struct roster_days open;
    struct arena *arena;
    struct roster_gap *gaps;
    size_t count;
    size_t capacity;
    size_t need_first; /* the first gap of this need */
    int64_t needed_to; /* until when somebody was needed before; 0: not yet */
};

/* ---- stretches ---- */

static bool offset_at(
    const struct roster_zone *zone, int64_t instant, int32_t *offset, struct err *err)
{
    struct moment moment;

    if (!zone->moment(zone->context, instant, &moment, err))
        return false;
    *offset = moment.offset;
    return true;
}

/* The first instant after `low`, up to `high`, at which the offset is not `offset`. */
static bool find_change(const struct roster_zone *zone, int64_t low, int64_t high,
    int32_t offset, int64_t *out, struct err *err)
{
    while (high - low > 1) {
        int64_t middle = low + (high - low) / 2;
        int32_t other;

        if (!offset_at(zone, middle, &other, err))
            return false;
        if (other == offset)
            low = middle;
        else
            high = middle;
    }
    *out = high;
    return true;
}

static void add_stretch(struct stretch *stretches, size_t *count, struct stretch next)
{
    struct stretch *last = *count > 0 ? &stretches[*count - 1] : NULL;

    if (next.from == next.to)
        return;
    if (last != NULL && last->offset == next.offset)
        last->to = next.to;
    else
        stretches[(*count)++] = next;
}

/* At most two a day; `*count` is how many there are. */
static bool find_stretches(const struct roster_ahead *ahead, struct stretch *out,
    size_t *count, struct err *err)
{
    const struct roster_zone *zone = &ahead->zone;
    int64_t from = ahead->from - ahead->from % MINUTE_SECONDS;
    int32_t before;

    *count = 0;
    if (!offset_at(zone, from, &before, err))
        return false;
    for (uint32_t i = 0; i < ahead->days; i++) {
        int64_t start = from + (int64_t)i * DAY_SECONDS;
        int64_t end = start + DAY_SECONDS;
        int64_t change = end;
        int32_t after;

        if (!offset_at(zone, end, &after, err) ||
            (after != before && !find_change(zone, start, end, before, &change, err)))
            return false;
        add_stretch(out, count, (struct stretch){start, change, before});
        add_stretch(out, count, (struct stretch){change, end, after});
        before = after;
    }
    return true;
}

/* ---- what changes next ---- */

static void sooner(int64_t candidate, int64_t at, int64_t *best)
{
    if (candidate > at && candidate < *best)
        *best = candidate;
}

/* A minute of each day. */
static void sooner_daily(int32_t minute, int64_t at, int64_t *best)
{
    int64_t midnight = at - at % TIME_MINUTES;

    sooner(midnight + minute, at, best);
    sooner(midnight + TIME_MINUTES + minute, at, best);
}

static bool concerns(const struct roster_need *need, str role, str school)
{
    return str_equal(role, need->role) &&
        (school.len == 0 || str_equal(school, need->school));
}

/* The next minute after `at`, at most `end`, when something may be otherwise. */
static int64_t next_change(const struct looking *l, int64_t at, int64_t end)
{
    const struct roster *roster = l->roster;
    int64_t best = end;

    sooner_daily(l->need->from, at, &best);
    sooner_daily(l->need->to, at, &best);
    for (size_t i = 0; i < roster->week_count; i++) {
        const struct roster_week *week = &roster->weeks[i];

        if (!concerns(l->need, week->role, week->school))
            continue;
        sooner_daily(week->from, at, &best);
        sooner_daily(week->to, at, &best);
    }
    for (size_t i = 0; i < roster->override_count; i++) {
        sooner(roster->overrides[i].from, at, &best);
        sooner(roster->overrides[i].to, at, &best);
    }
    for (size_t i = 0; i < roster->acting_count; i++) {
        sooner(roster->actings[i].from, at, &best);
        sooner(roster->actings[i].to, at, &best);
    }
    return best;
}

/* ---- what is wrong ---- */

/* Take down a fault that lasts for a while; one that was there when somebody was needed
 * before goes on. */
static void add_gap(struct looking *l, enum roster_fault fault,
    const struct roster_person *person, int64_t from, int64_t to)
{
    for (size_t i = l->need_first; i < l->count; i++) {
        struct roster_gap *gap = &l->gaps[i];

        if (gap->fault != fault || gap->person != person || gap->to < l->needed_to)
            continue;
        gap->to = to;
        return;
    }
    l->gaps = arena_grow(l->arena, l->gaps, l->count, &l->capacity, sizeof(*l->gaps));
    l->gaps[l->count++] =
        (struct roster_gap){fault, l->need->role, l->need->school, person, from, to};
}

static void judge(
    struct looking *l, const struct moment *local, int64_t from, int64_t to)
{
    static const enum roster_who asked[] = {ROSTER_ON_DUTY, ROSTER_SECOND};
    struct arena arena = {0};

    for (size_t i = 0; i < COUNT_OF(asked); i++) {
        const struct roster_question question = {
            asked[i], l->need->role, l->need->school, *local};
        struct roster_people called;

        roster_called(l->roster, &question, &arena, &called);
        if (asked[i] == ROSTER_ON_DUTY && called.count == 0)
            add_gap(l, ROSTER_NOBODY, NULL, from, to);
        for (size_t p = 0; p < called.count; p++)
            if (!roster_reachable(called.items[p], UINT32_MAX))
                add_gap(l, ROSTER_UNREACHABLE, called.items[p], from, to);
    }
    arena_clear(&arena);
    l->needed_to = to;
}

/* Hours that pass midnight are of the day on which they begin. */
static bool is_needed(const struct looking *l, int32_t day, int32_t minute)
{
    const struct roster_need *need = l->need;
    const struct roster_hours hours = {
        need->weekdays, need->from, need->to, INT32_MIN + 1, INT32_MAX};
    int32_t began = need->from < need->to || minute >= need->from ? day : day - 1;

    return hours_hold(&hours, day, minute) &&
        (l->open.is_open == NULL || l->open.is_open(l->open.context, began));
}

static void look_through(struct looking *l, const struct stretch *stretch)
{
    int64_t end = stretch->to / MINUTE_SECONDS + stretch->offset;
    int64_t at = stretch->from / MINUTE_SECONDS + stretch->offset;

    while (at < end) {
        int64_t next = next_change(l, at, end);
        struct moment local = {.day = (int32_t)(at / TIME_MINUTES),
            .minute = (int32_t)(at % TIME_MINUTES),
            .offset = stretch->offset};

        if (is_needed(l, local.day, local.minute))
            judge(l, &local, (at - stretch->offset) * MINUTE_SECONDS,
                (next - stretch->offset) * MINUTE_SECONDS);
        at = next;
    }
}

bool roster_gaps(const struct roster *roster, const struct roster_ahead *ahead,
    struct arena *arena, struct roster_gap_list *out, struct err *err)
{
    struct looking l = {.roster = roster, .open = ahead->open, .arena = arena};
    struct stretch *stretches;
    size_t count;

    if (ahead->days > ROSTER_GAP_DAYS_MAX)
        return err_set(err, ERR_LIMIT, STR("look at most 366 days ahead"));
    stretches = ARENA_ARRAY(arena, struct stretch, (size_t)ahead->days * 2 + 1);
    if (!find_stretches(ahead, stretches, &count, err))
        return false;
    for (size_t n = 0; n < ahead->need_count; n++) {
        l.need = &ahead->needs[n];
        l.need_first = l.count;
        l.needed_to = 0;
        for (size_t s = 0; s < count; s++)
            look_through(&l, &stretches[s]);
    }
    *out = (struct roster_gap_list){l.gaps, l.count};
    return true;
}
