/*
 * Circles of lets and of outcomes, and the order of outcomes that has none.
 *
 * Which outcomes a let speaks of is worked out once, so that lets naming each other
 * many times cost no more than their conditions are long.
 */
#include "policy/parse.h"

/* A set of outcomes. */
struct outcome_set {
    bool has[MAX_OUTCOMES];
};

enum mark { MARK_NEW, MARK_OPEN, MARK_DONE };

struct walk {
    struct parser *p;
    struct outcome_set *lets; /* [let] outcomes it speaks of, through others too */
    struct outcome_set *uses; /* [outcome] outcomes its rules speak of */
    uint32_t *depth;          /* [let] of its condition, lets written out */
    enum mark *marks;
    uint32_t *path;
    uint32_t path_count;
    uint32_t nesting; /* of conditions through lets, now */
    uint32_t order;   /* the next outcome's */
    bool broken;      /* lets have a circle or are too deep */
};

/* ---- lets ---- */

/* "`a` names `b`, `b` names `a`: a circle" */
static void report_circle(struct walk *w, uint32_t let, struct span span)
{
    const struct tree *t = w->p->tree;
    struct text text = text_in(w->p->arena);
    uint32_t from = 0;

    while (w->path[from] != let)
        from++;
    for (uint32_t i = from; i < w->path_count; i++) {
        text_add(&text, i == from ? STR("`") : STR(", `"));
        text_add(&text, t->lets[w->path[i]].name);
        text_add(&text, STR("` names `"));
        text_add(&text, t->lets[i + 1 < w->path_count ? w->path[i + 1] : let].name);
        text_add(&text, STR("`"));
    }
    text_add(&text, STR(": a circle"));
    w->broken = true;
    (void)complain(
        w->p, "P049", span, text_str(&text), STR("say one of them with facts alone"));
}

static void walk_let(struct walk *w, uint32_t let);

static void report_depth(struct walk *w, struct span span)
{
    w->broken = true;
    (void)complain(w->p, "P062", span, STR("lets are nested in each other too deeply"),
        STR("let fewer of them name each other"));
}

/* The let that a condition names: its depth; walks it first when it is new. */
static uint32_t walk_name(
    struct walk *w, const struct cond *cond, struct outcome_set *set)
{
    uint32_t let = cond->index;

    if (w->marks[let] == MARK_OPEN)
        report_circle(w, let, cond->span);
    else if (w->marks[let] == MARK_NEW)
        walk_let(w, let);
    for (uint32_t o = 0; o < w->p->tree->outcome_count; o++)
        set->has[o] |= w->lets[let].has[o];
    return w->depth[let];
}

/* Add the outcomes of a condition to `set`; returns its depth. */
static uint32_t walk_cond(
    struct walk *w, const struct cond *cond, struct outcome_set *set)
{
    uint32_t depth;
    uint32_t right;

    if (cond == NULL || w->broken)
        return 0;
    if (w->nesting == MAX_NESTING) {
        report_depth(w, cond->span);
        return 0;
    }
    w->nesting++;
    depth = walk_cond(w, cond->left, set);
    right = walk_cond(w, cond->right, set);
    if (right > depth)
        depth = right;
    if (cond->kind == COND_OUTCOME)
        set->has[cond->index] = true;
    if (cond->kind == COND_LET)
        depth = walk_name(w, cond, set);
    if (depth >= MAX_NESTING && !w->broken)
        report_depth(w, cond->span);
    w->nesting--;
    return depth + 1;
}

static void walk_let(struct walk *w, uint32_t let)
{
    w->marks[let] = MARK_OPEN;
    w->path[w->path_count++] = let;
    w->depth[let] = walk_cond(w, w->p->tree->lets[let].cond, &w->lets[let]);
    w->path_count--;
    w->marks[let] = MARK_DONE;
}

/* ---- outcomes ---- */

/* The place in a condition that speaks of the outcome; NULL when none does. */
static const struct cond *find_use(
    const struct walk *w, const struct cond *cond, uint32_t outcome)
{
    const struct cond *found;

    if (cond == NULL)
        return NULL;
    if ((cond->kind == COND_OUTCOME && cond->index == outcome) ||
        (cond->kind == COND_LET && w->lets[cond->index].has[outcome]))
        return cond;
    found = find_use(w, cond->left, outcome);
    return found != NULL ? found : find_use(w, cond->right, outcome);
}

