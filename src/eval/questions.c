/*
 * The questions to ask while an answer is open, best first.
 */
#include "eval/ask.h"

/* Questions in the order of the diagram, for one too large to look ahead in. */
struct in_order {
    struct eval_scratch *scratch;
    const uint16_t *slots;
    uint32_t *out;
    uint32_t count;
};

static void add_question(struct in_order *o, uint32_t slot)
{
    const struct learned *learned = &o->scratch->asking->learned[slot];

    if (learned->count == 0)
        return;
    for (uint32_t i = 0; i < o->count; i++)
        if (o->out[i] == learned->facts[0])
            return;
    o->out[o->count++] = learned->facts[0];
}

static void list_below(struct in_order *o, image_edge e)
{
    const uint32_t *words = o->scratch->image->words;
    uint32_t slot = edge_slot(e);
    uint32_t place = edge_place(e);

    if (edge_is_leaf(e) || o->scratch->seen[place] == o->scratch->stamp)
        return;
    o->scratch->seen[place] = o->scratch->stamp;
    if (o->slots[slot] != SLOT_UNKNOWN) {
        list_below(o, words[place + o->slots[slot]]);
        return;
    }
    add_question(o, slot);
    for (uint32_t v = 0;
         v < image_item(o->scratch->image, SECTION_SLOTS, slot)[SLOT_SIZE]; v++)
        list_below(o, words[place + v]);
}

static uint32_t list_in_order(
    struct eval_scratch *scratch, image_edge root, const uint16_t *slots, uint32_t *out)
{
    struct in_order o = {.scratch = scratch, .slots = slots, .out = out};

    eval_stamp(scratch);
    list_below(&o, root);
    return o.count;
}

uint32_t eval_questions(struct eval_scratch *scratch, uint32_t outcome,
    const int32_t *facts, const uint16_t *slots, uint32_t *out)
{
    struct asking *a = scratch->asking;
    image_edge root =
        image_item(scratch->image, SECTION_OUTCOMES, outcome)[OUTCOME_ROOT];
    uint32_t mask = eval_possible(scratch, root, facts, slots);
    struct ties ties;
    uint32_t count;

    if ((mask & (mask - 1)) == 0)
        return 0;
    a->root = root;
    a->slots = slots;
    a->ties = ties_find(&ties, scratch->image, facts, slots) ? &ties : NULL;
    for (uint32_t f = 0; f < scratch->image->count[SECTION_FACTS]; f++)
        a->known[f] = facts[f] != FACT_UNKNOWN;
    ask_prices(a);
    count = ask_list(a);
    a->ties = NULL;
    if (count == IMAGE_ABSENT)
        return list_in_order(scratch, root, slots, out);
    for (uint32_t i = 0; i < count; i++)
        out[i] = a->list[i].fact;
    return count;
}
