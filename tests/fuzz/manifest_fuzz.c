/* Any bytes as the manifest of a backup: refused with a reason, or written again as
 * the same bytes; no file of it leads out of the backup. */
#include "app/manifest.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
    str source = {(const char *)bytes, len};
    struct arena arena = {0};
    struct text again = text_in(&arena);
    struct manifest manifest;
    struct err err = {0};

    if (!manifest_read(&arena, source, &manifest, &err)) {
        REQUIRE(err.kind != ERR_NONE && err.len > 0);
        arena_clear(&arena);
        return 0;
    }
    for (size_t i = 0; i < manifest.count; i++) {
        str path = manifest.files[i].path;

        REQUIRE(path.len > 0 && path.ptr[0] != '/');
        REQUIRE(str_find(path, STR("/."), 0) == path.len);
    }
    text_add_manifest(&again, &manifest);
    REQUIRE(str_equal(text_str(&again), source));
    arena_clear(&arena);
    return 0;
}
