/*
 * The desk: questions that are asked can matter, by the definition; what an interview is
 * said to cost is what it costs.
 */
#include "property/desk.h"

/* ---- what can matter, by the definition ---- */

/* Days around those that random documents name.  Known ones keep away from the ends, so
 * that unknown ones can lie in every way to them. */
enum { DAY_LOW = 20091 - 6, DAY_HIGH = 20091 + 14, DAY_MARGIN = 5 };
enum { COMPLETIONS_MOST = 50000 };

static int32_t lowest(const struct fact *fact)
{
    return fact->kind == FACT_DATE ? DAY_LOW : fact_low(fact);
}

static size_t values_of(const struct fact *fact)
{
    return fact->kind == FACT_DATE ? DAY_HIGH - DAY_LOW + 1
                                   : (size_t)(fact_high(fact) - fact_low(fact) + 1);
}

/* All completions of what is known, and the value of each; -9 where not allowed. */
struct completions {
    const struct tree *tree;
    uint32_t unknown[EVAL_MAX_SLOTS];
    uint32_t unknown_count;
    size_t count;
    int8_t *values;
};

static bool list_completions(
    struct arena *arena, const struct tree *tree, int32_t *facts, struct completions *c)
{
    *c = (struct completions){.tree = tree, .count = 1};
    for (uint32_t f = 0; f < tree->fact_count; f++)
        if (facts[f] == VALUE_UNKNOWN) {
            c->unknown[c->unknown_count++] = f;
            c->count *= values_of(&tree->facts[f]);
        }
    if (c->count > COMPLETIONS_MOST)
        return false;
    c->values = ARENA_ARRAY(arena, int8_t, c->count);
    for (size_t i = 0; i < c->count; i++) {
        size_t rest = i;

        for (uint32_t u = 0; u < c->unknown_count; u++) {
            const struct fact *fact = &tree->facts[c->unknown[u]];

            facts[c->unknown[u]] = lowest(fact) + (int32_t)(rest % values_of(fact));
            rest /= values_of(fact);
        }
        c->values[i] =
            naive_allowed(tree, facts) ? (int8_t)naive_outcome(tree, 0, facts) : -9;
    }
    for (uint32_t u = 0; u < c->unknown_count; u++)
        facts[c->unknown[u]] = VALUE_UNKNOWN;
    return true;
}

/* Do two allowed completions that differ in the u-th unknown alone differ in value? */
static bool really_matters(const struct completions *c, uint32_t u)
{
    size_t step = 1;
    size_t size = values_of(&c->tree->facts[c->unknown[u]]);

    for (uint32_t i = 0; i < u; i++)
        step *= values_of(&c->tree->facts[c->unknown[i]]);
    for (size_t i = 0; i < c->count; i++) {
        size_t first = i - i / step % size * step;

        for (size_t v = 0; v < size && c->values[i] != -9; v++)
            if (c->values[first + v * step] != -9 &&
                c->values[first + v * step] != c->values[i])
                return true;
    }
    return false;
}

static bool is_open(const struct completions *c)
{
    int8_t value = -9;

    for (size_t i = 0; i < c->count; i++) {
        if (c->values[i] != -9 && value != -9 && c->values[i] != value)
            return true;
        value = c->values[i] != -9 ? c->values[i] : value;
    }
    return false;
}

static void check_questions(struct desk *desk, int32_t *facts)
{
    struct arena arena = {0};
    struct completions c;
    uint32_t asked[EVAL_MAX_SLOTS];
    uint32_t count = ask_desk(desk, facts, asked);
    uint32_t matter = 0;

    if (list_completions(&arena, &desk->policy.tree, facts, &c)) {
        for (uint32_t u = 0; u < c.unknown_count; u++) {
            bool listed = false;
            bool matters = really_matters(&c, u);

            for (uint32_t i = 0; i < count; i++)
                listed |= asked[i] == c.unknown[u];
            matter += matters;
            CHECK(listed || !matters);
        }
        if (matter > 0)
            CHECK_U64(count, matter);
        else
            CHECK_U64(count, is_open(&c) ? 1 : 0);
    }
    arena_clear(&arena);
}

/* Random facts, every other one forgotten. */
static void random_facts(const struct tree *tree, int32_t *facts)
{
    for (uint32_t f = 0; f < tree->fact_count; f++) {
        const struct fact *fact = &tree->facts[f];
        int32_t margin = fact->kind == FACT_DATE ? DAY_MARGIN : 0;

        facts[f] = lowest(fact) + margin +
            (int32_t)test_random(values_of(fact) - 2 * (size_t)margin);
        if (test_random(2) == 0)
            facts[f] = VALUE_UNKNOWN;
    }
}

TEST(questions, are_those_that_can_matter)
{
    int opened = 0;

    for (int round = 0; round < 120; round++) {
        struct desk desk = {0};
        struct text source = text_in(&desk.arena);

        if (round % 2 == 0)
            naive_document(&source);
        else
            wide_document(&source);
        if (desk_open(&desk, text_str(&source))) {
            opened++;
            for (int i = 0; i < 8; i++) {
                int32_t facts[EVAL_MAX_SLOTS];

                random_facts(&desk.policy.tree, facts);
                check_questions(&desk, facts);
            }
        }
        desk_close(&desk);
    }
    CHECK(opened > 30);
}

/* ---- what an interview costs ---- */

/* Answer from `state` until the value is known; how many questions that took. */
static uint32_t interview(struct desk *desk, const int32_t *state)
{
    int32_t facts[EVAL_MAX_SLOTS];
    uint32_t asked[EVAL_MAX_SLOTS];
    uint32_t count = 0;

    for (uint32_t f = 0; f < desk->policy.tree.fact_count; f++)
        facts[f] = VALUE_UNKNOWN;
    while (ask_desk(desk, facts, asked) > 0 && count < 100) {
        facts[asked[0]] = state[asked[0]];
        count++;
    }
    return count;
}

/* Conduct the interview for every state. */
static void check_cost(struct desk *desk)
{
    const struct tree *tree = &desk->policy.tree;
    struct eval_cost cost = cost_of(desk);
    int32_t state[EVAL_MAX_SLOTS];
    uint64_t states = 0;
    uint64_t questions = 0;
    uint32_t worst = 0;

    first_state(tree, state);
    do {
        uint32_t count;

        if (!naive_allowed(tree, state))
            continue;
        count = interview(desk, state);
        states++;
        questions += count;
        worst = count > worst ? count : worst;
    } while (next_state(tree, state));
    CHECK(cost.complete);
    CHECK_U64(cost.worst, worst);
    CHECK_U64((uint64_t)(cost.average * (double)states + 0.5), questions);
}

TEST(questions, cost_what_is_said)
{
    for (int round = 0; round < 25; round++) {
        struct desk desk = {0};

        if (desk_open(&desk, random_document(&desk.arena, 1)))
            check_cost(&desk);
        desk_close(&desk);
    }
}
