/*
 * failure: how each kind of error appears outside, one row for every face.
 *
 * The command line shows an exit status, a browser an HTTP status; both say it in
 * words that give nothing away.  The error's own text is for whoever may read it.
 */
#ifndef VESTIBULE_BASE_FAILURE_H
#define VESTIBULE_BASE_FAILURE_H

#include "base/err.h"

struct failure {
    unsigned http;
    unsigned exit;
    str terminal; /* what the exit status means */
    str page;     /* a sentence to whoever asked by HTTP */
};

const struct failure *failure_of(enum err_kind kind);

#endif
