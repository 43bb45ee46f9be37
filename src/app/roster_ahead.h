/*
 * roster_ahead: what is wrong with the roster in the days to come.
 *
 * Somebody has to be on duty while schools are open, Monday to Friday from 07:00 to 18:00:
 * for each role that is called, at each school where it is a role of schools.
 */
#ifndef VESTIBULE_APP_ROSTER_AHEAD_H
#define VESTIBULE_APP_ROSTER_AHEAD_H

#include "app/roster.h"

enum { ROTA_OPEN_FROM = 7 * 60, ROTA_OPEN_TO = 18 * 60, ROTA_OPEN_DAYS = 31 };

/* What is known besides the roster: roles that are called, and schools. */
struct rota_known {
    const str *roles;
    size_t role_count;
    const str *schools;
    size_t school_count;
};

struct rota_needs {
    const struct roster_need *items;
    size_t count;
    const str *schools; /* all of them, each once */
    size_t school_count;
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

#endif
