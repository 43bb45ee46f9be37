/*
 * Conditions.
 *
 *     cond  = any [ "then" ... ]            if A then B, lowest and right-grouping
 *     any   = all { "or" all }
 *     all   = unit { "and" unit }
 *     unit  = "not" unit | "(" cond ")" | "if" cond "then" cond | atom
 *     atom  = NAME [ comparison ] | DATE dates
 *
 * Recursive descent, one function a rule.  A mistake is reported once, then stands
 * in the tree as COND_BROKEN.
 */
#include "policy/parse.h"

static struct cond *new_cond(struct parser *p, enum cond_kind kind, struct span span)
{
    struct cond *c = ARENA_NEW(p->arena, struct cond);

    c->kind = kind;
    c->span = span;
    return c;
}

static const struct cond *broken(struct parser *p)
{
    p->failed = true;
    return new_cond(p, COND_BROKEN, peek(p)->span);
}

static const struct cond *pair(struct parser *p, enum cond_kind kind,
    const struct cond *left, const struct cond *right)
{
    struct cond *c = new_cond(p, kind, span_join(left->span, right->span));

    c->left = left;
    c->right = right;
    return c;
}

static const struct cond *negate(struct parser *p, const struct cond *cond)
{
    struct cond *c = new_cond(p, COND_NOT, cond->span);

    c->left = cond;
    return c;
}

uint32_t clock_fact(struct parser *p, bool today)
{
    struct tree *t = p->tree;
    uint32_t *index = today ? &t->today : &t->now;

    if (*index != TREE_NONE)
        return *index;
    if (p->fact_capacity < t->fact_count)
        p->fact_capacity = t->fact_count;
    t->facts = arena_grow(
        p->arena, t->facts, t->fact_count, &p->fact_capacity, sizeof(*t->facts));
    *index = t->fact_count++;
    t->facts[*index] = (struct fact){.name = today ? STR("today") : STR("now"),
        .kind = today ? FACT_DATE : FACT_TIME,
        .since = TREE_NONE,
        .ground = {SCAN_NONE, 0},
        .supplied = true,
        .used = true};
    return *index;
}

/* ---- what a name is compared with ---- */

/* The values a condition may name: of a choice fact or of an outcome. */
struct values {
    const struct choice *items;
    uint32_t count;
    enum ref_kind ref;
    uint32_t index;
};

/* A value that is not there: perhaps another fact has it, or it is a label. */
static void fail_value(struct parser *p, const struct values *of, const struct token *name)
{
    const struct tree *t = p->tree;
    str hint = did_you_mean(
        p->arena, name->text, choice_names(p->arena, of->items, of->count), of->count);
    struct text other = text_in(p->arena);
    bool first = !p->failed;
    bool suggested = hint.len > 0;

    for (uint32_t v = 0; v < of->count && hint.len == 0; v++)
        if (str_equal(of->items[v].label, name->text)) {
            text_add(&other, STR("that is a label; write its name: "));
            text_add(&other, of->items[v].name);
            hint = text_str(&other);
        }
    for (uint32_t f = 0; f < t->fact_count && hint.len == 0; f++)
        if (t->facts[f].kind == FACT_CHOICE &&
            tree_find_choice(t->facts[f].choices, t->facts[f].choice_count, name->text) !=
                TREE_NONE) {
            text_add(&other, STR("that is a value of `"));
            text_add(&other, t->facts[f].name);
            text_add(&other, STR("`"));
            hint = text_str(&other);
        }
    if (hint.len == 0) {
        text_add(&other, STR("its values are: "));
        for (uint32_t v = 0; v < of->count && v < 12; v++) {
            text_add(&other, v == 0 ? STR("") : STR(", "));
            text_add(&other, of->items[v].name);
        }
        hint = text_str(&other);
    }
    fail(p, "P043", name->span, STR("this is not one of its values"), hint);
    if (first && suggested)
        diag_fix(&p->diags->items[p->diags->count - 1], p->arena, name->span,
            str_slice(hint, 14, hint.len - 2));
}

static bool parse_value(struct parser *p, const struct values *of, bool *members)
{
    const struct token *name = peek(p);
    uint32_t value = tree_find_choice(of->items, of->count, name->text);

    if (name->kind != TOKEN_NAME && name->kind != TOKEN_TEXT)
        return fail_expected(p, "a value");
    if (value == TREE_NONE || name->kind == TOKEN_TEXT) {
        fail_value(p, of, name);
        return false;
    }
    p->at++;
    ((struct choice *)of->items)[value].used = true;
    members[value] = true;
    if (of->ref != REF_FACT)
        add_ref(p, of->ref, false, name->span, of->index, value);
    return true;
}

