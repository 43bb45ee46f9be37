/*
 * What handlers of requests share: finding members, the document, the place.
 */
#include "lsp/inside.h"

bool call_fail(struct call *call, int code, str problem)
{
    call->code = code;
    call->problem = problem;
    return false;
}

const struct json_value *member(const struct json_value *object, const char *path)
{
    str rest = str_from(path);
    str name;

    while (object != NULL && str_split(&rest, '.', &name))
        object = json_find(object, name);
    return object;
}

str member_text(const struct json_value *object, const char *path)
{
    const struct json_value *found = member(object, path);

    return found != NULL && found->kind == JSON_IS_TEXT ? found->text : (str){0};
}

bool member_is_true(const struct json_value *object, const char *path)
{
    const struct json_value *found = member(object, path);

    return found != NULL && found->kind == JSON_IS_BOOL && found->truth;
}

/* A line or column; what is none counts as 0, what is too large as the largest. */
static uint32_t member_count(const struct json_value *object, const char *path)
{
    const struct json_value *found = member(object, path);

    if (found == NULL || found->kind != JSON_IS_INTEGER || found->integer < 0)
        return 0;
    return found->integer > INT32_MAX ? INT32_MAX : (uint32_t)found->integer;
}

static size_t member_offset(
    const struct lsp_document *document, const struct json_value *place)
{
    return lines_offset(&document->lines,
        (struct place){member_count(place, "line"), member_count(place, "character")});
}

struct lsp_document *call_document(struct call *call)
{
    struct lsp_document *document =
        document_find(call->lsp, member_text(call->params, "textDocument.uri"));

    if (document != NULL)
        return document;
    call_fail(call, LSP_INVALID_PARAMS, STR("this document is not open"));
    return NULL;
}

struct lsp_document *call_place(struct call *call, size_t *offset)
{
    struct lsp_document *document = call_document(call);

    if (document != NULL)
        *offset = member_offset(document, member(call->params, "position"));
    return document;
}

struct range call_range(
    const struct call *call, const struct lsp_document *document, const char *path)
{
    const struct json_value *range = member(call->params, path);
    size_t start = member_offset(document, member(range, "start"));
    size_t end = member_offset(document, member(range, "end"));

    return (struct range){start, end < start ? start : end};
}

/* ---- edits ---- */

void json_edit(
    struct json_out *json, const struct lsp_document *document, struct edit edit)
{
    json_object(json);
    json_key(json, STR("range"));
    json_range(json, &document->lines, edit.range);
    json_key(json, STR("newText"));
    json_str(json, edit.text);
    json_end(json);
}

static void json_edit_list(struct json_out *json, const struct lsp_document *document,
    const struct edit *edits, size_t count)
{
    json_array(json);
    for (size_t i = 0; i < count; i++)
        json_edit(json, document, edits[i]);
    json_end(json);
}

void json_edits(struct call *call, const struct lsp_document *document,
    const struct edit *edits, size_t count)
{
    struct json_out *json = call->json;

    json_object(json);
    if (!call->lsp->is_versioned) {
        json_key(json, STR("changes"));
        json_object(json);
        json_key(json, document->uri);
        json_edit_list(json, document, edits, count);
        json_end(json);
        json_end(json);
        return;
    }
    json_key(json, STR("documentChanges"));
    json_array(json);
    json_object(json);
    json_key(json, STR("textDocument"));
    json_object(json);
    json_key(json, STR("uri"));
    json_str(json, document->uri);
    json_key(json, STR("version"));
    if (document->has_version)
        json_i64(json, document->version);
    else
        json_null(json);
    json_end(json);
    json_key(json, STR("edits"));
    json_edit_list(json, document, edits, count);
    json_end(json);
    json_end(json);
    json_end(json);
}

/* ---- initialize ---- */

/* Whether the client's list at `path` holds `word`. */
static bool list_has(const struct json_value *object, const char *path, str word)
{
    const struct json_value *list = member(object, path);

    if (list == NULL || list->kind != JSON_IS_ARRAY)
        return false;
    for (size_t i = 0; i < list->count; i++)
        if (list->items[i].kind == JSON_IS_TEXT && str_equal(list->items[i].text, word))
            return true;
    return false;
}

static void read_client(struct lsp *lsp, const struct json_value *client)
{
    static const char hover[] = "textDocument.hover.contentFormat";

    lsp->is_utf8 = list_has(client, "general.positionEncodings", STR("utf-8"));
    lsp->is_plain =
        member(client, hover) != NULL && !list_has(client, hover, STR("markdown"));
    lsp->is_flat = !member_is_true(
        client, "textDocument.documentSymbol.hierarchicalDocumentSymbolSupport");
    lsp->is_versioned =
        member_is_true(client, "workspace.workspaceEdit.documentChanges");
}

static void json_capabilities(struct json_out *json, bool is_utf8)
{
    static const str plain[] = {STR_INIT("hoverProvider"),
        STR_INIT("definitionProvider"), STR_INIT("referencesProvider"),
        STR_INIT("documentHighlightProvider"), STR_INIT("documentSymbolProvider"),
        STR_INIT("documentFormattingProvider"),
        STR_INIT("documentRangeFormattingProvider")};
    static const str triggers[] = {STR_INIT(" "), STR_INIT("("), STR_INIT(","),
        STR_INIT(":"), STR_INIT("\""), STR_INIT("|")};

    json_key(json, STR("positionEncoding"));
    json_str(json, is_utf8 ? STR("utf-8") : STR("utf-16"));
    json_key(json, STR("textDocumentSync"));
    json_object(json);
    json_key(json, STR("openClose"));
    json_bool(json, true);
    json_key(json, STR("change"));
    json_i64(json, 2); /* edits, not whole texts */
    json_end(json);
    for (size_t i = 0; i < COUNT_OF(plain); i++) {
        json_key(json, plain[i]);
        json_bool(json, true);
    }
    json_key(json, STR("completionProvider"));
    json_object(json);
    json_key(json, STR("triggerCharacters"));
    json_array(json);
    for (size_t i = 0; i < COUNT_OF(triggers); i++)
        json_str(json, triggers[i]);
    json_end(json);
    json_end(json);
    json_key(json, STR("codeActionProvider"));
    json_object(json);
    json_key(json, STR("codeActionKinds"));
    json_array(json);
    json_str(json, STR("quickfix"));
    json_end(json);
    json_end(json);
}

bool answer_initialize(struct call *call)
{
    const struct json_value *client = member(call->params, "capabilities");
    struct json_out *json = call->json;

    read_client(call->lsp, client);
    call->lsp->phase = LSP_OPEN;
    json_object(json);
    json_key(json, STR("capabilities"));
    json_object(json);
    json_capabilities(json, call->lsp->is_utf8);
    json_key(json, STR("renameProvider"));
    if (member_is_true(client, "textDocument.rename.prepareSupport")) {
        json_object(json);
        json_key(json, STR("prepareProvider"));
        json_bool(json, true);
        json_end(json);
    } else {
        json_bool(json, true);
    }
    json_end(json);
    json_key(json, STR("serverInfo"));
    json_object(json);
    json_key(json, STR("name"));
    json_str(json, STR("vestibule"));
    json_key(json, STR("version"));
    json_str(json, call->lsp->version);
    json_end(json);
    json_end(json);
    return true;
}
