/* The map, against a plain list of pairs; and errors. */
#include "test.h"

static str key_of(struct arena *arena, size_t number)
{
    struct text text = text_in(arena);

    text_add_u64(&text, number);
    return text_str(&text);
}

TEST(map, an_empty_map_has_nothing)
{
    struct map map = {0};
    uint32_t value = 5;

    CHECK(!map_find(&map, STR("key"), &value));
    CHECK(!map_find(&map, (str){0}, &value));
    CHECK_U64(value, 5);
}

TEST(map, finds_what_was_put)
{
    struct arena arena = {0};
    struct map map = {0};
    uint32_t value = 5;

    map_set(&map, &arena, STR("one"), 1);
    map_set(&map, &arena, STR(""), 0);
    CHECK(map_find(&map, STR("one"), &value));
    CHECK_U64(value, 1);
    CHECK(map_find(&map, (str){0}, &value));
    CHECK_U64(value, 0);
    value = 5;
    CHECK(!map_find(&map, STR("on"), &value));
    CHECK_U64(value, 5);
    CHECK_U64(map.count, 2);
    arena_clear(&arena);
}

TEST(map, a_known_key_gets_the_new_number)
{
    struct arena arena = {0};
    struct map map = {0};
    uint32_t value = 0;

    for (uint32_t i = 0; i < 100; i++)
        map_set(&map, &arena, STR("key"), i);
    CHECK(map_find(&map, STR("key"), &value));
    CHECK_U64(value, 99);
    CHECK_U64(map.count, 1);
    arena_clear(&arena);
}

TEST(map, agrees_with_a_list_of_pairs)
{
    enum { KEYS = 3000 };
    static uint32_t values[KEYS];
    static bool known[KEYS];
    struct arena arena = {0};
    struct map map = {0};
    size_t count = 0;

    memset(known, 0, sizeof(known));
    for (uint32_t i = 0; i < 2 * KEYS; i++) {
        size_t number = test_random(KEYS);

        map_set(&map, &arena, key_of(&arena, number), i);
        count += !known[number];
        known[number] = true;
        values[number] = i;
    }
    CHECK_U64(map.count, count);
    for (size_t number = 0; number < KEYS; number++) {
        uint32_t value = 0;
        bool found = map_find(&map, key_of(&arena, number), &value);

        CHECK(found == known[number]);
        CHECK(!found || value == values[number]);
    }
    arena_clear(&arena);
}

TEST(err, setting_replaces_what_was_there)
{
    struct err err = {0};

    CHECK(!err_set(&err, ERR_IO, STR("disk full")));
    CHECK(!err_set(&err, ERR_LIMIT, STR("more than ")));
    CHECK(!err_add_i64(&err, -200));
    CHECK(!err_add(&err, STR(" rules")));
    CHECK_U64(err.kind, ERR_LIMIT);
    CHECK_STR(err_text(&err), STR("more than -200 rules"));
}

TEST(err, what_was_being_done_stands_before)
{
    struct err err = {0};

    err_set(&err, ERR_IO, STR("disk full"));
    CHECK(!err_while(&err, STR("write image")));
    CHECK(!err_while(&err, STR("compile")));
    CHECK_U64(err.kind, ERR_IO);
    CHECK_STR(err_text(&err), STR("compile: write image: disk full"));
}

TEST(err, long_text_is_cut_between_characters)
{
    struct err err = {0};

    /* 399 bytes, then a character of two: it does not fit and is left out. */
    err_set(&err, ERR_INVALID, STR("x"));
    for (int i = 0; i < 199; i++)
        err_add(&err, STR("\xc3\xa9"));
    CHECK_U64(err.len, 399);
    err_add(&err, STR("\xc3\xa9"));
    CHECK_U64(err.len, 399);
    err_add_i64(&err, -12);
    CHECK_U64(err.len, 399);
    err_add(&err, STR("yz"));
    CHECK_U64(err.len, 400);
    err_add(&err, STR("z"));
    CHECK_U64(err.len, 400);
    err_while(&err, STR("reading"));
    CHECK_U64(str_invalid_utf8(err_text(&err)), err.len);
    CHECK(str_starts(err_text(&err), STR("reading: x\xc3\xa9")));
}
