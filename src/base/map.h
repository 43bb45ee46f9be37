/*
 * map: from names to numbers, in an arena.
 *
 * All-zero is a valid empty map.  Keys are borrowed: they must outlive the map.
 */
#ifndef VESTIBULE_BASE_MAP_H
#define VESTIBULE_BASE_MAP_H

#include "base/str.h"

struct arena;

struct map {
    struct map_slot *slots;
    size_t capacity; /* a power of two, or 0 */
    size_t count;
};

/* Set the number of `key`, new or known. */
void map_set(struct map *map, struct arena *arena, str key, uint32_t value);

/* Find the number of `key`; false and `*value` untouched when it has none. */
bool map_find(const struct map *map, str key, uint32_t *value);

#endif
