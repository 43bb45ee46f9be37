/*
 * Why not: the minimal sets of changes that make an outcome known to be a value.
 *
 * What people change are facts, so a fact is a unit with options: the values it
 * might be set to, and what each says about the slots that read it.  The search
 * walks the diagram with a set of nodes (all that the facts left unknown may
 * lead to), once for each number of changes, smallest first.  A bound from below
 * (`need`) keeps it to paths that can still end well.
 */
#include "study/study.h"
#include "study/units.h"

enum { VISIT_LIMIT = 3000000, WAY_LIMIT = 2000, SET_LIMIT = 4096 };

/* A set of nodes still to be led to the target, without repeats. */
struct front {
    dd *nodes;
    uint32_t count;
};

struct search {
    struct arena *arena;
    struct diagram *diagram;
    struct units units;
    uint32_t target;
    struct study_ways *out;
    size_t way_capacity;
    uint32_t *chosen; /* [unit] option, or KEEP */
    bool *decided;    /* [unit] on this path, chosen or kept */
    dd *room;         /* SET_LIMIT nodes a depth of the search */
    uint32_t depth;
    dd *memo_nodes; /* memo of need(), open addressing */
    uint32_t *memo_needs;
    uint32_t memo_capacity;
    uint32_t memo_count;
    uint64_t visits;
};

#define KEEP UINT32_MAX
enum { NEVER = 1000000 };

/* ---- the bound ---- */

static uint32_t memo_place(const struct search *s, dd node)
{
    uint32_t at = (node * 2654435761u) & (s->memo_capacity - 1);

    while (s->memo_nodes[at] != DD_NO && s->memo_nodes[at] != node)
        at = (at + 1) & (s->memo_capacity - 1);
    return at;
}

static void memo_enlarge(struct search *s)
{
    struct search old = *s;

    s->memo_capacity = old.memo_capacity == 0 ? 1024 : 2 * old.memo_capacity;
    s->memo_nodes = ARENA_ARRAY(s->arena, dd, s->memo_capacity);
    s->memo_needs = ARENA_ARRAY(s->arena, uint32_t, s->memo_capacity);
    for (uint32_t i = 0; i < s->memo_capacity; i++)
        s->memo_nodes[i] = DD_NO;
    for (uint32_t i = 0; i < old.memo_capacity; i++) {
        uint32_t at;

        if (old.memo_nodes[i] == DD_NO)
            continue;
        at = memo_place(s, old.memo_nodes[i]);
        s->memo_nodes[at] = old.memo_nodes[i];
        s->memo_needs[at] = old.memo_needs[i];
    }
}

static uint32_t need(struct search *s, dd node);

static uint32_t need_leaf(const struct search *s, dd leaf)
{
    uint32_t value = dd_value(leaf);

    return value == s->target || value == OUTCOME_IMPOSSIBLE ? 0 : NEVER;
}

/* The fewest changes below a node when the slot it tests is left alone. */
static uint32_t need_kept(struct search *s, dd node, uint32_t var)
{
    uint32_t value = s->units.state[var];
    uint32_t most = 0;

    if (value != DD_FREE)
        return need(s, diagram_kids(s->diagram, node)[value]);
    for (uint32_t v = 0; v < diagram_size_of(s->diagram, var); v++) {
        uint32_t kid = need(s, diagram_kids(s->diagram, node)[v]);

        if (kid > most)
            most = kid;
    }
    return most;
}

/* The same when its unit takes some option, if that is fewer than `best`.  Where a
 * date is read by several slots its change may have been counted above already. */
static uint32_t need_set(struct search *s, dd node, uint32_t var, uint32_t best)
{
    const struct unit *unit = &s->units.items[s->units.unit_of[var]];
    uint32_t price = unit->slot_count > 1 ? 0 : 1;

    for (uint32_t o = 0; o < unit->option_count; o++) {
        uint32_t value = unit_value(unit, o, var);
        uint32_t kid = need(s, diagram_kids(s->diagram, node)[value]);

        if (kid + price < best)
            best = kid + price;
    }
    return best;
}

/* At least how many changes are needed below `node`. */
static uint32_t need(struct search *s, dd node)
{
    uint32_t var;
    uint32_t best;
    uint32_t at;

    if (dd_is_leaf(node))
        return need_leaf(s, node);
    if (2 * s->memo_count >= s->memo_capacity)
        memo_enlarge(s);
    at = memo_place(s, node);
    if (s->memo_nodes[at] == node)
        return s->memo_needs[at];
    var = diagram_var(s->diagram, node);
    best = need_kept(s, node, var);
    if (s->units.unit_of[var] != UNIT_NONE)
        best = need_set(s, node, var, best);
    if (2 * s->memo_count >= s->memo_capacity)
        memo_enlarge(s);
    at = memo_place(s, node);
    s->memo_nodes[at] = node;
    s->memo_needs[at] = best;
    s->memo_count++;
    return best;
}

