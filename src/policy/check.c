/*
 * What is true of all states: dead statements, proved properties, counts.
 */
#include "policy/compile_inside.h"
#include "policy/report.h"

/* Whether `cond` names an outcome, directly or through lets. */
static bool names_outcome(const struct tree *tree, const struct cond *cond)
{
    if (cond == NULL)
        return false;
    if (cond->kind == COND_OUTCOME)
        return true;
    if (cond->kind == COND_LET)
        return names_outcome(tree, tree->lets[cond->index].cond);
    return names_outcome(tree, cond->left) || names_outcome(tree, cond->right);
}

/* The part of a conjunction that speaks of facts alone. */
static dd fact_part(struct build *b, const struct cond *cond)
{
    if (cond->kind == COND_AND)
        return diagram_and(
            b->policy->diagram, fact_part(b, cond->left), fact_part(b, cond->right));
    return names_outcome(&b->policy->tree, cond) ? DD_YES : build_cond(b, cond);
}

/*
 * A property's premise: what must be the case for it to say anything.  For
 * `always if A then B` that is A; for `never A and B` its conditions on facts.
 * A property of facts alone, or without a premise, always says something.
 */
static bool is_vacuous(struct build *b, const struct property *property)
{
    const struct tree *tree = &b->policy->tree;
    const struct cond *cond = property->cond;
    dd premise;

    if (property->always)
        premise = cond->kind == COND_IF ? fact_part(b, cond->left) : DD_YES;
    else
        premise = names_outcome(tree, cond) ? fact_part(b, cond) : DD_YES;
    return diagram_and(b->policy->diagram, b->policy->allowed, premise) == DD_NO;
}

struct property_result prove_property(struct build *b, uint32_t index, bool *vacuous)
{
    struct policy *p = b->policy;
    struct property_result result = {.holds = p->properties[index] == DD_NO};

    *vacuous = result.holds && is_vacuous(b, &p->tree.properties[index]);
    if (!result.holds)
        result.example = find_example(b->arena, p, p->properties[index]);
    return result;
}

/* Mark the outcomes that `cond` names, directly or through lets. */
static void mark_outcomes(const struct tree *tree, const struct cond *cond, bool *named)
{
    if (cond == NULL)
        return;
    if (cond->kind == COND_OUTCOME)
        named[cond->index] = true;
    if (cond->kind == COND_LET)
        mark_outcomes(tree, tree->lets[cond->index].cond, named);
    mark_outcomes(tree, cond->left, named);
    mark_outcomes(tree, cond->right, named);
}

/* The slots as the facts of a document put them. */
static uint32_t *slots_of(struct build *b, const int32_t *facts)
{
    const struct policy *p = b->policy;
    uint32_t *state = ARENA_ARRAY(b->arena, uint32_t, p->space.slot_count);
    int32_t *shared = ARENA_ARRAY(b->arena, int32_t, p->space.fact_count);

    for (uint32_t f = 0; f < p->tree.fact_count; f++)
        shared[p->view.facts[f]] = facts[f];
    space_bind(&p->space, shared, state);
    return state;
}

/* "rule help (line 11)": the rules that stand wherever `wrong` holds in an example,
 * of the outcomes that the property names.  Returns how many. */
static uint32_t add_rules_there(struct build *b, struct text *text,
    const struct property *property, dd wrong, const int32_t *facts)
{
    enum { RULES_NAMED = 4 };
    const struct policy *p = b->policy;
    bool *named = ARENA_ARRAY(b->arena, bool, p->tree.outcome_count);
    const uint32_t *state = slots_of(b, facts);
    dd there = diagram_restrict_all(p->diagram, wrong, state);
    uint32_t count = 0;

    mark_outcomes(&p->tree, property->cond, named);
    for (uint32_t r = 0; r < p->tree.rule_count && count < RULES_NAMED; r++) {
        const struct rule *rule = &p->tree.rules[r];
        dd stands = diagram_restrict_all(p->diagram, p->rule_stands[r], state);

        if (!named[rule->outcome] ||
            diagram_and(p->diagram, there, diagram_not(p->diagram, stands)) != DD_NO)
            continue;
        text_add(text, count++ == 0 ? STR("rule ") : STR(" and rule "));
        text_add(text, rule->name);
        text_add(text, STR(" (line "));
        text_add_u64(text, rule->span.line);
        text_add(text, STR(")"));
    }
    return count;
}

static void report_refuted(
    struct build *b, const struct property *property, dd wrong, const int32_t *facts)
{
    struct text message = text_in(b->arena);
    struct text rules = text_in(b->arena);
    uint32_t count = add_rules_there(b, &rules, property, wrong, facts);

