/*
 * lex: the statements of protocol blocks, as tokens.
 *
 * A statement starts at the first column; lines that start with white space
 * continue it; `#` starts a comment.
 */
#ifndef VESTIBULE_POLICY_LEX_H
#define VESTIBULE_POLICY_LEX_H

#include "policy/report.h"
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
    str text;      /* what it means */
    str raw;       /* what is written, a slice of the document's line */
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

/* Read all statements of all blocks. */
void lex_blocks(struct report *report, const struct scan *scan, struct statements *out);

/* Read one statement from a text of its own, which may have several lines. */
void lex_text(struct report *report, str text, struct statement *out);

/* ---- words.c: the words of the language ---- */

/* Whether a statement begins with this word. */
bool is_statement_word(str word);

/* Whether this word cannot be a name. */
bool is_keyword(str word);

/* Whether this word cannot even be the name of a value. */
bool is_logic_word(str word);

/* Whether the language uses this word anywhere. */
bool is_language_word(str word);

#endif
