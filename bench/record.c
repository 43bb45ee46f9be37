/*
 * What the record costs, against what its disk can do in the same minute.
 *
 *     record FOLDER EVENTS [MICROSECONDS]
 *
 * With microseconds the disk is made slower by as many, and only submitting is measured.
 * The disk's own rate drifts, so each round measures it before and after, and only
 * ratios say something: of each the median over the rounds is printed.
 */
#include "disk.h"
#include "load.h"
#include "os/os.h"

#include <inttypes.h>
#include <pthread.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

enum {
    ROUNDS = 5,
    MANY = 64,
    MOST = 256,
    STACK = 1 << 18,
    TENTHS = 10,
    LATENCIES = 1 << 20,
    LEAF = 900, /* bytes that are signed */
    SIGNATURES = 4000,
    SECOND = 1000000 /* microseconds */
};

static const double window = 1.0; /* seconds of each measurement */

/* Seconds that the processors have worked for this process. */
static double worked(void)
{
    struct timespec t;

    if (clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t) != 0)
        exit(1);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void must(bool done, const struct err *err)
{
    if (done)
        return;
    fprintf(stderr, "%" STR_FMT "\n", STR_ARG(err_text(err)));
    exit(1);
}

/* ---- submitters ---- */

struct load {
    struct keeper *keeper;
    pthread_mutex_t mutex;
    uint64_t next;
    uint64_t past; /* no number from here on */
    double until;  /* 0: until all numbers are submitted */
    double *latencies;
    size_t count;
};

/* The next number, after taking down how long the last one took. */
static bool next_number(struct load *load, double took, uint64_t *number)
{
    bool more;

    (void)pthread_mutex_lock(&load->mutex);
    if (took > 0 && load->count < LATENCIES)
        load->latencies[load->count++] = took;
    more = load->next < load->past && (load->until <= 0 || disk_now() < load->until);
    *number = load->next;
    load->next += more;
    (void)pthread_mutex_unlock(&load->mutex);
    return more;
}

static void *submit(void *context)
{
    struct load *load = context;
    double took = 0;
    uint64_t number;

    while (next_number(load, took, &number)) {
        struct receipt receipt;
        struct err err = {0};
        double start = disk_now();

        must(load_submit(load->keeper, number, &receipt, &err), &err);
        took = disk_now() - start;
    }
    return NULL;
}

/* Events a second by so many submitters, each waiting for its receipt. */
static double run(struct load *load, unsigned submitters)
{
    pthread_t threads[MOST];
    pthread_attr_t attributes;
    double start = disk_now();
    uint64_t first = load->next;

    load->count = 0;
    if (pthread_attr_init(&attributes) != 0 ||
        pthread_attr_setstacksize(&attributes, STACK) != 0)
        exit(1);
    for (unsigned i = 0; i < submitters; i++)
        if (pthread_create(&threads[i], &attributes, submit, load) != 0)
            exit(1);
    for (unsigned i = 0; i < submitters; i++)
        (void)pthread_join(threads[i], NULL);
    (void)pthread_attr_destroy(&attributes);
    return (double)(load->next - first) / (disk_now() - start);
}

/* What a round of submitting came to. */
struct round {
    double rate;  /* events a second */
    double ratio; /* events a fdatasync */
    double work;  /* microseconds of a processor an event */
    double rest;  /* events a fdatasync, were there no such work */
    double half;  /* acknowledged within so many fdatasyncs */
    double most;  /* 99 of 100 */
};

static struct round measure_round(struct load *load, unsigned submitters, int disk)
{
    double medians[2];
    double before = disk_syncs(disk, window, &medians[0]);
    double work = worked();
    uint64_t first = load->next;
    struct round r;
    double own;
    double median;

    load->until = disk_now() + window;
    r.rate = run(load, submitters);
    r.work = (worked() - work) / (double)(load->next - first);
    own = (before + disk_syncs(disk, window, &medians[1])) / 2;
    median = (medians[0] + medians[1]) / 2;
    r.ratio = r.rate / own;
    r.rest = 1 / own / (1 / r.rate - r.work);
    r.half = disk_quantile(load->latencies, load->count, 0.5) / median;
    r.most = disk_quantile(load->latencies, load->count, 0.99) / median;
    r.work *= 1e6;
    return r;
}

