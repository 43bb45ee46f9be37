/*
 * Arenas: a chain of blocks, each filled from front to back.
 *
 * Blocks double from 4 KiB to 1 MiB; something larger gets a block of its own size.
 * What the arena holds for others, growing text, is here too: with stop.c this is
 * the only file of base that needs libc.
 */
#include "base/arena.h"

#include "base/text.h"

#include <stdlib.h>

enum { ALIGNMENT = 16, FIRST_BLOCK = 4096, LARGEST_BLOCK = 1 << 20 };

struct arena_block {
    struct arena_block *older;
    size_t size; /* of the bytes that follow */
    size_t used;
    size_t unused; /* keeps the bytes aligned */
};

/* Larger sizes are mistakes; below it, sums of a few sizes cannot wrap. */
static const size_t size_max = SIZE_MAX / 4;

_Static_assert(sizeof(struct arena_block) % ALIGNMENT == 0, "blocks must stay aligned");

static void add_block(struct arena *arena, size_t least)
{
    size_t size = arena->block == NULL ? FIRST_BLOCK : arena->block->size * 2;
    struct arena_block *block;

    if (size > LARGEST_BLOCK)
        size = LARGEST_BLOCK;
    if (size < least)
        size = least;
    block = aligned_alloc(ALIGNMENT, sizeof(*block) + size);
    REQUIRE(block != NULL);
    *block = (struct arena_block){.older = arena->block, .size = size};
    arena->block = block;
}

void *arena_alloc(struct arena *arena, size_t count, size_t size)
{
    size_t bytes;
    void *made;

    REQUIRE(size == 0 || count <= size_max / size);
    bytes = (count * size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    if (arena->block == NULL || bytes > arena->block->size - arena->block->used)
        add_block(arena, bytes);
    made = (char *)(arena->block + 1) + arena->block->used;
    arena->block->used += bytes;
    arena->total += count * size;
    return memset(made, 0, bytes);
}

void *arena_copy(struct arena *arena, const void *items, size_t count, size_t size)
{
    void *copy = arena_alloc(arena, count, size);

    return count * size == 0 ? copy : memcpy(copy, items, count * size);
}

str arena_str(struct arena *arena, str s)
{
    return (str){arena_copy(arena, s.ptr, s.len, 1), s.len};
}

void *arena_grow(
    struct arena *arena, void *items, size_t count, size_t *capacity, size_t size)
{
    void *grown;

    if (count < *capacity)
        return items;
    REQUIRE(count == *capacity && count <= size_max);
    *capacity = *capacity == 0 ? 8 : *capacity * 2;
    grown = arena_alloc(arena, *capacity, size);
    if (count > 0)
        memcpy(grown, items, count * size);
    return grown;
}

void arena_clear(struct arena *arena)
{
    while (arena->block != NULL) {
        struct arena_block *older = arena->block->older;

        free(arena->block);
        arena->block = older;
    }
    arena->total = 0;
}

static bool grow_text(struct text *text, size_t wanted)
{
    size_t capacity = text->capacity == 0 ? 64 : text->capacity;
    char *ptr;

    REQUIRE(wanted <= size_max);
    while (capacity < wanted)
        capacity *= 2;
    ptr = arena_alloc(text->arena, capacity, 1);
    if (text->len > 0)
        memcpy(ptr, text->ptr, text->len);
    text->ptr = ptr;
    text->capacity = capacity;
    return true;
}

struct text text_in(struct arena *arena)
{
    return (struct text){.arena = arena, .grow = grow_text};
}
