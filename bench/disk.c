/* The disk by itself: a block is written and confirmed, again and again. */
#include "disk.h"

#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

enum { BLOCK = 4096, BLOCKS = 64 };

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

double disk_now(void)
{
    struct timespec t;

    if (clock_gettime(CLOCK_MONOTONIC, &t) != 0)
        stop("clock");
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

double disk_syncs(int file, double window)
{
    static char block[BLOCK];
    double start = disk_now();
    double end = start;
    uint64_t count = 0;

    for (; end - start < window; end = disk_now()) {
        block[0]++;
        if (pwrite(file, block, BLOCK, (off_t)(count++ % BLOCKS) * BLOCK) != BLOCK ||
            fdatasync(file) != 0)
            stop("fdatasync");
    }
    return (double)count / (end - start);
}
