/* Any bytes as the text of a checkpoint: refused with a reason, or written the same. */
#include "note/note.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
    str source = {(const char *)bytes, len};
    struct arena arena = {0};
    struct text again = text_in(&arena);
    struct checkpoint checkpoint;
    struct err err = {0};

    if (!checkpoint_read(source, &checkpoint, &err)) {
        REQUIRE(err.kind == ERR_INVALID && err.len > 0);
        return 0;
    }
    REQUIRE(checkpoint.size <= tree_size_max);
    REQUIRE(checkpoint_equal(&checkpoint, &checkpoint));
    text_add_checkpoint(&again, &checkpoint);
    REQUIRE(str_equal(text_str(&again), source));
    arena_clear(&arena);
    return 0;
}
