/*
 * diag: what is wrong with a protocol, where, and what to do about it.
 *
 * Diagnostics are results, not errors: the terminal draws carets from them,
 * --json prints them, the language server sends them.  Codes are stable; their
 * table is in codes.c and in docs/codes.md.
 */
#ifndef VESTIBULE_POLICY_DIAG_H
#define VESTIBULE_POLICY_DIAG_H

#include "base/base.h"

/* A place in the document.  Lines and columns count from 1; columns and length
 * count characters, not bytes.  Line 0 means the document as a whole. */
struct span {
    uint32_t line;
    uint32_t column;
    uint32_t length;
};

enum severity {
    SEVERITY_ERROR,   /* does not compile */
    SEVERITY_WARNING, /* compiles, but probably is not what was meant */
    SEVERITY_INFO,
};

/* An edit that mends a mistake. */
struct fix {
    struct span span; /* what `text` replaces; length 0 inserts before column */
    str text;         /* ready to paste; ptr is NULL when there is no fix */
};

struct diag {
    str code; /* "P014" */
    enum severity severity;
    struct span span;
    str message;
    str hint; /* empty when there is nothing to add */
    struct fix fix;
    struct fix other; /* another way to mend it, as good as the first */
};

/* All-zero is empty.  Kept in the order found; diags_sort orders by place. */
struct diags {
    struct diag *items;
    size_t count;
    size_t capacity;
    size_t errors; /* how many of SEVERITY_ERROR */
};

/* One row for each code: number, severity, and what the code means in general. */
struct diag_code {
    str code;
    enum severity severity;
    str title;
};

/* The table, ordered by code. */
const struct diag_code *diag_codes(size_t *count);

/*
 * Report `code` (it must be in the table) at `span`.  Texts are copied to
 * `arena`.  Returns the new entry so that a fix can be attached; valid until
 * the next call.
 */
struct diag *diag_add(struct diags *diags, struct arena *arena, const char *code,
    struct span span, str message, str hint);

/* Attach a replacement for `span` to an entry; a second one is its other fix. */
void diag_fix(struct diag *diag, struct arena *arena, struct span span, str text);

/* Order by line, column, code; equal entries keep their order. */
void diags_sort(struct diags *diags);

str severity_name(enum severity severity);

/* Return the span from the start of `a` to the end of `b` (same line), or `a`. */
struct span span_join(struct span a, struct span b);

/*
 * Write one entry for a terminal: "FILE:LINE:COLUMN: error P014: message", the
 * source line, a caret line under the span, and the hint.
 */
void text_add_diag(struct text *text, str file, str source, const struct diag *diag);

/* Write one entry as a JSON object: code, severity, line, column, length,
 * message, hint, fix. */
void json_diag(struct json_out *json, const struct diag *diag);

#endif
