/*
 * What the files of the roster share.
 */
#ifndef VESTIBULE_ROSTER_INSIDE_H
#define VESTIBULE_ROSTER_INSIDE_H

#include "roster/roster.h"

/* A change, alone or within another. */
struct edit {
    struct roster_book *book;
    bool nested;
};

bool edit_begin(struct roster_book *book, struct edit *edit, struct err *err) MUST_USE;
bool edit_end(struct edit *edit, bool done, struct err *err) MUST_USE;

/* End a query; without a row the error is ERR_NOT_FOUND, `text`. */
bool require_found(struct db_query *q, str text, struct err *err) MUST_USE;

/* Whether hours that begin on some weekdays hold at a minute of a day; those that end no
 * later than they begin end on the next day.  `first`, `last`: days on which they begin. */
struct roster_hours {
    uint32_t weekdays;
    int32_t from;
    int32_t to;
    int32_t first;
    int32_t last;
};

bool hours_hold(const struct roster_hours *hours, int32_t day, int32_t minute);

/* Read an address as it may be written: what is to be kept.  ERR_INVALID. */
bool address_read(struct arena *arena, enum roster_channel channel, str written,
    str *out, struct err *err) MUST_USE;

#endif
