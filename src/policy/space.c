/*
 * Facts to slots.
 *
 * First the facts of all documents are matched by name, then every condition is
 * read for the thresholds it names.  A threshold is a cut: the smallest value of
 * the interval to its right.
 */
#include "policy/space_inside.h"

/* What is being built: the space, its views, and cuts as they are found. */
struct builder {
    struct arena *arena;
    struct space *space;
    struct space_view *views;
    size_t view_count;
    size_t fact_capacity;
    size_t slot_capacity;
    size_t *cut_capacity; /* a slot */
    size_t cut_room;
    struct map names;
};

static void add_cut(struct builder *b, uint32_t slot, int64_t cut)
{
    struct slot *s = &b->space->slots[slot];
    size_t capacity = b->cut_capacity[slot];
    uint32_t at = 0;

    if (s->kind == SLOT_CUT && (cut <= s->low || cut > s->high))
        return;
    while (at < s->cut_count && s->cuts[at] < cut)
        at++;
    if (at < s->cut_count && s->cuts[at] == cut)
        return;
    s->cuts = arena_grow(b->arena, s->cuts, s->cut_count, &capacity, sizeof(*s->cuts));
    b->cut_capacity[slot] = capacity;
    memmove(&s->cuts[at + 1], &s->cuts[at], (s->cut_count - at) * sizeof(*s->cuts));
    s->cuts[at] = (int32_t)cut;
    s->cut_count++;
}

static uint32_t add_slot(struct builder *b, struct slot slot)
{
    struct space *space = b->space;

    space->slots = arena_grow(b->arena, space->slots, space->slot_count,
        &b->slot_capacity, sizeof(*space->slots));
    b->cut_capacity = arena_grow(b->arena, b->cut_capacity, space->slot_count,
        &b->cut_room, sizeof(*b->cut_capacity));
    b->cut_capacity[space->slot_count] = 0;
    space->slots[space->slot_count] = slot;
    return space->slot_count++;
}

static bool is_choice(const struct fact *fact)
{
    return fact->kind == FACT_CHOICE || fact->kind == FACT_YES_NO;
}

/* The number of the value called `name` among a fact's values, added if new. */
static uint32_t value_number(struct builder *b, struct space_fact *fact, str name)
{
    size_t capacity = fact->value_count;

    for (uint32_t v = 0; v < fact->value_count; v++)
        if (str_equal(fact->values[v], name))
            return v;
    fact->values = arena_grow(
        b->arena, fact->values, fact->value_count, &capacity, sizeof(*fact->values));
    fact->values[fact->value_count] = name;
    return fact->value_count++;
}

/* Narrow a fact's range to what another document's has too. */
static bool narrow_fact(struct space_fact *shared, const struct fact *fact)
{
    if (shared->fact->kind != fact->kind)
        return false;
    if (shared->low < fact->low)
        shared->low = fact->low;
    if (shared->high > fact->high)
        shared->high = fact->high;
    return shared->low <= shared->high;
}

static bool match_fact(
    struct builder *b, struct space_view *view, uint32_t index, str *clash)
{
    const struct fact *fact = &view->tree->facts[index];
    struct space *space = b->space;
    uint32_t number = space->fact_count;

    if (!map_find(&b->names, fact->name, &number)) {
        space->facts = arena_grow(b->arena, space->facts, space->fact_count,
            &b->fact_capacity, sizeof(*space->facts));
        space->facts[number] = (struct space_fact){
            .fact = fact, .low = fact->low, .high = fact->high, .slot = TREE_NONE};
        space->fact_count++;
        map_set(&b->names, b->arena, fact->name, number);
    }
    *clash = fact->name;
    if (!narrow_fact(&space->facts[number], fact))
        return false;
    view->facts[index] = number;
    if (is_choice(fact)) {
        view->values[index] = ARENA_ARRAY(b->arena, uint32_t, fact->choice_count);
        for (uint32_t v = 0; v < fact->choice_count; v++)
            view->values[index][v] =
                value_number(b, &space->facts[number], fact->choices[v].name);
    }
    return true;
}

/* Once its facts are matched: which dates they count from, and which is today. */
static void match_dates(struct space *space, const struct space_view *view)
{
    const struct tree *tree = view->tree;

    for (uint32_t f = 0; f < tree->fact_count; f++)
        if (tree->facts[f].kind == FACT_DAYS_SINCE ||
            tree->facts[f].kind == FACT_SCHOOL_DAYS_SINCE)
            space->facts[view->facts[f]].since = view->facts[tree->facts[f].since];
    if (tree->today != TREE_NONE)
        space->today = view->facts[tree->today];
}

