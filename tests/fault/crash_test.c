/*
 * kill -9 at random moments: what was received is there, where the receipt says, once;
 * and everything ever published is the beginning of what comes later.
 *
 * A child works on the record with many threads and answers into memory that the
 * parent shares: what it had received when it was killed is known to the last one.
 * Every number is submitted twice, as by a client that lost the answer.
 */
/* Memory without a file behind it is not in POSIX 2008. */
#define _DEFAULT_SOURCE

#include "folder.h"
#include "load.h"
#include "os/os.h"
#include "test.h"

#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

enum {
    RECORDS = 4,
    KILLS = 50, /* of each record */
    MADE = 60,  /* records that are killed while they are made */
    THREADS = 6,
    NUMBERS = 40000,
    SEEN = 4000,
    LONGEST_MS = 40,
    MAKING_MS = 60,
    AGAIN = 12, /* old receipts that are looked at after each kill */
};

/* ---- what parent and child share ---- */

struct answer {
    atomic_int is_there;
    struct receipt receipt;
};

struct seen {
    uint64_t size;
    struct hash root;
};

struct shared {
    atomic_ullong next; /* half the number that is submitted next */
    atomic_int wrong;   /* two answers to one submission that differ, or an error */
    atomic_int ready;   /* the record is open */
    atomic_uint seen_count;
    struct seen seen[SEEN]; /* what was published */
    struct answer answers[NUMBERS];
};

static struct shared *share(void)
{
    void *memory = mmap(NULL, sizeof(struct shared), PROT_READ | PROT_WRITE,
        MAP_SHARED | MAP_ANONYMOUS, -1, 0);

    REQUIRE(memory != MAP_FAILED);
    return memory;
}

/* ---- the child ---- */

struct child {
    struct shared *shared;
    struct keeper *keeper;
    pthread_mutex_t *answering;
};

static void complain(struct shared *shared, const struct err *err)
{
    fprintf(stderr, "# %" STR_FMT "\n", STR_ARG(err_text(err)));
    shared->wrong = 1;
}

/* Keep an answer, or compare it with the one that is there. */
static void take_answer(struct shared *s, uint64_t number, const struct receipt *got)
{
    struct answer *answer = &s->answers[number];

    if (answer->is_there == 0) {
        answer->receipt = *got;
        answer->is_there = 1;
    } else if (answer->receipt.seq != got->seq ||
        !hash_equal(&answer->receipt.leaf, &got->leaf)) {
        fprintf(stderr, "# two receipts for submission %lu\n", (unsigned long)number);
        s->wrong = 1;
    }
}

static void *submit(void *context)
{
    struct child *c = context;

    for (;;) {
        uint64_t number = c->shared->next++ / 2;
        struct err err = {0};
        struct receipt receipt;

        if (number >= NUMBERS)
            return NULL;
        if (!load_submit(c->keeper, number, &receipt, &err)) {
            complain(c->shared, &err);
            return NULL;
        }
        REQUIRE(pthread_mutex_lock(c->answering) == 0);
        take_answer(c->shared, number, &receipt);
        REQUIRE(pthread_mutex_unlock(c->answering) == 0);
    }
}

static void note_seen(struct shared *s, uint64_t size, const struct hash *root)
{
    unsigned count = s->seen_count;

    if (count == SEEN || (count > 0 && s->seen[count - 1].size == size))
        return;
    s->seen[count] = (struct seen){size, *root};
    s->seen_count = count + 1;
}

static void publish_for_ever(struct child *c)
{
    for (;;) {
        struct arena arena = {0};
        struct publication publication;
        struct err err = {0};

        if (!keeper_publish(c->keeper, &arena, &publication, &err)) {
            complain(c->shared, &err);
            return;
        }
        note_seen(c->shared, publication.size, &publication.root);
        arena_clear(&arena);
    }
}

static void work(struct shared *shared, str folder)
{
    pthread_mutex_t answering = PTHREAD_MUTEX_INITIALIZER;
    struct keeper_clock clock = load_clock(NULL);
    struct child child = {.shared = shared, .answering = &answering};
    pthread_t thread;
    struct err err = {0};

    if (!keeper_open(folder, &clock, &child.keeper, &err)) {
        complain(shared, &err);
        _exit(1);
    }
    shared->ready = 1;
    for (int i = 0; i < THREADS; i++)
        REQUIRE(pthread_create(&thread, NULL, submit, &child) == 0);
    publish_for_ever(&child);
}

/* ---- the parent ---- */

static void wait_us(uint64_t us)
{
    struct timespec time = {(time_t)(us / 1000000), (long)(us % 1000000) * 1000};

    (void)nanosleep(&time, NULL);
}

static pid_t begin(
    void (*run)(struct shared *shared, str folder), struct shared *shared, str folder)
{
    pid_t child;

    (void)fflush(NULL);
    child = fork();
    if (child == 0) {
        run(shared, folder);
        (void)pause();
    }
    CHECK(child > 0);
    return child;
}

