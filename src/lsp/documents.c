/*
 * The documents that the client has open: their text, edit by edit, and what was
 * read of it.
 *
 * The client's text is the truth; the file is never looked at.  A text lives in
 * an arena of its own, so an edit makes a new one and lets the old one go.
 */
#include "lsp/inside.h"

struct lsp_document *document_find(struct lsp *lsp, str uri)
{
    for (struct lsp_document *d = lsp->documents; d != NULL; d = d->next)
        if (d->is_open && str_equal(d->uri, uri))
            return d;
    return NULL;
}

static void forget(struct reading *reading)
{
    policy_clear(&reading->policy);
    arena_clear(&reading->arena);
    *reading = (struct reading){0};
}

/* ---- reading ---- */

const struct tree *document_tree(struct lsp_document *document)
{
    struct reading *read = &document->read;

    if (!read->is_fresh) {
        read->is_fresh = true;
        read->is_good =
            tree_read(&read->arena, document->text, &read->diags, &read->tree) &&
            read->diags.errors == 0;
    }
    return &read->tree;
}

bool document_compile(struct lsp_document *document)
{
    struct reading *all = &document->compiled;

    if (!all->is_fresh) {
        all->is_fresh = true;
        all->is_good =
            policy_compile(&all->arena, document->text, &all->diags, &all->policy);
        diags_sort(&all->diags);
    }
    return all->is_good;
}

bool document_is_plain(const struct lsp_document *document)
{
    const struct diags *diags = &document->compiled.diags;

    if (document->compiled.policy.tree.scan.block_count > 0)
        return false;
    for (size_t i = 0; i < diags->count; i++)
        if (diags->items[i].span.line == 0 &&
            str_equal(diags->items[i].code, STR("P057")))
            return true;
    return false;
}

/* ---- text ---- */

/* The text becomes `text` between what stood before and after `range`. */
static void keep_text(struct lsp *lsp, struct lsp_document *document, str uri,
    struct range range, str text)
{
    struct arena arena = {0};
    struct text made = text_in(&arena);

    text_add(&made, str_slice(document->text, 0, range.start));
    text_add(&made, text);
    text_add(&made, str_slice(document->text, range.end, document->text.len));
    uri = arena_str(&arena, uri);
    forget(&document->read);
    forget(&document->compiled);
    arena_clear(&document->arena);
    document->arena = arena;
    document->uri = uri;
    document->text = text_str(&made);
    document->lines = lines_of(&document->arena, document->text, lsp->is_utf8);
    document->is_stale = true;
}

/* A place to keep one more document, or NULL. */
static struct lsp_document *free_document(struct lsp *lsp)
{
    struct lsp_document *made;

    for (struct lsp_document *d = lsp->documents; d != NULL; d = d->next)
        if (!d->is_open)
            return d;
    if (lsp->document_count == LSP_MAX_DOCUMENTS)
        return NULL;
    made = ARENA_NEW(&lsp->arena, struct lsp_document);
    made->next = lsp->documents;
    lsp->documents = made;
    lsp->document_count++;
    return made;
}

static void show_message(struct call *call, str words)
{
    struct message message;

    message_begin(&message, call->arena);
    json_key(&message.json, STR("method"));
    json_str(&message.json, STR("window/showMessage"));
    json_key(&message.json, STR("params"));
    json_object(&message.json);
    json_key(&message.json, STR("type"));
    json_i64(&message.json, 1);
    json_key(&message.json, STR("message"));
    json_str(&message.json, words);
    json_end(&message.json);
    message_end(&message, call->out);
}

/* Its text is beyond what is kept: serve nothing until there is a whole new one. */
static void lose(struct call *call, struct lsp_document *document)
{
    keep_text(call->lsp, document, document->uri, (struct range){0, document->text.len},
        (str){0});
    if (!document->is_lost)
        show_message(call,
            STR("Vestibule: this document is larger than 16 MiB and is not checked; "
                "make it smaller and open it again."));
    document->is_lost = true;
}

static void take_version(struct call *call, struct lsp_document *document)
{
    const struct json_value *version = member(call->params, "textDocument.version");

    document->has_version = version != NULL && version->kind == JSON_IS_INTEGER;
    if (document->has_version)
        document->version = version->integer;
}

bool did_open(struct call *call)
{
    str uri = member_text(call->params, "textDocument.uri");
    str text = member_text(call->params, "textDocument.text");
    struct lsp_document *document = document_find(call->lsp, uri);

    if (uri.len == 0)
        return false;
    if (document == NULL)
        document = free_document(call->lsp);
    if (document == NULL) {
        show_message(call,
            STR("Vestibule: too many documents are open; this one is not checked."));
        return false;
    }
    document->is_open = true;
    document->is_lost = false;
    take_version(call, document);
    keep_text(call->lsp, document, uri, (struct range){0, document->text.len}, text);
    return true;
}

/* Put `text` in the place of the range that the change names, or of everything. */
static void change(
    struct call *call, struct lsp_document *document, const struct json_value *item)
{
    str text = member_text(item, "text");
    struct call part = {.params = item};
    struct range range = {0, document->text.len};

    if (member(item, "range") != NULL) {
        if (document->is_lost)
            return;
        range = call_range(&part, document, "range");
    }
    if (document->text.len - (range.end - range.start) + text.len > LSP_MAX_TEXT) {
        lose(call, document);
        return;
    }
    document->is_lost = false;
    keep_text(call->lsp, document, document->uri, range, text);
}

bool did_change(struct call *call)
{
    const struct json_value *changes = member(call->params, "contentChanges");
    struct lsp_document *document =
        document_find(call->lsp, member_text(call->params, "textDocument.uri"));

    if (document == NULL || changes == NULL || changes->kind != JSON_IS_ARRAY)
        return false;
    for (size_t i = 0; i < changes->count; i++)
        if (member(&changes->items[i], "text") != NULL)
            change(call, document, &changes->items[i]);
    take_version(call, document);
    document->is_stale = true;
    return true;
}

bool did_close(struct call *call)
{
    struct lsp_document *document =
        document_find(call->lsp, member_text(call->params, "textDocument.uri"));

    if (document == NULL)
        return false;
    document->is_open = false;
    document->has_version = false;
    diagnostics_send(call->arena, document, call->out);
    forget(&document->read);
    forget(&document->compiled);
    arena_clear(&document->arena);
    *document = (struct lsp_document){.next = document->next};
    return true;
}

void lsp_settle(struct lsp *lsp, struct text *out)
{
    for (struct lsp_document *d = lsp->documents; d != NULL; d = d->next) {
        struct arena arena = {0};

        if (lsp->phase != LSP_OPEN || !d->is_open || !d->is_stale)
            continue;
        d->is_stale = false;
        diagnostics_send(&arena, d, out);
        arena_clear(&arena);
    }
}

void lsp_clear(struct lsp *lsp)
{
    for (struct lsp_document *d = lsp->documents; d != NULL; d = d->next) {
        forget(&d->read);
        forget(&d->compiled);
        arena_clear(&d->arena);
    }
    arena_clear(&lsp->arena);
    arena_clear(&lsp->pending);
    *lsp = (struct lsp){0};
}
