/*
 * What a protocol means, as formulas for Z3.
 *
 * Made from the syntax tree alone and straight from the language's definition:
 * dates are whole numbers and `days since` is their difference, so nothing here
 * knows of slots, intervals, ties or diagrams; an exception to a section is worked
 * out from its heading again.
 */
#ifndef VESTIBULE_TESTS_Z3_MEANING_H
#define VESTIBULE_TESTS_Z3_MEANING_H

#include "naive.h"
#include "test.h"

#include <z3.h>

struct meaning {
    struct arena *arena;
    const struct tree *tree;
    Z3_context z3;
    Z3_solver solver; /* knows what facts may be, and what the assumptions allow */
    Z3_ast *facts;
    Z3_ast **choices; /* [fact][value], choices only */
    Z3_ast *lets;     /* NULL until something names it, as all that follow */
    Z3_ast *applies;  /* [rule] */
    Z3_ast *beaten;
    Z3_ast *stands;
    bool *excepts; /* [rule * rules + other]: rule is an exception to other */
};

/* ---- formulas ---- */

static inline Z3_ast z3_int(const struct meaning *m, int32_t value)
{
    return Z3_mk_int(m->z3, value, Z3_mk_int_sort(m->z3));
}

static inline Z3_ast z3_and(const struct meaning *m, Z3_ast a, Z3_ast b)
{
    return Z3_mk_and(m->z3, 2, (Z3_ast[]){a, b});
}

static inline Z3_ast z3_or(const struct meaning *m, Z3_ast a, Z3_ast b)
{
    return Z3_mk_or(m->z3, 2, (Z3_ast[]){a, b});
}

static inline Z3_ast z3_not(const struct meaning *m, Z3_ast a)
{
    return Z3_mk_not(m->z3, a);
}

static inline Z3_ast z3_between(
    const struct meaning *m, Z3_ast x, int32_t low, int32_t high)
{
    return z3_and(
        m, Z3_mk_ge(m->z3, x, z3_int(m, low)), Z3_mk_le(m->z3, x, z3_int(m, high)));
}

static inline Z3_ast mean(struct meaning *m, const struct cond *cond);

/* ---- facts ---- */

static inline Z3_symbol z3_name(struct meaning *m, str fact, str value)
{
    struct text text = text_in(m->arena);

    text_add(&text, fact);
    text_add_byte(&text, '.');
    text_add(&text, value);
    text_add_byte(&text, '\0');
    return Z3_mk_string_symbol(m->z3, text_str(&text).ptr);
}

static inline void mean_choice(struct meaning *m, uint32_t f)
{
    const struct fact *fact = &m->tree->facts[f];
    uint32_t count = fact->choice_count;
    Z3_symbol *names = ARENA_ARRAY(m->arena, Z3_symbol, count);
    Z3_func_decl *values = ARENA_ARRAY(m->arena, Z3_func_decl, count);
    Z3_func_decl *tests = ARENA_ARRAY(m->arena, Z3_func_decl, count);
    Z3_sort sort;

    for (uint32_t v = 0; v < count; v++)
        names[v] = z3_name(m, fact->name, fact->choices[v].name);
    sort = Z3_mk_enumeration_sort(
        m->z3, z3_name(m, fact->name, (str){0}), count, names, values, tests);
    m->choices[f] = ARENA_ARRAY(m->arena, Z3_ast, count);
    for (uint32_t v = 0; v < count; v++)
        m->choices[f][v] = Z3_mk_app(m->z3, values[v], 0, NULL);
    m->facts[f] = Z3_mk_const(m->z3, Z3_mk_int_symbol(m->z3, (int)f), sort);
}

static inline void mean_fact(struct meaning *m, uint32_t f)
{
    const struct fact *fact = &m->tree->facts[f];
    Z3_symbol name = Z3_mk_int_symbol(m->z3, (int)f);
    Z3_ast x;

    if (fact->kind == FACT_CHOICE) {
        mean_choice(m, f);
        return;
    }
    if (fact->kind == FACT_YES_NO) {
        m->facts[f] = Z3_mk_const(m->z3, name, Z3_mk_bool_sort(m->z3));
        return;
    }
    x = m->facts[f] = Z3_mk_const(m->z3, name, Z3_mk_int_sort(m->z3));
    if (fact->kind == FACT_TIME)
        Z3_solver_assert(m->z3, m->solver, z3_between(m, x, 0, 24 * 60 - 1));
    else if (fact->kind != FACT_DATE)
        Z3_solver_assert(m->z3, m->solver, z3_between(m, x, fact->low, fact->high));
}

/* `days since` is what the calendar says: 0 to 400 days from the date to today. */
static inline void mean_days_since(struct meaning *m, uint32_t f)
{
    const struct fact *fact = &m->tree->facts[f];
    Z3_ast dates[2];
    Z3_ast days;

    if (fact->kind != FACT_DAYS_SINCE)
        return;
    dates[0] = m->facts[m->tree->today];
    dates[1] = m->facts[fact->since];
    days = Z3_mk_sub(m->z3, 2, dates);
    days = Z3_mk_ite(m->z3, Z3_mk_lt(m->z3, days, z3_int(m, 0)), z3_int(m, 0), days);
    days =
        Z3_mk_ite(m->z3, Z3_mk_gt(m->z3, days, z3_int(m, 400)), z3_int(m, 400), days);
    Z3_solver_assert(m->z3, m->solver, Z3_mk_eq(m->z3, m->facts[f], days));
}

