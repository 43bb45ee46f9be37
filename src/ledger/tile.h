/*
 * Tiles: the tree and its entries as files that never change (C2SP tlog-tiles).
 *
 * A full tile is 256 hashes of one level side by side; each hash on the next level up
 * is the root of a full tile.  An entry bundle holds the 256 entries whose leaf
 * hashes are in the tile of level 0 of the same index.  The rightmost tile of a level
 * may be partial; it is never hashed into the level above.
 *
 *     hashes   tile/LEVEL/x001/x234/067[.p/WIDTH]       WIDTH * 32 bytes
 *     entries  tile/entries/x001/x234/067[.p/WIDTH]     WIDTH times u16 length, bytes
 */
#ifndef VESTIBULE_LEDGER_TILE_H
#define VESTIBULE_LEDGER_TILE_H

#include "ledger/hash.h"

enum {
    TILE_WIDTH = 256,
    TILE_LEVELS = 8, /* enough for tree_size_max */
    TILE_BYTES_MAX = TILE_WIDTH * HASH_BYTES,
    TILE_PATH_MAX = 64,
    ENTRY_BYTES_MAX = 65535,
    BUNDLE_BYTES_MAX = TILE_WIDTH * (2 + ENTRY_BYTES_MAX)
};

enum tile_kind { TILE_HASHES, TILE_ENTRIES };

struct tile {
    enum tile_kind kind;
    uint32_t level; /* 0 for entries */
    uint64_t index; /* in the level */
    uint32_t width; /* hashes or entries in it: 1 to 256; 256 is a full one */
};

/* Return tile `index` of a level as it is in a tree of `size`; its width is 0 when it
 * is not there. */
struct tile tile_at(enum tile_kind kind, uint64_t size, uint32_t level, uint64_t index);

/* Add the path of a tile, TILE_PATH_MAX bytes at most, without a slash before it. */
void text_add_tile_path(struct text *text, const struct tile *tile);

/* Read a path in its one canonical form; false for anything else. */
bool tile_read_path(str path, struct tile *out);

/*
 * The hash tiles that a log writes when it grows: those that a tree of `to` leaves
 * has and one of `from` leaves has not, as wide as they are at `to`; by level, then by
 * index.  The tiles of level 0 are also the indices of the entry bundles to write.
 *
 *     struct tile_growth growth = tile_growth(from, to);
 *     while (tile_growth_next(&growth, &tile)) ...
 */
struct tile_growth {
    uint64_t from;
    uint64_t to;
    uint64_t index; /* of the next tile */
    uint32_t level;
};

struct tile_growth tile_growth(uint64_t from, uint64_t to);
bool tile_growth_next(struct tile_growth *growth, struct tile *out);

/* Read the hashes of a tile from `source`, tile->width of them, of subtrees at level
 * 8 * tile->level.  What stands in `out` is the content of its file. */
bool tile_build(const struct hash_source *source, const struct tile *tile,
    struct hash out[TILE_WIDTH], struct err *err) MUST_USE;

/* Return the root of a full tile: the hash for the level above. */
struct hash tile_root(
    const struct hasher *hasher, const struct hash hashes[TILE_WIDTH]);

/* ---- entry bundles ---- */

/* Add an entry to a bundle.  ERR_LIMIT: it is longer than ENTRY_BYTES_MAX. */
bool bundle_add(struct text *bundle, str entry, struct err *err) MUST_USE;

/* Find the `width` entries of which a bundle consists, to the last byte.  ERR_CORRUPT
 * says at which entry it does not. */
bool bundle_read(
    str bytes, uint32_t width, str entries[TILE_WIDTH], struct err *err) MUST_USE;

/* ---- reading hashes out of tiles ---- */

/*
 * Gives the content of a file.  `*bytes` must stay until the next call.  False with
 * `err` set: ERR_NOT_FOUND when there is no such file; for a partial one the full
 * tile is then asked for, which takes its place when a log has grown.
 */
struct tile_source {
    bool (*read)(void *context, const struct tile *tile, str *bytes, struct err *err);
    void *context;
};

/* Fetch the entries of a bundle, or of the beginning of the full one in its place; they
 * stay until the next call of the source.  What goes wrong is told with the path. */
bool bundle_fetch(const struct tile_source *source, const struct tile *tile,
    str entries[TILE_WIDTH], struct err *err) MUST_USE;

/* The tiles of a tree of `size` as a source of hashes.  Keeps one tile a level: 64
 * KiB.  Tiles are believed, but for their length; ERR_CORRUPT names the file. */
struct tile_reader {
    const struct hasher *hasher;
    const struct tile_source *source;
    uint64_t size;
    struct tile held[TILE_LEVELS]; /* width 0: none yet */
    struct hash hashes[TILE_LEVELS][TILE_WIDTH];
};

/* All three must outlive the reader, and the reader what is made of it. */
void tile_reader_init(struct tile_reader *reader, const struct hasher *hasher,
    const struct tile_source *source, uint64_t size);
struct hash_source tile_reader_hashes(struct tile_reader *reader);

#endif