/* ---- the search ---- */

static bool front_add(struct front *front, dd node)
{
    for (uint32_t i = 0; i < front->count; i++)
        if (front->nodes[i] == node)
            return true;
    if (front->count == SET_LIMIT)
        return false;
    front->nodes[front->count++] = node;
    return true;
}

/* The nodes reached when slot `var` has `value`, or any value when DD_FREE. */
static bool advance(struct search *s, const struct front *from, uint32_t var,
    uint32_t value, struct front *to)
{
    uint32_t size = diagram_size_of(s->diagram, var);

    to->count = 0;
    for (uint32_t i = 0; i < from->count; i++) {
        dd node = from->nodes[i];
        bool tests = !dd_is_leaf(node) && diagram_var(s->diagram, node) == var;

        if (!tests && !front_add(to, node))
            return false;
        for (uint32_t v = 0; tests && v < size; v++)
            if ((value == DD_FREE || value == v) &&
                !front_add(to, diagram_kids(s->diagram, node)[v]))
                return false;
    }
    return true;
}

static uint32_t front_need(struct search *s, const struct front *front)
{
    uint32_t most = 0;

    for (uint32_t i = 0; i < front->count; i++) {
        uint32_t n = need(s, front->nodes[i]);

        if (n > most)
            most = n;
    }
    return most;
}

/* The slot tested first among a set's nodes, or DD_FREE when all are leaves. */
static uint32_t front_slot(const struct search *s, const struct front *front)
{
    uint32_t first = DD_FREE;

    for (uint32_t i = 0; i < front->count; i++) {
        uint32_t var;

        if (dd_is_leaf(front->nodes[i]))
            continue;
        var = diagram_var(s->diagram, front->nodes[i]);
        if (first == DD_FREE ||
            diagram_level_of(s->diagram, var) < diagram_level_of(s->diagram, first))
            first = var;
    }
    return first;
}

static bool change_is(const struct search *s, const struct study_change *change)
{
    for (uint32_t u = 0; u < s->units.count; u++) {
        const struct unit *unit = &s->units.items[u];

        if (unit->fact != change->fact)
            continue;
        return s->chosen[u] != KEEP && unit->options[s->chosen[u]].low == change->low &&
            unit->options[s->chosen[u]].high == change->high;
    }
    return false;
}

/* Whether what is chosen so far contains a way already found. */
static bool contains_way(const struct search *s)
{
    for (uint32_t w = 0; w < s->out->count; w++) {
        const struct study_way *way = &s->out->ways[w];
        uint32_t same = 0;

        while (same < way->count && change_is(s, &way->changes[same]))
            same++;
        if (same == way->count)
            return true;
    }
    return false;
}

static void note_way(struct search *s)
{
    struct study_ways *out = s->out;
    struct study_way *way;

    if (out->count == WAY_LIMIT) {
        out->cut_short = true;
        return;
    }
    out->ways = arena_grow(
        s->arena, out->ways, out->count, &s->way_capacity, sizeof(*out->ways));
    way = &out->ways[out->count];
    *way = (struct study_way){
        .changes = ARENA_ARRAY(s->arena, struct study_change, s->units.count)};
    for (uint32_t u = 0; u < s->units.count; u++) {
        const struct unit *unit = &s->units.items[u];

        if (s->chosen[u] == KEEP)
            continue;
        way->changes[way->count++] = (struct study_change){unit->fact,
            unit->options[s->chosen[u]].low, unit->options[s->chosen[u]].high};
    }
    out->count++;
}

static void explore(struct search *s, const struct front *front, uint32_t changes);

/* Go on with slot `var` at `value` (DD_FREE: left unknown). */
static void explore_value(struct search *s, const struct front *front, uint32_t var,
    uint32_t value, uint32_t changes)
{
    struct front next = {.nodes = s->room + (size_t)(s->depth + 1) * SET_LIMIT};

    if (!advance(s, front, var, value, &next)) {
        s->out->cut_short = true;
        return;
    }
    s->depth++;
    if (front_need(s, &next) <= changes)
        explore(s, &next, changes);
    s->depth--;
}

/* All nodes are leaves: a way, if all changes were used and one is the target. */
static void explore_end(struct search *s, const struct front *front, uint32_t changes)
{
    bool reached = false;

    for (uint32_t i = 0; i < front->count; i++)
        reached |= dd_value(front->nodes[i]) == s->target;
    if (reached && changes == 0)
        note_way(s);
}

