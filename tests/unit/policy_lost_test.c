/*
 * What Markdown loses in silence is said aloud, at the right line and column.
 */
#include "policy_said.h"

TEST(lost, reports_a_table_swallowed_by_what_stands_above)
{
    CHECK_STR(said(STR("> quote\n" HEAD "| x | y |\n")), STR("P011 2:1+15"));
    CHECK_STR(said(STR("> quote\n>\n> more\n  " HEAD)), STR("P011 4:3+15"));
    CHECK_STR(said(STR("- item\n" HEAD)), STR("P011 2:1+15"));
    CHECK_STR(said(STR("1. item\n\n   more\n" HEAD)), STR("P011 4:1+15"));
    CHECK_U64(found.table_count, 0);
}

TEST(lost, reports_a_header_that_does_not_match_its_dashes)
{
    struct diag diag = only(STR("| Example | a | b |\n|---|---|\n| x | y | z |\n"));

    CHECK_STR(diag.code, STR("P012"));
    CHECK_STR(diag.message,
        STR("this header row has 3 cells, but the row of dashes below it has 2: Markdown "
            "sees no table at all"));
    CHECK_STR(said(STR("\n| Example | a |\n|---|---|---|\n")), STR("P012 2:1+15"));
    CHECK_STR(said(STR("Example | a\n---\n")), STR("P012 1:1+11"));
    CHECK_STR(said(STR("words\n| Example | a |\n|---|\n")), STR("P012 2:1+15"));
    CHECK_STR(said(STR("| Example | a |\n| x | y |\n")), STR("P013 1:1+15"));
    CHECK_STR(said(STR("| Example | a |\n|- -|---|\n")), STR("P013 1:1+15"));
    CHECK_STR(said(STR("Example | of prose\nand more\n")), STR(""));
    CHECK_STR(said(STR("| Other | a | b |\n|---|---|\n")), STR(""));
}

TEST(lost, reports_rows_with_too_few_or_too_many_cells)
{
    struct diag diag;

    CHECK_STR(said(STR(HEAD "| x |\n| x | y |\n")), STR("P020 3:1+5"));
    CHECK_U64(found.tables[0].count, 1);
    CHECK_STR(said(STR(HEAD "| x | y | z | w |\n")), STR("P021 3:10+8"));
    CHECK_U64(found.tables[0].count, 0);
    CHECK_STR(said(STR(HEAD " x | y |\n| x | y\n|x|\n")), STR("P020 5:1+3"));
    diag = only(STR(HEAD "| x |\n"));
    CHECK_STR(diag.message, STR("this row has 1 cell, but the table has 2 columns"));
}

TEST(lost, reports_a_pipe_inside_code)
{
    CHECK_STR(said(STR(HEAD "| `a|b` | y |\n")), STR("P007 3:5+1"));
    CHECK_STR(said(STR(HEAD "| `a|b` |\n")), STR("P007 3:5+1"));
    CHECK_STR(said(STR(HEAD "| ``\xc3\xa9 ` | b`` | y |\n")), STR("P007 3:9+1"));
    CHECK_STR(said(STR("| Example | `a|b` |\n|---|---|\n")), STR("P007 1:15+1"));
    CHECK_STR(said(STR(HEAD "| \\`a | b` |\n| a` | b |\n")), STR(""));
    CHECK_STR(said(STR(HEAD "| `a\\|b` | y |\n")), STR(""));
}

TEST(lost, reports_text_glued_to_a_table)
{
    CHECK_STR(said(STR(HEAD "| x | y |\nand so\nand on\n| z | w |\nend\n")),
        STR("P022 4:1+6 P022 7:1+3"));
    CHECK_U64(found.tables[0].count, 2);
    CHECK_STR(said(STR("one\ntwo\n" HEAD "| x | y |\n")), STR("P014 2:1+3"));
    CHECK_U64(found.tables[0].header.line, 3);
    CHECK_U64(found.tables[0].header.cells[1].span.column, 13);
    CHECK_U64(found.tables[0].rows[0].line, 5);
    CHECK_STR(said(STR("# T\n" HEAD)), STR(""));
}

