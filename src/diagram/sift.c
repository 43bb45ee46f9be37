/*
 * A better order of variables: sifting by swaps of neighbours (Rudell 1993).
 *
 * A swap rewrites the nodes of the upper variable in place, so every handle above
 * keeps its meaning; reference counts say which lower nodes die of it.
 */
#include "diagram/inside.h"

#include <stdlib.h>

/* Growth allowed while a variable is on its way: 6/5. */
enum { GROWTH_NUMERATOR = 6, GROWTH_DENOMINATOR = 5 };

static void refer(struct diagram *d, dd a)
{
    if (!dd_is_leaf(a))
        d->refs[a]++;
}

/* Drop a reference; a node that loses its last one goes, and what it held. */
static void drop(struct diagram *d, dd a)
{
    uint32_t var;

    if (dd_is_leaf(a) || --d->refs[a] > 0)
        return;
    var = d->nodes[a].var;
    for (uint32_t v = 0; v < d->sizes[var]; v++)
        drop(d, kid_at(d, a, var, v));
    table_remove(d, a);
    node_release(d, a);
}

static bool tests_below(const struct diagram *d, uint32_t node, uint32_t var)
{
    const struct node *n = &d->nodes[node];

    for (uint32_t v = 0; v < d->sizes[n->var]; v++) {
        dd kid = d->pool[n->kids + v];

        if (!dd_is_leaf(kid) && d->nodes[kid].var == var)
            return true;
    }
    return false;
}

/* Make a node of the upper variable test the lower one first. */
static void turn(struct diagram *d, uint32_t node, uint32_t upper, uint32_t lower)
{
    uint32_t made = stack_take(d, d->sizes[lower]);
    uint32_t kids = stack_take(d, d->sizes[upper]);
    uint32_t old = d->nodes[node].kids;
    uint32_t place;

    for (uint32_t w = 0; w < d->sizes[lower]; w++) {
        for (uint32_t v = 0; v < d->sizes[upper]; v++)
            d->stack[kids + v] = kid_at(d, d->pool[old + v], lower, w);
        d->stack[made + w] = diagram_node(d, upper, &d->stack[kids]);
        refer(d, d->stack[made + w]);
    }
    table_remove(d, node);
    place = kids_take(d, d->sizes[lower]);
    memcpy(&d->pool[place], &d->stack[made], d->sizes[lower] * sizeof(dd));
    d->nodes[node].kids = place;
    d->nodes[node].var = lower;
    table_insert(d, node);
    for (uint32_t v = 0; v < d->sizes[upper]; v++)
        drop(d, d->pool[old + v]);
    kids_release(d, old, d->sizes[upper]);
    d->stack_top = made;
}

/* Exchange the variables at `level` and the one below. */
static void swap(struct diagram *d, uint32_t level)
{
    uint32_t upper = d->var_at[level];
    uint32_t lower = d->var_at[level + 1];
    const struct table *t = &d->tables[upper];
    uint32_t first = stack_take(d, t->count);
    uint32_t count = 0;

    for (uint32_t i = 0; i < t->bucket_count; i++)
        for (uint32_t n = t->buckets[i]; n != NIL; n = d->nodes[n].next)
            if (tests_below(d, n, lower))
                d->stack[first + count++] = n;
    d->effort -= d->effort < t->count + 1u ? d->effort : t->count + 1u;
    for (uint32_t i = 0; i < count; i++)
        turn(d, d->stack[first + i], upper, lower);
    d->stack_top = first;
    d->var_at[level] = lower;
    d->var_at[level + 1] = upper;
    d->level_of[lower] = level;
    d->level_of[upper] = level + 1;
}

static void move_to(struct diagram *d, uint32_t var, uint32_t level)
{
    while (d->level_of[var] < level)
        swap(d, d->level_of[var]);
    while (d->level_of[var] > level)
        swap(d, d->level_of[var] - 1);
}

