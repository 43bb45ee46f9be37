/*
 * parse: from statements to the tree.
 *
 * Two rounds, because statements may name what is declared later: first every
 * declaration is entered with its name, then conditions and other references are
 * read with all names known.  The first mistake of a statement is reported and
 * ends it; parsing goes on with the next.
 */
#ifndef VESTIBULE_POLICY_PARSE_H
#define VESTIBULE_POLICY_PARSE_H

#include "policy/lex.h"
#include "policy/tree.h"

enum {
    MAX_FACTS = 900,
    MAX_CHOICES = 500,
    MAX_RULES = 10000,
    MAX_OTHERS = 10000, /* lets, duties, says, assumptions, properties */
    MAX_OUTCOMES = 100,
    MAX_VALUES = 28, /* of an outcome */
    MAX_NAME = 64,
    MAX_DEPTH = 200,
    MAX_MISTAKES = 200,
};

/* Where a statement's condition begins: left for the second round. */
struct pending {
    const struct statement *statement;
    uint32_t at;
};

struct parser {
    struct arena *arena;
    struct diags *diags;
    struct tree *tree;
    const struct statement *statement;
    uint32_t at;    /* the token looked at */
    uint32_t depth; /* of conditions */
    bool failed;    /* a mistake was reported in this statement */
    bool names_outcome;
    struct map names; /* facts, lets, outcomes: kind * 2^24 + index */
    struct map rules;
    struct map duties;
    struct map roles;
    size_t fact_capacity, let_capacity, outcome_capacity, rule_capacity, duty_capacity,
        say_capacity, assume_capacity, property_capacity, role_capacity, ref_capacity,
        table_capacity;
    struct pending *lets, *rule_heads, *duty_heads, *says, *assumes, *properties, *facts;
    size_t pending_let, pending_rule, pending_duty, pending_say, pending_assume,
        pending_property, pending_fact;
};

enum name_kind { NAME_FACT = 1, NAME_LET, NAME_OUTCOME };
enum { NAME_SHIFT = 24 };

/* ---- tokens ---- */

const struct token *peek(const struct parser *p);
bool next_is(const struct parser *p, const char *word);

/* Take the next token when it is `word` or of `kind`. */
bool take_word(struct parser *p, const char *word);
bool take(struct parser *p, enum token_kind kind);

/* Take it or report that it was expected; `wanted` is for people. */
bool want_word(struct parser *p, const char *word);
bool want(struct parser *p, enum token_kind kind, const char *wanted);
bool want_end(struct parser *p);

/* Report a mistake at a place, once a statement; always returns false. */
bool fail(struct parser *p, const char *code, struct span span, str message, str hint);
bool fail_expected(struct parser *p, const char *wanted);

/* ---- names ---- */

bool is_keyword(str word);

/* Take a name to be declared: well spelt, no keyword. */
bool want_new_name(struct parser *p, struct token *name);
bool want_text(struct parser *p, str *text, const char *what);

/* Report that `name` was declared before, on `line`. */
bool fail_twice(struct parser *p, const struct token *name, uint32_t line);

/* The line on which a fact, let or outcome was declared; `found` is from p->names. */
uint32_t line_of_name(const struct parser *p, uint32_t found);

/* Take the name of a role that exists. */
bool parse_role_name(struct parser *p, uint32_t *role);

/* "did you mean x?" for the nearest of `count` names, or empty. */
str did_you_mean(struct arena *arena, str wrong, const str *names, size_t count);

void add_ref(struct parser *p, enum ref_kind kind, bool definition, struct span span,
    uint32_t index, uint32_t part);

struct ground ground_of(const struct parser *p);

/* All names of a kind as an array, for hints. */
const str *fact_names(const struct parser *p, size_t *count);
const str *choice_names(
    struct arena *arena, const struct choice *choices, uint32_t count);

/* ---- statements, first round ---- */

void parse_edition(struct parser *p);
void parse_role(struct parser *p);
void parse_fact(struct parser *p);
void parse_let(struct parser *p);
void parse_outcome(struct parser *p);
void parse_rule(struct parser *p);
void parse_duty(struct parser *p);
void parse_say(struct parser *p);
void parse_assume(struct parser *p);
void parse_property(struct parser *p);

/* ---- second round ---- */

void finish_fact(struct parser *p, struct fact *fact, struct pending head);
void finish_rule(struct parser *p, struct rule *rule, struct pending head);
void finish_duty(struct parser *p, struct duty *duty, struct pending head);

const struct cond *parse_cond(struct parser *p);

/* Names `today` or `now`: add the fact when it is first named. */
uint32_t clock_fact(struct parser *p, bool today);

/* ---- when all statements are read ---- */

void resolve_tree(struct parser *p);
void read_tables(struct parser *p);
void check_unused(struct parser *p);

#endif
