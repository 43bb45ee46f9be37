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
    uint32_t slot; /* TREE_NONE: `known` is the difference, whatever is tried */
    int32_t known;
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
    t.constraints =
        ARENA_ARRAY(arena, struct constraint, space->slot_count + space->fact_count);
    t.group = ARENA_ARRAY(arena, uint32_t, t.nodes);
    t.at = ARENA_ARRAY(arena, int64_t, t.nodes);
    t.state = ARENA_ARRAY(arena, uint32_t, space->slot_count);
    for (uint32_t s = 0; s < space->slot_count; s++) {
        const struct slot *slot = &space->slots[s];
        struct constraint c = {s, 0, slot->first, slot->second};

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

/* Add what known facts say: the day of a date, or how many days have passed. */
static void add_known(struct ties *t, const int32_t *facts)
{
    const struct space *space = t->space;

    for (uint32_t f = 0; f < space->fact_count; f++) {
        enum fact_kind kind = space->facts[f].fact->kind;
        struct constraint c = {TREE_NONE, facts[f], f, space->fact_count};

        if (facts[f] == VALUE_UNKNOWN || (kind != FACT_DATE && kind != FACT_DAYS_SINCE))
            continue;
        if (kind == FACT_DAYS_SINCE) {
            c.after = space->today;
            c.before = space->facts[f].since;
        }
        t->constraints[t->count++] = c;
    }
}

/* Days counted are 0 also when the date is yet to come, and most when it is long
 * past. */
static struct range open_range(struct range range)
{
    if (range.low <= 0)
        range.low = PAIR_LOWEST;
    if (range.high >= DAYS_SINCE_MAX)
        range.high = PAIR_HIGHEST;
    return range;
}

/* What the value of a slot, or a known fact, says about its two nodes. */
static struct range range_of(const struct ties *t, const struct constraint *c)
{
    const struct slot *slot;
    struct range range = {c->known, c->known};

    if (c->slot == TREE_NONE)
        return c->before == t->space->fact_count ? range : open_range(range);
    slot = &t->space->slots[c->slot];
    range.low = slot_low(slot, t->state[c->slot]);
    range.high = slot_high(slot, t->state[c->slot]);
    return slot->kind == SLOT_CUT ? open_range(range) : range;
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

static bool is_decided(const struct ties *t, const struct constraint *c)
{
    return c->slot == TREE_NONE || t->state[c->slot] != DD_FREE;
}

/* Place every node so that the slots decided so far are true; false if none can. */
static bool settle(struct ties *t, int64_t start)
{
    for (uint32_t n = 0; n < t->nodes; n++)
        t->at[n] = n < t->space->fact_count ? start : 0;
    for (uint32_t round = 0; round <= t->nodes; round++) {
        bool moved = false;

        for (uint32_t i = 0; i < t->count; i++)
            if (is_decided(t, &t->constraints[i]))
                moved |= relax(t, &t->constraints[i]);
        if (!moved)
            return true;
    }
    return false;
}

/* The diagram of what the constraints from `next` on, of one group, may be. */
static dd enumerate(struct ties *t, uint32_t group, uint32_t next)
{
    dd ties = DD_NO;
    uint32_t slot;

    while (next < t->count &&
        (t->group[t->constraints[next].after] != group ||
            is_decided(t, &t->constraints[next])))
        next++;
    if (++t->tried > SPACE_MAX_TIES || !settle(t, 0))
        return DD_NO;
    if (next == t->count)
        return DD_YES;
    slot = t->constraints[next].slot;
    for (uint32_t v = 0; v < t->space->slots[slot].size; v++) {
        bool member[DD_MAX_SIZE] = {0};

        member[v] = true;
        t->state[slot] = v;
        ties = diagram_choose(t->diagram, diagram_literal(t->diagram, slot, member),
            enumerate(t, group, next + 1), ties);
    }
    t->state[slot] = DD_FREE;
    return ties;
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

bool space_ties(struct arena *arena, const struct space *space, struct diagram *diagram,
    const int32_t *facts, dd *ties)
{
    struct ties t = ties_of(arena, space, diagram);

    *ties = DD_YES;
    if (facts != NULL)
        add_known(&t, facts);
    group_nodes(&t);
    for (uint32_t n = 0; n < t.nodes; n++)
        if (t.group[n] == n && has_cycle(&t, n))
            *ties = diagram_and(diagram, *ties, enumerate(&t, n, 0));
    return t.tried <= SPACE_MAX_TIES;
}

/* A plain value for one slot's own fact: where days are counted, what the dates
 * that were placed make it. */
static int32_t value_for(const struct ties *t, const struct slot *slot, uint32_t value)
{
    const struct space_fact *fact = &t->space->facts[slot->first];
    int64_t days;

    if (slot->kind == SLOT_VALUE)
        return (int32_t)value;
    if (!since_today(t->space, slot))
        return slot_low(slot, value);
    days = t->at[t->space->today] - t->at[fact->since];
    if (days > DAYS_SINCE_MAX)
        return DAYS_SINCE_MAX;
    return days < 0 ? 0 : (int32_t)days;
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
            facts[slot->first] = value_for(&t, slot, state[s]);
            continue;
        }
        facts[slot->first] = (int32_t)(t.at[slot->first] - zero);
        if (slot->second != TREE_NONE)
            facts[slot->second] = (int32_t)(t.at[slot->second] - zero);
    }
    return true;
}
