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
#include "disk.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { ROUNDS = 5, LEAF = 600 };

static const double window = 0.4; /* seconds of each measurement */

static void stop(const char *doing, const struct err *err)
{
    fprintf(stderr, "%s: %" STR_FMT "\n", doing, STR_ARG(err_text(err)));
    exit(1);
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
    double start = disk_now();
    double end = start;
    uint64_t first = *seq;
    struct err err = {0};

    for (; end - start < window; end = disk_now()) {
        if (!db_begin(db, &err))
            stop("beginning", &err);
        for (unsigned i = 0; i < batch; i++)
            insert(db, (*seq)++);
        if (!db_commit(db, &err))
            stop("committing", &err);
    }
    return (double)(*seq - first) / (end - start);
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
    file = disk_open(".");
    if (!store_open(&db, STR("record.db"), DB_WRITE, &err))
        stop("opening", &err);
    printf("  SQLite %" STR_FMT "%s\n", STR_ARG(version.number),
        version.loses_resets ? ", with the WAL reset fault: one writer only" : "");
    for (size_t i = 0; i < COUNT_OF(batches); i++) {
        double rates[ROUNDS];
        double ratios[ROUNDS];

        for (size_t round = 0; round < ROUNDS; round++) {
            double before = disk_syncs(file, window, NULL);

            rates[round] = commits(&db, &seq, batches[i]);
            ratios[round] =
                rates[round] / ((before + disk_syncs(file, window, NULL)) / 2);
        }
        printf("  %3u a commit  %9.0f events/s, %6.2f a fdatasync\n", batches[i],
            disk_quantile(rates, ROUNDS, 0.5), disk_quantile(ratios, ROUNDS, 0.5));
    }
    db_close(&db);
    return close(file);
}
