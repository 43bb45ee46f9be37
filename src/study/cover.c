/*
 * Rows are made as large as they can be (primes: no restriction can be relaxed),
 * more of them by consensus of two, until all are known or there are enough.
 * Then as few as possible are chosen: greedily first, and better by branch and
 * bound where that ends soon.
 */
#include "study/cover.h"

#include "study/graph.h"

enum {
    PRIME_LIMIT = 240,        /* rows to choose from, beyond the first ones needed */
    VISIT_LIMIT = 20000,      /* steps of branch and bound */
    EFFORT_LIMIT = 300000000, /* node visits spent on making rows larger */
};

struct covering {
    struct arena *arena;
    struct diagram *diagram;
    dd wanted;
    struct graph bad; /* states that exist and are not wanted */
    bool *marks;      /* [node of bad] reached by the row being tested */
    bool *bad_tests;  /* [slot] bad depends on it */
    uint32_t slots;
    uint32_t *start;
    bool *trial; /* a row's members, with one slot changed */
    struct cube *primes;
    size_t capacity;
    uint32_t count;
    uint64_t effort;
};

bool cube_is_free(const struct cover *cover, const struct cube *cube, uint32_t slot)
{
    for (uint32_t i = cover->start[slot]; i < cover->start[slot + 1]; i++)
        if (!cube->members[i])
            return false;
    return true;
}

/* ---- rows ---- */

/* Whether a row holds some state that it must not. */
static bool touches_bad(struct covering *c, const bool *members)
{
    if (dd_is_leaf(c->bad.root))
        return c->bad.root == DD_YES;
    memset(c->marks, 0, c->bad.count * sizeof(*c->marks));
    c->marks[0] = true;
    c->effort += c->bad.count;
    for (uint32_t i = 0; i < c->bad.count; i++) {
        const struct graph_node *node = &c->bad.nodes[i];
        const bool *may = &members[c->start[node->slot]];

        for (uint32_t v = 0; v < node->size && c->marks[i]; v++) {
            if (!may[v] || node->kids[v] == DD_NO)
                continue;
            if (node->kids[v] == DD_YES)
                return true;
            c->marks[node->kids[v]] = true;
        }
    }
    return false;
}

/* Add to one slot every value that does no harm.  With `wholly`, add all values
 * or none. */
static void extend(struct covering *c, bool *members, uint32_t slot, bool wholly)
{
    uint32_t first = c->start[slot];
    uint32_t size = c->start[slot + 1] - first;
    bool *found = &members[first];
    bool *trial = &c->trial[first];
    bool all = true;

    if (!c->bad_tests[slot]) {
        memset(found, true, size);
        return;
    }
    memcpy(c->trial, members, c->start[c->slots]);
    memset(trial, false, size);
    for (uint32_t v = 0; v < size && (all || !wholly); v++) {
        if (found[v])
            continue;
        trial[v] = true;
        if (touches_bad(c, c->trial))
            all = false;
        else if (!wholly)
            found[v] = true;
        trial[v] = false;
    }
    if (wholly && all)
        memset(found, true, size);
}

/* Make a row as large as it can be; slots are freed from one end or the other. */
static void expand(struct covering *c, bool *members, bool backwards)
{
    for (int wholly = 1; wholly >= 0; wholly--)
        for (uint32_t i = 0; i < c->slots; i++)
            extend(c, members, backwards ? c->slots - 1 - i : i, wholly != 0);
}

/* The states of a row that are wanted. */
static dd states_of(struct covering *c, const bool *members)
{
    dd states = c->wanted;

    for (uint32_t level = c->slots; level-- > 0;) {
        uint32_t slot = diagram_var_at(c->diagram, level);

        states = diagram_and(c->diagram, states,
            diagram_literal(c->diagram, slot, &members[c->start[slot]]));
    }
    return states;
}

static void add_prime(struct covering *c, const bool *members)
{
    uint32_t width = c->start[c->slots];

    for (uint32_t i = 0; i < c->count; i++)
        if (memcmp(c->primes[i].members, members, width) == 0)
            return;
    c->primes =
        arena_grow(c->arena, c->primes, c->count, &c->capacity, sizeof(*c->primes));
    c->primes[c->count++] =
        (struct cube){arena_copy(c->arena, members, width, 1), states_of(c, members)};
}

/* ---- finding rows ---- */

/* For each node, where the path to yes goes on that holds the most states. */
static dd *largest_paths(struct covering *c, const struct graph *graph)
{
    double *best = ARENA_ARRAY(c->arena, double, graph->count);
    dd *next = ARENA_ARRAY(c->arena, dd, graph->count);

    for (uint32_t i = graph->count; i-- > 0;) {
        const struct graph_node *node = &graph->nodes[i];

        best[i] = -1;
        for (uint32_t v = 0; v < node->size; v++) {
            dd kid = node->kids[v];
            double share = dd_is_leaf(kid) ? 1 : best[kid];
            uint32_t same = 0;

            for (uint32_t w = 0; w < node->size; w++)
                same += node->kids[w] == kid;
            share *= (double)same / node->size;
            if (kid == DD_NO || share <= best[i])
                continue;
            best[i] = share;
            next[i] = kid;
        }
    }
    return next;
}