/* The first rule of `of` that speaks of `outcome`, and where. */
static const struct rule *find_rule(
    const struct walk *w, uint32_t of, uint32_t outcome, struct span *span)
{
    const struct tree *t = w->p->tree;

    for (uint32_t r = 0; r < t->rule_count; r++) {
        const struct cond *use = NULL;

        if (t->rules[r].outcome == of)
            use = find_use(w, t->rules[r].cond, outcome);
        if (use == NULL)
            continue;
        *span = use->span;
        return &t->rules[r];
    }
    return NULL;
}

/* "`entry` depends on `notice` (rule `a`), `notice` on `entry` (rule `b`)" */
static void report_outcomes(struct walk *w, uint32_t outcome)
{
    const struct tree *t = w->p->tree;
    struct text text = text_in(w->p->arena);
    struct span span = {0};
    uint32_t from = 0;

    while (w->path[from] != outcome)
        from++;
    for (uint32_t i = from; i < w->path_count; i++) {
        uint32_t next = i + 1 < w->path_count ? w->path[i + 1] : outcome;
        const struct rule *rule = find_rule(w, w->path[i], next, &span);

        text_add(&text, i == from ? STR("`") : STR(", `"));
        text_add(&text, t->outcomes[w->path[i]].name);
        text_add(&text, i == from ? STR("` depends on `") : STR("` on `"));
        text_add(&text, t->outcomes[next].name);
        text_add(&text, STR("` (rule `"));
        text_add(&text, rule == NULL ? (str){0} : rule->name);
        text_add(&text, STR("`)"));
    }
    text_add(&text, STR(": a circle"));
    (void)complain(w->p, "P050", span, text_str(&text),
        STR("say the condition with facts instead of the outcome"));
}

static void walk_outcome(struct walk *w, uint32_t outcome)
{
    struct tree *t = w->p->tree;

    w->marks[outcome] = MARK_OPEN;
    w->path[w->path_count++] = outcome;
    for (uint32_t o = 0; o < t->outcome_count; o++) {
        if (!w->uses[outcome].has[o])
            continue;
        if (w->marks[o] == MARK_OPEN)
            report_outcomes(w, o);
        else if (w->marks[o] == MARK_NEW)
            walk_outcome(w, o);
    }
    w->path_count--;
    w->marks[outcome] = MARK_DONE;
    t->outcomes[outcome].order = w->order++;
}

static void find_uses(struct walk *w)
{
    const struct tree *t = w->p->tree;

    for (uint32_t r = 0; r < t->rule_count; r++)
        if (t->rules[r].outcome != TREE_NONE)
            (void)walk_cond(w, t->rules[r].cond, &w->uses[t->rules[r].outcome]);
}

/* ---- assumptions ---- */

static void check_assumptions(struct walk *w)
{
    const struct tree *t = w->p->tree;

    for (uint32_t i = 0; i < t->assume_count; i++) {
        const struct cond *use = NULL;

        for (uint32_t o = 0; o < t->outcome_count && use == NULL; o++)
            use = find_use(w, t->assumes[i].cond, o);
        if (use != NULL)
            (void)complain(w->p, "P051", use->span,
                STR("an assumption may only speak of facts, not of an outcome"),
                STR("state it as a property: always \"...\": ..."));
    }
}

void resolve_circles(struct parser *p)
{
    struct tree *t = p->tree;
    uint32_t most = t->let_count > t->outcome_count ? t->let_count : t->outcome_count;
    struct walk w = {.p = p,
        .lets = ARENA_ARRAY(p->arena, struct outcome_set, t->let_count),
        .uses = ARENA_ARRAY(p->arena, struct outcome_set, t->outcome_count),
        .depth = ARENA_ARRAY(p->arena, uint32_t, t->let_count),
        .marks = ARENA_ARRAY(p->arena, enum mark, most),
        .path = ARENA_ARRAY(p->arena, uint32_t, most)};

    for (uint32_t i = 0; i < t->let_count && !w.broken; i++)
        if (w.marks[i] == MARK_NEW)
            walk_let(&w, i);
    if (w.broken)
        return;
    find_uses(&w);
    for (uint32_t i = 0; i < most; i++)
        w.marks[i] = MARK_NEW;
    for (uint32_t i = 0; i < t->outcome_count; i++)
        if (w.marks[i] == MARK_NEW)
            walk_outcome(&w, i);
    check_assumptions(&w);
}