/* That a fact has a value. */
static inline Z3_ast mean_value(struct meaning *m, uint32_t f, int32_t value)
{
    const struct fact *fact = &m->tree->facts[f];

    if (fact->kind == FACT_CHOICE)
        return Z3_mk_eq(m->z3, m->facts[f], m->choices[f][value]);
    if (fact->kind == FACT_YES_NO)
        return value == 1 ? m->facts[f] : z3_not(m, m->facts[f]);
    return Z3_mk_eq(m->z3, m->facts[f], z3_int(m, value));
}

/* ---- rules and outcomes ---- */

/* Whether `rule` names `other` as what it is an exception to, directly or through
 * rules that do. */
static inline bool names_rule(
    const struct tree *tree, const struct rule *rule, const struct rule *other)
{
    for (uint32_t e = 0; e < rule->exception_count; e++)
        for (uint32_t r = 0; r < tree->rule_count && !rule->exceptions[e].section; r++)
            if (str_equal(tree->rules[r].name, rule->exceptions[e].name) &&
                (&tree->rules[r] == other || names_rule(tree, &tree->rules[r], other)))
                return true;
    return false;
}

static inline bool is_in_section(
    const struct tree *tree, const struct rule *rule, str name)
{
    uint32_t heading = rule->ground.heading;

    while (heading != SCAN_NONE) {
        if (str_equal(tree->scan.headings[heading].short_text, name))
            return true;
        heading = tree->scan.headings[heading].parent;
    }
    return false;
}

static inline bool is_exception(const struct tree *tree, uint32_t r, uint32_t o)
{
    const struct rule *rule = &tree->rules[r];
    const struct rule *other = &tree->rules[o];

    for (uint32_t e = 0; e < rule->exception_count; e++) {
        const struct exception *exception = &rule->exceptions[e];

        if (!exception->section && str_equal(other->name, exception->name))
            return true;
        if (exception->section && rule != other && rule->outcome == other->outcome &&
            is_in_section(tree, other, exception->name) &&
            !names_rule(tree, other, rule))
            return true;
    }
    return false;
}

static inline Z3_ast mean_applies(struct meaning *m, uint32_t rule)
{
    if (m->applies[rule] == NULL)
        m->applies[rule] = mean(m, m->tree->rules[rule].cond);
    return m->applies[rule];
}

static inline Z3_ast mean_beaten(struct meaning *m, uint32_t rule)
{
    uint32_t rules = m->tree->rule_count;

    if (m->beaten[rule] != NULL)
        return m->beaten[rule];
    m->beaten[rule] = Z3_mk_false(m->z3);
    for (uint32_t r = 0; r < rules; r++)
        if (m->excepts[r * rules + rule])
            m->beaten[rule] = z3_or(
                m, m->beaten[rule], z3_or(m, mean_applies(m, r), mean_beaten(m, r)));
    return m->beaten[rule];
}

static inline Z3_ast mean_stands(struct meaning *m, uint32_t rule)
{
    if (m->stands[rule] == NULL)
        m->stands[rule] =
            z3_and(m, mean_applies(m, rule), z3_not(m, mean_beaten(m, rule)));
    return m->stands[rule];
}

/* Some rule stands that says one of `members`, or any when NULL. */
static inline Z3_ast mean_any(struct meaning *m, uint32_t outcome, const bool *members)
{
    Z3_ast says = Z3_mk_false(m->z3);

    for (uint32_t r = 0; r < m->tree->rule_count; r++)
        if (m->tree->rules[r].outcome == outcome &&
            (members == NULL || members[m->tree->rules[r].value]))
            says = z3_or(m, says, mean_stands(m, r));
    return says;
}

static inline Z3_ast mean_gap(struct meaning *m, uint32_t outcome)
{
    return z3_not(m, mean_any(m, outcome, NULL));
}

static inline Z3_ast mean_conflict(struct meaning *m, uint32_t outcome)
{
    const struct tree *tree = m->tree;
    Z3_ast conflict = Z3_mk_false(m->z3);

    for (uint32_t a = 0; a < tree->rule_count; a++)
        for (uint32_t b = 0; b < a; b++)
            if (tree->rules[a].outcome == outcome &&
                tree->rules[b].outcome == outcome &&
                tree->rules[a].value != tree->rules[b].value)
                conflict =
                    z3_or(m, conflict, z3_and(m, mean_stands(m, a), mean_stands(m, b)));
    return conflict;
}

/* The outcome is `value`: some rule stands that says so, and none disagrees. */
static inline Z3_ast mean_says(struct meaning *m, uint32_t outcome, uint32_t value)
{
    bool members[32] = {0};

    members[value] = true;
    return z3_and(
        m, mean_any(m, outcome, members), z3_not(m, mean_conflict(m, outcome)));
}

