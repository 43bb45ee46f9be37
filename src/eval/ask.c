/*
 * Which questions can still matter, and which is best to ask first.
 *
 * A fact matters when two allowed states that differ in it alone differ in value:
 * that is looked for exactly, by walking the diagram for two of its answers side
 * by side.  How good a question is, is estimated by what would be left to ask
 * after each answer, the rest being asked in the order of the diagram.
 */
#include "eval/ask.h"

/* Lay the working arrays out in what the scratch has left. */
struct search search_new(struct eval_scratch *scratch, uint32_t outcome,
    const int32_t *facts, const uint16_t *slots)
{
    const struct image *image = scratch->image;
    uint32_t words = image->count[SECTION_NODES];
    struct search s = {.image = image, .facts = facts, .slots = slots};
    uint8_t *free_bytes = scratch->bytes;
    size_t left = scratch->size;

    s.root = image_item(image, SECTION_OUTCOMES, outcome)[OUTCOME_ROOT];
    s.cost = (void *)free_bytes;
    s.mass = (void *)(free_bytes + (size_t)words * sizeof(double));
    s.mask = (void *)(free_bytes + 2 * (size_t)words * sizeof(double));
    s.seen = s.mask + words;
    left -= (size_t)words * (2 * sizeof(double) + 2 * sizeof(uint32_t));
    s.pairs = (void *)(s.seen + words + (words & 1));
    s.pair_count = 1;
    while (2 * s.pair_count * sizeof(*s.pairs) <= left - 8)
        s.pair_count *= 2;
    if (s.pair_count > 1 << 16)
        s.pair_count = 1 << 16;
    memset(s.seen, 0, words * sizeof(*s.seen));
    memset(s.pairs, 0, s.pair_count * sizeof(*s.pairs));
    return s;
}

static uint32_t value_of(const struct search *s, uint32_t slot)
{
    return slot == s->fixed_slot ? s->fixed_value : s->slots[slot];
}

static uint32_t size_of(const struct search *s, uint32_t slot)
{
    return image_item(s->image, SECTION_SLOTS, slot)[SLOT_SIZE];
}

/* ---- does a fact matter ---- */

/* Follow known slots down to a leaf or to a slot that is not known. */
static image_edge settle(const struct search *s, image_edge e, uint32_t value)
{
    while (!edge_is_leaf(e)) {
        uint32_t slot = edge_slot(e);
        uint32_t known = slot == s->fixed_slot ? value : s->slots[slot];

        if (known == SLOT_UNKNOWN)
            break;
        e = s->image->words[edge_place(e) + known];
    }
    return e;
}

static bool seen_pair(struct search *s, image_edge a, image_edge b)
{
    uint64_t h = ((uint64_t)a << 32 | b) * 0x9e3779b97f4a7c15u;
    struct search_pair *pair = &s->pairs[(h >> 40) & (s->pair_count - 1)];

    if (pair->a == a && pair->b == b && pair->stamp == s->pair_stamp)
        return true;
    *pair = (struct search_pair){a, b, s->pair_stamp};
    return false;
}

/* Whether some completion leads from a and from b, where the fact in question has
 * two different answers, to two different possible values. */
static bool differ(struct search *s, image_edge a, image_edge b, uint32_t v, uint32_t w)
{
    uint32_t slot;

    a = settle(s, a, v);
    b = settle(s, b, w);
    if (a == b && (edge_is_leaf(a) || edge_slot(a) > s->fixed_slot))
        return false;
    if (edge_is_leaf(a) && edge_is_leaf(b))
        return edge_leaf(a) != LEAF_IMPOSSIBLE && edge_leaf(b) != LEAF_IMPOSSIBLE;
    if (seen_pair(s, a, b))
        return false;
    slot = edge_slot(a) < edge_slot(b) ? edge_slot(a) : edge_slot(b);
    for (uint32_t i = 0; i < size_of(s, slot); i++) {
        image_edge x = edge_slot(a) == slot ? s->image->words[edge_place(a) + i] : a;
        image_edge y = edge_slot(b) == slot ? s->image->words[edge_place(b) + i] : b;

        if (differ(s, x, y, v, w))
            return true;
    }
    return false;
}

