/*
 * A record in a folder of its own, opened, with a clock that the test winds.
 */
#ifndef VESTIBULE_TESTS_FIXTURE_H
#define VESTIBULE_TESTS_FIXTURE_H

#include "app/app.h"

struct fixture {
    struct arena arena;
    str folder;
    int64_t now;
    struct keeper_clock clock;
    struct keeper *keeper; /* NULL when it could not be opened */
};

/* Make and open it, of the origin that tests/load.h names; it must not move. */
bool fixture_start(struct fixture *f);
void fixture_finish(struct fixture *f);

/* Close it and open it again. */
bool fixture_reopen(struct fixture *f);

/* A check that says what went wrong. */
void must(bool done, const struct err *err);

#endif