TEST(lost, reports_rows_cut_off_from_their_table)
{
    CHECK_STR(said(STR(HEAD "| x | y |\n\n| z | w |\n")), STR("P010 5:1+9"));
    CHECK_STR(said(STR(HEAD "| x | y |\n|\nz | w\n")), STR("P010 4:1+1"));
    CHECK_STR(said(STR(HEAD "| x | y |\n\na | b in prose\n")), STR(""));
    CHECK_STR(
        said(STR(HEAD "- a\n| x | y |\n| z | w |\n")), STR("P010 4:1+9 P010 5:1+9"));
    CHECK_STR(said(STR(HEAD "> | x | y |\n")), STR("P010 3:1+11"));
    CHECK_STR(said(STR(HEAD "\n- a\n| x | y |\n")), STR(""));
    CHECK_STR(said(STR(HEAD "\n| Example | a | b |\n|---|---|\n")), STR("P012 4:1+19"));
}

TEST(lost, reports_marks_in_cells)
{
    struct diag diag = only(STR(HEAD "| *x* | _\xc3\xa9_ |\n"));

    CHECK_STR(diag.code, STR("P018"));
    CHECK_U64(diag.span.column, 9);
    CHECK_U64(diag.span.length, 3);
    CHECK_STR(diag.fix.text, STR("\xc3\xa9"));
    CHECK_STR(said(STR(HEAD "| x | ~5~ |\n| x | a **b** |\n| x | a_b_c |\n")),
        STR("P018 3:7+3 P018 4:7+7"));
    CHECK_STR(found.tables[0].rows[0].cells[1].text, STR("5"));
    CHECK_STR(said(STR("| Example | *a* |\n|---|---|\n")), STR("P018 1:13+3"));
}

TEST(lost, reports_headers_that_are_nearly_an_example)
{
    struct diag diag = only(STR("| **Example** | a |\n|---|---|\n"));

    CHECK_STR(diag.code, STR("P015"));
    CHECK_U64(diag.span.column, 3);
    CHECK_U64(diag.span.length, 11);
    CHECK_STR(diag.fix.text, STR("Example"));
    CHECK_STR(said(STR("| example | a |\n|---|---|\n")), STR("P015 1:3+7"));
    CHECK_STR(said(STR("words\n\nExamples | a\n-|-\n")), STR("P015 3:1+8"));
    CHECK_STR(
        said(STR("| Case | a | \xe2\x86\x92 o |\n|---|---|---|\n")), STR("P015 1:3+4"));
    CHECK_STR(said(STR("| Case | -> o |\n|---|---|\n")), STR("P015 1:3+4"));
    CHECK_STR(said(STR("| Case | o |\n|---|---|\n")), STR(""));
    CHECK_STR(said(STR("| Exempt | a |\n|---|---|\n")), STR(""));
    CHECK_U64(found.table_count, 0);
}

TEST(lost, reports_example_tables_in_quotes_and_lists)
{
    CHECK_STR(said(STR("> | Example | a |\n> |---|---|\n")), STR("P016 1:1+17"));
    CHECK_STR(said(STR("- x\n\n  | Example | a |\n  |---|---|\n")), STR("P016 3:3+15"));
    CHECK_STR(said(STR("> | Example | a |\n> |---|\n")), STR("P016 1:1+17"));
    CHECK_STR(
        said(STR("- words\n  | Example | a |\n  |---|---|\n")), STR("P016 2:3+15"));
}

