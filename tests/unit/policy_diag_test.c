/*
 * Diagnostics: their order, and how they are drawn and written.
 */
#include "policy/diag.h"
#include "test.h"

#include <string.h>

static struct arena arena;

static struct diag *add(struct diags *diags, const char *code, uint32_t line,
    uint32_t column, uint32_t length, str message)
{
    return diag_add(
        diags, &arena, code, (struct span){line, column, length}, message, (str){0});
}

static str shown(str source, const struct diag *diag)
{
    struct text text = text_in(&arena);

    text_add_diag(&text, STR("a.md"), source, diag);
    return text_str(&text);
}

static str drawn(str source, uint32_t line, uint32_t column, uint32_t length)
{
    struct diag diag = {.code = STR("P014"),
        .severity = SEVERITY_WARNING,
        .span = {line, column, length},
        .message = STR("m")};
    str text = shown(source, &diag);

    return str_slice(text, str_find_byte(text, '\n', 0) + 1, text.len);
}

TEST(diag, codes_stand_in_order_and_each_once)
{
    size_t count;
    const struct diag_code *codes = diag_codes(&count);

    for (size_t i = 0; i < count; i++) {
        CHECK(codes[i].code.len == 4 && codes[i].code.ptr[0] == 'P');
        CHECK(codes[i].title.len > 0);
        CHECK(i == 0 || str_compare(codes[i - 1].code, codes[i].code) < 0);
    }
}

TEST(diag, counts_errors_alone)
{
    struct diags diags = {0};

    (void)add(&diags, "P012", 1, 1, 1, STR("an error"));
    (void)add(&diags, "P014", 1, 1, 1, STR("a warning"));
    (void)add(&diags, "P006", 1, 1, 1, STR("to know"));
    CHECK_U64(diags.count, 3);
    CHECK_U64(diags.errors, 1);
    CHECK_STR(severity_name(diags.items[0].severity), STR("error"));
    CHECK_STR(severity_name(diags.items[1].severity), STR("warning"));
    CHECK_STR(severity_name(diags.items[2].severity), STR("info"));
    arena_clear(&arena);
}

static bool stands_before(const struct diag *a, const struct diag *b)
{
    int by_code = str_compare(a->code, b->code);

    if (a->span.line != b->span.line)
        return a->span.line < b->span.line;
    if (a->span.column != b->span.column)
        return a->span.column < b->span.column;
    return by_code < 0 || (by_code == 0 && a->span.length < b->span.length);
}

/* The length of the span is the order of adding, which sorting must keep. */
TEST(diag, sorts_by_place_and_keeps_the_order_of_equals)
{
    static const char *const codes[] = {"P012", "P013"};

    for (int round = 0; round < 300; round++) {
        struct diags diags = {0};
        size_t count = test_random(60);
        size_t range = 1 + test_random(6);

        for (uint32_t i = 0; i < count; i++)
            (void)add(&diags, codes[test_random(2)], (uint32_t)test_random(range),
                (uint32_t)test_random(range), i, STR("m"));
        diags_sort(&diags);
        CHECK_U64(diags.count, count);
        for (size_t i = 1; i < count; i++)
            CHECK(stands_before(&diags.items[i - 1], &diags.items[i]));
        arena_clear(&arena);
    }
}

TEST(diag, sorts_what_two_passes_found_quickly)
{
    struct diags diags = {0};

    for (uint32_t i = 0; i < 200000; i++)
        (void)add(&diags, "P012", i % 100000, 1, i, (str){0});
    diags_sort(&diags);
    for (size_t i = 1; i < diags.count; i++)
        CHECK(stands_before(&diags.items[i - 1], &diags.items[i]));
    arena_clear(&arena);
}

TEST(diag, joins_spans_of_one_line)
{
    struct span joined = span_join((struct span){2, 3, 1}, (struct span){2, 7, 4});

    CHECK_U64(joined.column, 3);
    CHECK_U64(joined.length, 8);
    joined = span_join((struct span){2, 3, 1}, (struct span){3, 7, 4});
    CHECK_U64(joined.length, 1);
}

