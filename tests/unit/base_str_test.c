/* Slices, and the arenas that copies of them live in. */
#include "test.h"

TEST(str, a_slice_is_clamped_to_what_there_is)
{
    const str s = STR("vestibule");

    CHECK_STR(str_slice(s, 0, 4), STR("vest"));
    CHECK_STR(str_slice(s, 4, SIZE_MAX), STR("ibule"));
    CHECK_STR(str_slice(s, 5, 5), STR(""));
    CHECK_STR(str_slice(s, 6, 2), STR(""));
    CHECK_STR(str_slice(s, 100, 200), STR(""));
    CHECK_STR(str_slice((str){0}, 1, 2), STR(""));
}

TEST(str, a_string_of_c_becomes_a_slice)
{
    CHECK_STR(str_from("abc"), STR("abc"));
    CHECK_U64(str_from("").len, 0);
    CHECK_U64(str_from(NULL).len, 0);
}

TEST(str, classes_of_characters_are_ascii)
{
    for (int c = 0; c < 256; c++) {
        const char letter = (char)c;

        CHECK(char_is_digit(letter) ==
            (str_find_byte(STR("0123456789"), letter, 0) < 10));
        CHECK(char_is_lower(letter) ==
            (str_find_byte(STR("abcdefghijklmnopqrstuvwxyz"), letter, 0) < 26));
        CHECK(char_is_upper(letter) ==
            (str_find_byte(STR("ABCDEFGHIJKLMNOPQRSTUVWXYZ"), letter, 0) < 26));
        CHECK(char_is_space(letter) ==
            (str_find_byte(STR(" \t\n\v\f\r"), letter, 0) < 6));
    }
}

TEST(str, equality_needs_the_same_bytes)
{
    CHECK(str_equal(STR("abc"), STR("abc")));
    CHECK(str_equal((str){0}, STR("")));
    CHECK(!str_equal(STR("abc"), STR("abd")));
    CHECK(!str_equal(STR("abc"), STR("ab")));
    CHECK(!str_equal(STR("a\0b"), STR("a\0c")));
}

TEST(str, order_is_by_bytes_and_then_by_length)
{
    CHECK(str_compare(STR("a"), STR("b")) < 0);
    CHECK(str_compare(STR("b"), STR("a")) > 0);
    CHECK(str_compare(STR("a"), STR("aa")) < 0);
    CHECK(str_compare(STR("aa"), STR("a")) > 0);
    CHECK(str_compare(STR(""), (str){0}) == 0);
    CHECK(str_compare(STR("z"), STR("\xc3\xa9")) < 0);
}

TEST(str, beginnings_and_ends_are_recognised)
{
    CHECK(str_starts(STR("admit"), STR("ad")));
    CHECK(str_starts(STR("admit"), STR("")));
    CHECK(!str_starts(STR("ad"), STR("admit")));
    CHECK(!str_starts(STR("defer"), STR("ad")));
    CHECK(str_ends(STR("admit"), STR("mit")));
    CHECK(str_ends((str){0}, STR("")));
    CHECK(!str_ends(STR("mit"), STR("admit")));
    CHECK(!str_ends(STR("defer"), STR("mit")));
}

TEST(str, finding_gives_the_first_place_or_the_length)
{
    const str s = STR("one and one");

    CHECK_U64(str_find(s, STR("one"), 0), 0);
    CHECK_U64(str_find(s, STR("one"), 1), 8);
    CHECK_U64(str_find(s, STR("one"), 9), s.len);
    CHECK_U64(str_find(s, STR("two"), 0), s.len);
    CHECK_U64(str_find(s, STR(""), 3), 3);
    CHECK_U64(str_find(s, STR("one"), SIZE_MAX - 1), s.len);
    CHECK_U64(str_find(STR("on"), STR("one"), 0), 2);
    CHECK_U64(str_find_byte(s, 'a', 0), 4);
    CHECK_U64(str_find_byte(s, 'a', 5), s.len);
    CHECK_U64(str_find_byte(s, 'a', SIZE_MAX), s.len);
}

TEST(str, trimming_takes_white_space_off_both_ends)
{
    CHECK_STR(str_trim(STR(" \t\r\n a b\v\f ")), STR("a b"));
    CHECK_STR(str_trim(STR("  ")), STR(""));
    CHECK_STR(str_trim((str){0}), STR(""));
}

TEST(str, splitting_takes_piece_by_piece)
{
    str rest = STR("a,,bc,");
    str piece;

    CHECK(str_split(&rest, ',', &piece));
    CHECK_STR(piece, STR("a"));
    CHECK(str_split(&rest, ',', &piece));
    CHECK_STR(piece, STR(""));
    CHECK(str_split(&rest, ',', &piece));
    CHECK_STR(piece, STR("bc"));
    CHECK(!str_split(&rest, ',', &piece));
}

