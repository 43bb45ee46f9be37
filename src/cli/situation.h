/*
 * situation: the facts a command is given, and the moment they hold at.
 */
#ifndef VESTIBULE_CLI_SITUATION_H
#define VESTIBULE_CLI_SITUATION_H

#include "app/app.h"
#include "cli/protocol.h"

struct situation {
    const struct protocol *protocol;
    int32_t *facts; /* FACT_UNKNOWN, or a value each */
    struct moment at;
    bool has_at;
    str zone; /* empty: moments are shown as they are written */
    struct calendar calendar;
};

/* Begin with nothing known; reads --zone, --at and --calendar. */
bool situation_start(struct session *session, const struct protocol *protocol,
    struct situation *out, struct err *err) MUST_USE;

/* Forget all facts. */
void situation_forget(struct situation *situation);

/* Take in the arguments from the `first` on: NAME=VALUE, and at most one file. */
bool situation_arguments(struct session *session, size_t first,
    struct situation *situation, struct err *err) MUST_USE;

/* Take in one "NAME=VALUE". */
bool situation_state(
    struct situation *situation, str statement, struct err *err) MUST_USE;

/* Take in a facts object; its "at" goes before any other. */
bool situation_read(struct situation *situation, struct arena *arena, str source,
    struct err *err) MUST_USE;

/* Let the clock say when it is, unless that is known. */
bool situation_now(struct situation *situation, struct err *err) MUST_USE;

/* Whether the edition is in force on the day that is decided on; where no day is
 * known nothing speaks against it. */
bool situation_in_force(const struct situation *situation);

/* Say on standard error that the edition is not in force, if it is not; JSON says it
 * itself. */
void situation_tell(struct session *session, const struct situation *situation);

/* Supply what follows from the moment and is not known: today, now, school days. */
void situation_supply(struct situation *situation);

#endif
