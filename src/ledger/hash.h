/*
 * Hashes of leaves and nodes (RFC 6962, section 2.1), and where they come from.
 *
 * A leaf is hashed after a byte 0, a node after a byte 1, so that neither can be
 * passed off as the other.
 */
#ifndef VESTIBULE_LEDGER_HASH_H
#define VESTIBULE_LEDGER_HASH_H

#include "base/base.h"

enum { HASH_BYTES = 32 };

struct hash {
    uint8_t bytes[HASH_BYTES];
};

/* SHA-256 of `parts`, one after another; it cannot fail.  With a context, a hasher
 * serves one thread. */
struct hasher {
    void (*sha256)(
        void *context, const str *parts, size_t count, uint8_t digest[HASH_BYTES]);
    void *context;
};

struct hash hash_bytes(const struct hasher *hasher, str bytes);
struct hash hash_leaf(const struct hasher *hasher, str entry);
struct hash hash_node(
    const struct hasher *hasher, const struct hash *left, const struct hash *right);

/* Return the root of the tree without leaves: SHA-256 of nothing. */
struct hash hash_empty(const struct hasher *hasher);

bool hash_equal(const struct hash *a, const struct hash *b);

/* Gives the hash of a perfect subtree; only subtrees inside the tree are asked for.
 * False with `err` set when it cannot. */
struct hash_source {
    bool (*read)(void *context, uint32_t level, uint64_t index, struct hash *out,
        struct err *err);
    void *context;
};

/* Is handed the hash of every perfect subtree once it is complete. */
struct hash_sink {
    void (*put)(void *context, uint32_t level, uint64_t index, const struct hash *hash);
    void *context;
};

#endif