bool search_matters(struct search *s, uint32_t slot)
{
    uint32_t size = size_of(s, slot);
    bool found = false;

    s->fixed_slot = slot;
    for (uint32_t v = 0; v < size && !found; v++)
        for (uint32_t w = v + 1; w < size && !found; w++) {
            s->pair_stamp++;
            found = differ(s, s->root, s->root, v, w);
        }
    s->fixed_slot = EDGE_LEAF_SLOT;
    return found;
}

/* ---- what is left to ask ---- */

/* What asking about a slot costs: the facts it reads that a person must answer. */
static double price_of(const struct search *s, uint32_t slot)
{
    const uint32_t *item = image_item(s->image, SECTION_SLOTS, slot);
    double price = 0;

    for (uint32_t i = SLOT_FIRST; i <= SLOT_SECOND; i++) {
        const uint32_t *fact;

        if (item[i] == IMAGE_ABSENT || s->facts[item[i]] != FACT_UNKNOWN)
            continue;
        fact = image_item(s->image, SECTION_FACTS, item[i]);
        price += (fact[FACT_FLAGS] & IMAGE_SUPPLIED) == 0;
    }
    return price;
}

static double all_values(const struct search *s, uint32_t slot)
{
    double all = 0;

    for (uint32_t v = 0; v < size_of(s, slot); v++)
        all += (double)image_weight(s->image, slot, v);
    return all;
}

/* The share of the states below an edge that are allowed. */
static double mass_of(const struct search *s, image_edge e)
{
    if (edge_is_leaf(e))
        return edge_leaf(e) == LEAF_IMPOSSIBLE ? 0 : 1;
    return s->mass[edge_place(e)];
}

static double cost_of(const struct search *s, image_edge e)
{
    return edge_is_leaf(e) ? 0 : s->cost[edge_place(e)];
}

static uint32_t mask_of(const struct search *s, image_edge e)
{
    if (edge_is_leaf(e))
        return leaf_bit(edge_leaf(e)) & ~leaf_bit(LEAF_IMPOSSIBLE);
    return s->mask[edge_place(e)];
}

/* Work out cost, mass and leaves of a node and all below it, once a stamp. */
static void weigh(struct search *s, image_edge e)
{
    uint32_t place = edge_place(e);
    uint32_t slot = edge_slot(e);
    uint32_t known;
    double cost = 0;
    double mass = 0;
    uint32_t mask = 0;

    if (edge_is_leaf(e) || s->seen[place] == s->stamp)
        return;
    s->seen[place] = s->stamp;
    known = value_of(s, slot);
    for (uint32_t v = 0; v < size_of(s, slot); v++) {
        image_edge kid = s->image->words[place + v];
        double weight = 1;

        if (known != SLOT_UNKNOWN && known != v)
            continue;
        weigh(s, kid);
        if (known == SLOT_UNKNOWN)
            weight = (double)image_weight(s->image, slot, v);
        mass += weight * mass_of(s, kid);
        cost += weight * mass_of(s, kid) * cost_of(s, kid);
        mask |= mask_of(s, kid);
    }
    if (mass > 0)
        cost /= mass;
    if (known == SLOT_UNKNOWN) {
        mass /= all_values(s, slot);
        cost += price_of(s, slot);
    }
    s->mask[place] = mask;
    s->mass[place] = mass;
    s->cost[place] = (mask & (mask - 1)) == 0 ? 0 : cost;
}

double search_rest(struct search *s, double *mass)
{
    s->stamp++;
    weigh(s, s->root);
    *mass = mass_of(s, s->root);
    return cost_of(s, s->root);
}

/* What asking `slot` now would leave to ask, on average. */
double search_score(struct search *s, uint32_t slot)
{
    double sum = 0;
    double all = 0;

    for (uint32_t v = 0; v < size_of(s, slot); v++) {
        double weight = (double)image_weight(s->image, slot, v);
        double mass;
        double rest;

        s->fixed_slot = slot;
        s->fixed_value = v;
        rest = search_rest(s, &mass);
        s->fixed_slot = EDGE_LEAF_SLOT;
        sum += weight * mass * rest;
        all += weight * mass;
    }
    return price_of(s, slot) + (all > 0 ? sum / all : 0);
}
