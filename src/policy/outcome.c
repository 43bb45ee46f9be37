/*
 * Rules to outcomes.
 *
 * A rule stands where it applies and no exception to it, direct or through other
 * exceptions, does.  So per rule: applies (its condition), beaten (some exception
 * applies or is itself beaten by one that does), stands.  Rules of one value are
 * joined; then the values must neither leave a state out nor overlap.
 */
#include "policy/compile_inside.h"
#include "policy/mend.h"
#include "policy/report.h"

enum { CONFLICTS_SHOWN = 20 };

bool is_exception(const struct tree *tree, uint32_t rule, uint32_t to)
{
    const struct rule *r = &tree->rules[rule];

    for (uint32_t i = 0; i < r->beats_count; i++)
        if (r->beats[i] == to)
            return true;
    return false;
}

/* List the exceptions to `rule`, direct and through others, each after its own; then
 * the rule itself. */
static void list_exceptions(const struct tree *tree, uint32_t rule, bool *listed,
    uint32_t *list, uint32_t *count)
{
    if (listed[rule])
        return;
    listed[rule] = true;
    for (uint32_t e = 0; e < tree->rule_count; e++)
        if (is_exception(tree, e, rule))
            list_exceptions(tree, e, listed, list, count);
    list[(*count)++] = rule;
}

/* The rule and its exceptions have spent the budget. */
static void report_explosion(struct build *b, uint32_t rule)
{
    const struct tree *tree = &b->policy->tree;
    uint32_t *list = ARENA_ARRAY(b->arena, uint32_t, tree->rule_count);
    bool *listed = ARENA_ARRAY(b->arena, bool, tree->rule_count);
    bool *tied = ARENA_ARRAY(b->arena, bool, tree->fact_count);
    struct text what = text_in(b->arena);
    uint32_t count = 0;

    list_exceptions(tree, rule, listed, list, &count);
    for (uint32_t i = 0; i < count; i++)
        budget_mark(tree, tree->rules[list[i]].cond, tied);
    text_add(&what, STR("rule "));
    text_add(&what, tree->rules[rule].name);
    text_add(&what, STR(" together with its exceptions ("));
    text_add_u64(&what, count - 1);
    text_add(&what, STR(", direct and through others)"));
    budget_report(b, tree->rules[rule].span, text_str(&what), tied);
}

/* Where some exception to `rule` applies or is beaten; its exceptions are done. */
static bool build_beaten(struct build *b, uint32_t rule)
{
    const struct policy *p = b->policy;
    dd beaten = DD_NO;

    for (uint32_t e = 0; e < p->tree.rule_count; e++) {
        if (!is_exception(&p->tree, e, rule))
            continue;
        beaten = diagram_or(p->diagram, beaten, p->rule_applies[e]);
        beaten = diagram_or(p->diagram, beaten, b->beaten[e]);
    }
    b->beaten[rule] = build_keep(b, beaten);
    if (diagram_failed(p->diagram))
        report_explosion(b, rule);
    return !b->failed;
}

/* Where it applies and is not beaten. */
static bool build_stands(struct build *b, uint32_t rule)
{
    struct policy *p = b->policy;
    dd unbeaten = diagram_not(p->diagram, b->beaten[rule]);

    p->rule_stands[rule] =
        build_keep(b, diagram_and(p->diagram, p->rule_applies[rule], unbeaten));
    if (diagram_failed(p->diagram))
        report_explosion(b, rule);
    return build_settle(b, p->tree.rules[rule].span, (str){0}, NULL);
}

