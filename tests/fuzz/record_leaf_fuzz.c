/* Any bytes as a leaf, and as the payload of one: refused, or as we would write it. */
#include "record/record.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len);

static void parse(struct arena *arena, str text)
{
    struct record_leaf leaf;
    struct err err = {0};

    if (!record_leaf_parse(arena, text, &leaf, &err)) {
        REQUIRE(err.kind != ERR_NONE && err.len > 0);
        return;
    }
    REQUIRE(leaf.digest_count == record_kind_row(leaf.event.kind)->digests);
    REQUIRE(leaf.signed_part.len < text.len);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
    static const uint8_t signature[RECORD_SIGNATURE_BYTES];
    str header = STR("{\"alg\":\"EdDSA\",\"kid\":\"7c256809\","
                     "\"typ\":\"vestibule-event+sd-jwt\"}");
    struct arena arena = {0};
    struct text text = text_in(&arena);

    parse(&arena, (str){(const char *)bytes, len});
    text_add_base64url(&text, (const uint8_t *)header.ptr, header.len);
    text_add(&text, STR("."));
    text_add_base64url(&text, bytes, len);
    text_add(&text, STR("."));
    text_add_base64url(&text, signature, sizeof(signature));
    parse(&arena, text_str(&text));
    arena_clear(&arena);
    return 0;
}
