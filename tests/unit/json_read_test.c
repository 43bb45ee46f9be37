/* Reading JSON: what is kept, what is refused and how that is said. */
#include "test.h"
#include "json/json.h"

static struct json_value read_good(struct arena *arena, str source)
{
    struct json_value value = {0};
    struct err err = {0};

    if (!json_read(arena, source, &value, &err))
        CHECK_STR(err_text(&err), STR(""));
    return value;
}

/* Whether `source` is refused, with `words` in the error. */
static bool refuses(str source, enum err_kind kind, str words)
{
    struct arena arena = {0};
    struct json_value value;
    struct err err = {0};
    bool refused = !json_read(&arena, source, &value, &err) && err.kind == kind &&
        str_find(err_text(&err), words, 0) < err.len;

    arena_clear(&arena);
    return refused;
}

TEST(json_read, keeps_every_kind_in_order)
{
    struct arena arena = {0};
    struct json_value root = read_good(&arena,
        STR("{\"b\": [1, -2, 2.5], \"a\": \"x\\u00e9\\n\", \"c\": true, \"d\": null}"));

    CHECK_OR_STOP(root.kind == JSON_IS_OBJECT && root.count == 4);
    CHECK_STR(root.names[0], STR("b"));
    CHECK_STR(root.names[1], STR("a"));
    CHECK(root.items[0].kind == JSON_IS_ARRAY && root.items[0].count == 3);
    CHECK(root.items[0].items[1].integer == -2);
    CHECK(root.items[0].items[2].kind == JSON_IS_REAL);
    CHECK_STR(root.items[1].text, STR("x\xc3\xa9\n"));
    CHECK(root.items[2].kind == JSON_IS_BOOL && root.items[2].truth);
    CHECK(root.items[3].kind == JSON_IS_NULL);
    arena_clear(&arena);
}

TEST(json_read, finds_members_and_survives_what_has_none)
{
    struct arena arena = {0};
    struct json_value root = read_good(&arena, STR("{\"a\": {\"b\": 7}}"));
    const struct json_value *a = json_find(&root, STR("a"));

    CHECK(json_find(a, STR("b")) != NULL && json_find(a, STR("b"))->integer == 7);
    CHECK(json_find(a, STR("c")) == NULL);
    CHECK(json_find(NULL, STR("c")) == NULL);
    CHECK(json_find(json_find(a, STR("b")), STR("c")) == NULL);
    arena_clear(&arena);
}

TEST(json_read, keeps_a_nul_inside_a_text)
{
    struct arena arena = {0};
    struct json_value root = read_good(&arena, STR("[\"a\\u0000b\"]"));

    CHECK_U64(root.items[0].text.len, 3);
    arena_clear(&arena);
}

TEST(json_read, refuses_what_is_not_strict)
{
    CHECK(refuses(STR("{\"a\": 1, \"a\": 2}"), ERR_INVALID, STR("duplicate")));
    CHECK(refuses(STR("{\"a\": 01}"), ERR_INVALID, STR("line 1")));
    CHECK(refuses(STR("{'a': 1}"), ERR_INVALID, STR("line 1")));
    CHECK(refuses(STR("[1,]"), ERR_INVALID, STR("line 1")));
    CHECK(refuses(STR("[NaN]"), ERR_INVALID, STR("line 1")));
    CHECK(refuses(STR("[1] [2]"), ERR_INVALID, STR("line 1")));
    CHECK(refuses(STR("[\"\xff\"]"), ERR_INVALID, STR("byte 0xff")));
    CHECK(refuses(STR("[\"\\ud800\"]"), ERR_INVALID, STR("line 1")));
    CHECK(refuses(STR("[\n  1\n  2]"), ERR_INVALID, STR("line 3")));
    CHECK(refuses(STR("[99999999999999999999]"), ERR_INVALID, STR("too big")));
    CHECK(refuses(STR(""), ERR_INVALID, STR("empty")));
    CHECK(refuses(STR(" \n\t"), ERR_INVALID, STR("empty")));
    CHECK(refuses(STR("7"), ERR_INVALID, STR("expected")));
    CHECK(refuses(STR("[1"), ERR_INVALID, STR("end of file")));
}

TEST(json_read, takes_depth_up_to_its_limit)
{
    struct arena arena = {0};
    struct text text = text_in(&arena);
    struct json_value root;
    struct err err = {0};

    text_add_repeated(&text, '[', JSON_MAX_DEPTH);
    text_add_repeated(&text, ']', JSON_MAX_DEPTH);
    CHECK(json_read(&arena, text_str(&text), &root, &err));
    text.len = 0;
    text_add_repeated(&text, '[', JSON_MAX_DEPTH + 1);
    text_add_repeated(&text, ']', JSON_MAX_DEPTH + 1);
    CHECK(refuses(text_str(&text), ERR_LIMIT, STR("64 deep")));
    /* Brackets inside a text are no depth. */
    text.len = 0;
    text_add(&text, STR("[\"\\\""));
    text_add_repeated(&text, '[', 1000);
    text_add(&text, STR("\"]"));
    CHECK(json_read(&arena, text_str(&text), &root, &err));
    arena_clear(&arena);
}

TEST(json_read, refuses_more_than_it_accepts)
{
    static char large[JSON_MAX_BYTES + 1];

    memset(large, ' ', sizeof(large));
    CHECK(refuses((str){large, sizeof(large)}, ERR_LIMIT, STR("16 MiB")));
}

TEST(json_read, names_what_is_near)
{
    static const str names[] = {STR_INIT("agency"), STR_INIT("paper"), STR_INIT("at")};

    CHECK_U64(json_nearest(STR("agencie"), names, COUNT_OF(names)), 0);
    CHECK_U64(json_nearest(STR("papre"), names, COUNT_OF(names)), 1);
    CHECK_U64(json_nearest(STR("weather"), names, COUNT_OF(names)), COUNT_OF(names));
    CHECK_U64(json_nearest(STR(""), NULL, 0), 0);
}
