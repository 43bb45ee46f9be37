/*
 * Answers with facts missing: which leaves can still be reached.
 *
 * Every node says which leaves lie below it, so a part that holds nothing new is
 * not entered; what was entered once carries a stamp.
 */
#include "eval/eval.h"

struct reaching {
    const uint32_t *words;
    const uint32_t *slot_items;
    const uint16_t *slots;
    uint32_t *seen;
    uint32_t stamp;
    uint32_t found;
};

/* Follow the slots that are known; false at a leaf, or where nothing new lies below. */
static inline bool follow(struct reaching *r, image_edge *edge)
{
    image_edge e = *edge;

    while (!edge_is_leaf(e)) {
        uint32_t place = edge_place(e);
        uint32_t value = r->slots[edge_slot(e)];

        if ((r->words[place - NODE_HEAD] & ~r->found) == 0)
            return false;
        if (value == SLOT_UNKNOWN) {
            *edge = e;
            return r->seen[place] != r->stamp;
        }
        e = r->words[place + value];
    }
    r->found |= leaf_bit(edge_leaf(e));
    return false;
}

/* `e` is a node, not seen yet, whose slot is not known. */
static void reach(struct reaching *r, image_edge e)
{
    const uint32_t *kids = r->words + edge_place(e);
    uint32_t size = r->slot_items[edge_slot(e) * SLOT_WORDS + SLOT_SIZE];
    image_edge last = e;

    r->seen[edge_place(e)] = r->stamp;
    for (uint32_t v = 0; v < size; v++) {
        image_edge kid = kids[v];

        if (kid == last)
            continue; /* many values lead the same way */
        last = kid;
        if (follow(r, &kid))
            reach(r, kid);
        if ((kids[-NODE_HEAD] & ~r->found) == 0)
            return;
    }
}

void eval_stamp(struct eval_scratch *scratch)
{
    scratch->stamp++;
    if (scratch->stamp != 0)
        return;
    memset(scratch->seen, 0,
        scratch->image->count[SECTION_NODES] * sizeof(*scratch->seen));
    scratch->stamp = 1;
}

uint32_t eval_reach(
    struct eval_scratch *scratch, image_edge root, const uint16_t *slots)
{
    struct reaching r = {.words = scratch->image->words,
        .slot_items = scratch->image->section[SECTION_SLOTS],
        .slots = slots,
        .seen = scratch->seen};

    eval_stamp(scratch);
    r.stamp = scratch->stamp;
    /* What no state reaches is found already: it need not be looked for. */
    r.found = leaf_bit(LEAF_IMPOSSIBLE);
    if (follow(&r, &root))
        reach(&r, root);
    return r.found & ~leaf_bit(LEAF_IMPOSSIBLE);
}