static bool parse_value_list(struct parser *p, const struct values *of, bool *members)
{
    if (!want(p, TOKEN_OPEN, "`(` and the values"))
        return false;
    do
        if (!parse_value(p, of, members))
            return false;
    while (take(p, TOKEN_COMMA));
    return want(p, TOKEN_CLOSE, "`,` or `)`");
}

static void warn_all(struct parser *p, const struct cond *c)
{
    for (uint32_t v = 0; v < c->member_count; v++)
        if (!c->members[v])
            return;
    diag_add(p->diags, p->arena, "P055", c->span,
        STR("all values are named: this is always true"), STR("leave the condition out"));
}

/* `is V`, `is not V`, `in (V, V)`, `not in (V, V)` after a choice or an outcome. */
static const struct cond *parse_member(struct parser *p, enum cond_kind kind,
    uint32_t index, const struct values *of, struct span span)
{
    struct cond *c = new_cond(p, kind, span);
    bool *members = ARENA_ARRAY(p->arena, bool, of->count);
    bool negated = false;
    bool good;

    c->index = index;
    if (take(p, TOKEN_EQUALS) || take_word(p, "is")) {
        negated = take_word(p, "not");
        good = next_is(p, "in") ? take_word(p, "in") && parse_value_list(p, of, members)
                                : parse_value(p, of, members);
    } else {
        negated = take_word(p, "not");
        good = want_word(p, "in") && parse_value_list(p, of, members);
    }
    if (!good)
        return broken(p);
    for (uint32_t v = 0; v < of->count; v++)
        members[v] = members[v] != negated;
    c->members = members;
    c->member_count = of->count;
    c->span = span_join(span, p->statement->tokens[p->at - 1].span);
    warn_all(p, c);
    return c;
}

/* ---- numbers ---- */

static void warn_range(struct parser *p, const struct cond *c)
{
    const struct fact *f = &p->tree->facts[c->index];
    int64_t low = f->low;
    int64_t high = f->high;
    bool always = (c->compare == COMPARE_LESS && high < c->number) ||
                  (c->compare == COMPARE_AT_MOST && high <= c->number) ||
                  (c->compare == COMPARE_AT_LEAST && low >= c->number) ||
                  (c->compare == COMPARE_MORE && low > c->number);
    bool never = (c->compare == COMPARE_LESS && low >= c->number) ||
                 (c->compare == COMPARE_AT_MOST && low > c->number) ||
                 (c->compare == COMPARE_AT_LEAST && high < c->number) ||
                 (c->compare == COMPARE_MORE && high <= c->number) ||
                 (c->compare == COMPARE_IS && (c->number < low || c->number > high));

    if (always || never)
        diag_add(p->diags, p->arena, "P055", c->span,
            always ? STR("within the fact's range this is always true")
                   : STR("within the fact's range this is never true"),
            STR("check the number, or widen the fact's range"));
}

static const struct cond *parse_number(struct parser *p, uint32_t index, struct span span)
{
    struct cond *c = new_cond(p, COND_NUMBER, span);
    bool negated = false;

    c->index = index;
    if (take(p, TOKEN_LESS)) {
        c->compare = COMPARE_LESS;
    } else if (take(p, TOKEN_AT_MOST)) {
        c->compare = COMPARE_AT_MOST;
    } else if (take(p, TOKEN_AT_LEAST)) {
        c->compare = COMPARE_AT_LEAST;
    } else if (take(p, TOKEN_MORE)) {
        c->compare = COMPARE_MORE;
    } else if (take(p, TOKEN_EQUALS) || take_word(p, "is")) {
        c->compare = COMPARE_IS;
        negated = take_word(p, "not");
    } else {
        fail_expected(p, "a comparison: <, <=, =, >= or > and a number");
        return broken(p);
    }
    c->number = peek(p)->value;
    if (!want(p, TOKEN_NUMBER, "a number"))
        return broken(p);
    c->span = span_join(span, p->statement->tokens[p->at - 1].span);
    warn_range(p, c);
    return negated ? negate(p, c) : c;
}

/* ---- dates and times ---- */

