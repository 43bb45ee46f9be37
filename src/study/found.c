#include "study/found.h"

enum { WAY_LIMIT = 2000 };

/* Whether a date moves, from which the fact is counted. */
static bool counts_moved(const struct founds *f, uint32_t mask, uint32_t fact)
{
    const struct fact *of = &f->policy->tree.facts[fact];
    uint32_t today = f->policy->tree.today;

    if (of->kind == FACT_DAYS_SINCE &&
        (today == TREE_NONE || f->facts[today] == VALUE_UNKNOWN))
        return false;
    if (of->kind != FACT_DAYS_SINCE && of->kind != FACT_SCHOOL_DAYS_SINCE)
        return false;
    for (uint32_t d = 0; d < f->date_count; d++)
        if ((mask >> d & 1) != 0 && f->dates[d] == of->since)
            return true;
    return false;
}

struct days founds_days(const struct founds *f, uint32_t mask)
{
    uint32_t count = f->policy->tree.fact_count;
    int32_t *known = arena_copy(f->arena, f->facts, count, sizeof(*known));
    uint32_t moved[DAYS_MOST];
    uint32_t moves = 0;
    struct days days;

    for (uint32_t d = 0; d < f->date_count; d++) {
        if ((mask >> d & 1) == 0)
            continue;
        moved[moves++] = f->dates[d];
        known[f->dates[d]] = VALUE_UNKNOWN;
    }
    for (uint32_t i = 0; i < count; i++)
        if (counts_moved(f, mask, i))
            known[i] = VALUE_UNKNOWN;
    days_init(&days, f->policy, known, moved, moves);
    return days;
}

/* ---- one in another ---- */

/* Whether `way` could be part of what is picked: *open is a slot that it picks and
 * the other leaves open, DD_FREE when there is none. */
static bool may_contain(const struct founds *f, const struct found *way, uint32_t mask,
    const uint32_t *picked, uint32_t *open)
{
    uint32_t ends[2];

    *open = DD_FREE;
    if ((way->mask & ~mask) != 0)
        return false;
    for (uint32_t s = 0; s < f->policy->space.slot_count; s++) {
        if (way->low[s] == DD_FREE || way->low[s] == picked[s])
            continue;
        if (picked[s] != DD_FREE || !days_of_slot(f->policy, s, &ends[0], &ends[1]))
            return false;
        *open = s;
    }
    return true;
}

bool founds_contain(const struct founds *f, uint32_t mask, const uint32_t *picked)
{
    uint32_t open;

    for (uint32_t i = 0; i < f->count; i++)
        if (may_contain(f, &f->items[i], mask, picked, &open) && open == DD_FREE)
            return true;
    return false;
}

/* Whether dates can lie as is picked, and every date that moves is asked to. */
static bool is_sound(const struct founds *f, uint32_t mask, const uint32_t *picked)
{
    struct days days = founds_days(f, mask);
    uint32_t touched = 0;

    for (uint32_t s = 0; s < f->policy->space.slot_count; s++) {
        uint32_t ends[2];

        if (picked[s] == DD_FREE || !days_touch(&days, s))
            continue;
        if (!days_narrow(&days, s, picked[s], picked[s]) ||
            !days_of_slot(f->policy, s, &ends[0], &ends[1]))
            return false;
        for (uint32_t d = 0; d < f->date_count; d++)
            if (f->dates[d] == ends[0] || f->dates[d] == ends[1])
                touched |= 1u << d;
    }
    return (mask & ~touched) == 0;
}

static void keep(struct founds *f, uint32_t mask, const uint32_t *picked)
{
    uint32_t slots = f->policy->space.slot_count;
    struct found way = {.mask = mask};

    if (f->count == WAY_LIMIT) {
        f->cut_short = true;
        return;
    }
    way.low = arena_copy(f->arena, picked, slots, sizeof(*picked));
    way.high = arena_copy(f->arena, picked, slots, sizeof(*picked));
    f->items =
        arena_grow(f->arena, f->items, f->count, &f->capacity, sizeof(*f->items));
    f->items[f->count++] = way;
}

/* Keep what is left of a way outside those from `next` on, `known` in number. */
static void keep_outside(
    struct founds *f, uint32_t mask, uint32_t *picked, uint32_t next, uint32_t known)
{
    for (; next < known; next++) {
        uint32_t open;

        if (!may_contain(f, &f->items[next], mask, picked, &open))
            continue;
        if (open == DD_FREE)
            return;
        for (uint32_t v = 0; v < f->policy->space.slots[open].size; v++) {
            picked[open] = v;
            if (is_sound(f, mask, picked))
                keep_outside(f, mask, picked, next, known);
        }
        picked[open] = DD_FREE;
        return;
    }
    keep(f, mask, picked);
}

void founds_add(struct founds *f, uint32_t mask, uint32_t *picked)
{
    if (is_sound(f, mask, picked))
        keep_outside(f, mask, picked, 0, f->count);
}

/* ---- for people ---- */

static bool is_range(const struct founds *f, uint32_t slot)
{
    return f->policy->space.slots[slot].kind != SLOT_VALUE;
}

/* Whether two ways differ only in that one range follows the other's; joins them
 * into `one` when they do. */
static bool join_ranges(
    const struct founds *f, struct found *one, const struct found *two)
{
    uint32_t differing = DD_FREE;

    if (one->mask != two->mask)
        return false;
    for (uint32_t s = 0; s < f->policy->space.slot_count; s++) {
        if (one->low[s] == two->low[s] && one->high[s] == two->high[s])
            continue;
        if (differing != DD_FREE || one->low[s] == DD_FREE || two->low[s] == DD_FREE ||
            !is_range(f, s) || one->high[s] + 1 != two->low[s])
            return false;
        differing = s;
    }
    if (differing == DD_FREE)
        return false;
    one->high[differing] = two->high[differing];
    return true;
}

