/*
 * serve: what the files of `vestibule serve` share.
 */
#ifndef VESTIBULE_CLI_SERVE_H
#define VESTIBULE_CLI_SERVE_H

#include "cli/command.h"

#include "os/os.h"
#include "people/people.h"

/* Read which proxy is trusted, if any.  ERR_USAGE, ERR_INVALID; else as os_read_file. */
bool serve_proxy(
    struct session *session, struct proxy *proxy, struct err *err) MUST_USE;

#endif
