/*
 * What a protocol says of a case: the same walks as eval_decide, for a page.
 */
#include "web/try.h"

static uint32_t possible(const struct trying *t, image_edge root)
{
    return eval_possible(t->document->bench.scratch, root, t->facts, t->slots);
}

/* ---- outcomes ---- */

/* The most protective value says no, the most permissive yes. */
static enum tone tone_of(uint32_t value, uint32_t count)
{
    return value == 0 ? TONE_NO : value + 1 == count ? TONE_YES : TONE_WAIT;
}

static struct try_rule_view rule_view(const struct trying *t, uint32_t rule)
{
    const uint32_t *r = image_item(t->image, SECTION_RULES, rule);
    struct try_rule_view view = {.name = image_str(t->image, r + RULE_NAME),
        .link = image_str(t->image, r + RULE_LINK),
        .quote = room_say(
            t->caller, STR("quote"), (str){0}, image_str(t->image, r + RULE_QUOTE))};

    if (r[RULE_CITE_COUNT] > 0)
        view.cite = room_heading(t->caller,
            image_str(t->image,
                image_item(t->image, SECTION_CITES,
                    r[RULE_CITE_FIRST] + r[RULE_CITE_COUNT] - 1)));
    return view;
}

/* The rules of an outcome that stand for certain, or else those that may. */
static void find_rules(const struct trying *t, uint32_t outcome, bool certain,
    struct try_outcome_view *view)
{
    struct try_rule_view *rules =
        ARENA_ARRAY(t->arena, struct try_rule_view, t->image->count[SECTION_RULES]);

    for (uint32_t r = 0; r < t->image->count[SECTION_RULES]; r++) {
        const uint32_t *rule = image_item(t->image, SECTION_RULES, r);
        uint32_t mask;

        if (rule[RULE_OUTCOME] != outcome)
            continue;
        mask = possible(t, rule[RULE_ROOT]);
        if (certain ? mask == leaf_bit(LEAF_YES) : (mask & leaf_bit(LEAF_YES)) != 0)
            rules[view->rule_count++] = rule_view(t, r);
    }
    view->rules = rules;
    view->is_certain = certain;
}

static str question_of(const struct trying *t, uint32_t fact)
{
    const uint32_t *item = image_item(t->image, SECTION_FACTS, fact);

    return room_say(t->caller, STR("fact"), image_str(t->image, item + FACT_NAME),
        image_str(t->image, item + FACT_QUESTION));
}

static void find_asks(
    const struct trying *t, uint32_t outcome, struct try_outcome_view *view)
{
    uint32_t *facts = ARENA_ARRAY(t->arena, uint32_t, t->image->count[SECTION_FACTS]);
    uint32_t count =
        eval_questions(t->document->bench.scratch, outcome, t->facts, t->slots, facts);
    str *asks = ARENA_ARRAY(t->arena, str, count);

    for (uint32_t i = 0; i < count; i++)
        asks[i] = question_of(t, facts[i]);
    view->asks = asks;
    view->ask_count = count;
}

static str value_label(const struct trying *t, const uint32_t *outcome, uint32_t value)
{
    const uint32_t *choice =
        image_item(t->image, SECTION_CHOICES, outcome[OUTCOME_FIRST] + value);

    return room_value(t->caller, image_str(t->image, outcome + OUTCOME_NAME),
        &(struct choice){.name = image_str(t->image, choice + CHOICE_NAME),
            .label = image_str(t->image, choice + CHOICE_LABEL)});
}

static str values_in(const struct trying *t, const uint32_t *outcome, uint32_t values)
{
    struct text words = text_in(t->arena);

    for (uint32_t v = 0; v < outcome[OUTCOME_COUNT]; v++) {
        if ((values & leaf_bit(v)) == 0)
            continue;
        text_add(&words, words.len > 0 ? STR(" · ") : STR(""));
        text_add(&words, value_label(t, outcome, v));
    }
    return text_str(&words);
}

