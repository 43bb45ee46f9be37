/*
 * Conditions: a name and what it is compared with.
 *
 *     atom = LET | YES_NO | NUMBER ("<" | "<=" | "=" | ">=" | ">" | "is") N
 *          | (FACT | OUTCOME) member | DATE dates | TIME "between" ...
 */
#include "policy/parse.h"

/* ---- reading over what cannot be understood ---- */

static void skip_parentheses(struct parser *p)
{
    while (peek(p)->kind != TOKEN_END && !take(p, TOKEN_CLOSE))
        p->at++;
}

static void skip_operand(struct parser *p)
{
    enum token_kind kind = peek(p)->kind;

    if (take(p, TOKEN_OPEN))
        skip_parentheses(p);
    else if (kind == TOKEN_NAME ? !is_logic_word(peek(p)->text)
                                : kind >= TOKEN_TEXT && kind <= TOKEN_TIME)
        p->at++;
}

static bool is_comparison(enum token_kind kind)
{
    return kind >= TOKEN_EQUALS && kind <= TOKEN_AT_LEAST;
}

const struct cond *skip_comparison(struct parser *p, struct span span)
{
    if (take_word(p, "within")) {
        (void)take(p, TOKEN_NUMBER);
        (void)(take_word(p, "days") || take_word(p, "day"));
        (void)take_word(p, "of");
        skip_operand(p);
    } else if (take_word(p, "between")) {
        skip_operand(p);
        (void)take_word(p, "and");
        skip_operand(p);
    } else if (take_word(p, "before") || take_word(p, "after")) {
        skip_operand(p);
    } else if (is_comparison(peek(p)->kind) || next_is(p, "is") || next_is(p, "in") ||
        next_is(p, "not")) {
        bool sign = is_comparison(peek(p)->kind);

        p->at += sign;
        (void)(!sign && take_word(p, "is"));
        (void)take_word(p, "not");
        (void)take_word(p, "in");
        skip_operand(p);
    }
    return broken_cond(p, span_join(span, taken(p)->span));
}

/* ---- numbers ---- */

/* Whether the comparison can come out both ways within the fact's range. */
static void warn_range(struct parser *p, const struct cond *c)
{
    const struct fact *f = &p->tree->facts[c->index];
    int32_t n = c->number;
    bool low = false;
    bool high = false;

    switch (c->compare) {
    case COMPARE_LESS:
        low = f->low < n;
        high = f->high < n;
        break;
    case COMPARE_AT_MOST:
        low = f->low <= n;
        high = f->high <= n;
        break;
    case COMPARE_AT_LEAST:
        low = f->low >= n;
        high = f->high >= n;
        break;
    case COMPARE_MORE:
        low = f->low > n;
        high = f->high > n;
        break;
    case COMPARE_IS:
        low = n == f->low;
        high = n == f->high;
        if (f->low < n && n < f->high)
            return;
        break;
    }
    if (low != high || f->broken)
        return;
    (void)complain(p, "P055", c->span,
        low ? STR("within the fact's range this is always true")
            : STR("within the fact's range this is never true"),
        STR("check the number, or widen the fact's range"));
}

static bool parse_compare(struct parser *p, enum compare *compare)
{
    if (take(p, TOKEN_LESS))
        *compare = COMPARE_LESS;
    else if (take(p, TOKEN_AT_MOST))
        *compare = COMPARE_AT_MOST;
    else if (take(p, TOKEN_AT_LEAST))
        *compare = COMPARE_AT_LEAST;
    else if (take(p, TOKEN_MORE))
        *compare = COMPARE_MORE;
    else if (take(p, TOKEN_EQUALS) || take_word(p, "is"))
        *compare = COMPARE_IS;
    else
        return false;
    return true;
}

static const struct cond *fail_number(struct parser *p, struct span span)
{
    (void)complain(p, "P044", span,
        STR("this is a number: it must be compared with one"),
        STR("write <, <=, =, >= or > and a number; for several: x >= 1 and x <= 5"));
    return skip_comparison(p, span);
}

static const struct cond *parse_number(
    struct parser *p, uint32_t index, struct span span)
{
    struct cond *c;
    enum compare compare = COMPARE_IS;
    struct cond *not_c;
    bool negated;

    if (!parse_compare(p, &compare))
        return fail_number(p, span);
    c = new_cond(p, COND_NUMBER, span);
    c->index = index;
    c->compare = compare;
    negated = compare == COMPARE_IS && take_word(p, "not");
    c->number = peek(p)->value;
    if (!want(p, TOKEN_NUMBER, "a number"))
        return broken_cond(p, span);
    c->span = span_join(span, taken(p)->span);
    warn_range(p, c);
    if (!negated)
        return c;
    not_c = new_cond(p, COND_NOT, c->span);
    not_c->left = c;
    return not_c;
}

/* ---- names ---- */

