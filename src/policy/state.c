/*
 * Examples for people: a state that shows something, naming as few facts as can be.
 *
 * A path through the diagram names the slots it tests; the shortest path to yes is
 * taken, and every slot left out that is not needed for the rest to suffice.  Then
 * days are chosen, and every fact is left out that is not needed.
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

/* A point of `wanted`: a value for every slot. */
bool find_point(
    struct arena *arena, const struct policy *policy, dd wanted, uint32_t *point)
{
    struct distances t = {.arena = arena, .diagram = policy->diagram};

    memset(point, 0, policy->space.slot_count * sizeof(*point));
    if (diagram_failed(policy->diagram) || distance(&t, wanted) >= NO_PATH)
        return false;
    follow(&t, wanted, point);
    return true;
}

/* ---- leaving out what is not needed ---- */

/* What is looked for: wanted, allowed but not wanted, or outside. */
struct search {
    struct arena *arena;
    const struct policy *policy;
    dd leaves;
    struct distances distances;
};

static bool suffices(const struct search *s, dd rest)
{
    bool seen[LEAF_COUNT] = {0};

    diagram_leaves(s->policy->diagram, rest, seen, LEAF_COUNT);
    return seen[LEAF_WANTED] && !seen[LEAF_OTHER];
}

/* The fewest slots, from a shortest path, of which every allowed completion is
 * wanted. */
static void find_slots(struct search *s, uint32_t *state)
{
    struct diagram *d = s->policy->diagram;

    for (uint32_t i = 0; i < s->policy->space.slot_count; i++)
        state[i] = DD_FREE;
    follow(&s->distances, s->leaves, state);
    for (uint32_t level = diagram_vars(d); level-- > 0;) {
        uint32_t var = diagram_var_at(d, level);
        uint32_t value = state[var];

        if (value == DD_FREE)
            continue;
        state[var] = DD_FREE;
        if (!suffices(s, diagram_restrict_all(d, s->leaves, state)))
            state[var] = value;
    }
}

/* Facts that lie as `state` says, in a wanted state as a whole: dates that fit it
 * alone might contradict an assumption. */
static void place_facts(struct search *s, const uint32_t *state, int32_t *facts)
{
    const struct space *space = &s->policy->space;
    uint32_t *whole = ARENA_ARRAY(s->arena, uint32_t, space->slot_count);
    bool *named = ARENA_ARRAY(s->arena, bool, space->fact_count);

    memcpy(whole, state, space->slot_count * sizeof(*whole));
    follow(&s->distances, diagram_restrict_all(s->policy->diagram, s->leaves, state),
        whole);
    REQUIRE(space_realise(s->arena, space, whole, s->policy->tree.edition.from, facts));
    for (uint32_t i = 0; i < space->slot_count; i++) {
        if (state[i] == DD_FREE)
            continue;
        named[space->slots[i].first] = true;
        if (space->slots[i].second != TREE_NONE)
            named[space->slots[i].second] = true;
    }
    for (uint32_t f = 0; f < space->fact_count; f++)
        if (!named[f])
            facts[f] = VALUE_UNKNOWN;
}

/* Whether the facts suffice: more than their slots say, because a day that is known
 * also bears on dates compared with it. */
static bool facts_suffice(struct search *s, const int32_t *facts, uint32_t *state)
{
    const struct policy *p = s->policy;
    dd ties;

    space_bind(&p->space, facts, state);
    if (!space_ties(s->arena, &p->space, p->diagram, facts, &ties))
        ties = DD_YES;
    return suffices(s,
        diagram_choose(p->diagram, ties,
            diagram_restrict_all(p->diagram, s->leaves, state), dd_leaf(LEAF_OUTSIDE)));
}

bool policy_find_facts(
    struct arena *arena, const struct policy *policy, dd wanted, int32_t *facts)
{
    struct search s = {.arena = arena,
        .policy = policy,
        .distances = {.arena = arena, .diagram = policy->diagram}};
    uint32_t *state = ARENA_ARRAY(arena, uint32_t, policy->space.slot_count);

    s.leaves =
        diagram_choose(policy->diagram, policy->allowed, wanted, dd_leaf(LEAF_OUTSIDE));
    if (diagram_failed(policy->diagram) || distance(&s.distances, s.leaves) >= NO_PATH)
        return false;
    find_slots(&s, state);
    place_facts(&s, state, facts);
    for (uint32_t f = policy->space.fact_count; f-- > 0;) {
        int32_t value = facts[f];

        facts[f] = VALUE_UNKNOWN;
        if (value != VALUE_UNKNOWN && !facts_suffice(&s, facts, state))
            facts[f] = value;
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

int32_t *find_example(struct arena *arena, const struct policy *policy, dd wanted)
{
    int32_t *shared = ARENA_ARRAY(arena, int32_t, policy->space.fact_count);

    if (!policy_find_facts(arena, policy, wanted, shared))
        return NULL;
    return facts_of(arena, &policy->view, shared);
}
