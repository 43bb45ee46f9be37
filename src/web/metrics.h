/*
 * metrics: how many requests there were, and how long they took.
 */
#ifndef VESTIBULE_WEB_METRICS_H
#define VESTIBULE_WEB_METRICS_H

#include "base/base.h"

enum { METRICS_ROWS = 256, METRICS_BUCKETS = 11 };

/* Requests of one route, method and status. */
struct metrics_row {
    str pattern; /* empty: no route takes them */
    str method;
    unsigned status;
    uint64_t count;
};

/* Rows are made when they are needed; patterns, methods and statuses are ours, so a
 * stranger cannot make many. */
struct metrics {
    struct metrics_row rows[METRICS_ROWS];
    size_t row_count;
    uint64_t buckets[METRICS_BUCKETS]; /* each alone, not summed up */
    uint64_t slower;                   /* than the last bucket */
    uint64_t total_ns;
};

void metrics_count(
    struct metrics *metrics, str pattern, str method, unsigned status, uint64_t ns);

/* Write them in Prometheus' text format, version 0.0.4. */
void metrics_write(const struct metrics *metrics, struct text *text);

/* Write one number under its name, with what it is: one that goes up and down, or one
 * that counts since the start. */
void metrics_gauge(struct text *text, str name, str help, uint64_t value);
void metrics_counter(struct text *text, str name, str help, uint64_t value);

#endif
