/*
 * Hover on what is declared: facts, their values, lets, roles, outcomes.
 */
#include "lsp/hover.h"

/* ---- facts ---- */

/* "number from 0 to 20, asked first, fixed" */
static void add_kind(struct hover *h, const struct fact *fact)
{
    static const str kinds[] = {
        [FACT_CHOICE] = STR_INIT("a choice"),
        [FACT_YES_NO] = STR_INIT("yes or no"),
        [FACT_NUMBER] = STR_INIT("a number from "),
        [FACT_DATE] = STR_INIT("a date"),
        [FACT_TIME] = STR_INIT("a time of day"),
        [FACT_DAYS_SINCE] = STR_INIT("days since `"),
        [FACT_SCHOOL_DAYS_SINCE] = STR_INIT("school days since `"),
    };

    text_add(&h->text, STR(": "));
    text_add(&h->text, kinds[fact->kind]);
    if (fact->kind == FACT_NUMBER) {
        text_add_i64(&h->text, fact->low);
        text_add(&h->text, STR(" to "));
        text_add_i64(&h->text, fact->high);
    }
    if (fact->kind == FACT_DAYS_SINCE || fact->kind == FACT_SCHOOL_DAYS_SINCE) {
        text_add(&h->text,
            fact->since < h->tree->fact_count ? h->tree->facts[fact->since].name
                                              : STR("?"));
        text_add_byte(&h->text, '`');
    }
    if (fact->ask_first)
        text_add(&h->text, STR(", asked first"));
    if (fact->is_private)
        text_add(&h->text, STR(", private"));
    if (fact->fixed)
        text_add(&h->text, STR(", fixed (no paper can change it)"));
}

void hover_fact(struct hover *h, uint32_t index)
{
    const struct fact *fact = &h->tree->facts[index];

    hover_title(h, STR("fact"), fact->name);
    add_kind(h, fact);
    if (fact->question.len > 0) {
        text_add(&h->text, STR("\n\n"));
        hover_words(h, fact->question);
    }
    text_add(&h->text, STR("\n"));
    for (uint32_t v = 0; fact->kind == FACT_CHOICE && v < fact->choice_count; v++)
        hover_item(h, &fact->choices[v]);
    text_add(&h->text, STR("\n\n"));
    if (fact->supplied) {
        text_add(&h->text,
            STR("Supplied from the clock and the calendar; nobody is asked."));
        return;
    }
    text_add(&h->text, STR("Answered by "));
    hover_words(h, h->tree->roles[fact->answered_by].label);
    text_add(&h->text, STR("."));
}

void hover_choice(struct hover *h, uint32_t index, uint32_t value)
{
    const struct fact *fact = &h->tree->facts[index];

    if (value >= fact->choice_count)
        return;
    hover_title(h, STR("value"), fact->choices[value].name);
    text_add(&h->text, STR(" of fact `"));
    text_add(&h->text, fact->name);
    text_add(&h->text, STR("`\n\n"));
    hover_words(h, fact->question);
    text_add(&h->text, STR("\n"));
    hover_item(h, &fact->choices[value]);
}

void hover_let(struct hover *h, uint32_t index)
{
    hover_title(h, STR("let"), h->tree->lets[index].name);
    hover_statement(h, h->tree->lets[index].span);
}

/* ---- roles ---- */

void hover_role(struct hover *h, uint32_t index)
{
    const struct tree *t = h->tree;
    struct name_list answers = {0};
    struct name_list duties = {0};

    hover_title(h, STR("role"), t->roles[index].name);
    text_add(&h->text, STR("\n\n"));
    hover_words(h, t->roles[index].label);
    for (uint32_t f = 0; f < t->fact_count; f++) {
        if (t->facts[f].answered_by != index || t->facts[f].supplied || index == 0)
            continue;
        text_add(&h->text, answers.count == 0 ? STR("\n\nAnswers ") : STR(""));
        hover_name(h, &answers, t->facts[f].name);
    }
    hover_names_end(h, &answers);
    for (uint32_t d = 0; d < t->duty_count; d++) {
        if (t->duties[d].to != index && t->duties[d].otherwise != index)
            continue;
        text_add(&h->text, duties.count == 0 ? STR("\n\nReceives ") : STR(""));
        hover_name(h, &duties, t->duties[d].name);
    }
    hover_names_end(h, &duties);
}

/* ---- outcomes ---- */

void hover_outcome(struct hover *h, uint32_t index)
{
    const struct outcome *outcome = &h->tree->outcomes[index];

    hover_title(h, STR("outcome"), outcome->name);
    text_add(&h->text, STR("\n\n"));
    hover_words(h, outcome->label);
    text_add(&h->text, STR("\n"));
    for (uint32_t v = 0; v < outcome->value_count; v++) {
        hover_item(h, &outcome->values[v]);
        if (!h->is_good)
            continue;
        text_add(&h->text, STR("  \n  "));
        hover_share(h, h->policy->counts[index][v]);
    }
    if (outcome->until_known >= outcome->value_count)
        return;
    text_add(
        &h->text, STR("\n\nFrom most protective to most permissive; until known, `"));
    text_add(&h->text, outcome->values[outcome->until_known].name);
    text_add(&h->text, STR("`."));
}

void hover_value(struct hover *h, uint32_t index, uint32_t value)
{
    const struct tree *t = h->tree;
    const struct outcome *outcome = &t->outcomes[index];
    struct name_list rules = {0};

    if (value >= outcome->value_count)
        return;
    hover_title(h, STR("value"), outcome->values[value].name);
    text_add(&h->text, STR(" of outcome `"));
    text_add(&h->text, outcome->name);
    text_add(&h->text, STR("`\n\n"));
    hover_words(h, outcome->label);
    text_add(&h->text, STR("\n"));
    hover_item(h, &outcome->values[value]);
    text_add(&h->text, STR("\n"));
    if (h->is_good) {
        text_add(&h->text, STR("\nDecided so in "));
        hover_share(h, h->policy->counts[index][value]);
        text_add(&h->text, STR(".\n"));
    }
    for (uint32_t r = 0; r < t->rule_count; r++) {
        if (t->rules[r].outcome != index || t->rules[r].value != value)
            continue;
        text_add(&h->text, rules.count == 0 ? STR("\nBy ") : STR(""));
        hover_name(h, &rules, t->rules[r].name);
    }
    hover_names_end(h, &rules);
}
