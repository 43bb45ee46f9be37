/*
 * Exact counting with natural numbers of fixed width.
 */
#include "diagram/inside.h"

#include <stdlib.h>

__extension__ typedef unsigned __int128 wide;

struct dd_count count_from(uint64_t value)
{
    return (struct dd_count){.limb = {value}};
}

struct dd_count count_add(struct dd_count a, struct dd_count b)
{
    wide carry = 0;

    for (int i = 0; i < DD_COUNT_LIMBS; i++) {
        carry += (wide)a.limb[i] + b.limb[i];
        a.limb[i] = (uint64_t)carry;
        carry >>= 64;
    }
    a.overflow |= b.overflow || carry != 0;
    return a;
}

struct dd_count count_times(struct dd_count a, uint64_t factor)
{
    wide carry = 0;

    for (int i = 0; i < DD_COUNT_LIMBS; i++) {
        carry += (wide)a.limb[i] * factor;
        a.limb[i] = (uint64_t)carry;
        carry >>= 64;
    }
    a.overflow |= carry != 0;
    return a;
}

struct dd_count count_product(struct dd_count a, struct dd_count b)
{
    struct dd_count sum = {.overflow = a.overflow || b.overflow};

    for (int i = DD_COUNT_LIMBS; i-- > 0;) {
        /* sum = sum * 2^64 + a * b.limb[i] */
        sum.overflow |= sum.limb[DD_COUNT_LIMBS - 1] != 0;
        memmove(&sum.limb[1], &sum.limb[0], sizeof(sum.limb) - sizeof(sum.limb[0]));
        sum.limb[0] = 0;
        sum = count_add(sum, count_times(a, b.limb[i]));
    }
    return sum;
}

int count_compare(struct dd_count a, struct dd_count b)
{
    if (a.overflow || b.overflow)
        return a.overflow - b.overflow;
    for (int i = DD_COUNT_LIMBS; i-- > 0;)
        if (a.limb[i] != b.limb[i])
            return a.limb[i] < b.limb[i] ? -1 : 1;
    return 0;
}

bool count_is_zero(struct dd_count a)
{
    return !a.overflow && count_compare(a, (struct dd_count){0}) == 0;
}

double count_to_double(struct dd_count a)
{
    double value = 0;

    for (int i = DD_COUNT_LIMBS; i-- > 0;)
        value = value * 18446744073709551616.0 + (double)a.limb[i];
    return value;
}

double count_ratio(struct dd_count a, struct dd_count b)
{
    double below = count_to_double(b);

    return below > 0 ? count_to_double(a) / below : 0;
}

/* Divide by a small number in place; returns the remainder. */
static uint32_t divide(struct dd_count *a, uint32_t by)
{
    wide rest = 0;

    for (int i = DD_COUNT_LIMBS; i-- > 0;) {
        rest = rest << 64 | a->limb[i];
        a->limb[i] = (uint64_t)(rest / by);
        rest %= by;
    }
    return (uint32_t)rest;
}

void text_add_count(struct text *text, struct dd_count a)
{
    char digits[160];
    size_t at = sizeof(digits);

    if (a.overflow) {
        text_add(text, STR("more than 2^512"));
        return;
    }
    do
        digits[--at] = (char)('0' + divide(&a, 10));
    while (!count_is_zero(a));
    text_add(text, (str){digits + at, sizeof(digits) - at});
}

/* ---- counting assignments ---- */

struct counting {
    struct diagram *d;
    const uint64_t *const *weights;
    uint64_t *level_weight;  /* [level] of all values together */
    struct dd_count *ways;   /* [place of the node] ways to get there from the root */
    uint32_t *place_of;      /* [node] */
    struct dd_count *leaves; /* what is asked for */
    uint32_t leaf_count;
};

static uint64_t weight_of(const struct counting *c, uint32_t var, uint32_t value)
{
    if (c->weights == NULL || c->weights[var] == NULL)
        return 1;
    return c->weights[var][value];
}

/* Add `ways` to a node or leaf first met from `level` on: what is not tested in
 * between may be anything. */
static void arrive(struct counting *c, dd at, struct dd_count ways, uint32_t level)
{
    uint32_t end = level_of_node(c->d, at);
    struct dd_count *sum;

    for (; level < end; level++)
        ways = count_times(ways, c->level_weight[level]);
    if (dd_is_leaf(at) && dd_value(at) >= c->leaf_count)
        return;
    sum = dd_is_leaf(at) ? &c->leaves[dd_value(at)] : &c->ways[c->place_of[at]];
    *sum = count_add(*sum, ways);
}

static void pass_on(struct counting *c, uint32_t node)
{
    const struct diagram *d = c->d;
    uint32_t var = d->nodes[node].var;
    struct dd_count ways = c->ways[c->place_of[node]];

    for (uint32_t v = 0; v < d->sizes[var];) {
        dd kid = kid_at(d, node, var, v);
        uint64_t weight = 0;

        for (; v < d->sizes[var] && kid_at(d, node, var, v) == kid; v++)
            weight += weight_of(c, var, v);
        arrive(c, kid, count_times(ways, weight), d->level_of[var] + 1);
    }
}

void diagram_count(struct diagram *d, dd a, const uint64_t *const *weights,
    struct dd_count *out, uint32_t count)
{
    uint32_t found;
    uint32_t *nodes = nodes_by_level(d, &a, 1, &found);
    struct counting c = {
        .d = d, .weights = weights, .leaves = out, .leaf_count = count};

    c.level_weight = calloc(d->vars + 1, sizeof(*c.level_weight));
    c.ways = calloc(found + 1, sizeof(*c.ways));
    c.place_of = malloc((d->node_count + 1) * sizeof(*c.place_of));
    REQUIRE(c.level_weight != NULL && c.ways != NULL && c.place_of != NULL);
    for (uint32_t level = 0; level < d->vars; level++)
        for (uint32_t v = 0; v < d->sizes[d->var_at[level]]; v++)
            c.level_weight[level] += weight_of(&c, d->var_at[level], v);
    for (uint32_t i = 0; i < found; i++)
        c.place_of[nodes[i]] = i;
    memset(out, 0, count * sizeof(*out));
    arrive(&c, a, count_from(1), 0);
    for (uint32_t i = 0; i < found; i++)
        pass_on(&c, nodes[i]);
    free(c.level_weight);
    free(c.ways);
    free(c.place_of);
    free(nodes);
}
