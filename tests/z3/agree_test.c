/*
 * What the compiler proves, a solver must prove.
 *
 * Z3 is given a document's meaning by definition (meaning.h) and asked everything
 * that the compiler claims: gaps, conflicts, rules and duties that never arise,
 * properties and whether they are vacuous.  A state that is reported must be
 * one, whatever the facts it leaves out may be, and name no fact that it could
 * leave out.  Every state that Z3 finds is decided by the naive evaluator too.
 */
#include "claim.h"
#include "eval/eval.h"
#include "rich.h"
#include "unit/study_oracle.h"

#include <glob.h>

enum { ROUNDS = 24 };

/* ---- what the compiler said ---- */

static const struct diag *find_diag(
    const struct witness *w, const char *code, struct span span)
{
    for (size_t i = 0; i < w->diags.count; i++) {
        const struct diag *diag = &w->diags.items[i];

        if (str_equal(diag->code, str_from(code)) && diag->span.line == span.line &&
            diag->span.column == span.column)
            return diag;
    }
    return NULL;
}

static bool said(const struct witness *w, const char *code, struct span span)
{
    return find_diag(w, code, span) != NULL;
}

/* The facts of "... when a is x, n is 4, e 2025-01-05", as people read them. */
static int32_t *facts_said(struct witness *w, str message)
{
    const struct tree *tree = &w->policy.tree;
    int32_t *facts = ARENA_ARRAY(&w->arena, int32_t, tree->fact_count);
    str when = STR(" when ");
    size_t at = str_find(message, when, 0) + when.len;
    str rest = str_slice(message, at, message.len);
    str part;

    for (uint32_t f = 0; f < tree->fact_count; f++)
        facts[f] = VALUE_UNKNOWN;
    while (!str_equal(rest, STR("anything")) && str_split(&rest, ',', &part)) {
        size_t space = str_find_byte(str_trim(part), ' ', 0);
        uint32_t fact = tree_find_fact(tree, str_slice(str_trim(part), 0, space));
        str value = str_trim(str_slice(str_trim(part), space, part.len));
        str why;
        str hint;

        if (str_starts(value, STR("is ")))
            value = str_slice(value, 3, value.len);
        REQUIRE(fact != TREE_NONE);
        REQUIRE(
            tree_read_value(&w->arena, tree, fact, value, &facts[fact], &why, &hint));
    }
    return facts;
}

/* A state that was reported is as claimed, and names nothing that it need not. */
static void check_state(struct witness *w, int32_t *facts, const struct claim *claim)
{
    bool sound = can_be(w, facts, claim, true) && !can_be(w, facts, claim, false);
    bool minimal = true;

    for (uint32_t f = 0; f < w->policy.tree.fact_count; f++) {
        int32_t value = facts[f];

        if (value == VALUE_UNKNOWN)
            continue;
        facts[f] = VALUE_UNKNOWN;
        minimal = minimal && can_be(w, facts, claim, false);
        facts[f] = value;
    }
    CHECK(sound);
    CHECK(minimal);
    if (!sound || !minimal) {
        struct text text = text_in(&w->arena);

        text_add_facts(&text, &w->policy.tree, facts);
        printf("# claim %d of %u: %.*s\n", (int)claim->kind, claim->index,
            (int)text.len, text_str(&text).ptr);
    }
}

/* ---- agreeing ---- */

static uint32_t find_rule(const struct tree *tree, str name)
{
    uint32_t r = 0;

    while (!str_equal(tree->rules[r].name, name))
        r++;
    return r;
}

/* "two rules disagree about entry: r1 says go, r2 says later, when ..." */
static void check_conflict(struct witness *w, const struct diag *diag)
{
    const struct tree *tree = &w->policy.tree;
    size_t from = str_find(diag->message, STR(": "), 0) + 2;
    size_t comma = str_find(diag->message, STR(", "), from) + 2;
    str first = str_slice(diag->message, from, diag->message.len);
    str second = str_slice(diag->message, comma, diag->message.len);
    struct claim clash = {.kind = CLASH};

    clash.index = find_rule(tree, str_slice(first, 0, str_find_byte(first, ' ', 0)));
    clash.other = find_rule(tree, str_slice(second, 0, str_find_byte(second, ' ', 0)));
    CHECK(tree->rules[clash.index].value != tree->rules[clash.other].value);
    check_state(w, facts_said(w, diag->message), &clash);
}

