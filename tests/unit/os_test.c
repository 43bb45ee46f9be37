/* Files, lines and the clock on the real machine. */
#include "os/os.h"

#include "test.h"

/* A file of its own for each test, under build/. */
static str test_file(str name)
{
    static char buffer[64];
    struct text text = text_fixed(buffer, sizeof(buffer));

    text_add(&text, STR("build/os_test_"));
    text_add(&text, name);
    REQUIRE(!text.overflow);
    return text_str(&text);
}

static str read_back(struct arena *arena, str path)
{
    struct err err = {0};
    str got = {0};

    CHECK(os_read_file(arena, path, 1 << 20, &got, &err));
    return got;
}

TEST(os, writes_a_file_and_reads_it_back)
{
    struct arena arena = {0};
    struct err err = {0};
    str path = test_file(STR("written"));

    CHECK(os_write_file(path, STR("one"), &err));
    CHECK_STR(read_back(&arena, path), STR("one"));
    CHECK(os_write_file(path, STR(""), &err));
    CHECK_STR(read_back(&arena, path), STR(""));
    arena_clear(&arena);
}

TEST(os, keeps_to_its_limit)
{
    struct arena arena = {0};
    struct err err = {0};
    str path = test_file(STR("limit"));
    str got;

    CHECK(os_write_file(path, STR("12345"), &err));
    CHECK(os_read_file(&arena, path, 5, &got, &err));
    CHECK(!os_read_file(&arena, path, 4, &got, &err));
    CHECK(err.kind == ERR_LIMIT);
    arena_clear(&arena);
}

TEST(os, says_what_is_wrong_with_a_path)
{
    struct arena arena = {0};
    struct err err = {0};
    str got;

    CHECK(!os_read_file(&arena, STR("build/nothing/here"), 10, &got, &err));
    CHECK(err.kind == ERR_NOT_FOUND);
    CHECK(str_starts(err_text(&err), STR("build/nothing/here: ")));
    CHECK(!os_read_file(&arena, STR("build"), 10, &got, &err));
    CHECK(err.kind == ERR_IO);
    CHECK(!os_read_file(&arena, STR(""), 10, &got, &err));
    CHECK(err.kind == ERR_USAGE);
    CHECK(!os_read_file(&arena, STR("a\0b"), 10, &got, &err));
    CHECK(err.kind == ERR_USAGE);
    CHECK(!os_write_file(STR("build/nothing/here"), STR("x"), &err));
    CHECK(err.kind == ERR_NOT_FOUND);
    arena_clear(&arena);
}

TEST(os, opens_regular_files_only)
{
    struct err err = {0};
    str path = test_file(STR("opened"));
    uint64_t size = 0;
    int file;

    CHECK(os_write_file(path, STR("12345"), &err));
    CHECK_OR_STOP(os_open_file(path, &file, &size, &err));
    CHECK_U64(size, 5);
    os_close_file(file);
    CHECK(!os_open_file(STR("build"), &file, &size, &err));
    CHECK(err.kind == ERR_NOT_FOUND);
    CHECK(!os_open_file(STR("/dev/null"), &file, &size, &err));
    CHECK(err.kind == ERR_NOT_FOUND);
    CHECK(!os_open_file(STR("build/nothing/here"), &file, &size, &err));
    CHECK(err.kind == ERR_NOT_FOUND);
}

/* Lines of a file through a small buffer, joined by '|'; 'L' where one is too long. */
static str lines_of(struct arena *arena, str bytes, size_t capacity)
{
    struct text out = text_in(arena);
    struct os_lines lines = {0};
    struct err err = {0};
    str path = test_file(STR("lines"));

    CHECK(os_write_file(path, bytes, &err));
    CHECK(os_lines_open(&lines, path, capacity, &err));
    for (;;) {
        str line = {0};
        enum os_line got = os_lines_next(&lines, &line, &err);

        if (got == OS_LINES_END || got == OS_LINES_FAILED)
            break;
        text_add(&out, got == OS_LINE_TOO_LONG ? STR("L") : line);
        text_add(&out, STR("|"));
    }
    os_lines_close(&lines);
    return text_str(&out);
}

TEST(os, gives_lines_whatever_the_buffer)
{
    struct arena arena = {0};
    static const size_t capacities[] = {4, 5, 7, 8, 64, 4096};

    for (size_t i = 0; i < COUNT_OF(capacities); i++) {
        size_t c = capacities[i];

        CHECK_STR(lines_of(&arena, STR("a\nbc\n\nabc\n"), c), STR("a|bc||abc|"));
        CHECK_STR(lines_of(&arena, STR("a\r\nb\n"), c), STR("a|b|"));
        CHECK_STR(lines_of(&arena, STR("a\nb"), c), STR("a|b|"));
        CHECK_STR(lines_of(&arena, STR(""), c), STR(""));
        CHECK_STR(lines_of(&arena, STR("\n"), c), STR("|"));
    }
    arena_clear(&arena);
}

TEST(os, leaves_out_lines_that_are_too_long)
{
    struct arena arena = {0};

    CHECK_STR(lines_of(&arena, STR("a\n0123456789\nb\n"), 4), STR("a|L|b|"));
    CHECK_STR(lines_of(&arena, STR("0123456789"), 4), STR("L|"));
    CHECK_STR(lines_of(&arena, STR("0123456789\n"), 4), STR("L|"));
    CHECK_STR(lines_of(&arena, STR("01234567\n0123456789abcdef\nx"), 4), STR("L|L|x|"));
    arena_clear(&arena);
}

static str shown_at(struct arena *arena, str zone, int64_t instant)
{
    struct text text = text_in(arena);
    struct moment moment;
    struct err err = {0};

    if (!os_moment(zone, instant, &moment, &err))
        return err_text(&err).len > 0 ? STR("refused") : STR("silent");
    text_add_moment(&text, &moment);
    return text_str(&text);
}

TEST(os, shows_an_instant_by_the_clocks_of_a_zone)
{
    struct arena arena = {0};
    str chicago = STR("America/Chicago");

    CHECK_STR(shown_at(&arena, chicago, 1737738900), STR("2025-01-24T11:15:00-06:00"));
    CHECK_STR(shown_at(&arena, chicago, 1753377300), STR("2025-07-24T12:15:00-05:00"));
    CHECK_STR(shown_at(&arena, STR("Asia/Kathmandu"), 1737738900),
        STR("2025-01-24T23:00:00+05:45"));
    CHECK_STR(shown_at(&arena, STR("UTC"), 0), STR("1970-01-01T00:00:00+00:00"));
    CHECK_STR(shown_at(&arena, STR("UTC"), -1), STR("1969-12-31T23:59:59+00:00"));
    CHECK_STR(shown_at(&arena, STR("Mars/Base"), 0), STR("refused"));
    CHECK_STR(shown_at(&arena, STR("/etc/passwd"), 0), STR("refused"));
    CHECK_STR(shown_at(&arena, STR("../zoneinfo/UTC"), 0), STR("refused"));
    arena_clear(&arena);
}

TEST(os, clocks_go_forward)
{
    uint64_t before = os_monotonic_ns();

    CHECK(os_monotonic_ns() >= before);
    CHECK(os_now() > 1700000000);
}

TEST(os, gives_zeroed_pages)
{
    enum { SIZE = 1 << 20 };
    unsigned char *pages = os_pages_new(SIZE);

    CHECK((uintptr_t)pages % 4096 == 0);
    CHECK(pages[0] == 0 && pages[SIZE - 1] == 0);
    os_pages_free(pages, SIZE);
    os_pages_free(NULL, 0);
}
