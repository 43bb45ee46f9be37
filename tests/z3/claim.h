/*
 * A claim about a state, put to Z3 and to the naive evaluator.
 *
 * Where Z3 finds a state that makes a claim true or false, the naive evaluator must
 * find the same of that state: two readings of the language that share nothing but
 * the syntax tree.
 */
#ifndef VESTIBULE_TESTS_Z3_CLAIM_H
#define VESTIBULE_TESTS_Z3_CLAIM_H

#include "meaning.h"

/* What may be the case in a state. */
enum claim_kind { ANY, GAP, CONFLICT, SAYS, STANDS, CLASH, BROKEN, PREMISE, HOLDS };

struct claim {
    enum claim_kind kind;
    uint32_t index; /* of an outcome or rule */
    uint32_t other; /* SAYS: the value; CLASH: the second rule */
    bool always;    /* BROKEN: where the condition fails, else where it holds */
    const struct cond *cond;
};

/* One document, its compiled policy, and its meaning. */
struct witness {
    struct arena arena;
    struct diags diags;
    struct policy policy;
    struct meaning m;
    int32_t *found; /* the last state that Z3 found */
};

/* ---- premises: what a conjunction asks of facts alone ---- */

static inline bool speaks_of_outcome(const struct tree *tree, const struct cond *cond)
{
    if (cond == NULL)
        return false;
    if (cond->kind == COND_LET)
        return speaks_of_outcome(tree, tree->lets[cond->index].cond);
    return cond->kind == COND_OUTCOME || speaks_of_outcome(tree, cond->left) ||
        speaks_of_outcome(tree, cond->right);
}

/* What must be the case for a property to say anything; NULL when it always does. */
static inline const struct cond *premise_of(
    const struct tree *tree, const struct property *property)
{
    if (property->always)
        return property->cond->kind == COND_IF ? property->cond->left : NULL;
    return speaks_of_outcome(tree, property->cond) ? property->cond : NULL;
}

static inline Z3_ast premise_formula(struct meaning *m, const struct cond *cond)
{
    if (cond != NULL && cond->kind == COND_AND)
        return z3_and(
            m, premise_formula(m, cond->left), premise_formula(m, cond->right));
    return mean(m, speaks_of_outcome(m->tree, cond) ? NULL : cond);
}

static inline bool premise_is_true(
    const struct tree *tree, const struct cond *cond, const int32_t *facts)
{
    if (cond != NULL && cond->kind == COND_AND)
        return premise_is_true(tree, cond->left, facts) &&
            premise_is_true(tree, cond->right, facts);
    return speaks_of_outcome(tree, cond) || naive_holds(tree, cond, facts);
}

/* ---- a claim, in both languages ---- */

static inline Z3_ast claim_formula(struct meaning *m, const struct claim *claim)
{
    switch (claim->kind) {
    case ANY:
        return Z3_mk_true(m->z3);
    case GAP:
        return mean_gap(m, claim->index);
    case CONFLICT:
        return mean_conflict(m, claim->index);
    case SAYS:
        return mean_says(m, claim->index, claim->other);
    case STANDS:
        return mean_stands(m, claim->index);
    case CLASH:
        return z3_and(m, mean_stands(m, claim->index), mean_stands(m, claim->other));
    case BROKEN:
        return claim->always ? z3_not(m, mean(m, claim->cond)) : mean(m, claim->cond);
    case PREMISE:
        return premise_formula(m, claim->cond);
    default:
        return mean(m, claim->cond);
    }
}

static inline bool claim_is_true(
    const struct tree *tree, const struct claim *claim, const int32_t *facts)
{
    switch (claim->kind) {
    case ANY:
        return naive_allowed(tree, facts);
    case GAP:
        return naive_outcome(tree, claim->index, facts) == NAIVE_GAP;
    case CONFLICT:
        return naive_outcome(tree, claim->index, facts) == NAIVE_CONFLICT;
    case SAYS:
        return naive_outcome(tree, claim->index, facts) == (int)claim->other;
    case STANDS:
        return naive_stands(tree, claim->index, facts);
    case CLASH:
        return naive_stands(tree, claim->index, facts) &&
            naive_stands(tree, claim->other, facts);
    case BROKEN:
        return naive_holds(tree, claim->cond, facts) != claim->always;
    case PREMISE:
        return premise_is_true(tree, claim->cond, facts);
    default:
        return naive_holds(tree, claim->cond, facts);
    }
}

/* ---- asking Z3 ---- */

static inline int32_t value_in(struct meaning *m, Z3_model model, uint32_t f)
{
    const struct fact *fact = &m->tree->facts[f];
    Z3_ast value = NULL;
    int32_t number = 0;

    REQUIRE(Z3_model_eval(m->z3, model, m->facts[f], true, &value));
    if (fact->kind == FACT_YES_NO)
        return Z3_get_bool_value(m->z3, value) == Z3_L_TRUE;
    if (fact->kind != FACT_CHOICE) {
        REQUIRE(Z3_get_numeral_int(m->z3, value, &number));
        return number;
    }
    while (!Z3_is_eq_ast(m->z3, value, m->choices[f][number]))
        number++;
    return number;
}

/*
 * Whether a state that the document allows agrees with `known` (NULL: any) and makes
 * `claim` `wanted`.  If so, the naive evaluator must find that of the state too.
 */
static inline bool can_be(
    struct witness *w, const int32_t *known, const struct claim *claim, bool wanted)
{
    struct meaning *m = &w->m;
    uint32_t count = w->policy.tree.fact_count;
    Z3_ast formula = claim_formula(m, claim);
    Z3_lbool answer;

    Z3_solver_push(m->z3, m->solver);
    Z3_solver_assert(m->z3, m->solver, wanted ? formula : z3_not(m, formula));
    for (uint32_t f = 0; known != NULL && f < count; f++)
        if (known[f] != VALUE_UNKNOWN)
            Z3_solver_assert(m->z3, m->solver, mean_value(m, f, known[f]));
    answer = Z3_solver_check(m->z3, m->solver);
    CHECK(answer != Z3_L_UNDEF);
    if (answer == Z3_L_TRUE) {
        Z3_model model = Z3_solver_get_model(m->z3, m->solver);

        Z3_model_inc_ref(m->z3, model);
        for (uint32_t f = 0; f < count; f++)
            w->found[f] = value_in(m, model, f);
        Z3_model_dec_ref(m->z3, model);
        CHECK(claim_is_true(&w->policy.tree, claim, w->found) == wanted);
    }
    Z3_solver_pop(m->z3, m->solver, 1);
    return answer == Z3_L_TRUE;
}

#endif
