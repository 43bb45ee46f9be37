/*
 * Things to keep, made up for tests of the store.
 */
#ifndef VESTIBULE_TESTS_KEPT_H
#define VESTIBULE_TESTS_KEPT_H

#include "store/store.h"

/* Fill `bytes` with what only `number` gives. */
void kept_bytes(uint8_t *bytes, size_t len, uint64_t number);

/* Event `seq`, of no visit, under a key of its own. */
struct store_event kept_event(uint64_t seq);

/* A name in build/ under which no database is left from another run; valid until
 * the fourth call after this one. */
str kept_file(const char *name);

bool kept_same_event(const struct store_event *a, const struct store_event *b);

#endif