/* ---- conditions ---- */

static inline Z3_ast mean_member(struct meaning *m, const struct cond *cond)
{
    Z3_ast any = Z3_mk_false(m->z3);

    for (uint32_t v = 0; v < cond->member_count; v++)
        if (cond->members[v])
            any = z3_or(m, any, mean_value(m, cond->index, (int32_t)v));
    return any;
}

static inline Z3_ast mean_number(struct meaning *m, const struct cond *cond)
{
    Z3_ast x = m->facts[cond->index];
    Z3_ast number = z3_int(m, cond->number);

    switch (cond->compare) {
    case COMPARE_LESS:
        return Z3_mk_lt(m->z3, x, number);
    case COMPARE_AT_MOST:
        return Z3_mk_le(m->z3, x, number);
    case COMPARE_IS:
        return Z3_mk_eq(m->z3, x, number);
    case COMPARE_AT_LEAST:
        return Z3_mk_ge(m->z3, x, number);
    case COMPARE_MORE:
        break;
    }
    return Z3_mk_gt(m->z3, x, number);
}

static inline Z3_ast mean_date(struct meaning *m, const struct date_term *term)
{
    return term->fact == TREE_NONE ? z3_int(m, term->day) : m->facts[term->fact];
}

static inline Z3_ast mean_dates(struct meaning *m, const struct cond *cond)
{
    Z3_ast first = mean_date(m, &cond->first);
    Z3_ast second = mean_date(m, &cond->second);

    if (cond->kind == COND_BEFORE)
        return Z3_mk_lt(m->z3, first, second);
    if (cond->kind == COND_AFTER)
        return Z3_mk_gt(m->z3, first, second);
    return z3_between(
        m, Z3_mk_sub(m->z3, 2, (Z3_ast[]){first, second}), 0, cond->number);
}

static inline Z3_ast mean_time(struct meaning *m, const struct cond *cond)
{
    Z3_ast x = m->facts[cond->index];

    if (cond->low <= cond->high)
        return z3_between(m, x, cond->low, cond->high);
    return z3_or(
        m, z3_between(m, x, cond->low, 24 * 60 - 1), z3_between(m, x, 0, cond->high));
}

static inline Z3_ast mean_let(struct meaning *m, uint32_t let)
{
    if (m->lets[let] == NULL)
        m->lets[let] = mean(m, m->tree->lets[let].cond);
    return m->lets[let];
}

static inline Z3_ast mean(struct meaning *m, const struct cond *cond)
{
    if (cond == NULL)
        return Z3_mk_true(m->z3);
    switch (cond->kind) {
    case COND_BROKEN:
        return Z3_mk_false(m->z3);
    case COND_AND:
        return z3_and(m, mean(m, cond->left), mean(m, cond->right));
    case COND_OR:
        return z3_or(m, mean(m, cond->left), mean(m, cond->right));
    case COND_NOT:
        return z3_not(m, mean(m, cond->left));
    case COND_IF:
        return Z3_mk_implies(m->z3, mean(m, cond->left), mean(m, cond->right));
    case COND_LET:
        return mean_let(m, cond->index);
    case COND_MEMBER:
        return mean_member(m, cond);
    case COND_NUMBER:
        return mean_number(m, cond);
    case COND_BETWEEN:
        return mean_time(m, cond);
    case COND_OUTCOME:
        return z3_and(m, mean_any(m, cond->index, cond->members),
            z3_not(m, mean_conflict(m, cond->index)));
    default:
        return mean_dates(m, cond);
    }
}

/* ---- a document ---- */

static inline void meaning_init(
    struct meaning *m, struct arena *arena, const struct tree *tree)
{
    uint32_t rules = tree->rule_count;
    Z3_config config = Z3_mk_config();

    *m = (struct meaning){.arena = arena, .tree = tree, .z3 = Z3_mk_context(config)};
    Z3_del_config(config);
    m->solver = Z3_mk_solver(m->z3);
    Z3_solver_inc_ref(m->z3, m->solver);
    m->facts = ARENA_ARRAY(arena, Z3_ast, tree->fact_count);
    m->choices = ARENA_ARRAY(arena, Z3_ast *, tree->fact_count);
    m->lets = ARENA_ARRAY(arena, Z3_ast, tree->let_count);
    m->applies = ARENA_ARRAY(arena, Z3_ast, rules);
    m->beaten = ARENA_ARRAY(arena, Z3_ast, rules);
    m->stands = ARENA_ARRAY(arena, Z3_ast, rules);
    m->excepts = ARENA_ARRAY(arena, bool, (size_t)rules *rules);
    for (uint32_t r = 0; r < rules; r++)
        for (uint32_t o = 0; o < rules; o++)
            m->excepts[r * rules + o] = is_exception(tree, r, o);
    for (uint32_t f = 0; f < tree->fact_count; f++)
        mean_fact(m, f);
    for (uint32_t f = 0; f < tree->fact_count; f++)
        mean_days_since(m, f);
}

static inline void meaning_clear(struct meaning *m)
{
    Z3_solver_dec_ref(m->z3, m->solver);
    Z3_del_context(m->z3);
}

#endif
