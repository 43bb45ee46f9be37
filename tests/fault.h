/*
 * A database driver that fails the n-th call, in front of the real one.
 *
 *     struct fault fault = fault_at(n);
 *     struct db db = {.driver = &fault.driver};
 *
 * A sweep runs the same work with n = 1, 2, ... until `struck` stays false: then
 * every call that can fail has failed once.  It must outlive the connection.
 */
#ifndef VESTIBULE_TESTS_FAULT_H
#define VESTIBULE_TESTS_FAULT_H

#include "db/driver.h"

struct fault {
    struct db_driver driver; /* first: db->driver leads back here */
    uint64_t calls;          /* that could have failed, so far */
    uint64_t fail_at;        /* the number of the one that does; 0: none */
    bool late;               /* it does its work first: only the good news is lost */
    bool breaks;             /* as a failing disk does, it ends the connection */
    bool struck;             /* it has happened */
};

/* What the failing call says; its kind is ERR_IO. */
extern const str fault_text;

struct fault fault_at(uint64_t call);

#endif
