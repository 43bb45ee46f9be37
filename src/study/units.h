/*
 * units: what a person could change, for why_not.
 *
 * A unit is one fact that is neither fixed nor supplied; its options are the
 * values, or ranges of values, that it does not have now and that some condition
 * can tell apart, each with what it makes of the slots that read the fact.
 *
 * A comparison of two dates belongs to the first of them that can change while
 * the other is known; where neither is known, or both would have to change at
 * once, it is left as it is.
 */
#ifndef VESTIBULE_STUDY_UNITS_H
#define VESTIBULE_STUDY_UNITS_H

#include "policy/policy.h"

struct option {
    int32_t low, high; /* the values it stands for; see study_change */
    uint32_t *values;  /* one a slot of the unit */
};

struct unit {
    uint32_t fact;
    uint32_t *slots;
    uint32_t slot_count;
    struct option *options;
    uint32_t option_count;
};

#define UNIT_NONE UINT32_MAX

struct units {
    struct unit *items;
    uint32_t count;
    uint32_t *state;   /* [slot] value now, DD_FREE when unknown */
    uint32_t *unit_of; /* [slot] or UNIT_NONE */
    uint32_t slot_count;
};

struct units units_of(
    struct arena *arena, const struct policy *policy, const int32_t *facts);

/* The value of a slot when its unit takes `option`. */
uint32_t unit_value(const struct unit *unit, uint32_t option, uint32_t slot);

#endif
