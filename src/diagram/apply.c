/*
 * Operations on diagrams, all by the same recursion: split on the first variable
 * that either argument tests, answer for each of its values, join (Bryant 1986).
 */
#include "diagram/inside.h"

/* Both arguments of an operation with what stays the same on the way down. */
struct binary {
    uint32_t id;
    const struct diagram_op *op; /* NULL for and, or */
};

static uint32_t first_var(const struct diagram *d, dd a, dd b, dd c)
{
    uint32_t level = level_of_node(d, a);
    uint32_t other = level_of_node(d, b);

    if (other < level)
        level = other;
    other = level_of_node(d, c);
    if (other < level)
        level = other;
    return d->var_at[level];
}

static bool early_and(dd a, dd b, dd *out)
{
    if (a == DD_NO || b == DD_NO)
        *out = DD_NO;
    else if (a == DD_YES || a == b)
        *out = b;
    else if (b == DD_YES)
        *out = a;
    else
        return false;
    return true;
}

static bool early_or(dd a, dd b, dd *out)
{
    if (a == DD_YES || b == DD_YES)
        *out = DD_YES;
    else if (a == DD_NO || a == b)
        *out = b;
    else if (b == DD_NO)
        *out = a;
    else
        return false;
    return true;
}

static bool early(const struct binary *bin, dd a, dd b, dd *out)
{
    if (bin->id == OP_AND)
        return early_and(a, b, out);
    if (bin->id == OP_OR)
        return early_or(a, b, out);
    if (bin->op->early != NULL && bin->op->early(a, b, out))
        return true;
    if (!dd_is_leaf(a) || !dd_is_leaf(b))
        return false;
    *out = dd_leaf(bin->op->leaf(dd_value(a), dd_value(b)));
    return true;
}

static dd apply(struct diagram *d, const struct binary *bin, dd a, dd b)
{
    uint32_t var;
    uint32_t kids;
    dd result;

    if (early(bin, a, b, &result))
        return result;
    if (d->failed)
        return DD_NO;
    if (bin->op == NULL && b < a) {
        dd swapped = a;

        a = b;
        b = swapped;
    }
    if (memo_get(d, bin->id, a, b, 0, &result))
        return result;
    var = first_var(d, a, b, b);
    kids = stack_take(d, d->sizes[var]);
    for (uint32_t v = 0; v < d->sizes[var]; v++) {
        dd kid = apply(d, bin, kid_at(d, a, var, v), kid_at(d, b, var, v));

        d->stack[kids + v] = kid;
    }
    result = diagram_node(d, var, &d->stack[kids]);
    d->stack_top = kids;
    return memo_put(d, bin->id, a, b, 0, result);
}

dd diagram_and(struct diagram *d, dd a, dd b)
{
    return apply(d, &(struct binary){OP_AND, NULL}, a, b);
}

dd diagram_or(struct diagram *d, dd a, dd b)
{
    return apply(d, &(struct binary){OP_OR, NULL}, a, b);
}

dd diagram_apply(struct diagram *d, const struct diagram_op *op, dd a, dd b)
{
    return apply(d, &(struct binary){op->id, op}, a, b);
}

dd diagram_not(struct diagram *d, dd a)
{
    static const uint32_t to[] = {1, 0};
    uint32_t var;
    uint32_t kids;
    dd result;

    if (dd_is_leaf(a))
        return dd_leaf(to[dd_value(a) != 0]);
    if (d->failed || memo_get(d, OP_NOT, a, 0, 0, &result))
        return d->failed ? DD_NO : result;
    var = d->nodes[a].var;
    kids = stack_take(d, d->sizes[var]);
    for (uint32_t v = 0; v < d->sizes[var]; v++) {
        dd kid = diagram_not(d, kid_at(d, a, var, v));

        d->stack[kids + v] = kid;
    }
    result = diagram_node(d, var, &d->stack[kids]);
    d->stack_top = kids;
    return memo_put(d, OP_NOT, a, 0, 0, result);
}

dd diagram_choose(struct diagram *d, dd test, dd a, dd b)
{
    uint32_t var;
    uint32_t kids;
    dd result;

    if (test == DD_YES || a == b)
        return a;
    if (test == DD_NO)
        return b;
    if (a == DD_YES && b == DD_NO)
        return test;
    if (d->failed || memo_get(d, OP_CHOOSE, test, a, b, &result))
        return d->failed ? DD_NO : result;
    var = first_var(d, test, a, b);
    kids = stack_take(d, d->sizes[var]);
    for (uint32_t v = 0; v < d->sizes[var]; v++) {
        dd kid = diagram_choose(
            d, kid_at(d, test, var, v), kid_at(d, a, var, v), kid_at(d, b, var, v));

        d->stack[kids + v] = kid;
    }
    result = diagram_node(d, var, &d->stack[kids]);
    d->stack_top = kids;
    return memo_put(d, OP_CHOOSE, test, a, b, result);
}

dd diagram_literal(struct diagram *d, uint32_t var, const bool *member)
{
    uint32_t kids = stack_take(d, d->sizes[var]);
    dd result;

    for (uint32_t v = 0; v < d->sizes[var]; v++)
        d->stack[kids + v] = member[v] ? DD_YES : DD_NO;
    result = diagram_node(d, var, &d->stack[kids]);
    d->stack_top = kids;
    return result;
}
