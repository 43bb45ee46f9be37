/*
 * Rendering a document for people.  cmark writes the HTML in its safe mode; before that
 * the tree is made harmless, and tables and headings get what a page needs.
 */
#include "policy/prose.h"

#include "policy/report.h"
#include "policy/scan_inside.h"

#include <string.h>

enum { ANCHOR_MAX = 60 };

struct rendering {
    struct arena *arena;
    const struct scan *scan;
    struct prose *out;
    size_t capacity;
    struct text words; /* since the last block */
    struct map anchors;
};

/* ---- making it harmless ---- */

/* A scheme that a page may lead to, or none: then it is a place of this site. */
static bool may_lead(str address)
{
    static const str schemes[] = {
        STR_INIT("http"), STR_INIT("https"), STR_INIT("mailto")};
    size_t colon = str_find_byte(address, ':', 0);

    for (size_t i = 0; i < COUNT_OF(schemes); i++)
        if (colon < address.len && str_equal(str_slice(address, 0, colon), schemes[i]))
            return true;
    if (str_starts(address, STR("//")) || str_find_byte(address, '\\', 0) < address.len)
        return false;
    for (size_t i = 0; i < colon; i++)
        if (address.ptr[i] == '/' || address.ptr[i] == '?' || address.ptr[i] == '#')
            return true;
    return colon == address.len;
}

/* Put the kids of a node in its place. */
static void dissolve(cmark_node *node)
{
    cmark_node *kid;

    while ((kid = cmark_node_first_child(node)) != NULL)
        (void)cmark_node_insert_before(node, kid);
    cmark_node_unlink(node);
    cmark_node_free(node);
}

/* Links that lead where no page may lead, and all pictures, become their words. */
static void tame(cmark_node *document)
{
    cmark_iter *iter = cmark_iter_new(document);
    cmark_event_type event;

    while ((event = cmark_iter_next(iter)) != CMARK_EVENT_DONE) {
        cmark_node *node = cmark_iter_get_node(iter);
        cmark_node_type type = cmark_node_get_type(node);

        if (event != CMARK_EVENT_EXIT)
            continue;
        if (type == CMARK_NODE_IMAGE ||
            (type == CMARK_NODE_LINK && !may_lead(str_from(cmark_node_get_url(node)))))
            dissolve(node);
    }
    cmark_iter_free(iter);
}

/* ---- writing ---- */

static void add_node(struct text *text, cmark_node *node)
{
    cmark_mem *mem = cmark_get_default_mem_allocator();
    char *html = cmark_render_html_with_mem(node, CMARK_OPT_DEFAULT, NULL, mem);

    text_add(text, str_from(html));
    mem->free(html);
}

/* Letters and digits of a heading, the rest as dashes; no two headings share one. */
static str make_anchor(struct rendering *r, str heading, uint32_t line)
{
    struct text text = text_in(r->arena);
    uint32_t other;

    text_add(&text, STR("s-"));
    for (size_t i = 0; i < heading.len && text.len < ANCHOR_MAX; i++) {
        char c = small_letter(heading.ptr[i]);

        if (char_is_lower(c) || char_is_digit(c))
            text_add_byte(&text, c);
        else if (text.ptr[text.len - 1] != '-')
            text_add_byte(&text, '-');
    }
    while (text.ptr[text.len - 1] == '-')
        text.len--;
    if (map_find(&r->anchors, text_str(&text), &other)) {
        text_add(&text, STR("-line-"));
        text_add_u64(&text, line);
    }
    map_set(&r->anchors, r->arena, text_str(&text), line);
    return text_str(&text);
}

static void add_heading(struct rendering *r, cmark_node *node)
{
    uint32_t line = (uint32_t)cmark_node_get_start_line(node);
    char level = (char)('0' + cmark_node_get_heading_level(node));

    text_add(&r->words, STR("<h"));
    text_add_byte(&r->words, level);
    for (size_t i = 0; i < r->scan->heading_count; i++) {
        if (r->scan->headings[i].line != line)
            continue;
        text_add(&r->words, STR(" id=\""));
        text_add(&r->words, r->out->anchors[i]);
        text_add_byte(&r->words, '"');
    }
    text_add_byte(&r->words, '>');
    for (cmark_node *kid = cmark_node_first_child(node); kid != NULL;
         kid = cmark_node_next(kid))
        add_node(&r->words, kid);
    text_add(&r->words, STR("</h"));
    text_add_byte(&r->words, level);
    text_add(&r->words, STR(">\n"));
}

static void add_part(struct rendering *r, uint32_t block, str html)
{
    struct prose *out = r->out;

    if (block == SCAN_NONE && html.len == 0)
        return;
    out->parts =
        arena_grow(r->arena, out->parts, out->count, &r->capacity, sizeof(*out->parts));
    out->parts[out->count++] = (struct prose_part){block, html};
}

