/*
 * Messages: framed, read, handed to their handlers, answered.
 *
 *     "Content-Length: " bytes "\r\n" { other header "\r\n" } "\r\n" content
 *
 * All whole messages of a batch are read before the first is handled, so that a
 * request is not answered when its cancellation has come already.
 */
#include "lsp/inside.h"

struct method {
    str name;
    bool (*handle)(struct call *call);
};

static bool answer_shutdown(struct call *call)
{
    call->lsp->phase = LSP_SHUT;
    call->lsp->was_shut = true;
    json_null(call->json);
    return true;
}

/* clang-format off */
static const struct method requests[] = {
    {STR_INIT("initialize"),                    answer_initialize},
    {STR_INIT("shutdown"),                      answer_shutdown},
    {STR_INIT("textDocument/codeAction"),       answer_actions},
    {STR_INIT("textDocument/completion"),       answer_completion},
    {STR_INIT("textDocument/definition"),       answer_definition},
    {STR_INIT("textDocument/documentHighlight"), answer_highlights},
    {STR_INIT("textDocument/documentSymbol"),   answer_symbols},
    {STR_INIT("textDocument/formatting"),       answer_format},
    {STR_INIT("textDocument/hover"),            answer_hover},
    {STR_INIT("textDocument/prepareRename"),    answer_prepare_rename},
    {STR_INIT("textDocument/rangeFormatting"),  answer_format_range},
    {STR_INIT("textDocument/references"),       answer_references},
    {STR_INIT("textDocument/rename"),           answer_rename},
};

static const struct method notifications[] = {
    {STR_INIT("textDocument/didOpen"),   did_open},
    {STR_INIT("textDocument/didChange"), did_change},
    {STR_INIT("textDocument/didClose"),  did_close},
};
/* clang-format on */

static const struct method *find_method(
    const struct method *methods, size_t count, str name)
{
    for (size_t i = 0; i < count; i++)
        if (str_equal(methods[i].name, name))
            return &methods[i];
    return NULL;
}

/* ---- writing ---- */

void message_begin(struct message *message, struct arena *arena)
{
    message->body = text_in(arena);
    message->json = json_start(&message->body, false);
    json_object(&message->json);
    json_key(&message->json, STR("jsonrpc"));
    json_str(&message->json, STR("2.0"));
}

void message_end(struct message *message, struct text *out)
{
    json_end(&message->json);
    json_done(&message->json);
    text_add(out, STR("Content-Length: "));
    text_add_u64(out, message->body.len);
    text_add(out, STR("\r\n\r\n"));
    text_add(out, text_str(&message->body));
}

static void json_id(struct json_out *json, const struct json_value *id)
{
    json_key(json, STR("id"));
    if (id != NULL && id->kind == JSON_IS_INTEGER)
        json_i64(json, id->integer);
    else if (id != NULL && id->kind == JSON_IS_TEXT)
        json_str(json, id->text);
    else
        json_null(json);
}

static void send_error(struct arena *arena, const struct json_value *id, int code,
    str problem, struct text *out)
{
    struct message message;

    message_begin(&message, arena);
    json_id(&message.json, id);
    json_key(&message.json, STR("error"));
    json_object(&message.json);
    json_key(&message.json, STR("code"));
    json_i64(&message.json, code);
    json_key(&message.json, STR("message"));
    json_str(&message.json, problem);
    json_end(&message.json);
    message_end(&message, out);
}

/* ---- handling ---- */

/* Whether requests are served now; else the error is set. */
static bool is_served(struct call *call, str method)
{
    bool is_first = str_equal(method, STR("initialize"));

    switch (call->lsp->phase) {
    case LSP_NEW:
        return is_first ||
            call_fail(call, LSP_NOT_INITIALIZED, STR("send `initialize` first"));
    case LSP_OPEN:
        return !is_first ||
            call_fail(
                call, LSP_INVALID_REQUEST, STR("`initialize` was answered already"));
    default:
        return call_fail(call, LSP_INVALID_REQUEST,
            STR("the server is shut down and waits for `exit`"));
    }
}

/* Write the result; false: the error is set. */
static bool answer(struct call *call, str method)
{
    const struct method *row = find_method(requests, COUNT_OF(requests), method);

    if (!is_served(call, method))
        return false;
    if (row == NULL)
        return call_fail(call, LSP_METHOD_NOT_FOUND,
            STR("this server does not answer such requests"));
    return row->handle(call);
}

static void handle_request(
    struct call *call, str method, const struct json_value *id, struct text *out)
{
    struct message message;

    message_begin(&message, call->arena);
    json_id(&message.json, id);
    json_key(&message.json, STR("result"));
    call->json = &message.json;
    if (answer(call, method))
        message_end(&message, out);
    else
        send_error(call->arena, id, call->code, call->problem, out);
}

static void handle_notification(struct call *call, str method)
{
    const struct method *row =
        find_method(notifications, COUNT_OF(notifications), method);

    if (str_equal(method, STR("exit")))
        call->lsp->phase = LSP_GONE;
    else if (call->lsp->phase == LSP_OPEN && row != NULL)
        /* Nobody waits for an answer: one that makes no sense is left alone. */
        (void)row->handle(call);
}

static bool same_id(const struct json_value *a, const struct json_value *b)
{
    return a != NULL && b != NULL && a->kind == b->kind && a->integer == b->integer &&
        str_equal(a->text, b->text);
}

/* Whether one of the messages that follow cancels request `id`. */
static bool is_cancelled(
    const struct json_value *later, size_t count, const struct json_value *id)
{
    for (size_t i = 0; i < count; i++)
        if (str_equal(member_text(&later[i], "method"), STR("$/cancelRequest")) &&
            same_id(member(&later[i], "params.id"), id))
            return true;
    return false;
}

