/*
 * What is compiled means what is written: on random documents, for every state,
 * the image agrees with the definition, also with facts missing.
 */
#include "eval/eval.h"
#include "naive.h"
#include "test.h"

#include <stdlib.h>

enum { ROUNDS = 60, FACTS = 7 };

/* The dates that random documents can tell apart lie around 2025-01-05. */
enum { FIRST_DAY = 20091, DAYS = 9 };

/* One random document, and all its states by the definition. */
struct world {
    struct arena arena;
    struct diags diags;
    struct policy policy;
    int8_t *values; /* [state]: value, NAIVE_*, or EXCLUDED */
    bool compiled;
};

enum { EXCLUDED = -3 };

static const int32_t sizes[FACTS] = {3, 2, 2, 2, 10, DAYS, DAYS};

static size_t state_count(void)
{
    size_t count = 1;

    for (int f = 0; f < FACTS; f++)
        count *= (size_t)sizes[f];
    return count;
}

static void state_facts_of(size_t state, int32_t *facts)
{
    for (int f = 0; f < FACTS; f++) {
        facts[f] = (int32_t)(state % (size_t)sizes[f]) + (f >= 5 ? FIRST_DAY : 0);
        state /= (size_t)sizes[f];
    }
}

static bool has_code(const struct diags *diags, str code)
{
    for (size_t i = 0; i < diags->count; i++)
        if (str_equal(diags->items[i].code, code))
            return true;
    return false;
}

static void world_init(struct world *w)
{
    struct text source;

    *w = (struct world){0};
    source = text_in(&w->arena);
    naive_document(&source);
    w->compiled = policy_compile(&w->arena, text_str(&source), &w->diags, &w->policy);
    w->values = arena_alloc(&w->arena, state_count(), 1);
    for (size_t s = 0; s < state_count(); s++) {
        int32_t facts[FACTS];

        state_facts_of(s, facts);
        w->values[s] = EXCLUDED;
        if (naive_allowed(&w->policy.tree, facts))
            w->values[s] = (int8_t)naive_outcome(&w->policy.tree, 0, facts);
    }
}

static void world_clear(struct world *w)
{
    policy_clear(&w->policy);
    arena_clear(&w->arena);
}

static bool any(const struct world *w, int8_t value)
{
    for (size_t s = 0; s < state_count(); s++)
        if (w->values[s] == value)
            return true;
    return false;
}

/* Every full state decides as the definition says. */
static size_t wrong_states(const struct world *w, const struct image *image)
{
    image_edge root = image_item(image, SECTION_OUTCOMES, 0)[OUTCOME_ROOT];
    size_t wrong = 0;

    for (size_t s = 0; s < state_count(); s++) {
        int32_t facts[FACTS];
        uint16_t slots[EVAL_MAX_ROW];
        uint32_t route[EVAL_MAX_ROW];
        uint32_t leaf;

        state_facts_of(s, facts);
        eval_bind(image, facts, slots);
        eval_route(image, slots, route);
        leaf = eval_leaf(image, root, route);
        wrong += w->values[s] == EXCLUDED ? leaf != LEAF_IMPOSSIBLE
                                          : leaf != (uint32_t)w->values[s];
    }
    return wrong;
}

/* Forget some facts: what is possible is what the completions give.  Unknown dates
 * may also lie outside the days tried, so there what is possible may only be more. */
static bool partly_known_agrees(const struct world *w, struct eval_scratch *scratch)
{
    image_edge root = image_item(scratch->image, SECTION_OUTCOMES, 0)[OUTCOME_ROOT];
    int32_t known[FACTS];
    uint16_t slots[EVAL_MAX_ROW];
    uint32_t expected = 0;
    uint32_t possible;
    bool dates = true;

    state_facts_of(test_random(state_count()), known);
    for (int f = 0; f < FACTS; f++)
        if (test_random(2) == 0) {
            known[f] = FACT_UNKNOWN;
            dates = dates && f < 5;
        }
    for (size_t s = 0; s < state_count(); s++) {
        int32_t facts[FACTS];
        bool fits = w->values[s] != EXCLUDED;

        state_facts_of(s, facts);
        for (int f = 0; f < FACTS && fits; f++)
            fits = known[f] == FACT_UNKNOWN || known[f] == facts[f];
        if (fits)
            expected |= leaf_bit((uint32_t)w->values[s]);
    }
    eval_bind(scratch->image, known, slots);
    possible = eval_possible(scratch, root, known, slots);
    return dates ? possible == expected : (expected & ~possible) == 0;
}

