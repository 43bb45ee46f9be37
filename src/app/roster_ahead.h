/*
 * roster_ahead: what is wrong with the roster in the days to come.
 *
 * Somebody has to be on duty while schools are open, as their calendar has it: for each
 * role that is called, at each school where it is a role of schools.
 */
#ifndef VESTIBULE_APP_ROSTER_AHEAD_H
#define VESTIBULE_APP_ROSTER_AHEAD_H

#include "app/calendar.h"
#include "app/roster.h"
#include "callout/callout.h"

/* The roles that have to be on the roster: those that the orders name, as lanes or as
 * whom they call, and that the duties of a protocol are to (NULL: all of the former).
 * Others are called, too, but a district need not have them.  Returns how many. */
size_t rota_lanes(const struct callout_orders *orders, const struct image *image,
    struct arena *arena, const str **out);

/* What is known besides the roster: roles that have to be on it, schools, and when those
 * are open. */
struct rota_known {
    const str *roles;
    size_t role_count;
    const str *schools;
    size_t school_count;
    const struct calendar *calendar;
};

struct rota_needs {
    const struct roster_need *items;
    size_t count;
    const str *schools; /* all of them, each once */
    size_t school_count;
    const struct calendar *calendar;
};

/* Work out who is needed where, from what is known and what the roster names. */
void rota_needs(const struct roster *roster, const struct rota_known *known,
    struct arena *arena, struct rota_needs *out);

/* Days from an instant on, by the clocks of a zone (empty: the machine's). */
struct rota_span {
    str zone;
    int64_t from;
    uint32_t days;
};

/* Find the gaps of that time.  Errors as roster_gaps; ERR_USAGE: there is no such zone. */
bool rota_ahead(const struct roster *roster, const struct rota_needs *needs,
    const struct rota_span *span, struct arena *arena, struct roster_gap_list *out,
    struct err *err) MUST_USE;

/* Gaps of the same fault, role, school and person, which are as good as one to whoever
 * mends them. */
struct rota_trouble {
    struct roster_gap first;
    size_t more;   /* besides the first */
    int64_t until; /* the end of the last */
};

/* Put gaps that come again together, in the order of the first of each.  Returns how many
 * there are. */
size_t rota_join(
    const struct roster_gap_list *gaps, struct arena *arena, struct rota_trouble **out);

#endif
