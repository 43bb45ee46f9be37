/*
 * gaps: what is wrong with a roster in the days to come, while there is time to mend it.
 */
#ifndef VESTIBULE_ROSTER_GAPS_H
#define VESTIBULE_ROSTER_GAPS_H

#include "roster/plan.h"

enum { ROSTER_GAP_DAYS_MAX = 366 };

/* When somebody has to be on duty. */
struct roster_need {
    str role;
    str school;        /* empty: the whole district */
    uint32_t weekdays; /* as those of a week */
    int32_t from;
    int32_t to; /* up to `from`: on the next day; both 0: around the clock */
};

enum roster_fault {
    ROSTER_NOBODY,      /* nobody is on duty */
    ROSTER_UNREACHABLE, /* somebody is, first or second, who has no address that works */
};

struct roster_gap {
    enum roster_fault fault;
    str role;
    str school;
    const struct roster_person *person; /* who cannot be reached; NULL: nobody there */
    int64_t from;                       /* instants, seconds since 1970 */
    int64_t to;
};

/* What the clocks of the place show at an instant. */
struct roster_zone {
    bool (*moment)(void *context, int64_t instant, struct moment *out, struct err *err);
    void *context;
};

/* The days on which somebody has to be on duty, besides the weekdays of the need. */
struct roster_days {
    bool (*is_open)(const void *context, int32_t day); /* NULL: all of them */
    const void *context;
};

/* Where to look: from an instant on, for so many times 24 hours. */
struct roster_ahead {
    const struct roster_need *needs;
    size_t need_count;
    int64_t from;
    uint32_t days;
    struct roster_zone zone;
    struct roster_days open;
};

struct roster_gap_list {
    const struct roster_gap *items;
    size_t count;
};

/*
 * Find the gaps, in the order of the needs and then of time; one ends with a time in which
 * somebody is needed and all is well, so it goes on over nights and holidays.  Clocks are taken to be set at most once in 24 hours.  Costs a few questions
 * to the zone a day, and the needs times the moments at which the roster changes.  ERR_LIMIT:
 * too many days; else what the zone says.
 */
bool roster_gaps(const struct roster *roster, const struct roster_ahead *ahead,
    struct arena *arena, struct roster_gap_list *out, struct err *err) MUST_USE;

#endif
