/*
 * From the entries upwards: the entries are hashed, every hash that a tile should
 * hold falls out of the growing tree and is compared.
 *
 * When the entries lead to the root, they are what the log had, and every tile that
 * differs is wrong.  When they do not, the tiles are asked (check_root.c).
 */
#include "ledger/check_inside.h"

_Static_assert(DAMAGE_KIND_COUNT == 5, "text_add_damage must know every kind");

void check_found(struct log_check *check, const struct damage *damage)
{
    check->damages++;
    if (check->sink != NULL)
        check->sink->found(check->sink->context, damage);
}

static void found_in(struct log_check *check, enum damage_kind kind,
    const struct tile *tile, const struct err *why)
{
    const struct damage damage = {.kind = kind, .tile = *tile, .why = why};

    check_found(check, &damage);
}

/* Compare a hash that fell out of the tree with the one in its tile. */
static void compare(
    void *context, uint32_t level, uint64_t index, const struct hash *hash)
{
    struct log_check *check = context;
    struct held *held = &check->held[level / 8];
    size_t at = index % TILE_WIDTH;

    if (level % 8 != 0)
        return;
    if (at == 0) {
        struct err err = {0};

        held->tile = tile_at(TILE_HASHES, check->size, level / 8, index / TILE_WIDTH);
        held->is_readable = tile_fetch(check->source, &held->tile, held->hashes, &err);
        held->is_reported = !held->is_readable;
        if (!held->is_readable)
            found_in(check, DAMAGE_UNREADABLE, &held->tile, &err);
    }
    if (held->is_reported || hash_equal(&held->hashes[at], hash))
        return;
    held->is_reported = true;
    found_in(check, DAMAGE_TILE, &held->tile, NULL);
}

bool check_leaves(const struct log_check *check, const struct tile *bundle,
    struct hash leaves[TILE_WIDTH], struct err *err)
{
    str entries[TILE_WIDTH];

    if (!bundle_fetch(check->source, bundle, entries, err))
        return false;
    for (uint32_t i = 0; i < bundle->width; i++)
        leaves[i] = hash_leaf(check->hasher, entries[i]);
    return true;
}

/* Grow the tree by the entries of all bundles.  Returns whether they lead to the
 * root; unless all can be read, that is not known. */
static bool climb(struct log_check *check)
{
    const struct hash_sink sink = {compare, check};
    struct frontier frontier = {0};
    struct hash root;

    while (frontier.size < check->size) {
        struct tile bundle =
            tile_at(TILE_ENTRIES, check->size, 0, frontier.size / TILE_WIDTH);
        struct hash leaves[TILE_WIDTH];
        struct err err = {0};

        if (!check_leaves(check, &bundle, leaves, &err))
            return false;
        for (uint32_t i = 0; i < bundle.width; i++)
            frontier_add(check->hasher, &frontier, &leaves[i], &sink);
    }
    root = frontier_root(check->hasher, &frontier);
    return hash_equal(&root, check->root);
}

bool ledger_check(const struct hasher *hasher, const struct tile_source *source,
    uint64_t size, const struct hash *root, const struct damage_sink *sink,
    struct log_health *health)
{
    struct log_check check = {
        .hasher = hasher, .source = source, .size = size, .root = root};

    REQUIRE(size <= tree_size_max);
    health->has_all_entries = climb(&check);
    health->damages = check.damages;
    if (health->has_all_entries && check.damages == 0)
        return true;
    /* Only now is it known how to tell of it. */
    check.sink = sink;
    check.damages = 0;
    if (health->has_all_entries)
        (void)climb(&check);
    else
        check_from_root(&check);
    health->damages = check.damages;
    return false;
}

static void add_path(struct text *text, const struct tile *tile)
{
    text_add_tile_path(text, tile);
    text_add(text, STR(": "));
}

void text_add_damage(struct text *text, const struct damage *damage)
{
    switch (damage->kind) {
    case DAMAGE_UNREADABLE:
        text_add(text, err_text(damage->why));
        break;
    case DAMAGE_TILE:
        add_path(text, &damage->tile);
        text_add(text,
            STR("these are not the hashes that the log had; the file can be "
                "made anew from the entries"));
        break;
    case DAMAGE_ENTRY:
        add_path(text, &damage->tile);
        text_add(text, STR("entry "));
        text_add_u64(text, damage->entry);
        text_add(text,
            STR(" is not the one that the log had; take this file from "
                "another copy"));
        break;
    case DAMAGE_BUNDLE:
        add_path(text, &damage->tile);
        text_add(text,
            STR("the rest of the log does not vouch for these entries; take "
                "this file and its tile of level 0 from another copy"));
        break;
    default:
        text_add(text,
            STR("the partial tiles do not lead to the root of the "
                "checkpoint: one of them is damaged, or the checkpoint is "
                "of another log"));
    }
}
