/*
 * parse: from statements to the tree.
 *
 * Two rounds, because statements may name what is declared later: first every
 * declaration is entered with its name, then conditions and other references are
 * read with all names known.
 *
 * A mistake of grammar ends its statement (`fail`); one of meaning does not
 * (`complain`).  What was declared with a mistake is entered as broken, and what
 * names it is read over in silence: one mistake, one diagnostic.
 */
#ifndef VESTIBULE_POLICY_PARSE_H
#define VESTIBULE_POLICY_PARSE_H

#include "policy/lex.h"
#include "policy/tree.h"

enum {
    MAX_FACTS = 900,
    MAX_CHOICES = 500,
    MAX_RULES = 10000,
    MAX_OTHERS = 10000, /* roles, lets, duties, says, assumptions, properties */
    MAX_OUTCOMES = 100,
    MAX_VALUES = 28, /* of an outcome */
    MAX_NAME = 64,
    MAX_DEPTH = 200,     /* of parentheses and `not` */
    MAX_PARTS = 2000,    /* of a condition */
    MAX_NESTING = 4000,  /* of conditions through lets */
    MAX_BEATEN = 200000, /* by all exceptions, sections written out */
};

struct parser;

/* A statement whose rest is left for the second round. */
struct pending {
    const struct statement *statement;
    const char *form;
    uint32_t at;    /* the token to go on with */
    uint32_t index; /* of what it declares */
    void (*finish)(struct parser *p, uint32_t index);
};

struct capacities {
    size_t roles, facts, lets, outcomes, rules, duties, says, assumes, properties, refs,
        pending;
};

struct parser {
    struct arena *arena;
    struct report report;
    struct tree *tree;
    const struct statement *statement;
    const char *form; /* how the statement, or this part of it, is written */
    uint32_t at;      /* the token looked at */
    uint32_t depth;   /* of the condition */
    uint32_t parts;   /* of the condition */
    bool failed;      /* a mistake ended this statement */
    bool apart;       /* a statement from elsewhere: the tree may not grow */
    bool lost;        /* some statement is not understood at all */
    bool lost_rule;   /* some rule does not say which outcome it is about */
    struct map names; /* facts, lets, outcomes: name_of() */
    struct map rules;
    struct map duties;
    struct map roles;
    struct capacities room;
    struct pending *pending;
    size_t pending_count;
};

enum name_kind { NAME_FACT = 1, NAME_LET, NAME_OUTCOME };
enum { NAME_SHIFT = 24 };

/* ---- parse_token.c: looking at tokens, and saying what is wrong with them ---- */

const struct token *peek(const struct parser *p);

/* The token taken last. */
const struct token *taken(const struct parser *p);
bool next_is(const struct parser *p, const char *word);

/* Take the next token when it is `word` or of `kind`. */
bool take_word(struct parser *p, const char *word);
bool take(struct parser *p, enum token_kind kind);

/* Take `if`; a comma before it is reported and left out. */
bool take_if(struct parser *p);

/* Take it or fail; `wanted` is for people. */
bool want_word(struct parser *p, const char *word);
bool want(struct parser *p, enum token_kind kind, const char *wanted);
bool want_text(struct parser *p, str *text, const char *what);
bool want_end(struct parser *p, const char *wanted);

/* Take `kind`, or report that it is missing, or another sign in its place, and go on
 * as if `sign` were there. */
bool want_sign(struct parser *p, enum token_kind kind, const char *sign);

/* Report a mistake that does not end the statement.  NULL when it is not kept. */
struct diag *complain(
    struct parser *p, const char *code, struct span span, str message, str hint);

/* Report a mistake that ends the statement, once a statement; returns false. */
bool fail(struct parser *p, const char *code, struct span span, str message, str hint);
bool fail_expected(struct parser *p, const char *wanted);

/* What to write for a word that only other languages have; empty for other words. */
str foreign_hint(str word);

/* Report an unknown name, with the nearest of `names` as hint and fix. */
void complain_name(struct parser *p, const char *code, struct span span, str message,
    str wrong, struct names names, str otherwise);

/* Report what is no value of `choices`. */
void complain_value(struct parser *p, const char *code, struct span span, str message,
    str wrong, const struct choice *choices, uint32_t count);