/* The median of one figure over the rounds. */
static double middle(const struct round *rounds, size_t offset)
{
    double values[ROUNDS];

    for (size_t i = 0; i < ROUNDS; i++)
        memcpy(&values[i], (const char *)&rounds[i] + offset, sizeof(values[i]));
    return disk_quantile(values, ROUNDS, 0.5);
}

static void measure_submitters(
    struct load *load, unsigned submitters, int disk, double aim, double longest)
{
    struct round rounds[ROUNDS];
    double ratio;
    double most;

    for (size_t i = 0; i < ROUNDS; i++)
        rounds[i] = measure_round(load, submitters, disk);
    ratio = middle(rounds, offsetof(struct round, ratio));
    most = middle(rounds, offsetof(struct round, most));
    printf("  %3u submitting   %8.0f events/s, %5.2f a fdatasync (%s: at least %.1f); "
           "%.0f us of a processor an event\n",
        submitters, middle(rounds, offsetof(struct round, rate)), ratio,
        ratio >= aim ? "reached" : "missed", aim,
        middle(rounds, offsetof(struct round, work)));
    if (submitters == 1)
        printf("                   without that work it would be %.2f: the rest is the "
               "disk, which writes and confirms more than one block\n",
            middle(rounds, offsetof(struct round, rest)));
    printf("                   acknowledged after %.1f median fdatasyncs, 99 %% within "
           "%.1f",
        middle(rounds, offsetof(struct round, half)), most);
    if (longest > 0)
        printf(" (%s: at most %.0f)", most <= longest ? "reached" : "missed", longest);
    printf("\n");
}

/* ---- a large record ---- */

/* Grow it to `size` events; what an event cost in the first and the last tenth. */
static void grow(struct load *load, uint64_t size)
{
    double rates[TENTHS];
    double work[TENTHS]; /* seconds an event */
    uint64_t first = load->next;
    double start = disk_now();

    load->until = 0;
    for (uint64_t i = 0; i < TENTHS; i++) {
        uint64_t from = load->next;
        double before = worked();

        load->past = first + (size - first) * (i + 1) / TENTHS;
        rates[i] = run(load, MOST);
        work[i] = (worked() - before) / (double)(load->next - from);
    }
    printf("  to %" PRIu64 " events %.0f s, %u submitting\n", size, disk_now() - start,
        MOST);
    printf(
        "  an event costs   %8.1f us of a processor; in the last tenth %.2f times as "
        "much as in the first (%s: at most 1.3), and %.2f times as long\n",
        work[TENTHS - 1] * 1e6, work[TENTHS - 1] / work[0],
        work[TENTHS - 1] / work[0] <= 1.3 ? "reached" : "missed",
        rates[0] / rates[TENTHS - 1]);
}

static void publish(struct keeper *keeper)
{
    struct arena arena = {0};
    struct publication publication;
    struct err err = {0};
    double start = disk_now();

    must(keeper_publish(keeper, &arena, &publication, &err), &err);
    printf("  published in %.1f s\n", disk_now() - start);
    arena_clear(&arena);
}

static void prove(struct outsider *o)
{
    struct hash_source hashes = tile_reader_hashes(&o->reader);
    uint64_t size = o->checkpoint.size;
    uint32_t longest = 0;
    struct merkle_proof proof;
    struct err err = {0};
    double start = disk_now();
    uint64_t count = 0;

    for (uint64_t index = 0; index < size; index += size / 997 + 1, count++) {
        must(merkle_prove_inclusion(&o->hasher, &hashes, index, size, &proof, &err),
            &err);
        longest = proof.count > longest ? proof.count : longest;
    }
    printf("  a proof has at most %" PRIu32 " hashes (%" PRIu64
           " proofs, %.2f ms each)\n",
        longest, count, (disk_now() - start) * 1e3 / (double)count);
}

static void refuse(void *context, uint64_t seq, const struct err *what)
{
    (void)context;
    (void)seq;
    must(false, what);
}

/* Every leaf read to the end, its signature, its place in its visit, as `log verify`
 * does.  How many a second, and how long a processor worked on each. */