/* The row of the path through `left` that holds the most states. */
static void take_path(struct covering *c, dd left, bool *members)
{
    struct graph graph = graph_of(c->arena, c->diagram, left);
    const dd *next = largest_paths(c, &graph);
    dd at = graph.root;

    memset(members, true, c->start[c->slots]);
    while (!dd_is_leaf(at)) {
        const struct graph_node *node = &graph.nodes[at];

        for (uint32_t v = 0; v < node->size; v++)
            members[c->start[node->slot] + v] = node->kids[v] == next[at];
        at = next[at];
    }
}

/* Find rows until together they hold all that is wanted. */
static void find_first(struct covering *c, uint32_t most)
{
    bool *members = ARENA_ARRAY(c->arena, bool, c->start[c->slots]);
    dd left = c->wanted;

    while (left != DD_NO && c->count < most) {
        for (int backwards = 0; backwards < 2; backwards++) {
            take_path(c, left, members);
            expand(c, members, backwards != 0);
            add_prime(c, members);
        }
        left = diagram_and(
            c->diagram, left, diagram_not(c->diagram, c->primes[c->count - 1].states));
        if (c->count > 1)
            left = diagram_and(c->diagram, left,
                diagram_not(c->diagram, c->primes[c->count - 2].states));
    }
}

/* The row that follows from two where `slot` joins them: what both allow, and in
 * that slot what either does.  False when there is none. */
static bool consensus(const struct covering *c, const bool *a, const bool *b,
    uint32_t slot, bool *members)
{
    bool adds_a = false;
    bool adds_b = false;

    for (uint32_t s = 0; s < c->slots; s++) {
        bool any = false;

        for (uint32_t i = c->start[s]; i < c->start[s + 1]; i++) {
            members[i] = s == slot ? a[i] || b[i] : a[i] && b[i];
            any |= members[i];
            adds_a |= s == slot && a[i] && !b[i];
            adds_b |= s == slot && b[i] && !a[i];
        }
        if (!any)
            return false;
    }
    return adds_a && adds_b;
}

/* Find the rows that follow from two. */
static void join_rows(struct covering *c, uint32_t one, uint32_t two, bool *members)
{
    for (uint32_t s = 0; s < c->slots; s++) {
        if (!c->bad_tests[s] ||
            !consensus(c, c->primes[one].members, c->primes[two].members, s, members))
            continue;
        expand(c, members, true);
        add_prime(c, members);
    }
}

/* Find more rows by consensus, each with all before it. */
static void find_more(struct covering *c)
{
    bool *members = ARENA_ARRAY(c->arena, bool, c->start[c->slots]);

    for (uint32_t i = 1; i < c->count; i++)
        for (uint32_t j = 0; j < i; j++) {
            if (c->count >= PRIME_LIMIT || c->effort > EFFORT_LIMIT)
                return;
            join_rows(c, i, j, members);
        }
}

/* ---- choosing ---- */

struct selection {
    struct covering *covering;
    uint32_t *chosen; /* on this branch */
    uint32_t *best;
    uint32_t best_count;
    uint32_t visits;
    uint32_t *state; /* [slot] room for one state */
};

static dd without(struct covering *c, dd left, uint32_t prime)
{
    return diagram_and(
        c->diagram, left, diagram_not(c->diagram, c->primes[prime].states));
}

/* The row with the most states of `left`; DD_FREE when none has any. */
static uint32_t largest_row(struct covering *c, dd left)
{
    struct dd_count most = {0};
    uint32_t pick = DD_FREE;

    for (uint32_t p = 0; p < c->count; p++) {
        struct dd_count now[2];

        diagram_count(c->diagram, diagram_and(c->diagram, left, c->primes[p].states),
            NULL, now, 2);
        if (count_compare(now[1], most) > 0) {
            most = now[1];
            pick = p;
        }
    }
    return pick;
}

/* Choose greedily, the row with most new states first. */
static void choose_greedily(struct selection *s, uint32_t most)
{
    struct covering *c = s->covering;
    dd left = c->wanted;

    while (left != DD_NO && s->best_count < most) {
        uint32_t pick = largest_row(c, left);

        if (pick == DD_FREE)
            return;
        s->best[s->best_count++] = pick;
        left = without(c, left, pick);
    }
}