static bool build_rules(struct build *b, uint32_t outcome)
{
    struct policy *p = b->policy;
    const struct tree *tree = &p->tree;
    uint32_t *order = ARENA_ARRAY(b->arena, uint32_t, tree->rule_count);
    bool *listed = ARENA_ARRAY(b->arena, bool, tree->rule_count);
    uint32_t count = 0;

    for (uint32_t r = 0; r < tree->rule_count; r++) {
        if (tree->rules[r].outcome != outcome)
            continue;
        p->rule_applies[r] = build_keep(b, build_cond(b, tree->rules[r].cond));
        if (!build_settle(b, tree->rules[r].span,
                join_text(b->arena, STR("the condition of rule "), tree->rules[r].name,
                    STR("")),
                tree->rules[r].cond))
            return false;
        list_exceptions(tree, r, listed, order, &count);
    }
    for (uint32_t i = 0; i < count; i++)
        if (!build_beaten(b, order[i]))
            return false;
    for (uint32_t r = 0; r < tree->rule_count; r++)
        if (tree->rules[r].outcome == outcome && !build_stands(b, r))
            return false;
    return true;
}

/* Join the places where rules of `value` stand, two by two, which keeps the
 * intermediate diagrams small. */
static dd join_rules(struct build *b, uint32_t outcome, uint32_t value)
{
    const struct policy *p = b->policy;
    const struct tree *tree = &p->tree;
    dd *parts = ARENA_ARRAY(b->arena, dd, tree->rule_count);
    uint32_t count = 0;

    for (uint32_t r = 0; r < tree->rule_count; r++)
        if (tree->rules[r].outcome == outcome && tree->rules[r].value == value)
            parts[count++] = p->rule_stands[r];
    if (count == 0)
        return DD_NO;
    for (; count > 1; count = (count + 1) / 2)
        for (size_t i = 0; i < (count + 1) / 2; i++)
            parts[i] = 2 * i + 1 < count
                ? diagram_or(p->diagram, parts[2 * i], parts[2 * i + 1])
                : parts[2 * i];
    return build_keep(b, parts[0]);
}

/* "to let two win, write: rule two, exception to usually, one: ..." */
static void add_winner(struct text *hint, const struct rule *winner, str loser)
{
    text_add(hint, STR("to let "));
    text_add(hint, winner->name);
    text_add(hint, STR(" win, write: rule "));
    text_add(hint, winner->name);
    text_add(hint, STR(", exception to "));
    for (uint32_t i = 0; i < winner->exception_count; i++) {
        bool section = winner->exceptions[i].section;

        text_add(hint, section ? STR("section \"") : STR(""));
        text_add(hint, winner->exceptions[i].name);
        text_add(hint, section ? STR("\", ") : STR(", "));
    }
    text_add(hint, loser);
    text_add(hint, STR(": ..."));
}

/* Where the loser stands among others under a heading of their own, the winner is
 * usually meant to beat them all. */
static void add_section(struct text *hint, const struct tree *tree,
    const struct rule *winner, const struct rule *loser)
{
    uint32_t heading = loser->ground.heading;
    uint32_t count = 0;

    for (uint32_t r = 0; r < tree->rule_count; r++)
        count += tree->rules[r].outcome == loser->outcome &&
            tree->rules[r].ground.heading == heading;
    if (count < 2 || heading == SCAN_NONE || heading == winner->ground.heading ||
        tree->scan.headings[heading].short_text.len == 0)
        return;
    text_add(hint, STR(" (or, over all rules there: exception to section \""));
    text_add(hint, tree->scan.headings[heading].short_text);
    text_add(hint, STR("\")"));
}

/* Offer to make `winner` an exception to `loser`, behind the last there is. */
static void add_exception(
    struct build *b, struct diag *diag, const struct rule *winner, str loser)
{
    struct text fix = text_in(b->arena);
    struct span after = winner->span;

    if (winner->exception_count > 0)
        after = winner->exceptions[winner->exception_count - 1].span;
    after.column += after.length;
    after.length = 0;
    text_add(&fix, winner->exception_count > 0 ? STR(", ") : STR(", exception to "));
    text_add(&fix, loser);
    diag_fix(diag, b->arena, after, text_str(&fix));
}

