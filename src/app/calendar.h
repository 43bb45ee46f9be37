/*
 * calendar: the days on which there is school, and what follows from clock and calendar.
 */
#ifndef VESTIBULE_APP_CALENDAR_H
#define VESTIBULE_APP_CALENDAR_H

#include "base/base.h"
#include "eval/eval.h"

/* Days on which there is no school, besides Saturdays and Sundays. */
struct calendar {
    struct day_range {
        int32_t first, last;
    } * closed;
    size_t count;
};

/* Read a calendar. */
bool calendar_read(
    struct arena *arena, str source, struct calendar *out, struct err *err) MUST_USE;

/* The number of school days after `from`, up to and including `to`; at most `most`. */
int32_t calendar_school_days(
    const struct calendar *calendar, int32_t from, int32_t to, int32_t most);

/* The day that is `count` school days after `from`. */
int32_t calendar_after(const struct calendar *calendar, int32_t from, uint32_t count);

/* Supply the facts that nobody is asked for and that are not known: today and now, when
 * there is a moment (else NULL), and school days since a date. */
void calendar_supply(const struct calendar *calendar, const struct image *image,
    const struct moment *at, int32_t *facts);

/* The moment by which a duty that arose at `at` is due; false when it has no time. */
bool calendar_deadline(const struct calendar *calendar, const struct image *image,
    uint32_t duty, const struct moment *at, struct moment *due);

#endif
