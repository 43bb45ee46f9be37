/*
 * The formal parts of a document, the limits, and that nothing makes it stumble.
 */
#include "policy/scan_inside.h"
#include "policy_said.h"
#include "policy_worked.h"

#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm-extension_api.h>

TEST(scan, says_nothing_about_a_sound_document)
{
    CHECK_STR(said(STR("# T\n\n> q\n\n" BLOCK "\n" HEAD "| x | y |\n")), STR(""));
    CHECK_U64(found.block_count, 1);
    CHECK_U64(found.table_count, 1);
    CHECK_STR(found.title, STR("T"));
    CHECK_STR(said((str){0}), STR(""));
    CHECK_STR(said(STR("\n")), STR(""));
}

TEST(scan, finds_headings_and_what_they_stand_under)
{
    CHECK_STR(said(STR("# One *two* `three`\n## A ([law](https://a.example) of\t(x))\n"
                       "### B\n## C &amp; D\n#\n")),
        STR(""));
    CHECK_U64(found.heading_count, 5);
    CHECK_STR(found.headings[0].text, STR("One two three"));
    CHECK_STR(found.headings[1].text, STR("A (law of (x))"));
    CHECK_STR(found.headings[1].short_text, STR("A"));
    CHECK_STR(found.headings[1].link, STR("https://a.example"));
    CHECK_U64(found.headings[2].parent, 1);
    CHECK_U64(found.headings[3].parent, 0);
    CHECK_STR(found.headings[3].text, STR("C & D"));
    CHECK_U64(found.headings[0].parent, SCAN_NONE);
    CHECK(!found.headings[0].underlined);
    CHECK_STR(found.headings[4].text, STR(""));
}

TEST(scan, shortens_a_heading_only_by_a_final_part_in_parentheses)
{
    CHECK_STR(said(STR("# (all)\n# f(x)\n# a (b) c\n# a (b) (c)\n# a b)\n")), STR(""));
    CHECK_STR(found.headings[0].short_text, STR("(all)"));
    CHECK_STR(found.headings[1].short_text, STR("f(x)"));
    CHECK_STR(found.headings[2].short_text, STR("a (b) c"));
    CHECK_STR(found.headings[3].short_text, STR("a (b)"));
    CHECK_STR(found.headings[4].short_text, STR("a b)"));
}

TEST(scan, takes_the_nearest_quote_and_the_link_of_its_last_line)
{
    CHECK_STR(
        said(STR("> far\n\n<!-- -->\n\n> [a](u:1) *near*\n> and\n>\n> so [b](u:2) "
                 "on.\n\n" BLOCK)),
        STR(""));
    CHECK_STR(found.blocks[0].quote, STR("a near and so b on."));
    CHECK_STR(found.blocks[0].quote_link, STR("u:2"));
    CHECK_STR(said(STR("> [a](u:1)\n> last\n" BLOCK)), STR(""));
    CHECK_STR(found.blocks[0].quote, STR("a last"));
    CHECK_STR(found.blocks[0].quote_link, STR(""));
    CHECK_STR(said(STR("> q\n\nwords\n\n" BLOCK)), STR(""));
    CHECK_STR(found.blocks[0].quote, STR(""));
}

TEST(scan, takes_a_quote_over_comments_and_nothing_else)
{
    CHECK_STR(
        said(STR("> q\n<!-- a -->\n\n<!-- b\n\nb --> <!-- c -->\n\n" BLOCK)), STR(""));
    CHECK_STR(found.blocks[0].quote, STR("q"));
    CHECK_STR(said(STR("> q\n\n[//]: # (a)\n\n" BLOCK)), STR(""));
    CHECK_STR(found.blocks[0].quote, STR("q"));
    CHECK_STR(said(STR("> q\n\n<!-- a --> words\n\n" BLOCK)), STR(""));
    CHECK_STR(found.blocks[0].quote, STR(""));
    CHECK_STR(said(STR("> q\n\n<br>\n\n" BLOCK)), STR(""));
    CHECK_STR(found.blocks[0].quote, STR(""));
}

