/* Diagrams of random functions against their tables: every operation, canonicity. */
#include "diagram_oracle.h"

enum { ROUNDS = 300 };

TEST(diagram, equal_functions_are_the_same_node_and_others_are_not)
{
    for (int round = 0; round < ROUNDS; round++) {
        struct world w = world_random();
        struct table_of_values a;
        struct table_of_values b;

        table_random(&w, 2, &a);
        table_random(&w, 2, &b);
        CHECK(agrees(&w, build(&w, &a), &a));
        CHECK(build(&w, &a) == build(&w, &a));
        CHECK((build(&w, &a) == build(&w, &b)) ==
            (memcmp(a.value, b.value, w.states * sizeof(a.value[0])) == 0));
        diagram_free(w.diagram);
    }
}

TEST(diagram, logic_agrees_with_tables)
{
    for (int round = 0; round < ROUNDS; round++) {
        struct world w = world_random();
        struct table_of_values a;
        struct table_of_values b;
        struct table_of_values both;
        struct table_of_values either;
        struct table_of_values neither;
        dd x;
        dd y;

        table_random(&w, 2, &a);
        table_random(&w, 2, &b);
        for (uint32_t s = 0; s < w.states; s++) {
            both.value[s] = a.value[s] & b.value[s];
            either.value[s] = a.value[s] | b.value[s];
            neither.value[s] = 1 - either.value[s];
        }
        x = build(&w, &a);
        y = build(&w, &b);
        CHECK(is_node_of(&w, diagram_and(w.diagram, x, y), &both));
        CHECK(is_node_of(&w, diagram_and(w.diagram, y, x), &both));
        CHECK(is_node_of(&w, diagram_or(w.diagram, x, y), &either));
        CHECK(is_node_of(
            &w, diagram_not(w.diagram, diagram_or(w.diagram, x, y)), &neither));
        CHECK(diagram_not(w.diagram, diagram_not(w.diagram, x)) == x);
        CHECK(!diagram_failed(w.diagram));
        diagram_free(w.diagram);
    }
}

TEST(diagram, choosing_agrees_with_tables)
{
    for (int round = 0; round < ROUNDS; round++) {
        struct world w = world_random();
        uint32_t leaves = 2 + (uint32_t)test_random(3);
        struct table_of_values test;
        struct table_of_values a;
        struct table_of_values b;
        struct table_of_values chosen;
        struct table_of_values from_test;
        dd t;

        table_random(&w, 2, &test);
        table_random(&w, leaves, &a);
        table_random(&w, leaves, &b);
        for (uint32_t s = 0; s < w.states; s++) {
            chosen.value[s] = test.value[s] == 1 ? a.value[s] : b.value[s];
            from_test.value[s] = test.value[s] == 1 ? 3 : b.value[s];
        }
        t = build(&w, &test);
        CHECK(is_node_of(
            &w, diagram_choose(w.diagram, t, build(&w, &a), build(&w, &b)), &chosen));
        CHECK(is_node_of(
            &w, diagram_choose(w.diagram, t, dd_leaf(3), build(&w, &b)), &from_test));
        CHECK(diagram_choose(w.diagram, t, DD_YES, DD_NO) == t);
        CHECK(diagram_choose(w.diagram, t, DD_NO, DD_YES) == diagram_not(w.diagram, t));
        CHECK(diagram_choose(w.diagram, t, t, DD_NO) == t);
        CHECK(diagram_choose(w.diagram, t, DD_YES, t) == t);
        CHECK(diagram_choose(w.diagram, t, build(&w, &a), build(&w, &a)) ==
            build(&w, &a));
        diagram_free(w.diagram);
    }
}

static uint32_t difference(uint32_t a, uint32_t b)
{
    return a > b ? a - b : 0;
}

static uint32_t larger(uint32_t a, uint32_t b)
{
    return a > b ? a : b;
}

static bool larger_early(dd a, dd b, dd *out)
{
    if (a != b)
        return false;
    *out = a;
    return true;
}

TEST(diagram, operations_on_leaves_agree_with_tables_and_do_not_mix)
{
    const struct diagram_op minus = {.id = 8, .leaf = difference};
    const struct diagram_op most = {.id = 255, .leaf = larger, .early = larger_early};

    for (int round = 0; round < ROUNDS; round++) {
        struct world w = world_random();
        struct table_of_values a;
        struct table_of_values b;
        struct table_of_values less;
        struct table_of_values more;
        dd x;
        dd y;

        table_random(&w, 5, &a);
        table_random(&w, 5, &b);
        for (uint32_t s = 0; s < w.states; s++) {
            less.value[s] = difference(a.value[s], b.value[s]);
            more.value[s] = larger(a.value[s], b.value[s]);
        }
        x = build(&w, &a);
        y = build(&w, &b);
        CHECK(is_node_of(&w, diagram_apply(w.diagram, &minus, x, y), &less));
        CHECK(is_node_of(&w, diagram_apply(w.diagram, &most, x, y), &more));
        diagram_free(w.diagram);
    }
}

TEST(diagram, mapping_leaves_agrees_with_tables)
{
    const uint32_t to[] = {7, 1, 7};
    const uint32_t back[] = {0, 0, 2, 3, 4, 5, 6, 1};

    for (int round = 0; round < ROUNDS; round++) {
        struct world w = world_random();
        struct table_of_values a;
        struct table_of_values mapped;
        struct table_of_values again;
        dd x;

        table_random(&w, 5, &a);
        for (uint32_t s = 0; s < w.states; s++) {
            mapped.value[s] = a.value[s] < 3 ? to[a.value[s]] : a.value[s];
            again.value[s] = back[mapped.value[s]];
        }
        x = diagram_map_leaves(w.diagram, build(&w, &a), to, 3);
        CHECK(is_node_of(&w, x, &mapped));
        CHECK(is_node_of(&w, diagram_map_leaves(w.diagram, x, back, 8), &again));
        CHECK(diagram_map_leaves(w.diagram, x, to, 0) == x);
        diagram_free(w.diagram);
    }
}

