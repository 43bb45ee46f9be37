/* Any bytes as an image: refused, or every walk stays inside. */
#include "eval/eval.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
    static char answer[1 << 16];
    struct image image;
    struct err err = {0};
    uint32_t *copy = malloc(len + 4);

    REQUIRE(copy != NULL);
    memcpy(copy, bytes, len);
    if (image_open(&image, copy, len, &err) && len < 1 << 16) {
        struct text out = text_fixed(answer, sizeof(answer));
        struct eval_request request = {0};
        struct eval_scratch scratch;
        int32_t facts[EVAL_MAX_SLOTS];
        size_t size = eval_scratch_size(&image);
        void *room = malloc(size);

        REQUIRE(room != NULL);
        for (uint32_t f = 0; f < image.count[SECTION_FACTS]; f++)
            facts[f] = FACT_UNKNOWN;
        request.facts = facts;
        eval_scratch_init(&scratch, &image, room, size);
        if (!eval_decide(&scratch, &request, &out, &err))
            REQUIRE(err.kind != ERR_NONE);
        free(room);
    }
    free(copy);
    return 0;
}
