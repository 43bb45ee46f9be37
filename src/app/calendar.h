/*
 * calendar: the days on which there is school, and what follows from clock and calendar.
 *
 *     # Days without school, besides Saturdays and Sundays; docs/calendar.md.
 *     hours 07:30 16:30
 *     2026-11-26 2026-11-27
 *     2027-01-18
 */
#ifndef VESTIBULE_APP_CALENDAR_H
#define VESTIBULE_APP_CALENDAR_H

#include "base/base.h"
#include "eval/eval.h"

enum { CALENDAR_OPENS = 7 * 60, CALENDAR_CLOSES = 18 * 60 };

/* Days on which there is no school, besides Saturdays and Sundays; and from when until
 * when schools are open on the others. */
struct calendar {
    struct day_range {
        int32_t first, last;
    } * closed;
    size_t count;
    int32_t opens, closes; /* minutes of the day; both 0: the file does not say */
};

/* Read a calendar.  ERR_INVALID: the line, and what to write there. */
bool calendar_read(
    struct arena *arena, str source, struct calendar *out, struct err *err) MUST_USE;

/* Read DIRECTORY/calendar.conf; none is as good as an empty one.  Also ERR_IO. */
bool calendar_read_file(
    struct arena *arena, str directory, struct calendar *out, struct err *err) MUST_USE;

/* Whether there is school on a day. */
bool calendar_is_open(const struct calendar *calendar, int32_t day);

/* From when until when schools are open; 07:00 to 18:00 unless the file says it. */
void calendar_hours(const struct calendar *calendar, int32_t *opens, int32_t *closes);

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