TEST(lost, reports_a_fence_that_is_never_closed)
{
    CHECK_STR(said(STR("\n" FENCE "protocol\nlet a = b\n\n# Heading\n\ntext\n")),
        STR("P023 2:1+11"));
    CHECK_U64(found.blocks[0].line_count, 1);
    CHECK_STR(said(STR(FENCE "protocol")), STR("P023 1:1+11"));
    CHECK_U64(found.blocks[0].line_count, 0);
    CHECK_STR(said(STR(FENCE "protocol\na\n\n")), STR("P023 1:1+11"));
    CHECK_STR(said(STR("~~~protocol\na\n" FENCE "\n")), STR("P023 1:1+11"));
    CHECK_STR(said(STR("````protocol\na\n```\n")), STR("P023 1:1+12"));
    CHECK_U64(found.blocks[0].line_count, 1);
    CHECK_STR(said(STR(FENCE "protocol\na\n    " FENCE "\n")), STR("P023 1:1+11"));
    CHECK_STR(said(STR(FENCE "protocol\na\n\ntext\n\n" BLOCK)), STR("P023 1:1+11"));
    CHECK_STR(said(STR(FENCE "sh\nmake\n\n" BLOCK)), STR("P023 1:1+5"));
    CHECK_STR(said(STR(FENCE "sh\nmake\n\n" HEAD)), STR("P023 1:1+5"));
    CHECK_STR(said(STR("text\n\n~~~\n" BLOCK BLOCK)), STR("P023 3:1+3"));
}

TEST(lost, allows_blocks_to_be_shown_inside_longer_fences)
{
    CHECK_STR(said(STR("````markdown\n" BLOCK HEAD "````\n")), STR(""));
    CHECK_STR(said(STR("~~~\n" BLOCK "~~~\n")), STR(""));
    CHECK_U64(found.block_count, 0);
}

TEST(lost, reports_what_is_indented_into_plain_code)
{
    CHECK_STR(
        said(STR("text\n\n    ```protocol\n    a\n    ```\n")), STR("P024 3:5+11"));
    CHECK_STR(said(STR("\t```protocol\n\ta\n")), STR("P024 1:2+11"));
    CHECK_STR(said(STR("text\n    ```protocol\n")), STR("P024 2:5+11"));
    CHECK_STR(said(STR("    | Example | a |\n    |---|---|\n")), STR("P024 1:5+15"));
}

TEST(lost, reports_blocks_in_quotes_and_lists)
{
    CHECK_STR(said(STR("> ```protocol\n> a\n> ```\n")), STR("P025 1:1+13"));
    CHECK_STR(said(STR("- x\n\n  ```protocol\n  a\n  ```\n")), STR("P025 3:3+11"));
    CHECK_STR(said(STR("1. ```protocol\n   a\n   ```\n")), STR("P025 1:1+14"));
    CHECK_STR(said(STR("- x\n" BLOCK)), STR(""));
}

TEST(lost, reports_words_that_are_nearly_protocol)
{
    struct diag diag = only(STR("~~~  Protocol x\na\n~~~\n"));

    CHECK_STR(diag.code, STR("P026"));
    CHECK_U64(diag.span.column, 6);
    CHECK_STR(diag.fix.text, STR("protocol"));
    CHECK_U64(found.block_count, 1);
    CHECK_STR(said(STR(FENCE "PROTOCOL\n" FENCE "\n")), STR("P026 1:4+8"));
    CHECK_STR(said(STR(FENCE "protocols\n" FENCE "\n")), STR("P026 1:4+9"));
    CHECK_STR(said(STR(FENCE "portocol\n" FENCE "\n")), STR("P026 1:4+8"));
    CHECK_STR(said(STR(FENCE "protocol{#x}\n" FENCE "\n")), STR("P026 1:4+12"));
    CHECK_STR(said(STR(FENCE "{.protocol}\n" FENCE "\n")), STR("P026 1:4+11"));
    CHECK_STR(said(STR(FENCE "\nrule a: o is v\n" FENCE "\n")), STR("P026 1:1+3"));
    CHECK_STR(said(STR(FENCE "text\nrule a: o is v\n" FENCE "\n")), STR(""));
    CHECK_STR(said(STR(FENCE "\nruler a\n" FENCE "\n")), STR(""));
    CHECK_STR(said(STR(FENCE "protobuf\n" FENCE "\n")), STR(""));
    CHECK_STR(said(STR(FENCE "protocol-buffers\n" FENCE "\n")), STR(""));
}

