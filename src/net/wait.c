/*
 * Bells are event counters of the kernel: ringing is one write, so a signal handler
 * may do it, and a bell rung before anybody waits is not missed.
 */
#include "net/net.h"

#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

bool net_bell_open(struct net_bell *bell, struct err *err)
{
    bell->file = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    if (bell->file >= 0)
        return true;
    return err_set(
        err, ERR_IO, STR("too many files are open; close some and try again"));
}

void net_bell_close(struct net_bell *bell)
{
    (void)close(bell->file);
    bell->file = -1;
}

void net_bell_ring(const struct net_bell *bell)
{
    static const uint64_t once = 1;

    /* It can only fail when it has rung often enough already. */
    if (write(bell->file, &once, sizeof(once)) < 0)
        return;
}

bool net_bell_rung(const struct net_bell *bell)
{
    struct pollfd wait = {.fd = bell->file, .events = POLLIN};

    return poll(&wait, 1, 0) == 1;
}

void net_bell_silence(const struct net_bell *bell)
{
    uint64_t rings;

    /* It can only fail when it has not rung. */
    if (read(bell->file, &rings, sizeof(rings)) < 0)
        return;
}

bool net_wait(int socket, const struct net_bell *bell, int timeout_ms)
{
    struct pollfd waits[] = {{.fd = socket, .events = POLLIN},
        {.fd = bell != NULL ? bell->file : -1, .events = POLLIN}};

    /* A signal ends the wait early: whoever loops looks again. */
    return poll(waits, COUNT_OF(waits), timeout_ms) > 0 && waits[0].revents != 0;
}
