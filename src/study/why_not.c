/*
 * Why not: the minimal sets of changes that make an outcome known to be a value.
 *
 * What people change are facts.  A choice, number or time has a slot to itself; a date
 * is read by every slot that compares it, so first it is said which dates move (a
 * set), and then how they come to lie.  The search walks the diagram with a front
 * of nodes (all that what stays unknown may lead to), once for each number of
 * changes, smallest first.  A bound from below (`need`) keeps it to paths that can
 * still end well.
 */
#include "study/found.h"

enum { VISIT_LIMIT = 3000000, SET_LIMIT = 4096, NEVER = 1000000 };

/* What can be done about a slot. */
enum part { PART_LEFT, PART_CHANGED, PART_MOVED };

/* A set of nodes still to be led to the target, without repeats. */
struct front {
    dd *nodes;
    uint32_t count;
};

/* The search with a given set of dates that move. */
struct turn {
    uint32_t mask;
    uint32_t moves; /* how many dates that is */
    dd root;
    uint32_t *state;  /* [slot] value as things are, DD_FREE when unknown */
    enum part *parts; /* [slot] */
    dd *memo_nodes;   /* memo of need(), open addressing */
    uint32_t *memo_needs;
    uint32_t memo_capacity;
    uint32_t memo_count;
};

struct search {
    struct arena *arena;
    struct diagram *diagram;
    const struct policy *policy;
    struct founds found;
    struct turn *turn;
    uint32_t target;
    uint32_t *picked; /* [slot] or DD_FREE */
    dd *room;         /* SET_LIMIT nodes a depth of the search */
    uint32_t depth;
    uint64_t visits;
};

/* ---- the bound ---- */

static uint32_t memo_place(const struct turn *t, dd node)
{
    uint32_t at = (node * 2654435761u) & (t->memo_capacity - 1);

    while (t->memo_nodes[at] != DD_NO && t->memo_nodes[at] != node)
        at = (at + 1) & (t->memo_capacity - 1);
    return at;
}

static void memo_enlarge(struct arena *arena, struct turn *t)
{
    struct turn old = *t;

    t->memo_capacity = old.memo_capacity == 0 ? 1024 : 2 * old.memo_capacity;
    t->memo_nodes = ARENA_ARRAY(arena, dd, t->memo_capacity);
    t->memo_needs = ARENA_ARRAY(arena, uint32_t, t->memo_capacity);
    for (uint32_t i = 0; i < t->memo_capacity; i++)
        t->memo_nodes[i] = DD_NO;
    for (uint32_t i = 0; i < old.memo_capacity; i++) {
        uint32_t at;

        if (old.memo_nodes[i] == DD_NO)
            continue;
        at = memo_place(t, old.memo_nodes[i]);
        t->memo_nodes[at] = old.memo_nodes[i];
        t->memo_needs[at] = old.memo_needs[i];
    }
}

static uint32_t need(struct search *s, dd node);

static uint32_t need_leaf(const struct search *s, dd leaf)
{
    uint32_t value = dd_value(leaf);

    return value == s->target || value == OUTCOME_IMPOSSIBLE ? 0 : NEVER;
}

