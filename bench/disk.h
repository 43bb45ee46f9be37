/*
 * The disk by itself: what the record's rates are divided by.
 */
#ifndef VESTIBULE_BENCH_DISK_H
#define VESTIBULE_BENCH_DISK_H

/* Make a file for it in `folder`.  What fails here ends the program. */
int disk_open(const char *folder);

/* Blocks a second that the disk confirms one by one, written in place, measured for so
 * many seconds. */
double disk_syncs(int file, double window);

/* Seconds from some moment on. */
double disk_now(void);

#endif
