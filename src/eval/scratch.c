/*
 * Working memory: stamps, a copy of the slots, and what questions are weighed with.
 */
#include "eval/ask.h"

/* Nodes of the store: powers of two. */
enum { NODES_LEAST = 1 << 8, NODES_WANTED = 1 << 16 };

static size_t aligned(size_t bytes)
{
    return (bytes + 7) / 8 * 8;
}

static size_t stamps_size(const struct image *image)
{
    return aligned(image->count[SECTION_NODES] * sizeof(uint32_t));
}

static size_t size_with(const struct image *image, uint32_t capacity)
{
    return stamps_size(image) +
        aligned(image->count[SECTION_SLOTS] * sizeof(uint16_t)) +
        asking_size(image, capacity);
}

size_t eval_scratch_size(const struct image *image)
{
    return size_with(image, NODES_LEAST);
}

size_t eval_scratch_wanted(const struct image *image)
{
    return size_with(image, NODES_WANTED);
}

void eval_scratch_init(
    struct eval_scratch *scratch, const struct image *image, void *bytes, size_t size)
{
    uint8_t *at = bytes;
    uint32_t capacity = NODES_WANTED;

    REQUIRE(size >= eval_scratch_size(image));
    while (size_with(image, capacity) > size)
        capacity /= 2;
    *scratch = (struct eval_scratch){.image = image, .seen = bytes};
    memset(scratch->seen, 0, stamps_size(image));
    at += stamps_size(image);
    scratch->slots = (void *)at;
    at += aligned(image->count[SECTION_SLOTS] * sizeof(uint16_t));
    scratch->asking = asking_init(image, at, capacity);
}
