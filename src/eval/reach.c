/*
 * Answers with facts missing: which leaves can still be reached.
 *
 * Every node says which leaves lie below it, so a part that holds nothing new is
 * not entered; what was entered once carries a stamp.
 */
#include "eval/eval.h"

enum { LANES = 8 };

/* LANES walks side by side: while one waits for memory the others go on. */
static void walk_lanes(const uint32_t *words, image_edge root, const uint16_t *rows,
    size_t stride, uint8_t *leaves)
{
    image_edge at[LANES];
    bool going = !edge_is_leaf(root);

    for (size_t i = 0; i < LANES; i++)
        at[i] = root;
    while (going) {
        going = false;
        for (size_t i = 0; i < LANES; i++) {
            if (edge_is_leaf(at[i]))
                continue;
            at[i] = words[edge_place(at[i]) + rows[i * stride + edge_slot(at[i])]];
            going = true;
        }
    }
    for (size_t i = 0; i < LANES; i++)
        leaves[i] = (uint8_t)edge_leaf(at[i]);
}

void eval_batch(const struct image *image, image_edge root, const uint16_t *slots,
    size_t stride, size_t count, uint8_t *leaves)
{
    size_t first = 0;

    for (; first + LANES <= count; first += LANES)
        walk_lanes(image->words, root, slots + first * stride, stride, leaves + first);
    for (; first < count; first++)
        leaves[first] = (uint8_t)eval_leaf(image, root, slots + first * stride);
}

struct reaching {
    const uint32_t *words;
    const uint16_t *slots;
    uint32_t *seen;
    uint32_t stamp;
    uint32_t found;
    const struct image *image;
};

static void reach(struct reaching *r, image_edge e)
{
    for (;;) {
        uint32_t place = edge_place(e);
        uint32_t value;
        uint32_t size;

        if (edge_is_leaf(e)) {
            r->found |= leaf_bit(edge_leaf(e));
            return;
        }
        if ((r->words[place - NODE_HEAD] & ~r->found) == 0 ||
            r->seen[place] == r->stamp)
            return;
        value = r->slots[edge_slot(e)];
        if (value != SLOT_UNKNOWN) {
            e = r->words[place + value];
            continue;
        }
        r->seen[place] = r->stamp;
        size = image_item(r->image, SECTION_SLOTS, edge_slot(e))[SLOT_SIZE];
        for (uint32_t v = 1; v < size; v++)
            reach(r, r->words[place + v]);
        e = r->words[place];
    }
}

uint32_t eval_reach(
    struct eval_scratch *scratch, image_edge root, const uint16_t *slots)
{
    struct reaching r = {.words = scratch->image->words,
        .slots = slots,
        .seen = scratch->seen,
        .stamp = ++scratch->stamp,
        .image = scratch->image};

    if (r.stamp == 0) {
        memset(scratch->seen, 0,
            scratch->image->count[SECTION_NODES] * sizeof(*scratch->seen));
        r.stamp = ++scratch->stamp;
    }
    /* What no state reaches is found already: it need not be looked for. */
    r.found = leaf_bit(LEAF_IMPOSSIBLE);
    reach(&r, root);
    return r.found & ~leaf_bit(LEAF_IMPOSSIBLE);
}
