/*
 * A desk that asks: an opened image and its scratch; and random documents with many
 * facts.
 */
#ifndef VESTIBULE_TESTS_DESK_H
#define VESTIBULE_TESTS_DESK_H

#include "eval/eval.h"
#include "unit/study_oracle.h"

#include <stdlib.h>

struct desk {
    struct arena arena;
    struct policy policy;
    struct image image;
    struct eval_scratch scratch;
    void *bytes;
};

static inline bool desk_open(struct desk *desk, str source)
{
    struct diags diags = {0};
    struct err err = {0};
    size_t size;

    if (!policy_compile(&desk->arena, source, &diags, &desk->policy))
        return false;
    if (!image_open(&desk->image, desk->policy.image.ptr, desk->policy.image.len, &err))
        return false;
    size = eval_scratch_wanted(&desk->image);
    desk->bytes = malloc(size);
    if (desk->bytes != NULL)
        eval_scratch_init(&desk->scratch, &desk->image, desk->bytes, size);
    return desk->bytes != NULL;
}

static inline void desk_close(struct desk *desk)
{
    free(desk->bytes);
    policy_clear(&desk->policy);
    arena_clear(&desk->arena);
}

static inline uint32_t ask_desk(
    struct desk *desk, const int32_t *facts, uint32_t *asked)
{
    uint16_t slots[EVAL_MAX_ROW];
    int32_t own[EVAL_MAX_SLOTS];

    memcpy(own, facts, desk->image.count[SECTION_FACTS] * sizeof(*facts));
    eval_bind(&desk->image, own, slots);
    return eval_questions(&desk->scratch, 0, own, slots, asked);
}

static inline struct eval_cost cost_of(struct desk *desk)
{
    int32_t facts[EVAL_MAX_SLOTS];
    uint16_t slots[EVAL_MAX_ROW];

    for (uint32_t f = 0; f < desk->image.count[SECTION_FACTS]; f++)
        facts[f] = FACT_UNKNOWN;
    eval_bind(&desk->image, facts, slots);
    return eval_interview(&desk->scratch, 0, facts, slots);
}

/* ---- random documents: some choices, rules that each except all before ---- */

static inline void add_name(struct text *text, char letter, size_t number)
{
    text_add_byte(text, letter);
    text_add_u64(text, number);
}

static inline void wide_atom(struct text *text, const size_t *sizes, size_t facts)
{
    size_t fact = test_random(facts);

    if (sizes[fact] == 2 && test_random(2) == 0)
        text_add(text, STR("not "));
    add_name(text, 'f', fact);
    if (sizes[fact] == 2)
        return;
    text_add(text, STR(" in (v0, "));
    add_name(text, 'v', 1 + test_random(sizes[fact] - 1));
    text_add(text, STR(")"));
}

static inline void wide_cond(
    struct text *text, const size_t *sizes, size_t facts, int depth)
{
    if (depth == 0 || test_random(4) == 0) {
        wide_atom(text, sizes, facts);
        return;
    }
    text_add(text, STR("("));
    wide_cond(text, sizes, facts, depth - 1);
    text_add(text, test_random(3) == 0 ? STR(" or ") : STR(" and "));
    wide_cond(text, sizes, facts, depth - 1);
    text_add(text, STR(")"));
}

static inline void wide_facts(struct text *text, size_t *sizes, size_t facts)
{
    for (size_t f = 0; f < facts; f++) {
        sizes[f] = 2 + (test_random(2) == 0 ? 0 : test_random(4));
        text_add(text, STR("fact "));
        add_name(text, 'f', f);
        if (test_random(12) == 0)
            text_add(text, STR(" (ask first)"));
        text_add(text, sizes[f] == 2 ? STR(": yes/no \"?\"\n") : STR(": \"?\"\n"));
        for (size_t v = 0; v < sizes[f] && sizes[f] > 2; v++) {
            text_add(text, STR("  "));
            add_name(text, 'v', v);
            text_add(text, STR(" = \"V\"\n"));
        }
    }
}

static inline void wide_document(struct text *text)
{
    size_t facts = 4 + test_random(8);
    size_t rules = 3 + test_random(7);
    size_t sizes[11];

    text_add(text,
        STR("# Wide\n\n```protocol\nedition 2025-01-01, in force from 2025-01-01\n"));
    wide_facts(text, sizes, facts);
    text_add(text,
        STR("outcome o: \"?\"\n  w0 = \"0\"\n  w1 = \"1\"\n  w2 = \"2\"\n  until known: "
            "w1\n"));
    for (size_t r = 0; r < rules; r++) {
        text_add(text, STR("rule "));
        add_name(text, 'r', r);
        for (size_t e = 0; e < r; e++) {
            text_add(text, e == 0 ? STR(", exception to ") : STR(", "));
            add_name(text, 'r', e);
        }
        text_add(text, STR(": o is "));
        add_name(text, 'w', test_random(3));
        text_add(text, r > 0 ? STR(" if ") : STR("\n"));
        if (r == 0)
            continue;
        wide_cond(text, sizes, facts, 2);
        text_add(text, STR("\n"));
    }
    if (test_random(3) == 0) {
        text_add(text, STR("assume \"some\": "));
        wide_cond(text, sizes, facts, 1);
        text_add(text, STR("\n"));
    }
    text_add(text, STR("```\n"));
}

#endif