TEST(scan, takes_the_first_word_after_any_fence)
{
    CHECK_STR(said(STR("~~~ protocol {#x}\na\n\nb\n~~~~\n\n````protocol\tx\n````\n"
                       "```c\n```\n   ```protocol\n   a\n  ```\n")),
        STR(""));
    CHECK_U64(found.block_count, 3);
    CHECK_U64(found.blocks[0].fence_line, 1);
    CHECK_U64(found.blocks[0].line_count, 3);
    CHECK_STR(block_line(0, 2), STR("b"));
    CHECK_U64(found.blocks[1].line_count, 0);
    CHECK_U64(found.blocks[2].indent, 3);
    CHECK_U64(found.blocks[2].line_count, 1);
}

TEST(scan, reads_cells_by_their_place_in_characters)
{
    CHECK_STR(said(STR("Example | \xe2\x86\x92 entry |  [b](u)\n--|:-:|--\n"
                       "\xc3\xa9\xc3\xa9 \\| x |y|\n| a | | `c` |\n|||d &amp; e\n")),
        STR("P020 3:1+11"));
    CHECK_U64(found.tables[0].count, 2);
    CHECK_STR(found.tables[0].header.cells[1].text, STR("\xe2\x86\x92 entry"));
    CHECK_U64(found.tables[0].header.cells[1].span.column, 11);
    CHECK_U64(found.tables[0].header.cells[1].span.length, 7);
    CHECK_STR(found.tables[0].header.cells[2].text, STR("b"));
    CHECK_U64(found.tables[0].header.cells[2].span.column, 22);
    CHECK_STR(found.tables[0].rows[0].cells[2].text, STR("c"));
    CHECK_U64(found.tables[0].rows[0].cells[1].span.column, 6);
    CHECK_U64(found.tables[0].rows[0].cells[1].span.length, 1);
    CHECK_STR(found.tables[0].rows[1].cells[2].text, STR("d & e"));
    CHECK_U64(found.tables[0].rows[1].cells[0].span.length, 0);
    CHECK_STR(said(STR(HEAD "|\xc3\xa9 \\| x | `\\|` |\n")), STR(""));
    CHECK_STR(found.tables[0].rows[0].cells[0].text, STR("\xc3\xa9 | x"));
    CHECK_STR(found.tables[0].rows[0].cells[1].text, STR("|"));
    CHECK_U64(found.tables[0].rows[0].cells[1].span.column, 11);
}

TEST(scan, keeps_lines_and_columns_whatever_ends_a_line)
{
    const str ends[] = {STR("\n"), STR("\r\n"), STR("\r")};

    for (size_t i = 0; i < COUNT_OF(ends); i++) {
        struct text text = {0};
        struct arena own = {0};
        str rest = STR("# T\n\n" FENCE "protocol\n\xe2\x80\x9cx\nb\n" FENCE "\n\n" HEAD
                       "|\xc3\xa9| *b* |\n");
        str line;

        text = text_in(&own);
        text_add(&text, STR("\xef\xbb\xbf"));
        while (str_split(&rest, '\n', &line)) {
            text_add(&text, line);
            text_add(&text, ends[i]);
        }
        CHECK_STR(said(text_str(&text)), STR("P017 4:1+1 P018 10:5+3"));
        CHECK_STR(block_line(0, 1), STR("b"));
        CHECK_U64(found.line_count, 10);
        arena_clear(&own);
    }
}

TEST(scan, skips_front_matter_and_says_so)
{
    CHECK_STR(
        said(STR("---\ntitle: x\nlist:\n - a\n---\n# T\n" BLOCK)), STR("P006 1:1+3"));
    CHECK_U64(found.headings[0].line, 6);
    CHECK_U64(found.heading_count, 1);
    CHECK_U64(found.blocks[0].fence_line, 7);
    CHECK_STR(said(STR("---\n# about\na: b\n...\n# T\n")), STR("P006 1:1+3"));
    CHECK_STR(found.title, STR("T"));
}