static bool parse_date_term(struct parser *p, struct date_term *term)
{
    const struct token *token = peek(p);
    uint32_t found;

    *term = (struct date_term){.fact = TREE_NONE, .day = token->value};
    if (take(p, TOKEN_DATE))
        return true;
    if (take_word(p, "today")) {
        term->fact = clock_fact(p, true);
        return true;
    }
    if (token->kind != TOKEN_NAME)
        return fail_expected(p, "a date: a date fact, today, or one such as 2025-01-24");
    found = tree_find_fact(p->tree, token->text);
    if (found == TREE_NONE || p->tree->facts[found].kind != FACT_DATE) {
        size_t count;
        const str *names = fact_names(p, &count);

        return fail(p, found == TREE_NONE ? "P042" : "P044", token->span,
            STR("no date fact has this name"),
            did_you_mean(p->arena, token->text, names, count));
    }
    p->at++;
    p->tree->facts[found].used = true;
    add_ref(p, REF_FACT, false, token->span, found, 0);
    term->fact = found;
    return true;
}

static const struct cond *parse_dates(struct parser *p)
{
    struct span span = peek(p)->span;
    struct cond *c = new_cond(p, COND_BEFORE, span);

    if (!parse_date_term(p, &c->first))
        return broken(p);
    if (take_word(p, "before")) {
        c->kind = COND_BEFORE;
    } else if (take_word(p, "after")) {
        c->kind = COND_AFTER;
    } else if (take_word(p, "within")) {
        c->kind = COND_WITHIN;
        c->number = peek(p)->value;
        if (!want(p, TOKEN_NUMBER, "a number of days") ||
            (!take_word(p, "day") && !want_word(p, "days")) || !want_word(p, "of"))
            return broken(p);
    } else {
        fail_expected(p, "before, after or within ... days of");
        return broken(p);
    }
    if (!parse_date_term(p, &c->second))
        return broken(p);
    c->span = span_join(span, p->statement->tokens[p->at - 1].span);
    return c;
}

static const struct cond *parse_time(struct parser *p, uint32_t index, struct span span)
{
    struct cond *c = new_cond(p, COND_BETWEEN, span);

    c->index = index;
    if (!want_word(p, "between"))
        return broken(p);
    c->low = peek(p)->value;
    if (!want(p, TOKEN_TIME, "a time such as 06:00") || !want_word(p, "and"))
        return broken(p);
    c->high = peek(p)->value;
    if (!want(p, TOKEN_TIME, "a time such as 22:00"))
        return broken(p);
    c->span = span_join(span, p->statement->tokens[p->at - 1].span);
    return c;
}

/* ---- atoms ---- */

static bool compares(const struct parser *p)
{
    enum token_kind kind = peek(p)->kind;

    return next_is(p, "is") || next_is(p, "in") || next_is(p, "not") ||
           (kind >= TOKEN_EQUALS && kind <= TOKEN_AT_LEAST);
}

static const struct cond *parse_fact_atom(
    struct parser *p, uint32_t index, struct span span)
{
    struct fact *fact = &p->tree->facts[index];
    struct values of = {fact->choices, fact->choice_count,
        fact->kind == FACT_CHOICE ? REF_CHOICE : REF_FACT, index};
    struct text hint = text_in(p->arena);

    fact->used = true;
    switch (fact->kind) {
    case FACT_YES_NO:
        if (!compares(p)) {
            struct cond *c = new_cond(p, COND_MEMBER, span);
            static const bool yes[] = {false, true};

            c->index = index;
            c->members = yes;
            c->member_count = 2;
            return c;
        }
        return parse_member(p, COND_MEMBER, index, &of, span);
    case FACT_CHOICE:
        if (compares(p))
            return parse_member(p, COND_MEMBER, index, &of, span);
        text_add(&hint, STR("say which value: "));
        text_add(&hint, fact->name);
        text_add(&hint, STR(" is "));
        text_add(&hint, fact->choices[fact->choice_count - 1].name);
        fail(p, "P044", span, STR("a choice is neither true nor false by itself"),
            text_str(&hint));
        return broken(p);
    case FACT_TIME:
        return parse_time(p, index, span);
    case FACT_DATE:
        p->at--;
        return parse_dates(p);
    default:
        return parse_number(p, index, span);
    }
}

static const struct cond *parse_outcome_atom(
    struct parser *p, uint32_t index, struct span span)
{
    const struct outcome *outcome = &p->tree->outcomes[index];
    struct values of = {outcome->values, outcome->value_count, REF_VALUE, index};

    p->names_outcome = true;
    return parse_member(p, COND_OUTCOME, index, &of, span);
}

