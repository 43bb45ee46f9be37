/* Any bytes as the path of a tile, and, after a first byte for the width, as a bundle:
 * refused, or written again the same. */
#include "ledger/ledger.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len);

static void read_path(str source)
{
    char buffer[TILE_PATH_MAX];
    struct text again = text_fixed(buffer, sizeof(buffer));
    struct tile tile;

    if (!tile_read_path(source, &tile))
        return;
    REQUIRE(tile.width >= 1 && tile.width <= TILE_WIDTH);
    text_add_tile_path(&again, &tile);
    REQUIRE(!again.overflow && str_equal(text_str(&again), source));
}

static void read_bundle(str source, uint32_t width)
{
    struct arena arena = {0};
    struct text again = text_in(&arena);
    str entries[TILE_WIDTH];
    struct err err = {0};

    if (!bundle_read(source, width, entries, &err)) {
        REQUIRE(err.kind == ERR_CORRUPT && err.len > 0);
        return;
    }
    for (uint32_t i = 0; i < width; i++)
        REQUIRE(bundle_add(&again, entries[i], &err));
    REQUIRE(str_equal(text_str(&again), source));
    arena_clear(&arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
    str source = {(const char *)bytes, len};

    read_path(source);
    if (len > 0)
        read_bundle(str_slice(source, 1, len), 1u + bytes[0]);
    return 0;
}
