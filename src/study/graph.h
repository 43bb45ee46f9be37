/*
 * graph: a diagram copied out of its manager, parents before kids.
 *
 * Kids are written as the manager writes them: a leaf, or else the index of a
 * node, always greater than its parent's.  So one pass forwards follows every
 * path down, one pass backwards every path up, without recursion or memo.
 */
#ifndef VESTIBULE_STUDY_GRAPH_H
#define VESTIBULE_STUDY_GRAPH_H

#include "diagram/diagram.h"

struct graph_node {
    uint32_t slot; /* what it tests */
    uint32_t size; /* how many values that has */
    dd *kids;      /* [value] */
};

struct graph {
    struct graph_node *nodes;
    uint32_t count;
    dd root; /* node 0, unless the whole is one leaf */
};

/* Copy all that is reachable from `root` into `arena`. */
struct graph graph_of(struct arena *arena, const struct diagram *diagram, dd root);

/* Return yes for each node, in `reaches`, from which some leaf with wanted[leaf]
 * can be reached; leaves at or beyond `count` are never wanted. */
bool *graph_reaching(
    struct arena *arena, const struct graph *graph, const bool *wanted, uint32_t count);

/* Whether a kid (or the root) leads to a wanted leaf, given graph_reaching's answer. */
bool graph_leads(dd kid, const bool *reaching, const bool *wanted, uint32_t count);

#endif
