/* Any bytes as facts: refused with a reason, or the quick way and the full way read
 * the same and every value fits. */
#include "json/inside.h"

#include <stdlib.h>

#include "../unit/json_facts.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len);

static const struct image *image_once(void)
{
    static struct arena arena;
    static struct image image;

    if (arena.block == NULL)
        REQUIRE(facts_image(&arena, &image));
    return &image;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
    const struct image *image = image_once();
    str source = {(const char *)bytes, len};
    int32_t quick[FACTS_COUNT];
    int32_t full[FACTS_COUNT];
    struct moment at[2] = {{0}, {0}};
    bool has_at[2] = {false, false};
    struct arena arena = {0};
    struct err err = {0};
    bool understood;
    bool read;

    for (int f = 0; f < FACTS_COUNT; f++)
        quick[f] = full[f] = FACT_UNKNOWN;
    understood = json_quick_facts(source, image, quick, &at[0], &has_at[0]);
    read = json_full_facts(&arena, source, image, full, &at[1], &has_at[1], &err);
    REQUIRE(read || (err.kind != ERR_NONE && err.len > 0));
    REQUIRE(read || !understood);
    for (int f = 0; read && f < FACTS_COUNT; f++)
        REQUIRE(eval_fits(image, (uint32_t)f, full[f]) &&
            (!understood || quick[f] == full[f]));
    REQUIRE(!understood || has_at[0] == has_at[1]);
    arena_clear(&arena);
    return 0;
}
