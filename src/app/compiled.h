/*
 * compiled: a protocol's document, compiled and ready to decide.
 *
 * The one form in which a running server has a protocol: the shelf owns it, the desk and
 * the rights borrow it.  Mistakes are results: with some, there is nothing to decide by.
 */
#ifndef VESTIBULE_APP_COMPILED_H
#define VESTIBULE_APP_COMPILED_H

#include "app/verdict.h"
#include "policy/policy.h"

struct compiled {
    struct arena arena; /* of all that follows, itself too */
    str name;           /* of the protocol, the same in all its editions: "entry" */
    str path;           /* where it was read; or empty */
    str source;
    str source_digest; /* "sha256:..." of it */
    str title;
    struct diags diags;
    str image;          /* its bytes; empty when there are mistakes */
    struct bench bench; /* unless there are mistakes */
    struct eval_scratch scratch;
    void *pages;
    size_t pages_size;
};

/* Compile; what the compiler needed is let go.  ERR_IO. */
bool compiled_make(
    str name, str source, struct compiled **out, struct err *err) MUST_USE;

/* The same of what was compiled already, which stays the caller's. */
bool compiled_take(str name, str source, const struct policy *policy,
    const struct diags *diags, struct compiled **out, struct err *err) MUST_USE;

/* NULL is no matter. */
void compiled_free(struct compiled *compiled);

/* Whether it is the document of a digest.  Drafts that an older program began name the
 * image instead, which says as much but for the words around it. */
bool compiled_is(const struct compiled *compiled, str digest);

/* ERR_INVALID: it has mistakes, of which the first is shown. */
bool compiled_require(const struct compiled *compiled, struct err *err) MUST_USE;

#endif