/* Leave out chosen rows that the others hold, last chosen first. */
static void drop_redundant(struct selection *s)
{
    struct covering *c = s->covering;

    for (uint32_t i = s->best_count; i-- > 0;) {
        dd left = c->primes[s->best[i]].states;

        for (uint32_t j = 0; j < s->best_count && left != DD_NO; j++)
            if (j != i)
                left = without(c, left, s->best[j]);
        if (left != DD_NO || diagram_failed(c->diagram))
            continue;
        s->best_count--;
        memmove(&s->best[i], &s->best[i + 1], (s->best_count - i) * sizeof(*s->best));
    }
}

/* Some state of `left`: the values along its first path. */
static void some_state(const struct covering *c, dd left, uint32_t *state)
{
    for (uint32_t s = 0; s < c->slots; s++)
        state[s] = 0;
    while (!dd_is_leaf(left)) {
        const dd *kids = diagram_kids(c->diagram, left);
        uint32_t slot = diagram_var(c->diagram, left);

        while (kids[state[slot]] == DD_NO)
            state[slot]++;
        left = kids[state[slot]];
    }
}

static bool holds(
    const struct covering *c, const struct cube *cube, const uint32_t *state)
{
    for (uint32_t s = 0; s < c->slots; s++)
        if (!cube->members[c->start[s] + state[s]])
            return false;
    return true;
}

/* Look for a smaller choice than the best: some row must hold each state. */
static void branch(struct selection *s, dd left, uint32_t depth)
{
    struct covering *c = s->covering;
    uint32_t *state;

    if (left == DD_NO) {
        memcpy(s->best, s->chosen, depth * sizeof(*s->best));
        s->best_count = depth;
        return;
    }
    if (depth + 1 >= s->best_count || ++s->visits > VISIT_LIMIT)
        return;
    state = &s->state[(size_t)depth * c->slots];
    some_state(c, left, state);
    for (uint32_t p = 0; p < c->count; p++) {
        if (!holds(c, &c->primes[p], state))
            continue;
        s->chosen[depth] = p;
        branch(s, without(c, left, p), depth + 1);
    }
}

/* Take values out of a row that none of its states has. */
static void tidy(struct covering *c, struct cube *cube)
{
    for (uint32_t s = 0; s < c->slots; s++) {
        bool *members = &cube->members[c->start[s]];
        uint32_t size = c->start[s + 1] - c->start[s];
        uint32_t held = 0;

        for (uint32_t v = 0; v < size; v++)
            held += members[v];
        for (uint32_t v = 0; v < size && held < size; v++)
            if (members[v])
                members[v] = diagram_restrict(c->diagram, cube->states, s, v) != DD_NO;
    }
}

static struct covering covering_of(
    struct arena *arena, struct diagram *diagram, dd wanted, dd common)
{
    struct covering c = {.arena = arena, .diagram = diagram, .wanted = wanted};
    dd bad = diagram_and(diagram, common, diagram_not(diagram, wanted));

    c.slots = diagram_vars(diagram);
    c.start = ARENA_ARRAY(arena, uint32_t, c.slots + 1);
    for (uint32_t s = 0; s < c.slots; s++)
        c.start[s + 1] = c.start[s] + diagram_size_of(diagram, s);
    c.bad = graph_of(arena, diagram, bad);
    c.marks = ARENA_ARRAY(arena, bool, c.bad.count);
    c.bad_tests = ARENA_ARRAY(arena, bool, c.slots);
    diagram_support(diagram, bad, c.bad_tests);
    c.trial = ARENA_ARRAY(arena, bool, c.start[c.slots]);
    return c;
}

void cover_states(struct arena *arena, struct diagram *diagram, dd wanted, dd common,
    uint32_t most, struct cover *out)
{
    struct covering c = covering_of(arena, diagram, wanted, common);
    struct selection s = {.covering = &c};

    find_first(&c, 2 * most);
    find_more(&c);
    s.best = ARENA_ARRAY(arena, uint32_t, c.count);
    s.chosen = ARENA_ARRAY(arena, uint32_t, c.count);
    s.state = ARENA_ARRAY(arena, uint32_t, (size_t)c.slots * (c.count + 1));
    choose_greedily(&s, most);
    drop_redundant(&s);
    *out = (struct cover){.start = c.start, .cut_short = diagram_failed(diagram)};
    if (!out->cut_short) {
        dd left = wanted;

        for (uint32_t i = 0; i < s.best_count; i++)
            left = without(&c, left, s.best[i]);
        out->cut_short = left != DD_NO;
    }
    if (!out->cut_short)
        branch(&s, wanted, 0);
    out->cubes = ARENA_ARRAY(arena, struct cube, s.best_count);
    out->count = s.best_count;
    for (uint32_t i = 0; i < s.best_count; i++) {
        out->cubes[i] = c.primes[s.best[i]];
        tidy(&c, &out->cubes[i]);
    }
}
