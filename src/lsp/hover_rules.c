/*
 * Hover on what follows from the facts: rules, duties, properties, sections.
 */
#include "lsp/hover.h"

#include "diagram/diagram.h"

/* ---- rules ---- */

/* Whether `rule` is directly an exception to `other`. */
static bool beats(const struct rule *rule, uint32_t other)
{
    for (uint32_t i = 0; i < rule->beats_count; i++)
        if (rule->beats[i] == other)
            return true;
    return false;
}

static void add_exceptions(struct hover *h, uint32_t index)
{
    const struct tree *t = h->tree;
    const struct rule *rule = &t->rules[index];
    struct name_list beaten = {0};
    struct name_list excepted = {0};

    for (uint32_t i = 0; i < rule->beats_count; i++) {
        text_add(&h->text, i == 0 ? STR("\n\nAn exception to ") : STR(""));
        hover_name(h, &beaten, t->rules[rule->beats[i]].name);
    }
    hover_names_end(h, &beaten);
    for (uint32_t r = 0; r < t->rule_count; r++) {
        if (!beats(&t->rules[r], index))
            continue;
        text_add(&h->text, excepted.count == 0 ? STR("\n\nGives way to ") : STR(""));
        hover_name(h, &excepted, t->rules[r].name);
    }
    hover_names_end(h, &excepted);
}

/* In how many states the rule stands; nothing when the diagram has no room left to
 * work it out. */
static void add_standing(struct hover *h, uint32_t index)
{
    struct diagram *d = h->policy->diagram;
    dd where = diagram_and(d, h->policy->allowed, h->policy->rule_stands[index]);

    if (diagram_failed(d))
        return;
    if (where == DD_NO) {
        text_add(&h->text, STR("\n\n**Never stands.**"));
        return;
    }
    text_add(&h->text, STR("\n\nStands in "));
    hover_share(h, hover_count(h, where));
    text_add(&h->text, STR("."));
}

void hover_rule(struct hover *h, uint32_t index)
{
    const struct tree *t = h->tree;
    const struct rule *rule = &t->rules[index];

    hover_title(h, STR("rule"), rule->name);
    if (rule->outcome != TREE_NONE &&
        rule->value < t->outcomes[rule->outcome].value_count) {
        text_add(&h->text, STR(": "));
        hover_words(h, t->outcomes[rule->outcome].values[rule->value].label);
    }
    hover_statement(h, rule->span);
    add_exceptions(h, index);
    if (h->is_good)
        add_standing(h, index);
    hover_ground(h, rule->ground);
}

/* ---- duties ---- */

void hover_duty(struct hover *h, uint32_t index)
{
    static const str units[] = {STR_INIT("minutes"), STR_INIT("hours"),
        STR_INIT("days"), STR_INIT("school days")};
    const struct tree *t = h->tree;
    const struct duty *duty = &t->duties[index];

    hover_title(h, STR("duty"), duty->name);
    text_add(&h->text, STR(" to "));
    hover_words(h, t->roles[duty->to].label);
    text_add(&h->text, STR("\n\n"));
    hover_words(h, duty->text);
    if (duty->has_within) {
        text_add(&h->text, STR("\n\nWithin "));
        text_add_u64(&h->text, duty->amount);
        text_add_byte(&h->text, ' ');
        text_add(&h->text, units[duty->unit]);
    }
    if (duty->otherwise != TREE_NONE) {
        text_add(
            &h->text, duty->has_within ? STR(", otherwise ") : STR("\n\nOtherwise "));
        hover_words(h, t->roles[duty->otherwise].label);
    }
    hover_statement(h, duty->span);
    if (h->is_good) {
        text_add(&h->text, STR("\n\nArises in "));
        hover_share(h, hover_count(h, h->policy->duties[index]));
        text_add(&h->text, STR("."));
    }
    hover_ground(h, duty->ground);
}

/* ---- properties ---- */

void hover_property(struct hover *h, uint32_t index)
{
    const struct property *property = &h->tree->properties[index];
    const struct property_result *result;
    struct text state = text_in(h->arena);

    text_add(&h->text, property->always ? STR("**always** ") : STR("**never** "));
    hover_words(h, property->name);
    hover_statement(h, property->span);
    text_add(&h->text, STR("\n\n"));
    if (h->policy->property_results == NULL) {
        text_add(&h->text, STR("Not proved yet: the document has mistakes."));
        return;
    }
    result = &h->policy->property_results[index];
    if (result->holds) {
        text_add(&h->text, STR("**Proved** over all states."));
        return;
    }
    text_add(&h->text, STR("**Refuted**, for example when "));
    if (result->example != NULL)
        text_add_facts(&state, h->tree, result->example);
    hover_words(h, text_str(&state));
    text_add(&h->text, STR("."));
}

/* ---- sections ---- */

/* Whether `heading` is `section` or stands below it. */
static bool lies_under(const struct scan *scan, uint32_t heading, uint32_t section)
{
    while (heading != SCAN_NONE && heading != section)
        heading = scan->headings[heading].parent;
    return heading == section;
}

void hover_heading(struct hover *h, uint32_t index)
{
    const struct tree *t = h->tree;
    struct name_list rules = {0};

    text_add(&h->text, STR("**section** "));
    hover_words(h, t->scan.headings[index].text);
    for (uint32_t r = 0; r < t->rule_count; r++) {
        if (!lies_under(&t->scan, t->rules[r].ground.heading, index))
            continue;
        text_add(&h->text, rules.count == 0 ? STR("\n\nIts rules: ") : STR(""));
        hover_name(h, &rules, t->rules[r].name);
    }
    hover_names_end(h, &rules);
}
