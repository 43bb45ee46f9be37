/*
 * Adding a leaf is adding 1 to the size in binary: where a carry runs through a bit,
 * the subtree that stood for it becomes the left half of a larger one.
 */
#include "ledger/frontier.h"

void frontier_add(const struct hasher *hasher, struct frontier *frontier,
    const struct hash *leaf, const struct hash_sink *sink)
{
    struct hash hash = *leaf;
    uint64_t index = frontier->size;
    uint32_t level = 0;

    REQUIRE(frontier->size < tree_size_max);
    for (;;) {
        if (sink != NULL)
            sink->put(sink->context, level, index, &hash);
        if (index % 2 == 0)
            break;
        hash = hash_node(hasher, &frontier->edge[level], &hash);
        index /= 2;
        level++;
    }
    frontier->edge[level] = hash;
    frontier->size++;
}

struct hash frontier_root(const struct hasher *hasher, const struct frontier *frontier)
{
    struct hash root = {{0}};
    bool has_root = false;

    for (uint32_t level = 0; level < TREE_LEVELS; level++) {
        const struct hash *edge = &frontier->edge[level];

        if ((frontier->size >> level & 1) == 0)
            continue;
        root = has_root ? hash_node(hasher, edge, &root) : *edge;
        has_root = true;
    }
    return has_root ? root : hash_empty(hasher);
}

bool frontier_read(const struct hash_source *source, uint64_t size,
    struct frontier *out, struct err *err)
{
    if (size > tree_size_max)
        return err_set(err, ERR_LIMIT, STR("no log has so many entries"));
    *out = (struct frontier){.size = size};
    for (uint32_t level = TREE_LEVELS; level-- > 0;)
        if ((size >> level & 1) != 0 &&
            !source->read(
                source->context, level, (size >> level) - 1, &out->edge[level], err))
            return false;
    return true;
}
