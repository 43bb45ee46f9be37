/*
 * Conditions: logic.
 *
 *     cond = "if" any "then" cond | any        lowest, grouping to the right
 *     any  = all { "or" all }
 *     all  = unit { "and" unit }
 *     unit = "not" unit | "(" cond ")" | "if" any "then" cond | atom
 *
 * Recursive descent, one function a rule.  What is broken stands in the tree as
 * COND_BROKEN, so that parsing always ends with a tree.
 */
#include "policy/parse.h"

static const char *const form_of_conditions =
    "FACT is VALUE, FACT in (VALUE, VALUE), NUMBER < 5, joined by and, or, not";

struct cond *new_cond(struct parser *p, enum cond_kind kind, struct span span)
{
    struct cond *c = ARENA_NEW(p->arena, struct cond);

    if (++p->parts == MAX_PARTS)
        fail(p, "P062", span, STR("this condition has more than 2000 parts"),
            STR("name parts of it with let"));
    c->kind = kind;
    c->span = span;
    return c;
}

const struct cond *broken_cond(struct parser *p, struct span span)
{
    return new_cond(p, COND_BROKEN, span);
}

static const struct cond *pair(struct parser *p, enum cond_kind kind,
    const struct cond *left, const struct cond *right)
{
    struct cond *c = new_cond(p, kind, span_join(left->span, right->span));

    c->left = left;
    c->right = right;
    return c;
}

str source_of(const struct parser *p, uint32_t from, uint32_t to)
{
    const struct token *first = &p->statement->tokens[from];
    const struct token *last = &p->statement->tokens[to - 1];

    if (to <= from || first->span.line != last->span.line)
        return (str){0};
    return (str){
        first->raw.ptr, (size_t)(last->raw.ptr - first->raw.ptr) + last->raw.len};
}

static bool enter(struct parser *p)
{
    if (++p->depth <= MAX_DEPTH)
        return true;
    return fail(p, "P062", peek(p)->span, STR("this condition is nested too deeply"),
        STR("name a part of it with let"));
}

/* ---- and, or ---- */

/* The operands of an `or`, to see whether some are an `and` without parentheses. */
struct operands {
    struct text fix; /* the same with parentheses */
    uint32_t count;
    bool mixed;
    bool split; /* over several lines: no fix */
};

static const struct cond *parse_unit(struct parser *p);

static const struct cond *parse_all(struct parser *p, bool *joined)
{
    const struct cond *c = parse_unit(p);

    *joined = false;
    while (!p->failed && take_word(p, "and")) {
        c = pair(p, COND_AND, c, parse_unit(p));
        *joined = true;
    }
    return c;
}

static const struct cond *parse_operand(struct parser *p, struct operands *o)
{
    uint32_t from = p->at;
    bool joined;
    const struct cond *c = parse_all(p, &joined);
    str source;

    if (p->failed)
        return c;
    source = source_of(p, from, p->at);
    o->split |= source.len == 0;
    o->mixed |= joined;
    text_add(&o->fix, o->count++ == 0 ? STR("") : STR(" or "));
    text_add(&o->fix, joined ? STR("(") : STR(""));
    text_add(&o->fix, source);
    text_add(&o->fix, joined ? STR(")") : STR(""));
    return c;
}

static void warn_mixed(struct parser *p, struct span span, const struct operands *o)
{
    struct diag *diag;

    diag = complain(p, "P054", span,
        STR("`and` and `or` are mixed: `and` binds tighter, but people read it both "
            "ways"),
        STR("put parentheses around the part that belongs together"));
    if (!o->split)
        report_fix(&p->report, diag, span, text_str(&o->fix));
}

static const struct cond *parse_any(struct parser *p)
{
    struct operands operands = {.fix = text_in(p->arena)};
    uint32_t from = p->at;
    uint32_t line = peek(p)->span.line;
    const struct cond *c = parse_operand(p, &operands);

    while (!p->failed && take_word(p, "or"))
        c = pair(p, COND_OR, c, parse_operand(p, &operands));
    if (p->failed || operands.count < 2 || !operands.mixed)
        return c;
    operands.split |= taken(p)->span.line != line;
    warn_mixed(
        p, span_join(p->statement->tokens[from].span, taken(p)->span), &operands);
    return c;
}

/* ---- not, parentheses, if ---- */

static const struct cond *parse_not(struct parser *p, struct span span)
{
    const struct cond *inner = parse_unit(p);
    struct cond *c = new_cond(p, COND_NOT, span_join(span, inner->span));

    c->left = inner;
    return c;
}

static const struct cond *parse_parentheses(struct parser *p, struct span span)
{
    struct cond *c;

    if (peek(p)->kind == TOKEN_CLOSE) {
        fail(p, "P034", peek(p)->span, STR("these parentheses are empty"),
            STR("write a condition between them, or leave them out"));
        return broken_cond(p, span);
    }
    c = arena_copy(p->arena, parse_cond(p), 1, sizeof(*c));
    if (!p->failed && want(p, TOKEN_CLOSE, "`and`, `or` or `)`"))
        c->span = span_join(span, taken(p)->span);
    return c;
}

static const struct cond *parse_unit(struct parser *p)
{
    struct span span = peek(p)->span;
    const struct cond *c;

    if (p->failed || !enter(p))
        return broken_cond(p, span);
    if (take_word(p, "not"))
        c = parse_not(p, span);
    else if (next_is(p, "if"))
        c = parse_cond(p);
    else if (take(p, TOKEN_OPEN))
        c = parse_parentheses(p, span);
    else
        c = parse_atom(p);
    p->depth--;
    return c;
}

const struct cond *parse_cond(struct parser *p)
{
    struct span span = peek(p)->span;
    const struct cond *left;
    const struct cond *c;

    if (!take_word(p, "if"))
        return parse_any(p);
    if (!enter(p))
        return broken_cond(p, span);
    left = parse_any(p);
    if (p->failed || !want_word(p, "then"))
        return broken_cond(p, span);
    c = pair(p, COND_IF, left, parse_cond(p));
    p->depth--;
    return c;
}

/* What belongs before the condition, and stands behind it. */
static void hint_at_order(struct parser *p)
{
    const struct token *next = peek(p);

    if (next->kind == TOKEN_COMMA)
        next++;
    if (next->kind != TOKEN_NAME)
        return;
    if (str_equal(next->text, STR("exception")))
        fail(p, "P034", next->span, STR("an exception is named before the condition"),
            STR("move it up to the rule's name: rule NAME, exception to RULE: OUTCOME is "
                "VALUE if CONDITION"));
    else if (str_equal(next->text, STR("within")) ||
        str_equal(next->text, STR("otherwise")))
        fail(p, "P034", next->span, STR("this stands before the condition"),
            STR("write the condition last: duty NAME: \"what to do\" to ROLE within 5 "
                "minutes, otherwise ROLE if CONDITION"));
}

const struct cond *parse_last_cond(struct parser *p)
{
    const struct cond *c;

    p->form = form_of_conditions;
    p->depth = 0;
    p->parts = 0;
    c = parse_cond(p);
    hint_at_order(p);
    (void)want_end(p, "`and`, `or` or the end of the statement");
    return p->failed ? broken_cond(p, c->span) : c;
}
