/*
 * Facts to slots.
 */
#include "eval/eval.h"

enum { SINCE_MAX = 400 };

bool eval_fits(const struct image *image, uint32_t fact, int32_t value)
{
    const uint32_t *f = image_item(image, SECTION_FACTS, fact);

    if (value == FACT_UNKNOWN)
        return true;
    switch (f[FACT_KIND]) {
    case IMAGE_CHOICE:
    case IMAGE_YES_NO:
        return value >= 0 && (uint32_t)value < f[FACT_CHOICE_COUNT];
    case IMAGE_DATE:
        return value >= -1000000 && value <= 3000000;
    case IMAGE_TIME:
        return value >= 0 && value < TIME_MINUTES;
    default:
        return value >= (int32_t)f[FACT_LOW] && value <= (int32_t)f[FACT_HIGH];
    }
}

/* Derive what is counted from the clock. */
static void count_days(const struct image *image, int32_t *facts)
{
    for (uint32_t i = 0; i < image->count[SECTION_FACTS]; i++) {
        const uint32_t *f = image_item(image, SECTION_FACTS, i);
        int32_t days;

        if (f[FACT_KIND] != IMAGE_DAYS_SINCE || facts[i] != FACT_UNKNOWN ||
            image->today == IMAGE_ABSENT || facts[image->today] == FACT_UNKNOWN ||
            facts[f[FACT_SINCE]] == FACT_UNKNOWN)
            continue;
        days = facts[image->today] - facts[f[FACT_SINCE]];
        facts[i] = days < 0 ? 0 : days > SINCE_MAX ? SINCE_MAX : days;
    }
}

static uint16_t interval(const int32_t *cuts, uint32_t count, int32_t x)
{
    uint32_t below = 0;

    /* No branch depends on x: it would be guessed wrong. */
    for (uint32_t i = 0; i < count; i++)
        below += cuts[i] <= x;
    return (uint16_t)below;
}

static uint16_t bind_slot(
    const struct image *image, uint32_t slot, const int32_t *facts)
{
    const uint32_t *s = image_item(image, SECTION_SLOTS, slot);
    int32_t x = facts[s[SLOT_FIRST]];
    const int32_t *cuts;
    uint32_t count;

    if (x == FACT_UNKNOWN)
        return SLOT_UNKNOWN;
    if (s[SLOT_KIND] == IMAGE_SLOT_VALUE)
        return (uint16_t)x;
    if (s[SLOT_SECOND] != IMAGE_ABSENT) {
        if (facts[s[SLOT_SECOND]] == FACT_UNKNOWN)
            return SLOT_UNKNOWN;
        x -= facts[s[SLOT_SECOND]];
    }
    cuts = image_cuts(image, slot, &count);
    return interval(cuts, count, x);
}

void eval_bind(const struct image *image, int32_t *facts, uint16_t *slots)
{
    count_days(image, facts);
    for (uint32_t s = 0; s < image->count[SECTION_SLOTS]; s++)
        slots[s] = bind_slot(image, s, facts);
    slots[image->count[SECTION_SLOTS]] = 0;
}

void eval_route(const struct image *image, const uint16_t *slots, uint32_t *route)
{
    for (uint32_t s = 0; s < image_row(image); s++)
        route[s] = slots[s] - edge_make(s, 0);
}
