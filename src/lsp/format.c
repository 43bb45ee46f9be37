/*
 * Formatting: the canonical layout, as edits of the lines that differ.
 *
 * Laying out leaves most lines as they are, in their order.  So the old and the
 * new lines are walked side by side; where they part, the nearest pair of equal
 * lines joins them again.
 */
#include "lsp/inside.h"

#include "study/study.h"

enum { LOOK_AHEAD = 400 }; /* lines looked through for the next equal pair */

struct hunk {
    uint32_t old_start, old_end; /* lines that are replaced */
    uint32_t new_start, new_end;
};

static str line_of(const struct lines *lines, uint32_t line)
{
    return str_slice(lines->source, lines->starts[line], lines->starts[line + 1]);
}

static bool meets(const struct lines *a, uint32_t i, const struct lines *b, uint32_t j)
{
    if (i >= a->count || j >= b->count)
        return i >= a->count && j >= b->count;
    return str_equal(line_of(a, i), line_of(b, j)) && str_trim(line_of(a, i)).len > 0;
}

/* From lines that differ to the next that are equal, or both ends. */
static struct hunk next_hunk(
    const struct lines *a, uint32_t i, const struct lines *b, uint32_t j)
{
    for (uint32_t sum = 1; sum <= LOOK_AHEAD; sum++)
        for (uint32_t down = 0; down <= sum; down++)
            if (meets(a, i + down, b, j + sum - down))
                return (struct hunk){i, i + down, j, j + sum - down};
    return (struct hunk){i, a->count, j, b->count};
}

/* Edit the document where it touches `range`. */
static bool format(
    struct call *call, const struct lsp_document *document, struct range range)
{
    struct text made = text_in(call->arena);
    const struct lines *old = &document->lines;
    struct lines laid;
    uint32_t i = 0;
    uint32_t j = 0;

    study_format_source(call->arena, document->text, &made);
    laid = lines_of(call->arena, text_str(&made), old->is_utf8);
    json_array(call->json);
    while (i < old->count || j < laid.count) {
        struct hunk hunk;
        struct edit edit;

        if (i < old->count && j < laid.count &&
            str_equal(line_of(old, i), line_of(&laid, j))) {
            i++;
            j++;
            continue;
        }
        hunk = next_hunk(old, i, &laid, j);
        edit.range = (struct range){old->starts[i], old->starts[hunk.old_end]};
        edit.text = str_slice(laid.source, laid.starts[j], laid.starts[hunk.new_end]);
        if (edit.range.start <= range.end && range.start <= edit.range.end)
            json_edit(call->json, document, edit);
        i = hunk.old_end;
        j = hunk.new_end;
    }
    json_end(call->json);
    return true;
}

/* A document in which nothing is formal is laid out by somebody else. */
static bool is_ours(struct lsp_document *document)
{
    return document_compile(document) || !document_is_plain(document);
}

static bool format_document(struct call *call, bool whole)
{
    struct lsp_document *document = call_document(call);
    struct range range;

    if (document == NULL)
        return false;
    range = whole ? (struct range){0, document->text.len}
                  : call_range(call, document, "range");
    if (is_ours(document))
        return format(call, document, range);
    json_array(call->json);
    json_end(call->json);
    return true;
}

bool answer_format(struct call *call)
{
    return format_document(call, true);
}

bool answer_format_range(struct call *call)
{
    return format_document(call, false);
}
