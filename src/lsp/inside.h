/*
 * What the files of lsp share: places in a text, open documents, calls.
 *
 * A place is what LSP calls a position: line and column from 0, columns in UTF-16
 * units or bytes.  Inside, everything is a range of bytes; the compiler's spans
 * and the client's places are turned into such ranges at the edges.
 */
#ifndef VESTIBULE_LSP_INSIDE_H
#define VESTIBULE_LSP_INSIDE_H

#include "lsp/lsp.h"
#include "policy/policy.h"
#include "json/json.h"

/* ---- lines.c ---- */

struct place {
    uint32_t line;
    uint32_t column;
};

struct range {
    size_t start, end; /* bytes */
};

struct lines {
    str source;
    size_t *starts; /* [line]; and where all ends */
    uint32_t count; /* at least 1 */
    bool is_utf8;
};

struct lines lines_of(struct arena *arena, str source, bool is_utf8);

/* Bytes of a line, without its line end. */
struct range lines_line(const struct lines *lines, uint32_t line);

/* What lies beyond a line or the text is taken as its end. */
size_t lines_offset(const struct lines *lines, struct place place);
struct place lines_place(const struct lines *lines, size_t offset);

/* The bytes that a span of the compiler covers. */
struct range lines_span(const struct lines *lines, struct span span);

void json_range(struct json_out *json, const struct lines *lines, struct range range);

/* ---- documents.c ---- */

/* What was read of a document's text, while it is the text. */
struct reading {
    struct arena arena;
    bool is_fresh;
    bool is_good; /* without mistakes */
    struct diags diags;
    struct tree tree;
    struct policy policy; /* when compiled */
};

struct lsp_document {
    struct lsp_document *next;
    bool is_open;
    bool is_lost;  /* it grew beyond what is kept: its text is not known */
    bool is_stale; /* its diagnostics have not been sent */
    str uri;
    bool has_version;
    int64_t version;
    struct arena arena; /* of uri and text */
    str text;
    struct lines lines;
    struct reading read;     /* its tree only */
    struct reading compiled; /* all of it */
};

/* Find an open document; NULL when there is none. */
struct lsp_document *document_find(struct lsp *lsp, str uri);

/* Read the document's tree, unless that is done. */
const struct tree *document_tree(struct lsp_document *document);

/* Compile it, unless that is done.  Whether it has no mistakes. */
bool document_compile(struct lsp_document *document);

/* Whether it is Markdown of another kind, with nothing formal in it: left alone. */
bool document_is_plain(const struct lsp_document *document);

/* ---- calls: server.c ---- */

/* JSON-RPC and LSP error codes. */
enum {
    LSP_PARSE_ERROR = -32700,
    LSP_INVALID_REQUEST = -32600,
    LSP_METHOD_NOT_FOUND = -32601,
    LSP_INVALID_PARAMS = -32602,
    LSP_NOT_INITIALIZED = -32002,
    LSP_REQUEST_FAILED = -32803,
    LSP_REQUEST_CANCELLED = -32800,
};

/* A request or notification that is being handled. */
struct call {
    struct lsp *lsp;
    struct arena *arena; /* until it is answered */
    const struct json_value *params;
    struct json_out *json; /* a request's handler writes one value: the result */
    struct text *out;      /* a notification's handler may send messages */
    int code;              /* of the error */
    str problem;
};

/* Say why a request cannot be answered; always false. */
bool call_fail(struct call *call, int code, str problem);

/* The member that a path such as "textDocument.uri" leads to, or NULL. */
const struct json_value *member(const struct json_value *object, const char *path);

/* The text there, or an empty one. */
str member_text(const struct json_value *object, const char *path);
bool member_is_true(const struct json_value *object, const char *path);

/* The document a request is about, or NULL and the reason. */
struct lsp_document *call_document(struct call *call);

/* The document and, in bytes, the place that the request is about. */
struct lsp_document *call_place(struct call *call, size_t *offset);

/* The client's range at `path` in bytes; the start of the text when there is none. */
struct range call_range(
    const struct call *call, const struct lsp_document *document, const char *path);

/* Begin a message; what is written to the json until message_end is its members. */
struct message {
    struct text body;
    struct json_out json;
};
void message_begin(struct message *message, struct arena *arena);
void message_end(struct message *message, struct text *out);

/* ---- handlers, one file a matter ---- */

/* Write the notification that tells a document's diagnostics; of one that is closed,
 * that there are none. */
void diagnostics_send(
    struct arena *arena, struct lsp_document *document, struct text *out);

bool did_open(struct call *call);
bool did_change(struct call *call);
bool did_close(struct call *call);

bool answer_actions(struct call *call);
bool answer_completion(struct call *call);
bool answer_definition(struct call *call);
bool answer_format(struct call *call);
bool answer_format_range(struct call *call);
bool answer_highlights(struct call *call);
bool answer_hover(struct call *call);
bool answer_initialize(struct call *call);
bool answer_prepare_rename(struct call *call);
bool answer_references(struct call *call);
bool answer_rename(struct call *call);
bool answer_symbols(struct call *call);

/* Write a WorkspaceEdit of one document: `edits` writes its TextEdits. */
struct edit {
    struct range range;
    str text;
};
void json_edits(struct call *call, const struct lsp_document *document,
    const struct edit *edits, size_t count);

/* Write one TextEdit. */
void json_edit(
    struct json_out *json, const struct lsp_document *document, struct edit edit);

/* The name that stands at a place, or NULL. */
const struct ref *ref_at(
    const struct lsp_document *document, const struct tree *tree, size_t offset);
bool ref_same(const struct ref *a, const struct ref *b);

/* A letter, digit or underscore; hover.c. */
bool is_word_byte(char byte);

/* The word around `offset`. */
struct range word_at(str text, size_t offset);

/* ---- words.c ---- */

/* What a word of the language means, in one sentence; empty when it is none. */
str word_meaning(str word);

/* The block whose lines hold line `line` (from 1), or SCAN_NONE. */
uint32_t block_at(const struct scan *scan, uint32_t line);

/* The lines, from 1, of the statement that holds `line`, inside a block. */
void statement_lines(const struct scan *scan, uint32_t block, uint32_t line,
    uint32_t *first, uint32_t *last);

#endif