static struct try_outcome_view outcome_view(const struct trying *t, uint32_t index)
{
    const uint32_t *outcome = image_item(t->image, SECTION_OUTCOMES, index);
    uint32_t values = possible(t, outcome[OUTCOME_ROOT]);
    uint32_t shown = eval_shown(t->image, index, values);
    const uint32_t *choice =
        image_item(t->image, SECTION_CHOICES, outcome[OUTCOME_FIRST] + shown);
    struct try_outcome_view view = {.name = image_str(t->image, outcome + OUTCOME_NAME),
        .value = image_str(t->image, choice + CHOICE_NAME),
        .label = room_say(t->caller, STR("outcome"),
            image_str(t->image, outcome + OUTCOME_NAME),
            image_str(t->image, outcome + OUTCOME_LABEL)),
        .word = value_label(t, outcome, shown),
        .tone = tone_of(shown, outcome[OUTCOME_COUNT])};

    if (values == leaf_bit(shown)) {
        find_rules(t, index, true, &view);
        if (view.rule_count == 0)
            find_rules(t, index, false, &view);
        return view;
    }
    view.tone = view.tone == TONE_YES ? TONE_WAIT : view.tone;
    view.possible = values_in(t, outcome, values);
    find_asks(t, index, &view);
    return view;
}

/* ---- what is to be done and said ---- */

static str role_label(const struct trying *t, uint32_t role)
{
    const uint32_t *item = image_item(t->image, SECTION_ROLES, role);

    return room_say(t->caller, STR("role"), image_str(t->image, item + ROLE_NAME),
        image_str(t->image, item + ROLE_LABEL));
}

static struct try_duty_view duty_view(const struct trying *t, const uint32_t *duty)
{
    const struct duty_terms terms = {.to = role_label(t, duty[DUTY_TO]),
        .is_timed = duty[DUTY_AMOUNT] != IMAGE_ABSENT,
        .amount = duty[DUTY_AMOUNT],
        .unit = (enum image_unit)duty[DUTY_UNIT],
        .otherwise = duty[DUTY_OTHERWISE] == IMAGE_ABSENT
            ? (str){0}
            : role_label(t, duty[DUTY_OTHERWISE])};

    return (struct try_duty_view){
        room_say(t->caller, STR("duty"), image_str(t->image, duty + DUTY_NAME),
            image_str(t->image, duty + DUTY_TEXT)),
        duty_terms(t->caller, &terms)};
}

static void find_acts(const struct trying *t, struct try_decision_view *out)
{
    const struct image *image = t->image;
    struct try_duty_view *duties =
        ARENA_ARRAY(t->arena, struct try_duty_view, image->count[SECTION_DUTIES]);
    str *says = ARENA_ARRAY(t->arena, str, image->count[SECTION_SAYS]);

    for (uint32_t i = 0; i < image->count[SECTION_DUTIES]; i++) {
        const uint32_t *duty = image_item(image, SECTION_DUTIES, i);

        if (possible(t, duty[DUTY_ROOT]) == leaf_bit(LEAF_YES))
            duties[out->duty_count++] = duty_view(t, duty);
    }
    for (uint32_t i = 0; i < image->count[SECTION_SAYS]; i++) {
        const uint32_t *say = image_item(image, SECTION_SAYS, i);

        if (possible(t, say[SAY_ROOT]) == leaf_bit(LEAF_YES))
            says[out->say_count++] =
                spoken_as_written(t->caller, image_str(image, say + SAY_TEXT));
    }
    out->duties = duties;
    out->says = says;
}

bool try_decide(struct trying *t, struct try_decision_view *out)
{
    uint32_t count = t->image->count[SECTION_OUTCOMES];
    struct try_outcome_view *outcomes =
        ARENA_ARRAY(t->arena, struct try_outcome_view, count);
    struct err err = {0};

    calendar_supply(&(struct calendar){0}, t->image, &t->at, t->facts);
    eval_bind(t->image, t->facts, t->slots);
    if (!eval_check(t->document->bench.scratch, t->facts, t->slots, &err)) {
        try_mistake(t, STR("facts"), caller_wrong(t->caller, &err));
        return false;
    }
    for (uint32_t i = 0; i < count; i++)
        outcomes[i] = outcome_view(t, i);
    out->outcomes = outcomes;
    out->outcome_count = count;
    find_acts(t, out);
    return true;
}
