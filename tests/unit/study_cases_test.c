#include "study_oracle.h"

/*
 * The edges of a diagram that an allowed state takes, listed by walking it; an
 * edge is a node and a value.
 */
enum { EDGES = 4000 };

struct edge {
    dd node;
    uint32_t value;
};

struct edges {
    const struct diagram *diagram;
    struct edge items[EDGES];
    uint32_t count;
    bool taken[EDGES];
};

static bool is_impossible(dd a)
{
    return a == dd_leaf(OUTCOME_IMPOSSIBLE);
}

static uint32_t find_edge(const struct edges *edges, dd node, uint32_t value)
{
    for (uint32_t i = 0; i < edges->count; i++)
        if (edges->items[i].node == node && edges->items[i].value == value)
            return i;
    return EDGES;
}

/* A reduced diagram has no node from which only one leaf can be reached. */
static void list_edges(struct edges *edges, dd node)
{
    uint32_t size;

    if (dd_is_leaf(node))
        return;
    size = diagram_size_of(edges->diagram, diagram_var(edges->diagram, node));
    for (uint32_t v = 0; v < size; v++) {
        dd kid = diagram_kids(edges->diagram, node)[v];

        if (is_impossible(kid) || find_edge(edges, node, v) < EDGES)
            continue;
        REQUIRE(edges->count < EDGES);
        edges->items[edges->count++] = (struct edge){node, v};
        list_edges(edges, kid);
    }
}

/* Mark the edges that known slots take; true when they end at a leaf. */
static bool take(struct edges *edges, dd node, const uint32_t *state, uint32_t *value)
{
    while (!dd_is_leaf(node)) {
        uint32_t slot = diagram_var(edges->diagram, node);

        if (state[slot] == DD_FREE)
            return false;
        CHECK(find_edge(edges, node, state[slot]) < EDGES);
        edges->taken[find_edge(edges, node, state[slot]) % EDGES] = true;
        node = diagram_kids(edges->diagram, node)[state[slot]];
    }
    *value = dd_value(node);
    return true;
}

/* Check that the cases take every edge and say what comes out; *edges_out is all
 * edges, of all outcomes. */
static void check_cases(
    const struct policy *policy, const struct study_cases *cases, uint32_t *edges_out)
{
    struct arena arena = {0};
    uint32_t *state = ARENA_ARRAY(&arena, uint32_t, policy->space.slot_count);

    *edges_out = 0;
    for (uint32_t o = 0; o < policy->tree.outcome_count; o++) {
        struct edges *edges = ARENA_NEW(&arena, struct edges);
        uint32_t taken = 0;

        edges->diagram = policy->diagram;
        list_edges(edges, policy->outcomes[o]);
        for (uint32_t i = 0; i < cases->count; i++) {
            uint32_t value;

            space_bind(&policy->space, cases->cases[i].facts, state);
            if (take(edges, policy->outcomes[o], state, &value))
                CHECK(cases->cases[i].outcomes[o] == (int32_t)value);
        }
        for (uint32_t e = 0; e < edges->count; e++)
            taken += edges->taken[e];
        CHECK_U64(taken, edges->count);
        *edges_out += edges->count;
    }
    CHECK_U64(cases->edges, *edges_out);
    arena_clear(&arena);
}

/* ---- as few as can be ---- */

/* Dilworth: the fewest paths that take all edges are as many as there are edges no
 * two of which lie on one path; by matching each edge with one further on. */
struct pairing {
    const struct edges *edges;
    bool *before;      /* [a * count + b] b comes after a on some path */
    uint32_t *earlier; /* [b] the edge paired with it, or EDGES */
    bool *tried;
};

static bool reaches(const struct diagram *d, dd from, dd node)
{
    if (from == node)
        return true;
    if (dd_is_leaf(from))
        return false;
    for (uint32_t v = 0; v < diagram_size_of(d, diagram_var(d, from)); v++)
        if (reaches(d, diagram_kids(d, from)[v], node))
            return true;
    return false;
}

static bool pair_up(struct pairing *p, uint32_t a)
{
    uint32_t count = p->edges->count;

    for (uint32_t b = 0; b < count; b++) {
        if (!p->before[a * count + b] || p->tried[b])
            continue;
        p->tried[b] = true;
        if (p->earlier[b] != EDGES && !pair_up(p, p->earlier[b]))
            continue;
        p->earlier[b] = a;
        return true;
    }
    return false;
}

