/* Canonical JSON: RFC 8785's vectors, as far as events can hold them. */
#include "record/inside.h"
#include "record_made.h"
#include "test.h"

static void writes(str source, str wanted)
{
    struct arena arena = {0};
    struct json_value value = made_json(&arena, source);
    struct text text = text_in(&arena);

    CHECK(record_is_canonical(&value));
    record_write_canonical(&text, &value);
    CHECK_STR(text_str(&text), wanted);
    arena_clear(&arena);
}

TEST(record_canonical, writes_the_vectors_of_rfc_8785)
{
    /* The string and the literals of its section 3.2.2. */
    writes(
        STR("{\"string\": \"\\u20ac$\\u000F\\u000aA'\\u0042\\u0022\\u005c\\\\\\\"\\/\","
            " \"literals\": [null, true, false]}"),
        STR("{\"literals\":[null,true,false],"
            "\"string\":\"\xe2\x82\xac$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"}"));
    /* testdata of its authors: arrays, unicode, structures (without 56.0). */
    writes(STR("[56, {\"d\": true, \"10\": null, \"1\": [ ]}]"),
        STR("[56,{\"1\":[],\"10\":null,\"d\":true}]"));
    writes(STR("{\"Unnormalized Unicode\":\"\\u1e0d\\u0307\"}"),
        STR("{\"Unnormalized Unicode\":\"\xe1\xb8\x8d\xcc\x87\"}"));
    writes(STR("{\"1\": {\"f\": {\"f\": \"hi\", \"F\": 5}, \"\\n\": 56}, \"10\": {}, "
               "\"\": \"empty\", \"a\": {}, \"111\": [{}], \"A\": {}}"),
        STR("{\"\":\"empty\",\"1\":{\"\\n\":56,\"f\":{\"F\":5,\"f\":\"hi\"}},"
            "\"10\":{},\"111\":[{}],\"A\":{},\"a\":{}}"));
}

TEST(record_canonical, escapes_what_must_be_and_nothing_else)
{
    writes(STR("[\"\\u0000\\u0008\\u0009\\u000a\\u000b\\u000c\\u000d\\u001F\\u007f"
               "\\u0080</script>\"]"),
        STR("[\"\\u0000\\b\\t\\n\\u000b\\f\\r\\u001f\x7f\xc2\x80</script>\"]"));
}

TEST(record_canonical, writes_whole_numbers_to_two_to_the_53)
{
    writes(STR("[9007199254740991, -9007199254740991, -0, 0]"),
        STR("[9007199254740991,-9007199254740991,0,0]"));
}

static bool refuses(str source)
{
    struct arena arena = {0};
    struct json_value value = made_json(&arena, source);
    bool refused = !record_is_canonical(&value);

    arena_clear(&arena);
    return refused;
}

TEST(record_canonical, knows_what_it_cannot_write)
{
    CHECK(refuses(STR("[9007199254740992]")));
    CHECK(refuses(STR("[-9007199254740992]")));
    CHECK(refuses(STR("[1.5]")));
    CHECK(refuses(STR("[1e3]")));
    CHECK(refuses(STR("{\"a\": {\"\xc3\xb6\": 1}}")));
}

TEST(record_canonical, writes_and_reads_moments)
{
    static const struct {
        int64_t at;
        str text;
    } moments[] = {
        {0, STR_INIT("1970-01-01T00:00:00Z")},
        {-1, STR_INIT("1969-12-31T23:59:59Z")},
        {1737738900, STR_INIT("2025-01-24T17:15:00Z")},
        {-62135596800, STR_INIT("0001-01-01T00:00:00Z")},
        {253402300799, STR_INIT("9999-12-31T23:59:59Z")},
    };
    struct arena arena = {0};
    int64_t at;

    for (size_t i = 0; i < COUNT_OF(moments); i++) {
        CHECK_STR(record_instant_text(&arena, moments[i].at), moments[i].text);
        CHECK(record_read_instant(moments[i].text, &at) && at == moments[i].at);
    }
    CHECK(!record_read_instant(STR("2025-01-24T17:15:00+00:00"), &at));
    CHECK(!record_read_instant(STR("2025-01-24T17:15:60Z"), &at));
    CHECK(!record_read_instant(STR("2025-01-24T17:15Z"), &at));
    CHECK(!record_read_instant(STR("2025-02-30T17:15:00Z"), &at));
    CHECK(!record_read_instant(STR("2025-01-24T17:15.123Z"), &at));
    arena_clear(&arena);
}
