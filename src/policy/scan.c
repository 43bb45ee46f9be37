/*
 * scan: one walk over what cmark-gfm made of the document.
 *
 * Top-level headings, code blocks and tables become formal parts.  Every leaf is
 * noted with its lines, so that the pass for lost things (scan_lost.c) can look
 * at the source line by line and ask what Markdown thinks it is.
 */
#include "policy/scan_inside.h"

#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm-extension_api.h>
#include <string.h>

static bool is_type(cmark_node *node, const char *name)
{
    return node != NULL && strcmp(cmark_node_get_type_string(node), name) == 0;
}

static enum holder holder_of(cmark_node *node)
{
    switch (cmark_node_get_type(cmark_node_parent(node))) {
    case CMARK_NODE_BLOCK_QUOTE:
        return HOLDER_QUOTE;
    case CMARK_NODE_ITEM:
        return HOLDER_ITEM;
    default:
        return HOLDER_NONE;
    }
}

/* cmark's own last line of a comment is short by some; its text is whole. */
static uint32_t last_html_line(uint32_t first, const char *literal)
{
    uint32_t last = first;

    for (const char *p = literal; *p != '\0'; p++)
        if (*p == '\n' && p[1] != '\0')
            last++;
    return last;
}

static void describe_html(struct leaf *leaf, cmark_node *node)
{
    const char *literal = cmark_node_get_literal(node);
    str text = str_from(literal);

    leaf->last_line = last_html_line(leaf->first_line, literal);
    leaf->is_comment = str_starts(str_trim(text), STR("<!--"));
    leaf->is_open = leaf->is_comment && str_find(text, STR("-->"), 0) == text.len;
}

/* A fence is closed when its block's last line is a fence long enough, alone. */
static void describe_fence(const struct scanner *s, struct leaf *leaf, cmark_node *node)
{
    int size = 0;
    int offset = 0;
    char byte = '\0';
    struct fence_line last;
    str closer;

    if (cmark_node_get_fenced(node, &size, &offset, &byte) == 0) {
        leaf->kind = LEAF_INDENTED;
        return;
    }
    leaf->fence_size = (uint32_t)size;
    leaf->fence_byte = byte;
    closer = scan_line(s, leaf->last_line);
    leaf->is_open = leaf->last_line == leaf->first_line ||
        !line_is_fence(closer, &last) || last.byte != byte ||
        last.size < leaf->fence_size || last.word_end > last.word ||
        (leaf->holder == HOLDER_NONE && line_indent(closer) > 3);
}

static bool leaf_kind_of(cmark_node *node, enum leaf_kind *kind)
{
    switch (cmark_node_get_type(node)) {
    case CMARK_NODE_PARAGRAPH:
        *kind = LEAF_WORDS;
        return true;
    case CMARK_NODE_HEADING:
        *kind = LEAF_HEADING;
        return true;
    case CMARK_NODE_CODE_BLOCK:
        *kind = LEAF_FENCED;
        return true;
    case CMARK_NODE_HTML_BLOCK:
        *kind = LEAF_HTML;
        return true;
    default:
        *kind = LEAF_TABLE;
        return is_type(node, "table");
    }
}

/* Note the lines of a leaf; NULL for a paragraph whose place cmark lost. */
static struct leaf *add_leaf(struct scanner *s, cmark_node *node, enum leaf_kind kind)
{
    struct leaf leaf = {.kind = kind, .holder = holder_of(node)};

    if (cmark_node_get_start_line(node) <= 0)
        return NULL;
    leaf.first_line = (uint32_t)cmark_node_get_start_line(node);
    leaf.last_line = (uint32_t)cmark_node_get_end_line(node);
    leaf.column = (uint32_t)cmark_node_get_start_column(node);
    if (kind == LEAF_HTML)
        describe_html(&leaf, node);
    if (kind == LEAF_FENCED)
        describe_fence(s, &leaf, node);
    if (leaf.last_line > s->out->line_count)
        leaf.last_line = s->out->line_count;
    for (uint32_t line = leaf.first_line; line <= leaf.last_line; line++)
        s->leaf_of[line - 1] = (uint32_t)s->leaf_count;
    s->leaves =
        arena_grow(s->arena, s->leaves, s->leaf_count, &s->leaf_capacity, sizeof(leaf));
    s->leaves[s->leaf_count] = leaf;
    return &s->leaves[s->leaf_count++];
}

/* Rows under a table that is formal, but not of it: some line ended it early. */
static void check_after_table(struct scanner *s, cmark_node *node, struct leaf *leaf)
{
    struct leaf *before = leaf - 1;

    if (s->leaf_count > 1 && is_type(cmark_node_previous(node), "table") &&
        before->kind == LEAF_TABLE && before->is_formal)
        scan_check_cut_off(s, before, leaf->first_line);
}

static void visit(struct scanner *s, cmark_node *node)
{
    enum leaf_kind kind;
    struct leaf *leaf;

    if (!leaf_kind_of(node, &kind))
        return;
    leaf = add_leaf(s, node, kind);
    if (leaf == NULL)
        return;
    if (leaf->kind == LEAF_TABLE) {
        scan_table(s, node, leaf);
        return;
    }
    if (leaf->holder != HOLDER_NONE)
        return;
    if (leaf->kind == LEAF_HEADING)
        scan_heading(s, node);
    else if (leaf->kind == LEAF_FENCED)
        scan_block(s, node, leaf);
    else if (leaf->kind == LEAF_WORDS)
        check_after_table(s, node, leaf);
}

cmark_node *scan_markdown(str text)
{
    cmark_parser *parser;
    cmark_node *document;

    cmark_gfm_core_extensions_ensure_registered();
    parser = cmark_parser_new(CMARK_OPT_DEFAULT);
    cmark_parser_attach_syntax_extension(parser, cmark_find_syntax_extension("table"));
    if (text.len > 0)
        cmark_parser_feed(parser, text.ptr, text.len);
    document = cmark_parser_finish(parser);
    cmark_parser_free(parser);
    return document;
}

static void walk(struct scanner *s)
{
    cmark_node *document = scan_markdown(s->text);
    cmark_iter *iter = cmark_iter_new(document);
    cmark_event_type event = cmark_iter_next(iter);

    while (event != CMARK_EVENT_DONE) {
        if (event == CMARK_EVENT_ENTER)
            visit(s, cmark_iter_get_node(iter));
        event = cmark_iter_next(iter);
    }
    cmark_iter_free(iter);
    cmark_node_free(document);
}

bool scan_document(
    struct arena *arena, str source, struct diags *diags, struct scan *out)
{
    struct scanner s = {.arena = arena, .diags = diags, .out = out};

    *out = (struct scan){0};
    if (!scan_source(&s, source))
        return false;
    s.leaf_of = ARENA_ARRAY(arena, uint32_t, out->line_count);
    for (uint32_t i = 0; i < out->line_count; i++)
        s.leaf_of[i] = SCAN_NONE;
    walk(&s);
    scan_check_headings(&s);
    scan_check_lost(&s);
    scan_check_words(&s);
    return true;
}