static double audit(struct outsider *o, double *work)
{
    struct ed25519 ed25519 = crypto_ed25519(&o->crypto);
    struct arena arena = {0};
    struct audit audit = {.arena = &arena, .hasher = &o->hasher, .ed25519 = &ed25519};
    struct audit_sink sink = {.found = refuse};
    struct err err = {0};
    double start = disk_now();
    double before = worked();

    must(audit_entries(&audit, &o->source, o->checkpoint.size, &sink, &err), &err);
    arena_clear(&arena);
    *work = (worked() - before) / (double)o->checkpoint.size;
    return (double)o->checkpoint.size / (disk_now() - start);
}

/* Microseconds of a processor for a signature by itself. */
static double signature_work(const struct outsider *o)
{
    static const uint8_t seed[ED25519_SEED_BYTES] = {7};
    static char message[LEAF];
    struct ed25519 ed25519 = crypto_ed25519(&o->crypto);
    uint8_t signature[ED25519_SIGNATURE_BYTES];
    struct signing_key key;
    struct note_signer signer;
    struct err err = {0};
    double before;

    signing_key_init(&key, seed);
    must(signing_key_signer(&key, &o->hasher, load_origin, NOTE_ED25519, &signer, &err),
        &err);
    signer.sign(signer.secret, (str){message, LEAF}, signature);
    before = worked();
    for (unsigned i = 0; i < SIGNATURES; i++)
        if (!ed25519.verify(key.public_key, (str){message, LEAF}, signature))
            exit(1);
    return (worked() - before) / SIGNATURES * 1e6;
}

static void measure_verifying(str folder)
{
    static struct outsider o;
    double rates[ROUNDS];
    double rate;
    double leaf_rate;
    double leaf_work;
    struct err err = {0};

    must(outsider_open(&o, folder, &err), &err);
    for (size_t round = 0; round < ROUNDS; round++) {
        double start = disk_now();

        must(outsider_check(&o, &err), &err);
        rates[round] = (double)o.checkpoint.size / (disk_now() - start);
    }
    leaf_rate = audit(&o, &leaf_work);
    rate = disk_quantile(rates, ROUNDS, 0.5);
    printf(
        "  verified         %8.0f entries/s (%s: at least 50,000): every tile, every "
        "entry, the root\n",
        rate, rate >= 50000 ? "reached" : "missed");
    printf(
        "  signatures       %8.0f leaves/s besides, on %u processors: %.0f us of one, "
        "%.0f of them Ed25519 alone\n",
        leaf_rate, os_processors(), leaf_work * 1e6, signature_work(&o));
    prove(&o);
    outsider_close(&o);
}

static struct keeper *open_record(str folder, bool is_said)
{
    struct keeper_clock clock = load_clock(NULL);
    struct keeper *keeper;
    struct err err = {0};
    double start = disk_now();

    must(keeper_open(folder, &clock, &keeper, &err), &err);
    if (is_said)
        printf("  opened in %.1f ms\n", (disk_now() - start) * 1e3);
    return keeper;
}

/* Everything there is to measure of it but submitting. */
static void measure_large(struct load *load, str folder, uint64_t events)
{
    if (events > load->next)
        grow(load, events);
    publish(load->keeper);
    keeper_close(load->keeper);
    load->keeper = open_record(folder, true);
    measure_verifying(folder);
}

int main(int argc, char **argv)
{
    static double latencies[LATENCIES];
    struct load load = {
        .mutex = PTHREAD_MUTEX_INITIALIZER, .past = UINT64_MAX, .latencies = latencies};
    struct keeper_clock clock = load_clock(NULL);
    struct err err = {0};
    uint64_t events;
    uint64_t slower;
    str folder;
    int disk;

    if (argc < 3 || argc > 4 || !str_to_u64(str_from(argv[2]), &events) ||
        !str_to_u64(str_from(argc == 4 ? argv[3] : "0"), &slower) || slower > SECOND)
        return 2;
    folder = str_from(argv[1]);
    must(keeper_create(folder, load_origin, &clock, &err), &err);
    disk = disk_open(argv[1]);
    disk_slow((unsigned)slower);
    printf("  fdatasync        %8.0f /s\n", disk_syncs(disk, window, NULL));
    load.keeper = open_record(folder, false);
    measure_submitters(&load, 1, disk, 0.8, 0);
    measure_submitters(&load, MANY, disk, 6, 60);
    if (slower == 0)
        measure_large(&load, folder, events);
    keeper_close(load.keeper);
    return close(disk);
}