static void check_outcomes(struct witness *w)
{
    const struct tree *tree = &w->policy.tree;

    for (uint32_t o = 0; o < tree->outcome_count; o++) {
        struct claim gap = {.kind = GAP, .index = o};
        struct claim conflict = {.kind = CONFLICT, .index = o};
        const struct diag *diag = find_diag(w, "P100", tree->outcomes[o].span);
        bool reported = false;

        CHECK((diag != NULL) == can_be(w, NULL, &gap, true));
        if (diag != NULL)
            check_state(w, facts_said(w, diag->message), &gap);
        for (uint32_t r = 0; r < tree->rule_count; r++)
            reported |=
                tree->rules[r].outcome == o && said(w, "P101", tree->rules[r].span);
        CHECK(reported == can_be(w, NULL, &conflict, true));
    }
    for (size_t i = 0; i < w->diags.count; i++)
        if (str_equal(w->diags.items[i].code, STR("P101")))
            check_conflict(w, &w->diags.items[i]);
}

static void check_unused_rules(struct witness *w)
{
    const struct tree *tree = &w->policy.tree;

    for (uint32_t r = 0; r < tree->rule_count; r++) {
        struct claim stands = {.kind = STANDS, .index = r};

        CHECK(said(w, "P102", tree->rules[r].span) != can_be(w, NULL, &stands, true));
    }
    for (uint32_t d = 0; d < tree->duty_count; d++) {
        struct claim arises = {.kind = HOLDS, .cond = tree->duties[d].cond};

        CHECK(said(w, "P109", tree->duties[d].span) != can_be(w, NULL, &arises, true));
    }
    for (uint32_t s = 0; s < tree->say_count; s++) {
        struct claim arises = {.kind = HOLDS, .cond = tree->says[s].cond};

        CHECK(said(w, "P109", tree->says[s].span) != can_be(w, NULL, &arises, true));
    }
}

static void check_property(struct witness *w, const struct property *property,
    const struct property_result *result, bool vacuous)
{
    struct claim broken = {
        .kind = BROKEN, .always = property->always, .cond = property->cond};
    struct claim premise = {
        .kind = PREMISE, .cond = premise_of(&w->policy.tree, property)};

    CHECK(result->holds != can_be(w, NULL, &broken, true));
    if (!result->holds)
        check_state(w, result->example, &broken);
    else
        CHECK(vacuous != can_be(w, NULL, &premise, true));
}

static void check_properties(struct witness *w)
{
    const struct tree *tree = &w->policy.tree;

    for (uint32_t p = 0; p < tree->property_count; p++) {
        struct span span = tree->properties[p].span;
        const struct property_result *result = &w->policy.property_results[p];

        check_property(w, &tree->properties[p], result, said(w, "P104", span));
        CHECK(result->holds != said(w, "P103", span));
    }
}

/* Properties asked later, which name what the document may not. */
static void check_asked(struct witness *w)
{
    for (unsigned i = 0; i < 4; i++) {
        struct text text = text_in(&w->arena);
        struct property property;
        struct property_result result;
        struct diags diags = {0};
        bool vacuous;

        rich_property(&text, i);
        if (!tree_read_property(
                &w->arena, &w->policy.tree, text_str(&text), &diags, &property))
            continue;
        CHECK(policy_prove(&w->arena, &w->policy, &property, &result, &vacuous));
        check_property(w, &property, &result, vacuous);
    }
}

/* What may come out with some facts known is exactly what may be; and what is shown
 * is never more permissive than every state that the facts leave. */
static void check_answer(struct witness *w, struct eval_scratch *scratch)
{
    const struct tree *tree = &w->policy.tree;
    int32_t *facts =
        arena_copy(&w->arena, w->found, tree->fact_count, sizeof(*w->found));
    uint16_t slots[EVAL_MAX_SLOTS];

    for (uint32_t f = 0; f < tree->fact_count; f++)
        if (test_random(2) == 0)
            facts[f] = VALUE_UNKNOWN;
    eval_bind(scratch->image, facts, slots);
    for (uint32_t o = 0; o < tree->outcome_count; o++) {
        image_edge root = image_item(scratch->image, SECTION_OUTCOMES, o)[OUTCOME_ROOT];
        uint32_t possible = eval_possible(scratch, root, facts, slots);
        bool as_open = false;

        for (uint32_t v = 0; v < tree->outcomes[o].value_count; v++) {
            struct claim says = {.kind = SAYS, .index = o, .other = v};

            CHECK(((possible & leaf_bit(v)) != 0) == can_be(w, facts, &says, true));
            as_open |= v >= eval_shown(scratch->image, o, possible) &&
                can_be(w, facts, &says, true);
        }
        CHECK(as_open);
    }
}

