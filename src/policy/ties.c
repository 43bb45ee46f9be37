/*
 * Dates that are compared with each other are tied: a - b, b - c and a - c cannot
 * lie anywhere they like.
 *
 * Each comparison is a difference constraint low <= a - b <= high; a set of them
 * can be true at once when their graph has no negative cycle (Bellman-Ford).  The
 * day zero is a node too, so that dates compared with fixed days are tied as well,
 * and `days since` counts as a comparison of its date with today.
 */
#include "policy/space_inside.h"

struct constraint {
    uint32_t slot;
    uint32_t after;  /* node: a */
    uint32_t before; /* node: b */
};

struct ties {
    const struct space *space;
    struct diagram *diagram;
    struct arena *arena;
    struct constraint *constraints;
    uint32_t count;
    uint32_t nodes;  /* facts, then day zero */
    uint32_t *group; /* [node] */
    int64_t *at;     /* [node] */
    uint32_t *state; /* [slot] value or DD_FREE */
    uint32_t tried;
};

static bool since_today(const struct space *space, const struct slot *slot)
{
    return slot->kind == SLOT_CUT &&
        space->facts[slot->first].fact->kind == FACT_DAYS_SINCE;
}

static struct ties ties_of(
    struct arena *arena, const struct space *space, struct diagram *diagram)
{
    struct ties t = {.space = space, .diagram = diagram, .arena = arena};

    t.nodes = space->fact_count + 1;
    t.constraints = ARENA_ARRAY(arena, struct constraint, space->slot_count);
    t.group = ARENA_ARRAY(arena, uint32_t, t.nodes);
    t.at = ARENA_ARRAY(arena, int64_t, t.nodes);
    t.state = ARENA_ARRAY(arena, uint32_t, space->slot_count);
    for (uint32_t s = 0; s < space->slot_count; s++) {
        const struct slot *slot = &space->slots[s];
        struct constraint c = {s, slot->first, slot->second};

        t.state[s] = DD_FREE;
        if (since_today(space, slot)) {
            c.after = space->today;
            c.before = space->facts[slot->first].since;
        } else if (slot->kind != SLOT_PAIR) {
            continue;
        }
        if (c.before == TREE_NONE)
            c.before = space->fact_count;
        t.constraints[t.count++] = c;
    }
    return t;
}

/* What the value of a slot says about its two nodes. */
static struct range range_of(const struct ties *t, const struct constraint *c)
{
    const struct slot *slot = &t->space->slots[c->slot];
    uint32_t value = t->state[c->slot];
    struct range range = {slot_low(slot, value), slot_high(slot, value)};

    if (slot->kind == SLOT_CUT && range.low <= 0)
        range.low = PAIR_LOWEST;
    if (slot->kind == SLOT_CUT && range.high >= DAYS_SINCE_MAX)
        range.high = PAIR_HIGHEST;
    return range;
}

/* Tighten one constraint; returns whether a node moved. */
static bool relax(struct ties *t, const struct constraint *c)
{
    struct range range = range_of(t, c);
    int64_t *after = &t->at[c->after];
    int64_t *before = &t->at[c->before];
    bool moved = false;

    if (range.high<PAIR_HIGHEST && * after> * before + range.high) {
        *after = *before + range.high;
        moved = true;
    }
    if (range.low > PAIR_LOWEST && *before > *after - range.low) {
        *before = *after - range.low;
        moved = true;
    }
    return moved;
}

/* Place every node so that the slots decided so far are true; false if none can. */
static bool settle(struct ties *t, int64_t start)
{
    for (uint32_t n = 0; n < t->nodes; n++)
        t->at[n] = n < t->space->fact_count ? start : 0;
    for (uint32_t round = 0; round <= t->nodes; round++) {
        bool moved = false;

        for (uint32_t i = 0; i < t->count; i++)
            if (t->state[t->constraints[i].slot] != DD_FREE)
                moved |= relax(t, &t->constraints[i]);
        if (!moved)
            return true;
    }
    return false;
}

/* The diagram of what the constraints from `next` on, of one group, may be. */
static dd enumerate(struct ties *t, uint32_t group, uint32_t next)
{
    dd kids[DD_MAX_SIZE];
    uint32_t slot;

    while (next < t->count && t->group[t->constraints[next].after] != group)
        next++;
    if (++t->tried > SPACE_MAX_TIES || !settle(t, 0))
        return DD_NO;
    if (next == t->count)
        return DD_YES;
    slot = t->constraints[next].slot;
    for (uint32_t v = 0; v < t->space->slots[slot].size; v++) {
        t->state[slot] = v;
        kids[v] = enumerate(t, group, next + 1);
    }
    t->state[slot] = DD_FREE;
    return diagram_node(t->diagram, slot, kids);
}

static uint32_t find_group(const struct ties *t, uint32_t node)
{
    while (t->group[node] != node)
        node = t->group[node];
    return node;
}

/* Join the nodes that constraints connect. */
static void group_nodes(struct ties *t)
{
    for (uint32_t n = 0; n < t->nodes; n++)
        t->group[n] = n;
    for (uint32_t i = 0; i < t->count; i++)
        t->group[find_group(t, t->constraints[i].after)] =
            find_group(t, t->constraints[i].before);
    for (uint32_t n = 0; n < t->nodes; n++)
        t->group[n] = find_group(t, n);
}

/* Whether a group has a cycle: as many constraints as nodes, or more. */
static bool has_cycle(const struct ties *t, uint32_t group)
{
    uint32_t nodes = 0;
    uint32_t constraints = 0;

    for (uint32_t n = 0; n < t->nodes; n++)
        nodes += t->group[n] == group;
    for (uint32_t i = 0; i < t->count; i++)
        constraints += t->group[t->constraints[i].after] == group;
    return constraints >= nodes;
}

bool space_ties(
    struct arena *arena, const struct space *space, struct diagram *diagram, dd *ties)
{
    struct ties t = ties_of(arena, space, diagram);

    *ties = DD_YES;
    group_nodes(&t);
    for (uint32_t n = 0; n < t.nodes; n++)
        if (t.group[n] == n && has_cycle(&t, n))
            *ties = diagram_and(diagram, *ties, enumerate(&t, n, 0));
    return t.tried <= SPACE_MAX_TIES;
}

/* A plain value for one slot's own fact. */
static int32_t value_for(const struct slot *slot, uint32_t value)
{
    return slot->kind == SLOT_VALUE ? (int32_t)value : slot_low(slot, value);
}

bool space_realise(struct arena *arena, const struct space *space,
    const uint32_t *state, int32_t base_day, int32_t *facts)
{
    struct ties t = ties_of(arena, space, NULL);
    int64_t zero;

    memcpy(t.state, state, space->slot_count * sizeof(*state));
    if (!settle(&t, base_day))
        return false;
    for (uint32_t f = 0; f < space->fact_count; f++)
        facts[f] = VALUE_UNKNOWN;
    zero = t.at[space->fact_count];
    for (uint32_t s = 0; s < space->slot_count; s++) {
        const struct slot *slot = &space->slots[s];

        if (state[s] == DD_FREE)
            continue;
        if (slot->kind != SLOT_PAIR) {
            facts[slot->first] = value_for(slot, state[s]);
            continue;
        }
        facts[slot->first] = (int32_t)(t.at[slot->first] - zero);
        if (slot->second != TREE_NONE)
            facts[slot->second] = (int32_t)(t.at[slot->second] - zero);
    }
    return true;
}
