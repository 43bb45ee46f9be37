/*
 * Reading diagrams, and fixing variables in them.
 */
#include "diagram/inside.h"

#include <stdlib.h>

uint32_t diagram_walk(const struct diagram *d, dd a, const uint32_t *values)
{
    while (!dd_is_leaf(a))
        a = d->pool[d->nodes[a].kids + values[d->nodes[a].var]];
    return dd_value(a);
}

/* ---- rewriting ---- */

/* What a rewriting does on its way down; only the part of its kind is set. */
struct rewrite {
    uint32_t op;
    uint32_t call;
    const uint32_t *to; /* leaves */
    uint32_t to_count;
    const uint32_t *values; /* variables fixed, or DD_FREE */
    uint32_t last_level;    /* nothing is fixed below this level */
};

static dd rewrite_leaf(const struct rewrite *r, dd leaf)
{
    if (r->to == NULL || dd_value(leaf) >= r->to_count)
        return leaf;
    return dd_leaf(r->to[dd_value(leaf)]);
}

static dd rewrite(struct diagram *d, const struct rewrite *r, dd a)
{
    uint32_t var;
    uint32_t kids;
    dd result;

    if (dd_is_leaf(a))
        return rewrite_leaf(r, a);
    var = d->nodes[a].var;
    if (r->values != NULL && d->level_of[var] > r->last_level)
        return a;
    if (r->values != NULL && r->values[var] != DD_FREE)
        return rewrite(d, r, kid_at(d, a, var, r->values[var]));
    if (d->failed || memo_get(d, r->op, a, r->call, 0, &result))
        return d->failed ? DD_NO : result;
    kids = stack_take(d, d->sizes[var]);
    for (uint32_t v = 0; v < d->sizes[var]; v++) {
        dd kid = rewrite(d, r, kid_at(d, a, var, v));

        d->stack[kids + v] = kid;
    }
    result = diagram_node(d, var, &d->stack[kids]);
    d->stack_top = kids;
    return memo_put(d, r->op, a, r->call, 0, result);
}

dd diagram_map_leaves(struct diagram *d, dd a, const uint32_t *to, uint32_t count)
{
    struct rewrite r = {OP_MAP, ++d->call, to, count, NULL, 0};

    return rewrite(d, &r, a);
}

dd diagram_restrict_all(struct diagram *d, dd a, const uint32_t *values)
{
    struct rewrite r = {OP_FIX, ++d->call, NULL, 0, values, 0};

    for (uint32_t v = 0; v < d->vars; v++)
        if (values[v] != DD_FREE && d->level_of[v] > r.last_level)
            r.last_level = d->level_of[v];
    return rewrite(d, &r, a);
}

dd diagram_restrict(struct diagram *d, dd a, uint32_t var, uint32_t value)
{
    uint32_t test;
    uint32_t kids;
    dd result;

    if (level_of_node(d, a) > d->level_of[var])
        return a;
    if (d->nodes[a].var == var)
        return kid_at(d, a, var, value);
    if (d->failed || memo_get(d, OP_RESTRICT, a, var, value, &result))
        return d->failed ? DD_NO : result;
    test = d->nodes[a].var;
    kids = stack_take(d, d->sizes[test]);
    for (uint32_t v = 0; v < d->sizes[test]; v++) {
        dd kid = diagram_restrict(d, kid_at(d, a, test, v), var, value);

        d->stack[kids + v] = kid;
    }
    result = diagram_node(d, test, &d->stack[kids]);
    d->stack_top = kids;
    return memo_put(d, OP_RESTRICT, a, var, value, result);
}

dd diagram_exists(struct diagram *d, dd a, uint32_t var)
{
    dd some = DD_NO;

    for (uint32_t v = 0; v < d->sizes[var] && some != DD_YES; v++)
        some = diagram_or(d, some, diagram_restrict(d, a, var, v));
    return some;
}

/* ---- traversals ---- */

uint32_t next_stamp(struct diagram *d)
{
    d->stamp++;
    if (d->stamp != 0)
        return d->stamp;
    for (uint32_t n = 0; n < d->node_count; n++)
        d->nodes[n].mark = 0;
    d->stamp = 1;
    return 1;
}

/* What a traversal notes; only what is set. */
struct visit {
    uint32_t stamp;
    bool *used;   /* [var] */
    bool *leaves; /* [leaf] */
    uint32_t leaf_count;
    uint32_t *list; /* nodes, in the order met */
    uint32_t found;
};

static void visit(struct diagram *d, struct visit *t, dd a)
{
    struct node *n;

    if (dd_is_leaf(a)) {
        if (t->leaves != NULL && dd_value(a) < t->leaf_count)
            t->leaves[dd_value(a)] = true;
        return;
    }
    n = &d->nodes[a];
    if (n->mark == t->stamp)
        return;
    n->mark = t->stamp;
    if (t->used != NULL)
        t->used[n->var] = true;
    if (t->list != NULL)
        t->list[t->found] = a;
    t->found++;
    for (uint32_t v = 0; v < d->sizes[n->var]; v++)
        visit(d, t, d->pool[n->kids + v]);
}

void diagram_support(struct diagram *d, dd a, bool *used)
{
    struct visit t = {.stamp = next_stamp(d), .used = used};

    visit(d, &t, a);
}

void diagram_leaves(struct diagram *d, dd a, bool *seen, uint32_t count)
{
    struct visit t = {.stamp = next_stamp(d), .leaves = seen, .leaf_count = count};

    visit(d, &t, a);
}

uint32_t diagram_reachable(struct diagram *d, const dd *roots, size_t count)
{
    struct visit t = {.stamp = next_stamp(d)};

    for (size_t i = 0; i < count; i++)
        visit(d, &t, roots[i]);
    return t.found;
}

uint32_t *nodes_by_level(
    struct diagram *d, const dd *roots, size_t count, uint32_t *found)
{
    struct visit t = {.stamp = next_stamp(d)};
    uint32_t *starts = calloc(d->vars + 2, sizeof(*starts));
    uint32_t *met = malloc((d->live + 1) * sizeof(*met));
    uint32_t *sorted = malloc((d->live + 1) * sizeof(*sorted));

    REQUIRE(starts != NULL && met != NULL && sorted != NULL);
    t.list = met;
    for (size_t i = 0; i < count; i++)
        visit(d, &t, roots[i]);
    for (uint32_t i = 0; i < t.found; i++)
        starts[level_of_node(d, met[i]) + 1]++;
    for (uint32_t level = 0; level < d->vars; level++)
        starts[level + 1] += starts[level];
    for (uint32_t i = 0; i < t.found; i++)
        sorted[starts[level_of_node(d, met[i])]++] = met[i];
    free(starts);
    free(met);
    *found = t.found;
    return sorted;
}

void diagram_collect(struct diagram *d, const dd *roots, size_t count)
{
    struct visit t = {.stamp = next_stamp(d)};

    for (size_t i = 0; i < count; i++)
        visit(d, &t, roots[i]);
    for (uint32_t n = 0; n < d->node_count; n++) {
        if (d->nodes[n].var == NIL || d->nodes[n].mark == t.stamp)
            continue;
        table_remove(d, n);
        node_release(d, n);
    }
    memo_forget(d);
}