TEST(str, whole_numbers_are_read_strictly)
{
    static const str refused[] = {STR_INIT(""), STR_INIT("-"), STR_INIT("+1"),
        STR_INIT(" 1"), STR_INIT("1 "), STR_INIT("1.0"), STR_INIT("0x1"),
        STR_INIT("--1"), STR_INIT("1234567890123456789"), STR_INIT("1\0")};
    int64_t value = 77;

    for (size_t i = 0; i < COUNT_OF(refused); i++)
        CHECK(!str_to_i64(refused[i], &value));
    CHECK(value == 77);
    CHECK(str_to_i64(STR("0"), &value) && value == 0);
    CHECK(str_to_i64(STR("-0"), &value) && value == 0);
    CHECK(str_to_i64(STR("007"), &value) && value == 7);
    CHECK(str_to_i64(STR("999999999999999999"), &value) && value == 999999999999999999);
    CHECK(
        str_to_i64(STR("-999999999999999999"), &value) && value == -999999999999999999);
}

TEST(str, width_counts_characters)
{
    CHECK_U64(str_width(STR("")), 0);
    CHECK_U64(str_width(STR("abc")), 3);
    CHECK_U64(str_width(STR("na\xc3\xafve")), 5);
    CHECK_U64(str_width(STR("\xe2\x82\xac\xf0\x9f\x9a\xaa")), 2);
    CHECK_U64(str_width(STR("a\xff\xc3")), 3);
}

TEST(str, invalid_utf8_is_found_at_its_first_byte)
{
    /* A bare continuation, overlong forms, a surrogate, too large, cut short. */
    static const str broken[] = {STR_INIT("ab\x80"), STR_INIT("ab\xc0\x80"),
        STR_INIT("ab\xc1\xbf"), STR_INIT("ab\xe0\x9f\xbf"), STR_INIT("ab\xed\xa0\x80"),
        STR_INIT("ab\xf0\x8f\xbf\xbf"), STR_INIT("ab\xf4\x90\x80\x80"),
        STR_INIT("ab\xf5\x80\x80\x80"), STR_INIT("ab\xc3"), STR_INIT("ab\xe2\x82"),
        STR_INIT("ab\xf0\x9f\x9a"), STR_INIT("ab\xc3z"), STR_INIT("ab\xe2\x82z"),
        STR_INIT("ab\xff")};

    for (size_t i = 0; i < COUNT_OF(broken); i++)
        CHECK_U64(str_invalid_utf8(broken[i]), 2);
    CHECK_U64(str_invalid_utf8((str){0}), 0);
}

/* Write a code point by the table of RFC 3629; returns the number of bytes. */
static size_t encode(uint32_t point, char *out)
{
    const uint32_t lead[] = {0, 0xc0, 0xe0, 0xf0};
    size_t more = point > 0xffff ? 3 : point > 0x7ff ? 2 : point > 0x7f;

    for (size_t i = more; i > 0; i--) {
        out[i] = (char)(0x80 | (point & 0x3f));
        point >>= 6;
    }
    out[0] = (char)(lead[more] | point);
    return more + 1;
}

TEST(str, utf8_is_valid_for_every_code_point_but_surrogates)
{
    char bytes[4];

    for (uint32_t point = 0; point < 0x120000; point++) {
        size_t len = encode(point, bytes);
        bool exists = point <= 0x10ffff && (point < 0xd800 || point > 0xdfff);

        CHECK_OR_STOP(
            str_invalid_utf8((str){bytes, len}) == (exists ? len : (size_t)0));
    }
}

TEST(str, distance_counts_single_letter_edits)
{
    CHECK_U64(str_distance(STR("visit"), STR("visit"), 3), 0);
    CHECK_U64(str_distance(STR("visit"), STR("visits"), 3), 1);
    CHECK_U64(str_distance(STR("visit"), STR("vsit"), 3), 1);
    CHECK_U64(str_distance(STR("visit"), STR("vizit"), 3), 1);
    CHECK_U64(str_distance(STR("visit"), STR("ivsit"), 3), 1);
    CHECK_U64(str_distance(STR("kitten"), STR("sitting"), 3), 3);
    CHECK_U64(str_distance(STR("kitten"), STR("sitting"), 2), 3);
    CHECK_U64(str_distance(STR("abc"), (str){0}, 9), 3);
    CHECK_U64(str_distance((str){0}, STR("abc"), 9), 3);
    CHECK_U64(str_distance((str){0}, STR(""), 0), 0);
}

/* The recursion that the table of str_distance stands for. */
static size_t distance_by_definition(str a, str b)
{
    str a_less = str_slice(a, 1, a.len);
    str b_less = str_slice(b, 1, b.len);
    size_t best;
    size_t other;

    if (a.len == 0 || b.len == 0)
        return a.len + b.len;
    best = distance_by_definition(a_less, b_less) + (a.ptr[0] != b.ptr[0]);
    other = distance_by_definition(a_less, b) + 1;
    best = other < best ? other : best;
    other = distance_by_definition(a, b_less) + 1;
    best = other < best ? other : best;
    if (a.len > 1 && b.len > 1 && a.ptr[0] == b.ptr[1] && a.ptr[1] == b.ptr[0]) {
        other =
            distance_by_definition(str_slice(a, 2, a.len), str_slice(b, 2, b.len)) + 1;
        best = other < best ? other : best;
    }
    return best;
}

