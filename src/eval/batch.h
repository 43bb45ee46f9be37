/*
 * batch: the two ways by which many cases are decided; batch.c chooses.
 */
#ifndef VESTIBULE_EVAL_BATCH_H
#define VESTIBULE_EVAL_BATCH_H

#include "eval/eval.h"

enum { BATCH_CASES = 512 };

/* Two steps of a walk by the columns of a case; a walk that has ended stays. */
static inline image_edge batch_two_steps(
    const struct image *image, image_edge e, const uint16_t *columns, size_t stride)
{
    for (int step = 0; step < 2; step++)
        e = image->words[edge_place(e) + columns[edge_slot(e) * stride]];
    return e;
}

/* Walk at most BATCH_CASES cases from the root; as eval_batch. */
void batch_walk(const struct image *image, image_edge root, const uint16_t *columns,
    size_t stride, size_t count, uint8_t *leaves);

#endif