TEST(scan, never_takes_a_block_for_front_matter)
{
    CHECK_STR(said(STR("---\n\n" BLOCK "\n---\n")), STR(""));
    CHECK_U64(found.block_count, 1);
    CHECK_STR(said(STR("---\na: b\n" BLOCK "\n---\n")), STR(""));
    CHECK_U64(found.block_count, 1);
    CHECK_STR(said(STR("---\na: b\n")), STR(""));
}

TEST(scan, refuses_what_is_not_text)
{
    struct diag diag;

    CHECK_STR(said(STR("a\r\nb\xc3\xa9\xff x")), STR("P002 2:3+1"));
    CHECK_U64(found.line_count, 0);
    CHECK_STR(said(STR("\n\xc3\xa9\0b")), STR("P003 2:2+1"));
    CHECK_STR(said(STR("\xef\xbb\xbf\0")), STR("P003 1:1+1"));
    diag = only(STR("\xff\xfe#\0"));
    CHECK_STR(diag.code, STR("P002"));
    CHECK_STR(diag.hint, STR("this looks like UTF-16; save the document as UTF-8"));
}

TEST(scan, refuses_what_is_too_large)
{
    struct arena own = {0};
    struct text text = text_in(&own);

    text_add(&text, STR("# T\n"));
    text_add_repeated(&text, 'x', SCAN_MAX_LINE);
    CHECK_STR(said(text_str(&text)), STR(""));
    text_add_byte(&text, 'x');
    CHECK_STR(said(text_str(&text)), STR("P004 2:1+8193"));
    text.len = 4;
    text_add_repeated(&text, '|', SCAN_MAX_COLUMNS + 1);
    CHECK_STR(said(text_str(&text)), STR(""));
    text_add_byte(&text, '|');
    CHECK_STR(said(text_str(&text)), STR("P005 2:1+130"));
    text_add_repeated(&text, '\n', SCAN_MAX_BYTES - text.len);
    CHECK_STR(said(text_str(&text)), STR("P005 2:1+130"));
    text_add_byte(&text, '\n');
    CHECK_STR(said(text_str(&text)), STR("P001 0:0+0"));
    arena_clear(&own);
}

/* Both would take cmark minutes. */
TEST(scan, refuses_tables_that_are_slow_to_read)
{
    struct arena own = {0};
    struct text text = text_in(&own);

    for (int i = 0; i < 128; i++)
        text_add(&text, STR("|a"));
    text_add_byte(&text, '\n');
    for (int i = 0; i < 128; i++)
        text_add(&text, STR("|-"));
    text_add_byte(&text, '\n');
    while (text.len < SCAN_MAX_BYTES - 2)
        text_add(&text, STR("a\n"));
    CHECK_STR(said(text_str(&text)), STR("P005 2050:1+1"));
    text.len = 0;
    while (text.len < SCAN_MAX_BYTES - 5)
        text_add(&text, STR("> |-\n"));
    CHECK(str_starts(said(text_str(&text)), STR("P005 ")));
    arena_clear(&own);
}

/* Each takes cmark quadratic time, and a form feed does not end a paragraph. */
TEST(scan, refuses_paragraphs_that_are_slow_to_read)
{
    const str slow[] = {
        STR("![[]()"), STR("_<?"), STR("<![CDATA["), STR("![[]()\n\f\n")};

    for (size_t i = 0; i < COUNT_OF(slow); i++) {
        struct arena own = {0};
        struct text text = text_in(&own);

        for (size_t n = 1; text.len + 20 < SCAN_MAX_BYTES; n++) {
            text_add(&text, slow[i]);
            if (n % 500 == 0)
                text_add_byte(&text, '\n');
        }
        CHECK(str_starts(said(text_str(&text)), STR("P005 ")));
        arena_clear(&own);
    }
}

