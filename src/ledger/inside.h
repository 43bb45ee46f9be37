/*
 * What the files of ledger share: tiles fetched from a source, with their checks.
 */
#ifndef VESTIBULE_LEDGER_INSIDE_H
#define VESTIBULE_LEDGER_INSIDE_H

#include "ledger/tile.h"

/* How many subtrees of level 8 * `level` a tree has: the hashes of a tile level. */
uint64_t tile_hash_count(uint64_t size, uint32_t level);

/* Fetch a hash tile, or the beginning of the full one in its place.  What goes wrong
 * is told with the path before it. */
bool tile_fetch(const struct tile_source *source, const struct tile *tile,
    struct hash hashes[TILE_WIDTH], struct err *err) MUST_USE;

#endif
