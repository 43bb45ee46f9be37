/*
 * From Markdown's inline nodes to one line of plain text.
 *
 * Links give their text, emphasis is dropped, entities are already decoded, and
 * white space of any kind becomes one space.
 */
#include "policy/scan_inside.h"

/* Add `s`, runs of white space as one space; none at the start. */
static void add_collapsed(struct text *text, str s)
{
    for (size_t i = 0; i < s.len; i++) {
        if (!char_is_space(s.ptr[i]))
            text_add_byte(text, s.ptr[i]);
        else if (text->len > 0 && text->ptr[text->len - 1] != ' ')
            text_add_byte(text, ' ');
    }
}

static void add_node(struct text *text, cmark_node *node, enum flatten_html html)
{
    switch (cmark_node_get_type(node)) {
    case CMARK_NODE_TEXT:
    case CMARK_NODE_CODE:
    case CMARK_NODE_CODE_BLOCK:
        add_collapsed(text, str_from(cmark_node_get_literal(node)));
        break;
    case CMARK_NODE_HTML_INLINE:
        if (html == HTML_KEPT)
            add_collapsed(text, str_from(cmark_node_get_literal(node)));
        break;
    case CMARK_NODE_SOFTBREAK:
    case CMARK_NODE_LINEBREAK:
    case CMARK_NODE_PARAGRAPH:
    case CMARK_NODE_HEADING:
    case CMARK_NODE_ITEM:
        add_collapsed(text, STR(" "));
        break;
    default:
        break;
    }
}

str flatten(struct arena *arena, cmark_node *node, enum flatten_html html)
{
    struct text text = text_in(arena);
    cmark_iter *iter = cmark_iter_new(node);
    cmark_event_type event = cmark_iter_next(iter);

    while (event != CMARK_EVENT_DONE) {
        if (event == CMARK_EVENT_ENTER)
            add_node(&text, cmark_iter_get_node(iter), html);
        event = cmark_iter_next(iter);
    }
    cmark_iter_free(iter);
    return str_trim(text_str(&text));
}

static bool ends_line(cmark_node *node)
{
    switch (cmark_node_get_type(node)) {
    case CMARK_NODE_SOFTBREAK:
    case CMARK_NODE_LINEBREAK:
    case CMARK_NODE_PARAGRAPH:
    case CMARK_NODE_HEADING:
    case CMARK_NODE_ITEM:
    case CMARK_NODE_CODE_BLOCK:
        return true;
    default:
        return false;
    }
}

str flatten_last_link(struct arena *arena, cmark_node *node, bool last_line_only)
{
    const char *address = NULL;
    cmark_iter *iter = cmark_iter_new(node);
    cmark_event_type event = cmark_iter_next(iter);

    while (event != CMARK_EVENT_DONE) {
        cmark_node *inner = cmark_iter_get_node(iter);

        if (event == CMARK_EVENT_ENTER && last_line_only && ends_line(inner))
            address = NULL;
        if (event == CMARK_EVENT_EXIT && cmark_node_get_type(inner) == CMARK_NODE_LINK)
            address = cmark_node_get_url(inner);
        event = cmark_iter_next(iter);
    }
    cmark_iter_free(iter);
    return arena_str(arena, str_from(address));
}

str flatten_short(str text)
{
    size_t at = text.len;
    size_t depth = 0;

    if (!str_ends(text, STR(")")))
        return text;
    while (at > 0) {
        at--;
        if (text.ptr[at] == ')')
            depth++;
        else if (text.ptr[at] == '(' && --depth == 0)
            break;
    }
    if (depth > 0 || at == 0 || !char_is_space(text.ptr[at - 1]))
        return text;
    return str_trim(str_slice(text, 0, at));
}
