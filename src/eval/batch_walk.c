/*
 * Walking cases side by side: each takes two steps, then each of those that are left
 * takes two more, until none is left.
 */
#include "eval/batch.h"

/* Walks that have not ended: which cases, and where they stand. */
struct walks {
    size_t count;
    uint16_t of[BATCH_CASES];
    image_edge at[BATCH_CASES];
};

/* Take two steps more of every walk, and keep those that have not ended.  Nothing
 * branches, so the processor works on many of them at the same time. */
static void go_on(struct walks *walks, const struct image *image,
    const uint16_t *columns, size_t stride, uint8_t *leaves)
{
    size_t left = 0;

    for (size_t i = 0; i < walks->count; i++) {
        uint16_t of = walks->of[i];
        image_edge e = batch_two_steps(image, walks->at[i], columns + of, stride);

        leaves[of] = (uint8_t)edge_leaf(e);
        walks->of[left] = of;
        walks->at[left] = e;
        left += !edge_is_leaf(e);
    }
    walks->count = left;
}

void batch_walk(const struct image *image, image_edge root, const uint16_t *columns,
    size_t stride, size_t count, uint8_t *leaves)
{
    struct walks walks;

    walks.count = count;
    for (size_t i = 0; i < count; i++) {
        walks.of[i] = (uint16_t)i;
        walks.at[i] = root;
    }
    while (walks.count > 0)
        go_on(&walks, image, columns, stride, leaves);
}
