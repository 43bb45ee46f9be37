/*
 * Quotes: the words of the source, which belong to the block right below them.
 *
 * A comment between the two is nothing.  Anything else parts them, and then the
 * rules would lose their ground in silence; so a quote is reported that stands over
 * rules, under the same heading, and is not theirs.
 */
#include "policy/scan_inside.h"

/* Whether a piece of HTML is comments and nothing else. */
static bool is_comment(cmark_node *node)
{
    str text;

    if (cmark_node_get_type(node) != CMARK_NODE_HTML_BLOCK)
        return false;
    text = str_trim(str_from(cmark_node_get_literal(node)));
    while (str_starts(text, STR("<!--"))) {
        size_t end = str_find(text, STR("-->"), 0);

        if (end == text.len)
            return false;
        text = str_trim(str_slice(text, end + 3, text.len));
    }
    return text.len == 0;
}

/* What stands before, comments left aside; NULL at the top. */
static cmark_node *node_before(cmark_node *node)
{
    do
        node = cmark_node_previous(node);
    while (node != NULL && is_comment(node));
    return node;
}

static bool is_quote(cmark_node *node)
{
    return node != NULL && cmark_node_get_type(node) == CMARK_NODE_BLOCK_QUOTE;
}

static bool has_rules(const struct scanner *s, const struct scan_block *block)
{
    for (uint32_t i = 1; i <= block->line_count; i++) {
        str line = scan_line(s, block->fence_line + i);

        if (line_indent(line) <= block->indent &&
            str_starts(str_trim(line), STR("rule ")))
            return true;
    }
    return false;
}

/* Two quotes with one empty line between them were meant as one. */
static void report_parted(struct scanner *s, cmark_node *quote, uint32_t next)
{
    uint32_t line = (uint32_t)cmark_node_get_start_line(quote);
    struct diag *diag = scan_report(s, "P071", scan_line_span(s, line),
        STR("no rule cites this quote: an empty line ends it, and only the part right "
            "before the block belongs to the block"),
        STR("to make one quote of both, write > on the empty line between them"));

    if ((uint32_t)cmark_node_get_end_line(quote) + 2 == next &&
        line_is_blank(scan_line(s, next - 1)))
        diag_fix(diag, s->arena, scan_span(s, next - 1, 0, 0), STR(">"));
}

static void report_quote(struct scanner *s, cmark_node *quote, cmark_node *after,
    const struct scan_block *block)
{
    uint32_t line = (uint32_t)cmark_node_get_start_line(quote);
    uint32_t next = (uint32_t)cmark_node_get_start_line(after);

    if (is_quote(after) && node_before(after) == quote)
        report_parted(s, quote, next);
    else if (block->quote.len > 0)
        scan_report(s, "P071", scan_line_span(s, line),
            STR("no rule cites this quote: the block below has another right before it"),
            STR("give it a block of its own, right below it; or write it as prose, in "
                "quotation marks, if it is only background"));
    else
        scan_report(s, "P071", scan_line_span(s, line),
            scan_join(s, STR("no rule cites this quote: from line "),
                scan_number(s, next),
                STR(" on other words part it from the block below")),
            STR("move those words above the quote, so that it stands right before its "
                "block"));
}

/* Look back from `node` to the block or heading above. */
static void check_above(
    struct scanner *s, cmark_node *node, const struct scan_block *block)
{
    const struct scan *out = s->out;
    uint32_t above =
        out->block_count == 0 ? 0 : out->blocks[out->block_count - 1].fence_line;
    cmark_node *after = node;

    for (node = node_before(node); node != NULL; node = node_before(node)) {
        if (cmark_node_get_type(node) == CMARK_NODE_HEADING ||
            (uint32_t)cmark_node_get_start_line(node) <= above)
            return;
        if (is_quote(node))
            report_quote(s, node, after, block);
        after = node;
    }
}

void scan_quote(struct scanner *s, cmark_node *node, struct scan_block *block)
{
    cmark_node *before = node_before(node);

    if (is_quote(before)) {
        block->quote = flatten(s->arena, before, HTML_DROPPED);
        block->quote_link = flatten_last_link(s->arena, before, true);
        node = before;
    }
    if (has_rules(s, block))
        check_above(s, node, block);
}
