/* Growing text and the JSON written to it. */
#include "test.h"

#include <stdio.h>

TEST(text, grows_with_what_is_added)
{
    struct arena arena = {0};
    struct text text = text_in(&arena);

    CHECK_STR(text_str(&text), STR(""));
    text_add(&text, (str){0});
    text_add_repeated(&text, '=', 0);
    for (int i = 0; i < 5000; i++) {
        text_add(&text, STR("ab"));
        text_add_byte(&text, 'c');
    }
    text_add_repeated(&text, '-', 100000);
    CHECK_U64(text.len, 115000);
    for (size_t i = 0; i < text.len; i++)
        CHECK_OR_STOP(text.ptr[i] == (i < 15000 ? "abc"[i % 3] : '-'));
    CHECK(!text.overflow);
    arena_clear(&arena);
}

TEST(text, can_be_added_to_itself)
{
    struct arena arena = {0};
    struct text text = text_in(&arena);

    text_add(&text, STR("ab"));
    for (int i = 0; i < 10; i++)
        text_add(&text, text_str(&text));
    CHECK_U64(text.len, 2048);
    CHECK_STR(str_slice(text_str(&text), 2044, 2048), STR("abab"));
    arena_clear(&arena);
}

TEST(text, overflow_of_a_fixed_one_is_for_ever)
{
    char buffer[4];
    struct text text = text_fixed(buffer, sizeof(buffer));

    text_add(&text, STR("abc"));
    text_add(&text, STR("de"));
    CHECK(text.overflow);
    text_add_byte(&text, 'f');
    CHECK_STR(text_str(&text), STR("abc"));

    text = text_fixed(buffer, sizeof(buffer));
    text_add(&text, STR("abcd"));
    CHECK(!text.overflow);
    text_add_repeated(&text, 'e', SIZE_MAX);
    CHECK(text.overflow);
    CHECK_STR(text_str(&text), STR("abcd"));
}

TEST(text, a_length_beyond_any_memory_is_overflow)
{
    struct arena arena = {0};
    struct text text = text_in(&arena);

    text_add(&text, STR("abcd"));
    text_add_repeated(&text, 'e', SIZE_MAX - 1);
    CHECK(text.overflow);
    CHECK_STR(text_str(&text), STR("abcd"));
    arena_clear(&arena);
}

TEST(text, whole_numbers_are_written_in_full)
{
    struct arena arena = {0};
    struct text text = text_in(&arena);

    text_add_u64(&text, 0);
    text_add_byte(&text, ' ');
    text_add_u64(&text, UINT64_MAX);
    text_add_byte(&text, ' ');
    text_add_i64(&text, INT64_MIN);
    text_add_byte(&text, ' ');
    text_add_i64(&text, INT64_MAX);
    text_add_byte(&text, ' ');
    text_add_i64(&text, -7);
    CHECK_STR(text_str(&text),
        STR("0 18446744073709551615 -9223372036854775808 9223372036854775807 -7"));
    arena_clear(&arena);
}

TEST(text, bytes_are_written_as_hexadecimal)
{
    const uint8_t bytes[] = {0x00, 0x0f, 0xa5, 0xff};
    char buffer[8];
    struct text text = text_fixed(buffer, sizeof(buffer));

    text_add_hex(&text, bytes, sizeof(bytes));
    CHECK_STR(text_str(&text), STR("000fa5ff"));
}

static str decimal(char *buffer, size_t size, double value, unsigned places)
{
    struct text text = text_fixed(buffer, size);

    text_add_decimal(&text, value, places);
    return text_str(&text);
}