/* The slot of a fact that has one to itself; all but dates. */
static void add_fact_slot(struct builder *b, uint32_t number)
{
    struct space_fact *fact = &b->space->facts[number];
    struct slot slot = {.first = number, .second = TREE_NONE};

    if (fact->fact->kind == FACT_DATE)
        return;
    if (is_choice(fact->fact)) {
        slot.kind = SLOT_VALUE;
        slot.size = fact->value_count;
    } else {
        slot.kind = SLOT_CUT;
        slot.low = fact->low;
        slot.high = fact->high;
        if (fact->fact->kind == FACT_TIME) {
            slot.low = 0;
            slot.high = TIME_MINUTES - 1;
        }
    }
    fact->slot = add_slot(b, slot);
}

/* The slot of two dates, in whichever order; *turned says that it holds the
 * second minus the first. */
static uint32_t find_pair(
    const struct space *space, uint32_t first, uint32_t second, bool *turned)
{
    *turned = first == TREE_NONE || (second != TREE_NONE && second < first);
    if (*turned) {
        uint32_t swapped = first;

        first = second;
        second = swapped;
    }
    for (uint32_t s = 0; s < space->slot_count; s++)
        if (space->slots[s].kind == SLOT_PAIR && space->slots[s].first == first &&
            space->slots[s].second == second)
            return s;
    return TREE_NONE;
}

struct pair space_pair(const struct space_view *view, const struct cond *cond)
{
    struct pair pair = {.slot = TREE_NONE};
    uint32_t first = cond->first.fact;
    uint32_t second = cond->second.fact;

    if (first != TREE_NONE)
        first = view->facts[first];
    if (second != TREE_NONE)
        second = view->facts[second];
    if (first == TREE_NONE)
        pair.offset += cond->first.day;
    if (second == TREE_NONE)
        pair.offset -= cond->second.day;
    pair.constant = first == second;
    if (pair.constant)
        return pair;
    pair.slot = find_pair(view->space, first, second, &pair.turned);
    pair.first = pair.turned ? second : first;
    pair.second = pair.turned ? first : second;
    return pair;
}

/* Cut a pair slot where the condition first - second, low <= x <= high changes. */
static void cut_pair(
    struct builder *b, const struct pair *pair, int64_t low, int64_t high)
{
    /* first - second = slot + offset, or offset - slot when turned. */
    if (pair->turned) {
        int64_t swapped = low;

        low = -high;
        high = -swapped;
    }
    if (low > PAIR_LOWEST)
        add_cut(b, pair->slot, low - (pair->turned ? -pair->offset : pair->offset));
    if (high < PAIR_HIGHEST)
        add_cut(
            b, pair->slot, high + 1 - (pair->turned ? -pair->offset : pair->offset));
}

static void read_dates(
    struct builder *b, const struct space_view *view, const struct cond *cond)
{
    struct pair pair = space_pair(view, cond);
    struct range range = space_date_range(cond);

    if (pair.constant)
        return;
    if (pair.slot == TREE_NONE)
        pair.slot = add_slot(b,
            (struct slot){
                .kind = SLOT_PAIR, .first = pair.first, .second = pair.second});
    cut_pair(b, &pair, range.low, range.high);
}

static void read_cond(
    struct builder *b, const struct space_view *view, const struct cond *cond)
{
    uint32_t slot;

    if (cond == NULL)
        return;
    read_cond(b, view, cond->left);
    read_cond(b, view, cond->right);
    switch (cond->kind) {
    case COND_NUMBER:
        slot = b->space->facts[view->facts[cond->index]].slot;
        if (cond->compare == COMPARE_LESS || cond->compare == COMPARE_AT_LEAST ||
            cond->compare == COMPARE_IS)
            add_cut(b, slot, cond->number);
        if (cond->compare == COMPARE_MORE || cond->compare == COMPARE_AT_MOST ||
            cond->compare == COMPARE_IS)
            add_cut(b, slot, (int64_t)cond->number + 1);
        break;
    case COND_BETWEEN:
        slot = b->space->facts[view->facts[cond->index]].slot;
        add_cut(b, slot, cond->low);
        add_cut(b, slot, (int64_t)cond->high + 1);
        break;
    case COND_BEFORE:
    case COND_AFTER:
    case COND_WITHIN:
        read_dates(b, view, cond);
        break;
    default:
        break;
    }
}

