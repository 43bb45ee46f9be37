/*
 * Working memory: stamps, a copy of the slots, and what is left for questions.
 */
#include "eval/eval.h"

enum { SEARCH_LEAST = 1 << 16, SEARCH_WANTED = 1 << 23 };

static size_t aligned(size_t bytes)
{
    return (bytes + 7) / 8 * 8;
}

static size_t fixed_size(const struct image *image)
{
    return aligned(image->count[SECTION_NODES] * sizeof(uint32_t)) +
        aligned(image->count[SECTION_SLOTS] * sizeof(uint16_t));
}

size_t eval_scratch_size(const struct image *image)
{
    return fixed_size(image) + SEARCH_LEAST +
        8 * aligned(image->count[SECTION_NODES] * sizeof(uint32_t));
}

size_t eval_scratch_wanted(const struct image *image)
{
    return eval_scratch_size(image) + SEARCH_WANTED;
}

void eval_scratch_init(
    struct eval_scratch *scratch, const struct image *image, void *bytes, size_t size)
{
    size_t stamps = aligned(image->count[SECTION_NODES] * sizeof(uint32_t));

    REQUIRE(size >= eval_scratch_size(image));
    *scratch = (struct eval_scratch){.image = image,
        .seen = bytes,
        .slots = (void *)((uint8_t *)bytes + stamps),
        .bytes = (uint8_t *)bytes + fixed_size(image),
        .size = size - fixed_size(image)};
    memset(bytes, 0, stamps);
}
