/*
 * lex: the statements of a protocol block, as tokens.
 */
#ifndef VESTIBULE_POLICY_LEX_H
#define VESTIBULE_POLICY_LEX_H

#include "policy/diag.h"
#include "policy/scan.h"

enum token_kind {
    TOKEN_END,
    TOKEN_NAME, /* names and keywords alike */
    TOKEN_TEXT, /* between double quotes; `text` is without them */
    TOKEN_NUMBER,
    TOKEN_DATE,
    TOKEN_TIME,
    TOKEN_OPEN,
    TOKEN_CLOSE,
    TOKEN_COMMA,
    TOKEN_COLON,
    TOKEN_EQUALS,
    TOKEN_LESS,
    TOKEN_AT_MOST,
    TOKEN_MORE,
    TOKEN_AT_LEAST,
    TOKEN_SLASH,
    TOKEN_BROKEN, /* reported already */
};

struct token {
    enum token_kind kind;
    str text;
    int32_t value; /* number, day or minute */
    struct span span;
};

struct statement {
    struct token *tokens; /* the last is TOKEN_END */
    uint32_t count;       /* without it */
    uint32_t block;       /* index into scan.blocks */
};

struct statements {
    struct statement *items;
    size_t count;
    size_t capacity;
};

/* Read all statements of all blocks.  Mistakes go to `diags`. */
void lex_blocks(struct arena *arena, const struct scan *scan, struct diags *diags,
    struct statements *out);

/* Read one statement from a text of its own. */
void lex_text(
    struct arena *arena, str text, struct diags *diags, struct statement *out);

#endif
