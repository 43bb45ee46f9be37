/*
 * A document's check for people: mistakes with their carets, then what it amounts
 * to.
 */
#include "cli/check.h"

enum { LABEL_COLUMN = 14, BAR_MOST = 24 };

/* "  Examples    " and what follows. */
static void lead(struct page *page, str label)
{
    size_t used = str_width(label) + 2;

    page_space(page, 2);
    page_add(page, STYLE_BOLD, label);
    page_space(page, used < LABEL_COLUMN ? LABEL_COLUMN - used : 1);
}

static void line(struct page *page, str label, str words)
{
    lead(page, label);
    page_wrap(page, STYLE_PLAIN, LABEL_COLUMN, LABEL_COLUMN, words);
}

static struct text note(const struct page *page)
{
    return text_in(page->text.arena);
}

static size_t count_width(struct page *page, struct dd_count count)
{
    struct text text = note(page);

    text_add_grouped_count(&text, count);
    return text.len;
}

/* ---- parts ---- */

static void show_value(struct page *page, const struct policy *policy, uint32_t outcome,
    uint32_t value, size_t name_width)
{
    const struct outcome *o = &policy->tree.outcomes[outcome];
    struct dd_count count = policy->counts[outcome][value];
    double share = count_ratio(count, policy->states);
    size_t digits = count_width(page, policy->states);
    struct text number = note(page);
    struct text percent = note(page);
    str name = o->values[value].name;

    page_space(page, 4);
    page_add(page, value_style(value, o->value_count), name);
    page_space(page, name_width - name.len + 2);
    text_add_grouped_count(&number, count);
    page_space(page, digits - number.len);
    page_raw(page, text_str(&number));
    text_add_decimal(&percent, share * 100, 1);
    page_space(page, percent.len < 6 ? 7 - percent.len : 1);
    page_raw(page, text_str(&percent));
    page_raw(page, STR(" %  "));
    for (int i = 0; i < (int)(share * BAR_MOST + 0.5); i++)
        page_add(page, value_style(value, o->value_count), STR("\xe2\x96\x88"));
    page_raw(page, STR("\n"));
}

static void show_states(struct page *page, const struct policy *policy)
{
    const struct tree *tree = &policy->tree;
    struct text words = note(page);

    text_add_grouped_count(&words, policy->states);
    text_add(&words, STR(", each with exactly one answer"));
    line(page, STR("States"), text_str(&words));
    for (uint32_t o = 0; o < tree->outcome_count; o++) {
        const struct outcome *outcome = &tree->outcomes[o];
        size_t width = 0;

        for (uint32_t v = 0; v < outcome->value_count; v++)
            if (outcome->values[v].name.len > width)
                width = outcome->values[v].name.len;
        words = note(page);
        text_add(&words, outcome->name);
        text_add(&words, STR(": "));
        text_add(&words, outcome->label);
        page_item(page, STYLE_PLAIN, STR("  "), text_str(&words));
        for (uint32_t v = 0; v < outcome->value_count; v++)
            show_value(page, policy, o, v, width);
    }
}

static void show_examples(struct page *page, const struct policy *policy)
{
    struct text words = note(page);
    uint32_t failed = policy->examples.failed;

    text_add_u64(&words, policy->examples.passed);
    text_add(&words, STR(" passed"));
    if (failed > 0) {
        text_add(&words, STR(", "));
        text_add_u64(&words, failed);
        text_add(&words, STR(" failed"));
    }
    if (policy->examples.passed + failed > 0)
        line(page, STR("Examples"), text_str(&words));
    else
        line(page, STR("Examples"),
            policy->tree.table_count > 0 ? STR("not run: correct what is above first")
                                         : STR("none"));
}

static void show_property(
    struct page *page, const struct policy *policy, uint32_t index)
{
    const struct property *property = &policy->tree.properties[index];
    const struct property_result *result = &policy->property_results[index];
    struct text words = note(page);

    page_space(page, 4);
    page_add(page, result->holds ? STYLE_GREEN : STYLE_RED,
        result->holds ? STR("\xe2\x9c\x93 ") : STR("\xe2\x9c\x97 "));
    text_add(&words, property->always ? STR("always \"") : STR("never \""));
    text_add(&words, property->name);
    text_add(&words, STR("\""));
    if (!result->holds && result->example != NULL) {
        text_add(&words, STR(" fails when "));
        text_add_facts(&words, &policy->tree, result->example);
    }
    page_wrap(page, STYLE_PLAIN, 6, 6, text_str(&words));
}

static void show_properties(struct page *page, const struct policy *policy)
{
    uint32_t count = policy->tree.property_count;
    uint32_t held = 0;
    struct text words = note(page);

    for (uint32_t i = 0; i < count; i++)
        held += policy->property_results[i].holds;
    text_add_u64(&words, held);
    text_add(&words, STR(" of "));
    text_add_u64(&words, count);
    text_add(&words, STR(" proved over all states"));
    line(page, STR("Properties"), count > 0 ? text_str(&words) : STR("none"));
    for (uint32_t i = 0; i < count; i++)
        show_property(page, policy, i);
}

static size_t codes_found(const struct diags *diags, str code)
{
    size_t found = 0;

    for (size_t i = 0; i < diags->count; i++)
        found += str_equal(diags->items[i].code, code);
    return found;
}

