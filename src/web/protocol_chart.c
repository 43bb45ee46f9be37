/*
 * GET /protocols/{name}/chart: an outcome's diagram as a picture, and the same in words.
 *
 * A picture is named by the edition's digest, so that a browser may keep it.
 */
#include "web/protocol.h"

/* The steps, which the picture carries for those who cannot see it: escaped as XML, which
 * is as good as HTML. */
static struct safe_html words_of(str svg)
{
    size_t start = str_find(svg, STR("<desc"), 0);
    size_t end = str_find(svg, STR("</desc>"), start);

    start = str_find_byte(str_slice(svg, 0, end), '>', start);
    return (struct safe_html){str_slice(svg, start + 1, end)};
}

bool show_protocol_chart(
    struct caller *caller, struct http_answer *answer, struct err *err)
{
    const struct compiled *document;
    struct room_edition *edition;
    struct charts_view view = {0};
    struct chart_view *charts;
    const struct tree *tree;
    struct html html;

    if (!caller_protocol(caller, &document, &edition, err))
        return false;
    tree = &edition->policy.tree;
    charts = ARENA_ARRAY(caller->arena, struct chart_view, tree->outcome_count);
    for (uint32_t o = 0; o < tree->outcome_count; o++)
        charts[o] = (struct chart_view){.outcome = tree->outcomes[o].name,
            .label = room_say(caller, STR("outcome"), tree->outcomes[o].name,
                tree->outcomes[o].label),
            .digest = document->source_digest,
            .words = words_of(room_chart(edition, o))};
    view.charts = charts;
    view.count = tree->outcome_count;
    html = room_begin(caller, document, ROOM_CHART, &view.head);
    view_charts(&html, &view);
    site_answer(caller->request, &html, 200, answer);
    return true;
}

/* Under the digest of an edition a picture never changes; under none it may. */
static void set_keeping(
    const struct caller *caller, str digest, str etag, struct http_answer *answer)
{
    str asked = {0};

    (void)http_query(caller->request, STR("edition"), &asked);
    http_set(answer, STR("ETag"), etag);
    http_set(answer, STR("Cache-Control"),
        str_equal(asked, digest) ? STR("private, max-age=31536000, immutable")
                                 : STR("private, no-cache"));
}

bool show_protocol_picture(
    struct caller *caller, struct http_answer *answer, struct err *err)
{
    const struct compiled *document;
    struct room_edition *edition;
    struct text etag = text_in(caller->arena);
    str known = {0};
    str name = {0};
    uint32_t outcome = 0;

    if (!caller_protocol(caller, &document, &edition, err))
        return false;
    if (http_query(caller->request, STR("outcome"), &name))
        outcome = tree_find_outcome(&edition->policy.tree, name);
    if (outcome == TREE_NONE)
        return err_set(err, ERR_NOT_FOUND, SAY("there is no such outcome"));
    text_add_byte(&etag, '"');
    text_add(&etag, document->source_digest);
    text_add_byte(&etag, '-');
    text_add(&etag, edition->policy.tree.outcomes[outcome].name);
    text_add_byte(&etag, '"');
    set_keeping(caller, document->source_digest, text_str(&etag), answer);
    (void)http_header(caller->request, STR("if-none-match"), &known);
    if (str_equal(known, text_str(&etag)))
        answer->status = 304;
    else
        http_say(answer, 200, STR("image/svg+xml"), room_chart(edition, outcome));
    return true;
}
