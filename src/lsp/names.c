/*
 * Names: where one is declared, where it is used, giving it another.
 *
 * The compiler notes every place that names something.  A new name is tried out
 * on a copy of the document: it must read without mistakes, with the same places.
 */
#include "lsp/inside.h"

static struct range ref_range(
    const struct lsp_document *document, const struct ref *ref)
{
    return lines_span(&document->lines, ref->span);
}

const struct ref *ref_at(
    const struct lsp_document *document, const struct tree *tree, size_t offset)
{
    for (uint32_t i = 0; i < tree->ref_count; i++) {
        struct range range = ref_range(document, &tree->refs[i]);

        if (offset >= range.start && offset <= range.end && range.end > range.start)
            return &tree->refs[i];
    }
    return NULL;
}

bool ref_same(const struct ref *a, const struct ref *b)
{
    return a->kind == b->kind && a->index == b->index && a->part == b->part;
}

/* The place that declares what `ref` names, or NULL. */
static const struct ref *declaration(const struct tree *tree, const struct ref *ref)
{
    for (uint32_t i = 0; i < tree->ref_count; i++)
        if (tree->refs[i].definition && ref_same(&tree->refs[i], ref))
            return &tree->refs[i];
    return NULL;
}

static void json_location(
    struct json_out *json, const struct lsp_document *document, struct range range)
{
    json_object(json);
    json_key(json, STR("uri"));
    json_str(json, document->uri);
    json_key(json, STR("range"));
    json_range(json, &document->lines, range);
    json_end(json);
}

bool answer_definition(struct call *call)
{
    size_t offset;
    struct lsp_document *document = call_place(call, &offset);
    const struct tree *tree;
    const struct ref *ref;
    const struct ref *target;

    if (document == NULL)
        return false;
    tree = document_tree(document);
    ref = ref_at(document, tree, offset);
    target = ref == NULL ? NULL : declaration(tree, ref);
    if (ref != NULL && ref->kind == REF_HEADING)
        json_location(call->json, document,
            lines_line(&document->lines, tree->scan.headings[ref->index].line - 1));
    else if (target != NULL)
        json_location(call->json, document, ref_range(document, target));
    else
        json_null(call->json);
    return true;
}

bool answer_references(struct call *call)
{
    size_t offset;
    struct lsp_document *document = call_place(call, &offset);
    bool declares = member_is_true(call->params, "context.includeDeclaration");
    const struct tree *tree;
    const struct ref *ref;

    if (document == NULL)
        return false;
    tree = document_tree(document);
    ref = ref_at(document, tree, offset);
    json_array(call->json);
    for (uint32_t i = 0; ref != NULL && i < tree->ref_count; i++)
        if (ref_same(&tree->refs[i], ref) && (declares || !tree->refs[i].definition))
            json_location(call->json, document, ref_range(document, &tree->refs[i]));
    json_end(call->json);
    return true;
}

bool answer_highlights(struct call *call)
{
    enum { READ = 2, WRITE = 3 };
    size_t offset;
    struct lsp_document *document = call_place(call, &offset);
    const struct tree *tree;
    const struct ref *ref;

    if (document == NULL)
        return false;
    tree = document_tree(document);
    ref = ref_at(document, tree, offset);
    json_array(call->json);
    for (uint32_t i = 0; ref != NULL && i < tree->ref_count; i++) {
        if (!ref_same(&tree->refs[i], ref))
            continue;
        json_object(call->json);
        json_key(call->json, STR("range"));
        json_range(call->json, &document->lines, ref_range(document, &tree->refs[i]));
        json_key(call->json, STR("kind"));
        json_i64(call->json, tree->refs[i].definition ? WRITE : READ);
        json_end(call->json);
    }
    json_end(call->json);
    return true;
}

/* ---- renaming ---- */

