#include "study/days.h"

void days_init(struct days *days, const struct policy *policy, const int32_t *known,
    const uint32_t *facts, uint32_t count)
{
    *days = (struct days){.policy = policy, .known = known, .count = count};
    for (uint32_t i = 0; i < count; i++)
        days->facts[i] = facts[i];
    for (uint32_t a = 0; a <= count; a++)
        for (uint32_t b = 0; b <= count; b++)
            days->most[a][b] = a == b ? 0 : DAYS_OPEN;
}

bool days_of_slot(
    const struct policy *policy, uint32_t slot, uint32_t *after, uint32_t *before)
{
    const struct slot *s = &policy->space.slots[slot];

    if (s->kind == SLOT_PAIR) {
        *after = s->first;
        *before = s->second;
        return true;
    }
    *after = policy->tree.today;
    *before = policy->tree.facts[s->first].since;
    return policy->tree.facts[s->first].kind == FACT_DAYS_SINCE;
}

/* The node of a date that changes; 0 when it does not. */
static uint32_t node_of(const struct days *days, uint32_t fact)
{
    for (uint32_t i = 0; i < days->count; i++)
        if (days->facts[i] == fact)
            return i + 1;
    return 0;
}

static bool is_settled(const struct days *days, uint32_t fact)
{
    return fact == TREE_NONE || node_of(days, fact) > 0 ||
        days->known[fact] != VALUE_UNKNOWN;
}

bool days_touch(const struct days *days, uint32_t slot)
{
    uint32_t after;
    uint32_t before;

    return days_of_slot(days->policy, slot, &after, &before) &&
        (node_of(days, after) > 0 || node_of(days, before) > 0);
}

bool days_settle(const struct days *days, uint32_t slot)
{
    uint32_t after;
    uint32_t before;

    return days_touch(days, slot) &&
        days_of_slot(days->policy, slot, &after, &before) && is_settled(days, after) &&
        is_settled(days, before);
}

void days_range(
    const struct slot *slot, uint32_t low, uint32_t high, int64_t *least, int64_t *most)
{
    bool counted = slot->kind == SLOT_CUT;

    *least = slot_low(slot, low);
    *most = slot_high(slot, high);
    if (low == 0 || (counted && *least <= 0))
        *least = -DAYS_OPEN;
    if (high == slot->cut_count || (counted && *most >= DAYS_SINCE_MAX))
        *most = DAYS_OPEN;
}

static int64_t sum(int64_t a, int64_t b)
{
    return a == DAYS_OPEN || b == DAYS_OPEN ? DAYS_OPEN : a + b;
}

/* Let node a minus node b be at most `most`, and follow what that implies. */
static void bound(struct days *days, uint32_t a, uint32_t b, int64_t most)
{
    if (most >= days->most[a][b])
        return;
    for (uint32_t i = 0; i <= days->count; i++)
        for (uint32_t j = 0; j <= days->count; j++) {
            int64_t through = sum(sum(days->most[i][a], most), days->most[b][j]);

            if (through < days->most[i][j])
                days->most[i][j] = through;
        }
}

/* Where a date that is known lies from day zero. */
static int64_t day_of(const struct days *days, uint32_t fact)
{
    return fact == TREE_NONE || node_of(days, fact) > 0 ? 0 : days->known[fact];
}

bool days_narrow(struct days *days, uint32_t slot, uint32_t low, uint32_t high)
{
    uint32_t after;
    uint32_t before;
    int64_t least;
    int64_t most;
    int64_t shift;

    if (!days_of_slot(days->policy, slot, &after, &before))
        return true;
    days_range(&days->policy->space.slots[slot], low, high, &least, &most);
    shift = day_of(days, before) - day_of(days, after);
    after = node_of(days, after);
    before = node_of(days, before);
    if (most != DAYS_OPEN)
        bound(days, after, before, most + shift);
    if (least != -DAYS_OPEN)
        bound(days, before, after, -(least + shift));
    for (uint32_t i = 0; i <= days->count; i++)
        if (days->most[i][i] < 0)
            return false;
    return true;
}
