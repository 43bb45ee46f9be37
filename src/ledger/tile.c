/*
 * Which tiles there are, what is in them, and the bundles of entries.
 */
#include "ledger/inside.h"

_Static_assert(TILE_WIDTH == 1 << 8, "a tile spans eight levels of the tree");

uint64_t tile_hash_count(uint64_t size, uint32_t level)
{
    return level < TILE_LEVELS ? size >> (8 * level) : 0;
}

struct tile tile_at(enum tile_kind kind, uint64_t size, uint32_t level, uint64_t index)
{
    uint64_t count = tile_hash_count(size, level);
    struct tile tile = {.kind = kind, .level = level, .index = index};

    if (index < count / TILE_WIDTH)
        tile.width = TILE_WIDTH;
    else if (index == count / TILE_WIDTH)
        tile.width = (uint32_t)(count % TILE_WIDTH);
    return tile;
}

struct tile_growth tile_growth(uint64_t from, uint64_t to)
{
    return (struct tile_growth){
        .from = from, .to = to, .index = from / TILE_WIDTH, .level = 0};
}

bool tile_growth_next(struct tile_growth *growth, struct tile *out)
{
    for (;;) {
        uint64_t before = tile_hash_count(growth->from, growth->level);
        uint64_t after = tile_hash_count(growth->to, growth->level);

        /* Where a level has not grown, none above it has. */
        if (after <= before)
            return false;
        *out = tile_at(TILE_HASHES, growth->to, growth->level, growth->index);
        if (out->width > 0) {
            growth->index++;
            return true;
        }
        growth->level++;
        growth->index = tile_hash_count(growth->from, growth->level) / TILE_WIDTH;
    }
}

bool tile_build(const struct hash_source *source, const struct tile *tile,
    struct hash out[TILE_WIDTH], struct err *err)
{
    for (uint32_t i = 0; i < tile->width; i++)
        if (!source->read(source->context, 8 * tile->level,
                tile->index * TILE_WIDTH + i, &out[i], err))
            return false;
    return true;
}

struct hash tile_root(const struct hasher *hasher, const struct hash hashes[TILE_WIDTH])
{
    struct hash row[TILE_WIDTH / 2];

    for (size_t i = 0; i < TILE_WIDTH / 2; i++)
        row[i] = hash_node(hasher, &hashes[2 * i], &hashes[2 * i + 1]);
    for (size_t width = TILE_WIDTH / 4; width > 0; width /= 2)
        for (size_t i = 0; i < width; i++)
            row[i] = hash_node(hasher, &row[2 * i], &row[2 * i + 1]);
    return row[0];
}

bool bundle_add(struct text *bundle, str entry, struct err *err)
{
    if (entry.len > ENTRY_BYTES_MAX)
        return err_set(err, ERR_LIMIT,
            STR("an entry of the log may have 65535 bytes; refer to what is larger by "
                "its digest"));
    text_add_byte(bundle, (char)(entry.len >> 8));
    text_add_byte(bundle, (char)(entry.len & 0xff));
    text_add(bundle, entry);
    return true;
}

static bool bad_bundle(uint32_t entry, str what, struct err *err)
{
    err_set(err, ERR_CORRUPT, what);
    return err_add_i64(err, entry);
}

bool bundle_read(str bytes, uint32_t width, str entries[TILE_WIDTH], struct err *err)
{
    for (uint32_t i = 0; i < width; i++) {
        const unsigned char *head = (const unsigned char *)bytes.ptr;
        size_t len;

        if (bytes.len < 2)
            return bad_bundle(i, STR("the bundle ends before its entry "), err);
        len = (size_t)head[0] << 8 | head[1];
        if (len > bytes.len - 2)
            return bad_bundle(i, STR("the bundle ends inside its entry "), err);
        entries[i] = str_slice(bytes, 2, 2 + len);
        bytes = str_slice(bytes, 2 + len, bytes.len);
    }
    if (bytes.len > 0)
        return bad_bundle(width, STR("the bundle holds more than its entries: "), err);
    return true;
}
