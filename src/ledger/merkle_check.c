/*
 * Checking proofs: climb from a leaf by the bits of its index (RFC 9162, sections
 * 2.1.3.2 and 2.1.4.2, whose text this follows line by line).
 *
 * `at` is where we are on a level and `last` the last place on it.  The node at an
 * odd place is a right child; so is the last one, whose level may end early: then it
 * is lifted until it meets a left sibling.
 */
#include "ledger/merkle.h"

struct climb {
    uint64_t at;
    uint64_t last;
};

static void go_up(struct climb *climb)
{
    climb->at >>= 1;
    climb->last >>= 1;
}

/* Whether the next hash of a proof joins from the left. */
static bool is_from_left(const struct climb *climb)
{
    return climb->at % 2 == 1 || climb->at == climb->last;
}

/* Pass the levels on which nothing was joined, and the one on which it was. */
static void climb_on(struct climb *climb)
{
    if (is_from_left(climb))
        while (climb->at % 2 == 0 && climb->at != 0)
            go_up(climb);
    go_up(climb);
}

bool merkle_includes(const struct hasher *hasher, const struct merkle_proof *proof,
    uint64_t index, uint64_t size, const struct hash *leaf, const struct hash *root)
{
    struct climb climb = {index, size - 1};
    struct hash hash = *leaf;

    if (index >= size)
        return false;
    for (uint32_t i = 0; i < proof->count; i++) {
        const struct hash *next = &proof->hashes[i];

        if (climb.last == 0)
            return false;
        hash = is_from_left(&climb) ? hash_node(hasher, next, &hash)
                                    : hash_node(hasher, &hash, next);
        climb_on(&climb);
    }
    return climb.last == 0 && hash_equal(&hash, root);
}

bool merkle_extends(const struct hasher *hasher, const struct merkle_proof *proof,
    uint64_t old_size, const struct hash *old_root, uint64_t size,
    const struct hash *root)
{
    bool is_perfect = (old_size & (old_size - 1)) == 0;
    struct climb climb = {old_size - 1, size - 1};
    struct hash old_hash;
    struct hash hash;

    if (old_size == 0 || old_size > size)
        return false;
    if (old_size == size)
        return proof->count == 0 && hash_equal(old_root, root);
    if (proof->count == 0)
        return false;
    while (climb.at % 2 == 1)
        go_up(&climb);
    /* A perfect older tree is a subtree of the new one: the climb begins with it. */
    old_hash = hash = is_perfect ? *old_root : proof->hashes[0];
    for (uint32_t i = is_perfect ? 0 : 1; i < proof->count; i++) {
        const struct hash *next = &proof->hashes[i];

        if (climb.last == 0)
            return false;
        if (is_from_left(&climb)) {
            old_hash = hash_node(hasher, next, &old_hash);
            hash = hash_node(hasher, next, &hash);
        } else {
            hash = hash_node(hasher, &hash, next);
        }
        climb_on(&climb);
    }
    return climb.last == 0 && hash_equal(&old_hash, old_root) &&
        hash_equal(&hash, root);
}
