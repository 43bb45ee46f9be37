/*
 * Diagnostics as LSP has them, and the quick fixes that mend them.
 */
#include "lsp/inside.h"

enum { TITLE_MOST = 72, TAG_UNNECESSARY = 1 };

static int severity_of(enum severity severity)
{
    static const int numbers[] = {1, 2, 3};

    return numbers[severity];
}

/* What editors may grey out: declared, but nothing comes of it. */
static bool is_unnecessary(str code)
{
    static const str codes[] = {STR_INIT("P058"), STR_INIT("P060"), STR_INIT("P061"),
        STR_INIT("P102"), STR_INIT("P109"), STR_INIT("P111"), STR_INIT("P115")};

    for (size_t i = 0; i < COUNT_OF(codes); i++)
        if (str_equal(codes[i], code))
            return true;
    return false;
}

static void json_diagnostic(struct json_out *json, struct arena *arena,
    const struct lsp_document *document, const struct diag *diag)
{
    struct text words = text_in(arena);

    text_add(&words, diag->message);
    if (diag->hint.len > 0) {
        text_add(&words, STR("\nhint: "));
        text_add(&words, diag->hint);
    }
    json_object(json);
    json_key(json, STR("range"));
    json_range(json, &document->lines, lines_span(&document->lines, diag->span));
    json_key(json, STR("severity"));
    json_i64(json, severity_of(diag->severity));
    json_key(json, STR("code"));
    json_str(json, diag->code);
    json_key(json, STR("source"));
    json_str(json, STR("vestibule"));
    json_key(json, STR("message"));
    json_str(json, text_str(&words));
    if (is_unnecessary(diag->code)) {
        json_key(json, STR("tags"));
        json_array(json);
        json_i64(json, TAG_UNNECESSARY);
        json_end(json);
    }
    json_end(json);
}

void diagnostics_send(
    struct arena *arena, struct lsp_document *document, struct text *out)
{
    const struct diags *diags = &document->compiled.diags;
    bool is_told = document->is_open && !document->is_lost;
    struct message message;
    struct json_out *json = &message.json;

    if (is_told && !document_compile(document))
        is_told = !document_is_plain(document);
    message_begin(&message, arena);
    json_key(json, STR("method"));
    json_str(json, STR("textDocument/publishDiagnostics"));
    json_key(json, STR("params"));
    json_object(json);
    json_key(json, STR("uri"));
    json_str(json, document->uri);
    if (document->has_version) {
        json_key(json, STR("version"));
        json_i64(json, document->version);
    }
    json_key(json, STR("diagnostics"));
    json_array(json);
    for (size_t i = 0; is_told && i < diags->count; i++)
        json_diagnostic(json, arena, document, &diags->items[i]);
    json_end(json);
    json_end(json);
    message_end(&message, out);
}

/* ---- quick fixes ---- */

/* Words in one line, cut when they are long. */
static void text_add_short(struct text *text, str words)
{
    size_t width = 0;

    words = str_trim(words);
    for (size_t i = 0; i < words.len; i++) {
        bool begins = ((unsigned char)words.ptr[i] & 0xc0) != 0x80;

        width += begins;
        if (begins && width > TITLE_MOST) {
            text_add(text, STR("…"));
            return;
        }
        text_add_byte(text, words.ptr[i] == '\n' ? ' ' : words.ptr[i]);
    }
}

static str title_of(
    struct arena *arena, const struct lsp_document *document, struct edit edit)
{
    struct text title = text_in(arena);
    str old = str_slice(document->text, edit.range.start, edit.range.end);
    struct range before = word_at(document->text, edit.range.start);
    bool joins = old.len == 0 && !str_starts(edit.text, STR("\n"));

    if (str_trim(edit.text).len == 0 && old.len == 0)
        return str_find_byte(edit.text, '\n', 0) < edit.text.len
            ? STR("Insert an empty line")
            : STR("Indent this line");
    if (edit.text.len == 0) {
        text_add(&title, STR("Remove `"));
        text_add_short(&title, old);
    } else if (old.len == 0) {
        text_add(&title, STR("Insert `"));
        text_add_short(&title, edit.text);
    } else {
        text_add(&title, STR("Replace by `"));
        text_add_short(&title, edit.text);
    }
    text_add_byte(&title, '`');
    if (joins && before.start < before.end && before.end == edit.range.start) {
        text_add(&title, STR(" after `"));
        text_add(&title, str_slice(document->text, before.start, before.end));
        text_add_byte(&title, '`');
    }
    return text_str(&title);
}

static void json_action(struct call *call, const struct lsp_document *document,
    const struct diag *diag, const struct fix *fix)
{
    struct json_out *json = call->json;
    struct edit edit = {lines_span(&document->lines, fix->span), fix->text};

    json_object(json);
    json_key(json, STR("title"));
    json_str(json, title_of(call->arena, document, edit));
    json_key(json, STR("kind"));
    json_str(json, STR("quickfix"));
    json_key(json, STR("isPreferred"));
    json_bool(json, diag->other.text.ptr == NULL);
    json_key(json, STR("diagnostics"));
    json_array(json);
    json_diagnostic(json, call->arena, document, diag);
    json_end(json);
    json_key(json, STR("edit"));
    json_edits(call, document, &edit, 1);
    json_end(json);
}

/* Whether the client asks for quick fixes, alone or among others. */
static bool wants_fixes(const struct call *call)
{
    const struct json_value *only = member(call->params, "context.only");

    if (only == NULL || only->kind != JSON_IS_ARRAY)
        return true;
    for (size_t i = 0; i < only->count; i++)
        if (only->items[i].kind == JSON_IS_TEXT &&
            (only->items[i].text.len == 0 ||
                str_equal(only->items[i].text, STR("quickfix"))))
            return true;
    return false;
}

static bool touches(struct range a, struct range b)
{
    return a.start <= b.end && b.start <= a.end;
}

bool answer_actions(struct call *call)
{
    struct lsp_document *document = call_document(call);
    const struct diags *diags;
    struct range range;
    bool is_told;

    if (document == NULL)
        return false;
    diags = &document->compiled.diags;
    range = call_range(call, document, "range");
    is_told = wants_fixes(call) && !document->is_lost;
    if (is_told && !document_compile(document))
        is_told = !document_is_plain(document);
    json_array(call->json);
    for (size_t i = 0; is_told && i < diags->count; i++) {
        const struct diag *diag = &diags->items[i];

        if (!touches(range, lines_span(&document->lines, diag->span)))
            continue;
        if (diag->fix.text.ptr != NULL)
            json_action(call, document, diag, &diag->fix);
        if (diag->other.text.ptr != NULL)
            json_action(call, document, diag, &diag->other);
    }
    json_end(call->json);
    return true;
}
