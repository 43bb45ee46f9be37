/*
 * Examples for people: a state that shows something, naming as few facts as can be.
 *
 * A path through the diagram names the facts it tests; the shortest path to yes
 * is taken, then every fact is left out that is not needed for the rest to
 * suffice.
 */
#include "policy/compile_inside.h"

/* Leaves of the diagram searched. */
enum { LEAF_OTHER, LEAF_WANTED, LEAF_OUTSIDE, LEAF_COUNT };

enum { NO_PATH = 1000000 };

/* How far below each node the nearest wanted leaf is. */
struct distances {
    struct arena *arena;
    const struct diagram *diagram;
    dd *nodes;
    uint32_t *steps;
    uint32_t capacity; /* a power of two */
    uint32_t count;
};

static uint32_t place_of(const struct distances *t, dd node)
{
    uint32_t at = (node * 2654435761u) & (t->capacity - 1);

    while (t->nodes[at] != DD_NO && t->nodes[at] != node)
        at = (at + 1) & (t->capacity - 1);
    return at;
}

static void enlarge(struct distances *t)
{
    struct distances bigger = *t;

    bigger.capacity = t->capacity == 0 ? 256 : t->capacity * 2;
    bigger.nodes = ARENA_ARRAY(t->arena, dd, bigger.capacity);
    bigger.steps = ARENA_ARRAY(t->arena, uint32_t, bigger.capacity);
    for (uint32_t i = 0; i < bigger.capacity; i++)
        bigger.nodes[i] = DD_NO;
    for (uint32_t i = 0; i < t->capacity; i++) {
        uint32_t at;

        if (t->nodes[i] == DD_NO)
            continue;
        at = place_of(&bigger, t->nodes[i]);
        bigger.nodes[at] = t->nodes[i];
        bigger.steps[at] = t->steps[i];
    }
    *t = bigger;
}

static uint32_t distance(struct distances *t, dd node)
{
    uint32_t best = NO_PATH;
    uint32_t size;
    uint32_t at;

    if (dd_is_leaf(node))
        return dd_value(node) == LEAF_WANTED ? 0 : NO_PATH;
    if (2 * t->count >= t->capacity)
        enlarge(t);
    at = place_of(t, node);
    if (t->nodes[at] == node)
        return t->steps[at];
    size = diagram_size_of(t->diagram, diagram_var(t->diagram, node));
    for (uint32_t v = 0; v < size; v++) {
        uint32_t steps = distance(t, diagram_kids(t->diagram, node)[v]);

        if (steps + 1 < best)
            best = steps + 1;
    }
    if (2 * t->count >= t->capacity)
        enlarge(t);
    at = place_of(t, node);
    t->nodes[at] = node;
    t->steps[at] = best;
    t->count++;
    return best;
}

/* Follow a shortest path from `node`, noting what it tests. */
static void follow(struct distances *t, dd node, uint32_t *state)
{
    while (!dd_is_leaf(node)) {
        uint32_t var = diagram_var(t->diagram, node);
        uint32_t wanted = distance(t, node) - 1;
        uint32_t value = 0;

        while (distance(t, diagram_kids(t->diagram, node)[value]) != wanted)
            value++;
        state[var] = value;
        node = diagram_kids(t->diagram, node)[value];
    }
}

/* Whether every allowed completion of `state` is wanted. */
static bool suffices(struct diagram *d, dd search, const uint32_t *state)
{
    bool seen[LEAF_COUNT] = {0};

    diagram_leaves(d, diagram_restrict_all(d, search, state), seen, LEAF_COUNT);
    return seen[LEAF_WANTED] && !seen[LEAF_OTHER];
}

bool policy_find_state(
    struct arena *arena, struct policy *policy, dd wanted, uint32_t *state)
{
    struct diagram *d = policy->diagram;
    struct distances t = {.arena = arena, .diagram = d};
    dd search = diagram_choose(d, policy->allowed, wanted, dd_leaf(LEAF_OUTSIDE));

    for (uint32_t s = 0; s < policy->space.slot_count; s++)
        state[s] = DD_FREE;
    if (diagram_failed(d) || distance(&t, search) >= NO_PATH)
        return false;
    follow(&t, search, state);
    for (uint32_t level = diagram_vars(d); level-- > 0;) {
        uint32_t var = diagram_var_at(d, level);
        uint32_t value = state[var];

        if (value == DD_FREE)
            continue;
        state[var] = DD_FREE;
        if (!suffices(d, search, state))
            state[var] = value;
    }
    return true;
}

/* ---- in words ---- */

static void add_fact(
    struct text *text, const struct tree *tree, uint32_t fact, int32_t value)
{
    const struct fact *f = &tree->facts[fact];

    text_add(text, f->name);
    text_add(
        text, f->kind == FACT_DATE || f->kind == FACT_TIME ? STR(" ") : STR(" is "));
    text_add_value(text, tree, fact, value);
}

void text_add_facts(struct text *text, const struct tree *tree, const int32_t *facts)
{
    bool any = false;

    for (uint32_t f = 0; f < tree->fact_count; f++) {
        if (facts[f] == VALUE_UNKNOWN)
            continue;
        if (any)
            text_add(text, STR(", "));
        add_fact(text, tree, f, facts[f]);
        any = true;
    }
    if (!any)
        text_add(text, STR("anything"));
}

/* A space's facts as one document's. */
static int32_t *facts_of(
    struct arena *arena, const struct space_view *view, const int32_t *shared)
{
    const struct tree *tree = view->tree;
    int32_t *facts = ARENA_ARRAY(arena, int32_t, tree->fact_count);

    for (uint32_t f = 0; f < tree->fact_count; f++) {
        facts[f] = shared[view->facts[f]];
        if (view->values[f] == NULL || facts[f] == VALUE_UNKNOWN)
            continue;
        for (uint32_t v = 0; v < tree->facts[f].choice_count; v++)
            if (view->values[f][v] == (uint32_t)shared[view->facts[f]])
                facts[f] = (int32_t)v;
    }
    return facts;
}

int32_t *state_facts(
    struct arena *arena, const struct policy *policy, const uint32_t *state)
{
    int32_t *shared = ARENA_ARRAY(arena, int32_t, policy->space.fact_count);

    REQUIRE(
        space_realise(arena, &policy->space, state, policy->tree.edition.from, shared));
    return facts_of(arena, &policy->view, shared);
}

str describe_state(struct build *b, const uint32_t *state)
{
    struct text text = text_in(b->arena);

    text_add_facts(&text, &b->policy->tree, state_facts(b->arena, b->policy, state));
    return text_str(&text);
}
