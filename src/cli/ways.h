/*
 * ways: the ways to another value, put together so that people can read them.
 *
 * Ways that differ in the value of one fact alone become one: "signed by a federal
 * judge or a state judge".
 */
#ifndef VESTIBULE_CLI_WAYS_H
#define VESTIBULE_CLI_WAYS_H

#include "cli/protocol.h"
#include "study/study.h"

/* What one fact must be: any of these. */
struct way_part {
    uint32_t fact;
    struct way_range {
        int32_t low, high;
    } * ranges;
    uint32_t count;
    const struct study_gap *gaps; /* and so many days after other dates of the way */
    uint32_t gap_count;
};

struct way_group {
    struct way_part *parts; /* in document order */
    uint32_t count;
    uint32_t ways; /* how many were put together */
};

struct way_groups {
    struct way_group *groups; /* fewest changes first */
    uint32_t count;
};

void ways_group(
    struct arena *arena, const struct study_ways *ways, struct way_groups *out);

/* Show the first `most` groups, numbered, a line a change. */
void ways_show(struct page *page, const struct image *image,
    const struct way_groups *groups, uint32_t most);

#endif
