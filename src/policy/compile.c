/*
 * The passes of the compiler, in order.
 *
 * Conditions become diagrams one statement at a time, so that a budget that runs
 * out can be blamed on the statement that spent it.  What is kept is registered;
 * everything else is collected now and then.
 */
#include "policy/compile_inside.h"

#include "eval/eval.h"
#include "policy/report.h"

enum {
    COLLECT_FIRST = 200000,
    SIFT_EFFORT = 4000000,
    SIFT_WHEN_LIVE = 30000, /* reorder while building when so many nodes are alive */
};

dd build_keep(struct build *b, dd a)
{
    b->kept = arena_grow(
        b->arena, b->kept, b->kept_count, &b->kept_capacity, sizeof(*b->kept));
    b->kept[b->kept_count++] = a;
    return a;
}

bool build_settle(struct build *b, struct span span, str what, const struct cond *cond)
{
    const struct tree *tree = &b->policy->tree;
    struct diagram *d = b->policy->diagram;

    if (b->failed)
        return false;
    if (diagram_failed(d)) {
        bool *tied = ARENA_ARRAY(b->arena, bool, tree->fact_count);

        budget_mark(tree, cond, tied);
        budget_report(b, span, what, tied);
        return false;
    }
    if (diagram_live(d) < b->collect_at)
        return true;
    diagram_collect(d, b->kept, b->kept_count);
    if (diagram_live(d) > SIFT_WHEN_LIVE)
        diagram_sift(d, b->kept, b->kept_count, SIFT_EFFORT);
    b->collect_at = COLLECT_FIRST + 2 * diagram_live(d);
    return true;
}

/* Lower the lets that a condition names, deepest first. */
static void build_lets(struct build *b, const struct cond *cond)
{
    const struct tree *tree = &b->policy->tree;

    if (cond == NULL)
        return;
    build_lets(b, cond->left);
    build_lets(b, cond->right);
    if (cond->kind != COND_LET || b->lets[cond->index] != DD_FREE)
        return;
    build_lets(b, tree->lets[cond->index].cond);
    b->lets[cond->index] =
        build_keep(b, space_lower(&b->lowering, tree->lets[cond->index].cond));
}

dd build_cond(struct build *b, const struct cond *cond)
{
    if (cond == NULL)
        return DD_YES;
    build_lets(b, cond);
    return space_lower(&b->lowering, cond);
}

/* ---- passes ---- */

static bool check_limits(struct build *b)
{
    const struct space *space = &b->policy->space;

    if (space->slot_count > EVAL_MAX_SLOTS) {
        diag_add(b->diags, b->arena, "P113",
            space->facts[space->slots[EVAL_MAX_SLOTS].first].fact->span,
            STR("with this fact there are more facts and date comparisons than a "
                "diagram can hold (1000)"),
            STR("leave out facts that no rule needs"));
        return false;
    }
    for (uint32_t s = 0; s < space->slot_count; s++) {
        const struct slot *slot = &space->slots[s];

        if (slot->size <= DD_MAX_SIZE)
            continue;
        diag_add(b->diags, b->arena, "P113", space->facts[slot->first].fact->span,
            STR("this fact is compared with more numbers, days or times than a diagram "
                "can hold (4095)"),
            STR("compare it with fewer"));
        return false;
    }
    return true;
}

static struct diagram *new_diagram(struct arena *arena, const struct space *space)
{
    uint32_t *sizes = ARENA_ARRAY(arena, uint32_t, space->slot_count);

    for (uint32_t s = 0; s < space->slot_count; s++)
        sizes[s] = space->slots[s].size;
    return diagram_new(sizes, space->slot_count, NODE_BUDGET);
}

/* Yes where every choice has a value that this document knows: in a space shared
 * with another document there may be more. */
static dd own_values(const struct policy *p)
{
    const struct space_view *view = &p->view;
    dd own = DD_YES;

    for (uint32_t f = 0; f < p->tree.fact_count; f++) {
        const struct space_fact *shared = &p->space.facts[view->facts[f]];
        bool member[DD_MAX_SIZE] = {0};

        if (view->values[f] == NULL)
            continue;
        for (uint32_t v = 0; v < p->tree.facts[f].choice_count; v++)
            member[view->values[f][v]] = true;
        own = diagram_and(
            p->diagram, own, diagram_literal(p->diagram, shared->slot, member));
    }
    return own;
}

