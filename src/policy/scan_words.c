/*
 * Words that were meant as something else: headings without a space, fences too
 * short, prose that Markdown adds to the quote above it, and rows that a list or
 * quote under their table took.
 */
#include "policy/scan_inside.h"

enum { HEADING_MOST = 6, FENCE_LEAST = 3 };

/* How many of `byte` stand at `at`. */
static size_t count_of(str line, size_t at, char byte)
{
    size_t end = at;

    while (end < line.len && line.ptr[end] == byte)
        end++;
    return end - at;
}

static bool begins_word(char c)
{
    return char_is_lower(c) || char_is_upper(c) || (unsigned char)c >= 0x80;
}

/* Whether a block or an example table stands below. */
static bool is_followed(const struct scan *out, uint32_t line)
{
    return (out->block_count > 0 &&
               out->blocks[out->block_count - 1].fence_line > line) ||
        (out->table_count > 0 && out->tables[out->table_count - 1].header.line > line);
}

/* "##Visitors": what stands below would be cited by the heading above. */
static void check_heading(struct scanner *s, const struct leaf *leaf, uint32_t line)
{
    str text = scan_line(s, line);
    size_t start = line_indent(text);
    size_t signs;
    struct diag *diag;

    if (leaf->holder != HOLDER_NONE || start > 3)
        return;
    signs = count_of(text, start, '#');
    if (signs == 0 || signs > HEADING_MOST || start + signs == text.len ||
        !begins_word(text.ptr[start + signs]) || !is_followed(s->out, line))
        return;
    diag = diag_add(s->diags, s->arena, "P069", scan_line_span(s, line),
        STR("Markdown takes this for words, not for a heading: nothing below cites it"),
        STR("leave a space after the #"));
    diag_fix(
        diag, s->arena, scan_span(s, line, start + signs, start + signs), STR(" "));
}

/* "``protocol": two are no fence. */
static void check_short_fence(struct scanner *s, uint32_t line)
{
    str text = str_trim(scan_line(s, line));
    size_t signs;

    if (text.len == 0)
        return;
    signs = count_of(text, 0, text.ptr[0]);
    if ((text.ptr[0] == '`' || text.ptr[0] == '~') && signs < FENCE_LEAST &&
        str_equal(str_slice(text, signs, text.len), STR("protocol")))
        scan_report(s, "P009", scan_line_span(s, line),
            STR("Markdown takes this fence for words of a paragraph"),
            STR("a fence is three backticks or more, the same at both ends"));
}

/* Prose that goes on where a block's quote seemed to end; once a quote. */
static void check_quote(struct scanner *s, size_t index, uint32_t line)
{
    struct leaf *leaf = &s->leaves[index];
    size_t next = index + 1;
    str text = str_trim(scan_line(s, line));

    while (next < s->leaf_count && s->leaves[next].is_comment)
        next++;
    if (leaf->holder != HOLDER_QUOTE || leaf->is_reported ||
        str_starts(text, STR(">")) || str_starts(text, STR("|")) ||
        next == s->leaf_count || s->leaves[next].kind != LEAF_FENCED ||
        !s->leaves[next].is_formal)
        return;
    leaf->is_reported = true;
    scan_report(s, "P070", scan_line_span(s, line),
        STR("Markdown adds these words to the quote above, which the block below cites"),
        STR("leave an empty line above them; or, if they are quoted, begin them with >"));
}

/* A row in a list or quote right under an example table. */
static void check_row(struct scanner *s, size_t index, uint32_t line)
{
    const struct leaf *leaf = &s->leaves[index];
    str text = scan_line(s, line);

    text = str_slice(text, line_after_markers(text), text.len);
    if (leaf->holder != HOLDER_NONE && str_starts(text, STR("|")) && index > 0 &&
        leaf[-1].kind == LEAF_TABLE && leaf[-1].is_formal &&
        leaf->first_line == leaf[-1].last_line + 1)
        scan_report(s, "P010", scan_line_span(s, line),
            STR("this row is cut off from the example table above and is not run"),
            STR("move it up to the table, to the left margin"));
}

void scan_check_words(struct scanner *s)
{
    for (uint32_t line = 1; line <= s->out->line_count; line++) {
        uint32_t leaf = s->leaf_of[line - 1];

        if (leaf == SCAN_NONE || s->leaves[leaf].kind != LEAF_WORDS)
            continue;
        check_heading(s, &s->leaves[leaf], line);
        check_short_fence(s, line);
        check_quote(s, leaf, line);
        check_row(s, leaf, line);
    }
}
