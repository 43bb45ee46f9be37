/*
 * Protocol blocks: fenced code whose first word is `protocol`.
 *
 * A block that is not closed would swallow what follows; it is cut where prose
 * seems to begin again, so that the rest of it can still be checked.
 */
#include "policy/lex.h"
#include "policy/scan_inside.h"

/* The first line in the block that looks like a fence, or 0. */
static uint32_t fence_inside(const struct scanner *s, const struct leaf *leaf)
{
    uint32_t last = leaf->is_open ? leaf->last_line : leaf->last_line - 1;
    struct fence_line fence;

    for (uint32_t line = leaf->first_line + 1; line <= last; line++)
        if (line_is_fence(scan_line(s, line), &fence) && fence.byte == leaf->fence_byte)
            return line;
    return 0;
}

/* Where an unclosed block was probably meant to end: the line after it. */
static uint32_t likely_end(const struct scanner *s, const struct leaf *leaf)
{
    for (uint32_t line = leaf->first_line + 1; line < leaf->last_line; line++) {
        str next = scan_line(s, line + 1);
        size_t signs = 0;

        while (signs < next.len && next.ptr[signs] == '#')
            signs++;
        if (line_is_blank(scan_line(s, line)) &&
            ((signs >= 1 && signs <= 6 && signs < next.len && next.ptr[signs] == ' ') ||
                str_starts(next, STR(">")) || str_starts(next, STR("|")) ||
                str_starts(next, STR("<!--"))))
            return line;
    }
    return leaf->last_line + 1;
}

/* Report a block without an end; returns the line after its statements. */
static uint32_t check_end(struct scanner *s, struct leaf *leaf)
{
    uint32_t inner = fence_inside(s, leaf);
    str message = STR("this block is never closed: all that follows it is read as part "
                      "of it");

    if (inner == 0 && !leaf->is_open)
        return leaf->last_line;
    leaf->is_reported = true;
    if (inner != 0)
        message = scan_join(s, STR("this block is not closed before line "),
            scan_number(s, inner),
            STR(", which looks like a fence but does not end it"));
    scan_report(s, "P023", scan_line_span(s, leaf->first_line), message,
        STR("after the last statement, write a line with nothing but the same fence"));
    return inner != 0 ? inner : likely_end(s, leaf);
}

/* The length of the curly double quote at `at`, or 0. */
static size_t curly_quote(str line, size_t at)
{
    static const str curly[] = {STR_INIT("\xe2\x80\x9c"), STR_INIT("\xe2\x80\x9d"),
        STR_INIT("\xe2\x80\x9e"), STR_INIT("\xe2\x80\x9f"), STR_INIT("\xc2\xab"),
        STR_INIT("\xc2\xbb")};

    for (size_t i = 0; i < COUNT_OF(curly); i++)
        if (str_starts(str_slice(line, at, line.len), curly[i]))
            return curly[i].len;
    return 0;
}

/* All of them begin beyond ASCII, as hardly any character does. */
static bool has_curly_quote(str line)
{
    for (size_t at = 0; at < line.len; at++)
        if ((unsigned char)line.ptr[at] >= 0x80 && curly_quote(line, at) > 0)
            return true;
    return false;
}

/* A line's curly quotes, and the same line with straight ones. */
struct straightened {
    size_t start;  /* of the first */
    size_t end;    /* of the last; 0 when there is none */
    bool in_text;  /* between straight quotes; at the end: one is missing */
    bool in_curly; /* between curly ones */
    struct text text;
    size_t text_len; /* as far as `end` */
};

/* Inside a straight text a quote needs a backslash. */
static void add_straight(struct straightened *line, size_t at, size_t len)
{
    if (line->end == 0)
        line->start = at;
    text_add(&line->text, line->in_text ? STR("\\\"") : STR("\""));
    line->in_curly = !line->in_text && !line->in_curly;
    line->end = at + len;
    line->text_len = line->text.len;
}

/* Comments are left alone. */
static struct straightened straighten(struct arena *arena, str line)
{
    struct straightened found = {.text = text_in(arena)};
    size_t at = 0;

    while (at < line.len && (found.in_text || found.in_curly || line.ptr[at] != '#')) {
        size_t len = curly_quote(line, at);

        if (len > 0) {
            add_straight(&found, at, len);
            at += len;
            continue;
        }
        len = found.in_text && line.ptr[at] == '\\' ? 2 : 1;
        if (line.ptr[at] == '"' && !found.in_curly)
            found.in_text = !found.in_text;
        text_add(&found.text, str_slice(line, at, at + len));
        at += len;
    }
    return found;
}

