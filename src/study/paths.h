/*
 * paths: a smallest set of paths that together take every edge of a graph.
 */
#ifndef VESTIBULE_STUDY_PATHS_H
#define VESTIBULE_STUDY_PATHS_H

#include "study/graph.h"

struct paths {
    uint32_t **values; /* [path][slot], DD_FREE where the path tests nothing */
    uint32_t count;
    uint32_t edges; /* (node, value) pairs that lead to a wanted leaf */
};

/*
 * Find as few paths from the root to wanted leaves as take every edge that leads
 * to one.  `slots` is how many slots there are.  None when the root is a leaf.
 */
struct paths paths_of(struct arena *arena, const struct graph *graph, uint32_t slots,
    const bool *wanted, uint32_t leaves);

#endif
