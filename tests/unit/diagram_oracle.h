/*
 * The naive counterpart of a diagram: a function as the list of its values, one a
 * state.  State s gives variable v the value s / (sizes[0] * ... * sizes[v - 1]) %
 * sizes[v].
 */
#ifndef VESTIBULE_DIAGRAM_ORACLE_H
#define VESTIBULE_DIAGRAM_ORACLE_H

#include "diagram/diagram.h"
#include "test.h"

enum { WORLD_VARS = 6, WORLD_STATES = 1200 };

struct world {
    uint32_t vars;
    uint32_t sizes[WORLD_VARS];
    uint32_t states;
    struct diagram *diagram;
};

struct table_of_values {
    uint32_t value[WORLD_STATES];
};

/* A world of up to six variables of one to five values, in order of number. */
static inline struct world world_random(void)
{
    struct world w = {.vars = (uint32_t)test_random(WORLD_VARS + 1), .states = 1};

    for (uint32_t v = 0; v < w.vars; v++) {
        uint32_t size = 1 + (uint32_t)test_random(5);

        w.sizes[v] = w.states * size <= WORLD_STATES ? size : 1;
        w.states *= w.sizes[v];
    }
    w.diagram = diagram_new(w.sizes, w.vars, 1000000);
    return w;
}

static inline uint32_t world_stride(const struct world *w, uint32_t var)
{
    uint32_t stride = 1;

    for (uint32_t v = 0; v < var; v++)
        stride *= w->sizes[v];
    return stride;
}

static inline uint32_t value_in(const struct world *w, uint32_t state, uint32_t var)
{
    return state / world_stride(w, var) % w->sizes[var];
}

/* The state that differs from `state` in nothing but that `var` has `value`. */
static inline uint32_t state_with(
    const struct world *w, uint32_t state, uint32_t var, uint32_t value)
{
    return state - value_in(w, state, var) * world_stride(w, var) +
        value * world_stride(w, var);
}

/* A function with values below `leaves` that heeds some variables only. */
static inline void table_random(
    const struct world *w, uint32_t leaves, struct table_of_values *out)
{
    uint32_t base[WORLD_STATES];
    bool heeded[WORLD_VARS];

    for (uint32_t v = 0; v < w->vars; v++)
        heeded[v] = test_random(3) > 0;
    for (uint32_t s = 0; s < w->states; s++)
        base[s] = (uint32_t)test_random(leaves);
    for (uint32_t s = 0; s < w->states; s++) {
        uint32_t from = s;

        for (uint32_t v = 0; v < w->vars; v++)
            if (!heeded[v])
                from = state_with(w, from, v, 0);
        out->value[s] = base[from];
    }
}

static inline dd build_below(const struct world *w, const struct table_of_values *t,
    uint32_t level, uint32_t state)
{
    dd kids[5];
    uint32_t var;

    if (level == w->vars)
        return dd_leaf(t->value[state]);
    var = diagram_var_at(w->diagram, level);
    for (uint32_t v = 0; v < w->sizes[var]; v++)
        kids[v] = build_below(w, t, level + 1, state_with(w, state, var, v));
    return diagram_node(w->diagram, var, kids);
}

/* The diagram of a table, made node by node. */
static inline dd build(const struct world *w, const struct table_of_values *t)
{
    return build_below(w, t, 0, 0);
}

/* Does the diagram have this table, by walking every state? */
static inline bool agrees(const struct world *w, dd a, const struct table_of_values *t)
{
    for (uint32_t s = 0; s < w->states; s++) {
        uint32_t values[WORLD_VARS];

        for (uint32_t v = 0; v < w->vars; v++)
            values[v] = value_in(w, s, v);
        if (diagram_walk(w->diagram, a, values) != t->value[s])
            return false;
    }
    return true;
}

/* Is it the very node of this table?  Canonicity makes this one comparison. */
static inline bool is_node_of(
    const struct world *w, dd a, const struct table_of_values *t)
{
    return agrees(w, a, t) && a == build(w, t);
}

#endif