TEST(str, distance_agrees_with_the_definition)
{
    for (int round = 0; round < 500; round++) {
        char letters[2][6];
        str a = {letters[0], test_random(7)};
        str b = {letters[1], test_random(7)};

        for (size_t i = 0; i < 6; i++) {
            letters[0][i] = (char)('a' + (char)test_random(3));
            letters[1][i] = (char)('a' + (char)test_random(3));
        }
        CHECK_U64(str_distance(a, b, 20), distance_by_definition(a, b));
    }
}

TEST(str, distance_reads_no_more_than_its_table_holds)
{
    char long_word[200];
    char other_word[200];

    memset(long_word, 'a', sizeof(long_word));
    memset(other_word, 'b', sizeof(other_word));
    CHECK_U64(str_distance((str){long_word, 200}, (str){other_word, 200}, 100), 64);
    CHECK_U64(str_distance((str){long_word, 200}, (str){long_word, 100}, 3), 0);
}

/* Ask for pieces of all sizes, check each, and leave all of them full. */
static void fill_arena(struct arena *arena)
{
    unsigned char *made[100];
    size_t sizes[100];
    size_t total = 0;

    for (size_t i = 0; i < COUNT_OF(made); i++) {
        sizes[i] = test_random(20) == 0 ? test_random(3000000) : test_random(200);
        made[i] = ARENA_ARRAY(arena, unsigned char, sizes[i]);
        total += sizes[i];
        CHECK((uintptr_t)made[i] % 16 == 0);
        for (size_t at = 0; at < sizes[i]; at++)
            CHECK_OR_STOP(made[i][at] == 0);
        memset(made[i], (int)(i + 1), sizes[i]);
    }
    CHECK_U64(arena->total, total);
    for (size_t i = 0; i < COUNT_OF(made); i++)
        for (size_t at = 0; at < sizes[i]; at++)
            CHECK_OR_STOP(made[i][at] == i + 1);
}

TEST(arena, memory_is_zeroed_aligned_and_apart)
{
    struct arena arena = {0};

    /* The later rounds get memory back that the earlier ones filled. */
    for (int round = 0; round < 5; round++) {
        fill_arena(&arena);
        arena_clear(&arena);
    }
}

TEST(arena, a_cleared_arena_is_empty_and_usable)
{
    struct arena arena = {0};

    arena_clear(&arena);
    CHECK(ARENA_NEW(&arena, uint64_t) != NULL);
    arena_clear(&arena);
    CHECK_U64(arena.total, 0);
    CHECK(arena.block == NULL);
    CHECK(arena_alloc(&arena, 0, 8) != NULL);
    arena_clear(&arena);
}

TEST(arena, copies_are_equal_and_elsewhere)
{
    struct arena arena = {0};
    const uint32_t numbers[] = {1, 2, 3};
    uint32_t *copy = arena_copy(&arena, numbers, 3, sizeof(numbers[0]));
    const str word = STR("word");
    str word_copy = arena_str(&arena, word);

    CHECK(copy != numbers && memcmp(copy, numbers, sizeof(numbers)) == 0);
    CHECK_STR(word_copy, word);
    CHECK(word_copy.ptr != word.ptr);
    CHECK_STR(arena_str(&arena, (str){0}), STR(""));
    arena_clear(&arena);
}

TEST(arena, a_growing_array_keeps_its_items)
{
    struct arena arena = {0};
    size_t *items = NULL;
    size_t capacity = 0;

    for (size_t i = 0; i < 10000; i++) {
        items = arena_grow(&arena, items, i, &capacity, sizeof(*items));
        CHECK_OR_STOP(capacity > i);
        items[i] = i;
    }
    for (size_t i = 0; i < 10000; i++)
        CHECK_OR_STOP(items[i] == i);
    arena_clear(&arena);
}

TEST(str, reads_whole_numbers_in_one_spelling)
{
    static const str refused[] = {STR_INIT(""), STR_INIT("00"), STR_INIT("01"),
        STR_INIT("-1"), STR_INIT("+1"), STR_INIT(" 1"), STR_INIT("1 "), STR_INIT("0x1"),
        STR_INIT("18446744073709551616"), STR_INIT("99999999999999999999"),
        STR_INIT("100000000000000000000")};
    uint64_t value = 5;

    for (size_t i = 0; i < COUNT_OF(refused); i++)
        CHECK(!str_to_u64(refused[i], &value) && value == 5);
    CHECK(str_to_u64(STR("0"), &value) && value == 0);
    CHECK(str_to_u64(STR("20852163"), &value) && value == 20852163);
    CHECK(str_to_u64(STR("18446744073709551615"), &value) && value == UINT64_MAX);
}
