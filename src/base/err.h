/*
 * err: why something failed.
 *
 * Fixed size, on the caller's stack, never allocates.  `kind` is for machines,
 * `text` for people; callers prefix it on the way up and a face reports it once.
 */
#ifndef VESTIBULE_BASE_ERR_H
#define VESTIBULE_BASE_ERR_H

#include "base/str.h"

struct text;

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

enum { ERR_TEXT_MAX = 400, ERR_VALUES_MAX = 4 };

struct err {
    enum err_kind kind;
    size_t len;
    char text[ERR_TEXT_MAX];
    struct {
        size_t start, end; /* in the text */
    } values[ERR_VALUES_MAX];
    size_t value_count;
};

/* Set `err` to `kind` and `text`; always returns false.  Long text is cut. */
bool err_set(struct err *err, enum err_kind kind, str text);

/* The same with a whole sentence and values for its %1, %2 ..., which stand in this
 * order: a face can say the sentence in another language (err_sentence). */
bool err_say(
    struct err *err, enum err_kind kind, str sentence, const str *values, size_t count);

/* Add to the end of the text; always returns false. */
bool err_add(struct err *err, str text);
bool err_add_i64(struct err *err, int64_t value);

/* Put "`doing`: " before the text; always returns false. */
bool err_while(struct err *err, str doing);

str err_text(const struct err *err);

/* The sentence with %1, %2 ... where its values stand, and those values, which stay in
 * `err`; returns how many. */
size_t err_sentence(
    const struct err *err, struct text *sentence, str values[ERR_VALUES_MAX]);

#endif
