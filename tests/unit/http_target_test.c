/* Targets, forms and routes, without a server. */
#include "http/inside.h"

#include "test.h"

/* The decoded path and query, in brackets; or "-" when refused. */
static str read_target(struct arena *arena, str target)
{
    struct text out = text_in(arena);
    struct http_target read;
    struct err err = {0};

    if (!http_target_read(arena, target, &read, &err))
        return err.kind == ERR_INVALID && err.len > 0 ? STR("-") : STR("silent");
    text_add(&out, read.path);
    for (size_t i = 0; i < read.query.count; i++) {
        text_add(&out, STR(" "));
        text_add(&out, read.query.items[i].name);
        text_add(&out, STR("="));
        text_add(&out, read.query.items[i].value);
    }
    return text_str(&out);
}

TEST(target, is_decoded_once)
{
    static const struct {
        str target;
        str read;
    } rows[] = {
        {STR_INIT("/"), STR_INIT("/")},
        {STR_INIT("/a/b"), STR_INIT("/a/b")},
        {STR_INIT("/a%20b/%7e"), STR_INIT("/a b/~")},
        {STR_INIT("/a+b?c+d=e+f"), STR_INIT("/a+b c d=e f")},
        {STR_INIT("/%252e%252e/a"), STR_INIT("/%2e%2e/a")},
        {STR_INIT("/%c3%a9?%C3%A9=%2B%26%3D"), STR_INIT("/\xc3\xa9 \xc3\xa9=+&=")},
        {STR_INIT("/a?"), STR_INIT("/a")},
        {STR_INIT("/a?&&b&c=&=d&e=f=g"), STR_INIT("/a b= c= =d e=f=g")},
        {STR_INIT("/a?b=1&b=2"), STR_INIT("/a b=1 b=2")},
        {STR_INIT("/a?b=/../%2f"), STR_INIT("/a b=/..//")},
        {STR_INIT("/a?b=%0d%0a%09"), STR_INIT("/a b=\r\n\t")},
        {STR_INIT("/...//"), STR_INIT("/...//")},
        {STR_INIT(""), STR_INIT("-")},
        {STR_INIT("*"), STR_INIT("-")},
        {STR_INIT("a"), STR_INIT("-")},
        {STR_INIT("http://a/b"), STR_INIT("-")},
        {STR_INIT("/%"), STR_INIT("-")},
        {STR_INIT("/%4"), STR_INIT("-")},
        {STR_INIT("/%4g"), STR_INIT("-")},
        {STR_INIT("/%g4"), STR_INIT("-")},
        {STR_INIT("/% 4"), STR_INIT("-")},
        {STR_INIT("/%00"), STR_INIT("-")},
        {STR_INIT("/%0a"), STR_INIT("-")},
        {STR_INIT("/%7f"), STR_INIT("-")},
        {STR_INIT("/a%2fb"), STR_INIT("-")},
        {STR_INIT("/a%5cb"), STR_INIT("-")},
        {STR_INIT("/a\\b"), STR_INIT("-")},
        {STR_INIT("/.."), STR_INIT("-")},
        {STR_INIT("/a/./b"), STR_INIT("-")},
        {STR_INIT("/a/.%2e"), STR_INIT("-")},
        {STR_INIT("/%ff"), STR_INIT("-")},
        {STR_INIT("/%c0%af"), STR_INIT("-")},
        {STR_INIT("/\xc3\xa9"), STR_INIT("-")},
        {STR_INIT("/a b"), STR_INIT("-")},
        {STR_INIT("/a#b"), STR_INIT("-")},
        {STR_INIT("/a?b=%00"), STR_INIT("-")},
        {STR_INIT("/a?b=%ff"), STR_INIT("-")},
        {STR_INIT("/a?b%=c"), STR_INIT("-")},
        {STR_INIT("/a?b=\x01"), STR_INIT("-")},
    };
    struct arena arena = {0};

    for (size_t i = 0; i < COUNT_OF(rows); i++)
        CHECK_STR(read_target(&arena, rows[i].target), rows[i].read);
    arena_clear(&arena);
}

/* Escape every byte that is no letter or digit. */
static void add_escaped(struct text *out, str value)
{
    for (size_t i = 0; i < value.len; i++) {
        char c = value.ptr[i];

        if (char_is_lower(c) || char_is_digit(c)) {
            text_add_byte(out, c);
            continue;
        }
        text_add_byte(out, '%');
        text_add_hex(out, (const uint8_t *)&value.ptr[i], 1);
    }
}

