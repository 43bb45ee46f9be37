/*
 * Merkle proofs: inclusion (RFC 6962, section 2.1.1) and extension, which the RFC
 * calls consistency (2.1.2).
 *
 * A proof is a list of hashes and nothing else; which hash stands where follows from
 * the sizes, so there is exactly one proof for each question.
 */
#ifndef VESTIBULE_LEDGER_MERKLE_H
#define VESTIBULE_LEDGER_MERKLE_H

#include "ledger/hash.h"

enum { MERKLE_PROOF_MAX = 63 };

struct merkle_proof {
    uint32_t count;
    struct hash hashes[MERKLE_PROOF_MAX]; /* from the leaves upwards */
};

/*
 * Make the proof that leaf `index` is in the tree of `size` leaves, or that this tree
 * begins with the tree of `old_size`.  Reads at most 2 * 63 hashes and believes them:
 * check what was made from a source that is not trusted.  ERR_USAGE: there is no such
 * leaf, or no such older tree, or it is empty; ERR_LIMIT above tree_size_max; or what
 * the source says.
 */
bool merkle_prove_inclusion(const struct hasher *hasher,
    const struct hash_source *source, uint64_t index, uint64_t size,
    struct merkle_proof *out, struct err *err) MUST_USE;
bool merkle_prove_extension(const struct hasher *hasher,
    const struct hash_source *source, uint64_t old_size, uint64_t size,
    struct merkle_proof *out, struct err *err) MUST_USE;

/* Whether `proof` shows that leaf `index` of the tree (size, root) is `leaf`. */
bool merkle_includes(const struct hasher *hasher, const struct merkle_proof *proof,
    uint64_t index, uint64_t size, const struct hash *leaf,
    const struct hash *root) MUST_USE;

/* Whether `proof` shows that the tree (size, root) begins with the tree (old_size,
 * old_root).  Never for an empty older tree, of which there is nothing to show. */
bool merkle_extends(const struct hasher *hasher, const struct merkle_proof *proof,
    uint64_t old_size, const struct hash *old_root, uint64_t size,
    const struct hash *root) MUST_USE;

#endif
