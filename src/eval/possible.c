/*
 * What is possible, exactly: with dates unknown that are compared with each other,
 * only jointly possible positions count.
 */
#include "eval/ties.h"

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

    if (!ties_find(&ties, scratch->image, facts, slots))
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
