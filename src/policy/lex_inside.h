/*
 * What the files of the lexer share.
 */
#ifndef VESTIBULE_POLICY_LEX_INSIDE_H
#define VESTIBULE_POLICY_LEX_INSIDE_H

#include "policy/lex.h"

/* One line being cut into tokens, which go to the end of `tokens`. */
struct lexer {
    struct report *report;
    str line;
    uint32_t number;  /* of the line */
    uint32_t columns; /* characters of the document's line before `line` */
    size_t at;        /* the next byte to read */
    size_t known_at;  /* a place in the line, and how many characters lie before it */
    uint32_t known_width;
    struct token *tokens;
    size_t count;
    size_t capacity;
};

struct span lex_span(struct lexer *l, size_t start, size_t end);

void lex_put(struct lexer *l, enum token_kind kind, str text, int32_t value,
    size_t start, size_t end);

/* Report a part of the line; nothing is put in its place. */
struct diag *lex_complain(
    struct lexer *l, const char *code, size_t start, size_t end, str message, str hint);

/* Report a part of the line and put TOKEN_BROKEN. */
struct diag *lex_broken(
    struct lexer *l, const char *code, size_t start, size_t end, str message, str hint);

/* Whether `c` may stand in a word. */
bool lex_is_word(char c);

/* lex_number.c: read what begins with a digit: a number, a date or a time. */
void lex_number(struct lexer *l);

/* lex_token.c: cut the line into tokens. */
void lex_line(struct lexer *l);

#endif