/* While the answer is open there is a question; when it is known there is none. */
static bool asks_rightly(struct eval_scratch *scratch)
{
    image_edge root = image_item(scratch->image, SECTION_OUTCOMES, 0)[OUTCOME_ROOT];
    uint32_t questions[EVAL_MAX_SLOTS];
    uint16_t slots[EVAL_MAX_ROW];
    int32_t facts[FACTS];
    uint32_t possible;
    uint32_t count;

    state_facts_of(test_random(state_count()), facts);
    for (int f = 0; f < FACTS; f++)
        if (test_random(3) == 0)
            facts[f] = FACT_UNKNOWN;
    eval_bind(scratch->image, facts, slots);
    possible = eval_possible(scratch, root, facts, slots);
    count = eval_questions(scratch, 0, facts, slots, questions);
    for (uint32_t i = 0; i < count; i++)
        if (facts[questions[i]] != FACT_UNKNOWN)
            return false;
    return (count > 0) == ((possible & (possible - 1)) != 0);
}

static void check_image(const struct world *w)
{
    struct image image;
    struct err err = {0};
    struct eval_scratch scratch;
    size_t size;
    void *bytes;

    CHECK_OR_STOP(image_open(&image, w->policy.image.ptr, w->policy.image.len, &err));
    size = eval_scratch_size(&image);
    bytes = malloc(size);
    CHECK_OR_STOP(bytes != NULL);
    eval_scratch_init(&scratch, &image, bytes, size);
    CHECK_U64(wrong_states(w, &image), 0);
    for (int round = 0; round < 6; round++) {
        CHECK(partly_known_agrees(w, &scratch));
        CHECK(asks_rightly(&scratch));
    }
    free(bytes);
}

TEST(meaning, images_decide_as_the_definition_says)
{
    int compiled = 0;

    for (int round = 0; round < ROUNDS; round++) {
        struct world w;

        world_init(&w);
        if (has_code(&w.diags, STR("P100")))
            CHECK(any(&w, NAIVE_GAP) || w.diags.count > 0);
        if (w.compiled) {
            compiled++;
            CHECK(!any(&w, NAIVE_GAP));
            CHECK(!any(&w, NAIVE_CONFLICT));
            check_image(&w);
        } else if (!has_code(&w.diags, STR("P105")) &&
            !has_code(&w.diags, STR("P103"))) {
            CHECK(has_code(&w.diags, STR("P100")) || has_code(&w.diags, STR("P101")));
        }
        world_clear(&w);
    }
    CHECK(compiled > 0);
}

TEST(meaning, refuted_properties_are_refuted_by_their_example)
{
    for (int round = 0; round < ROUNDS; round++) {
        struct world w;

        world_init(&w);
        if (w.policy.property_results != NULL && !any(&w, NAIVE_GAP) &&
            !any(&w, NAIVE_CONFLICT)) {
            const struct tree *tree = &w.policy.tree;
            bool found = false;

            for (size_t s = 0; s < state_count() && !found; s++) {
                int32_t facts[FACTS];

                state_facts_of(s, facts);
                found = w.values[s] >= 0 &&
                    naive_holds(tree, tree->properties[0].cond, facts);
            }
            /* A state on other days may refute it too, so only one direction. */
            CHECK(!found || !w.policy.property_results[0].holds);
            CHECK(w.policy.property_results[0].holds ==
                (w.policy.property_results[0].example == NULL));
        }
        world_clear(&w);
    }
}