static const struct cond *fail_name(struct parser *p, const struct token *name)
{
    size_t count;
    const str *names = fact_names(p, &count);
    str hint = did_you_mean(p->arena, name->text, names, count);
    bool first = !p->failed;

    if (is_keyword(name->text)) {
        fail_expected(p, "a condition");
        return broken(p);
    }
    fail(p, "P042", name->span, STR("nothing with this name is declared"),
        hint.len > 0 ? hint : STR("declare it as a fact or a let"));
    if (first && hint.len > 0)
        diag_fix(&p->diags->items[p->diags->count - 1], p->arena, name->span,
            str_slice(hint, 14, hint.len - 2));
    return broken(p);
}

static const struct cond *parse_atom(struct parser *p)
{
    const struct token *name = peek(p);
    uint32_t found = 0;
    uint32_t index;

    if (name->kind == TOKEN_DATE || next_is(p, "today"))
        return parse_dates(p);
    if (take_word(p, "now"))
        return parse_time(p, clock_fact(p, false), name->span);
    if (name->kind != TOKEN_NAME) {
        fail_expected(p, "a condition");
        return broken(p);
    }
    if (!map_find(&p->names, name->text, &found))
        return fail_name(p, name);
    p->at++;
    index = found & ((1u << NAME_SHIFT) - 1);
    if (found >> NAME_SHIFT == NAME_LET) {
        struct cond *c = new_cond(p, COND_LET, name->span);

        add_ref(p, REF_LET, false, name->span, index, 0);
        p->tree->lets[index].used = true;
        c->index = index;
        return c;
    }
    if (found >> NAME_SHIFT == NAME_OUTCOME) {
        add_ref(p, REF_OUTCOME, false, name->span, index, 0);
        return parse_outcome_atom(p, index, name->span);
    }
    if (p->tree->facts[index].kind != FACT_DATE)
        add_ref(p, REF_FACT, false, name->span, index, 0);
    return parse_fact_atom(p, index, name->span);
}

/* ---- logic ---- */

static const struct cond *parse_unit(struct parser *p)
{
    struct span span = peek(p)->span;
    const struct cond *c;

    if (++p->depth > MAX_DEPTH) {
        fail(p, "P062", span, STR("this condition is nested too deeply"),
            STR("name a part of it with let"));
        return broken(p);
    }
    if (take_word(p, "not")) {
        c = parse_unit(p);
        c = negate(p, c);
    } else if (next_is(p, "if")) {
        c = parse_cond(p);
    } else if (take(p, TOKEN_OPEN)) {
        struct cond *inner;

        c = parse_cond(p);
        inner = arena_copy(p->arena, c, 1, sizeof(*c));
        if (!p->failed && !want(p, TOKEN_CLOSE, "`and`, `or` or `)`"))
            return broken(p);
        inner->span = span_join(span, p->statement->tokens[p->at - 1].span);
        c = inner;
    } else {
        c = parse_atom(p);
    }
    p->depth--;
    return c;
}

static const struct cond *parse_all(struct parser *p)
{
    const struct cond *c = parse_unit(p);

    while (!p->failed && take_word(p, "and"))
        c = pair(p, COND_AND, c, parse_unit(p));
    return c;
}

/* Warn where `a and b or c` leaves the reader to know which binds tighter. */
static void warn_mixed(struct parser *p, struct span span, uint32_t from, uint32_t to)
{
    bool mixed = false;
    int depth = 0;

    for (uint32_t i = from; i < to; i++) {
        const struct token *t = &p->statement->tokens[i];

        depth += t->kind == TOKEN_OPEN;
        depth -= t->kind == TOKEN_CLOSE;
        if (depth == 0 && t->kind == TOKEN_NAME && str_equal(t->text, STR("and")) &&
            !(i >= 3 && str_equal(p->statement->tokens[i - 2].text, STR("between"))))
            mixed = true;
    }
    if (mixed)
        diag_add(p->diags, p->arena, "P054", span,
            STR("`and` and `or` are mixed: `and` binds tighter, but people read it both "
                "ways"),
            STR("put parentheses around the part that belongs together"));
}

static const struct cond *parse_any(struct parser *p)
{
    uint32_t from = p->at;
    const struct cond *c = parse_all(p);
    bool several = false;

    while (!p->failed && take_word(p, "or")) {
        c = pair(p, COND_OR, c, parse_all(p));
        several = true;
    }
    if (several && !p->failed)
        warn_mixed(p, c->span, from, p->at);
    return c;
}

const struct cond *parse_cond(struct parser *p)
{
    const struct cond *left;

    if (!take_word(p, "if"))
        return parse_any(p);
    left = parse_any(p);
    if (p->failed || !want_word(p, "then"))
        return broken(p);
    return pair(p, COND_IF, left, parse_cond(p));
}