/* Handle the first of `count` messages. */
static void handle(struct lsp *lsp, struct arena *arena,
    const struct json_value *message, size_t count, struct text *out)
{
    const struct json_value *id = json_find(message, STR("id"));
    const struct json_value *method = json_find(message, STR("method"));
    struct call call = {.lsp = lsp,
        .arena = arena,
        .params = json_find(message, STR("params")),
        .out = out};

    if (message->kind == JSON_IS_NULL ||
        (message->kind == JSON_IS_OBJECT && method == NULL && id != NULL))
        return; /* was not JSON, and answered; or the answer to a request of ours */
    if (method == NULL || method->kind != JSON_IS_TEXT ||
        (id != NULL && id->kind != JSON_IS_INTEGER && id->kind != JSON_IS_TEXT))
        send_error(arena, id, LSP_INVALID_REQUEST,
            STR("a message is an object with a method and, for a request, an id that "
                "is a whole number or a text"),
            out);
    else if (id == NULL)
        handle_notification(&call, method->text);
    else if (is_cancelled(message + 1, count - 1, id))
        send_error(arena, id, LSP_REQUEST_CANCELLED, STR("cancelled"), out);
    else
        handle_request(&call, method->text, id, out);
}

/* ---- reading ---- */

/* Read one header line; `*length` is set by Content-Length. */
static bool read_header(str line, size_t *length, struct err *err)
{
    static const str name = STR_INIT("content-length");
    size_t colon = str_find_byte(line, ':', 0);
    int64_t number = 0;
    bool is_length = colon == name.len;

    if (colon == line.len)
        return err_set(err, ERR_INVALID,
            STR("the input is no language server protocol: a header line has no colon"));
    for (size_t i = 0; is_length && i < name.len; i++)
        is_length = (line.ptr[i] | 0x20) == name.ptr[i];
    if (!is_length)
        return true;
    if (!str_to_i64(str_trim(str_slice(line, colon + 1, line.len)), &number) ||
        number < 0)
        return err_set(err, ERR_INVALID,
            STR("the input is no language server protocol: Content-Length is no number"));
    if (number > LSP_MAX_MESSAGE)
        return err_set(
            err, ERR_LIMIT, STR("a message is larger than is accepted (16 MiB)"));
    *length = (size_t)number;
    return true;
}

/*
 * Take one whole message off the front of `input`.  `*found` tells whether there
 * was one.
 */
static bool take_message(str *input, str *content, bool *found, struct err *err)
{
    size_t end = str_find(*input, STR("\r\n\r\n"), 0);
    str headers = str_slice(*input, 0, end);
    size_t length = SIZE_MAX;
    str line;

    *found = false;
    if (end > LSP_MAX_HEADER)
        return err_set(err, ERR_INVALID,
            STR("the input is no language server protocol: no header ends within "
                "4096 bytes"));
    if (end == input->len)
        return true;
    while (str_split(&headers, '\n', &line))
        if (!read_header(str_trim(line), &length, err))
            return false;
    if (length == SIZE_MAX)
        return err_set(err, ERR_INVALID,
            STR("the input is no language server protocol: a message has no "
                "Content-Length"));
    end += 4;
    if (input->len - end < length)
        return true;
    *found = true;
    *content = str_slice(*input, end, end + length);
    *input = str_slice(*input, end + length, input->len);
    return true;
}

struct batch {
    struct json_value *items;
    size_t count;
    size_t room;
};

/* Read all whole messages; what is no JSON is answered here and stays as null. */
static bool read_batch(struct arena *arena, str *input, struct batch *batch,
    struct text *out, struct err *err)
{
    str content;
    bool found;

    while (take_message(input, &content, &found, err)) {
        struct json_value value = {.kind = JSON_IS_NULL};
        struct err problem = {0};

        if (!found)
            return true;
        if (!json_read(arena, content, &value, &problem)) {
            value = (struct json_value){.kind = JSON_IS_NULL};
            send_error(arena, NULL, LSP_PARSE_ERROR, err_text(&problem), out);
        }
        batch->items = arena_grow(
            arena, batch->items, batch->count, &batch->room, sizeof(*batch->items));
        batch->items[batch->count++] = value;
    }
    return false;
}

/* Keep only what has not been read yet. */
static void keep_rest(struct lsp *lsp, str rest)
{
    struct arena old = lsp->pending;

    if (rest.len == lsp->input.len)
        return;
    lsp->pending = (struct arena){0};
    lsp->input = text_in(&lsp->pending);
    text_add(&lsp->input, rest);
    arena_clear(&old);
}

void lsp_init(struct lsp *lsp, str version)
{
    *lsp = (struct lsp){.version = version};
}

bool lsp_take(struct lsp *lsp, str bytes, struct text *out, struct err *err)
{
    struct arena arena = {0};
    struct batch batch = {0};
    bool is_sound;
    str rest;

    if (lsp->input.ptr == NULL)
        lsp->input = text_in(&lsp->pending);
    text_add(&lsp->input, bytes);
    rest = text_str(&lsp->input);
    is_sound = read_batch(&arena, &rest, &batch, out, err);
    for (size_t i = 0; i < batch.count && lsp->phase != LSP_GONE; i++)
        handle(lsp, &arena, &batch.items[i], batch.count - i, out);
    keep_rest(lsp, rest);
    arena_clear(&arena);
    return is_sound;
}

bool lsp_is_cut_off(const struct lsp *lsp)
{
    return lsp->input.len > 0;
}
