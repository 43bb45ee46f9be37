/*
 * What durability costs: events committed a second, against the fdatasyncs a second
 * of the same disk in the same minute.
 *
 *     store FOLDER
 *
 * The disk's own rate drifts, so it is measured before and after each kind of
 * commit, and only the ratio says something.  Prints the median of several rounds.
 */
#include "store/store.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

enum { ROUNDS = 5, BLOCK = 4096, LEAF = 600 };

static const double window = 0.4; /* seconds of each measurement */

static double now(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void stop(const char *doing, const struct err *err)
{
    fprintf(stderr, "%s: %" STR_FMT "\n", doing, STR_ARG(err_text(err)));
    exit(1);
}

/* Blocks a second that the disk confirms one by one, written in place. */
static double syncs(int file)
{
    static char block[BLOCK];
    double start = now();
    double end = start;
    uint64_t count = 0;

    for (; end - start < window; end = now()) {
        block[0]++;
        if (pwrite(file, block, sizeof(block), (off_t)(count++ % 64) * BLOCK) !=
                BLOCK ||
            fdatasync(file) != 0)
            exit(1);
    }
    return (double)count / (end - start);
}

static void insert(struct db *db, uint64_t seq)
{
    static char leaf[LEAF];
    struct store_event event = {
        .seq = seq, .leaf = {leaf, sizeof(leaf)}, .kind = STR("fact_stated")};
    struct err err = {0};

    /* A key in order of time, ten events a visit, as the record has them. */
    for (unsigned i = 0; i < 8; i++) {
        event.key[i] = (uint8_t)(seq >> (56 - 8 * i));
        event.visit[i] = (uint8_t)((seq / 10 * 0x9e3779b97f4a7c15u) >> (8 * i));
    }
    event.in_visit = true;
    event.n = seq % 10;
    if (!store_event_insert(db, &event, &err))
        stop("inserting", &err);
}

/* Events a second, `batch` of them a commit. */
static double commits(struct db *db, uint64_t *seq, unsigned batch)
{
    double start = now();
    double end = start;
    uint64_t first = *seq;
    struct err err = {0};

    for (; end - start < window; end = now()) {
        if (!db_begin(db, &err))
            stop("beginning", &err);
        for (unsigned i = 0; i < batch; i++)
            insert(db, (*seq)++);
        if (!db_commit(db, &err))
            stop("committing", &err);
    }
    return (double)(*seq - first) / (end - start);
}

static int by_size(const void *a, const void *b)
{
    double difference = *(const double *)a - *(const double *)b;

    return difference < 0 ? -1 : difference > 0;
}

static double median(double values[ROUNDS])
{
    qsort(values, ROUNDS, sizeof(*values), by_size);
    return values[ROUNDS / 2];
}

int main(int argc, char **argv)
{
    static const unsigned batches[] = {1, 8, 64, 512};
    struct db db = {0};
    struct err err = {0};
    struct db_version version = db_version();
    uint64_t seq = 0;
    int file;

    if (argc != 2 || chdir(argv[1]) != 0)
        return 1;
    file = open("disk", O_RDWR | O_CREAT | O_TRUNC, 0600);
    if (file < 0 || ftruncate(file, 64 * BLOCK) != 0 || fsync(file) != 0)
        return 1;
    if (!store_open(&db, STR("record.db"), DB_WRITE, &err))
        stop("opening", &err);
    printf("  SQLite %" STR_FMT "%s\n", STR_ARG(version.number),
        version.loses_resets ? ", with the WAL reset fault: one writer only" : "");
    for (size_t i = 0; i < COUNT_OF(batches); i++) {
        double rates[ROUNDS];
        double ratios[ROUNDS];

        for (size_t round = 0; round < ROUNDS; round++) {
            double before = syncs(file);

            rates[round] = commits(&db, &seq, batches[i]);
            ratios[round] = rates[round] / ((before + syncs(file)) / 2);
        }
        printf("  %3u a commit  %9.0f events/s, %6.2f a fdatasync\n", batches[i],
            median(rates), median(ratios));
    }
    db_close(&db);
    return close(file);
}