TEST(diagram, fixing_variables_agrees_with_tables)
{
    for (int round = 0; round < ROUNDS; round++) {
        struct world w = world_random();
        uint32_t fixed[WORLD_VARS];
        struct table_of_values a;
        struct table_of_values cut;
        dd one_by_one;

        table_random(&w, 4, &a);
        one_by_one = build(&w, &a);
        for (uint32_t v = 0; v < w.vars; v++) {
            fixed[v] =
                test_random(2) == 0 ? DD_FREE : (uint32_t)test_random(w.sizes[v]);
            if (fixed[v] != DD_FREE)
                one_by_one = diagram_restrict(w.diagram, one_by_one, v, fixed[v]);
        }
        for (uint32_t s = 0; s < w.states; s++) {
            uint32_t from = s;

            for (uint32_t v = 0; v < w.vars; v++)
                if (fixed[v] != DD_FREE)
                    from = state_with(&w, from, v, fixed[v]);
            cut.value[s] = a.value[from];
        }
        CHECK(is_node_of(&w, one_by_one, &cut));
        CHECK(diagram_restrict_all(w.diagram, build(&w, &a), fixed) == one_by_one);
        diagram_free(w.diagram);
    }
}

TEST(diagram, existence_agrees_with_tables)
{
    for (int round = 0; round < ROUNDS; round++) {
        struct world w = world_random();
        struct table_of_values a;
        struct table_of_values some;

        table_random(&w, 2, &a);
        for (uint32_t var = 0; var < w.vars; var++) {
            for (uint32_t s = 0; s < w.states; s++) {
                some.value[s] = 0;
                for (uint32_t v = 0; v < w.sizes[var]; v++)
                    some.value[s] |= a.value[state_with(&w, s, var, v)];
            }
            CHECK(is_node_of(&w, diagram_exists(w.diagram, build(&w, &a), var), &some));
        }
        diagram_free(w.diagram);
    }
}

static bool heeds(const struct world *w, const struct table_of_values *t, uint32_t var)
{
    for (uint32_t s = 0; s < w->states; s++)
        if (t->value[s] != t->value[state_with(w, s, var, 0)])
            return true;
    return false;
}

TEST(diagram, support_and_leaves_are_what_the_table_heeds_and_has)
{
    for (int round = 0; round < ROUNDS; round++) {
        struct world w = world_random();
        bool used[WORLD_VARS] = {false};
        bool seen[5] = {false};
        bool has[5] = {false};
        struct table_of_values a;

        table_random(&w, 5, &a);
        diagram_support(w.diagram, build(&w, &a), used);
        diagram_leaves(w.diagram, build(&w, &a), seen, 4);
        for (uint32_t v = 0; v < w.vars; v++)
            CHECK(used[v] == heeds(&w, &a, v));
        for (uint32_t s = 0; s < w.states; s++)
            has[a.value[s]] = true;
        for (uint32_t leaf = 0; leaf < 4; leaf++)
            CHECK(seen[leaf] == has[leaf]);
        CHECK(!seen[4]);
        diagram_free(w.diagram);
    }
}

TEST(diagram, a_literal_is_yes_on_its_members)
{
    const uint32_t sizes[] = {3, 1, DD_MAX_SIZE};
    struct diagram *d = diagram_new(sizes, 3, 100);
    bool member[DD_MAX_SIZE] = {false};
    dd a;

    CHECK_U64(diagram_literal(d, 2, member), DD_NO);
    member[0] = true;
    CHECK_U64(diagram_literal(d, 1, member), DD_YES);
    member[DD_MAX_SIZE - 1] = true;
    a = diagram_literal(d, 2, member);
    CHECK_U64(diagram_var(d, a), 2);
    for (uint32_t v = 0; v < DD_MAX_SIZE; v++)
        CHECK((diagram_kids(d, a)[v] == DD_YES) == member[v]);
    CHECK_U64(diagram_live(d), 1);
    CHECK_U64(diagram_size_of(d, 2), DD_MAX_SIZE);
    diagram_free(d);
}

TEST(diagram, no_variables_leave_only_leaves)
{
    struct diagram *d = diagram_new(NULL, 0, 10);
    struct dd_count count[2];
    bool used[1] = {false};
    dd roots[] = {DD_YES};

    CHECK_U64(diagram_vars(d), 0);
    CHECK_U64(diagram_and(d, DD_YES, DD_NO), DD_NO);
    CHECK_U64(diagram_restrict_all(d, DD_YES, NULL), DD_YES);
    CHECK_U64(diagram_walk(d, dd_leaf(9), NULL), 9);
    diagram_count(d, DD_YES, NULL, count, 2);
    CHECK(count_is_zero(count[0]));
    CHECK(count_compare(count[1], count_from(1)) == 0);
    diagram_support(d, DD_YES, used);
    diagram_sift(d, roots, 1, 1000);
    diagram_reorder(d, roots, 1, NULL);
    diagram_collect(d, NULL, 0);
    CHECK_U64(diagram_live(d), 0);
    diagram_free(d);
    diagram_free(NULL);
}