static uint32_t fewest_paths(const struct policy *policy, uint32_t outcome)
{
    struct arena arena = {0};
    struct edges *edges = ARENA_NEW(&arena, struct edges);
    struct pairing p = {.edges = edges};
    uint32_t pairs = 0;
    uint32_t count;

    edges->diagram = policy->diagram;
    list_edges(edges, policy->outcomes[outcome]);
    count = edges->count;
    p.before = ARENA_ARRAY(&arena, bool, (size_t)count *count);
    p.earlier = ARENA_ARRAY(&arena, uint32_t, count);
    p.tried = ARENA_ARRAY(&arena, bool, count);
    for (uint32_t a = 0; a < count; a++) {
        dd end =
            diagram_kids(policy->diagram, edges->items[a].node)[edges->items[a].value];

        p.earlier[a] = EDGES;
        for (uint32_t b = 0; b < count; b++)
            p.before[a * count + b] =
                reaches(policy->diagram, end, edges->items[b].node);
    }
    for (uint32_t a = 0; a < count; a++) {
        memset(p.tried, 0, count);
        pairs += pair_up(&p, a);
    }
    arena_clear(&arena);
    return count - pairs;
}

TEST(cases, of_random_documents_take_every_edge_and_are_few)
{
    int compiled = 0;

    for (int round = 0; round < 60; round++) {
        struct arena arena = {0};
        struct policy policy;
        struct diags diags = {0};
        int outcomes = 1 + (int)test_random(2);

        if (policy_compile(
                &arena, random_document(&arena, outcomes), &diags, &policy)) {
            struct study_cases cases;
            uint32_t edges;
            uint32_t few = fewest_paths(&policy, 0);

            compiled++;
            study_cases(&arena, &policy, &cases);
            check_cases(&policy, &cases, &edges);
            if (outcomes == 1)
                CHECK_U64(cases.count, few == 0 ? 1 : few);
            else
                CHECK(cases.count >= few &&
                    cases.count <= few + fewest_paths(&policy, 1) + 1);
        }
        policy_clear(&policy);
        arena_clear(&arena);
    }
    CHECK(compiled > 30);
}

TEST(cases, of_documents_with_dates_take_every_edge)
{
    int compiled = 0;

    for (int round = 0; round < 300 && compiled < 25; round++) {
        struct arena arena = {0};
        struct text source = text_in(&arena);
        struct diags diags = {0};
        struct policy policy;

        naive_document(&source);
        if (policy_compile(&arena, text_str(&source), &diags, &policy)) {
            struct study_cases cases;
            uint32_t edges;

            compiled++;
            study_cases(&arena, &policy, &cases);
            check_cases(&policy, &cases, &edges);
        }
        policy_clear(&policy);
        arena_clear(&arena);
    }
    CHECK(compiled > 5);
}

/* ---- the table ---- */

/* Paste the table under the document and compile that: every row must pass. */
static void check_table(const char *path)
{
    struct arena arena = {0};
    struct text text = text_in(&arena);
    struct study_cases cases;
    struct policy first;
    struct policy second;
    uint32_t edges;

    text_add(&text, read_document(&arena, path));
    CHECK_OR_STOP(compiles(&arena, text_str(&text), &first));
    study_cases(&arena, &first, &cases);
    check_cases(&first, &cases, &edges);
    text_add(&text, STR("\n"));
    text_add_cases(&text, &first, &cases);
    CHECK(compiles(&arena, text_str(&text), &second));
    CHECK_U64(second.examples.passed, first.examples.passed + cases.count);
    policy_clear(&first);
    policy_clear(&second);
    arena_clear(&arena);
}

TEST(cases, pass_as_examples)
{
    check_table("tests/data/worked.md");
    check_table("protocols/chicago.md");
}

TEST(cases, of_the_worked_document_are_the_fewest)
{
    struct arena arena = {0};
    struct study_cases cases;
    struct policy policy;
    struct text text = text_in(&arena);
    str table;
    str row;

    CHECK_OR_STOP(
        compiles(&arena, read_document(&arena, "tests/data/worked.md"), &policy));
    study_cases(&arena, &policy, &cases);
    CHECK_U64(cases.count, fewest_paths(&policy, 0));
    text_add_cases(&text, &policy, &cases);
    table = text_str(&text);
    CHECK(str_starts(table, STR("| Example | agency")));
    CHECK(
        str_split(&table, '\n', &row) && str_ends(row, STR("| \xe2\x86\x92 entry |")));
    policy_clear(&policy);
    arena_clear(&arena);
}

TEST(cases, of_a_constant_outcome_are_one)
{
    struct arena arena = {0};
    struct study_cases cases;
    struct policy policy;
    struct text text = text_in(&arena);

    CHECK_OR_STOP(compiles(&arena,
        STR("```protocol\nedition 2025-01-24, in force from 2025-01-24\n"
            "fact a: yes/no \"A?\"\n"
            "outcome one: \"What?\"\n  no = \"No.\"\n  yes = \"Yes.\"\n  until known: no\n"
            "rule all: one is yes\n```\n"),
        &policy));
    study_cases(&arena, &policy, &cases);
    CHECK_U64(cases.count, 1);
    text_add_cases(&text, &policy, &cases);
    CHECK_STR(text_str(&text),
        STR("| Example | \xe2\x86\x92 one |\n|---------|-------|\n"
            "| Case 1  | yes   |\n"));
    policy_clear(&policy);
    arena_clear(&arena);
}
