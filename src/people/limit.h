/*
 * limit: how long somebody who fails has to wait before the next try.
 *
 * A table of fixed size in memory: what it counts against is a keyed digest, so nobody
 * can aim at a place in it, and when it is full the oldest failures are forgotten.
 * Waiting only delays, and what strangers do elsewhere delays nobody's first tries:
 * so an account cannot be shut by failing on purpose.
 */
#ifndef VESTIBULE_PEOPLE_LIMIT_H
#define VESTIBULE_PEOPLE_LIMIT_H

#include "base/base.h"

enum {
    LIMIT_SLOTS = 4096, /* in sets of LIMIT_WAYS; 24 bytes each */
    LIMIT_WAYS = 8,
    LIMIT_FORGET = 3600, /* seconds after the last failure */
    LIMIT_PAIR_FREE = 3, /* failures before the first wait */
    LIMIT_TRIES = 5,     /* at passwords, from all but desks together, in one second */
};

/* What is counted: an account from one address, an address, an account. */
enum limit_kind { LIMIT_PAIR, LIMIT_PEER, LIMIT_LOGIN, LIMIT_KIND_COUNT };

struct limit_slot {
    uint64_t name; /* 0: free */
    int64_t at;    /* of the last failure */
    uint32_t failures;
};

struct limits {
    struct limit_slot slots[LIMIT_SLOTS];
    int64_t second; /* in which `tries` were taken */
    uint32_t tries;
};

/* The seconds to wait before the next try; 0: none. */
int64_t limit_wait(
    const struct limits *limits, enum limit_kind kind, uint64_t name, int64_t now);

/* How many failures are remembered. */
uint32_t limit_failures(const struct limits *limits, uint64_t name, int64_t now);

void limit_fail(struct limits *limits, uint64_t name, int64_t now);
/* Take one of this second's tries; false when there is none left.  So many addresses
 * together cannot keep the thread that serves from serving desks. */
bool limit_take(struct limits *limits, int64_t now) MUST_USE;

void limit_forgive(struct limits *limits, uint64_t name);

#endif
