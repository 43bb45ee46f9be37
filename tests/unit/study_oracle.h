/*
 * Documents to study: from files, or random ones without dates, whose states can
 * all be looked at one by one.
 */
#ifndef VESTIBULE_STUDY_ORACLE_H
#define VESTIBULE_STUDY_ORACLE_H

#include "study/study.h"

#include "naive.h"
#include "test.h"

#include <stdio.h>

/* ---- documents ---- */

static inline str read_document(struct arena *arena, const char *path)
{
    struct text text = text_in(arena);
    FILE *file = fopen(path, "rb");
    char piece[4096];
    size_t len;

    if (file == NULL)
        return (str){0};
    while ((len = fread(piece, 1, sizeof(piece), file)) > 0)
        text_add(&text, (str){piece, len});
    (void)fclose(file);
    return text_str(&text);
}

static inline void say_errors(const struct diags *diags)
{
    for (size_t i = 0; i < diags->count; i++)
        if (diags->items[i].severity == SEVERITY_ERROR)
            printf("# line %u: %" STR_FMT "\n", diags->items[i].span.line,
                STR_ARG(diags->items[i].message));
}

static inline bool compiles(struct arena *arena, str source, struct policy *policy)
{
    struct diags diags = {0};
    bool whole = policy_compile(arena, source, &diags, policy);

    say_errors(&diags);
    return whole;
}

/* ---- all states of a document without dates ---- */

static inline int32_t fact_low(const struct fact *fact)
{
    return fact->kind == FACT_NUMBER ? fact->low : 0;
}

static inline int32_t fact_high(const struct fact *fact)
{
    return fact->kind == FACT_NUMBER ? fact->high : (int32_t)fact->choice_count - 1;
}

/* Set the first state; next_state goes on from there until it returns false. */
static inline void first_state(const struct tree *tree, int32_t *facts)
{
    for (uint32_t f = 0; f < tree->fact_count; f++)
        facts[f] = fact_low(&tree->facts[f]);
}

static inline bool next_state(const struct tree *tree, int32_t *facts)
{
    for (uint32_t f = 0; f < tree->fact_count; f++) {
        if (facts[f]++ < fact_high(&tree->facts[f]))
            return true;
        facts[f] = fact_low(&tree->facts[f]);
    }
    return false;
}

/* ---- random documents ---- */

static inline void random_atom(struct text *text)
{
    static const char *const atoms[] = {"a is x", "a in (y, z)", "b is p", "b is not q",
        "c", "not c", "n < 3", "n >= 4", "d", "a is not z", "n = 2"};

    text_add(text, str_from(atoms[test_random(COUNT_OF(atoms))]));
}

static inline void random_cond(struct text *text, size_t depth)
{
    bool conjunction = test_random(2) == 0;
    size_t count = 1 + test_random(3);

    for (size_t i = 0; i < count; i++) {
        if (i > 0)
            text_add(text, conjunction ? STR(" and ") : STR(" or "));
        if (depth == 0 || test_random(2) == 0) {
            random_atom(text);
            continue;
        }
        text_add(text, STR("("));
        random_cond(text, depth - 1);
        text_add(text, STR(")"));
    }
}

/* Rules of one outcome, each an exception to all before it: total and consistent
 * whatever they say. */
static inline void random_rules(struct text *text, str outcome)
{
    static const char *const values[] = {"no", "later", "yes"};
    uint64_t rules = 1 + test_random(5);

    for (uint64_t r = 0; r < rules; r++) {
        text_add(text, STR("rule "));
        text_add(text, outcome);
        text_add_u64(text, r);
        for (uint64_t e = 0; e < r; e++) {
            text_add(text, e == 0 ? STR(", exception to ") : STR(", "));
            text_add(text, outcome);
            text_add_u64(text, e);
        }
        text_add(text, STR(": "));
        text_add(text, outcome);
        text_add(text, STR(" is v_"));
        text_add(text, str_from(values[test_random(3)]));
        if (r > 0) {
            text_add(text, STR(" if "));
            random_cond(text, 2);
        }
        text_add(text, STR("\n"));
    }
}

static inline void add_outcome(struct text *text, str name)
{
    text_add(text, STR("\noutcome "));
    text_add(text, name);
    text_add(text,
        STR(": \"What?\"\n  v_no = \"No.\"\n  v_later = \"Later.\"\n"
            "  v_yes = \"Yes.\"\n  until known: v_later\n"));
}

static inline str random_document(struct arena *arena, int outcomes)
{
    struct text text = text_in(arena);

    text_add(&text,
        STR("# Random\n\n```protocol\n"
            "edition 2025-01-24, in force from 2025-01-24\n"
            "fact a: \"A?\"\n  x = \"X\"\n  y = \"Y\"\n  z = \"Z\"\n"
            "fact b: \"B?\"\n  p = \"P\"\n  q = \"Q\"\n  r = \"R\"\n"
            "fact c: yes/no \"C?\"\n"
            "fact n: number 0 to 5 \"N?\"\n"
            "fact d: yes/no \"D?\"\n"));
    add_outcome(&text, STR("one"));
    if (outcomes > 1)
        add_outcome(&text, STR("two"));
    if (test_random(2) == 0) {
        text_add(&text, STR("assume \"some cannot be\": not ("));
        random_atom(&text);
        text_add(&text, STR(" and "));
        random_atom(&text);
        text_add(&text, STR(" and c)\n"));
    }
    random_rules(&text, STR("one"));
    if (outcomes > 1)
        random_rules(&text, STR("two"));
    text_add(&text, STR("```\n"));
    return text_str(&text);
}

#endif
