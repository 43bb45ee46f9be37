/*
 * Where tiles come from: the database, or a folder of files.
 */
#include "app/inside.h"

/* ---- the database ---- */

static bool read_leaves(
    struct kept_tiles *kept, const struct tile *tile, struct hash *out, struct err *err)
{
    uint64_t first = tile->index * TILE_WIDTH;
    struct db_query q = store_hashes(kept->db, first, first + tile->width);
    uint32_t count = 0;

    while (count < tile->width && store_hash_next(&q, out[count].bytes))
        count++;
    if (!db_done(&q, err))
        return false;
    if (count == tile->width)
        return true;
    err_set(err, ERR_CORRUPT, STR("event "));
    err_add_i64(err, (int64_t)(first + count));
    return err_add(err, STR(" is missing from the database"));
}

static bool read_full(struct kept_tiles *kept, uint32_t level, uint64_t index,
    struct hash *out, struct err *err)
{
    return store_tile_get(kept->db, level, index, (uint8_t *)out, err);
}

/* A partial tile above the leaves: the roots of the full tiles below. */
static bool read_roots(
    struct kept_tiles *kept, const struct tile *tile, struct hash *out, struct err *err)
{
    struct hash below[TILE_WIDTH];

    for (uint32_t i = 0; i < tile->width; i++) {
        if (!read_full(kept, tile->level - 1, tile->index * TILE_WIDTH + i, below, err))
            return false;
        out[i] = tile_root(kept->hasher, below);
    }
    return true;
}

static bool read_kept(
    void *context, const struct tile *tile, str *bytes, struct err *err)
{
    struct kept_tiles *kept = context;
    struct hash *hashes;
    bool done;

    REQUIRE(tile->kind == TILE_HASHES);
    arena_clear(kept->arena);
    hashes = ARENA_ARRAY(kept->arena, struct hash, TILE_WIDTH);
    if (tile->width == TILE_WIDTH)
        done = read_full(kept, tile->level, tile->index, hashes, err);
    else if (tile->level == 0)
        done = read_leaves(kept, tile, hashes, err);
    else
        done = read_roots(kept, tile, hashes, err);
    *bytes = (str){(const char *)hashes, tile->width * sizeof(*hashes)};
    return done;
}

struct tile_source kept_tile_source(struct kept_tiles *kept)
{
    return (struct tile_source){read_kept, kept};
}

/* ---- files ---- */

static bool read_file(
    void *context, const struct tile *tile, str *bytes, struct err *err)
{
    struct tile_folder *folder = context;
    struct text path;

    arena_clear(folder->arena);
    path = text_in(folder->arena);
    text_add(&path, folder->path);
    text_add_byte(&path, '/');
    text_add_tile_path(&path, tile);
    return os_read_file(folder->arena, text_str(&path), BUNDLE_BYTES_MAX, bytes, err);
}

struct tile_source tile_folder_source(struct tile_folder *folder)
{
    return (struct tile_source){read_file, folder};
}
