/* Any bytes as values in a page: no tag, quote or scheme comes of them. */
#include "web/html.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len);

static bool has(str s, char c)
{
    return str_find_byte(s, c, 0) < s.len;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
    static const struct tongue plain = {.code = STR_INIT("en")};
    void (*const write[])(struct html *, str) = {
        html_text, html_value, html_address, html_part};
    str value = {(const char *)bytes, len};
    struct arena arena = {0};

    for (size_t i = 0; i < COUNT_OF(write); i++) {
        struct html html = {text_in(&arena), &plain};
        str out;

        write[i](&html, value);
        out = text_str(&html.text);
        REQUIRE(!has(out, '<') && !has(out, '>'));
        REQUIRE(i == 0 || (!has(out, '"') && !has(out, '\'')));
        REQUIRE(i != 2 || !str_starts(out, STR("//")));
        REQUIRE(i != 2 || !str_starts(out, STR("javascript:")));
        REQUIRE(i != 3 || (!has(out, '/') && !has(out, ':') && !has(out, '&')));
    }
    arena_clear(&arena);
    return 0;
}
