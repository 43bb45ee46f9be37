/*
 * replay: what its two files share.
 */
#ifndef VESTIBULE_CLI_REPLAY_H
#define VESTIBULE_CLI_REPLAY_H

#include "cli/command.h"

/* Decide every decision of the record in `directory` again. */
bool replay_record(struct session *session, str directory, struct err *err) MUST_USE;

#endif
