/*
 * days: how the dates that a way changes may lie to each other and to fixed days.
 *
 * A comparison is a bound on the difference of two dates; known dates count from
 * day zero.  The matrix is kept closed: each entry is the tightest bound that
 * follows, so that ranges read off it are exact.
 */
#ifndef VESTIBULE_STUDY_DAYS_H
#define VESTIBULE_STUDY_DAYS_H

#include "policy/policy.h"

enum { DAYS_MOST = 10 };

/* A bound that is none. */
#define DAYS_OPEN INT64_MAX

struct days {
    const struct policy *policy;
    const int32_t *known;      /* [fact] VALUE_UNKNOWN for those that change, too */
    uint32_t facts[DAYS_MOST]; /* that change; node i + 1 each, node 0 is day zero */
    uint32_t count;
    int64_t most[DAYS_MOST + 1][DAYS_MOST + 1]; /* of node a minus node b */
};

/* Start with dates that may lie anywhere. */
void days_init(struct days *days, const struct policy *policy, const int32_t *known,
    const uint32_t *facts, uint32_t count);

/*
 * The two dates whose difference a slot holds, TREE_NONE for day zero; false when
 * it holds none.  Days counted from a date are today minus it.
 */
bool days_of_slot(const struct policy *policy, uint32_t slot, uint32_t *after,
    uint32_t *before) MUST_USE;

/* Whether a slot reads a date that changes, and whether all else it reads is known. */
bool days_touch(const struct days *days, uint32_t slot);
bool days_settle(const struct days *days, uint32_t slot);

/* The least and most days between its dates when a slot is `low` to `high`; an end
 * that is open is -DAYS_OPEN or DAYS_OPEN. */
void days_range(const struct slot *slot, uint32_t low, uint32_t high, int64_t *least,
    int64_t *most);

/* Let a slot be `low` to `high`; false when the dates can no longer lie so. */
bool days_narrow(
    struct days *days, uint32_t slot, uint32_t low, uint32_t high) MUST_USE;

#endif
