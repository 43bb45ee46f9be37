/*
 * Texts as a search compares them.
 */
#include "record/record.h"
#include "test.h"

static void plain(str text, str wanted)
{
    struct arena arena = {0};

    CHECK_STR(record_plain(&arena, text), wanted);
    arena_clear(&arena);
}

TEST(plain, has_no_case_and_no_accents)
{
    plain(STR(""), STR(""));
    plain(STR("Hamline NORTH 7"), STR("hamline north 7"));
    plain(STR("\xc3\x89"
              "cole"),
        STR("ecole"));
    plain(STR("E\xcc\x81"
              "COLE"),
        STR("ecole"));
    plain(STR("Pe\xc3\xb1"
              "a y Mu\xc3\xb1oz"),
        STR("pena y munoz"));
    plain(STR("Vi\xe1\xbb\x87t"), STR("viet"));
    plain(STR("STRASSE"), STR("strasse"));
    plain(STR("Stra\xc3\x9f"
              "e"),
        STR("strasse"));
    plain(STR("\xce\x90"), STR("\xce\xb9"));
}

TEST(plain, of_what_is_no_text_is_itself)
{
    plain(STR("\xff\x41"), STR("\xff\x41"));
}

TEST(plain, never_outgrows_its_room)
{
    struct arena arena = {0};

    for (uint32_t c = 0x80; c < 0x3000; c++) {
        char bytes[3];
        size_t len = 0;

        if (c >= 0x800)
            bytes[len++] = (char)(0xe0 | c >> 12);
        bytes[len] = (char)(c >= 0x800 ? (0x80 | (c >> 6 & 0x3f)) : (0xc0 | c >> 6));
        bytes[len + 1] = (char)(0x80 | (c & 0x3f));
        CHECK(record_plain(&arena, (str){bytes, len + 2}).len <= 18);
    }
    arena_clear(&arena);
}
