/*
 * frontier: a tree that grows, in constant memory.
 *
 * Of a tree only its right edge is needed to add leaves and to know the root: one
 * perfect subtree for each bit of its size.  All-zero is the empty tree.
 */
#ifndef VESTIBULE_LEDGER_FRONTIER_H
#define VESTIBULE_LEDGER_FRONTIER_H

#include "ledger/hash.h"

enum { TREE_LEVELS = 63 };

/* No tree is larger: then 63 hashes are enough for every proof, as C2SP has it. */
static const uint64_t tree_size_max = (uint64_t)1 << (TREE_LEVELS - 1);

struct frontier {
    uint64_t size;
    struct hash edge[TREE_LEVELS]; /* [k] is a subtree of 2^k leaves, for each bit k
                                      of size; the others mean nothing */
};

/*
 * Add a leaf; on average one node is hashed, at most 62.  The leaf and then every
 * subtree that it completes go to `sink`, which may be NULL.  The size must be below
 * tree_size_max.
 */
void frontier_add(const struct hasher *hasher, struct frontier *frontier,
    const struct hash *leaf, const struct hash_sink *sink);

/* Hashes 62 nodes at most. */
struct hash frontier_root(const struct hasher *hasher, const struct frontier *frontier);

/*
 * Take up a tree of `size` leaves again; 63 hashes at most are read and believed, so
 * compare the root before adding to it.  ERR_LIMIT above tree_size_max; or what the
 * source says.
 */
bool frontier_read(const struct hash_source *source, uint64_t size,
    struct frontier *out, struct err *err) MUST_USE;

#endif