static void finish(pid_t child)
{
    int status;

    CHECK(kill(child, SIGKILL) == 0);
    CHECK(waitpid(child, &status, 0) == child);
    CHECK(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
}

/* Let a child work on the record for a while, then kill it; now and then while it is
 * still opening it. */
static void kill_one(struct shared *shared, str folder)
{
    uint64_t us = test_random(LONGEST_MS * 1000);
    bool at_once = test_random(8) == 0;
    pid_t child;

    shared->ready = 0;
    child = begin(work, shared, folder);
    while (!at_once && shared->ready == 0 && shared->wrong == 0)
        wait_us(500);
    wait_us(us);
    finish(child);
}

static void must(bool done, const struct err *err)
{
    CHECK(done);
    if (!done)
        fprintf(stderr, "# %" STR_FMT "\n", STR_ARG(err_text(err)));
}

/* Submit again what may or may not have been recorded; what was received must be what
 * it was. */
static void submit_again(struct keeper *keeper, struct shared *shared, uint64_t number)
{
    struct answer *answer = &shared->answers[number];
    bool was_received = answer->is_there != 0;
    struct receipt receipt = {0};
    struct err err = {0};

    must(load_submit(keeper, number, &receipt, &err), &err);
    CHECK(!was_received || receipt.repeated);
    take_answer(shared, number, &receipt);
}

static void check_published(struct shared *shared, str folder, uint64_t past)
{
    struct outsider outsider;
    struct err err = {0};
    bool opened = outsider_open(&outsider, folder, &err);

    must(opened, &err);
    if (!opened)
        return;
    must(outsider_check(&outsider, &err), &err);
    CHECK_U64(outsider.checkpoint.size, past + 1);
    for (unsigned i = 0; i < shared->seen_count; i++)
        must(outsider_began(
                 &outsider, shared->seen[i].size, &shared->seen[i].root, &err),
            &err);
    for (uint64_t number = 0; number < past; number++) {
        const struct receipt *receipt = &shared->answers[number].receipt;

        must(outsider_finds(&outsider, receipt->seq, &receipt->leaf, &err), &err);
    }
    outsider_close(&outsider);
}

/* What was published before the kill, whoever had been told of it. */
static void see_published(struct shared *shared, str folder)
{
    struct outsider outsider;
    struct err err = {0};

    if (outsider_open(&outsider, folder, &err)) {
        note_seen(shared, outsider.checkpoint.size, &outsider.checkpoint.root);
        outsider_close(&outsider);
    } else {
        CHECK(err.kind == ERR_NOT_FOUND);
    }
}

/* Open the record after a kill: the numbers from `first` were under way. */
static void check_after(struct shared *shared, str folder, uint64_t first)
{
    struct keeper_clock clock = load_clock(NULL);
    struct publication publication;
    struct keeper *keeper;
    struct arena arena = {0};
    struct err err = {0};
    uint64_t past = (shared->next + 1) / 2;

    see_published(shared, folder);
    if (!keeper_open(folder, &clock, &keeper, &err)) {
        must(false, &err);
        return;
    }
    for (uint64_t number = first; number < past; number++)
        submit_again(keeper, shared, number);
    for (unsigned i = 0; i < AGAIN && first > 0; i++)
        submit_again(keeper, shared, test_random((size_t)first));
    must(keeper_publish(keeper, &arena, &publication, &err), &err);
    note_seen(shared, publication.size, &publication.root);
    arena_clear(&arena);
    keeper_close(keeper);
    check_published(shared, folder, past);
    shared->next = 2 * past;
}

static void kill_often(void)
{
    struct arena arena = {0};
    struct shared *shared = share();
    str folder = folder_make(&arena);
    struct keeper_clock clock = load_clock(NULL);
    struct err err = {0};
    uint64_t first = 0;

    must(keeper_create(folder, load_origin, &clock, &err), &err);
    for (int i = 0; i < KILLS && shared->wrong == 0; i++) {
        kill_one(shared, folder);
        check_after(shared, folder, first);
        first = shared->next / 2;
    }
    CHECK(shared->wrong == 0);
    CHECK(first > 0 && shared->seen_count > 0);
    folder_remove(folder);
    arena_clear(&arena);
    CHECK(munmap(shared, sizeof(*shared)) == 0);
}

TEST(crash, loses_nothing_that_was_received)
{
    for (int i = 0; i < RECORDS; i++)
        kill_often();
}

static void make(struct shared *shared, str folder)
{
    struct keeper_clock clock = load_clock(NULL);
    struct err err = {0};

    if (!keeper_create(folder, load_origin, &clock, &err))
        complain(shared, &err);
    shared->ready = 1;
}

/* What was made half is made to the end; what was made is whole. */
static void check_made(struct shared *shared, str folder)
{
    struct keeper_clock clock = load_clock(NULL);
    struct publication publication;
    struct keeper *keeper = NULL;
    struct arena arena = {0};
    struct err err = {0};
    bool done = keeper_create(folder, load_origin, &clock, &err);

    CHECK(!done || shared->ready == 0);
    must(done || err.kind == ERR_CONFLICT, &err);
    done = keeper_open(folder, &clock, &keeper, &err) &&
        keeper_publish(keeper, &arena, &publication, &err);
    must(done, &err);
    keeper_close(keeper);
    if (done)
        check_published(shared, folder, 0);
    arena_clear(&arena);
}

TEST(crash, leaves_a_record_whole_or_makes_it_so)
{
    struct shared *shared = share();
    unsigned whole = 0;

    for (int i = 0; i < MADE; i++) {
        struct arena arena = {0};
        str folder = folder_make(&arena);
        pid_t child;

        shared->ready = 0;
        child = begin(make, shared, folder);
        wait_us(test_random(MAKING_MS * 1000));
        finish(child);
        whole += shared->ready == 1;
        check_made(shared, folder);
        folder_remove(folder);
        arena_clear(&arena);
    }
    CHECK(shared->wrong == 0 && whole < MADE);
    CHECK(munmap(shared, sizeof(*shared)) == 0);
}
