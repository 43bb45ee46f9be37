/*
 * A small office for tests: who has duty for Law and Safety, and in which order they are
 * called.
 */
#ifndef VESTIBULE_TESTS_CALLS_H
#define VESTIBULE_TESTS_CALLS_H

#include "app/calling.h"

enum {
    CALLS_DANA = 1, /* Law, first: push and text */
    CALLS_SAM,      /* Law, second: a text address that does not work */
    CALLS_PAT,      /* Law, the head: voice */
    CALLS_KIM,      /* Safety: text */
    CALLS_ALEX,     /* the principal: mail */
};

/* Law: duty at once, the second and the principal after 90 s, the head after 180 s, the
 * desk after 300 s, again after 120 s; taken on for ten minutes.  Others: duty at once,
 * the desk after 60 s. */
bool calls_make(struct arena *arena, struct calling *out);

#endif
