/*
 * The disk by itself: what the record's rates are divided by.
 */
#ifndef VESTIBULE_BENCH_DISK_H
#define VESTIBULE_BENCH_DISK_H

#include <stddef.h>

/* Make a file for it in `folder`.  What fails here ends the program. */
int disk_open(const char *folder);

/* Blocks a second that the disk confirms one by one, written in place, measured for so
 * many seconds; and how long half of them take at most, unless `median` is NULL. */
double disk_syncs(int file, double window, double *median);

/* Be a slower disk from now on: whatever this program syncs by fdatasync, SQLite's files
 * as well, takes so many microseconds longer. */
void disk_slow(unsigned microseconds);

/* The value below which a part of them lies; they are sorted. */
double disk_quantile(double *values, size_t count, double part);

/* Seconds from some moment on. */
double disk_now(void);

#endif
