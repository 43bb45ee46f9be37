/* The disk by itself: a block is written and confirmed, again and again. */
/* NOLINTNEXTLINE(bugprone-reserved-identifier): syscall() is beyond POSIX. */
#define _DEFAULT_SOURCE
#include "disk.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

enum { BLOCK = 4096, BLOCKS = 64, SYNCS_MOST = 1 << 20 };

static void stop(const char *doing)
{
    perror(doing);
    exit(1);
}

int disk_open(const char *folder)
{
    static const char zeros[BLOCKS * BLOCK];
    char path[4096];
    int len = snprintf(path, sizeof(path), "%s/disk", folder);
    int file;

    if (len < 0 || (size_t)len >= sizeof(path))
        stop(folder);
    file = open(path, O_RDWR | O_CREAT | O_TRUNC, 0600);
    if (file < 0 || write(file, zeros, sizeof(zeros)) != sizeof(zeros) ||
        fsync(file) != 0)
        stop(path);
    return file;
}

/* ---- a slower disk ---- */

static unsigned slowed_by; /* microseconds */

void disk_slow(unsigned microseconds)
{
    slowed_by = microseconds;
}

/* Stands before the C library's, for everything that is linked to this program. */
int fdatasync(int file)
{
    struct timespec rest = {slowed_by / 1000000, (long)(slowed_by % 1000000) * 1000};
    int done = (int)syscall(SYS_fdatasync, file);

    while (done == 0 && slowed_by > 0 && nanosleep(&rest, &rest) != 0)
        ;
    return done;
}

/* ---- measuring ---- */

double disk_now(void)
{
    struct timespec t;

    if (clock_gettime(CLOCK_MONOTONIC, &t) != 0)
        stop("clock");
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static int by_size(const void *a, const void *b)
{
    double difference = *(const double *)a - *(const double *)b;

    return difference < 0 ? -1 : difference > 0;
}

double disk_quantile(double *values, size_t count, double part)
{
    qsort(values, count, sizeof(*values), by_size);
    return values[(size_t)((double)(count - 1) * part)];
}

double disk_syncs(int file, double window, double *median)
{
    static char block[BLOCK];
    static double took[SYNCS_MOST];
    double start = disk_now();
    double end = start;
    size_t count = 0;

    while (end - start < window && count < SYNCS_MOST) {
        double before = end;

        block[0]++;
        if (pwrite(file, block, BLOCK, (off_t)(count % BLOCKS) * BLOCK) != BLOCK ||
            fdatasync(file) != 0)
            stop("fdatasync");
        end = disk_now();
        took[count++] = end - before;
    }
    if (median != NULL)
        *median = disk_quantile(took, count, 0.5);
    return (double)count / (end - start);
}
