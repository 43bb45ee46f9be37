/*
 * hover: what is said of a name, in Markdown.
 *
 * One paragraph each: what it is, in the document's words; what it means for
 * others; where it comes from.  What only a compiled document can tell (counts,
 * proofs) is left out while there are mistakes.
 */
#ifndef VESTIBULE_LSP_HOVER_H
#define VESTIBULE_LSP_HOVER_H

#include "lsp/inside.h"

struct hover {
    struct arena *arena;
    struct lsp_document *document;
    struct policy *policy;
    const struct tree *tree;
    bool is_good; /* the document compiles */
    struct text text;
};

void hover_fact(struct hover *h, uint32_t fact);
void hover_choice(struct hover *h, uint32_t fact, uint32_t value);
void hover_let(struct hover *h, uint32_t let);
void hover_role(struct hover *h, uint32_t role);
void hover_outcome(struct hover *h, uint32_t outcome);
void hover_value(struct hover *h, uint32_t outcome, uint32_t value);
void hover_rule(struct hover *h, uint32_t rule);
void hover_duty(struct hover *h, uint32_t duty);
void hover_property(struct hover *h, uint32_t property);
void hover_heading(struct hover *h, uint32_t heading);

/* ---- hover_text.c: pieces of them ---- */

/* A text of the document, its signs of Markdown made harmless. */
void hover_words(struct hover *h, str words);

/* "**rule** `name`" */
void hover_title(struct hover *h, str kind, str name);

/* "`a`, `b` and 5 more": names in code, at most NAMES_SHOWN. */
struct name_list {
    uint32_t count;
};
void hover_name(struct hover *h, struct name_list *names, str name);
void hover_names_end(struct hover *h, const struct name_list *names);

/* The lines of the statement around a name, as a block of code. */
void hover_statement(struct hover *h, struct span name);

/* The headings above a statement and the quote before it. */
void hover_ground(struct hover *h, struct ground ground);

/* "1,234 of 5,678 states (21.7 %)" */
void hover_share(struct hover *h, struct dd_count part);

/* How many states lead to yes, in a diagram narrowed to the allowed ones. */
struct dd_count hover_count(struct hover *h, dd where);

/* `name` = "label", as an item of a list. */
void hover_item(struct hover *h, const struct choice *choice);

#endif