TEST(diag, draws_a_caret_under_the_mistake)
{
    struct diag diag = {.code = STR("P012"),
        .span = {2, 4, 2},
        .message = STR("not so"),
        .hint = STR("but so")};

    CHECK_STR(shown(STR("one\na\t\xc3\xa9xy\n"), &diag),
        STR("a.md:2:4: error P012: not so\n    a \xc3\xa9xy\n       ^^\n"
            "    hint: but so\n"));
    diag.span = (struct span){0};
    diag.hint = (str){0};
    CHECK_STR(shown(STR("one"), &diag), STR("a.md: error P012: not so\n"));
    arena_clear(&arena);
}

TEST(diag, draws_whatever_the_span)
{
    CHECK_STR(drawn(STR("abc"), 1, 4, 0), STR("    abc\n       ^\n"));
    CHECK_STR(drawn(STR("abc"), 1, 2, 9), STR("    abc\n     ^^\n"));
    CHECK_STR(drawn(STR("abc"), 1, 900, 9), STR("    abc\n       ^\n"));
    CHECK_STR(drawn(STR("abc"), 7, 1, 1), STR("    \n    ^\n"));
    CHECK_STR(drawn(STR("\xef\xbb\xbf"
                        "ab\r\nc\rd"),
                  1, 1, 1),
        STR("    ab\n    ^\n"));
    CHECK_STR(drawn(STR("ab\r\nc\rd"), 3, 1, 1), STR("    d\n    ^\n"));
    CHECK_STR(drawn(STR("a\xff\xc3z"), 1, 4, 1), STR("    a  z\n       ^\n"));
    arena_clear(&arena);
}

TEST(diag, shows_a_long_line_around_the_mistake)
{
    char line[400];
    str whole = {line, sizeof(line)};
    str text;

    memset(line, 'x', sizeof(line));
    line[200] = '!';
    text = drawn(whole, 1, 201, 1);
    CHECK(str_starts(text, STR("    ...xxx")));
    CHECK_U64(str_find_byte(text, '\n', 0), 4 + 3 + 160 + 3);
    CHECK_U64(str_find_byte(text, '!', 0),
        str_find_byte(text, '^', 0) - str_find_byte(text, '\n', 0) - 1);
    text = drawn(whole, 1, 1, 400);
    CHECK(str_starts(text, STR("    xxx")));
    CHECK_U64(text.len, 4 + 160 + 4 + 4 + 160 + 1);
    text = drawn(whole, 1, 400, 1);
    CHECK(str_starts(text, STR("    ...xxx")));
    CHECK(str_ends(text, STR("^\n")));
    arena_clear(&arena);
}

/* Marks of direction stand as bytes, so that this source has none. */
TEST(diag, keeps_a_document_from_steering_the_terminal)
{
    static const char override[] = {'\xe2', '\x80', '\xae', '\x07'};
    static const char isolate[] = {
        '\x1b', ']', '0', '\x7f', '\xe2', '\x81', '\xa6', 'y'};
    struct diag diag = {.code = STR("P012"),
        .span = {1, 1, 1},
        .message = STR("no \x1b[31m\xc2\x9b"),
        .hint = {override, sizeof(override)}};

    CHECK_STR(shown((str){isolate, sizeof(isolate)}, &diag),
        STR("a.md:1:1: error P012: no  [31m \n     ]0  y\n    ^\n    hint:   \n"));
    arena_clear(&arena);
}

TEST(diag, writes_json)
{
    struct diags diags = {0};
    struct text text = text_in(&arena);
    struct json_out json = json_start(&text, false);
    struct diag *diag = add(&diags, "P012", 3, 4, 5, STR("say \"x\""));

    json_diag(&json, diag);
    json_done(&json);
    CHECK_STR(text_str(&text),
        STR("{\"code\":\"P012\",\"severity\":\"error\",\"line\":3,\"column\":4,"
            "\"length\":5,\"message\":\"say \\\"x\\\"\",\"hint\":\"\"}"));
    diag_fix(diag, &arena, (struct span){3, 4, 0}, STR("y"));
    text.len = 0;
    json = json_start(&text, false);
    json_diag(&json, diag);
    json_done(&json);
    CHECK(str_ends(text_str(&text),
        STR("\"fix\":{\"line\":3,\"column\":4,\"length\":0,\"text\":\"y\"}}")));
    arena_clear(&arena);
}
