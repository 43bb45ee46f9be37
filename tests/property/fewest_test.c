/*
 * The fewest questions there can be: hardly any interview is shorter than ours.
 *
 * All ways of asking are tried over what is left to decide, equal nodes of the
 * compiler's diagram being decided once; a way that cannot be better than one already
 * found is left.  What is asked first stays first.
 */
#include "property/desk.h"

enum { DECIDED_MOST = 1000000, NODES_MOST = 1 << 23 };

struct weight {
    double share; /* of allowed states */
    uint32_t leaves;
};

struct fewest {
    struct arena arena;
    const struct policy *policy;
    struct map done;        /* node and known dates -> index into averages */
    struct weight *weights; /* [node]; no leaves: not worked out */
    double *averages;
    uint32_t count;
    bool cut_short;
    uint64_t dates; /* facts that more than one slot may read */
};

/* Something to ask, and the least that it can lead to. */
struct move {
    uint32_t slot;
    uint32_t price;
    uint32_t fact;
    bool first;
    uint64_t learns; /* facts */
    double least;
};

static double share_of(const struct fewest *s, uint32_t slot, uint32_t value)
{
    const struct slot *item = &s->policy->space.slots[slot];
    double all = 0;

    for (uint32_t v = 0; v < item->size; v++)
        all += item->weights == NULL ? 1 : (double)item->weights[v];
    return (item->weights == NULL ? 1 : (double)item->weights[value]) / all;
}

static struct weight weigh(struct fewest *s, dd f)
{
    struct weight weight = {0};
    uint32_t slot;

    if (dd_is_leaf(f))
        return (struct weight){dd_value(f) != OUTCOME_IMPOSSIBLE, 1u << dd_value(f)};
    if (f >= NODES_MOST) {
        s->cut_short = true;
        return weight;
    }
    if (s->weights[f].leaves != 0)
        return s->weights[f];
    slot = diagram_var(s->policy->diagram, f);
    for (uint32_t v = 0; v < s->policy->space.slots[slot].size; v++) {
        struct weight kid = weigh(s, diagram_kids(s->policy->diagram, f)[v]);

        weight.share += share_of(s, slot, v) * kid.share;
        weight.leaves |= kid.leaves;
    }
    s->weights[f] = weight;
    return weight;
}

static bool is_open(struct fewest *s, dd f)
{
    uint32_t leaves = weigh(s, f).leaves & ~(1u << OUTCOME_IMPOSSIBLE);

    return (leaves & (leaves - 1)) != 0;
}

/* Yes where two allowed values differ. */
static uint32_t allowed_and_different(uint32_t a, uint32_t b)
{
    return a != OUTCOME_IMPOSSIBLE && b != OUTCOME_IMPOSSIBLE && a != b;
}

static bool matters(struct fewest *s, dd f, uint32_t slot)
{
    static const struct diagram_op differ = {.id = 200, .leaf = allowed_and_different};
    struct diagram *d = s->policy->diagram;

    for (uint32_t v = 0; v < s->policy->space.slots[slot].size; v++)
        for (uint32_t w = 0; w < v; w++)
            if (diagram_apply(d, &differ, diagram_restrict(d, f, slot, v),
                    diagram_restrict(d, f, slot, w)) != DD_NO)
                return true;
    return false;
}

/* The facts somebody is asked to learn about a slot. */
static void price(const struct fewest *s, uint64_t known, struct move *move)
{
    const struct slot *slot = &s->policy->space.slots[move->slot];
    const struct tree *tree = &s->policy->tree;
    const uint32_t reads[2] = {slot->first, slot->second};

    for (int i = 0; i < 2; i++) {
        uint32_t fact = reads[i];

        if (fact != TREE_NONE &&
            (tree->facts[fact].kind == FACT_DAYS_SINCE ||
                tree->facts[fact].kind == FACT_SCHOOL_DAYS_SINCE))
            fact = tree->facts[fact].since;
        if (fact == TREE_NONE || tree->facts[fact].supplied || (known >> fact & 1) != 0)
            continue;
        move->fact = move->price == 0 ? fact : move->fact;
        move->first |= tree->facts[fact].ask_first;
        move->learns |= UINT64_C(1) << fact;
        move->price++;
    }
}

/* What is answered already comes first. */
static bool precedes(const struct move *a, const struct move *b)
{
    if (a->price == 0 || b->price == 0)
        return b->price > 0;
    if (a->first != b->first)
        return a->first;
    return a->first ? a->fact < b->fact : a->least < b->least;
}

static uint32_t list_moves(
    struct fewest *s, dd f, uint64_t known, bool all, struct move *moves)
{
    double share = weigh(s, f).share;
    bool used[EVAL_MAX_SLOTS] = {false};
    uint32_t count = 0;