static void check_image(struct witness *w)
{
    struct image image;
    struct err err = {0};
    struct eval_scratch scratch;
    struct claim any = {.kind = ANY};
    size_t size;

    CHECK_OR_STOP(image_open(&image, w->policy.image.ptr, w->policy.image.len, &err));
    size = eval_scratch_size(&image);
    eval_scratch_init(&scratch, &image, arena_alloc(&w->arena, size, 8), size);
    for (int round = 0; round < 8; round++) {
        struct claim stands = {
            .kind = STANDS, .index = (uint32_t)test_random(w->policy.tree.rule_count)};

        if (can_be(w, NULL, &stands, true) || can_be(w, NULL, &any, true))
            check_answer(w, &scratch);
    }
}

/* ---- documents ---- */

/* Whether the assumptions leave a state; from here on the solver knows them. */
static bool check_assumptions(struct witness *w)
{
    const struct tree *tree = &w->policy.tree;
    bool contradict = false;

    for (uint32_t a = 0; a < tree->assume_count; a++) {
        struct claim assumed = {.kind = HOLDS, .cond = tree->assumes[a].cond};

        CHECK(
            said(w, "P111", tree->assumes[a].span) != can_be(w, NULL, &assumed, false));
    }
    for (uint32_t a = 0; a < tree->assume_count && !contradict; a++) {
        struct claim assumed = {.kind = HOLDS, .cond = tree->assumes[a].cond};

        contradict = !can_be(w, NULL, &assumed, true);
        CHECK(said(w, "P105", tree->assumes[a].span) == contradict);
        Z3_solver_assert(w->m.z3, w->m.solver, mean(&w->m, assumed.cond));
    }
    return !contradict;
}

static bool is_mistake_of_form(const struct diag *diag)
{
    return diag->severity == SEVERITY_ERROR && str_compare(diag->code, STR("P100")) < 0;
}

/* Check a document; false when it cannot be read. */
static bool check_document(struct witness *w, str source)
{
    (void)!policy_compile(&w->arena, source, &w->diags, &w->policy);
    for (size_t i = 0; i < w->diags.count; i++)
        if (is_mistake_of_form(&w->diags.items[i]))
            return false;
    w->found = ARENA_ARRAY(&w->arena, int32_t, w->policy.tree.fact_count);
    meaning_init(&w->m, &w->arena, &w->policy.tree);
    if (check_assumptions(w)) {
        check_outcomes(w);
        check_unused_rules(w);
        check_properties(w);
        check_asked(w);
        if (w->diags.errors == 0)
            check_image(w);
    }
    meaning_clear(&w->m);
    return true;
}

static void witness_clear(struct witness *w)
{
    policy_clear(&w->policy);
    arena_clear(&w->arena);
}

TEST(z3, proves_what_the_protocols_prove)
{
    glob_t found = {0};

    CHECK_OR_STOP(glob("protocols/*.md", 0, NULL, &found) == 0 &&
        glob("tests/data/*.md", GLOB_APPEND, NULL, &found) == 0);
    for (size_t i = 0; i < found.gl_pathc; i++) {
        struct witness w = {0};

        CHECK(check_document(&w, read_document(&w.arena, found.gl_pathv[i])));
        CHECK_U64(w.diags.errors, 0);
        witness_clear(&w);
    }
    globfree(&found);
}

TEST(z3, agrees_on_random_documents)
{
    int read = 0;
    int whole = 0;

    for (int round = 0; round < ROUNDS; round++) {
        struct witness w = {0};
        struct text text = text_in(&w.arena);

        rich_document(&text, round % 2 == 0 ? 4 : 0);
        read += check_document(&w, text_str(&text));
        whole += w.policy.image.len > 0;
        witness_clear(&w);
    }
    CHECK(read > ROUNDS / 2);
    CHECK(whole > 0);
    printf("# %d of %d read, %d whole\n", read, ROUNDS, whole);
}
