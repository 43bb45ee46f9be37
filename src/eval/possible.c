/*
 * Dates compared with each other are tied: with one of them unknown, the slots
 * that read it move together.  Here every position they can jointly take is
 * tried, by the same reasoning that the compiler uses (difference constraints,
 * Bellman-Ford), with known dates pinned.
 */
#include "eval/eval.h"

enum { TIES_MOST = 24, DATES_MOST = 24, FAR = 4000000, SINCE_MAX = 400 };

/* after - before lies in the interval that the slot's value stands for. */
struct tie {
    uint32_t slot;
    uint32_t after;
    uint32_t before;
};

struct ties {
    struct eval_scratch *scratch;
    const struct image *image;
    image_edge root;
    const int32_t *facts;
    struct tie items[TIES_MOST];
    uint32_t count;
    uint32_t dates[DATES_MOST]; /* node → fact; node 0 is day zero */
    uint32_t date_count;
    int64_t at[DATES_MOST];
    uint32_t found;
    bool overflow;
};

static uint32_t node_of(struct ties *t, uint32_t fact)
{
    for (uint32_t n = 0; n < t->date_count; n++)
        if (t->dates[n] == fact)
            return n;
    if (t->date_count == DATES_MOST) {
        t->overflow = true;
        return 0;
    }
    t->dates[t->date_count] = fact;
    return t->date_count++;
}

static bool unknown(const struct ties *t, uint32_t fact)
{
    return fact != IMAGE_ABSENT && t->facts[fact] == FACT_UNKNOWN;
}

/* The slots that compare an unknown date. */
static void find_ties(struct ties *t)
{
    for (uint32_t s = 0; s < t->image->count[SECTION_SLOTS]; s++) {
        const uint32_t *slot = image_item(t->image, SECTION_SLOTS, s);
        const uint32_t *fact = image_item(t->image, SECTION_FACTS, slot[SLOT_FIRST]);
        uint32_t after = slot[SLOT_FIRST];
        uint32_t before = slot[SLOT_SECOND];

        if (slot[SLOT_KIND] == IMAGE_SLOT_CUT && fact[FACT_KIND] == IMAGE_DAYS_SINCE &&
            t->image->today != IMAGE_ABSENT) {
            after = t->image->today;
            before = fact[FACT_SINCE];
        } else if (slot[SLOT_KIND] != IMAGE_SLOT_PAIR) {
            continue;
        }
        if (!unknown(t, after) && !unknown(t, before))
            continue;
        if (t->count == TIES_MOST) {
            t->overflow = true;
            return;
        }
        t->items[t->count++] = (struct tie){s, node_of(t, after), node_of(t, before)};
    }
}

static void range_of(
    const struct ties *t, const struct tie *tie, int64_t *low, int64_t *high)
{
    uint32_t count;
    const int32_t *cuts = image_cuts(t->image, tie->slot, &count);
    uint32_t value = t->scratch->slots[tie->slot];
    bool counts_days =
        image_item(t->image, SECTION_SLOTS, tie->slot)[SLOT_KIND] == IMAGE_SLOT_CUT;

    *low = value == 0 ? -FAR : cuts[value - 1];
    *high = value == count ? FAR : cuts[value] - 1;
    if (counts_days && *low <= 0)
        *low = -FAR;
    if (counts_days && *high >= SINCE_MAX)
        *high = FAR;
}

static bool lower(int64_t *at, int64_t most)
{
    if (*at <= most)
        return false;
    *at = most;
    return true;
}

/* Whether dates exist for the slot values decided so far. */
static bool settles(struct ties *t)
{
    for (uint32_t n = 0; n < t->date_count; n++)
        t->at[n] = 0;
    for (uint32_t round = 0; round <= 2 * t->date_count; round++) {
        bool moved = false;

        for (uint32_t i = 0; i < t->count; i++) {
            const struct tie *tie = &t->items[i];
            int64_t low;
            int64_t high;

            if (t->scratch->slots[tie->slot] == SLOT_UNKNOWN)
                continue;
            range_of(t, tie, &low, &high);
            if (high < FAR)
                moved |= lower(&t->at[tie->after], t->at[tie->before] + high);
            if (low > -FAR)
                moved |= lower(&t->at[tie->before], t->at[tie->after] - low);
        }
        for (uint32_t n = 1; n < t->date_count; n++) {
            int64_t day = unknown(t, t->dates[n]) ? 0 : t->facts[t->dates[n]];

            if (unknown(t, t->dates[n]))
                continue;
            moved |= lower(&t->at[n], t->at[0] + day);
            moved |= lower(&t->at[0], t->at[n] - day);
        }
        if (!moved)
            return true;
    }
    return false;
}

static void try_ties(struct ties *t, uint32_t next)
{
    uint32_t slot;
    uint32_t size;

    if (!settles(t))
        return;
    while (next < t->count && t->scratch->slots[t->items[next].slot] != SLOT_UNKNOWN)
        next++;
    if (next == t->count) {
        t->found |= eval_reach(t->scratch, t->root, t->scratch->slots);
        return;
    }
    slot = t->items[next].slot;
    size = image_item(t->image, SECTION_SLOTS, slot)[SLOT_SIZE];
    for (uint32_t v = 0; v < size; v++) {
        t->scratch->slots[slot] = (uint16_t)v;
        try_ties(t, next + 1);
    }
    t->scratch->slots[slot] = SLOT_UNKNOWN;
}

uint32_t eval_possible(struct eval_scratch *scratch, image_edge root,
    const int32_t *facts, const uint16_t *slots)
{
    struct ties t = {.scratch = scratch,
        .image = scratch->image,
        .root = root,
        .facts = facts,
        .dates = {IMAGE_ABSENT},
        .date_count = 1};

    find_ties(&t);
    /* One comparison alone is tied to nothing. */
    if (t.count < 2 || t.overflow)
        return eval_reach(scratch, root, slots);
    memcpy(scratch->slots, slots, t.image->count[SECTION_SLOTS] * sizeof(*slots));
    try_ties(&t, 0);
    return t.found;
}
