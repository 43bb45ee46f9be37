/*
 * SD-JWT read the plain way, as an oracle: RFC 9901, section 7.1, step by step on a
 * tree of jansson, for any payload, without a word of the record's own code.
 */
#ifndef VESTIBULE_TEST_NAIVE_SDJWT_H
#define VESTIBULE_TEST_NAIVE_SDJWT_H

#include <stdbool.h>

/* Whether `presentation`, NUL at its end, yields `wanted` (JSON) when opened; members
 * named in `ignored`, which ends with NULL, are taken off first.  The signature is not
 * looked at. */
bool naive_sdjwt_yields(
    const char *presentation, const char *wanted, const char *const *ignored);

#endif