static void show_soundness(struct page *page, const struct diags *diags)
{
    static const struct {
        str code;
        str what;
    } kinds[] = {
        {STR_INIT("P100"), STR_INIT("gaps ")},
        {STR_INIT("P101"), STR_INIT("conflicts ")},
        {STR_INIT("P102"), STR_INIT("dead rules ")},
    };
    struct text words = note(page);

    for (size_t i = 0; i < COUNT_OF(kinds); i++) {
        size_t found = codes_found(diags, kinds[i].code);

        text_add(&words, i > 0 ? STR(", ") : STR(""));
        text_add(&words, kinds[i].what);
        if (found == 0)
            text_add(&words, STR("none"));
        else
            text_add_u64(&words, found);
    }
    line(page, STR("Sound"), text_str(&words));
}

static void show_questions(struct page *page, const struct checked *checked)
{
    for (uint32_t o = 0; o < checked->protocol.policy.tree.outcome_count; o++) {
        const struct eval_cost *cost = &checked->costs[o];
        struct text words = note(page);

        text_add(&words, checked->protocol.policy.tree.outcomes[o].name);
        text_add(&words, STR(": "));
        text_add_decimal(&words, cost->average, 2);
        text_add(&words, STR(" on average, "));
        text_add_u64(&words, cost->worst);
        text_add(&words,
            cost->complete
                ? STR(" at worst")
                : STR(" at worst, at least: there are too many ways to follow"));
        line(page, o == 0 ? STR("Questions") : STR(""), text_str(&words));
    }
}

static void show_image(struct page *page, const struct checked *checked)
{
    struct text size = note(page);
    struct text words = note(page);

    text_add_u64(&size, checked->protocol.policy.image.len);
    text_add_grouped(&words, text_str(&size));
    text_add(&words, STR(" bytes, "));
    text_add(&words, checked->protocol.digest);
    line(page, STR("Image"), text_str(&words));
    words = note(page);
    text_add_decimal(&words, (double)checked->compile_ns / 1e6, 1);
    text_add(&words, STR(" ms to compile and prove"));
    line(page, STR("Time"), text_str(&words));
}

/* ---- the whole ---- */

static void show_verdict(struct page *page, const struct checked *checked)
{
    const struct diags *diags = &checked->protocol.diags;
    size_t remarks = diags->count - diags->errors;
    struct text words = note(page);

    page_add(page, STYLE_BOLD, checked->protocol.shown);
    page_raw(page, STR(": "));
    if (diags->errors == 0) {
        page_add(page, STYLE_GREEN, STR("good"));
    } else {
        text_add_u64(&words, diags->errors);
        text_add(&words, diags->errors == 1 ? STR(" mistake") : STR(" mistakes"));
        page_add(page, STYLE_RED, text_str(&words));
    }
    words = note(page);
    text_add_u64(&words, remarks);
    text_add(&words, remarks == 1 ? STR(" remark") : STR(" remarks"));
    if (remarks > 0) {
        page_raw(page, STR(", "));
        page_add(page, STYLE_YELLOW, text_str(&words));
    }
    page_raw(page, STR("\n"));
}

static void show_title(struct page *page, const struct policy *policy)
{
    const struct edition *edition = &policy->tree.edition;
    struct text words = note(page);

    text_add(&words, policy->tree.scan.title);
    if (edition->present) {
        text_add(&words, STR(" (edition "));
        text_add_date(&words, edition->date);
        text_add(&words, STR(", in force from "));
        text_add_date(&words, edition->from);
        if (edition->has_until) {
            text_add(&words, STR(" until "));
            text_add_date(&words, edition->until);
        }
        text_add(&words, STR(")"));
    }
    if (words.len > 0)
        page_item(page, STYLE_PLAIN, STR("  "), text_str(&words));
}

/* Whether an earlier remark of no weight says the same. */
static bool was_told(const struct diags *diags, size_t index)
{
    for (size_t i = 0; i < index; i++)
        if (diags->items[i].severity == SEVERITY_INFO &&
            str_equal(diags->items[i].message, diags->items[index].message))
            return true;
    return false;
}

/* Remarks of no weight: the first of those that say the same, and where the others
 * are. */
static void show_info(struct page *page, const struct checked *checked, size_t index)
{
    const struct diags *diags = &checked->protocol.diags;
    const struct diag *diag = &diags->items[index];
    struct text words = note(page);

    if (was_told(diags, index))
        return;
    page_diag(page, checked->protocol.shown, checked->protocol.source, diag);
    for (size_t i = index + 1; i < diags->count; i++) {
        if (diags->items[i].severity != SEVERITY_INFO ||
            !str_equal(diags->items[i].message, diag->message))
            continue;
        text_add(&words, words.len > 0 ? STR(", ") : STR("likewise on line "));
        text_add_u64(&words, diags->items[i].span.line);
    }
    if (words.len == 0)
        return;
    page_space(page, 4);
    page_wrap(page, STYLE_PLAIN, 4, 4, text_str(&words));
}

static void show_diagnostics(struct page *page, const struct checked *checked)
{
    const struct diags *diags = &checked->protocol.diags;

    for (size_t i = 0; i < diags->count; i++) {
        if (diags->items[i].severity == SEVERITY_INFO)
            show_info(page, checked, i);
        else
            page_diag(page, checked->protocol.shown, checked->protocol.source,
                &diags->items[i]);
    }
    if (diags->count > 0)
        page_raw(page, STR("\n"));
}

void check_show(struct page *page, const struct checked *checked)
{
    const struct policy *policy = &checked->protocol.policy;

    if (checked->err.kind != ERR_NONE)
        return;
    show_diagnostics(page, checked);
    show_verdict(page, checked);
    show_title(page, policy);
    if (policy->counts == NULL)
        return;
    if (checked->protocol.diags.errors == 0)
        show_states(page, policy);
    show_examples(page, policy);
    show_properties(page, policy);
    show_soundness(page, &checked->protocol.diags);
    if (checked->costs != NULL) {
        show_questions(page, checked);
        show_image(page, checked);
    }
}
