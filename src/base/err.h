/*
 * err: why something failed.
 *
 * Fixed size, on the caller's stack, never allocates.  `kind` is for machines,
 * `text` for people; callers prefix it on the way up and a face reports it once.
 */
#ifndef VESTIBULE_BASE_ERR_H
#define VESTIBULE_BASE_ERR_H

#include "base/str.h"

enum err_kind {
    ERR_NONE,
    ERR_USAGE,     /* the request itself makes no sense */
    ERR_INVALID,   /* a document, facts or a setting needs correcting */
    ERR_DENIED,    /* not allowed */
    ERR_NOT_FOUND, /* there is nothing there */
    ERR_CONFLICT,  /* someone else changed it first */
    ERR_LIMIT,     /* larger than we accept */
    ERR_IO,        /* the machine did not do its part */
    ERR_CORRUPT,   /* what was stored disagrees with itself */
    ERR_KIND_COUNT
};

enum { ERR_TEXT_MAX = 400 };

struct err {
    enum err_kind kind;
    size_t len;
    char text[ERR_TEXT_MAX];
};

/* Set `err` to `kind` and `text`; always returns false.  Long text is cut. */
bool err_set(struct err *err, enum err_kind kind, str text);

/* Add to the end of the text; always returns false. */
bool err_add(struct err *err, str text);
bool err_add_i64(struct err *err, int64_t value);

/* Put "`doing`: " before the text; always returns false. */
bool err_while(struct err *err, str doing);

str err_text(const struct err *err);

#endif
