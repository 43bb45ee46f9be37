/*
 * What a protocol says of a case: the same walks as eval_decide, for a page.
 */
#include "web/try.h"

static uint32_t possible(const struct trying *t, image_edge root)
{
    return eval_possible(t->document->bench.scratch, root, t->facts, t->slots);
}

static str joined(const struct trying *t, str a, str b, str c)
{
    struct text text = text_in(t->arena);

    text_add(&text, a);
    text_add(&text, b);
    text_add(&text, c);
    return text_str(&text);
}

/* ---- outcomes ---- */

/* The most protective value says no, the most permissive yes. */
static enum tone tone_of(uint32_t value, uint32_t count)
{
    return value == 0 ? TONE_NO : value + 1 == count ? TONE_YES : TONE_WAIT;
}

static struct try_rule_view rule_view(const struct image *image, uint32_t rule)
{
    const uint32_t *r = image_item(image, SECTION_RULES, rule);
    struct try_rule_view view = {.name = image_str(image, r + RULE_NAME),
        .link = image_str(image, r + RULE_LINK),
        .quote = image_str(image, r + RULE_QUOTE)};

    if (r[RULE_CITE_COUNT] > 0)
        view.cite = image_str(image,
            image_item(
                image, SECTION_CITES, r[RULE_CITE_FIRST] + r[RULE_CITE_COUNT] - 1));
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
            rules[view->rule_count++] = rule_view(t->image, r);
    }
    view->rules = rules;
    view->is_certain = certain;
}

static void find_asks(
    const struct trying *t, uint32_t outcome, struct try_outcome_view *view)
{
    uint32_t *facts = ARENA_ARRAY(t->arena, uint32_t, t->image->count[SECTION_FACTS]);
    uint32_t count =
        eval_questions(t->document->bench.scratch, outcome, t->facts, t->slots, facts);
    str *asks = ARENA_ARRAY(t->arena, str, count);

    for (uint32_t i = 0; i < count; i++)
        asks[i] = image_str(
            t->image, image_item(t->image, SECTION_FACTS, facts[i]) + FACT_QUESTION);
    view->asks = asks;
    view->ask_count = count;
}

static str values_in(const struct trying *t, const uint32_t *outcome, uint32_t values)
{
    str words = {0};

    for (uint32_t v = 0; v < outcome[OUTCOME_COUNT]; v++) {
        const uint32_t *choice =
            image_item(t->image, SECTION_CHOICES, outcome[OUTCOME_FIRST] + v);

        if ((values & leaf_bit(v)) != 0)
            words = joined(t, words, words.len > 0 ? STR(", ") : STR(""),
                image_str(t->image, choice + CHOICE_NAME));
    }
    return words;
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
        .label = image_str(t->image, outcome + OUTCOME_LABEL),
        .word = image_str(t->image, choice + CHOICE_LABEL),
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

static str role_label(const struct image *image, uint32_t role)
{
    return image_str(image, image_item(image, SECTION_ROLES, role) + ROLE_LABEL);
}

static str terms_of(const struct trying *t, const uint32_t *duty)
{
    static const str units[] = {
        STR_INIT(" min"), STR_INIT(" h"), STR_INIT(" days"), STR_INIT(" school days")};
    struct text text = text_in(t->arena);

    text_add(&text, role_label(t->image, duty[DUTY_TO]));
    if (duty[DUTY_AMOUNT] != IMAGE_ABSENT) {
        text_add(&text, STR(", within "));
        text_add_u64(&text, duty[DUTY_AMOUNT]);
        text_add(&text, units[duty[DUTY_UNIT]]);
        if (duty[DUTY_UNIT] >= IMAGE_DAYS && duty[DUTY_AMOUNT] != 1)
            text_add_byte(&text, 's');
    }
    if (duty[DUTY_OTHERWISE] != IMAGE_ABSENT) {
        text_add(&text, STR(", otherwise "));
        text_add(&text, role_label(t->image, duty[DUTY_OTHERWISE]));
    }
    return text_str(&text);
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
            duties[out->duty_count++] = (struct try_duty_view){
                image_str(image, duty + DUTY_TEXT), terms_of(t, duty)};
    }
    for (uint32_t i = 0; i < image->count[SECTION_SAYS]; i++) {
        const uint32_t *say = image_item(image, SECTION_SAYS, i);

        if (possible(t, say[SAY_ROOT]) == leaf_bit(LEAF_YES))
            says[out->say_count++] = image_str(image, say + SAY_TEXT);
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
        try_mistake(t, STR("facts"), arena_str(t->arena, err_text(&err)));
        return false;
    }
    for (uint32_t i = 0; i < count; i++)
        outcomes[i] = outcome_view(t, i);
    out->outcomes = outcomes;
    out->outcome_count = count;
    find_acts(t, out);
    return true;
}