/* The first two rules that stand at a point and disagree. */
static void find_clash(struct build *b, uint32_t outcome, const uint32_t *point,
    uint32_t *one, uint32_t *two)
{
    const struct policy *p = b->policy;
    const struct tree *tree = &p->tree;

    *one = TREE_NONE;
    *two = TREE_NONE;
    for (uint32_t r = 0; r < tree->rule_count; r++) {
        if (tree->rules[r].outcome != outcome ||
            diagram_walk(p->diagram, p->rule_stands[r], point) == 0)
            continue;
        *two = r;
        if (*one == TREE_NONE)
            *one = r;
        else if (tree->rules[r].value != tree->rules[*one].value)
            return;
    }
}

/* A rule that always applies comes first: it is the other that is its exception, for
 * the other way round nothing would be left of the other. */
static void report_conflict(
    struct build *b, uint32_t one, uint32_t two, const int32_t *facts)
{
    const struct tree *tree = &b->policy->tree;
    bool swap = tree->rules[two].cond == NULL;
    const struct rule *first = &tree->rules[swap ? two : one];
    const struct rule *second = &tree->rules[swap ? one : two];
    const struct outcome *outcome = &tree->outcomes[first->outcome];
    struct text message = text_in(b->arena);
    struct text hint = text_in(b->arena);
    struct diag *diag;

    text_add(&message, STR("two rules disagree about "));
    text_add(&message, outcome->name);
    text_add(&message, STR(": "));
    text_add(&message, first->name);
    text_add(&message, STR(" says "));
    text_add(&message, outcome->values[first->value].name);
    text_add(&message, STR(", "));
    text_add(&message, second->name);
    text_add(&message, STR(" says "));
    text_add(&message, outcome->values[second->value].name);
    text_add(&message, STR(", when "));
    text_add_facts(&message, tree, facts);
    add_winner(&hint, second, first->name);
    add_section(&hint, tree, second, first);
    if (first->cond != NULL) {
        text_add(&hint, STR("; "));
        add_winner(&hint, first, second->name);
    }
    diag = diag_add(
        b->diags, b->arena, "P101", second->span, text_str(&message), text_str(&hint));
    add_exception(b, diag, second, first->name);
    if (first->cond != NULL)
        add_exception(b, diag, first, second->name);
}

/* Report each pair of rules that clash in `clash`, with an example. */
static void report_conflicts(struct build *b, uint32_t outcome, dd clash)
{
    struct policy *p = b->policy;
    uint32_t *point = ARENA_ARRAY(b->arena, uint32_t, p->space.slot_count);

    for (int shown = 0; shown < CONFLICTS_SHOWN; shown++) {
        uint32_t one;
        uint32_t two;
        int32_t *facts;
        dd both;

        if (!find_point(b->arena, p, clash, point))
            return;
        find_clash(b, outcome, point, &one, &two);
        both = diagram_and(p->diagram, p->rule_stands[one], p->rule_stands[two]);
        facts = find_example(b->arena, p, both);
        if (facts == NULL)
            return;
        report_conflict(b, one, two, facts);
        clash = diagram_and(p->diagram, clash, diagram_not(p->diagram, both));
    }
}

/* Write the condition that holds in a state of choices alone: "paper is none and not
 * reason"; false when it names numbers, dates or times. */
static bool add_condition(
    struct text *text, const struct tree *tree, const int32_t *facts)
{
    bool any = false;

    for (uint32_t f = 0; f < tree->fact_count; f++) {
        const struct fact *fact = &tree->facts[f];

        if (facts[f] == VALUE_UNKNOWN)
            continue;
        if (fact->kind != FACT_CHOICE && fact->kind != FACT_YES_NO)
            return false;
        text_add(text, any ? STR(" and ") : STR(" if "));
        any = true;
        if (fact->kind == FACT_YES_NO)
            text_add(text, facts[f] == 0 ? STR("not ") : STR(""));
        text_add(text, fact->name);
        if (fact->kind == FACT_YES_NO)
            continue;
        text_add(text, STR(" is "));
        text_add(text, fact->choices[facts[f]].name);
    }
    return true;
}