TEST(lost, says_what_is_commented_out)
{
    struct diag diag = only(STR("a\n\n<!-- old\n" BLOCK "\n" HEAD BLOCK "-->\n" BLOCK));

    CHECK_STR(diag.code, STR("P027"));
    CHECK_U64(diag.span.line, 3);
    CHECK_U64(diag.severity, SEVERITY_INFO);
    CHECK_STR(diag.message, STR("2 blocks and 1 example table are commented out"));
    CHECK_U64(found.block_count, 1);
    diag = only(STR("<!--\n" BLOCK "-->\n"));
    CHECK_STR(diag.message, STR("1 block is commented out"));
    CHECK_STR(said(STR("<!-- ```protocol\na\n``` -->\n")), STR("P027 1:1+16"));
}

TEST(lost, reports_what_html_hides)
{
    CHECK_STR(said(STR("<details>\n" BLOCK "</details>\n")), STR("P008 2:1+11"));
    CHECK_STR(said(STR("<details>\n\n" BLOCK "\n</details>\n")), STR(""));
    CHECK_STR(said(STR("x\n\n<!-- open\n\n" BLOCK "\n" BLOCK)), STR("P008 3:1+9"));
    CHECK_STR(said(STR("<div>\n" HEAD "</div>\n")), STR("P008 2:1+15"));
}

TEST(lost, reports_a_fence_that_is_read_as_words)
{
    CHECK_STR(said(STR("```protocol `x`\na\n")), STR("P009 1:1+15"));
    CHECK_STR(said(STR("```protocol``` blocks are code.\n")), STR(""));
    CHECK_STR(said(STR("``protocol\na\n``\n")), STR("P009 1:1+10"));
    CHECK_STR(said(STR("A ``protocol`` block\n")), STR(""));
}

TEST(lost, reports_curly_quotes)
{
    struct diag diag =
        only(STR(FENCE "protocol\nsay \xe2\x80\x9c"
                       "Don\xe2\x80\x99t.\xe2\x80\x9d if a\n" FENCE "\n"));

    CHECK_STR(diag.code, STR("P017"));
    CHECK_U64(diag.span.line, 2);
    CHECK_U64(diag.span.column, 5);
    CHECK_U64(diag.span.length, 1);
    CHECK_U64(diag.fix.span.column, 5);
    CHECK_U64(diag.fix.span.length, 8);
    CHECK_STR(diag.fix.text, STR("\"Don\xe2\x80\x99t.\""));
    diag = only(STR(FENCE "protocol\nsay \"a \xe2\x80\x9c"
                          "b\xe2\x80\x9d\" if a\n" FENCE "\n"));
    CHECK_U64(diag.span.column, 8);
    CHECK_STR(diag.fix.text, STR("\\\"b\\\""));
    diag = only(STR(FENCE "protocol\nsay \"a\xe2\x80\x9d if a\n" FENCE "\n"));
    CHECK(diag.fix.text.ptr == NULL);
    CHECK_STR(
        said(STR(FENCE
            "protocol\n# \xe2\x80\x9cno\xe2\x80\x9d\nsay \"it\xe2\x80\x99s\"\n" FENCE
            "\n\xe2\x80\x9cprose\xe2\x80\x9d\n")),
        STR(""));
}

TEST(lost, reports_a_tab_across_the_indent_of_a_block)
{
    CHECK_STR(said(STR("  ```protocol\n\tlet a = b\n  let c = d\n  \te\n  ```\n")),
        STR("P019 2:1+1"));
    CHECK_STR(said(STR("  ```protocol\n \tlet a = b\n  ```\n")), STR("P019 2:2+1"));
    CHECK_STR(said(STR("```protocol\na\n\tb\n```\n")), STR(""));
    CHECK_STR(said(STR("  ```protocol\na\tb\n\t\n  ```\n")), STR(""));
}

