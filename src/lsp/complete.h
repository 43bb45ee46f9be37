/*
 * complete: what could be written at the cursor.
 *
 * Decided by the pieces of the statement before the cursor, which are read here
 * more simply than by the compiler: the statement is being written and is wrong
 * most of the time.  The names offered come from the rest of the document.
 */
#ifndef VESTIBULE_LSP_COMPLETE_H
#define VESTIBULE_LSP_COMPLETE_H

#include "lsp/inside.h"

/* LSP's numbers for kinds of completions. */
enum {
    ITEM_FUNCTION = 3,
    ITEM_VARIABLE = 6,
    ITEM_CLASS = 7,
    ITEM_PROPERTY = 10,
    ITEM_ENUM = 13,
    ITEM_KEYWORD = 14,
    ITEM_REFERENCE = 18,
    ITEM_VALUE = 20,
    ITEM_CONSTANT = 21,
    ITEM_EVENT = 23,
};

/* A piece of a statement. */
enum bit_kind { BIT_WORD, BIT_TEXT, BIT_NUMBER, BIT_SIGN };

struct bit {
    enum bit_kind kind;
    str text;
};

struct completion {
    struct call *call;
    const struct lsp_document *document;
    const struct tree *tree;
    struct range range; /* what a completion replaces */
    uint32_t count;     /* offered so far */
    struct bit *bits;   /* of the statement, before the word at the cursor */
    size_t bit_count;
    bool in_text;       /* the cursor stands inside a text */
    bool in_comment;    /* or a comment */
    bool is_line_start; /* nothing but space stands before the word */
};

/* Offer `label`; `text` is what is written. */
void offer_as(struct completion *c, int kind, str label, str text, str detail);
void offer(struct completion *c, int kind, str label, str detail);
void offer_word(struct completion *c, const char *word);

/* Offer the values of a fact or outcome of this name. */
void offer_values(struct completion *c, str name);
void offer_roles(struct completion *c);
void offer_outcomes(struct completion *c);

/* Offer facts; only dates, if wanted. */
void offer_facts(struct completion *c, bool dates);

/* The piece `back` places before the cursor: 1 is the last; an empty word when
 * there is none. */
struct bit bit_back(const struct completion *c, size_t back);
bool back_is(const struct completion *c, size_t back, const char *text);

/* The place of the first piece `text` at or after `from`, or bit_count. */
size_t bit_find(const struct completion *c, const char *text, size_t from);

/* complete_bits.c: read the pieces of `text`, which ends at the cursor's word. */
void read_bits(struct completion *c, str text);

/* complete_statement.c, complete_condition.c, complete_table.c */
void complete_statement(struct completion *c);
void complete_condition(struct completion *c, size_t start);
void complete_table(struct completion *c, size_t offset);

#endif