TEST(scan, reads_the_worked_document)
{
    const struct scan_table *table;
    struct arena own = {0};

    CHECK_STR(said(worked_document(&own)), STR(""));
    CHECK_STR(found.title, STR("Chicago: who may come in"));
    CHECK_U64(found.heading_count, 5);
    CHECK_STR(found.headings[3].text, STR("Federal agents (Welcoming City Ordinance)"));
    CHECK_STR(found.headings[3].short_text, STR("Federal agents"));
    CHECK_STR(found.headings[3].link, STR("https://example.org/wco"));
    CHECK_U64(found.headings[3].line, 66);
    CHECK_U64(found.headings[3].parent, 0);
    CHECK_U64(found.block_count, 4);
    CHECK_U64(found.blocks[0].fence_line, 7);
    CHECK_U64(found.blocks[0].line_count, 49);
    CHECK_U64(found.blocks[2].fence_line, 71);
    CHECK_U64(found.blocks[2].line_count, 3);
    CHECK_U64(found.blocks[2].heading, 3);
    CHECK_STR(found.blocks[1].quote, STR(""));
    CHECK_STR(found.blocks[2].quote,
        STR("Agents may not enter unless they show official credentials, give a valid "
            "reason, and present a criminal warrant signed by a federal judge."));
    arena_clear(&own);
    CHECK_OR_STOP(found.table_count == 1);
    table = &found.tables[0];
    CHECK_U64(table->heading, 4);
    CHECK_U64(table->header.line, 95);
    CHECK_U64(table->header.count, 9);
    CHECK_STR(table->header.cells[8].text, STR("\xe2\x86\x92 entry"));
    CHECK_U64(table->count, 6);
    CHECK_U64(table->rows[5].line, 102);
    CHECK_STR(table->rows[5].cells[1].text, STR(""));
    CHECK_U64(table->rows[5].cells[1].span.column, 22);
    CHECK_U64(table->rows[5].cells[1].span.length, 1);
    CHECK_STR(table->rows[5].cells[8].text, STR("open"));
    CHECK_U64(table->rows[5].cells[8].span.column, 37);
}

/* ---- no document makes it stumble ------------------------------------------------ */

static const str pieces[] = {STR_INIT("\n"), STR_INIT("\n"), STR_INIT("\n\n"),
    STR_INIT("```protocol\n"), STR_INIT("```\n"), STR_INIT("~~~ protocol\n"),
    STR_INIT("| Example | a |\n|---|---|\n"), STR_INIT("| x | y |\n"),
    STR_INIT("|---|"), STR_INIT("> "), STR_INIT("- "), STR_INIT("1. "),
    STR_INIT("    "), STR_INIT("\t"), STR_INIT("  "), STR_INIT("# A"),
    STR_INIT("## A\n"), STR_INIT("---\n"), STR_INIT("==="), STR_INIT("<!--"),
    STR_INIT("-->"), STR_INIT("<div>"), STR_INIT("[a](b)"), STR_INIT("*"),
    STR_INIT("`"), STR_INIT("|"), STR_INIT("\\"), STR_INIT("a"), STR_INIT("\xc3\xa9"),
    STR_INIT("\xe2\x80\x9c"), STR_INIT("\""), STR_INIT("\r"), STR_INIT("\r\n"),
    STR_INIT("a: b\n"), STR_INIT("Example | "), STR_INIT("[a]: b\n"), STR_INIT("  \n"),
    STR_INIT("&amp;"), STR_INIT("~"), STR_INIT("(x)")};

/* Every diagnostic lies within the document and can be drawn. */
static void check_spans(str source, const struct diags *diags)
{
    struct text text = text_in(&arena);

    for (size_t i = 0; i < diags->count; i++) {
        const struct diag *diag = &diags->items[i];

        if (diag->span.line > 0 && found.line_count > 0) {
            CHECK(diag->span.line <= found.line_count);
            CHECK(diag->span.column >= 1);
            CHECK(diag->span.column - 1 + diag->span.length <=
                str_width(found.lines[diag->span.line - 1]));
        }
        text.len = 0;
        text_add_diag(&text, STR("x.md"), source, diag);
    }
}

static void check_cells(const struct scan_row *row)
{
    for (size_t c = 0; c < row->count; c++)
        CHECK(row->cells[c].span.column - 1 + row->cells[c].span.length <=
            str_width(found.lines[row->line - 1]));
}

