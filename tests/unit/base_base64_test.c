/* Base64: the vectors of RFC 4648, and that every sequence of bytes has one spelling. */
#include "test.h"

static str encoded(struct arena *arena, str bytes)
{
    struct text text = text_in(arena);

    text_add_base64(&text, (const uint8_t *)bytes.ptr, bytes.len);
    return text_str(&text);
}

static bool reads(str s, size_t capacity)
{
    uint8_t bytes[64];
    size_t len;

    return base64_read(s, bytes, capacity, &len);
}

TEST(base64, spells_as_the_standard_says)
{
    struct arena arena = {0};

    CHECK_STR(encoded(&arena, STR("")), STR(""));
    CHECK_STR(encoded(&arena, STR("f")), STR("Zg=="));
    CHECK_STR(encoded(&arena, STR("fo")), STR("Zm8="));
    CHECK_STR(encoded(&arena, STR("foo")), STR("Zm9v"));
    CHECK_STR(encoded(&arena, STR("foob")), STR("Zm9vYg=="));
    CHECK_STR(encoded(&arena, STR("fooba")), STR("Zm9vYmE="));
    CHECK_STR(encoded(&arena, STR("foobar")), STR("Zm9vYmFy"));
    CHECK_STR(encoded(&arena, STR("\xfb\xff\xbf")), STR("+/+/"));
    arena_clear(&arena);
}

TEST(base64, reads_back_what_it_wrote)
{
    struct arena arena = {0};

    for (size_t len = 0; len < 64; len++) {
        char bytes[64];
        uint8_t back[64];
        size_t back_len = 99;

        for (size_t i = 0; i < len; i++)
            bytes[i] = (char)test_random(256);
        CHECK(base64_read(encoded(&arena, (str){bytes, len}), back, len, &back_len));
        CHECK_STR(((str){(const char *)back, back_len}), ((str){bytes, len}));
    }
    arena_clear(&arena);
}

TEST(base64, refuses_every_other_spelling)
{
    CHECK(reads(STR("Zg=="), 1));
    CHECK(!reads(STR("Zg=="), 0));
    CHECK(!reads(STR("Zh=="), 1)); /* unused bits */
    CHECK(!reads(STR("Zm9="), 2));
    CHECK(!reads(STR("Zg="), 1)); /* padding missing, misplaced, needless */
    CHECK(!reads(STR("Zg"), 1));
    CHECK(!reads(STR("Z==="), 1));
    CHECK(!reads(STR("===="), 4));
    CHECK(!reads(STR("="), 4));
    CHECK(!reads(STR("Zg==Zg=="), 4));
    CHECK(!reads(STR("Zm9v===="), 8));
    CHECK(!reads(STR("Zm9v\n"), 8)); /* what is no digit */
    CHECK(!reads(STR("Zm 9"), 8));
    CHECK(!reads(STR("Zm-_"), 8));
}

/* Of all texts of four digits that are read, none means what another does. */
TEST(base64, has_one_spelling_for_each_value)
{
    static const char digits[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=";
    enum { DIGITS = sizeof(digits) - 1 };
    struct arena arena = {0};

    for (size_t n = 0; n < 20000; n++) {
        char spelling[4];
        uint8_t bytes[3];
        size_t len;

        for (size_t i = 0; i < 4; i++)
            spelling[i] = digits[i < 2 ? test_random(DIGITS)
                                       : DIGITS - 1 - test_random(3) * test_random(20)];
        if (base64_read((str){spelling, 4}, bytes, 3, &len))
            CHECK_STR(
                encoded(&arena, (str){(const char *)bytes, len}), ((str){spelling, 4}));
    }
    arena_clear(&arena);
}
