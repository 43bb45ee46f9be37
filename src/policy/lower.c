/*
 * Conditions to diagrams.
 *
 * Each comparison is a literal over one slot; logic joins them.  An interval is
 * all or nothing for every condition that was read when the space was built, so
 * its smallest value speaks for all of it.
 */
#include "policy/space_inside.h"

struct range space_date_range(const struct cond *cond)
{
    switch (cond->kind) {
    case COND_BEFORE:
        return (struct range){PAIR_LOWEST, -1};
    case COND_AFTER:
        return (struct range){1, PAIR_HIGHEST};
    default:
        return (struct range){0, cond->number};
    }
}

static bool number_holds(const struct cond *cond, int32_t value)
{
    switch (cond->compare) {
    case COMPARE_LESS:
        return value < cond->number;
    case COMPARE_AT_MOST:
        return value <= cond->number;
    case COMPARE_IS:
        return value == cond->number;
    case COMPARE_AT_LEAST:
        return value >= cond->number;
    case COMPARE_MORE:
        break;
    }
    return value > cond->number;
}

static bool time_holds(const struct cond *cond, int32_t minute)
{
    if (cond->low <= cond->high)
        return minute >= cond->low && minute <= cond->high;
    return minute >= cond->low || minute <= cond->high;
}

static dd lower_member(const struct lowering *l, const struct cond *cond)
{
    const struct space_view *view = l->view;
    const struct space_fact *fact = &view->space->facts[view->facts[cond->index]];
    bool member[DD_MAX_SIZE] = {0};

    for (uint32_t v = 0; v < cond->member_count; v++)
        member[view->values[cond->index][v]] = cond->members[v];
    return diagram_literal(l->diagram, fact->slot, member);
}

static dd lower_cut(const struct lowering *l, const struct cond *cond)
{
    const struct space_view *view = l->view;
    uint32_t number = view->space->facts[view->facts[cond->index]].slot;
    const struct slot *slot = &view->space->slots[number];
    bool member[DD_MAX_SIZE] = {0};

    for (uint32_t v = 0; v < slot->size; v++)
        member[v] = cond->kind == COND_NUMBER ? number_holds(cond, slot_low(slot, v))
                                              : time_holds(cond, slot_low(slot, v));
    return diagram_literal(l->diagram, number, member);
}

static dd lower_dates(const struct lowering *l, const struct cond *cond)
{
    struct pair pair = space_pair(l->view, cond);
    struct range range = space_date_range(cond);
    const struct slot *slot;
    bool member[DD_MAX_SIZE] = {0};

    if (pair.constant)
        return pair.offset >= range.low && pair.offset <= range.high ? DD_YES : DD_NO;
    slot = &l->view->space->slots[pair.slot];
    for (uint32_t v = 0; v < slot->size; v++) {
        int64_t x = v > 0 ? slot_low(slot, v) : slot_high(slot, v);

        if (slot->cut_count == 0)
            x = 0;
        x = pair.turned ? pair.offset - x : pair.offset + x;
        member[v] = x >= range.low && x <= range.high;
    }
    return diagram_literal(l->diagram, pair.slot, member);
}

static dd lower_outcome(const struct lowering *l, const struct cond *cond)
{
    uint32_t to[OUTCOME_LEAVES] = {0};

    for (uint32_t v = 0; v < cond->member_count; v++)
        to[v] = cond->members[v];
    return diagram_map_leaves(l->diagram, l->outcomes[cond->index], to, OUTCOME_LEAVES);
}

dd space_lower(const struct lowering *l, const struct cond *cond)
{
    dd left;

    switch (cond->kind) {
    case COND_BROKEN:
        return DD_NO;
    case COND_AND:
        left = space_lower(l, cond->left);
        return diagram_and(l->diagram, left, space_lower(l, cond->right));
    case COND_OR:
        left = space_lower(l, cond->left);
        return diagram_or(l->diagram, left, space_lower(l, cond->right));
    case COND_NOT:
        return diagram_not(l->diagram, space_lower(l, cond->left));
    case COND_IF:
        left = diagram_not(l->diagram, space_lower(l, cond->left));
        return diagram_or(l->diagram, left, space_lower(l, cond->right));
    case COND_LET:
        return l->lets[cond->index];
    case COND_MEMBER:
        return lower_member(l, cond);
    case COND_NUMBER:
    case COND_BETWEEN:
        return lower_cut(l, cond);
    case COND_BEFORE:
    case COND_AFTER:
    case COND_WITHIN:
        return lower_dates(l, cond);
    case COND_OUTCOME:
        return lower_outcome(l, cond);
    }
    return DD_NO;
}