/* Blame the date that is compared with others most often. */
static void report_ties(struct build *b)
{
    const struct space *space = &b->policy->space;
    uint32_t *times = ARENA_ARRAY(b->arena, uint32_t, space->fact_count);
    uint32_t most = 0;
    struct text message = text_in(b->arena);

    for (uint32_t s = 0; s < space->slot_count; s++) {
        const struct slot *slot = &space->slots[s];

        if (slot->kind != SLOT_PAIR || slot->second == TREE_NONE)
            continue;
        times[slot->first]++;
        times[slot->second]++;
    }
    for (uint32_t f = 0; f < space->fact_count; f++)
        if (times[f] > times[most])
            most = f;
    text_add(&message,
        STR("dates are compared with each other in too many ways to work "
            "out which can be true together: "));
    text_add(&message, space->facts[most].fact->name);
    text_add(&message, STR(" with "));
    text_add_u64(&message, times[most]);
    text_add(&message, STR(" others"));
    diag_add(b->diags, b->arena, "P112", space->facts[most].fact->span,
        text_str(&message),
        STR("compare each date with today, and fewer dates with each other"));
    b->failed = true;
}

static void build_allowed(struct build *b)
{
    struct policy *p = b->policy;
    const struct tree *tree = &p->tree;
    dd ties;

    if (!space_ties(b->arena, &p->space, p->diagram, NULL, &ties)) {
        report_ties(b);
        return;
    }
    b->calendar = build_keep(b, diagram_and(p->diagram, ties, own_values(p)));
    p->allowed = b->calendar;
    for (uint32_t i = 0; i < tree->assume_count; i++) {
        p->assumes[i] = build_keep(b, build_cond(b, tree->assumes[i].cond));
        p->allowed = diagram_and(p->diagram, p->allowed, p->assumes[i]);
        if (p->allowed == DD_NO && !diagram_failed(p->diagram)) {
            dd alone = diagram_and(p->diagram, b->calendar, p->assumes[i]);

            diag_add(b->diags, b->arena, "P105", tree->assumes[i].span,
                join_text(b->arena, STR("with the assumption \""), tree->assumes[i].why,
                    alone == DD_NO
                        ? STR("\" no state is left: it is never true")
                        : STR("\" no state is left: it contradicts those before "
                              "it")),
                STR("remove it, or allow more in it"));
            b->failed = true;
            return;
        }
        if (!build_settle(b, tree->assumes[i].span,
                join_text(
                    b->arena, STR("assumption \""), tree->assumes[i].why, STR("\"")),
                tree->assumes[i].cond))
            return;
    }
    build_keep(b, p->allowed);
}

/* A yes/no diagram, narrowed to the allowed states. */
static dd fold(struct build *b, dd a)
{
    return build_keep(b,
        diagram_choose(
            b->policy->diagram, b->policy->allowed, a, dd_leaf(OUTCOME_IMPOSSIBLE)));
}

static void build_acts(struct build *b)
{
    struct policy *p = b->policy;
    const struct tree *tree = &p->tree;

    for (uint32_t i = 0; i < tree->duty_count; i++) {
        p->duties[i] = fold(b, build_cond(b, tree->duties[i].cond));
        if (!build_settle(b, tree->duties[i].span,
                join_text(b->arena, STR("duty "), tree->duties[i].name, STR("")),
                tree->duties[i].cond))
            return;
    }
    for (uint32_t i = 0; i < tree->say_count; i++) {
        p->says[i] = fold(b, build_cond(b, tree->says[i].cond));
        if (!build_settle(b, tree->says[i].span, STR("the condition of these words"),
                tree->says[i].cond))
            return;
    }
    for (uint32_t i = 0; i < tree->property_count; i++) {
        dd bad = build_cond(b, tree->properties[i].cond);

        if (tree->properties[i].always)
            bad = diagram_not(p->diagram, bad);
        p->properties[i] = build_keep(b, diagram_and(p->diagram, p->allowed, bad));
        if (!build_settle(b, tree->properties[i].span,
                join_text(
                    b->arena, STR("property \""), tree->properties[i].name, STR("\"")),
                tree->properties[i].cond))
            return;
    }
}

/* Outcomes in the order in which they depend on each other. */
static void build_outcomes(struct build *b)
{
    const struct tree *tree = &b->policy->tree;

    for (uint32_t turn = 0; turn < tree->outcome_count; turn++)
        for (uint32_t i = 0; i < tree->outcome_count; i++)
            if (tree->outcomes[i].order == turn && !b->failed)
                build_outcome(b, i);
}

