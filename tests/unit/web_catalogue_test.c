/* Catalogues: what is in them is found, and what is broken is refused. */
#include "web/catalogue.h"

#include "mo.h"
#include "test.h"
#include "web/tongue.h"

static const struct phrase phrases[] = {
    {STR_INIT(""), STR_INIT("Language: es\nX-Direction: ltr\n")},
    {STR_INIT("%1 call\0%1 calls"), STR_INIT("%1 llamada\0%1 llamadas")},
    {STR_INIT("Back"), STR_INIT("Atr\xc3\xa1s")},
    {STR_INIT("Forth"), STR_INIT("")},
    {STR_INIT("fact a\4"
              "Back"),
        STR_INIT("Espalda")},
};

static unsigned long plural_of(unsigned long n)
{
    return n != 1;
}

TEST(web_catalogue, finds_what_was_put)
{
    struct arena arena = {0};
    str mo = mo_made(&arena, phrases, COUNT_OF(phrases));
    struct err err = {0};
    str said;

    CHECK(catalogue_check(mo, &err));
    CHECK(catalogue_find(mo, STR("Back"), &said) && str_equal(said, phrases[2].said));
    CHECK(catalogue_find(mo, catalogue_key(&arena, STR("fact a"), STR("Back")), &said));
    CHECK_STR(said, STR("Espalda"));
    CHECK(!catalogue_find(mo, STR("Forth"), &said));
    CHECK(!catalogue_find(mo, STR("Bac"), &said));
    CHECK(!catalogue_find(mo, STR("%1 calls"), &said));
    CHECK(!catalogue_find((str){0}, STR("Back"), &said));
    CHECK(catalogue_field(mo, STR("X-Direction"), &said));
    CHECK_STR(said, STR("ltr"));
    CHECK(!catalogue_field(mo, STR("X-Name"), &said));
    arena_clear(&arena);
}

TEST(web_catalogue, counts_as_the_language_does)
{
    static const struct {
        uint64_t number;
        str english;
        str spanish;
    } cases[] = {
        {0, STR_INIT("0 calls"), STR_INIT("0 llamadas")},
        {1, STR_INIT("1 call"), STR_INIT("1 llamada")},
        {12, STR_INIT("12 calls"), STR_INIT("12 llamadas")},
    };
    struct arena arena = {0};
    const struct tongue spanish = {.is_rightward = true,
        .plural = plural_of,
        .catalogue = mo_made(&arena, phrases, COUNT_OF(phrases))};
    size_t ignored;

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        CHECK_STR(tongue_count(tongue_rows(&ignored), &arena,
                      SAY_COUNT("%1 call", "%1 calls"), cases[i].number),
            cases[i].english);
        CHECK_STR(tongue_count(&spanish, &arena, SAY_COUNT("%1 call", "%1 calls"),
                      cases[i].number),
            cases[i].spanish);
    }
    CHECK_STR(catalogue_form(phrases[1].said, 5), STR("%1 llamadas"));
    arena_clear(&arena);
}

TEST(web_catalogue, is_whole_or_refused)
{
    struct phrase swapped[] = {phrases[2], phrases[1]};
    struct arena arena = {0};
    str mo = mo_made(&arena, phrases, COUNT_OF(phrases));
    struct err err = {0};
    str said;

    CHECK(!catalogue_check(mo_made(&arena, swapped, COUNT_OF(swapped)), &err));
    CHECK_STR(err_text(&err), STR("its messages are not in order"));
    for (size_t len = 0; len < mo.len; len++) {
        char *cut = ARENA_ARRAY(&arena, char, len);

        memcpy(cut, mo.ptr, len);
        CHECK(!catalogue_check((str){cut, len}, &err));
    }
    for (size_t i = 0; i < mo.len; i++) {
        char *torn = ARENA_ARRAY(&arena, char, mo.len);

        memcpy(torn, mo.ptr, mo.len);
        torn[i] = (char)(uint8_t)test_random(256);
        if (catalogue_check((str){torn, mo.len}, &err))
            (void)catalogue_find((str){torn, mo.len}, STR("Back"), &said);
    }
    arena_clear(&arena);
}

/* ---- the languages of the program ---- */

TEST(web_tongue, every_catalogue_is_whole_and_names_its_language)
{
    size_t count;
    const struct tongue *rows = tongue_rows(&count);
    struct err err = {0};
    str code;

    CHECK_STR(rows[0].code, STR("en"));
    CHECK(count >= 2);
    for (size_t i = 1; i < count; i++) {
        CHECK(catalogue_check(rows[i].catalogue, &err));
        CHECK(catalogue_field(rows[i].catalogue, STR("Language"), &code));
        CHECK_STR(code, rows[i].code);
        CHECK(tongue_find(rows[i].code) == &rows[i]);
    }
    CHECK(tongue_find(STR("xx")) == NULL);
}

TEST(web_tongue, days_are_written_as_each_language_does)
{
    const struct moment moment = {
        .day = date_from_civil((struct civil){2026, 11, 25}), .minute = 14 * 60 + 5};
    struct arena arena = {0};

    CHECK_STR(tongue_moment(tongue_find(STR("en")), &arena, &moment),
        STR("25 November 2026, 14:05"));
    CHECK_STR(tongue_moment(tongue_find(STR("es")), &arena, &moment),
        STR("25 de noviembre de 2026, 14:05"));
    arena_clear(&arena);
}
