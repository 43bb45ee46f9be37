/* Values in pages: whatever they hold, they stay where they were put. */
#include "web/html.h"

#include "mo.h"
#include "test.h"

static const struct phrase spanish[] = {
    {STR_INIT("Back"), STR_INIT("Atr\xc3\xa1s")},
    {STR_INIT("Question %1 of %2"), STR_INIT("De %2, la pregunta %1")},
};

static const struct tongue rows[] = {
    {.code = STR_INIT("en"), .name = STR_INIT("English"), .is_rightward = true},
    {.code = STR_INIT("es"), .is_rightward = true},
    {.code = STR_INIT("ar")},
};

static str written(struct arena *arena, void (*write)(struct html *, str), str value)
{
    struct html html = {text_in(arena), &rows[0]};

    write(&html, value);
    return text_str(&html.text);
}

TEST(web_html, values_cannot_end_what_they_stand_in)
{
    struct arena arena = {0};

    CHECK_STR(
        written(&arena, html_text, STR("a<b> & 'c\"")), STR("a&lt;b&gt; &amp; 'c\""));
    CHECK_STR(written(&arena, html_value, STR("\"'<>&\xc3\xa9")),
        STR("&#34;&#39;&lt;&gt;&amp;\xc3\xa9"));
    CHECK_STR(written(&arena, html_part, STR("a/b?c=d e&\"\xc3\xa9")),
        STR("a%2Fb%3Fc%3Dd%20e%26%22%C3%A9"));
    CHECK_STR(written(&arena, html_part, STR("..")), STR(""));
    arena_clear(&arena);
}

/* Words in another language say so between tags, wherever they were put meanwhile. */
TEST(web_html, words_of_another_language_say_so)
{
    struct arena arena = {0};
    struct html html = {text_in(&arena), &rows[1]};
    str marked = tongue_mark(&rows[1], &arena, STR("en"), STR("a <b> (1)"));
    const str short_one = tongue_cut(&arena, marked, STR(" ("));

    html_words(&html, STR("Para: %1!"), &marked, 1);
    CHECK_STR(
        text_str(&html.text), STR("Para: <span lang=\"en\">a &lt;b&gt; (1)</span>!"));
    CHECK_STR(written(&arena, html_value, marked), STR("a &lt;b&gt; (1)"));
    CHECK_STR(tongue_unmark(&arena, marked), STR("a <b> (1)"));
    CHECK_STR(written(&arena, html_text, short_one),
        STR("<span lang=\"en\">a &lt;b&gt;</span>"));
    CHECK_STR(tongue_mark(&rows[0], &arena, STR("en"), STR("a")), STR("a"));
    html = (struct html){text_in(&arena), &rows[2]};
    html_words(&html, STR("%1"), &short_one, 1);
    CHECK_STR(text_str(&html.text),
        STR("\xE2\x81\xA8<span lang=\"en\" dir=\"auto\">a "
            "&lt;b&gt;</span>\xE2\x81\xA9"));
    arena_clear(&arena);
}

/* People can type such marks; what comes of them can be anything but dangerous. */
TEST(web_html, marks_that_people_type_do_no_harm)
{
    struct arena arena = {0};

    CHECK_STR(written(&arena, html_text,
                  STR("\xF3\xA0\x80\x81\xF3\xA0\x80\xA2\xF3\xA0\x80\xBE"
                      "x\xF3\xA0\x80\x81\xF3\xA0\x81\xA1y")),
        STR("x<span lang=\"a\">y</span>"));
    CHECK_STR(written(&arena, html_text, STR("\xF3\xA0\x80")), STR("\xF3\xA0\x80"));
    CHECK_STR(
        written(&arena, html_text, STR("\xF3\xA0\x84\x80")), STR("\xF3\xA0\x84\x80"));
    arena_clear(&arena);
}

TEST(web_html, addresses_lead_where_they_may)
{
    static const struct {
        str address;
        str written;
    } cases[] = {
        {STR_INIT("/visits/1?a=b&c=d#e"), STR_INIT("/visits/1?a=b&amp;c=d#e")},
        {STR_INIT("tel:+1-773-553-1700"), STR_INIT("tel:+1-773-553-1700")},
        {STR_INIT("mailto:law@school.example"), STR_INIT("mailto:law@school.example")},
        {STR_INIT("https://a.example/\"><script>"),
            STR_INIT("https://a.example/%22%3E%3Cscript%3E")},
        {STR_INIT("visits?at=12:30"), STR_INIT("visits?at=12:30")},
        {STR_INIT(""), STR_INIT("")},
        {STR_INIT("javascript:alert(1)"), STR_INIT("#")},
        {STR_INIT("JavaScript:alert(1)"), STR_INIT("#")},
        {STR_INIT(" javascript:alert(1)"), STR_INIT("#")},
        {STR_INIT("java\nscript:alert(1)"), STR_INIT("#")},
        {STR_INIT("data:text/html,x"), STR_INIT("#")},
        {STR_INIT("//evil.example"), STR_INIT("#")},
        {STR_INIT("/\\evil.example"), STR_INIT("#")},
        {STR_INIT("/\tx"), STR_INIT("/%09x")},
    };
    struct arena arena = {0};

    for (size_t i = 0; i < COUNT_OF(cases); i++)
        CHECK_STR(written(&arena, html_address, cases[i].address), cases[i].written);
    arena_clear(&arena);
}

TEST(web_html, words_are_said_in_the_language_of_the_page)
{
    const str values[] = {STR("<2>"), STR("7")};
    struct arena arena = {0};
    const struct tongue said[] = {{.is_rightward = true},
        {.is_rightward = true,
            .catalogue = mo_made(&arena, spanish, COUNT_OF(spanish))}};

    for (size_t i = 0; i < 2; i++) {
        struct html html = {text_in(&arena), &said[i]};

        html_words(&html, STR("Question %1 of %2"), values, COUNT_OF(values));
        html_words_value(&html, STR(" 100 % %3 %1"), values, 1);
        CHECK_STR(text_str(&html.text),
            i == 0 ? STR("Question &lt;2&gt; of 7 100 % %3 &lt;2&gt;")
                   : STR("De 7, la pregunta &lt;2&gt; 100 % %3 &lt;2&gt;"));
    }
    CHECK_STR(tongue_say(&said[1], STR("Back")), STR("Atr\xc3\xa1s"));
    CHECK_STR(tongue_say(&said[1], STR("Forth")), STR("Forth"));
    arena_clear(&arena);
}

TEST(web_html, a_language_is_chosen_by_what_the_browser_accepts)
{
    static const struct {
        str accepted;
        str code;
    } cases[] = {
        {STR_INIT(""), STR_INIT("en")},
        {STR_INIT("es"), STR_INIT("es")},
        {STR_INIT("ES-mx,en;q=0.9"), STR_INIT("es")},
        {STR_INIT("fr, en;q=0.3, es;q=0.7"), STR_INIT("es")},
        {STR_INIT("es;q=0, ar;q=0.001"), STR_INIT("ar")},
        {STR_INIT("es;q=x,*;q=1,,;"), STR_INIT("en")},
        {STR_INIT("en;q=0.5,es;q=0.5"), STR_INIT("en")},
        {STR_INIT("est,e"), STR_INIT("en")},
    };

    for (size_t i = 0; i < COUNT_OF(cases); i++)
        CHECK_STR(tongue_choose(rows, COUNT_OF(rows), cases[i].accepted)->code,
            cases[i].code);
}
