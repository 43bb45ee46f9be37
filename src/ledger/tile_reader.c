/*
 * Hashes out of tiles: the hash of a subtree between two levels of tiles is made of
 * the hashes below it, which stand side by side in one tile.
 */
#include "ledger/inside.h"

static bool at_tile(const struct tile *tile, struct err *err)
{
    char buffer[TILE_PATH_MAX];
    struct text path = text_fixed(buffer, sizeof(buffer));

    text_add_tile_path(&path, tile);
    return err_while(err, text_str(&path));
}

/* Read the file of `*tile`.  When there is none and it is partial, read the full one:
 * `*tile` says which it was. */
static bool fetch(
    const struct tile_source *source, struct tile *tile, str *bytes, struct err *err)
{
    struct tile partial = *tile;
    struct err full_err = {0};

    if (source->read(source->context, tile, bytes, err))
        return true;
    tile->width = TILE_WIDTH;
    if (partial.width < TILE_WIDTH && err->kind == ERR_NOT_FOUND &&
        source->read(source->context, tile, bytes, &full_err))
        return true;
    return at_tile(&partial, err);
}

bool tile_fetch(const struct tile_source *source, const struct tile *tile,
    struct hash hashes[TILE_WIDTH], struct err *err)
{
    struct tile found = *tile;
    str bytes;

    if (!fetch(source, &found, &bytes, err))
        return false;
    if (bytes.len != (size_t)found.width * HASH_BYTES) {
        err_set(err, ERR_CORRUPT, STR("this tile must have "));
        err_add_i64(err, (int64_t)found.width * HASH_BYTES);
        err_add(err, STR(" bytes, not "));
        err_add_i64(err, (int64_t)bytes.len);
        return at_tile(&found, err);
    }
    memcpy(hashes, bytes.ptr, (size_t)tile->width * HASH_BYTES);
    return true;
}

bool bundle_fetch(const struct tile_source *source, const struct tile *tile,
    str entries[TILE_WIDTH], struct err *err)
{
    struct tile found = *tile;
    str bytes;

    if (!fetch(source, &found, &bytes, err))
        return false;
    return bundle_read(bytes, found.width, entries, err) || at_tile(&found, err);
}

void tile_reader_init(struct tile_reader *reader, const struct hasher *hasher,
    const struct tile_source *source, uint64_t size)
{
    reader->hasher = hasher;
    reader->source = source;
    reader->size = size;
    for (uint32_t level = 0; level < TILE_LEVELS; level++)
        reader->held[level] = (struct tile){.kind = TILE_HASHES};
}

static bool hold(
    struct tile_reader *reader, uint32_t level, uint64_t index, struct err *err)
{
    struct tile *held = &reader->held[level];
    struct tile tile = tile_at(TILE_HASHES, reader->size, level, index);

    if (held->width > 0 && held->index == index)
        return true;
    held->width = 0;
    if (!tile_fetch(reader->source, &tile, reader->hashes[level], err))
        return false;
    *held = tile;
    return true;
}

static bool read_hash(
    void *context, uint32_t level, uint64_t index, struct hash *out, struct err *err)
{
    struct tile_reader *reader = context;
    uint32_t tile_level = level / 8;
    uint32_t count = 1u << level % 8;
    uint64_t first = index * count;
    struct hash row[TILE_WIDTH / 2];

    REQUIRE(index < reader->size >> level);
    if (!hold(reader, tile_level, first / TILE_WIDTH, err))
        return false;
    memcpy(
        row, &reader->hashes[tile_level][first % TILE_WIDTH], count * sizeof(row[0]));
    for (size_t width = count / 2; width > 0; width /= 2)
        for (size_t i = 0; i < width; i++)
            row[i] = hash_node(reader->hasher, &row[2 * i], &row[2 * i + 1]);
    *out = row[0];
    return true;
}

struct hash_source tile_reader_hashes(struct tile_reader *reader)
{
    return (struct hash_source){read_hash, reader};
}
