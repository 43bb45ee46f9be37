/*
 * From the root downwards, when entries are damaged.
 *
 * The partial tiles, one a level at most, hold the whole right edge: when they lead to
 * the root, each of their hashes is right.  Each vouches for a full tile below it, and
 * so on down to the entries: the first that does not agree is the one that is wrong.
 */
#include "ledger/check_inside.h"

static void found_at(struct log_check *check, enum damage_kind kind,
    const struct tile *tile, uint64_t entry)
{
    const struct damage damage = {.kind = kind, .tile = *tile, .entry = entry};

    check_found(check, &damage);
}

/* Whether the partial tiles lead to the root; and if all can be read, say so when they
 * do not.  Those that cannot be read are told of when their turn comes. */
static bool edge_holds(struct log_check *check)
{
    struct tile_reader reader;
    struct hash_source hashes = tile_reader_hashes(&reader);
    struct frontier frontier;
    struct err err = {0};
    struct hash root;

    tile_reader_init(&reader, check->hasher, check->source, check->size);
    if (!frontier_read(&hashes, check->size, &frontier, &err))
        return false;
    root = frontier_root(check->hasher, &frontier);
    if (hash_equal(&root, check->root))
        return true;
    found_at(check, DAMAGE_ROOT, &(struct tile){0}, 0);
    return false;
}

static void hold(struct log_check *check, uint32_t level, uint64_t index);

/* Find the hash that a full tile must lead to; false when nothing vouches for one. */
static bool find_parent(
    struct log_check *check, uint32_t level, uint64_t index, struct hash *out)
{
    const struct held *above = &check->held[level + 1];

    hold(check, level + 1, index / TILE_WIDTH);
    *out = above->hashes[index % TILE_WIDTH];
    return above->is_readable && above->is_vouched_for;
}

/* Have a tile in its place, judged. */
static void hold(struct log_check *check, uint32_t level, uint64_t index)
{
    struct held *held = &check->held[level];
    struct err err = {0};
    struct hash parent;

    if (held->tile.width > 0 && held->tile.index == index)
        return;
    held->tile = tile_at(TILE_HASHES, check->size, level, index);
    held->is_readable = tile_fetch(check->source, &held->tile, held->hashes, &err);
    if (!held->is_readable) {
        const struct damage damage = {
            .kind = DAMAGE_UNREADABLE, .tile = held->tile, .why = &err};

        check_found(check, &damage);
    }
    if (held->tile.width < TILE_WIDTH) {
        held->is_vouched_for = held->is_readable && check->edge_holds;
        return;
    }
    held->is_vouched_for = false;
    if (find_parent(check, level, index, &parent) && held->is_readable) {
        struct hash root = tile_root(check->hasher, held->hashes);

        held->is_vouched_for = hash_equal(&root, &parent);
        if (!held->is_vouched_for)
            found_at(check, DAMAGE_TILE, &held->tile, 0);
    }
}

/* Whether the entries of a bundle, whose tile nothing vouches for, are right as far as
 * can be known: by the hash above their tile, or else because both agree. */
static bool stands(struct log_check *check, const struct tile *bundle,
    const struct hash leaves[TILE_WIDTH])
{
    const struct held *tile = &check->held[0];
    struct hash parent;
    struct hash root;

    if (bundle->width == TILE_WIDTH && find_parent(check, 0, bundle->index, &parent)) {
        root = tile_root(check->hasher, leaves);
        return hash_equal(&root, &parent);
    }
    return tile->is_readable &&
        memcmp(leaves, tile->hashes, bundle->width * sizeof(leaves[0])) == 0;
}

static void check_bundle(struct log_check *check, const struct tile *bundle)
{
    const struct held *tile = &check->held[0];
    struct hash leaves[TILE_WIDTH];
    struct err err = {0};

    hold(check, 0, bundle->index);
    if (!check_leaves(check, bundle, leaves, &err)) {
        const struct damage damage = {
            .kind = DAMAGE_UNREADABLE, .tile = *bundle, .why = &err};

        check_found(check, &damage);
        return;
    }
    if (!tile->is_vouched_for) {
        if (!stands(check, bundle, leaves))
            found_at(check, DAMAGE_BUNDLE, bundle, 0);
        return;
    }
    for (uint32_t i = 0; i < bundle->width; i++)
        if (!hash_equal(&leaves[i], &tile->hashes[i]))
            found_at(check, DAMAGE_ENTRY, bundle, bundle->index * TILE_WIDTH + i);
}

void check_from_root(struct log_check *check)
{
    uint64_t bundles = (check->size + TILE_WIDTH - 1) / TILE_WIDTH;

    for (uint32_t level = 0; level < TILE_LEVELS; level++)
        check->held[level].tile.width = 0;
    check->edge_holds = edge_holds(check);
    for (uint64_t index = 0; index < bundles; index++) {
        struct tile bundle = tile_at(TILE_ENTRIES, check->size, 0, index);

        check_bundle(check, &bundle);
    }
}
