/*
 * Many cases at once.
 *
 * Several walks go on side by side: while one waits for memory the others go on.
 * Nothing in the loop is a branch that the processor could guess wrong, which would
 * cost more than the steps: what to do with a walk that has ended is masked in.
 */
#include "eval/eval.h"

enum { LANES = 4 };

struct lane {
    image_edge at;
    size_t number; /* of the case */
};

struct cases {
    const uint32_t *words;
    image_edge root;
    const uint16_t *rows;
    size_t stride;
    uint8_t *leaves;
};

/* Two steps of one walk; one that has ended takes up the case `next`, if the end was
 * there to be seen.  Returns whether it did. */
static inline size_t go_on(struct lane *lane, const struct cases *c, size_t next)
{
    const uint16_t *row = c->rows + lane->number * c->stride;
    image_edge at = eval_step(c->words, eval_step(c->words, lane->at, row), row);
    size_t ended = edge_is_leaf(at);

    c->leaves[lane->number] = (uint8_t)edge_leaf(at);
    lane->at = at ^ ((at ^ c->root) & (0u - (uint32_t)ended));
    lane->number ^= (lane->number ^ next) & (0u - ended);
    return ended;
}

/* The lanes have names so that they live in registers. */
void eval_batch(const struct image *image, image_edge root, const uint16_t *rows,
    size_t stride, size_t count, uint8_t *leaves)
{
    const struct cases cases = {image->words, root, rows, stride, leaves};
    struct lane a = {root, 0};
    struct lane b = {root, 1};
    struct lane c = {root, 2};
    struct lane d = {root, 3};
    size_t next = LANES;

    if (count < LANES) {
        for (size_t i = 0; i < count; i++)
            leaves[i] = (uint8_t)eval_leaf(image, root, rows + i * stride);
        return;
    }
    while (next + LANES <= count) {
        next += go_on(&a, &cases, next);
        next += go_on(&b, &cases, next);
        next += go_on(&c, &cases, next);
        next += go_on(&d, &cases, next);
    }
    leaves[a.number] = (uint8_t)eval_leaf(image, a.at, rows + a.number * stride);
    leaves[b.number] = (uint8_t)eval_leaf(image, b.at, rows + b.number * stride);
    leaves[c.number] = (uint8_t)eval_leaf(image, c.at, rows + c.number * stride);
    leaves[d.number] = (uint8_t)eval_leaf(image, d.at, rows + d.number * stride);
    for (; next < count; next++)
        leaves[next] = (uint8_t)eval_leaf(image, root, rows + next * stride);
}
