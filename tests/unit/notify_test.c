/* What letters become before they are sent: places that are filled in, parts of a text
 * message; and what an answer says of when to come again. */
#include "notify/inside.h"
#include "notify/template.h"
#include "test.h"

static str filled(struct arena *arena, str source, enum template_form form, str words)
{
    const struct template_values values = {.to = STR("+16515550100"), .words = words};

    return template_fill(arena, source, form, &values);
}

TEST(notify, fills_places_and_leaves_other_braces)
{
    struct arena arena = {0};

    CHECK_STR(
        filled(&arena, STR("a={to}&b={words}"), TEMPLATE_FORM, STR("1&2=\xc3\xa9")),
        STR("a=%2B16515550100&b=1%262%3D%C3%A9"));
    CHECK_STR(filled(&arena, STR("{\"a\": \"{words}\"}"), TEMPLATE_JSON, STR("\"\n}")),
        STR("{\"a\": \"\\\"\\n}\"}"));
    CHECK_STR(filled(&arena, STR("Key {words}"), TEMPLATE_HEADER, STR("a\r\nb")),
        STR("Key a  b"));
    CHECK_STR(filled(&arena, STR("{words|xml}"), TEMPLATE_JSON, STR("<a b='\"&'>")),
        STR("&lt;a b=&apos;&quot;&amp;&apos;&gt;"));
    CHECK_STR(filled(&arena, STR("{{to}} {} {To} {to"), TEMPLATE_HEADER, STR("")),
        STR("{+16515550100} {} {To} {to"));
    CHECK_U64(template_fixed(STR("a?b={to}")), 4);
    CHECK(template_has(STR("{key|xml}"), STR("key")));
    CHECK(!template_has(STR("{key |xml}"), STR("key")));
    arena_clear(&arena);
}

TEST(notify, refuses_places_that_are_none)
{
    struct err err = {0};

    CHECK(template_check(STR("{to} {words|xml}"), TEMPLATE_FORM, &err));
    CHECK(!template_check(STR("{word}"), TEMPLATE_FORM, &err));
    CHECK_U64(err.kind, ERR_INVALID);
    err = (struct err){0};
    CHECK(template_check(STR("{\"{to}\": [\"{words}\", 1]}"), TEMPLATE_JSON, &err));
    CHECK(!template_check(STR("{\"to\": {to}}"), TEMPLATE_JSON, &err));
    CHECK_U64(err.kind, ERR_INVALID);
}

/* `count` times the same. */
static str many(struct arena *arena, str one, size_t count)
{
    struct text text = text_in(arena);

    for (size_t i = 0; i < count; i++)
        text_add(&text, one);
    return text_str(&text);
}

TEST(notify, counts_parts_as_telephones_do)
{
    static const struct {
        str one;
        size_t count;
        size_t parts;
    } rows[] = {
        {STR_INIT("a"), 0, 1},
        {STR_INIT("a"), 160, 1},
        {STR_INIT("a"), 161, 2},
        {STR_INIT("a"), 306, 2},
        {STR_INIT("a"), 307, 3},
        {STR_INIT("\xc3\xa9"), 160, 1},    /* e acute is in the alphabet */
        {STR_INIT("\xe2\x82\xac"), 80, 1}, /* the euro takes two places */
        {STR_INIT("\xe2\x82\xac"), 81, 2},
        {STR_INIT("\xc3\xa1"), 70, 1}, /* a acute is not in it */
        {STR_INIT("\xc3\xa1"), 71, 2},
        {STR_INIT("\xc3\xa1"), 134, 2},
        {STR_INIT("\xc3\xa1"), 135, 3},
        {STR_INIT("\xf0\x9f\x98\x80"), 35, 1}, /* two of UTF-16 */
        {STR_INIT("\xf0\x9f\x98\x80"), 36, 2},
        {STR_INIT("`"), 71, 2},
    };
    struct arena arena = {0};

    for (size_t i = 0; i < COUNT_OF(rows); i++)
        CHECK_U64(sms_parts(many(&arena, rows[i].one, rows[i].count)), rows[i].parts);
    arena_clear(&arena);
}

TEST(notify, cuts_the_subject_and_never_the_link)
{
    static const str link = STR_INIT("https://a.example/c/1");
    struct arena arena = {0};
    str words = sms_write(&arena, many(&arena, STR("\xc3\xa9"), 500), link);

    CHECK_U64(sms_parts(words), 2);
    CHECK_U64(str_width(words), 306);
    CHECK(str_ends(words, STR("... https://a.example/c/1")));
    CHECK_STR(sms_write(&arena, STR(""), link), link);
    CHECK_STR(sms_write(&arena, STR("Hamline"), STR("")), STR("Hamline"));
    words = many(&arena, STR("x"), 400);
    CHECK_STR(sms_write(&arena, STR("Hamline"), words), words);
    arena_clear(&arena);
}

TEST(notify, waits_as_long_as_it_is_asked_to)
{
    static const int64_t now = 1737739500; /* 2025-01-24T17:25:00Z */
    static const struct {
        str value;
        int64_t seconds;
    } rows[] = {
        {STR_INIT("0"), 0},
        {STR_INIT("120"), 120},
        {STR_INIT("-5"), 0},
        {STR_INIT("99999999999"), 604800},
        {STR_INIT("soon"), 0},
        {STR_INIT("Fri, 24 Jan 2025 17:26:40 GMT"), 100},
        {STR_INIT("Fri, 24 Jan 2025 17:24:00 GMT"), 0},
        {STR_INIT("Fri, 31 Feb 2025 17:26:40 GMT"), 0},
        {STR_INIT("Fri, 24 anF 2025 17:26:40 GMT"), 0},
        {STR_INIT("Wed, 24 Dec 2025 17:26:40 GMT"), 604800},
        {STR_INIT("Wed, 24 Dec 20x5 17:26:40 GMT"), 0},
    };

    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct fetch_pair header = {STR("retry-after"), rows[i].value};
        const struct fetch_answer answer = {.headers = &header, .header_count = 1};

        CHECK_U64(
            (uint64_t)answer_retry_after(&answer, now), (uint64_t)rows[i].seconds);
    }
}
