/* Any bytes as a disclosure, and as the JSON of one: refused, or of its form. */
#include "record/record.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len);

static void parse(struct arena *arena, str text)
{
    struct record_disclosure out;
    struct err err = {0};

    if (!record_disclosure_parse(arena, text, &out, &err)) {
        REQUIRE(err.kind != ERR_NONE && err.len > 0);
        return;
    }
    REQUIRE(out.salt.len >= 22);
    REQUIRE(out.is_paragraph == (out.name.len == 0));
    REQUIRE(!str_equal(out.name, STR("_sd")) && !str_equal(out.name, STR("...")));
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
    struct arena arena = {0};
    struct text text = text_in(&arena);

    parse(&arena, (str){(const char *)bytes, len});
    text_add_base64url(&text, bytes, len);
    parse(&arena, text_str(&text));
    arena_clear(&arena);
    return 0;
}
