/*
 * arena: memory with one lifetime, released all at once.
 *
 * All-zero is a valid empty arena.  Allocation never returns NULL: genuine
 * exhaustion stops the program, so input must be bounded before it gets here.
 */
#ifndef VESTIBULE_BASE_ARENA_H
#define VESTIBULE_BASE_ARENA_H

#include "base/str.h"

struct arena {
    struct arena_block *block; /* newest first */
    size_t total;              /* bytes asked for so far */
};

#define ARENA_NEW(arena, type) ((type *)arena_alloc((arena), 1, sizeof(type)))
#define ARENA_ARRAY(arena, type, count) \
    ((type *)arena_alloc((arena), (count), sizeof(type)))

/* Return `count` zeroed items of `size` bytes, aligned for any type. */
void *arena_alloc(struct arena *arena, size_t count, size_t size);

/* Return `count` items copied from `items`. */
void *arena_copy(struct arena *arena, const void *items, size_t count, size_t size);

str arena_str(struct arena *arena, str s);

/*
 * Make room for one more item in a growing array: returns the array, moved to
 * twice the room when `count` has reached `*capacity`.  The old place stays in
 * the arena until it is cleared.
 */
void *arena_grow(
    struct arena *arena, void *items, size_t count, size_t *capacity, size_t size);

/* Release everything.  The arena is empty and usable afterwards. */
void arena_clear(struct arena *arena);

#endif