    diagram_support(s->policy->diagram, f, used);
    for (uint32_t slot = 0; slot < s->policy->space.slot_count; slot++) {
        struct move move = {.slot = slot};
        uint32_t at = count;

        if (!used[slot])
            continue;
        price(s, known, &move);
        if (move.price > 0 && !all && !matters(s, f, slot))
            continue;
        move.least = move.price;
        for (uint32_t v = 0; v < s->policy->space.slots[slot].size; v++) {
            dd left = diagram_restrict(s->policy->diagram, f, slot, v);

            if (is_open(s, left))
                move.least += share_of(s, slot, v) * weigh(s, left).share / share;
        }
        for (; at > 0 && precedes(&move, &moves[at - 1]); at--)
            moves[at] = moves[at - 1];
        moves[at] = move;
        count++;
    }
    return count > 0 && (moves[0].first || moves[0].price == 0) ? 1 : count;
}

static double fewest(struct fewest *s, dd f, uint64_t known);

/* What a move leads to; given up as soon as it is no better than `best`. */
static double try_move(
    struct fewest *s, dd f, uint64_t known, const struct move *move, double best)
{
    double sum = move->least;

    for (uint32_t v = 0; v < s->policy->space.slots[move->slot].size && sum < best;
         v++) {
        dd left = diagram_restrict(s->policy->diagram, f, move->slot, v);

        if (is_open(s, left))
            sum += share_of(s, move->slot, v) * weigh(s, left).share /
                weigh(s, f).share *
                (fewest(s, left, known | (move->learns & s->dates)) - 1);
    }
    return sum;
}

static double fewest(struct fewest *s, dd f, uint64_t known)
{
    uint64_t key[2] = {f, known};
    str bytes = {(const char *)key, sizeof(key)};
    struct move moves[40];
    uint32_t found;
    uint32_t count;
    double best = 1e9;

    if (s->cut_short || !is_open(s, f))
        return 0;
    if (map_find(&s->done, bytes, &found))
        return s->averages[found];
    count = list_moves(s, f, known, false, moves);
    if (count == 0)
        count = list_moves(s, f, known, true, moves);
    for (uint32_t i = 0; i < count && moves[i].least < best - 1e-12; i++) {
        double sum = try_move(s, f, known, &moves[i], best);

        best = sum < best ? sum : best;
    }
    s->cut_short |= s->count == DECIDED_MOST || diagram_failed(s->policy->diagram);
    if (s->cut_short)
        return best;
    s->averages[s->count] = best;
    map_set(&s->done, &s->arena,
        (str){arena_copy(&s->arena, key, 2, sizeof(*key)), sizeof(key)}, s->count++);
    return best;
}

/* Compare with the interview; false when there are too many ways to try. */
static bool check_fewest(struct desk *desk, double *ratio)
{
    struct fewest s = {.policy = &desk->policy,
        .weights = calloc(NODES_MOST, sizeof(*s.weights)),
        .averages = calloc(DECIDED_MOST, sizeof(*s.averages))};
    struct eval_cost cost = cost_of(desk);
    double least = 0;

    for (uint32_t f = 0; f < desk->policy.tree.fact_count; f++)
        if (desk->policy.tree.facts[f].kind == FACT_DATE)
            s.dates |= UINT64_C(1) << f;
    CHECK(s.weights != NULL && s.averages != NULL);
    if (s.weights != NULL && s.averages != NULL)
        least = fewest(&s, desk->policy.outcomes[0], 0);
    free(s.weights);
    free(s.averages);
    arena_clear(&s.arena);
    if (s.cut_short)
        return false;
    *ratio = least == 0 ? 1 : cost.average / least;
    CHECK(cost.complete);
    CHECK(cost.average >= least - 1e-9);
    CHECK(*ratio <= 1.05);
    return true;
}

TEST(questions, are_hardly_more_than_the_fewest)
{
    double sum = 0;
    int compared = 0;

    for (int round = 0; round < 60; round++) {
        struct desk desk = {0};
        struct text source = text_in(&desk.arena);
        double ratio;

        wide_document(&source);
        if (desk_open(&desk, text_str(&source)) && check_fewest(&desk, &ratio)) {
            sum += ratio;
            compared++;
        }
        desk_close(&desk);
    }
    CHECK(compared > 40);
    CHECK(sum / compared <= 1.01);
}

TEST(questions, of_the_protocols_are_hardly_more_than_the_fewest)
{
    static const char *const paths[] = {"tests/data/worked.md", "protocols/chicago.md"};

    for (size_t i = 0; i < COUNT_OF(paths); i++) {
        struct desk desk = {0};
        double ratio = 0;

        CHECK(desk_open(&desk, read_document(&desk.arena, paths[i])));
        CHECK(check_fewest(&desk, &ratio));
        desk_close(&desk);
    }
}