static void read_tree(struct builder *b, const struct space_view *view)
{
    const struct tree *tree = view->tree;

    for (uint32_t i = 0; i < tree->let_count; i++)
        read_cond(b, view, tree->lets[i].cond);
    for (uint32_t i = 0; i < tree->rule_count; i++)
        read_cond(b, view, tree->rules[i].cond);
    for (uint32_t i = 0; i < tree->duty_count; i++)
        read_cond(b, view, tree->duties[i].cond);
    for (uint32_t i = 0; i < tree->say_count; i++)
        read_cond(b, view, tree->says[i].cond);
    for (uint32_t i = 0; i < tree->assume_count; i++)
        read_cond(b, view, tree->assumes[i].cond);
    for (uint32_t i = 0; i < tree->property_count; i++)
        read_cond(b, view, tree->properties[i].cond);
}

/* Sizes and weights, once all cuts are known. */
static void finish_slot(struct builder *b, struct slot *slot)
{
    if (slot->kind == SLOT_VALUE)
        return;
    slot->size = slot->cut_count + 1;
    if (slot->kind == SLOT_PAIR || b->space->facts[slot->first].fact->kind == FACT_TIME)
        return;
    slot->weights = ARENA_ARRAY(b->arena, uint64_t, slot->size);
    for (uint32_t v = 0; v < slot->size; v++)
        slot->weights[v] =
            (uint64_t)((int64_t)slot_high(slot, v) - slot_low(slot, v) + 1);
}

bool space_build(struct arena *arena, const struct tree *const *trees, size_t count,
    struct space *space, struct space_view *views, str *clash)
{
    struct builder b = {
        .arena = arena, .space = space, .views = views, .view_count = count};

    *space = (struct space){.today = TREE_NONE};
    for (size_t t = 0; t < count; t++) {
        views[t].tree = trees[t];
        views[t].space = space;
        views[t].facts = ARENA_ARRAY(arena, uint32_t, trees[t]->fact_count);
        views[t].values = ARENA_ARRAY(arena, uint32_t *, trees[t]->fact_count);
        for (uint32_t f = 0; f < trees[t]->fact_count; f++)
            if (!match_fact(&b, &views[t], f, clash))
                return false;
        match_dates(space, &views[t]);
    }
    for (uint32_t f = 0; f < space->fact_count; f++)
        add_fact_slot(&b, f);
    for (size_t t = 0; t < count; t++)
        read_tree(&b, &views[t]);
    for (uint32_t s = 0; s < space->slot_count; s++)
        finish_slot(&b, &space->slots[s]);
    return true;
}

int32_t slot_low(const struct slot *slot, uint32_t value)
{
    if (value > 0)
        return slot->cuts[value - 1];
    return slot->kind == SLOT_CUT ? slot->low : (int32_t)PAIR_LOWEST;
}

int32_t slot_high(const struct slot *slot, uint32_t value)
{
    if (value < slot->cut_count)
        return slot->cuts[value] - 1;
    return slot->kind == SLOT_CUT ? slot->high : (int32_t)PAIR_HIGHEST;
}

/* The interval of a slot that `x` lies in. */
static uint32_t interval_of(const struct slot *slot, int64_t x)
{
    uint32_t v = 0;

    while (v < slot->cut_count && slot->cuts[v] <= x)
        v++;
    return v;
}

static uint32_t bind_slot(
    const struct space *space, const struct slot *slot, const int32_t *facts)
{
    int32_t first = facts[slot->first];
    int64_t second = 0;

    if (first == VALUE_UNKNOWN)
        return DD_FREE;
    if (slot->kind == SLOT_VALUE)
        return (uint32_t)first;
    if (slot->kind == SLOT_PAIR && slot->second != TREE_NONE) {
        if (facts[slot->second] == VALUE_UNKNOWN)
            return DD_FREE;
        second = facts[slot->second];
    }
    (void)space;
    return interval_of(slot, first - second);
}

void space_bind(const struct space *space, const int32_t *facts, uint32_t *state)
{
    for (uint32_t s = 0; s < space->slot_count; s++)
        state[s] = bind_slot(space, &space->slots[s], facts);
}
