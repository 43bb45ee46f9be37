/*
 * A comparison for people: how much changed, then the cases.
 */
#include "cli/diff.h"

static void count_line(struct page *page, str lead, struct dd_count count, str words)
{
    struct text text = text_in(page->text.arena);

    text_add_grouped_count(&text, count);
    text_add(&text, words);
    page_item(page, STYLE_PLAIN, lead, text_str(&text));
}

/* A value of an outcome of either document, by how permissive it is there. */
static void show_value(
    struct page *page, const struct policy *policy, str outcome, uint32_t value)
{
    uint32_t o = tree_find_outcome(&policy->tree, outcome);
    const struct outcome *found = &policy->tree.outcomes[o];

    page_add(page, value_style(value, found->value_count), found->values[value].name);
}

/* The facts of an example, in the names of the shared space. */
static void add_example(
    struct text *text, const struct space *space, const int32_t *facts)
{
    bool any = false;

    for (uint32_t f = 0; f < space->fact_count; f++) {
        const struct space_fact *fact = &space->facts[f];

        if (facts[f] == VALUE_UNKNOWN)
            continue;
        text_add(text, any ? STR(", ") : STR(""));
        text_add(text, fact->fact->name);
        text_add_byte(text, '=');
        if (fact->values != NULL)
            text_add(text, fact->values[facts[f]]);
        else if (fact->fact->kind == FACT_DATE)
            text_add_date(text, facts[f]);
        else if (fact->fact->kind == FACT_TIME)
            text_add_time(text, facts[f]);
        else
            text_add_i64(text, facts[f]);
        any = true;
    }
}

static void show_change(struct page *page, const struct policy_pair *pair,
    const struct study_difference *change)
{
    const struct space *space = &pair->new_policy.space;
    str outcome = pair->new_policy.tree.outcomes[change->outcome].name;
    struct text words = text_in(page->text.arena);

    page_raw(page, STR("\n  "));
    page_add(page, STYLE_BOLD, outcome);
    page_raw(page, STR(": "));
    show_value(page, &pair->old_policy, outcome, change->from);
    page_raw(page, STR(" \xe2\x86\x92 "));
    show_value(page, &pair->new_policy, outcome, change->to);
    text_add(&words, STR(" in "));
    text_add_grouped_count(&words, change->states);
    text_add(&words, STR(" states"));
    page_line(page, STYLE_PLAIN, text_str(&words));
    words = text_in(page->text.arena);
    text_add_when(&words, space, change);
    page_item(page, STYLE_PLAIN, STR("    when "),
        words.len > 0 ? text_str(&words) : STR("always"));
    words = text_in(page->text.arena);
    add_example(&words, space, change->example);
    if (words.len > 0)
        page_item(page, STYLE_DIM, STR("    for example "), text_str(&words));
}

void diff_show(
    struct page *page, const struct policy_pair *pair, const struct study_diff *diff)
{
    if (diff->same)
        page_line(page, STYLE_GREEN, STR("Both editions decide the same."));
    else
        page_line(page, STYLE_BOLD, STR("The editions decide differently."));
    count_line(page, STR("  "), diff->compared, STR(" states compared"));
    if (!diff->same) {
        count_line(page, STR("  "), diff->differing, STR(" decided differently"));
        count_line(page, STR("  "), diff->looser, STR(" of them more permissively"));
        count_line(page, STR("  "), diff->stricter, STR(" of them more protectively"));
    }
    for (uint32_t i = 0; i < diff->note_count; i++)
        page_item(page, STYLE_YELLOW, STR("  note: "), diff->notes[i]);
    for (uint32_t i = 0; i < diff->change_count; i++)
        show_change(page, pair, &diff->changes[i]);
    if (diff->cut_short)
        page_line(page, STYLE_DIM, STR("\n  The smallest cases are left out."));
}
