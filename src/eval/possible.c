/*
 * What is possible, exactly: with dates unknown that are compared with each other,
 * only jointly possible positions count.
 */
#include "eval/ties.h"

/* A slot that compares dates of which one is not known. */
struct open_slot {
    uint32_t ends[2]; /* facts; IMAGE_ABSENT for every date that is known */
};

static uint32_t end_of(uint32_t date, const int32_t *facts)
{
    return date != IMAGE_ABSENT && facts[date] == FACT_UNKNOWN ? date : IMAGE_ABSENT;
}

/* How many of the slots read a date. */
static uint32_t uses(const struct open_slot *open, uint32_t count, uint32_t date)
{
    uint32_t found = 0;

    for (uint32_t i = 0; i < count; i++)
        if (open[i].ends[0] == date || open[i].ends[1] == date)
            found++;
    return found;
}

/* Whether a slot has an end that is not known and that no other slot reads: then it can
 * have any value, wherever the other dates lie. */
static bool is_free(const struct open_slot *open, uint32_t count, uint32_t slot)
{
    for (int end = 0; end < 2; end++)
        if (open[slot].ends[end] != IMAGE_ABSENT &&
            uses(open, count, open[slot].ends[end]) == 1)
            return true;
    return false;
}

static bool today_is_known(const struct image *image, const int32_t *facts)
{
    return image->today == IMAGE_ABSENT || facts[image->today] != FACT_UNKNOWN;
}

/* Whether the values of slots that compare dates depend on each other: free slots are
 * taken away until there are none; what is left then goes round in a circle.  Where
 * today is known and no other date is read twice, each slot is free. */
static bool are_tied(const struct image *image, const int32_t *facts)
{
    struct open_slot open[IMAGE_DATED];
    uint32_t count = 0;

    if (image->untied && today_is_known(image, facts))
        return false;
    if (image->compared > IMAGE_DATED)
        return true;
    for (uint32_t i = 0; i < image->compared; i++) {
        uint32_t *ends = open[count].ends;

        (void)image_dates(image, image->dated[i], &ends[0], &ends[1]);
        ends[0] = end_of(ends[0], facts);
        ends[1] = end_of(ends[1], facts);
        if (ends[0] != ends[1])
            count++;
    }
    for (uint32_t i = 0; i < count;) {
        if (is_free(open, count, i)) {
            open[i] = open[--count];
            i = 0;
        } else {
            i++;
        }
    }
    return count > 0;
}

struct collecting {
    struct eval_scratch *scratch;
    image_edge root;
    uint32_t found;
};

static bool collect(struct ties *ties, void *context)
{
    struct collecting *c = context;

    for (uint32_t i = 0; i < ties->count; i++)
        c->scratch->slots[ties->items[i].slot] = ties->values[i];
    c->found |= eval_reach(c->scratch, c->root, c->scratch->slots);
    return true;
}

uint32_t eval_possible(struct eval_scratch *scratch, image_edge root,
    const int32_t *facts, const uint16_t *slots)
{
    struct collecting c = {scratch, root, 0};
    struct ties ties;

    if (!are_tied(scratch->image, facts) ||
        !ties_find(&ties, scratch->image, facts, slots))
        return eval_reach(scratch, root, slots);
    memcpy(
        scratch->slots, slots, scratch->image->count[SECTION_SLOTS] * sizeof(*slots));
    ties_each(&ties, collect, &c);
    return c.found;
}

uint32_t eval_shown(const struct image *image, uint32_t outcome, uint32_t possible)
{
    uint32_t value = image_item(image, SECTION_OUTCOMES, outcome)[OUTCOME_UNTIL];

    if (possible != 0 && (possible & (possible - 1)) == 0)
        value = EVAL_MAX_VALUES - 1;
    while (value > 0 && possible >> value == 0)
        value--;
    return value;
}
