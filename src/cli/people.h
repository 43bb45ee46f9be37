/*
 * people: what the commands on accounts share.
 */
#ifndef VESTIBULE_CLI_PEOPLE_H
#define VESTIBULE_CLI_PEOPLE_H

#include "cli/log.h"
#include "people/people.h"

/* What is kept in the folder that --data names, opened to be changed. */
struct people_desk {
    struct keeper *keeper;
    struct staff staff;
    str by;
};

/* ERR_USAGE: no --by; ERR_CONFLICT: the record is in use.  Then there is nothing to
 * close. */
bool people_desk_open(
    struct people_desk *desk, struct session *session, struct err *err) MUST_USE;
void people_desk_close(struct people_desk *desk);

/* The folder that --data names, or the usual one. */
str people_data(const struct session *session);

/* Read the values of --role.  ERR_USAGE: there is none; ERR_INVALID: no such role. */
bool people_roles(struct session *session, struct people_right **out, size_t *count,
    struct err *err) MUST_USE;

#endif
