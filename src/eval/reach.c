/*
 * Answers with facts missing: which leaves can still be reached.
 *
 * Every node says which leaves lie below it, so a part that holds nothing new is
 * not entered; what was entered once carries a stamp.
 */
#include "eval/eval.h"

enum { LANES = 4 };

/* One of the walks that go on side by side: while one waits for memory the others
 * go on. */
struct lane {
    image_edge at;
    const uint16_t *row;
    uint8_t *leaf;
};

/* The cases not begun yet. */
struct cases {
    const uint16_t *row;
    uint8_t *leaf;
    size_t stride;
};

static struct lane begin(struct cases *rest, image_edge root)
{
    struct lane lane = {root, rest->row, rest->leaf};

    rest->row += rest->stride;
    rest->leaf++;
    return lane;
}

/* A step of one walk; one that ends takes up the next case.  Nothing here is a
 * branch that the processor could guess wrong: that would cost more than the step. */
static inline void step(
    struct lane *lane, struct cases *rest, const uint32_t *words, image_edge root)
{
    image_edge at = words[edge_place(lane->at) + lane->row[edge_slot(lane->at)]];
    bool ended = edge_is_leaf(at);

    *lane->leaf = (uint8_t)edge_leaf(at);
    lane->at = ended ? root : at;
    lane->row = ended ? rest->row : lane->row;
    lane->leaf = ended ? rest->leaf : lane->leaf;
    rest->row += ended ? rest->stride : 0;
    rest->leaf += ended;
}

/* Decide cases until fewer than LANES are not begun; returns how many are done.
 * The lanes have names so that they live in registers. */
static size_t walk_lanes(const struct image *image, image_edge root,
    const uint16_t *slots, size_t stride, size_t count, uint8_t *leaves)
{
    struct cases rest = {slots, leaves, stride};
    struct lane a = begin(&rest, root);
    struct lane b = begin(&rest, root);
    struct lane c = begin(&rest, root);
    struct lane d = begin(&rest, root);
    const uint8_t *last = leaves + count - LANES;

    while (rest.leaf <= last) {
        step(&a, &rest, image->words, root);
        step(&b, &rest, image->words, root);
        step(&c, &rest, image->words, root);
        step(&d, &rest, image->words, root);
    }
    *a.leaf = (uint8_t)eval_leaf(image, a.at, a.row);
    *b.leaf = (uint8_t)eval_leaf(image, b.at, b.row);
    *c.leaf = (uint8_t)eval_leaf(image, c.at, c.row);
    *d.leaf = (uint8_t)eval_leaf(image, d.at, d.row);
    return (size_t)(rest.leaf - leaves);
}

void eval_batch(const struct image *image, image_edge root, const uint16_t *slots,
    size_t stride, size_t count, uint8_t *leaves)
{
    size_t done = 0;

    if (count >= LANES && !edge_is_leaf(root))
        done = walk_lanes(image, root, slots, stride, count, leaves);
    for (; done < count; done++)
        leaves[done] = (uint8_t)eval_leaf(image, root, slots + done * stride);
}

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

    r->seen[edge_place(e)] = r->stamp;
    for (uint32_t v = 0; v < size; v++) {
        image_edge kid = kids[v];

        if (follow(r, &kid))
            reach(r, kid);
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
