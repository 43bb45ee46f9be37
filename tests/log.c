/*
 * A log made the plain way.
 */
#include "log.h"

enum { ENTRY_TEXT_MAX = 64 };

str log_entry(uint64_t number)
{
    static char buffer[ENTRY_TEXT_MAX];
    struct text text = text_fixed(buffer, sizeof(buffer));

    text_add(&text, STR("{\"kind\":\"test\",\"seq\":"));
    text_add_u64(&text, number);
    text_add_byte(&text, '}');
    return text_str(&text);
}

void log_init(struct log *log, uint64_t size)
{
    struct err err;

    *log = (struct log){.size = size};
    REQUIRE(crypto_open(&log->crypto, &err));
    log->hasher = crypto_hasher(&log->crypto);
    log->leaves = ARENA_ARRAY(&log->arena, struct hash, size);
    for (uint64_t i = 0; i < size; i++)
        log->leaves[i] = hash_leaf(&log->hasher, log_entry(i));
}

void log_clear(struct log *log)
{
    crypto_close(&log->crypto);
    arena_clear(&log->arena);
}

struct hash log_root(const struct log *log, uint64_t start, uint64_t end)
{
    uint64_t split = 1;
    struct hash left;
    struct hash right;

    if (start == end)
        return hash_empty(&log->hasher);
    if (end - start == 1)
        return log->leaves[start];
    while (split * 2 < end - start)
        split *= 2;
    left = log_root(log, start, start + split);
    right = log_root(log, start + split, end);
    return hash_node(&log->hasher, &left, &right);
}

static bool read_hash(
    void *context, uint32_t level, uint64_t index, struct hash *out, struct err *err)
{
    struct log *log = context;

    (void)err;
    REQUIRE((index + 1) << level <= log->size);
    log->reads++;
    *out = log_root(log, index << level, (index + 1) << level);
    return true;
}

struct hash_source log_hashes(struct log *log)
{
    return (struct hash_source){read_hash, log};
}

static void add_file(struct log *log, const struct tile *tile)
{
    struct log_file *file = &log->files[log->file_count++];
    struct err err;

    *file = (struct log_file){.tile = *tile, .bytes = text_in(&log->arena)};
    for (uint64_t i = 0; i < tile->width; i++) {
        uint64_t at = tile->index * TILE_WIDTH + i;
        uint32_t shift = 8 * tile->level;
        struct hash hash;

        if (tile->kind == TILE_ENTRIES) {
            REQUIRE(bundle_add(&file->bytes, log_entry(at), &err));
            continue;
        }
        hash = log_root(log, at << shift, (at + 1) << shift);
        text_add(&file->bytes, (str){(const char *)hash.bytes, HASH_BYTES});
    }
}

void log_make_files(struct log *log)
{
    log->files =
        ARENA_ARRAY(&log->arena, struct log_file, log->size / 100 + 2 * TILE_LEVELS);
    for (uint32_t level = 0; level < TILE_LEVELS; level++)
        for (uint64_t index = 0;; index++) {
            struct tile tile = tile_at(TILE_HASHES, log->size, level, index);

            if (tile.width == 0)
                break;
            add_file(log, &tile);
        }
    for (uint64_t index = 0; index * TILE_WIDTH < log->size; index++) {
        struct tile tile = tile_at(TILE_ENTRIES, log->size, 0, index);

        add_file(log, &tile);
    }
}

struct log_file *log_find_file(struct log *log, const struct tile *tile)
{
    for (size_t i = 0; i < log->file_count; i++) {
        const struct tile *here = &log->files[i].tile;

        if (here->kind == tile->kind && here->level == tile->level &&
            here->index == tile->index && here->width == tile->width)
            return &log->files[i];
    }
    return NULL;
}

static bool read_tile(
    void *context, const struct tile *tile, str *bytes, struct err *err)
{
    struct log *log = context;
    const struct log_file *file = log_find_file(log, tile);

    log->reads++;
    if (file == NULL || file->is_missing)
        return err_set(err, ERR_NOT_FOUND, STR("there is no such file"));
    *bytes = text_str(&file->bytes);
    return true;
}

struct tile_source log_tiles(struct log *log)
{
    return (struct tile_source){read_tile, log};
}
