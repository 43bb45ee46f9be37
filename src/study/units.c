#include "study/units.h"

#include "study/study.h"

enum { OPTION_LIMIT = 4096 };

struct maker {
    struct arena *arena;
    const struct policy *policy;
    const int32_t *facts;
    struct units *units;
};

uint32_t unit_value(const struct unit *unit, uint32_t option, uint32_t slot)
{
    for (uint32_t i = 0; i < unit->slot_count; i++)
        if (unit->slots[i] == slot)
            return unit->options[option].values[i];
    return DD_FREE;
}

/* Whether `slot` reads `fact` and everything else it reads is known; for dates,
 * *from is set to the other day and *negate when the fact is the second one. */
static bool reads(const struct maker *m, const struct slot *slot, uint32_t fact,
    int32_t *from, bool *negate)
{
    uint32_t other;

    *from = 0;
    *negate = slot->kind == SLOT_PAIR && slot->second == fact;
    if (slot->first != fact && !*negate)
        return false;
    if (slot->kind != SLOT_PAIR)
        return true;
    other = *negate ? slot->first : slot->second;
    if (other == TREE_NONE)
        return true;
    *from = m->facts[other];
    return *from != VALUE_UNKNOWN;
}

/* The slots that a fact alone decides. */
static void find_slots(struct maker *m, struct unit *unit)
{
    const struct space *space = &m->policy->space;

    unit->slots = ARENA_ARRAY(m->arena, uint32_t, space->slot_count);
    for (uint32_t s = 0; s < space->slot_count; s++) {
        int32_t from;
        bool negate;

        if (!reads(m, &space->slots[s], unit->fact, &from, &negate))
            continue;
        if (m->units->unit_of[s] != UNIT_NONE) {
            unit->slot_count = 0;
            return;
        }
        unit->slots[unit->slot_count++] = s;
    }
}

static void add_option(struct maker *m, struct unit *unit, int32_t low, int32_t high)
{
    struct option *option = &unit->options[unit->option_count];
    bool differs = false;

    option->low = low;
    option->high = high;
    option->values = ARENA_ARRAY(m->arena, uint32_t, unit->slot_count);
    for (uint32_t i = 0; i < unit->slot_count; i++) {
        const struct slot *slot = &m->policy->space.slots[unit->slots[i]];
        int64_t x = low == STUDY_OPEN_LOW ? high : low;
        int32_t from;
        bool negate;
        uint32_t v = 0;

        (void)reads(m, slot, unit->fact, &from, &negate);
        if (slot->kind == SLOT_VALUE) {
            option->values[i] = (uint32_t)low;
        } else {
            x = negate ? from - x : x - from;
            while (v < slot->cut_count && slot->cuts[v] <= x)
                v++;
            option->values[i] = v;
        }
        differs |= option->values[i] != m->units->state[unit->slots[i]];
    }
    if (differs)
        unit->option_count++;
}

static void add_choices(struct maker *m, struct unit *unit)
{
    uint32_t count = m->policy->tree.facts[unit->fact].choice_count;

    unit->options = ARENA_ARRAY(m->arena, struct option, count);
    for (uint32_t v = 0; v < count; v++)
        add_option(m, unit, (int32_t)v, (int32_t)v);
}

static void add_border(int32_t *borders, uint32_t *count, int32_t border)
{
    uint32_t at = 0;

    if (*count == OPTION_LIMIT)
        return;
    while (at < *count && borders[at] < border)
        at++;
    if (at < *count && borders[at] == border)
        return;
    memmove(&borders[at + 1], &borders[at], (*count - at) * sizeof(*borders));
    borders[at] = border;
    (*count)++;
}

/* Cut a number's, time's or date's range wherever one of its slots changes. */
static void add_ranges(struct maker *m, struct unit *unit)
{
    const struct fact *fact = &m->policy->tree.facts[unit->fact];
    int32_t *borders = ARENA_ARRAY(m->arena, int32_t, OPTION_LIMIT + 1);
    uint32_t count = 0;
    int32_t low = fact->kind == FACT_DATE ? STUDY_OPEN_LOW : fact->low;
    int32_t last = fact->kind == FACT_DATE ? STUDY_OPEN_HIGH : fact->high;

    if (fact->kind == FACT_TIME) {
        low = 0;
        last = TIME_MINUTES - 1;
    }
    for (uint32_t i = 0; i < unit->slot_count; i++) {
        const struct slot *slot = &m->policy->space.slots[unit->slots[i]];
        int32_t from;
        bool negate;

        (void)reads(m, slot, unit->fact, &from, &negate);
        for (uint32_t c = 0; c < slot->cut_count; c++)
            add_border(borders, &count,
                negate ? from - slot->cuts[c] + 1 : from + slot->cuts[c]);
    }
    unit->options = ARENA_ARRAY(m->arena, struct option, count + 1);
    for (uint32_t i = 0; i < count; i++) {
        add_option(m, unit, low, borders[i] - 1);
        low = borders[i];
    }
    add_option(m, unit, low, last);
}

struct units units_of(
    struct arena *arena, const struct policy *policy, const int32_t *facts)
{
    const struct tree *tree = &policy->tree;
    struct units units = {.slot_count = policy->space.slot_count};
    struct maker m = {arena, policy, facts, &units};

    units.items = ARENA_ARRAY(arena, struct unit, tree->fact_count);
    units.state = ARENA_ARRAY(arena, uint32_t, units.slot_count);
    units.unit_of = ARENA_ARRAY(arena, uint32_t, units.slot_count);
    space_bind(&policy->space, facts, units.state);
    for (uint32_t s = 0; s < units.slot_count; s++)
        units.unit_of[s] = UNIT_NONE;
    for (uint32_t f = 0; f < tree->fact_count; f++) {
        struct unit *unit = &units.items[units.count];

        /* The clock cannot be changed; the days that have passed can be waited for. */
        if (tree->facts[f].fixed ||
            (tree->facts[f].supplied && tree->facts[f].since == TREE_NONE))
            continue;
        *unit = (struct unit){.fact = f};
        find_slots(&m, unit);
        if (unit->slot_count == 0)
            continue;
        if (tree->facts[f].kind == FACT_CHOICE || tree->facts[f].kind == FACT_YES_NO)
            add_choices(&m, unit);
        else
            add_ranges(&m, unit);
        for (uint32_t i = 0; i < unit->slot_count; i++)
            units.unit_of[unit->slots[i]] = units.count;
        units.count++;
    }
    return units;
}
