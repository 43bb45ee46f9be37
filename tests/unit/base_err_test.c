/* Errors: what people read, and the sentence that another language knows. */
#include "base/base.h"

#include "test.h"

static str sentence_of(struct arena *arena, const struct err *err, size_t wanted)
{
    struct text text = text_in(arena);
    str values[ERR_VALUES_MAX];

    CHECK_U64(err_sentence(err, &text, values), wanted);
    return text_str(&text);
}

TEST(base_err, a_sentence_keeps_its_values_apart)
{
    struct arena arena = {0};
    struct text text = text_in(&arena);
    str values[ERR_VALUES_MAX];
    struct err err = {0};

    CHECK(!err_say(&err, ERR_CONFLICT, STR("%1: %2 was there, 100 %3"),
        (const str[]){STR("a %2"), STR("")}, 2));
    CHECK_STR(err_text(&err), STR("a %2:  was there, 100 %3"));
    CHECK_U64(err_sentence(&err, &text, values), 2);
    CHECK_STR(text_str(&text), STR("%1: %2 was there, 100 %3"));
    CHECK_STR(values[0], STR("a %2"));
    CHECK_STR(values[1], STR(""));
    err_add(&err, STR("; more"));
    CHECK_STR(sentence_of(&arena, &err, 2), STR("%1: %2 was there, 100 %3; more"));
    err_while(&err, STR("doing"));
    CHECK_STR(
        sentence_of(&arena, &err, 0), STR("doing: a %2:  was there, 100 %3; more"));
    err_set(&err, ERR_IO, STR("no"));
    CHECK_STR(sentence_of(&arena, &err, 0), STR("no"));
    arena_clear(&arena);
}

TEST(base_err, what_is_too_long_is_cut)
{
    struct arena arena = {0};
    struct text text = text_in(&arena);
    struct err err = {0};
    str whole;

    for (size_t i = 0; i < ERR_TEXT_MAX; i++)
        text_add(&text, STR("\xc3\xa9"));
    whole = text_str(&text);
    err_say(&err, ERR_LIMIT, STR("x%1 is long, %2"), (const str[]){whole, whole}, 2);
    CHECK(err_text(&err).len <= ERR_TEXT_MAX);
    CHECK_U64(str_invalid_utf8(err_text(&err)), err_text(&err).len);
    CHECK(str_starts(sentence_of(&arena, &err, 2), STR("x%1")));
    arena_clear(&arena);
}