    text_add_byte(&message, '"');
    text_add(&message, property->name);
    text_add(&message, STR("\" does not hold: "));
    text_add(
        &message, property->always ? STR("it fails when ") : STR("it happens when "));
    text_add_facts(&message, &b->policy->tree, facts);
    if (count > 0)
        text_add(&message, STR(", because of "));
    text_add(&message, text_str(&rules));
    diag_add(b->diags, b->arena, "P103", property->span, text_str(&message),
        names_outcome(&b->policy->tree, property->cond)
            ? STR("change the rules that lead there, or the property if it asks too "
                  "much")
            : STR("no rule can change this, for it names no outcome: add what must not "
                  "come out, or say as an assumption what cannot occur"));
}

static void check_property(struct build *b, uint32_t index)
{
    struct policy *p = b->policy;
    const struct property *property = &p->tree.properties[index];
    struct property_result *result = &p->property_results[index];
    bool vacuous;

    *result = prove_property(b, index, &vacuous);
    if (vacuous)
        diag_add(b->diags, b->arena, "P104", property->span,
            join_text(b->arena, STR("\""), property->name,
                STR("\" holds only because no state fits its premise")),
            STR("check the names and values in it; it protects nothing as it stands"));
    if (result->example != NULL)
        report_refuted(b, property, p->properties[index], result->example);
}

/* ---- what never happens, and what never matters ---- */

/* The one exception that applies wherever a rule does; TREE_NONE when it takes
 * several, or those of exceptions. */
static uint32_t find_winner(struct build *b, uint32_t rule)
{
    struct policy *p = b->policy;
    dd applies = diagram_and(p->diagram, p->allowed, p->rule_applies[rule]);

    for (uint32_t e = 0; e < p->tree.rule_count; e++)
        if (is_exception(&p->tree, e, rule) &&
            diagram_and(p->diagram, applies,
                diagram_not(p->diagram, p->rule_applies[e])) == DD_NO)
            return e;
    return TREE_NONE;
}

static void report_beaten(struct build *b, uint32_t index)
{
    const struct tree *tree = &b->policy->tree;
    const struct rule *rule = &tree->rules[index];
    uint32_t winner = find_winner(b, index);
    struct text message = text_in(b->arena);
    struct text hint = text_in(b->arena);
    str name = winner == TREE_NONE ? (str){0} : tree->rules[winner].name;

    text_add(&message, STR("rule "));
    text_add(&message, rule->name);
    text_add(&message, STR(" never stands: wherever it applies, "));
    if (winner == TREE_NONE) {
        text_add(&message, STR("some exception to it applies too"));
        text_add(&hint, STR("remove it, or give its exceptions narrower conditions"));
    } else {
        text_add(&message, STR("its exception "));
        text_add(&message, name);
        text_add(&message, STR(" (line "));
        text_add_u64(&message, tree->rules[winner].span.line);
        text_add(&message, STR(") applies too"));
        text_add(&hint, STR("remove it, or give "));
        text_add(&hint, name);
        text_add(&hint, STR(" a narrower condition, or turn the exception round"));
    }
    diag_add(
        b->diags, b->arena, "P102", rule->span, text_str(&message), text_str(&hint));
}

static void check_rules(struct build *b)
{
    struct policy *p = b->policy;

    for (uint32_t r = 0; r < p->tree.rule_count; r++) {
        const struct rule *rule = &p->tree.rules[r];

        if (diagram_and(p->diagram, p->allowed, p->rule_stands[r]) != DD_NO)
            continue;
        if (diagram_and(p->diagram, p->allowed, p->rule_applies[r]) == DD_NO)
            diag_add(b->diags, b->arena, "P102", rule->span,
                join_text(b->arena, STR("rule "), rule->name,
                    STR(" never applies: no state fits its condition")),
                STR("remove it, or check the values in its condition"));
        else
            report_beaten(b, r);
    }
}

static bool never_yes(struct build *b, dd folded)
{
    bool seen[OUTCOME_LEAVES] = {0};

    diagram_leaves(b->policy->diagram, folded, seen, OUTCOME_LEAVES);
    return !seen[1];
}

static void check_acts(struct build *b)
{
    struct policy *p = b->policy;
    const struct tree *tree = &p->tree;

    for (uint32_t i = 0; i < tree->duty_count; i++)
        if (never_yes(b, p->duties[i]))
            diag_add(b->diags, b->arena, "P109", tree->duties[i].span,
                join_text(b->arena, STR("duty "), tree->duties[i].name,
                    STR(" never arises: no state fits its condition")),
                STR("remove it, or check the values in its condition"));
    for (uint32_t i = 0; i < tree->say_count; i++)
        if (never_yes(b, p->says[i]))
            diag_add(b->diags, b->arena, "P109", tree->says[i].span,
                STR("these words are never said: no state fits their condition"),
                STR("remove them, or check the values in their condition"));
    for (uint32_t i = 0; i < tree->assume_count; i++)
        if (diagram_and(p->diagram, b->calendar,
                diagram_not(p->diagram, p->assumes[i])) == DD_NO)
            diag_add(b->diags, b->arena, "P111", tree->assumes[i].span,
                join_text(b->arena, STR("the assumption \""), tree->assumes[i].why,
                    STR("\" rules nothing out: it is always true")),
                STR("remove it, or check the values in it"));
}

