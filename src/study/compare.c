/*
 * The difference between two editions, state by state.
 *
 * Both outcomes' diagrams become one whose leaves are pairs of values; its leaves
 * then say which pairs occur, and every pair of different values is a set of
 * states that gets its rows (cover.h).
 */
#include "study/cover.h"
#include "study/notes.h"
#include "study/study.h"
#include "study/words.h"

enum { PAIR_OP = 100, ROWS_MOST = 200, COMMON_OUTSIDE = 1024 };
_Static_assert(OUTCOME_LEAVES *OUTCOME_LEAVES <= COMMON_OUTSIDE, "pairs are leaves");

/* What an outcome of the new document differs in from the old one of its name. */
struct comparing {
    struct arena *arena;
    struct policy_pair *pair;
    struct diagram *diagram;
    const uint64_t **weights; /* [slot] */
    struct study_diff *out;
    size_t capacity;
    dd differing;
    dd looser;
    dd stricter;
};

static uint32_t pair_leaf(uint32_t from, uint32_t to)
{
    return from * OUTCOME_LEAVES + to;
}

/* How permissive an old value is by the new document's order, doubled.  One that
 * the new document does not have stands just above the old value below it that it
 * does have, so that whatever is above counts as looser. */
static uint32_t rank_of(const struct outcome *o, const struct outcome *n, uint32_t from)
{
    for (uint32_t v = from + 1; v-- > 0;) {
        uint32_t now = tree_find_choice(n->values, n->value_count, o->values[v].name);

        if (now != TREE_NONE)
            return 2 * now + (v == from ? 1 : 2);
    }
    return 0;
}

/* The states that `set` (yes/no) holds, counted. */
static struct dd_count count_states(struct comparing *c, dd set)
{
    struct dd_count counts[2];

    diagram_count(
        c->diagram, set, (const uint64_t *const *)c->weights, counts, COUNT_OF(counts));
    return counts[1];
}

static struct study_when *when_of(struct comparing *c, const struct cover *cover,
    const struct cube *cube, uint32_t *count)
{
    uint32_t slots = diagram_vars(c->diagram);
    struct study_when *when = ARENA_ARRAY(c->arena, struct study_when, slots);

    *count = 0;
    for (uint32_t s = 0; s < slots; s++)
        if (!cube_is_free(cover, cube, s))
            when[(*count)++] = (struct study_when){s, &cube->members[cover->start[s]]};
    return when;
}

/* A state of the row, naming as few facts as can be. */
static int32_t *example_of(struct comparing *c, dd states)
{
    const struct space *space = &c->pair->new_policy.space;
    struct policy probe = c->pair->new_policy;
    int32_t *facts = ARENA_ARRAY(c->arena, int32_t, space->fact_count);

    probe.allowed = c->pair->common;
    if (!policy_find_facts(c->arena, &probe, states, facts))
        for (uint32_t f = 0; f < space->fact_count; f++)
            facts[f] = VALUE_UNKNOWN;
    return facts;
}

static void add_rows(
    struct comparing *c, dd states, uint32_t outcome, uint32_t from, uint32_t to)
{
    struct study_diff *out = c->out;
    struct cover cover;

    cover_states(c->arena, c->diagram, states, c->pair->common, ROWS_MOST, &cover);
    out->cut_short |= cover.cut_short;
    for (uint32_t i = 0; i < cover.count; i++) {
        struct study_difference row = {.outcome = outcome, .from = from, .to = to};

        row.when = when_of(c, &cover, &cover.cubes[i], &row.when_count);
        row.states = count_states(c, cover.cubes[i].states);
        row.example = example_of(c, cover.cubes[i].states);
        out->changes = arena_grow(
            c->arena, out->changes, out->change_count, &c->capacity, sizeof(row));
        out->changes[out->change_count++] = row;
    }
}

/* All states in which the outcome went from one value to another. */
static void compare_values(
    struct comparing *c, dd joint, uint32_t outcome, uint32_t from, uint32_t to)
{
    const struct tree *old_tree = &c->pair->old_policy.tree;
    const struct outcome *n = &c->pair->new_policy.tree.outcomes[outcome];
    const struct outcome *o = &old_tree->outcomes[tree_find_outcome(old_tree, n->name)];
    uint32_t *leaves = ARENA_ARRAY(c->arena, uint32_t, COMMON_OUTSIDE + 1);
    dd states;

