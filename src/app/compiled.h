/*
 * compiled: a protocol's document, compiled and ready to decide.
 */
#ifndef VESTIBULE_APP_COMPILED_H
#define VESTIBULE_APP_COMPILED_H

#include "app/verdict.h"

struct compiled {
    struct arena arena; /* of all that follows, itself too */
    str source;
    str image; /* its bytes */
    struct bench bench;
    struct eval_scratch scratch;
    void *pages;
    size_t pages_size;
};

/* Compile.  ERR_INVALID: `name` has mistakes, of which the first is shown; ERR_IO. */
bool compiled_make(
    str name, str source, struct compiled **out, struct err *err) MUST_USE;

/* NULL is no matter. */
void compiled_free(struct compiled *compiled);

#endif
