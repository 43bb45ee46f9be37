/*
 * desks: when each school's desk was heard from, and which are silent.
 *
 * A page at a desk asks for something each half minute by itself (away.js, and beat.js where
 * nobody has signed in), and a stream to it has its beats; by the cookie of an enrolled
 * device both are heard here.  A school is silent while it is open and none of its devices
 * was heard from for minutes; one without a device never is.  Nothing is kept of persons.
 */
#ifndef VESTIBULE_WEB_DESKS_H
#define VESTIBULE_WEB_DESKS_H

#include "base/base.h"

enum { DESKS_SILENT_SECONDS = 5 * 60, DESKS_LOOK_SECONDS = 15 };

struct desk_heard {
    str school;
    int64_t at;
};

struct desks {
    struct arena arena;
    struct desk_heard *items;
    size_t count, room;
    int64_t began_at; /* before that nobody listened */
    int64_t look_at;  /* not before, for what boards show */
    struct arena told_arena;
    str told; /* the schools that were silent then */
};

struct site;
struct caller;
struct notices_view;

/* Listen from here on. */
void desks_begin(struct site *site);

/* Somebody's browser at the desk of a school asked for something. */
void desks_hear(struct site *site, str school);

/* The desks that are silent now, each with when it was heard from last.  ERR_IO. */
bool desks_silent(struct site *site, struct arena *arena, struct desk_heard **out,
    size_t *count, struct err *err) MUST_USE;

/* Have those who watch look again when others are silent than before; costs something
 * each quarter of a minute. */
void desks_watch(struct site *site);

/* What somebody is told of them: who writes to desks, or enrols their devices. */
struct notices_view desks_notices(struct caller *caller);

void desks_clear(struct desks *desks);

#endif
