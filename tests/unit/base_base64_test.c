/* Base64: RFC 4648's vectors, and that every value has one spelling. */
#include "test.h"

enum alphabet { STANDARD, URL };

static void add(
    struct text *text, enum alphabet alphabet, const uint8_t *bytes, size_t len)
{
    if (alphabet == URL)
        text_add_base64url(text, bytes, len);
    else
        text_add_base64(text, bytes, len);
}

static bool read(
    enum alphabet alphabet, str s, uint8_t *out, size_t capacity, size_t *len)
{
    return alphabet == URL ? base64url_read(s, out, capacity, len)
                           : base64_read(s, out, capacity, len);
}

/* Whether `bytes` is written as `wanted` and read back. */
static bool round_trips(enum alphabet alphabet, str bytes, str wanted)
{
    char buffer[128];
    struct text text = text_fixed(buffer, sizeof(buffer));
    uint8_t back[96];
    size_t len = 99;

    add(&text, alphabet, (const uint8_t *)bytes.ptr, bytes.len);
    CHECK_STR(text_str(&text), wanted);
    return read(alphabet, wanted, back, bytes.len, &len) &&
        str_equal((str){(char *)back, len}, bytes);
}

static bool refuses(enum alphabet alphabet, str s)
{
    uint8_t out[64];
    size_t len = 99;

    return !read(alphabet, s, out, sizeof(out), &len) && len == 99;
}

TEST(base64, writes_and_reads_the_vectors_of_rfc_4648)
{
    CHECK(round_trips(STANDARD, STR(""), STR("")));
    CHECK(round_trips(STANDARD, STR("f"), STR("Zg==")));
    CHECK(round_trips(STANDARD, STR("fo"), STR("Zm8=")));
    CHECK(round_trips(STANDARD, STR("foo"), STR("Zm9v")));
    CHECK(round_trips(STANDARD, STR("foob"), STR("Zm9vYg==")));
    CHECK(round_trips(STANDARD, STR("fooba"), STR("Zm9vYmE=")));
    CHECK(round_trips(STANDARD, STR("foobar"), STR("Zm9vYmFy")));
    CHECK(round_trips(URL, STR("f"), STR("Zg")));
    CHECK(round_trips(URL, STR("fo"), STR("Zm8")));
    CHECK(round_trips(URL, STR("foobar"), STR("Zm9vYmFy")));
    CHECK(round_trips(STANDARD, STR("\xfb\xff\xbf"), STR("+/+/")));
    CHECK(round_trips(URL, STR("\xfb\xff\xbf"), STR("-_-_")));
}

TEST(base64, refuses_every_other_spelling)
{
    CHECK(refuses(STANDARD, STR("Zg")));
    CHECK(refuses(STANDARD, STR("Zg=")));
    CHECK(refuses(STANDARD, STR("Zg===")));
    CHECK(refuses(STANDARD, STR("Z===")));
    CHECK(refuses(STANDARD, STR("====")));
    CHECK(refuses(STANDARD, STR("Zm9v====")));
    CHECK(refuses(STANDARD, STR("Zg==Zg==")));
    CHECK(refuses(STANDARD, STR("Zh=="))); /* spare bits are set */
    CHECK(refuses(STANDARD, STR("Zm9=")));
    CHECK(refuses(STANDARD, STR("-_-_")));
    CHECK(refuses(STANDARD, STR("Zm9v\n")));
    CHECK(refuses(STANDARD, STR("Zm 9")));
    CHECK(refuses(URL, STR("Zg==")));
    CHECK(refuses(URL, STR("Z")));
    CHECK(refuses(URL, STR("Zh")));
    CHECK(refuses(URL, STR("Zm9")));
    CHECK(refuses(URL, STR("+/+/")));
    CHECK(refuses(URL, STR("Zm9\xff")));
}

TEST(base64, writes_no_more_than_there_is_room_for)
{
    uint8_t out[2] = {1, 2};
    size_t len = 0;

    CHECK(!read(URL, STR("Zm9v"), out, sizeof(out), &len));
    CHECK(read(URL, STR("Zm8"), out, sizeof(out), &len) && len == 2);
}

TEST(base64, reads_back_random_bytes_and_nothing_near_them)
{
    for (int round = 0; round < 2000; round++) {
        enum alphabet alphabet = test_random(2) ? URL : STANDARD;
        uint8_t bytes[480];
        uint8_t back[480];
        char buffer[640];
        struct text text = text_fixed(buffer, sizeof(buffer));
        size_t len = test_random(sizeof(bytes)) + 1;
        size_t got = 0;

        for (size_t i = 0; i < len; i++)
            bytes[i] = (uint8_t)test_random(256);
        add(&text, alphabet, bytes, len);
        CHECK_OR_STOP(read(alphabet, text_str(&text), back, sizeof(back), &got));
        CHECK_OR_STOP(got == len && memcmp(bytes, back, len) == 0);
        /* Another text is refused or stands for other bytes. */
        buffer[test_random(text.len)] ^= (char)(1 << test_random(8));
        CHECK_OR_STOP(!read(alphabet, text_str(&text), back, sizeof(back), &got) ||
            got != len || memcmp(bytes, back, len) != 0);
    }
}