/* A yes/no fact standing alone says yes. */
static const struct cond *cond_yes(struct parser *p, uint32_t index, struct span span)
{
    static const bool yes[] = {false, true};
    struct cond *c = new_cond(p, COND_MEMBER, span);

    c->index = index;
    c->members = yes;
    c->member_count = COUNT_OF(yes);
    return c;
}

static bool is_compared(const struct parser *p)
{
    return next_is(p, "is") || next_is(p, "in") || next_is(p, "not") ||
        is_comparison(peek(p)->kind);
}

static const struct cond *parse_fact_atom(
    struct parser *p, uint32_t index, struct span span)
{
    struct fact *fact = &p->tree->facts[index];
    struct values of = {fact->choices, fact->choice_count, COND_MEMBER,
        fact->kind == FACT_CHOICE ? REF_CHOICE : REF_FACT, index, fact->name};

    fact->used = true;
    if (fact->broken)
        return skip_comparison(p, span);
    switch (fact->kind) {
    case FACT_YES_NO:
        return is_compared(p) ? parse_member(p, &of, span) : cond_yes(p, index, span);
    case FACT_CHOICE:
        return parse_member(p, &of, span);
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
    struct values of = {outcome->values, outcome->value_count, COND_OUTCOME, REF_VALUE,
        index, outcome->name};

    add_ref(p, REF_OUTCOME, false, span, index, 0);
    if (outcome->broken)
        return skip_comparison(p, span);
    return parse_member(p, &of, span);
}

static const struct cond *parse_let_atom(
    struct parser *p, uint32_t index, struct span span)
{
    struct cond *c = new_cond(p, COND_LET, span);
    struct let *let = &p->tree->lets[index];

    add_ref(p, REF_LET, false, span, index, 0);
    let->used = true;
    c->index = index;
    if (!is_compared(p))
        return c;
    (void)complain(p, "P044", span,
        STR("a let is true or false by itself and is not compared"),
        join_text(
            p->arena, STR("write `"), let->name, STR("` or put `not` before it")));
    return skip_comparison(p, span);
}

/* The fact that has a value of this name, or NULL. */
static const struct fact *fact_with(const struct tree *t, str value)
{
    for (uint32_t f = 0; f < t->fact_count; f++)
        if (t->facts[f].kind == FACT_CHOICE &&
            tree_find_choice(t->facts[f].choices, t->facts[f].choice_count, value) !=
                TREE_NONE)
            return &t->facts[f];
    return NULL;
}

static const struct cond *report_unknown(struct parser *p, const struct token *name)
{
    const struct fact *fact = fact_with(p->tree, name->text);
    struct text hint = text_in(p->arena);
    str right;

    if (fact != NULL) {
        right = join_text(p->arena, fact->name, STR(" is "), name->text);
        text_add(&hint, STR("it is a value of `"));
        text_add(&hint, fact->name);
        text_add(&hint, STR("`: write "));
        text_add(&hint, right);
        text_add(&hint, STR(", or for several: "));
        text_add(&hint, fact->name);
        text_add(&hint, STR(" in (a, b)"));
        report_fix(&p->report,
            complain(p, "P042", name->span, STR("no fact or let has this name"),
                text_str(&hint)),
            name->span, right);
    } else {
        complain_name(p, "P042", name->span, STR("nothing with this name is declared"),
            name->text, all_names(p), STR("declare it as a fact or a let"));
    }
    return skip_comparison(p, name->span);
}

/* What begins no comparison. */
static const struct cond *fail_atom(struct parser *p)
{
    const struct token *token = peek(p);

    if (token->kind == TOKEN_TEXT)
        fail(p, "P034", token->span, STR("a condition names facts, not texts"),
            STR("write the fact's name without quotes"));
    else if (token->kind == TOKEN_NUMBER)
        fail(p, "P034", token->span, STR("a comparison begins with its fact"),
            STR("write the name first, for example: age < 18"));
    else
        fail_expected(p, "a condition");
    return broken_cond(p, token->span);
}

const struct cond *parse_atom(struct parser *p)
{
    const struct token *name = peek(p);
    uint32_t found = 0;
    uint32_t index;

    if (name->kind == TOKEN_DATE || next_is(p, "today"))
        return parse_dates(p);
    if (take_word(p, "now")) {
        index = clock_fact(p, false, name->span);
        return index == TREE_NONE ? skip_comparison(p, name->span)
                                  : parse_time(p, index, name->span);
    }
    if (name->kind != TOKEN_NAME || is_keyword(name->text))
        return fail_atom(p);
    p->at++;
    if (!map_find(&p->names, name->text, &found))
        return report_unknown(p, name);
    index = name_index_of(found);
    if (name_kind_of(found) == NAME_LET)
        return parse_let_atom(p, index, name->span);
    if (name_kind_of(found) == NAME_OUTCOME)
        return parse_outcome_atom(p, index, name->span);
    add_ref(p, REF_FACT, false, name->span, index, 0);
    return parse_fact_atom(p, index, name->span);
}
