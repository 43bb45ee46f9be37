/*
 * What the files that make a space share: how a comparison of dates lies on a
 * pair slot.
 */
#ifndef VESTIBULE_POLICY_SPACE_INSIDE_H
#define VESTIBULE_POLICY_SPACE_INSIDE_H

#include "policy/space.h"

/* Differences of dates lie within these; wide enough for years 1 to 9999. */
enum { PAIR_LOWEST = -4000000, PAIR_HIGHEST = 4000000 };

/* A range of days, both ends included. */
struct range {
    int64_t low;
    int64_t high;
};

/*
 * The two dates of a comparison.  The slot holds fact `first` minus fact `second`;
 * the condition's own difference is slot + offset, or offset - slot when turned.
 */
struct pair {
    bool constant; /* no slot: the difference is always `offset` */
    bool turned;
    uint32_t slot;
    uint32_t first;
    uint32_t second;
    int64_t offset;
};

struct pair space_pair(const struct space_view *view, const struct cond *cond);

/* The differences (first minus second, in days) for which a comparison holds. */
struct range space_date_range(const struct cond *cond);

#endif
