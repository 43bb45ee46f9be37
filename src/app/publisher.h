/*
 * publisher: what is recorded gets signed and shown without anybody asking.
 *
 * A record that is only written to proves nothing to others: that takes a checkpoint.
 * While a record is served one thread publishes it by the clock.
 */
#ifndef VESTIBULE_APP_PUBLISHER_H
#define VESTIBULE_APP_PUBLISHER_H

#include "app/keeper.h"

struct publisher;

struct publisher_settings {
    struct keeper *keeper;
    unsigned seconds; /* between two publications */
    /* Told after each attempt, on the publisher's thread; `err` is why it failed.  What
     * failed is tried again when the time has come. */
    void (*told)(
        void *context, const struct publication *publication, const struct err *err);
    void *context;
};

/* Begin: first after `seconds`, then whenever as many have passed and there is something
 * new.  Both outlive it but for `settings`.  ERR_IO: no thread is to be had. */
bool publisher_open(const struct publisher_settings *settings, struct publisher **out,
    struct err *err) MUST_USE;

/* Publish what is new for the last time, which may take as long as witnesses do, and
 * end.  NULL is no matter. */
void publisher_close(struct publisher *publisher);

#endif
