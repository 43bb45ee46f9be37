/*
 * progress: how far a long command is, for who waits at a terminal.
 *
 * One line on standard error, written over again, gone at the end; nothing with --quiet
 * or where standard error is no terminal.
 */
#ifndef VESTIBULE_CLI_PROGRESS_H
#define VESTIBULE_CLI_PROGRESS_H

#include "cli/command.h"

struct progress {
    bool is_shown;
    str doing;
    uint64_t whole;
    uint64_t percent; /* as it stands there */
};

/* Nothing is shown before the first step. */
struct progress progress_of(const struct session *session, str doing, uint64_t whole);

/* So much is done; at the end the line is taken away. */
void progress_show(struct progress *progress, uint64_t done);

#endif