/* All diagrams of one document, in the space and manager it is given. */
static bool build_diagrams(struct build *b)
{
    struct policy *p = b->policy;
    const struct tree *tree = &p->tree;

    p->outcomes = ARENA_ARRAY(b->arena, dd, tree->outcome_count);
    p->rule_stands = ARENA_ARRAY(b->arena, dd, tree->rule_count);
    p->rule_applies = ARENA_ARRAY(b->arena, dd, tree->rule_count);
    p->duties = ARENA_ARRAY(b->arena, dd, tree->duty_count);
    p->says = ARENA_ARRAY(b->arena, dd, tree->say_count);
    p->assumes = ARENA_ARRAY(b->arena, dd, tree->assume_count);
    p->properties = ARENA_ARRAY(b->arena, dd, tree->property_count);
    b->beaten = ARENA_ARRAY(b->arena, dd, tree->rule_count);
    b->lets = ARENA_ARRAY(b->arena, dd, tree->let_count);
    for (uint32_t i = 0; i < tree->let_count; i++)
        b->lets[i] = DD_FREE;
    b->collect_at = COLLECT_FIRST;
    b->lowering = (struct lowering){.diagram = p->diagram,
        .view = &p->view,
        .lets = b->lets,
        .outcomes = p->outcomes};
    build_allowed(b);
    if (!b->failed)
        build_outcomes(b);
    if (!b->failed)
        build_acts(b);
    return !b->failed;
}

bool policy_compile(
    struct arena *arena, str source, struct diags *diags, struct policy *out)
{
    struct build b = {.arena = arena, .diags = diags, .policy = out, .whole = true};
    const struct tree *tree = &out->tree;
    str clash;

    *out = (struct policy){0};
    if (!tree_read(arena, source, diags, &out->tree) || diags->errors > 0)
        return false;
    REQUIRE(space_build(arena, &tree, 1, &out->space, &out->view, &clash));
    if (!check_limits(&b))
        return false;
    out->diagram = new_diagram(arena, &out->space);
    if (!build_diagrams(&b))
        return false;
    diagram_sift(out->diagram, b.kept, b.kept_count, SIFT_EFFORT);
    check_meaning(&b);
    if (diags->errors > 0 || !image_write(&b))
        return false;
    run_examples(&b);
    if (diags->errors > 0)
        out->image = (str){0};
    return diags->errors == 0;
}

bool policy_prove(struct arena *arena, const struct policy *policy,
    const struct property *property, struct property_result *result, bool *vacuous)
{
    struct property alone = *property;
    struct diags diags = {0};
    struct policy own = {.tree = policy->tree};
    struct build b = {.arena = arena, .diags = &diags, .policy = &own};
    const struct tree *tree = &own.tree;
    str clash;
    bool proved;

    own.tree.properties = &alone;
    own.tree.property_count = 1;
    REQUIRE(space_build(arena, &tree, 1, &own.space, &own.view, &clash));
    proved = check_limits(&b);
    if (proved) {
        own.diagram = new_diagram(arena, &own.space);
        proved = build_diagrams(&b);
    }
    if (proved)
        *result = prove_property(&b, 0, vacuous);
    proved = proved && !diagram_failed(own.diagram);
    policy_clear(&own);
    return proved;
}

void policy_clear(struct policy *policy)
{
    diagram_free(policy->diagram);
    policy->diagram = NULL;
}

/* ---- two documents at once ---- */

bool policy_compile_pair(struct arena *arena, str old_source, str new_source,
    struct diags *old_diags, struct diags *new_diags, struct policy_pair *out,
    struct err *err)
{
    struct build b[2] = {
        {.arena = arena, .diags = old_diags, .policy = &out->old_policy},
        {.arena = arena, .diags = new_diags, .policy = &out->new_policy}};
    const struct tree *trees[2] = {&out->old_policy.tree, &out->new_policy.tree};
    struct space_view views[2];
    struct space *space = ARENA_NEW(arena, struct space);
    str clash;

    *out = (struct policy_pair){0};
    if (!tree_read(arena, old_source, old_diags, &out->old_policy.tree) ||
        !tree_read(arena, new_source, new_diags, &out->new_policy.tree) ||
        old_diags->errors + new_diags->errors > 0)
        return err_set(err, ERR_INVALID, STR("a document does not compile"));
    if (!space_build(arena, trees, 2, space, views, &clash)) {
        err_set(err, ERR_INVALID, STR("the documents declare a fact in two ways: "));
        return err_add(err, clash);
    }
    for (int i = 0; i < 2; i++) {
        struct policy *p = b[i].policy;

        p->space = *space;
        p->view = views[i];
        if (!check_limits(&b[i]))
            return err_set(err, ERR_LIMIT, STR("together the documents are too large"));
        p->diagram = i == 0 ? new_diagram(arena, space) : out->old_policy.diagram;
        b[i].kept = b[0].kept;
        b[i].kept_count = b[0].kept_count;
        b[i].kept_capacity = b[0].kept_capacity;
        if (!build_diagrams(&b[i]))
            return err_set(err, ERR_INVALID, STR("a document does not compile"));
    }
    out->common = diagram_and(
        out->old_policy.diagram, out->old_policy.allowed, out->new_policy.allowed);
    return old_diags->errors + new_diags->errors == 0 ||
        err_set(err, ERR_INVALID, STR("a document does not compile"));
}

void policy_pair_clear(struct policy_pair *pair)
{
    diagram_free(pair->old_policy.diagram);
    *pair = (struct policy_pair){0};
}