    if (str_equal(o->values[from].name, n->values[to].name))
        return;
    leaves[pair_leaf(from, to)] = 1;
    states = diagram_map_leaves(c->diagram, joint, leaves, COMMON_OUTSIDE + 1);
    c->differing = diagram_or(c->diagram, c->differing, states);
    if (2 * to + 1 > rank_of(o, n, from))
        c->looser = diagram_or(c->diagram, c->looser, states);
    else
        c->stricter = diagram_or(c->diagram, c->stricter, states);
    add_rows(c, states, outcome, from, to);
}

static void compare_outcome(struct comparing *c, uint32_t outcome)
{
    static const struct diagram_op join = {PAIR_OP, pair_leaf, NULL};
    const struct policy *o = &c->pair->old_policy;
    const struct policy *n = &c->pair->new_policy;
    uint32_t old = tree_find_outcome(&o->tree, n->tree.outcomes[outcome].name);
    bool seen[COMMON_OUTSIDE] = {0};
    dd joint;

    if (old == TREE_NONE)
        return;
    joint = diagram_apply(c->diagram, &join, o->outcomes[old], n->outcomes[outcome]);
    joint = diagram_choose(c->diagram, c->pair->common, joint, dd_leaf(COMMON_OUTSIDE));
    diagram_leaves(c->diagram, joint, seen, COMMON_OUTSIDE);
    for (uint32_t from = 0; from < o->tree.outcomes[old].value_count; from++)
        for (uint32_t to = 0; to < n->tree.outcomes[outcome].value_count; to++)
            if (seen[pair_leaf(from, to)])
                compare_values(c, joint, outcome, from, to);
}

/* Largest first, then as found: by outcome and values. */
static void sort_rows(struct study_diff *diff)
{
    for (uint32_t i = 1; i < diff->change_count; i++) {
        struct study_difference row = diff->changes[i];
        uint32_t at = i;

        for (; at > 0 && count_compare(diff->changes[at - 1].states, row.states) < 0;
             at--)
            diff->changes[at] = diff->changes[at - 1];
        diff->changes[at] = row;
    }
    if (diff->change_count > ROWS_MOST) {
        diff->change_count = ROWS_MOST;
        diff->cut_short = true;
    }
}

void study_compare(
    struct arena *arena, struct policy_pair *pair, struct study_diff *out)
{
    const struct space *space = &pair->new_policy.space;
    struct comparing c = {.arena = arena,
        .pair = pair,
        .diagram = pair->new_policy.diagram,
        .out = out,
        .differing = DD_NO,
        .looser = DD_NO,
        .stricter = DD_NO};
    bool alike;

    *out = (struct study_diff){0};
    c.weights =
        (const uint64_t **)arena_alloc(arena, space->slot_count, sizeof(*c.weights));
    for (uint32_t s = 0; s < space->slot_count; s++)
        c.weights[s] = space->slots[s].weights;
    for (uint32_t i = 0; i < pair->new_policy.tree.outcome_count; i++)
        compare_outcome(&c, i);
    alike = notes_compare(arena, pair, out);
    out->compared = count_states(&c, pair->common);
    out->differing = count_states(&c, c.differing);
    out->looser = count_states(&c, c.looser);
    out->stricter = count_states(&c, c.stricter);
    out->cut_short |= diagram_failed(c.diagram);
    out->same = alike && c.differing == DD_NO && !out->cut_short;
    sort_rows(out);
}

void text_add_when(struct text *text, const struct space *space,
    const struct study_difference *difference)
{
    for (uint32_t i = 0; i < difference->when_count; i++) {
        if (i > 0)
            text_add(text, STR(", "));
        text_add_slot_is(
            text, space, difference->when[i].slot, difference->when[i].members);
    }
    if (difference->when_count == 0)
        text_add(text, STR("in every case"));
}