/* What is shown while facts are missing must not be the open door. */
static void check_until_known(struct build *b)
{
    const struct tree *tree = &b->policy->tree;

    for (uint32_t o = 0; o < tree->outcome_count; o++) {
        const struct outcome *outcome = &tree->outcomes[o];
        struct text hint = text_in(b->arena);

        if (outcome->value_count < 2 || outcome->until_known + 1 < outcome->value_count)
            continue;
        text_add(
            &hint, STR("show a value that is safe while nothing is known, such as "));
        text_add(&hint, outcome->values[0].name);
        text_add(&hint, STR("; values stand from most protective to most permissive"));
        diag_add(b->diags, b->arena, "P117", outcome->span,
            join_text(b->arena, STR("while facts are missing "), outcome->name,
                STR(" shows its most permissive value")),
            text_str(&hint));
    }
}

/* Facts that conditions name but no answer, duty or word depends on. */
static void check_facts(struct build *b)
{
    struct policy *p = b->policy;
    const struct tree *tree = &p->tree;
    bool *slots = ARENA_ARRAY(b->arena, bool, p->space.slot_count);
    bool *facts = ARENA_ARRAY(b->arena, bool, tree->fact_count);

    for (uint32_t i = 0; i < tree->outcome_count; i++)
        diagram_support(p->diagram, p->outcomes[i], slots);
    for (uint32_t i = 0; i < tree->duty_count; i++)
        diagram_support(p->diagram, p->duties[i], slots);
    for (uint32_t i = 0; i < tree->say_count; i++)
        diagram_support(p->diagram, p->says[i], slots);
    for (uint32_t s = 0; s < p->space.slot_count; s++) {
        const struct slot *slot = &p->space.slots[s];

        if (!slots[s])
            continue;
        facts[slot->first] = true;
        if (slot->second != TREE_NONE)
            facts[slot->second] = true;
        if (slot->kind == SLOT_CUT)
            facts[p->space.facts[slot->first].since] = true;
    }
    for (uint32_t f = 0; f < tree->fact_count; f++)
        if (!facts[f] && tree->facts[f].used && !tree->facts[f].supplied)
            diag_add(b->diags, b->arena, "P115", tree->facts[f].span,
                join_text(b->arena, STR("fact "), tree->facts[f].name,
                    STR(" never changes an answer, a duty or the words to say")),
                STR("nobody will be asked it; remove it, or add the rule it is for"));
}

/* ---- counts ---- */

static void count_states(struct build *b)
{
    struct policy *p = b->policy;
    const struct tree *tree = &p->tree;
    const uint64_t **weights =
        ARENA_ARRAY(b->arena, const uint64_t *, p->space.slot_count);
    struct dd_count of[OUTCOME_LEAVES];

    for (uint32_t s = 0; s < p->space.slot_count; s++)
        weights[s] = p->space.slots[s].weights;
    diagram_count(p->diagram, p->allowed, weights, of, 2);
    p->states = of[1];
    p->counts = ARENA_ARRAY(b->arena, struct dd_count *, tree->outcome_count);
    for (uint32_t o = 0; o < tree->outcome_count; o++) {
        diagram_count(p->diagram, p->outcomes[o], weights, of, OUTCOME_LEAVES);
        p->counts[o] = arena_copy(
            b->arena, of, tree->outcomes[o].value_count, sizeof(struct dd_count));
    }
    if (p->states.overflow)
        diag_add(b->diags, b->arena, "P108", tree->edition.span,
            STR("in this edition there are more than 2^512 states: too many to count exactly"),
            STR("the proofs hold all the same; only the counts are missing"));
}

void check_meaning(struct build *b)
{
    struct policy *p = b->policy;

    p->property_results =
        ARENA_ARRAY(b->arena, struct property_result, p->tree.property_count);
    check_rules(b);
    check_acts(b);
    /* Where rules disagree or leave gaps, what a fact changes is not settled yet. */
    if (b->diags->errors == 0)
        check_facts(b);
    check_until_known(b);
    for (uint32_t i = 0; i < p->tree.property_count; i++)
        check_property(b, i);
    count_states(b);
}
