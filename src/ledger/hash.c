/*
 * The two kinds of hashes, told apart by their first byte.
 */
#include "ledger/hash.h"

struct hash hash_bytes(const struct hasher *hasher, str bytes)
{
    struct hash hash;

    hasher->sha256(hasher->context, &bytes, 1, hash.bytes);
    return hash;
}

struct hash hash_leaf(const struct hasher *hasher, str entry)
{
    const str parts[] = {{"\0", 1}, entry};
    struct hash hash;

    hasher->sha256(hasher->context, parts, COUNT_OF(parts), hash.bytes);
    return hash;
}

struct hash hash_node(
    const struct hasher *hasher, const struct hash *left, const struct hash *right)
{
    /* In one piece: every call of the library costs, and this is the hot one. */
    char node[1 + 2 * HASH_BYTES] = "\1";

    memcpy(node + 1, left->bytes, HASH_BYTES);
    memcpy(node + 1 + HASH_BYTES, right->bytes, HASH_BYTES);
    return hash_bytes(hasher, (str){node, sizeof(node)});
}

struct hash hash_empty(const struct hasher *hasher)
{
    return hash_bytes(hasher, (str){0});
}

bool hash_equal(const struct hash *a, const struct hash *b)
{
    return memcmp(a->bytes, b->bytes, HASH_BYTES) == 0;
}
