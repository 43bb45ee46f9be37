/*
 * editions: what was in force when, as the record has it.
 *
 * Each edition_published says that an edition took over at that moment; the next one of
 * the same protocol ends it.  An edition may come back: its document is kept once.  Two
 * documents of other words may have one image; each is an edition, with its own digest.
 */
#ifndef VESTIBULE_APP_EDITIONS_H
#define VESTIBULE_APP_EDITIONS_H

#include "app/compiled.h"
#include "app/keeper.h"

struct edition_item {
    str digest; /* "sha256:..." of the image */
    str source; /* "sha256:..." of the document */
    str title;
    int32_t from; /* the first day that the document names */
    bool has_until;
    int32_t until;   /* the last day */
    str by;          /* who wrote it, or put it there; empty: erased */
    str approved_by; /* empty: nobody */
    str approved_at; /* as written; empty: not said */
    bool exercise;
    uint64_t seq;
    int64_t at; /* it took over */
    bool has_end;
    int64_t end; /* another one did */
};

struct editions {
    struct edition_item *items; /* in the order in which they took over */
    size_t count;
};

/* Read those of a protocol, by its name on the shelf; all of it lives in `arena`.
 * ERR_IO, ERR_CORRUPT. */
bool editions_read(struct keeper *keeper, struct arena *arena, str name,
    struct editions *out, struct err *err) MUST_USE;

/* The one in force at a moment; NULL when none was. */
const struct edition_item *editions_at(const struct editions *editions, int64_t at);

/* The one that took over last; NULL when none ever did. */
const struct edition_item *editions_last(const struct editions *editions);

/* The last one whose document, or else whose image, has this digest; NULL when none was
 * ever in force. */
const struct edition_item *editions_find(const struct editions *editions, str digest);

/* The very document of an edition.  ERR_NOT_FOUND: the record does not have it. */
bool edition_document(struct keeper *keeper, struct arena *arena,
    const struct edition_item *item, str *source, struct err *err) MUST_USE;

#endif