static void join_all(struct founds *f)
{
    for (uint32_t i = 0; i < f->count; i++)
        for (uint32_t j = 0; j < f->count; j++) {
            if (i == j || !join_ranges(f, &f->items[i], &f->items[j]))
                continue;
            f->count--;
            for (uint32_t k = j; k < f->count; k++)
                f->items[k] = f->items[k + 1];
            if (j < i)
                i--;
            j = UINT32_MAX;
        }
}

static void add_gap(struct founds *f, struct study_change *change, uint32_t to,
    int64_t least, int64_t most)
{
    struct study_gap gap = {.fact = to, .low = STUDY_OPEN_LOW, .high = STUDY_OPEN_HIGH};

    if (least != -DAYS_OPEN)
        gap.low = (int32_t)least;
    if (most != DAYS_OPEN)
        gap.high = (int32_t)most;
    if (change->gaps == NULL)
        change->gaps = ARENA_ARRAY(f->arena, struct study_gap, f->date_count);
    change->gaps[change->gap_count++] = gap;
}

static struct study_change *change_of(struct study_way *way, uint32_t fact)
{
    for (uint32_t c = 0; c < way->count; c++)
        if (way->changes[c].fact == fact)
            return &way->changes[c];
    return NULL;
}

/* Say of the later fact how far from the earlier one it must lie, for every slot that
 * compares two dates which both move. */
static void add_gaps(struct founds *f, const struct found *found, struct study_way *way)
{
    for (uint32_t s = 0; s < f->policy->space.slot_count; s++) {
        const struct slot *slot = &f->policy->space.slots[s];
        struct study_change *first = change_of(way, slot->first);
        struct study_change *second = change_of(way, slot->second);
        int64_t least;
        int64_t most;

        if (found->low[s] == DD_FREE || first == NULL || second == NULL)
            continue;
        days_range(slot, found->low[s], found->high[s], &least, &most);
        if (slot->first > slot->second)
            add_gap(f, first, slot->second, least, most);
        else
            add_gap(f, second, slot->first, -most, -least);
    }
}

static void add_date(const struct days *days, uint32_t fact, struct study_way *way)
{
    struct study_change change = {
        .fact = fact, .low = STUDY_OPEN_LOW, .high = STUDY_OPEN_HIGH};

    for (uint32_t d = 0; d < days->count; d++) {
        if (days->facts[d] != fact)
            continue;
        if (days->most[0][d + 1] != DAYS_OPEN)
            change.low = (int32_t)-days->most[0][d + 1];
        if (days->most[d + 1][0] != DAYS_OPEN)
            change.high = (int32_t)days->most[d + 1][0];
        way->changes[way->count++] = change;
    }
}

static struct study_way way_of(struct founds *f, const struct found *found)
{
    const struct space *space = &f->policy->space;
    struct days days = founds_days(f, found->mask);
    struct study_way way = {.changes = ARENA_ARRAY(f->arena, struct study_change,
                                f->policy->tree.fact_count)};

    for (uint32_t s = 0; s < space->slot_count; s++)
        if (found->low[s] != DD_FREE && days_touch(&days, s))
            REQUIRE(days_narrow(&days, s, found->low[s], found->high[s]));
    for (uint32_t i = 0; i < space->fact_count; i++) {
        uint32_t slot = space->facts[i].slot;
        const struct slot *of = &space->slots[slot];

        if (slot == TREE_NONE) {
            add_date(&days, i, &way);
            continue;
        }
        if (found->low[slot] == DD_FREE || days_touch(&days, slot))
            continue;
        way.changes[way.count++] = (struct study_change){.fact = i,
            .low = is_range(f, slot) ? slot_low(of, found->low[slot])
                                     : (int32_t)found->low[slot],
            .high = is_range(f, slot) ? slot_high(of, found->high[slot])
                                      : (int32_t)found->low[slot]};
    }
    add_gaps(f, found, &way);
    return way;
}

/* Smaller ways first, then by the facts they name, then by their values. */
static bool comes_before(const struct study_way *a, const struct study_way *b)
{
    if (a->count != b->count)
        return a->count < b->count;
    for (uint32_t i = 0; i < a->count; i++)
        if (a->changes[i].fact != b->changes[i].fact)
            return a->changes[i].fact < b->changes[i].fact;
    for (uint32_t i = 0; i < a->count; i++)
        if (a->changes[i].low != b->changes[i].low)
            return a->changes[i].low < b->changes[i].low;
    return false;
}

static void sort_ways(struct study_ways *ways)
{
    for (uint32_t i = 1; i < ways->count; i++) {
        struct study_way way = ways->ways[i];
        uint32_t at = i;

        for (; at > 0 && comes_before(&way, &ways->ways[at - 1]); at--)
            ways->ways[at] = ways->ways[at - 1];
        ways->ways[at] = way;
    }
}

void founds_finish(struct founds *f, struct study_ways *out)
{
    join_all(f);
    *out =
        (struct study_ways){.ways = ARENA_ARRAY(f->arena, struct study_way, f->count),
            .count = f->count,
            .cut_short = f->cut_short};
    for (uint32_t i = 0; i < f->count; i++)
        out->ways[i] = way_of(f, &f->items[i]);
    sort_ways(out);
}
