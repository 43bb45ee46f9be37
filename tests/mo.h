/*
 * Catalogues made without msgfmt: what a reader of MO files is tried with.
 */
#ifndef VESTIBULE_TESTS_MO_H
#define VESTIBULE_TESTS_MO_H

#include "base/base.h"

struct phrase {
    str key; /* "one\0many" where it counts */
    str said;
};

/* A catalogue of phrases, which stand in the order of their keys. */
str mo_made(struct arena *arena, const struct phrase *phrases, size_t count);

#endif
