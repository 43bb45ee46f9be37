/* A document as a page: nothing in it can do harm, and every block is found. */
#include "policy/policy.h"
#include "test.h"

static const str hostile = STR_INIT(
    "# Title <script>alert(1)</script>\n\n"
    "<img src=x onerror=alert(1)> <b onclick=alert(1)>bold</b>\n\n"
    "<iframe src=\"https://evil.example\"></iframe>\n\n"
    "[a](javascript:alert(1)) [b](JaVaScRiPt:alert(1)) [c](data:text/html,x)\n"
    "[d](//evil.example/) [e](\\\\\\\\evil.example) [f](&#106;avascript:alert(1))\n"
    "[g](https://good.example/) [h](/about) [i](mailto:a@b.example) [j](file:///etc)\n"
    "![picture](https://evil.example/pixel.png) <javascript:alert(1)>\n\n"
    "## The same\n\n## The same\n\n"
    "| a | b |\n|---|---|\n| <script>x</script> | [k](javascript:x) |\n\n"
    "> The words. ([source](https://good.example/law))\n\n"
    "```protocol\n"
    "fact a: yes/no \"A # B?\"\n"
    "rule r: o is x  # why\n"
    "  if a\n"
    "  and not b\n"
    "say \"Only if \\\"so\\\".\" if a\n"
    "```\n\n"
    "```protocol\nrole other: \"Other\"\n```\n\n"
    "```html\n<script>shown</script>\n```\n");

struct page {
    struct arena arena;
    struct scan scan;
    struct prose prose;
    str all;
};

static void render(struct page *page, str source)
{
    struct diags diags = {0};
    struct text all;

    *page = (struct page){0};
    all = text_in(&page->arena);
    CHECK_OR_STOP(scan_document(&page->arena, source, &diags, &page->scan));
    prose_render(&page->arena, &page->scan, source, &page->prose);
    for (size_t i = 0; i < page->prose.count; i++)
        text_add(&all, page->prose.parts[i].html);
    page->all = text_str(&all);
}

static bool has(const struct page *page, str words)
{
    return str_find(page->all, words, 0) < page->all.len;
}

TEST(prose, lets_nothing_harmful_through)
{
    static const str never[] = {STR_INIT("<script"), STR_INIT("<img"),
        STR_INIT("<iframe"), STR_INIT("<b "), STR_INIT("onerror"), STR_INIT("onclick"),
        STR_INIT("\"javascript"), STR_INIT("\"JaVa"), STR_INIT("\"data:"),
        STR_INIT("\"file:"), STR_INIT("href=\"//"), STR_INIT("href=\"\\"),
        STR_INIT("href=\"%5C"), STR_INIT("pixel.png")};
    static const str still[] = {STR_INIT("href=\"https://good.example/\""),
        STR_INIT("href=\"/about\""), STR_INIT("href=\"mailto:a@b.example\""),
        STR_INIT("picture"), STR_INIT("&lt;script&gt;shown"), STR_INIT("<table>")};
    struct page page;

    render(&page, hostile);
    for (size_t i = 0; i < COUNT_OF(never); i++)
        (void)test_check(!has(&page, never[i]), __FILE__, __LINE__, never[i].ptr);
    for (size_t i = 0; i < COUNT_OF(still); i++)
        (void)test_check(has(&page, still[i]), __FILE__, __LINE__, still[i].ptr);
    arena_clear(&page.arena);
}

TEST(prose, finds_every_block_with_its_quote)
{
    struct page page;
    const struct prose_part *parts;

    render(&page, hostile);
    parts = page.prose.parts;
    CHECK_OR_STOP(page.prose.count == 4 && page.scan.block_count == 2);
    CHECK(parts[0].block == SCAN_NONE && parts[3].block == SCAN_NONE);
    CHECK(parts[1].block == 0 && str_starts(parts[1].html, STR("<blockquote>")));
    CHECK(parts[2].block == 1 && parts[2].html.len == 0);
    CHECK_STR(page.prose.anchors[0], STR("s-title-alert-1"));
    CHECK_STR(page.prose.anchors[1], STR("s-the-same"));
    CHECK_STR(page.prose.anchors[2], STR("s-the-same-line-14"));
    arena_clear(&page.arena);
}

TEST(prose, reads_statements_without_their_comments)
{
    struct page page;
    uint32_t first;
    str rule;
    str say;

    render(&page, hostile);
    first = page.scan.blocks[0].fence_line + 1;
    CHECK_STR(prose_statement(&page.arena, &page.scan, 0, first),
        STR("fact a: yes/no \"A # B?\""));
    rule = prose_statement(&page.arena, &page.scan, 0, first + 1);
    CHECK_STR(rule, STR("rule r: o is x if a and not b"));
    CHECK_STR(prose_condition(rule), STR("a and not b"));
    say = prose_statement(&page.arena, &page.scan, 0, first + 4);
    CHECK_STR(prose_condition(say), STR("a"));
    CHECK(prose_condition(STR("rule r: o is x")).len == 0);
    CHECK_STR(prose_claim(STR("never \"a: \\\"b\\\": c\": d and e")), STR("d and e"));
    arena_clear(&page.arena);
}
