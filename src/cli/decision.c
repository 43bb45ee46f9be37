/*
 * The answer taken apart: the same walks as eval_decide, kept instead of written.
 */
#include "cli/decision.h"

static bool is_single(uint32_t mask)
{
    return mask != 0 && (mask & (mask - 1)) == 0;
}

struct maker {
    struct arena *arena;
    struct eval_scratch *scratch;
    const struct image *image;
    struct decision *decision;
    uint16_t *slots;
};

static uint32_t possible(struct maker *m, image_edge root)
{
    return eval_possible(m->scratch, root, m->decision->facts, m->slots);
}

static void find_rules(struct maker *m, struct decided *decided)
{
    const struct image *image = m->image;

    for (uint32_t r = 0; r < image->count[SECTION_RULES]; r++) {
        const uint32_t *rule = image_item(image, SECTION_RULES, r);
        uint32_t mask;

        if (rule[RULE_OUTCOME] != decided->outcome)
            continue;
        mask = possible(m, rule[RULE_ROOT]);
        if (decided->is_certain ? mask == leaf_bit(LEAF_YES)
                                : (mask & leaf_bit(LEAF_YES)) != 0)
            decided->rules[decided->rule_count++] = r;
    }
}

static void make_outcome(struct maker *m, uint32_t index)
{
    struct decided *decided = &m->decision->outcomes[index];
    const uint32_t *outcome = image_item(m->image, SECTION_OUTCOMES, index);

    decided->outcome = index;
    decided->possible = possible(m, outcome[OUTCOME_ROOT]);
    decided->known = is_single(decided->possible);
    decided->value = eval_shown(m->image, index, decided->possible);
    decided->rules = ARENA_ARRAY(m->arena, uint32_t, m->image->count[SECTION_RULES]);
    decided->is_certain = true;
    if (decided->known) {
        find_rules(m, decided);
        decided->is_certain = decided->rule_count > 0;
    }
    if (!decided->is_certain)
        find_rules(m, decided);
    decided->ask = ARENA_ARRAY(m->arena, uint32_t, m->image->count[SECTION_FACTS]);
    decided->ask_count =
        eval_questions(m->scratch, index, m->decision->facts, m->slots, decided->ask);
}

static uint32_t *make_masks(
    struct maker *m, enum image_section section, uint32_t root_word)
{
    uint32_t *masks = ARENA_ARRAY(m->arena, uint32_t, m->image->count[section]);

    for (uint32_t i = 0; i < m->image->count[section]; i++)
        masks[i] = possible(m, image_item(m->image, section, i)[root_word]);
    return masks;
}

bool decision_make(struct arena *arena, const struct situation *situation,
    struct decision *out, struct err *err)
{
    const struct protocol *protocol = situation->protocol;
    const struct image *image = &protocol->image;
    struct maker m = {.arena = arena,
        .scratch = protocol->scratch,
        .image = image,
        .decision = out,
        .slots = ARENA_ARRAY(arena, uint16_t, image_row(image))};

    *out = (struct decision){.protocol = protocol,
        .at = situation->at,
        .has_at = situation->has_at,
        .facts = arena_copy(
            arena, situation->facts, image->count[SECTION_FACTS], sizeof(int32_t)),
        .outcome_count = image->count[SECTION_OUTCOMES]};
    eval_bind(image, out->facts, m.slots);
    if (!eval_check(m.scratch, out->facts, m.slots, err))
        return false;
    out->outcomes = ARENA_ARRAY(arena, struct decided, out->outcome_count);
    for (uint32_t i = 0; i < out->outcome_count; i++)
        make_outcome(&m, i);
    out->duties = make_masks(&m, SECTION_DUTIES, DUTY_ROOT);
    out->says = make_masks(&m, SECTION_SAYS, SAY_ROOT);
    return true;
}

bool duty_holds(const struct decision *decision, uint32_t duty)
{
    return decision->duties[duty] == leaf_bit(LEAF_YES);
}

bool say_holds(const struct decision *decision, uint32_t say)
{
    return decision->says[say] == leaf_bit(LEAF_YES);
}
