/*
 * What would have to be otherwise for another value.
 */
#include "web/try.h"

#include "study/study.h"

enum { WAYS_SHOWN = 12 };

static void add_value(
    const struct trying *t, struct text *text, uint32_t fact, int32_t value)
{
    const struct tree *tree = &t->edition->policy.tree;

    if (tree->facts[fact].kind == FACT_CHOICE)
        text_add(text, tree->facts[fact].choices[value].label);
    else
        text_add_value(text, tree, fact, value);
}

static void add_range(const struct trying *t, struct text *text, uint32_t fact,
    const struct way_range *range)
{
    bool low = range->low != STUDY_OPEN_LOW;
    bool high = range->high != STUDY_OPEN_HIGH;

    if (range->low == range->high) {
        add_value(t, text, fact, range->low);
        return;
    }
    if (low) {
        text_add(text, STR("from "));
        add_value(t, text, fact, range->low);
    }
    if (high) {
        text_add(text, low ? STR(" to ") : STR("until "));
        add_value(t, text, fact, range->high);
    }
}

/* "3 to 10 days after the date of: On what day was it issued?" */
static void add_gap(
    const struct trying *t, struct text *text, const struct study_gap *gap)
{
    if (gap->low == STUDY_OPEN_LOW)
        text_add(text, STR("at most "));
    else if (gap->high == STUDY_OPEN_HIGH)
        text_add(text, STR("at least "));
    if (gap->low != STUDY_OPEN_LOW)
        text_add_i64(text, gap->low);
    if (gap->low != STUDY_OPEN_LOW && gap->high != STUDY_OPEN_HIGH)
        text_add(text, STR(" to "));
    if (gap->high != STUDY_OPEN_HIGH)
        text_add_i64(text, gap->high);
    text_add(text, STR(" days after the answer to: "));
    text_add(text, t->edition->policy.tree.facts[gap->fact].question);
}

static str part_words(const struct trying *t, const struct way_part *part)
{
    struct text text = text_in(t->arena);
    size_t start;

    text_add(&text, t->edition->policy.tree.facts[part->fact].question);
    text_add(&text, STR(" \xe2\x86\x92 "));
    start = text.len;
    for (uint32_t i = 0; i < part->count; i++) {
        if (i > 0)
            text_add(&text, i + 1 == part->count ? STR("; or: ") : STR("; "));
        add_range(t, &text, part->fact, &part->ranges[i]);
    }
    for (uint32_t g = 0; g < part->gap_count; g++) {
        text_add(&text, text.len > start ? STR(", and ") : STR(""));
        add_gap(t, &text, &part->gaps[g]);
    }
    return text_str(&text);
}

/* Of a group's parts those that all groups share, or those that they do not. */
static struct way_view way_view(const struct trying *t, const struct way_groups *groups,
    const struct way_group *group, bool shared)
{
    str *changes = ARENA_ARRAY(t->arena, str, group->count);
    struct way_view view = {.changes = changes};

    for (uint32_t i = 0; i < group->count; i++)
        if ((groups->count > 1 && way_is_shared(groups, &group->parts[i])) == shared)
            changes[view.count++] = part_words(t, &group->parts[i]);
    return view;
}

static void show_groups(
    const struct trying *t, const struct way_groups *groups, struct why_not_view *out)
{
    struct way_view *views;

    out->way_count = groups->count < WAYS_SHOWN ? groups->count : WAYS_SHOWN;
    views = ARENA_ARRAY(t->arena, struct way_view, out->way_count);
    for (size_t i = 0; i < out->way_count; i++)
        views[i] = way_view(t, groups, &groups->groups[i], false);
    out->ways = views;
    if (groups->count > 0)
        out->shared = way_view(t, groups, &groups->groups[0], true);
}

static str all_words(const struct study_ways *ways, const struct way_groups *groups)
{
    if (ways->count == 0)
        return SAY("There is no way that is certain: what cannot be changed, or is not "
                   "known, rules it out.");
    if (ways->ways[0].count == 0)
        return SAY("That is the answer already.");
    if (groups->count > WAYS_SHOWN || ways->cut_short)
        return SAY("There are several ways; the shortest are shown. What would have to "
                   "be so:");
    return groups->count == 1 ? SAY("There is one way. What would have to be so:")
                              : SAY("What would have to be so:");
}

/* Find what "entry.admit" names. */
static bool find_target(
    const struct trying *t, str target, uint32_t *outcome, uint32_t *value)
{
    const struct tree *tree = &t->edition->policy.tree;
    size_t dot = str_find_byte(target, '.', 0);

    *outcome = tree_find_outcome(tree, str_slice(target, 0, dot));
    if (*outcome == TREE_NONE || dot == target.len)
        return false;
    *value = tree_find_choice(tree->outcomes[*outcome].values,
        tree->outcomes[*outcome].value_count, str_slice(target, dot + 1, target.len));
    return *value != TREE_NONE;
}

void try_why_not(struct trying *t, struct why_not_view *out)
{
    struct policy *policy = &t->edition->policy;
    struct study_ways ways;
    struct way_groups groups;
    uint32_t outcome;
    uint32_t value;
    str target;

    if (!http_query(t->caller->request, STR("why-not"), &target) || target.len == 0)
        return;
    if (!find_target(t, target, &outcome, &value)) {
        try_mistake(t, STR("why-not"), SAY("This protocol has no such answer."));
        return;
    }
    study_why_not(t->arena, policy, outcome, value, t->facts, &ways);
    out->wanted = policy->tree.outcomes[outcome].values[value].label;
    study_group_ways(t->arena, &ways, &groups);
    out->words = all_words(&ways, &groups);
    if (ways.count > 0 && ways.ways[0].count > 0)
        show_groups(t, &groups, out);
}