/* The fewest changes below a node when the slot it tests is left alone. */
static uint32_t need_left(struct search *s, dd node, uint32_t var)
{
    uint32_t value = s->turn->state[var];
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

/* The same when the slot takes any value, at a price, if that is fewer than `best`. */
static uint32_t need_set(
    struct search *s, dd node, uint32_t var, uint32_t price, uint32_t best)
{
    for (uint32_t v = 0; v < diagram_size_of(s->diagram, var); v++) {
        uint32_t kid = need(s, diagram_kids(s->diagram, node)[v]) + price;

        if (kid < best)
            best = kid;
    }
    return best;
}

/* At least how many changes are needed below `node`, besides dates that move. */
static uint32_t need(struct search *s, dd node)
{
    struct turn *t = s->turn;
    uint32_t var;
    uint32_t best = NEVER;
    uint32_t at;

    if (dd_is_leaf(node))
        return need_leaf(s, node);
    if (2 * t->memo_count >= t->memo_capacity)
        memo_enlarge(s->arena, t);
    at = memo_place(t, node);
    if (t->memo_nodes[at] == node)
        return t->memo_needs[at];
    var = diagram_var(s->diagram, node);
    if (t->parts[var] != PART_MOVED)
        best = need_left(s, node, var);
    if (t->parts[var] != PART_LEFT)
        best = need_set(s, node, var, t->parts[var] == PART_CHANGED, best);
    if (2 * t->memo_count >= t->memo_capacity)
        memo_enlarge(s->arena, t);
    at = memo_place(t, node);
    t->memo_nodes[at] = node;
    t->memo_needs[at] = best;
    t->memo_count++;
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

static void explore(struct search *s, const struct front *front,
    const struct days *days, uint32_t changes);

/* Go on with slot `var` at `value` (DD_FREE: left unknown). */
static void explore_value(struct search *s, const struct front *front,
    const struct days *days, uint32_t var, uint32_t value, uint32_t changes)
{
    struct front next = {.nodes = s->room + (size_t)(s->depth + 1) * SET_LIMIT};

    if (!advance(s, front, var, value, &next)) {
        s->found.cut_short = true;
        return;
    }
    s->depth++;
    if (front_need(s, &next) <= changes)
        explore(s, &next, days, changes);
    s->depth--;
}

/* All nodes are leaves: a way, if all changes were used and one is the target. */
static void explore_end(struct search *s, const struct front *front, uint32_t changes)
{
    bool reached = false;

    for (uint32_t i = 0; i < front->count; i++)
        reached |= dd_value(front->nodes[i]) == s->target;
    if (reached && changes == 0)
        founds_add(&s->found, s->turn->mask, s->picked);
}

static bool is_worth_it(const struct search *s)
{
    return !founds_contain(&s->found, s->turn->mask, s->picked);
}

/* Leave the slot as it is, then give it every other value. */
static void explore_change(struct search *s, const struct front *front,
    const struct days *days, uint32_t var, uint32_t changes)
{
    uint32_t now = s->turn->state[var];

    explore_value(s, front, days, var, now, changes);
    for (uint32_t v = 0; changes > 0 && v < diagram_size_of(s->diagram, var); v++) {
        s->picked[var] = v;
        if (v != now && is_worth_it(s))
            explore_value(s, front, days, var, v, changes - 1);
    }
    s->picked[var] = DD_FREE;
}

/* Let the dates of the slot lie in every way that they can. */
static void explore_move(struct search *s, const struct front *front,
    const struct days *days, uint32_t var, uint32_t changes)
{
    for (uint32_t v = 0; v < diagram_size_of(s->diagram, var); v++) {
        struct days narrower = *days;

        s->picked[var] = v;
        if (days_narrow(&narrower, var, v, v) && is_worth_it(s))
            explore_value(s, front, &narrower, var, v, changes);
    }
    s->picked[var] = DD_FREE;
}

/* Find the ways of exactly `changes` more changes from a set of nodes. */
static void explore(struct search *s, const struct front *front,
    const struct days *days, uint32_t changes)
{
    uint32_t var = front_slot(s, front);

    if (++s->visits > VISIT_LIMIT) {
        s->found.cut_short = true;
        return;
    }
    if (var == DD_FREE)
        explore_end(s, front, changes);
    else if (s->turn->parts[var] == PART_CHANGED)
        explore_change(s, front, days, var, changes);
    else if (s->turn->parts[var] == PART_MOVED)
        explore_move(s, front, days, var, changes);
    else
        explore_value(s, front, days, var, s->turn->state[var], changes);
}

/* ---- what can be changed ---- */

/* The clock cannot be changed; school days, which nothing else follows from, can be
 * waited for. */
static bool can_change(const struct search *s, uint32_t fact)
{
    const struct fact *f = &s->policy->tree.facts[fact];

    return !f->fixed && (!f->supplied || f->kind == FACT_SCHOOL_DAYS_SINCE);
}

/* The dates that could move: those that some slot of the outcome reads. */
static void find_dates(struct search *s, dd root)
{
    const struct space *space = &s->policy->space;
    bool *used = ARENA_ARRAY(s->arena, bool, space->slot_count);
    bool *read = ARENA_ARRAY(s->arena, bool, space->fact_count);

    diagram_support(s->diagram, root, used);
    for (uint32_t i = 0; i < space->slot_count; i++) {
        uint32_t ends[2];

        if (!used[i] || !days_of_slot(s->policy, i, &ends[0], &ends[1]))
            continue;
        for (int e = 0; e < 2; e++)
            if (ends[e] != TREE_NONE)
                read[ends[e]] = true;
    }
    for (uint32_t f = 0; f < space->fact_count; f++) {
        if (!read[f] || !can_change(s, f))
            continue;
        if (s->found.date_count == DAYS_MOST)
            s->found.cut_short = true;
        else
            s->found.dates[s->found.date_count++] = f;
    }
}

/* Make ready to search with the dates of `mask` moving. */
static struct turn *new_turn(struct search *s, dd root, uint32_t mask)
{
    const struct space *space = &s->policy->space;
    struct turn *t = ARENA_NEW(s->arena, struct turn);
    struct days days = founds_days(&s->found, mask);
    dd ties;

    t->mask = mask;
    t->moves = days.count;
    t->state = ARENA_ARRAY(s->arena, uint32_t, space->slot_count);
    t->parts = ARENA_ARRAY(s->arena, enum part, space->slot_count);
    space_bind(space, days.known, t->state);
    for (uint32_t i = 0; i < space->slot_count; i++) {
        const struct slot *slot = &space->slots[i];

        if (days_settle(&days, i))
            t->parts[i] = PART_MOVED;
        else if (slot->kind != SLOT_PAIR && can_change(s, slot->first))
            t->parts[i] = PART_CHANGED;
    }
    if (!space_ties(s->arena, space, s->diagram, days.known, &ties))
        ties = DD_YES;
    t->root = diagram_choose(s->diagram, ties, root, dd_leaf(OUTCOME_IMPOSSIBLE));
    return t;
}

static void search_turn(struct search *s, struct turn *turn, uint32_t changes)
{
    struct front start = {.nodes = &turn->root, .count = 1};
    struct days days = founds_days(&s->found, turn->mask);

    s->turn = turn;
    if (need(s, turn->root) <= changes - turn->moves)
        explore(s, &start, &days, changes - turn->moves);
}

void study_why_not(struct arena *arena, struct policy *policy, uint32_t outcome,
    uint32_t value, const int32_t *facts, struct study_ways *out)
{
    struct search s = {.arena = arena,
        .diagram = policy->diagram,
        .policy = policy,
        .target = value,
        .found = {.arena = arena, .policy = policy, .facts = facts}};
    dd root = policy->outcomes[outcome];
    uint32_t slots = policy->space.slot_count;
    struct turn **turns;

    find_dates(&s, root);
    turns = ARENA_ARRAY(arena, struct turn *, (size_t)1 << s.found.date_count);
    for (uint32_t m = 0; m < 1u << s.found.date_count; m++)
        turns[m] = new_turn(&s, root, m);
    s.picked = ARENA_ARRAY(arena, uint32_t, slots);
    s.room = ARENA_ARRAY(arena, dd, (size_t)SET_LIMIT * (slots + 2));
    for (uint32_t i = 0; i < slots; i++)
        s.picked[i] = DD_FREE;
    for (uint32_t n = 0; n <= policy->tree.fact_count; n++) {
        for (uint32_t m = 0; m < 1u << s.found.date_count; m++)
            if (turns[m]->moves <= n)
                search_turn(&s, turns[m], n);
        if (n == 0 && s.found.count > 0)
            break;
    }
    founds_finish(&s.found, out);
}