/* Leave what follows for the second round. */
void leave(
    struct parser *p, uint32_t index, void (*finish)(struct parser *p, uint32_t index));

/* ---- names.c: names, declared and used ---- */

/*
 * Take a name to be declared.  One that is misspelt is reported and taken as it
 * should be.  False when there is none.
 */
bool want_new_name(struct parser *p, struct token *name);

/* The same for a value: it may be any word but those of logic. */
bool want_value_name(struct parser *p, struct token *name);

/*
 * Enter `name` in `map`, or report that it is there already; `line` is where.
 * Returns whether it was new.
 */
bool enter_name(struct parser *p, struct map *map, const struct token *name,
    uint32_t number, uint32_t line);

uint32_t name_of(enum name_kind kind, uint32_t index);
enum name_kind name_kind_of(uint32_t number);
uint32_t name_index_of(uint32_t number);

/* Enter a fact, let or outcome. */
bool enter_meaning(
    struct parser *p, const struct token *name, enum name_kind kind, uint32_t index);

/* Take the name of a role; an unknown one is reported and leaves `*role`. */
bool parse_role_name(struct parser *p, uint32_t *role);

void add_ref(struct parser *p, enum ref_kind kind, bool definition, struct span span,
    uint32_t index, uint32_t part);

struct ground ground_of(const struct parser *p);

/* Whether one more fits; else fails. */
bool fits(struct parser *p, uint32_t count, uint32_t most, struct span span,
    const char *what);

/* Names as arrays, for hints. */
struct names all_names(const struct parser *p);
struct names outcome_names(const struct parser *p);
struct names choice_names(
    struct arena *arena, const struct choice *choices, uint32_t count);

/* "its values are: a, b, c" */
str list_values(struct arena *arena, const struct choice *choices, uint32_t count);

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

/* Read `name = "label"` lines until something else comes; false when one fails. */
bool parse_choices(
    struct parser *p, struct choice **choices, uint32_t *count, uint32_t most);

/* ---- conditions ---- */

/* A condition up to the end of the statement, or NULL's place taken by broken. */
const struct cond *parse_last_cond(struct parser *p);
const struct cond *parse_cond(struct parser *p);

struct cond *new_cond(struct parser *p, enum cond_kind kind, struct span span);
const struct cond *broken_cond(struct parser *p, struct span span);

/* The source of the tokens from `from` up to `to`; empty when on several lines. */
str source_of(const struct parser *p, uint32_t from, uint32_t to);

/* parse_atom.c: a name and what it is compared with. */
const struct cond *parse_atom(struct parser *p);

/* Read over a comparison whose left side is broken. */
const struct cond *skip_comparison(struct parser *p, struct span span);

/* The values a condition may name: of a fact or of an outcome. */
struct values {
    struct choice *items;
    uint32_t count;
    enum cond_kind kind; /* COND_MEMBER or COND_OUTCOME */
    enum ref_kind ref;   /* REF_FACT when values are not noted */
    uint32_t index;
    str name;
};

/* parse_member.c: `is V`, `is not V`, `in (V, V)`, `not in (V, V)`. */
const struct cond *parse_member(
    struct parser *p, const struct values *of, struct span span);

/* parse_dates.c: comparisons of dates and times, `p->at` at the first operand or
 * behind the time. */
const struct cond *parse_dates(struct parser *p);
const struct cond *parse_time(struct parser *p, uint32_t index, struct span span);

/* Return `today` or `now`, added when first named; TREE_NONE when it cannot be. */
uint32_t clock_fact(struct parser *p, bool today, struct span span);

/* ---- when all statements are read ---- */

void resolve_exceptions(struct parser *p);

/* Circles of lets and outcomes; assumptions that name outcomes. */
void resolve_circles(struct parser *p);
void read_tables(struct parser *p);

/* What is missing, and what nothing uses. */
void check_missing(struct parser *p);
void check_unused(struct parser *p);

/* Order refs by place. */
void sort_refs(struct parser *p);

/* value.c: the value that was probably meant by `text`; empty when unclear. */
str nearest_value(struct report *report, const struct fact *fact, str text);

#endif
