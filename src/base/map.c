/*
 * A map by open addressing: a table at most half full, probed one by one.
 *
 * There is no removal, so a search may stop at the first free slot.
 */
#include "base/map.h"

#include "base/arena.h"

struct map_slot {
    str key;
    uint32_t value;
    bool used;
};

/* FNV-1a. */
static uint64_t hash(str key)
{
    uint64_t h = 14695981039346656037u;

    for (size_t i = 0; i < key.len; i++)
        h = (h ^ (unsigned char)key.ptr[i]) * 1099511628211u;
    return h;
}

/* The slot of `key`, or the free one where it would go. */
static struct map_slot *slot_of(const struct map *map, str key)
{
    size_t at = (size_t)hash(key) & (map->capacity - 1);

    while (map->slots[at].used && !str_equal(map->slots[at].key, key))
        at = (at + 1) & (map->capacity - 1);
    return &map->slots[at];
}

static void enlarge(struct map *map, struct arena *arena)
{
    struct map old = *map;

    map->capacity = old.capacity == 0 ? 16 : old.capacity * 2;
    map->slots = ARENA_ARRAY(arena, struct map_slot, map->capacity);
    for (size_t i = 0; i < old.capacity; i++)
        if (old.slots[i].used)
            *slot_of(map, old.slots[i].key) = old.slots[i];
}

void map_set(struct map *map, struct arena *arena, str key, uint32_t value)
{
    struct map_slot *slot;

    if (2 * map->count >= map->capacity)
        enlarge(map, arena);
    slot = slot_of(map, key);
    map->count += !slot->used;
    *slot = (struct map_slot){key, value, true};
}

bool map_find(const struct map *map, str key, uint32_t *value)
{
    const struct map_slot *slot;

    if (map->count == 0)
        return false;
    slot = slot_of(map, key);
    if (slot->used)
        *value = slot->value;
    return slot->used;
}
