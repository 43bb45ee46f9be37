/*
 * What would have to be otherwise for another value.
 */
#include "web/try.h"

#include "study/study.h"

enum { WAYS_SHOWN = 12 };

static str value_words(const struct trying *t, uint32_t fact, int32_t value)
{
    const struct tree *tree = &t->edition->policy.tree;
    struct text text = text_in(t->arena);

    if (tree->facts[fact].kind == FACT_YES_NO)
        return caller_say(t->caller, value == 0 ? SAY("No") : SAY("Yes"), NULL, 0);
    if (tree->facts[fact].kind == FACT_CHOICE)
        return room_value(
            t->caller, tree->facts[fact].name, &tree->facts[fact].choices[value]);
    text_add_value(&text, tree, fact, value);
    return text_str(&text);
}

static str range_words(
    const struct trying *t, uint32_t fact, const struct way_range *range)
{
    bool low = range->low != STUDY_OPEN_LOW;
    bool high = range->high != STUDY_OPEN_HIGH;
    str from = low ? value_words(t, fact, range->low) : (str){0};
    str to = high ? value_words(t, fact, range->high) : (str){0};

    if (range->low == range->high)
        return from;
    if (low && high)
        return caller_say(t->caller, SAY("from %1 to %2"), (const str[]){from, to}, 2);
    return low ? caller_say(t->caller, SAY("from %1"), &from, 1)
               : caller_say(t->caller, SAY("until %1"), &to, 1);
}

static str question_words(const struct trying *t, uint32_t fact)
{
    const struct fact *f = &t->edition->policy.tree.facts[fact];

    return room_say(t->caller, STR("fact"), f->name, f->question);
}

static str number_words(const struct trying *t, int32_t number)
{
    struct text text = text_in(t->arena);

    text_add_i64(&text, number);
    return text_str(&text);
}

/* "3 to 10 days after the answer to: On what day was it issued?" */
static str gap_words(const struct trying *t, const struct study_gap *gap)
{
    const str values[] = {number_words(t, gap->low), number_words(t, gap->high),
        question_words(t, gap->fact)};

    if (gap->low == STUDY_OPEN_LOW)
        return caller_say(
            t->caller, SAY("at most %1 days after the answer to: %2"), &values[1], 2);
    if (gap->high == STUDY_OPEN_HIGH)
        return caller_say(t->caller, SAY("at least %1 days after the answer to: %2"),
            (const str[]){values[0], values[2]}, 2);
    return caller_say(
        t->caller, SAY("%1 to %2 days after the answer to: %3"), values, 3);
}

/* Another piece behind those before it. */
static void append(const struct trying *t, str *words, str sentence, str piece)
{
    *words = words->len == 0
        ? piece
        : caller_say(t->caller, sentence, (const str[]){*words, piece}, 2);
}

static str part_words(const struct trying *t, const struct way_part *part)
{
    str words = {0};

    for (uint32_t i = 0; i < part->count; i++)
        append(t, &words, i + 1 == part->count ? SAY("%1; or: %2") : SAY("%1; %2"),
            range_words(t, part->fact, &part->ranges[i]));
    for (uint32_t g = 0; g < part->gap_count; g++)
        append(t, &words, SAY("%1, and %2"), gap_words(t, &part->gaps[g]));
    /* A question and what its answer would have to be. */
    return caller_say(t->caller, SAY("%1 → %2"),
        (const str[]){question_words(t, part->fact), words}, 2);
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
    out->wanted = room_value(t->caller, policy->tree.outcomes[outcome].name,
        &policy->tree.outcomes[outcome].values[value]);
    study_group_ways(t->arena, &ways, &groups);
    out->words = all_words(&ways, &groups);
    if (ways.count > 0 && ways.ways[0].count > 0)
        show_groups(t, &groups, out);
}