TEST(target, gives_back_every_form_that_was_escaped)
{
    static const str letters[] = {STR_INIT("a"), STR_INIT("%"), STR_INIT("&"),
        STR_INIT("="), STR_INIT("+"), STR_INIT(" "), STR_INIT("\xe2\x82\xac"),
        STR_INIT("\n"), STR_INIT("0"), STR_INIT("?")};
    struct arena arena = {0};

    for (int round = 0; round < 2000; round++) {
        struct text form = text_in(&arena);
        struct http_pairs got;
        struct err err = {0};
        str wanted[10];
        size_t count = test_random(5);

        for (size_t i = 0; i < count * 2; i++) {
            struct text value = text_in(&arena);

            for (size_t j = 1 + test_random(6); j-- > 0;)
                text_add(&value, letters[test_random(COUNT_OF(letters))]);
            wanted[i] = text_str(&value);
            text_add(&form, i == 0 ? STR("") : i % 2 == 0 ? STR("&") : STR("="));
            add_escaped(&form, wanted[i]);
        }
        CHECK_OR_STOP(http_form(&arena, text_str(&form), &got, &err));
        CHECK_U64(got.count, count);
        for (size_t i = 0; i < got.count && i < count; i++) {
            CHECK_STR(got.items[i].name, wanted[2 * i]);
            CHECK_STR(got.items[i].value, wanted[2 * i + 1]);
        }
        arena_clear(&arena);
    }
}

TEST(target, bounds_the_fields_of_a_form)
{
    struct arena arena = {0};
    struct text form = text_in(&arena);
    struct http_pairs got;
    struct err err = {0};

    for (int i = 0; i < HTTP_PAIRS_MAX; i++)
        text_add(&form, STR("a&"));
    CHECK(http_form(&arena, text_str(&form), &got, &err));
    CHECK_U64(got.count, HTTP_PAIRS_MAX);
    text_add(&form, STR("a"));
    CHECK(!http_form(&arena, text_str(&form), &got, &err));
    CHECK(err.kind == ERR_LIMIT);
    arena_clear(&arena);
}

TEST(route, matches_part_by_part)
{
    static const struct {
        str pattern;
        str path;
        str parts; /* joined by '|'; "-" where they do not match */
    } rows[] = {
        {STR_INIT("/"), STR_INIT("/"), STR_INIT("")},
        {STR_INIT("/"), STR_INIT("/a"), STR_INIT("-")},
        {STR_INIT("/a"), STR_INIT("/"), STR_INIT("-")},
        {STR_INIT("/a"), STR_INIT("/a"), STR_INIT("")},
        {STR_INIT("/a"), STR_INIT("/a/"), STR_INIT("-")},
        {STR_INIT("/a/"), STR_INIT("/a/"), STR_INIT("")},
        {STR_INIT("/a/"), STR_INIT("/a"), STR_INIT("-")},
        {STR_INIT("/a"), STR_INIT("/ab"), STR_INIT("-")},
        {STR_INIT("/{x}"), STR_INIT("/a"), STR_INIT("x=a|")},
        {STR_INIT("/{x}"), STR_INIT("/"), STR_INIT("-")},
        {STR_INIT("/{x}"), STR_INIT("/a/b"), STR_INIT("-")},
        {STR_INIT("/{x}/b/{y}"), STR_INIT("/a/b/c"), STR_INIT("x=a|y=c|")},
        {STR_INIT("/{x}/b/{y}"), STR_INIT("//b/c"), STR_INIT("-")},
        {STR_INIT("/{x}/b/{y}"), STR_INIT("/a/b"), STR_INIT("-")},
    };
    struct arena arena = {0};
    struct http_pair room[HTTP_PARTS_MAX];
    struct http_pairs parts = {room, 0};

    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct text got = text_in(&arena);

        if (!http_route_matches(rows[i].pattern, rows[i].path, &parts))
            text_add(&got, STR("-"));
        else
            for (size_t j = 0; j < parts.count; j++) {
                text_add(&got, parts.items[j].name);
                text_add(&got, STR("="));
                text_add(&got, parts.items[j].value);
                text_add(&got, STR("|"));
            }
        CHECK_STR(text_str(&got), rows[i].parts);
    }
    arena_clear(&arena);
}