static void check_any(str source)
{
    struct diags diags = {0};

    arena_clear(&arena);
    if (!scan_document(&arena, source, &diags, &found))
        CHECK(diags.errors > 0 && found.block_count == 0);
    diags_sort(&diags);
    check_spans(source, &diags);
    for (size_t i = 0; i < found.block_count; i++)
        CHECK(found.blocks[i].fence_line + found.blocks[i].line_count <=
            found.line_count);
    for (size_t i = 0; i < found.table_count; i++) {
        check_cells(&found.tables[i].header);
        for (size_t r = 0; r < found.tables[i].count; r++)
            check_cells(&found.tables[i].rows[r]);
    }
}

/* How many cells cmark finds in a header row, or 0 when there is no table. */
static size_t cells_by_cmark(str row, size_t columns)
{
    struct text text = text_in(&arena);
    cmark_parser *parser;
    cmark_node *document;
    cmark_node *table;
    size_t count = 0;

    text_add(&text, row);
    text_add_byte(&text, '\n');
    for (size_t i = 0; i < columns; i++)
        text_add(&text, STR("|-"));
    text_add(&text, STR("|\n"));
    cmark_gfm_core_extensions_ensure_registered();
    parser = cmark_parser_new(CMARK_OPT_DEFAULT);
    cmark_parser_attach_syntax_extension(parser, cmark_find_syntax_extension("table"));
    cmark_parser_feed(parser, text.ptr, text.len);
    document = cmark_parser_finish(parser);
    table = cmark_node_first_child(document);
    if (table != NULL)
        count = cmark_gfm_extensions_get_table_columns(table);
    cmark_parser_free(parser);
    cmark_node_free(document);
    return count;
}

TEST(scan, counts_cells_as_cmark_does)
{
    static const char common[] = {'|', '|', '|', '\\', '`', ' ', 'a', '\t', '-'};
    char bytes[16];

    for (int round = 0; round < 20000; round++) {
        str row = {bytes, 1 + test_random(sizeof(bytes) - 1)};
        size_t count;

        bytes[0] = 'a';
        for (size_t i = 1; i < row.len; i++)
            bytes[i] = common[test_random(sizeof(common))];
        count = row_split(row, NULL, 0);
        if (row_first_pipe(row) < row.len)
            CHECK_U64(cells_by_cmark(row, count), count);
        CHECK_U64(cells_by_cmark(row, count + 1), 0);
        arena_clear(&arena);
    }
}

TEST(scan, stands_any_bytes)
{
    static const char common[] = "`~|-\n> #\\x";

    for (int round = 0; round < 2000; round++) {
        char bytes[200];
        size_t len = test_random(sizeof(bytes));

        for (size_t i = 0; i < len; i++)
            bytes[i] = test_random(3) == 0 ? (char)test_random(256)
                                           : common[test_random(sizeof(common))];
        check_any((str){bytes, len});
    }
}

TEST(scan, stands_any_mixture_of_markdown)
{
    char bytes[1200];

    for (int round = 0; round < 6000; round++) {
        struct text text = text_fixed(bytes, sizeof(bytes));
        size_t count = test_random(40);

        for (size_t i = 0; i < count; i++)
            text_add(&text, pieces[test_random(COUNT_OF(pieces))]);
        check_any(text_str(&text));
    }
}

TEST(scan, stands_any_slip_of_the_pen)
{
    static const char sound[] = "# T\n\n> q [l](u)\n\n" BLOCK "\n" HEAD
                                "| x | y |\n| z | `w` |\n\n## U (v)\n\n" BLOCK;
    char bytes[sizeof(sound) + 64];

    for (int round = 0; round < 6000; round++) {
        struct text text = text_fixed(bytes, sizeof(bytes));
        size_t at = test_random(sizeof(sound) - 1);
        size_t skip = test_random(8);

        text_add(&text, (str){sound, at});
        if (test_random(2) == 0)
            text_add(&text, pieces[test_random(COUNT_OF(pieces))]);
        at += skip;
        if (at < sizeof(sound) - 1)
            text_add(&text, (str){sound + at, sizeof(sound) - 1 - at});
        check_any(text_str(&text));
    }
    arena_clear(&arena);
}