/* What can be renamed at `offset`, or NULL and the reason. */
static const struct ref *renamable(struct call *call,
    const struct lsp_document *document, const struct tree *tree, size_t offset)
{
    const struct ref *ref = ref_at(document, tree, offset);

    if (ref == NULL || ref->kind == REF_HEADING || declaration(tree, ref) == NULL) {
        call_fail(call, LSP_REQUEST_FAILED,
            STR("only names that the document declares can be renamed"));
        return NULL;
    }
    return ref;
}

bool answer_prepare_rename(struct call *call)
{
    size_t offset;
    struct lsp_document *document = call_place(call, &offset);
    const struct ref *ref;
    struct range range;

    if (document == NULL)
        return false;
    ref = renamable(call, document, document_tree(document), offset);
    if (ref == NULL)
        return false;
    range = ref_range(document, ref);
    json_object(call->json);
    json_key(call->json, STR("range"));
    json_range(call->json, &document->lines, range);
    json_key(call->json, STR("placeholder"));
    json_str(call->json, str_slice(document->text, range.start, range.end));
    json_end(call->json);
    return true;
}

static bool is_name(str name)
{
    if (name.len == 0 || !char_is_lower(name.ptr[0]))
        return false;
    for (size_t i = 0; i < name.len; i++)
        if (!char_is_lower(name.ptr[i]) && !char_is_digit(name.ptr[i]) &&
            name.ptr[i] != '_')
            return false;
    return true;
}

/* The document's text after the edits, which are in order. */
static str edited(struct arena *arena, str text, const struct edit *edits, size_t count)
{
    struct text made = text_in(arena);
    size_t copied = 0;

    for (size_t i = 0; i < count; i++) {
        text_add(&made, str_slice(text, copied, edits[i].range.start));
        text_add(&made, edits[i].text);
        copied = edits[i].range.end;
    }
    text_add(&made, str_slice(text, copied, text.len));
    return text_str(&made);
}

/* Whether the edited document reads without mistakes, every name where it was. */
static bool check_rename(struct call *call, const struct lsp_document *document,
    const struct tree *tree, const struct edit *edits, size_t count)
{
    struct diags diags = {0};
    struct tree after;
    str text = edited(call->arena, document->text, edits, count);
    bool is_same = tree_read(call->arena, text, &diags, &after);

    for (size_t i = 0; i < diags.count; i++)
        if (diags.items[i].severity == SEVERITY_ERROR)
            return call_fail(call, LSP_REQUEST_FAILED, diags.items[i].message);
    is_same = is_same && after.ref_count == tree->ref_count;
    for (uint32_t i = 0; is_same && i < after.ref_count; i++)
        is_same = ref_same(&after.refs[i], &tree->refs[i]);
    return is_same ||
        call_fail(call, LSP_REQUEST_FAILED,
            STR("with this name the document would mean something else"));
}

bool answer_rename(struct call *call)
{
    size_t offset;
    struct lsp_document *document = call_place(call, &offset);
    str name = member_text(call->params, "newName");
    const struct tree *tree;
    const struct ref *ref;
    struct edit *edits;
    size_t count = 0;

    if (document == NULL)
        return false;
    tree = document_tree(document);
    ref = renamable(call, document, tree, offset);
    if (ref == NULL)
        return false;
    if (!is_name(name))
        return call_fail(call, LSP_INVALID_PARAMS,
            STR("a name is written in small letters, digits and underscores, and "
                "begins with a letter"));
    if (!document->read.is_good)
        return call_fail(call, LSP_REQUEST_FAILED,
            STR("correct the document's mistakes first: what cannot be read may use "
                "this name, too"));
    edits = ARENA_ARRAY(call->arena, struct edit, tree->ref_count);
    for (uint32_t i = 0; i < tree->ref_count; i++)
        if (ref_same(&tree->refs[i], ref))
            edits[count++] = (struct edit){ref_range(document, &tree->refs[i]), name};
    if (!check_rename(call, document, tree, edits, count))
        return false;
    json_edits(call, document, edits, count);
    return true;
}
