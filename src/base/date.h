/*
 * Calendar arithmetic: proleptic Gregorian days, minutes of the day, ISO 8601.
 *
 * A day is the number of days since 1970-01-01; a time is minutes since midnight.
 */
#ifndef VESTIBULE_BASE_DATE_H
#define VESTIBULE_BASE_DATE_H

#include "base/str.h"

struct err;
struct text;

enum { DATE_MIN_YEAR = 1, DATE_MAX_YEAR = 9999, TIME_MINUTES = 1440 };

struct civil {
    int32_t year;
    uint32_t month; /* 1 to 12 */
    uint32_t day;   /* 1 to 31 */
};

int32_t date_from_civil(struct civil civil);
struct civil date_to_civil(int32_t day);

/* Return 0 for Monday to 6 for Sunday. */
uint32_t date_weekday(int32_t day);

/* Read YYYY-MM-DD; the date must exist. */
bool date_parse(str s, int32_t *day);

/* Read HH:MM, 00:00 to 23:59. */
bool time_parse(str s, int32_t *minute);

void text_add_date(struct text *text, int32_t day);
void text_add_time(struct text *text, int32_t minute);

/* A moment as written: RFC 3339, local time and its offset from UTC. */
struct moment {
    int32_t day;    /* local */
    int32_t minute; /* local */
    int32_t second; /* 0 to 60 */
    int32_t offset; /* minutes east of UTC */
};

/* Read YYYY-MM-DDTHH:MM[:SS[.fraction]](Z|+HH:MM|-HH:MM); a fraction is dropped. */
bool moment_parse(str s, struct moment *out);

/* Write YYYY-MM-DDTHH:MM:SS and the offset. */
void text_add_moment(struct text *text, const struct moment *moment);

#endif