TEST(text, decimals_are_rounded_half_away_from_zero)
{
    char b[40];

    CHECK_STR(decimal(b, sizeof(b), 0, 0), STR("0"));
    CHECK_STR(decimal(b, sizeof(b), 0, 3), STR("0.000"));
    CHECK_STR(decimal(b, sizeof(b), 0.5, 0), STR("1"));
    CHECK_STR(decimal(b, sizeof(b), 1.5, 0), STR("2"));
    CHECK_STR(decimal(b, sizeof(b), 2.5, 0), STR("3"));
    CHECK_STR(decimal(b, sizeof(b), -2.5, 0), STR("-3"));
    CHECK_STR(decimal(b, sizeof(b), 0.125, 2), STR("0.13"));
    CHECK_STR(decimal(b, sizeof(b), 0.09, 2), STR("0.09"));
    CHECK_STR(decimal(b, sizeof(b), 9.999, 2), STR("10.00"));
    CHECK_STR(decimal(b, sizeof(b), -0.001, 2), STR("0.00"));
    CHECK_STR(decimal(b, sizeof(b), -0.005, 2), STR("-0.01"));
    CHECK_STR(decimal(b, sizeof(b), 1e9, 9), STR("1000000000.000000000"));
    CHECK_STR(decimal(b, sizeof(b), -1e9, 9), STR("-1000000000.000000000"));
    CHECK_STR(decimal(b, sizeof(b), 1e-300, 9), STR("0.000000000"));
}

TEST(text, decimals_are_rounded_by_their_exact_value)
{
    char b[40];

    /* All a little less than what they look like, or than a half. */
    CHECK_STR(decimal(b, sizeof(b), 1.115, 2), STR("1.11"));
    CHECK_STR(decimal(b, sizeof(b), 1.005, 2), STR("1.00"));
    CHECK_STR(decimal(b, sizeof(b), 0.49999999999999994, 0), STR("0"));
}

/* Round as on paper: write the number out in full, look at the first digit that
 * goes, carry upwards. */
static str rounded_on_paper(char *buffer, size_t size, double value, unsigned places)
{
    size_t len = (size_t)snprintf(buffer, size, "0%.150f", value);
    size_t point = len - 151;
    size_t end = point + 1 + places;
    bool up = buffer[end] >= '5';
    str all;

    for (size_t at = end; up && at-- > 0;) {
        if (buffer[at] == '.')
            continue;
        up = buffer[at] == '9';
        buffer[at] = up ? '0' : (char)(buffer[at] + 1);
    }
    all = (str){buffer, places == 0 ? point : end};
    return buffer[0] == '0' ? str_slice(all, 1, all.len) : all;
}

TEST(text, decimals_agree_with_rounding_on_paper)
{
    for (int round = 0; round < 50000; round++) {
        unsigned places = (unsigned)test_random(10);
        /* Few bits make exact halves likely. */
        double value = (double)(test_random_u64() >> (11 + test_random(53)));
        char ours[40];
        char theirs[200];

        while (value >= 1e9)
            value /= 1024;
        for (size_t i = test_random(60); i > 0; i--)
            value /= 2;
        CHECK_STR(decimal(ours, sizeof(ours), value, places),
            rounded_on_paper(theirs, sizeof(theirs), value, places));
    }
}

/* A little of everything. */
static void write_sample(struct text *text, bool pretty)
{
    struct json_out json = json_start(text, pretty);

    json_object(&json);
    json_key(&json, STR("name"));
    json_str(&json, STR("caf\xc3\xa9"));
    json_key(&json, STR("list"));
    json_array(&json);
    json_i64(&json, -1);
    json_bool(&json, true);
    json_bool(&json, false);
    json_null(&json);
    json_object(&json);
    json_end(&json);
    json_array(&json);
    json_end(&json);
    json_end(&json);
    json_key(&json, STR("share"));
    json_decimal(&json, 0.25, 3);
    json_key(&json, STR("count"));
    json_digits(&json, STR("123456789012345678901234567890"));
    json_end(&json);
    json_done(&json);
}

TEST(json_out, compact_form_has_no_space)
{
    struct arena arena = {0};
    struct text text = text_in(&arena);

    write_sample(&text, false);
    CHECK_STR(text_str(&text),
        STR("{\"name\":\"caf\xc3\xa9\",\"list\":[-1,true,false,null,{},[]],"
            "\"share\":0.250,\"count\":123456789012345678901234567890}"));
    arena_clear(&arena);
}