/* Leave a unit as it is, then try each of its options. */
static void explore_unit(struct search *s, const struct front *front, uint32_t var,
    uint32_t unit, uint32_t changes)
{
    const struct unit *item = &s->units.items[unit];

    s->decided[unit] = true;
    explore_value(s, front, var, s->units.state[var], changes);
    for (uint32_t o = 0; changes > 0 && o < item->option_count; o++) {
        s->chosen[unit] = o;
        if (!contains_way(s))
            explore_value(s, front, var, unit_value(item, o, var), changes - 1);
    }
    s->chosen[unit] = KEEP;
    s->decided[unit] = false;
}

/* Find the ways of exactly `changes` more changes from a set of nodes. */
static void explore(struct search *s, const struct front *front, uint32_t changes)
{
    uint32_t var = front_slot(s, front);
    uint32_t unit;

    if (++s->visits > VISIT_LIMIT) {
        s->out->cut_short = true;
        return;
    }
    if (var == DD_FREE) {
        explore_end(s, front, changes);
        return;
    }
    unit = s->units.unit_of[var];
    if (unit == UNIT_NONE)
        explore_value(s, front, var, s->units.state[var], changes);
    else if (!s->decided[unit])
        explore_unit(s, front, var, unit, changes);
    else if (s->chosen[unit] == KEEP)
        explore_value(s, front, var, s->units.state[var], changes);
    else
        explore_value(s, front, var,
            unit_value(&s->units.items[unit], s->chosen[unit], var), changes);
}

/* ---- what was found, for people ---- */

/* Whether two ways differ only in that one range follows the other's; joins them
 * into `one` when they do. */
static bool join_ranges(
    const struct tree *tree, struct study_way *one, const struct study_way *two)
{
    uint32_t differing = UINT32_MAX;

    if (one->count != two->count)
        return false;
    for (uint32_t i = 0; i < one->count; i++) {
        const struct study_change *a = &one->changes[i];
        const struct study_change *b = &two->changes[i];
        enum fact_kind kind = tree->facts[a->fact].kind;

        if (a->fact != b->fact)
            return false;
        if (a->low == b->low && a->high == b->high)
            continue;
        if (differing != UINT32_MAX || kind == FACT_CHOICE || kind == FACT_YES_NO ||
            a->high == STUDY_OPEN_HIGH || a->high + 1 != b->low)
            return false;
        differing = i;
    }
    if (differing == UINT32_MAX)
        return false;
    one->changes[differing].high = two->changes[differing].high;
    return true;
}

static void join_ways(const struct tree *tree, struct study_ways *ways)
{
    for (uint32_t i = 0; i < ways->count; i++)
        for (uint32_t j = 0; j < ways->count; j++) {
            if (i == j || !join_ranges(tree, &ways->ways[i], &ways->ways[j]))
                continue;
            ways->count--;
            for (uint32_t k = j; k < ways->count; k++)
                ways->ways[k] = ways->ways[k + 1];
            if (j < i)
                i--;
            j = UINT32_MAX;
        }
}

/* Smaller ways first, then by the facts they name, then by their values. */
static bool comes_before(const struct study_way *a, const struct study_way *b)
{
    if (a->count != b->count)
        return a->count < b->count;
    for (uint32_t i = 0; i < a->count; i++)
        if (a->changes[i].fact != b->changes[i].fact)
            return a->changes[i].fact < b->changes[i].fact;
    for (uint32_t i = 0; i < a->count; i++)
        if (a->changes[i].low != b->changes[i].low)
            return a->changes[i].low < b->changes[i].low;
    return false;
}

static void sort_ways(struct study_ways *ways)
{
    for (uint32_t i = 1; i < ways->count; i++) {
        struct study_way way = ways->ways[i];
        uint32_t at = i;

        for (; at > 0 && comes_before(&way, &ways->ways[at - 1]); at--)
            ways->ways[at] = ways->ways[at - 1];
        ways->ways[at] = way;
    }
}

void study_why_not(struct arena *arena, struct policy *policy, uint32_t outcome,
    uint32_t value, const int32_t *facts, struct study_ways *out)
{
    struct search s = {.arena = arena,
        .diagram = policy->diagram,
        .target = value,
        .out = out,
        .units = units_of(arena, policy, facts)};
    dd root = policy->outcomes[outcome];
    struct front start = {.nodes = &root, .count = 1};
    uint32_t least = need(&s, root);

    *out = (struct study_ways){0};
    s.chosen = ARENA_ARRAY(arena, uint32_t, s.units.count);
    s.decided = ARENA_ARRAY(arena, bool, s.units.count);
    s.room = ARENA_ARRAY(arena, dd, (size_t)SET_LIMIT * (s.units.slot_count + 2));
    for (uint32_t u = 0; u < s.units.count; u++)
        s.chosen[u] = KEEP;
    for (uint32_t n = least; least < NEVER && n <= s.units.count; n++) {
        explore(&s, &start, n);
        if (n == 0 && out->count > 0)
            break;
    }
    join_ways(&policy->tree, out);
    sort_ways(out);
}