/* The block that a node is; SCAN_NONE for everything else. */
static uint32_t block_of(const struct rendering *r, cmark_node *node)
{
    if (node == NULL || cmark_node_get_type(node) != CMARK_NODE_CODE_BLOCK)
        return SCAN_NONE;
    for (uint32_t i = 0; i < r->scan->block_count; i++)
        if (r->scan->blocks[i].fence_line == (uint32_t)cmark_node_get_start_line(node))
            return i;
    return SCAN_NONE;
}

static void add_top(struct rendering *r, cmark_node *node)
{
    uint32_t block = block_of(r, cmark_node_next(node));
    struct text quote = text_in(r->arena);

    if (cmark_node_get_type(node) == CMARK_NODE_HEADING) {
        add_heading(r, node);
    } else if (strcmp(cmark_node_get_type_string(node), "table") == 0) {
        text_add(&r->words, STR("<div class=\"wide\" tabindex=\"0\">\n"));
        add_node(&r->words, node);
        text_add(&r->words, STR("</div>\n"));
    } else if (cmark_node_get_type(node) == CMARK_NODE_BLOCK_QUOTE &&
        block != SCAN_NONE) {
        add_node(&quote, node);
        add_part(r, SCAN_NONE, text_str(&r->words));
        add_part(r, block, text_str(&quote));
        r->words = text_in(r->arena);
    } else if (block_of(r, node) == SCAN_NONE) {
        add_node(&r->words, node);
    } else if (r->out->count == 0 || r->words.len > 0 ||
        r->out->parts[r->out->count - 1].block != block_of(r, node)) {
        add_part(r, SCAN_NONE, text_str(&r->words));
        add_part(r, block_of(r, node), (str){0});
        r->words = text_in(r->arena);
    }
}

void prose_render(
    struct arena *arena, const struct scan *scan, str source, struct prose *out)
{
    struct rendering r = {
        .arena = arena, .scan = scan, .out = out, .words = text_in(arena)};
    struct diags diags = {0};
    struct scan again = {0};
    struct scanner scanner = {.arena = arena, .diags = &diags, .out = &again};
    cmark_node *document;

    *out = (struct prose){.anchors = ARENA_ARRAY(arena, str, scan->heading_count)};
    for (size_t i = 0; i < scan->heading_count; i++)
        out->anchors[i] =
            make_anchor(&r, scan->headings[i].short_text, scan->headings[i].line);
    REQUIRE(scan_source(&scanner, source));
    document = scan_markdown(scanner.text);
    tame(document);
    for (cmark_node *node = cmark_node_first_child(document); node != NULL;
         node = cmark_node_next(node))
        add_top(&r, node);
    add_part(&r, SCAN_NONE, text_str(&r.words));
    cmark_node_free(document);
}

/* ---- statements ---- */

/* Where a comment begins, or the end. */
static size_t comment_at(str line)
{
    bool in_text = false;

    for (size_t i = 0; i < line.len; i++) {
        if (line.ptr[i] == '#' && !in_text)
            return i;
        if (line.ptr[i] == '\\' && in_text)
            i++;
        else if (line.ptr[i] == '"')
            in_text = !in_text;
    }
    return line.len;
}

str prose_statement(
    struct arena *arena, const struct scan *scan, uint32_t block, uint32_t line)
{
    const struct scan_block *at = &scan->blocks[block];
    struct text text = text_in(arena);

    for (uint32_t i = line; i <= at->fence_line + at->line_count; i++) {
        str whole = scan->lines[i - 1];
        str words = str_slice(
            whole, at->indent < whole.len ? at->indent : whole.len, whole.len);

        if (i > line && words.len > 0 && !char_is_space(words.ptr[0]))
            break;
        words = str_trim(str_slice(words, 0, comment_at(words)));
        if (words.len > 0 && text.len > 0)
            text_add_byte(&text, ' ');
        text_add(&text, words);
    }
    return text_str(&text);
}

/* The place of `mark` outside of quotes, or the end. */
static size_t find_outside(str statement, str mark)
{
    bool in_text = false;

    for (size_t i = 0; i < statement.len; i++) {
        if (!in_text && str_starts(str_slice(statement, i, statement.len), mark))
            return i;
        if (statement.ptr[i] == '\\' && in_text)
            i++;
        else if (statement.ptr[i] == '"')
            in_text = !in_text;
    }
    return statement.len;
}

static str after(str statement, str mark)
{
    size_t at = find_outside(statement, mark);

    return at == statement.len
        ? (str){0}
        : str_trim(str_slice(statement, at + mark.len, statement.len));
}

str prose_condition(str statement)
{
    return after(statement, STR(" if "));
}

str prose_claim(str statement)
{
    return after(statement, STR(":"));
}
