/*
 * What a whole interview costs: every way through it is followed, the best question
 * asked each time.  Ways that leave the same to be decided are followed once.
 */
#include "eval/ask.h"

/* Ways that are followed before the rest is estimated. */
enum { WAYS_MOST = 5000 };

struct interview {
    struct asking *asking;
    uint16_t *slots; /* as answered so far; asking->slots are the same */
    uint32_t ways;
    bool complete;
};

struct cost {
    double average;
    uint32_t worst;
};

/* What is left to decide; the store is emptied once if it is full. */
static cofactor left_now(struct interview *in)
{
    struct cofactors *store = &in->asking->store;
    cofactor f = cofactor_of(store, in->asking->root, in->slots);

    if (!store->full)
        return f;
    cofactors_forget(store);
    return cofactor_of(store, in->asking->root, in->slots);
}

/* A slot that past answers decide, though which way is open here (a date was given
 * that it reads); else the one that the next question is about. */
static uint32_t next_slot(struct interview *in, cofactor f)
{
    struct asking *a = in->asking;
    uint32_t slot = cofactor_slot_in(&a->store, f, a->unasked);
    struct question best;

    if (slot != IMAGE_ABSENT)
        return slot;
    return ask_best(a, &best) ? best.slot : IMAGE_ABSENT;
}

static struct cost follow(struct interview *in);

/* Give every answer about a slot. */
static struct cost branch(struct interview *in, uint32_t slot, double share)
{
    struct cofactors *store = &in->asking->store;
    uint32_t size = cofactor_size(store, slot);
    struct cost cost = {0};

    for (uint32_t v = 0; v < size; v++) {
        struct cost rest;
        double part;

        in->slots[slot] = (uint16_t)v;
        part = cofactor_share(store, left_now(in));
        rest = follow(in);
        cost.average += cofactor_weight(store, slot, v) * part / share * rest.average;
        if (rest.worst > cost.worst)
            cost.worst = rest.worst;
    }
    in->slots[slot] = SLOT_UNKNOWN;
    return cost;
}

/* Ask about a slot: its facts are known from then on. */
static struct cost ask(struct interview *in, uint32_t slot, double share)
{
    struct asking *a = in->asking;
    struct learned learned = a->learned[slot];
    struct cost cost;

    for (uint32_t i = 0; i < learned.count; i++)
        a->known[learned.facts[i]] = true;
    if (learned.count > 0)
        ask_prices(a);
    cost = branch(in, slot, share);
    for (uint32_t i = 0; i < learned.count; i++)
        a->known[learned.facts[i]] = false;
    if (learned.count > 0)
        ask_prices(a);
    cost.average += learned.count;
    cost.worst += learned.count;
    return cost;
}

static struct cost follow(struct interview *in)
{
    struct cofactors *store = &in->asking->store;
    cofactor f = left_now(in);
    uint32_t leaves = cofactor_leaves(store, f);
    struct cofactor_plan *plan;
    struct cost cost;
    uint32_t slot;
    double share;

    if (store->full || in->ways >= WAYS_MOST) {
        in->complete = false;
        return (struct cost){0};
    }
    if ((leaves & (leaves - 1)) == 0)
        return (struct cost){0};
    plan = &store->notes[f].interview;
    if (plan->prices == in->asking->prices)
        return (struct cost){plan->average, plan->worst};
    in->ways++;
    share = cofactor_share(store, f);
    slot = next_slot(in, f);
    if (slot == IMAGE_ABSENT) {
        in->complete = false;
        return (struct cost){0};
    }
    cost = ask(in, slot, share);
    f = left_now(in);
    if (!store->full) {
        plan = &store->notes[f].interview;
        *plan = (struct cofactor_plan){cost.average, cost.worst, in->asking->prices};
    }
    return cost;
}

struct eval_cost eval_interview(struct eval_scratch *scratch, uint32_t outcome,
    const int32_t *facts, const uint16_t *slots)
{
    const struct image *image = scratch->image;
    struct interview in = {
        .asking = scratch->asking, .slots = scratch->slots, .complete = true};
    struct cost cost;

    in.asking->root = image_item(image, SECTION_OUTCOMES, outcome)[OUTCOME_ROOT];
    in.asking->slots = in.slots;
    in.asking->ties = NULL;
    memcpy(in.slots, slots, image->count[SECTION_SLOTS] * sizeof(*slots));
    for (uint32_t f = 0; f < image->count[SECTION_FACTS]; f++)
        in.asking->known[f] = facts[f] != FACT_UNKNOWN;
    ask_prices(in.asking);
    cost = follow(&in);
    return (struct eval_cost){cost.average, cost.worst, in.complete};
}
