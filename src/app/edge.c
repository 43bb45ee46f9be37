/*
 * The right edge of the tree of what is committed, tile by tile.
 */
#include "app/inside.h"

struct adding {
    struct edge *edge;
    struct full_tiles *full;
};

static void keep_full(struct full_tiles *full, uint32_t level, uint64_t index,
    const struct hash hashes[TILE_WIDTH])
{
    struct full_tile *tile;

    full->items = arena_grow(
        full->arena, full->items, full->count, &full->capacity, sizeof(*full->items));
    tile = &full->items[full->count++];
    tile->level = level;
    tile->index = index;
    memcpy(tile->hashes, hashes, sizeof(tile->hashes));
}

/* Only roots of whole tiles, and leaves, stand in tiles. */
static void put(void *context, uint32_t level, uint64_t index, const struct hash *hash)
{
    struct adding *a = context;
    uint64_t place = index % TILE_WIDTH;
    struct hash *tile;

    if (level % 8 != 0)
        return;
    tile = a->edge->tiles[level / 8];
    tile[place] = *hash;
    if (place == TILE_WIDTH - 1)
        keep_full(a->full, level / 8, index / TILE_WIDTH, tile);
}

void edge_copy(struct edge *to, const struct edge *from)
{
    uint64_t wide = from->frontier.size;

    to->frontier = from->frontier;
    for (uint32_t level = 0; wide > 0; level++, wide /= TILE_WIDTH)
        memcpy(to->tiles[level], from->tiles[level],
            wide % TILE_WIDTH * sizeof(struct hash));
}

void edge_add(const struct hasher *hasher, struct edge *edge, const struct hash *leaf,
    struct full_tiles *full)
{
    struct adding adding = {edge, full};
    struct hash_sink sink = {put, &adding};

    frontier_add(hasher, &edge->frontier, leaf, &sink);
}

bool edge_read(const struct hasher *hasher, const struct tile_source *source,
    uint64_t size, struct edge *out, struct err *err)
{
    struct tile_reader reader;
    struct hash_source hashes;

    tile_reader_init(&reader, hasher, source, size);
    hashes = tile_reader_hashes(&reader);
    if (!frontier_read(&hashes, size, &out->frontier, err))
        return false;
    for (uint32_t level = 0; level < TILE_LEVELS; level++) {
        uint64_t wide = size >> 8 * level;
        struct tile tile = tile_at(TILE_HASHES, size, level, wide / TILE_WIDTH);

        if (tile.width > 0 && !tile_build(&hashes, &tile, out->tiles[level], err))
            return false;
    }
    return true;
}

bool edge_root_of(const struct hasher *hasher, const struct tile_source *source,
    uint64_t size, struct hash *out, struct err *err)
{
    struct tile_reader reader;
    struct hash_source hashes;
    struct frontier frontier;

    tile_reader_init(&reader, hasher, source, size);
    hashes = tile_reader_hashes(&reader);
    if (!frontier_read(&hashes, size, &frontier, err))
        return false;
    *out = frontier_root(hasher, &frontier);
    return true;
}
