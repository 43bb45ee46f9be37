/*
 * Ways in which tied dates can lie.
 */
#include "eval/ties.h"

enum { FAR = 4000000, SINCE_MAX = 400 };

static uint32_t node_of(struct ties *t, uint32_t fact)
{
    for (uint32_t n = 0; n < t->date_count; n++)
        if (t->dates[n] == fact)
            return n;
    if (t->date_count < TIES_DATES)
        t->dates[t->date_count] = fact;
    return t->date_count++;
}

static bool is_unknown(const struct ties *t, uint32_t fact)
{
    return fact != IMAGE_ABSENT && t->facts[fact] == FACT_UNKNOWN;
}

bool ties_find(struct ties *t, const struct image *image, const int32_t *facts,
    const uint16_t *slots)
{
    *t = (struct ties){
        .image = image, .facts = facts, .dates = {IMAGE_ABSENT}, .date_count = 1};
    if (image->compared < 2)
        return false;
    for (uint32_t s = 0; s < image->count[SECTION_SLOTS]; s++) {
        uint32_t after;
        uint32_t before;

        if (!image_dates(image, s, &after, &before) ||
            (!is_unknown(t, after) && !is_unknown(t, before)))
            continue;
        if (t->count == TIES_MOST)
            return false;
        t->known[t->count] = slots[s];
        t->items[t->count++] = (struct tie){s, node_of(t, after), node_of(t, before)};
    }
    return t->count > 1 && t->date_count <= TIES_DATES;
}

bool ties_add_twin(struct ties *t, uint32_t date)
{
    uint32_t count = t->count;
    uint32_t twin = t->date_count;
    uint32_t node = node_of(t, date);

    if (node == twin || twin == TIES_DATES)
        return false;
    t->dates[t->date_count++] = date;
    for (uint32_t i = 0; i < count; i++) {
        struct tie tie = t->items[i];

        if (tie.after != node && tie.before != node)
            continue;
        if (t->count == TIES_MOST)
            return false;
        tie.after = tie.after == node ? twin : tie.after;
        tie.before = tie.before == node ? twin : tie.before;
        t->known[t->count] = t->known[i];
        t->items[t->count++] = tie;
    }
    return true;
}

/* ---- trying ---- */

static void range_of(const struct ties *t, uint32_t tie, int64_t *low, int64_t *high)
{
    uint32_t slot = t->items[tie].slot;
    uint32_t count;
    const int32_t *cuts = image_cuts(t->image, slot, &count);
    uint32_t value = t->values[tie];
    const uint32_t *item = image_item(t->image, SECTION_SLOTS, slot);
    bool counts_days = item[SLOT_KIND] == IMAGE_SLOT_CUT;

    *low = value == 0 ? -FAR : cuts[value - 1];
    *high = value == count ? FAR : cuts[value] - 1;
    if (counts_days && !is_unknown(t, item[SLOT_FIRST])) {
        *low = t->facts[item[SLOT_FIRST]];
        *high = *low;
    }
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

/* Bring every date down to what the others allow; true when something moved. */
static bool settle(const struct ties *t, uint32_t tried, int64_t *at)
{
    bool moved = false;

    for (uint32_t i = 0; i < tried; i++) {
        const struct tie *tie = &t->items[i];
        int64_t low;
        int64_t high;

        range_of(t, i, &low, &high);
        if (high < FAR)
            moved |= lower(&at[tie->after], at[tie->before] + high);
        if (low > -FAR)
            moved |= lower(&at[tie->before], at[tie->after] - low);
    }
    for (uint32_t n = 1; n < t->date_count; n++) {
        if (is_unknown(t, t->dates[n]))
            continue;
        moved |= lower(&at[n], at[0] + t->facts[t->dates[n]]);
        moved |= lower(&at[0], at[n] - t->facts[t->dates[n]]);
    }
    return moved;
}

/* Whether there are dates that lie as the first `tried` values say. */
static bool can_lie(const struct ties *t, uint32_t tried)
{
    int64_t at[TIES_DATES] = {0};

    for (uint32_t round = 0; round <= 2 * t->date_count; round++)
        if (!settle(t, tried, at))
            return true;
    return false;
}

struct trial {
    bool (*visit)(struct ties *, void *);
    void *context;
};

static bool try_from(struct ties *t, uint32_t next, const struct trial *trial)
{
    uint32_t size;
    bool more = true;

    if (!can_lie(t, next))
        return true;
    if (next == t->count)
        return trial->visit(t, trial->context);
    size = image_item(t->image, SECTION_SLOTS, t->items[next].slot)[SLOT_SIZE];
    for (uint32_t v = 0; v < size && more; v++) {
        if (t->known[next] != SLOT_UNKNOWN && t->known[next] != v)
            continue;
        t->values[next] = (uint16_t)v;
        more = try_from(t, next + 1, trial);
    }
    return more;
}

void ties_each(struct ties *t, bool (*visit)(struct ties *, void *), void *context)
{
    struct trial trial = {visit, context};

    (void)try_from(t, 0, &trial);
}