/* Whether a swap could need more kids than the pool may hold. */
static bool outgrows(const struct diagram *d, uint32_t level)
{
    uint32_t upper = d->var_at[level];
    uint64_t made = (uint64_t)d->tables[upper].count * d->sizes[d->var_at[level + 1]];

    return d->pool_count + made * (d->sizes[upper] + 1u) > MOST_KIDS;
}

/* Move `var` towards `end`, noting where the diagrams are smallest. */
static void explore(
    struct diagram *d, uint32_t var, uint32_t end, uint32_t *best, uint32_t *best_level)
{
    while (d->level_of[var] != end && d->effort > 0) {
        uint32_t level =
            d->level_of[var] < end ? d->level_of[var] : d->level_of[var] - 1;

        if (outgrows(d, level))
            return;
        swap(d, level);
        if (d->live < *best) {
            *best = d->live;
            *best_level = d->level_of[var];
        }
        if ((uint64_t)d->live * GROWTH_DENOMINATOR > (uint64_t)*best * GROWTH_NUMERATOR)
            return;
    }
}

static void sift_var(struct diagram *d, uint32_t var)
{
    uint32_t start = d->level_of[var];
    uint32_t best = d->live;
    uint32_t best_level = start;
    uint32_t last = d->vars - 1;

    uint32_t near = last - start < start ? last : 0;

    /* From the start again: on the way back the diagrams are as large as before, and
     * a look at their growth would end the second search before it begins. */
    explore(d, var, near, &best, &best_level);
    move_to(d, var, start);
    explore(d, var, last - near, &best, &best_level);
    move_to(d, var, best_level);
}

/* The variables with most nodes first; ties by number. */
static void order_by_count(const struct diagram *d, uint32_t *vars)
{
    for (uint32_t v = 0; v < d->vars; v++) {
        uint32_t at = v;

        for (; at > 0 && d->tables[vars[at - 1]].count < d->tables[v].count; at--)
            vars[at] = vars[at - 1];
        vars[at] = v;
    }
}

static void count_references(struct diagram *d, const dd *roots, size_t count)
{
    d->refs = calloc(d->node_capacity == 0 ? 1 : d->node_capacity, sizeof(*d->refs));
    REQUIRE(d->refs != NULL);
    for (uint32_t n = 0; n < d->node_count; n++)
        for (uint32_t v = 0; d->nodes[n].var != NIL && v < d->sizes[d->nodes[n].var];
             v++)
            refer(d, d->pool[d->nodes[n].kids + v]);
    for (size_t i = 0; i < count; i++)
        refer(d, roots[i]);
}

/* Set up for swaps.  While they run, nodes may outgrow the budget for a moment:
 * a swap must not fail half-way. */
static uint32_t begin(struct diagram *d, const dd *roots, size_t count, uint64_t effort)
{
    uint32_t budget = d->budget;

    diagram_collect(d, roots, count);
    count_references(d, roots, count);
    d->budget = UINT32_MAX;
    d->effort = effort;
    return budget;
}

static void end(struct diagram *d, uint32_t budget)
{
    free(d->refs);
    d->refs = NULL;
    d->budget = budget;
    memo_forget(d);
}

void diagram_sift(struct diagram *d, const dd *roots, size_t count, uint64_t effort)
{
    uint32_t *vars;
    uint32_t before;
    uint32_t budget;

    if (d->failed || d->vars < 2)
        return;
    vars = calloc(d->vars, sizeof(*vars));
    REQUIRE(vars != NULL);
    budget = begin(d, roots, count, effort);
    do {
        before = d->live;
        order_by_count(d, vars);
        for (uint32_t i = 0; i < d->vars && d->effort > 0; i++)
            if (d->tables[vars[i]].count > 0)
                sift_var(d, vars[i]);
    } while (d->effort > 0 && before - d->live > before / 100);
    end(d, budget);
    free(vars);
}

void diagram_reorder(
    struct diagram *d, const dd *roots, size_t count, const uint32_t *order)
{
    uint32_t budget;

    if (d->failed)
        return;
    budget = begin(d, roots, count, UINT64_MAX);
    for (uint32_t level = 0; level < d->vars; level++)
        move_to(d, order[level], level);
    end(d, budget);
}
