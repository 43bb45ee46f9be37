/*
 * Putting ways together so that people can read them.
 */
#include "study/study.h"

/* Above so many, putting together would take longer than anybody reads. */
enum { GROUPS_MOST = 2000 };

static struct way_group group_of(struct arena *arena, const struct study_way *way)
{
    struct way_group group = {.count = way->count, .ways = 1};

    group.parts = ARENA_ARRAY(arena, struct way_part, way->count);
    for (uint32_t i = 0; i < way->count; i++) {
        struct way_range *range = ARENA_NEW(arena, struct way_range);

        *range = (struct way_range){way->changes[i].low, way->changes[i].high};
        group.parts[i] = (struct way_part){way->changes[i].fact, range, 1,
            way->changes[i].gaps, way->changes[i].gap_count};
    }
    return group;
}

static bool same_gaps(const struct way_part *a, const struct way_part *b)
{
    if (a->gap_count != b->gap_count)
        return false;
    for (uint32_t i = 0; i < a->gap_count; i++)
        if (a->gaps[i].fact != b->gaps[i].fact || a->gaps[i].low != b->gaps[i].low ||
            a->gaps[i].high != b->gaps[i].high)
            return false;
    return true;
}

static bool same_ranges(const struct way_part *a, const struct way_part *b)
{
    if (a->count != b->count || !same_gaps(a, b))
        return false;
    for (uint32_t i = 0; i < a->count; i++)
        if (a->ranges[i].low != b->ranges[i].low ||
            a->ranges[i].high != b->ranges[i].high)
            return false;
    return true;
}

/* The one part in which two groups differ, or a->count when they cannot join. */
static uint32_t only_difference(const struct way_group *a, const struct way_group *b)
{
    uint32_t found = a->count;

    if (a->count != b->count)
        return a->count;
    for (uint32_t i = 0; i < a->count; i++) {
        if (a->parts[i].fact != b->parts[i].fact)
            return a->count;
        if (same_ranges(&a->parts[i], &b->parts[i]))
            continue;
        if (found != a->count || a->parts[i].gap_count + b->parts[i].gap_count > 0)
            return a->count;
        found = i;
    }
    return found;
}

static void join(
    struct arena *arena, struct way_group *a, const struct way_group *b, uint32_t at)
{
    const struct way_part *x = &a->parts[at];
    const struct way_part *y = &b->parts[at];
    struct way_part both = {.fact = x->fact, .count = x->count + y->count};

    both.ranges = ARENA_ARRAY(arena, struct way_range, both.count);
    for (uint32_t i = 0; i < x->count; i++)
        both.ranges[i] = x->ranges[i];
    for (uint32_t i = 0; i < y->count; i++)
        both.ranges[x->count + i] = y->ranges[i];
    a->parts[at] = both;
    a->ways += b->ways;
}

/* Join the group `i` with a later one; the last takes the place of what joined. */
static bool join_one(struct arena *arena, struct way_groups *groups, uint32_t i)
{
    struct way_group *a = &groups->groups[i];

    for (uint32_t j = i + 1; j < groups->count; j++) {
        struct way_group *b = &groups->groups[j];
        uint32_t at = only_difference(a, b);

        if (at == a->count)
            continue;
        join(arena, a, b, at);
        groups->count--;
        memmove(b, b + 1, (groups->count - j) * sizeof(*b));
        return true;
    }
    return false;
}

static uint32_t alternatives(const struct way_group *group)
{
    uint32_t count = 0;

    for (uint32_t i = 0; i < group->count; i++)
        count += group->parts[i].count;
    return count;
}

/* Smallest first; among groups of one size, the one with the least to read. */
static void sort_groups(struct way_groups *groups)
{
    for (uint32_t i = 1; i < groups->count; i++) {
        struct way_group group = groups->groups[i];
        uint32_t at = i;

        while (at > 0 &&
            (groups->groups[at - 1].count > group.count ||
                (groups->groups[at - 1].count == group.count &&
                    alternatives(&groups->groups[at - 1]) > alternatives(&group)))) {
            groups->groups[at] = groups->groups[at - 1];
            at--;
        }
        groups->groups[at] = group;
    }
}

void study_group_ways(
    struct arena *arena, const struct study_ways *ways, struct way_groups *out)
{
    uint32_t count = ways->count < GROUPS_MOST ? ways->count : GROUPS_MOST;
    bool joined = true;

    out->groups = ARENA_ARRAY(arena, struct way_group, count);
    out->count = count;
    for (uint32_t i = 0; i < count; i++)
        out->groups[i] = group_of(arena, &ways->ways[i]);
    while (joined) {
        joined = false;
        for (uint32_t i = 0; i < out->count; i++)
            while (join_one(arena, out, i))
                joined = true;
    }
    sort_groups(out);
}

bool way_is_shared(const struct way_groups *groups, const struct way_part *part)
{
    for (uint32_t g = 0; g < groups->count; g++) {
        const struct way_group *group = &groups->groups[g];
        bool found = false;

        for (uint32_t i = 0; i < group->count && !found; i++)
            found = group->parts[i].fact == part->fact &&
                same_ranges(&group->parts[i], part);
        if (!found)
            return false;
    }
    return true;
}