/* The last rule about `outcome`, or NULL. */
static const struct rule *last_rule(const struct tree *tree, uint32_t outcome)
{
    for (uint32_t r = tree->rule_count; r-- > 0;)
        if (tree->rules[r].outcome == outcome)
            return &tree->rules[r];
    return NULL;
}

/* A name for a new rule: "otherwise", "otherwise_2", ... */
static str new_name(struct arena *arena, const struct tree *tree)
{
    for (uint32_t n = 1;; n++) {
        struct text name = text_in(arena);
        bool is_new = true;

        text_add(&name, STR("otherwise"));
        if (n > 1) {
            text_add_byte(&name, '_');
            text_add_u64(&name, n);
        }
        for (uint32_t r = 0; r < tree->rule_count; r++)
            is_new &= !str_equal(tree->rules[r].name, text_str(&name));
        if (is_new)
            return text_str(&name);
    }
}

/* The rule that closes the gap in a state and nowhere else, so that it conflicts with
 * no other: offered at the end of the block with the outcome's last rule. */
static void report_gap(struct build *b, uint32_t outcome, dd gap)
{
    struct policy *p = b->policy;
    const struct outcome *o = &p->tree.outcomes[outcome];
    const struct rule *last = last_rule(&p->tree, outcome);
    int32_t *facts = find_example(b->arena, p, gap);
    struct text message = text_in(b->arena);
    struct text hint = text_in(b->arena);
    struct text rule = text_in(b->arena);
    bool is_exact;
    struct diag *diag;

    if (facts == NULL)
        return;
    text_add(&message, STR("no rule says what "));
    text_add(&message, o->name);
    text_add(&message, STR(" is when "));
    text_add_facts(&message, &p->tree, facts);
    text_add(&rule, STR("rule "));
    text_add(&rule, new_name(b->arena, &p->tree));
    text_add(&rule, STR(": "));
    text_add(&rule, o->name);
    text_add(&rule, STR(" is "));
    text_add(&rule, o->values[o->until_known].name);
    is_exact = add_condition(&rule, &p->tree, facts);
    text_add(&hint, STR("add a rule for it, for example: "));
    text_add(&hint, text_str(&rule));
    text_add(&hint, is_exact ? STR("") : STR(" ..."));
    diag = diag_add(
        b->diags, b->arena, "P100", o->span, text_str(&message), text_str(&hint));
    if (is_exact && last != NULL)
        mend_by_statement(
            diag, b->arena, &p->tree.scan, last->ground.block, text_str(&rule));
}

void build_outcome(struct build *b, uint32_t index)
{
    struct policy *p = b->policy;
    const struct outcome *outcome = &p->tree.outcomes[index];
    struct diagram *d = p->diagram;
    dd covered = DD_NO;
    dd clash = DD_NO;
    dd value = dd_leaf(OUTCOME_GAP);
    dd gap;

    if (!build_rules(b, index))
        return;
    for (uint32_t v = outcome->value_count; v-- > 0;) {
        dd stands = join_rules(b, index, v);

        clash = diagram_or(d, clash, diagram_and(d, covered, stands));
        covered = diagram_or(d, covered, stands);
        value = diagram_choose(d, stands, dd_leaf(v), value);
    }
    clash = diagram_and(d, clash, p->allowed);
    gap = diagram_and(d, p->allowed, diagram_not(d, covered));
    value = diagram_choose(d, clash, dd_leaf(OUTCOME_CONFLICT), value);
    p->outcomes[index] = build_keep(
        b, diagram_choose(d, p->allowed, value, dd_leaf(OUTCOME_IMPOSSIBLE)));
    if (!build_settle(b, outcome->span,
            join_text(b->arena, STR("outcome "), outcome->name, STR("")), NULL))
        return;
    if (clash != DD_NO)
        report_conflicts(b, index, clash);
    if (gap != DD_NO)
        report_gap(b, index, gap);
}