TEST(lost, warns_of_a_rule_that_makes_a_citation)
{
    CHECK_STR(said(STR("one\ntwo\n---\n\n" BLOCK)), STR("P028 3:1+3"));
    CHECK(found.headings[0].underlined);
    CHECK_STR(
        said(STR("one\n===\n\n## two\n\n" HEAD "| x | y |\n")), STR("P028 2:1+3"));
    CHECK_STR(said(STR("one\n---\n\ntext\n\n# two\n\n" BLOCK)), STR(""));
    CHECK_STR(said(STR("one\n\n---\n\n" BLOCK)), STR(""));
    CHECK_STR(said(STR("one\n ----  \n" BLOCK BLOCK)), STR("P028 2:2+4"));
}

TEST(lost, warns_of_two_cited_headings_with_one_text)
{
    CHECK_STR(
        said(STR("# T\n## A (x)\n" BLOCK "# U\n## *A*\n" BLOCK)), STR("P029 7:1+6"));
    CHECK_STR(said(STR("# T\n## A\n" BLOCK "# U\n## A\ntext\n")), STR(""));
    CHECK_STR(said(STR("# A\n## B\n" BLOCK "## A\n" BLOCK)), STR("P029 6:1+4"));
    CHECK_STR(said(STR("## A\n" HEAD "\n## A\n" HEAD)), STR(""));
}

TEST(lost, warns_of_headings_without_a_space)
{
    struct diag diag = only(STR("##Visitors\n\n" BLOCK));

    CHECK_STR(diag.code, STR("P069"));
    CHECK_U64(diag.fix.span.column, 3);
    CHECK_STR(diag.fix.text, STR(" "));
    CHECK_STR(said(STR("words\n#Visitors\n\n" HEAD)), STR("P069 2:1+9"));
    CHECK_STR(said(STR("#1 of them\n\n" BLOCK)), STR(""));
    CHECK_STR(said(STR(BLOCK "\n#Visitors\n")), STR(""));
    CHECK_STR(said(STR("```sh\n#comment\n```\n\n" BLOCK)), STR(""));
}

#define RULES FENCE "protocol\nrule a: b is c\n" FENCE "\n"

TEST(lost, warns_of_quotes_that_no_rule_cites)
{
    CHECK_STR(said(STR("> law\n\nwords\n\n" RULES)), STR("P071 1:1+5"));
    CHECK_STR(said(STR("> law\n\nwords\n\n" BLOCK)), STR(""));
    CHECK_STR(said(STR("> law\n\n> more\n\n<!-- c -->\n" RULES)), STR("P071 1:1+5"));
    CHECK_STR(said(STR("> a\n\n> b\n\nwords\n\n> c\n\n" RULES)),
        STR("P071 1:1+3 P071 3:1+3"));
    CHECK_STR(said(STR("> law\n\nwords\n\n# H\n\n" RULES)), STR(""));
    CHECK_STR(said(STR("> law\n\n" RULES "\nwords\n\n" RULES)), STR(""));
    CHECK_STR(said(STR("> law\n\n" HEAD "\n" RULES)), STR("P071 1:1+5"));
    CHECK_STR(said(STR(RULES "\n> law\n")), STR(""));
}

TEST(lost, warns_of_words_that_join_a_quote)
{
    CHECK_STR(said(STR("> law\nprose\nand more\n\n" BLOCK)), STR("P070 2:1+5"));
    CHECK_STR(said(STR("> law\nprose\n\n<!-- c -->\n\n" BLOCK)), STR("P070 2:1+5"));
    CHECK_STR(said(STR("> law\n> more\n\n" BLOCK)), STR(""));
    CHECK_STR(said(STR("> law\nprose\n\ntext\n\n" BLOCK)), STR(""));
}