static void check_curly(struct scanner *s, uint32_t line)
{
    str text = scan_line(s, line);
    struct straightened found;
    struct diag *diag;
    size_t first;

    if (!has_curly_quote(text))
        return;
    found = straighten(s->arena, text);
    first = found.start + curly_quote(text, found.start);
    if (found.end == 0)
        return;
    diag = diag_add(s->diags, s->arena, "P017", scan_span(s, line, found.start, first),
        STR("curly quotes cannot be used in a protocol block"),
        STR("write straight quotes: \" (word processors like to change them)"));
    if (!found.in_text && !found.in_curly)
        diag_fix(diag, s->arena, scan_span(s, line, found.start, found.end),
            str_slice(text_str(&found.text), found.start, found.text_len));
}

/* A tab before the column that statements start at: is it theirs or the fence's? */
static bool check_tab(struct scanner *s, const struct scan_block *block, uint32_t line)
{
    str text = scan_line(s, line);
    size_t tab = str_find_byte(str_slice(text, 0, block->indent), '\t', 0);

    if (line_is_blank(text) || tab >= block->indent || tab >= text.len ||
        line_indent(str_slice(text, 0, tab)) != tab)
        return true;
    scan_report(s, "P019", scan_span(s, line, tab, tab + 1),
        STR("this tab reaches across the indent of the block: its line may start a "
            "statement or continue one"),
        STR("move the fence to the left margin, or use spaces"));
    return false;
}

static void check_inside(struct scanner *s, const struct scan_block *block)
{
    bool tabs_are_clear = true;

    for (uint32_t i = 1; i <= block->line_count; i++) {
        check_curly(s, block->fence_line + i);
        if (tabs_are_clear)
            tabs_are_clear = check_tab(s, block, block->fence_line + i);
    }
}

static void report_word(
    struct scanner *s, uint32_t line, const struct fence_line *fence)
{
    struct span span = scan_span(s, line, fence->word, fence->word_end);
    struct diag *diag = diag_add(s->diags, s->arena, "P026", span,
        STR("the first word after the fence must be exactly protocol; this block would "
            "be taken for prose"),
        STR("did you mean \"protocol\"?"));

    diag_fix(diag, s->arena, span, STR("protocol"));
}

/* A block without a word after its fence, and with a statement in its first line. */
static bool is_unmarked(
    const struct scanner *s, const struct leaf *leaf, const struct fence_line *fence)
{
    str first = leaf->first_line < leaf->last_line ? scan_line(s, leaf->first_line + 1)
                                                   : (str){0};
    size_t space = str_find_byte(first, ' ', 0);

    return fence->word == fence->word_end && space < first.len &&
        is_statement_word(str_slice(first, 0, space));
}

static void report_unmarked(struct scanner *s, uint32_t line)
{
    struct span span = scan_line_span(s, line);
    struct diag *diag = diag_add(s->diags, s->arena, "P026", span,
        STR("this block begins like a statement, but is not marked as one: it would be "
            "taken for prose"),
        STR("write protocol after the fence; or text, if these are only words"));
    struct span end = span;

    end.column += end.length;
    end.length = 0;
    diag_fix(diag, s->arena, end, STR("protocol"));
}

void scan_block(struct scanner *s, cmark_node *node, struct leaf *leaf)
{
    struct scan *out = s->out;
    struct scan_block block = {.fence_line = leaf->first_line};
    struct fence_line fence;

    if (!line_is_fence(scan_line(s, leaf->first_line), &fence))
        return;
    if (is_unmarked(s, leaf, &fence))
        report_unmarked(s, leaf->first_line);
    else if (fence.match == WORD_ALMOST)
        report_word(s, leaf->first_line, &fence);
    else if (fence.match == WORD_OTHER)
        return;
    leaf->is_formal = true;
    block.line_count = check_end(s, leaf) - leaf->first_line - 1;
    block.indent = line_indent(scan_line(s, leaf->first_line));
    block.heading =
        out->heading_count == 0 ? SCAN_NONE : (uint32_t)out->heading_count - 1;
    scan_quote(s, node, &block);
    check_inside(s, &block);
    out->blocks = arena_grow(
        s->arena, out->blocks, out->block_count, &s->block_capacity, sizeof(block));
    out->blocks[out->block_count++] = block;
}