TEST(json_out, pretty_form_has_one_member_a_line)
{
    struct arena arena = {0};
    struct text text = text_in(&arena);

    write_sample(&text, true);
    CHECK_STR(text_str(&text),
        STR("{\n"
            "  \"name\": \"caf\xc3\xa9\",\n"
            "  \"list\": [\n"
            "    -1,\n"
            "    true,\n"
            "    false,\n"
            "    null,\n"
            "    {},\n"
            "    []\n"
            "  ],\n"
            "  \"share\": 0.250,\n"
            "  \"count\": 123456789012345678901234567890\n"
            "}"));
    arena_clear(&arena);
}

static str json_of(struct arena *arena, str s)
{
    struct text text = text_in(arena);
    struct json_out json = json_start(&text, false);

    json_str(&json, s);
    json_done(&json);
    return text_str(&text);
}

TEST(json_out, strings_are_escaped)
{
    struct arena arena = {0};

    CHECK_STR(json_of(&arena, (str){0}), STR("\"\""));
    CHECK_STR(json_of(&arena, STR("a\"b\\c/d")), STR("\"a\\\"b\\\\c/d\""));
    CHECK_STR(json_of(&arena, STR("\n\t\r")), STR("\"\\n\\t\\u000d\""));
    CHECK_STR(json_of(&arena, STR("\0\x1f\x7f")), STR("\"\\u0000\\u001f\\u007f\""));
    CHECK_STR(json_of(&arena, STR("\xf0\x9f\x9a\xaa")), STR("\"\xf0\x9f\x9a\xaa\""));
    arena_clear(&arena);
}

TEST(json_out, invalid_bytes_become_replacement_characters)
{
    struct arena arena = {0};

    CHECK_STR(json_of(&arena, STR("\xff")), STR("\"\xef\xbf\xbd\""));
    CHECK_STR(json_of(&arena, STR("a\xc3(\n\x80z\xc3\xa9\xe2\x82")),
        STR("\"a\xef\xbf\xbd(\\n\xef\xbf\xbdz\xc3\xa9\xef\xbf\xbd\xef\xbf\xbd\""));
    arena_clear(&arena);
}

/* What is escaped, told byte by byte. */
static void add_naively(struct text *text, str s)
{
    text_add_byte(text, '"');
    for (size_t i = 0; i < s.len; i++) {
        uint8_t byte = (uint8_t)s.ptr[i];

        if (byte == '"' || byte == '\\') {
            text_add_byte(text, '\\');
            text_add_byte(text, s.ptr[i]);
        } else if (byte == '\n' || byte == '\t') {
            text_add(text, byte == '\n' ? STR("\\n") : STR("\\t"));
        } else if (byte < 0x20 || byte == 0x7f) {
            text_add(text, STR("\\u00"));
            text_add_hex(text, &byte, 1);
        } else {
            text_add_byte(text, s.ptr[i]);
        }
    }
    text_add_byte(text, '"');
}

TEST(json_out, every_byte_in_every_place_is_escaped_or_not)
{
    struct arena arena = {0};

    for (unsigned byte = 0; byte < 0x80; byte++)
        for (size_t place = 0; place < 20; place++) {
            struct text wanted = text_in(&arena);
            char bytes[] = "plain words, caf\xc3\xa9 door";
            str in = {bytes, sizeof(bytes) - 1};

            bytes[place < 16 ? place : place + 2] = (char)byte;
            add_naively(&wanted, in);
            CHECK_STR(json_of(&arena, in), text_str(&wanted));
        }
    arena_clear(&arena);
}

TEST(json_out, any_bytes_become_printable_utf8)
{
    for (int round = 0; round < 2000; round++) {
        struct arena arena = {0};
        char bytes[40];
        str in = {bytes, test_random(sizeof(bytes) + 1)};
        str out;

        for (size_t i = 0; i < in.len; i++)
            bytes[i] = (char)(uint8_t)test_random_u64();
        out = json_of(&arena, in);
        CHECK_U64(str_invalid_utf8(out), out.len);
        for (size_t i = 0; i < out.len; i++)
            CHECK((unsigned char)out.ptr[i] >= 0x20);
        arena_clear(&arena);
    }
}
