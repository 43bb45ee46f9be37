/*
 * The thread that does what is put aside, the oldest first.
 */
#include "app/aside.h"

#include "app/inside.h"

static const uint64_t second = 1000000000, millisecond = 1000000; /* nanoseconds */

struct aside {
    struct arena arena;
    struct aside_work places[ASIDE_PLACES];
    uint64_t count;
    pthread_t thread;
    pthread_mutex_t mutex; /* of `is_begun` and what follows */
    pthread_cond_t woken;
    pthread_cond_t finished;
    bool is_begun[ASIDE_PLACES];
    bool is_ending;
};

/* The oldest that is begun and not done; NULL: there is nothing to do. */
static struct aside_work *next_work(struct aside *aside)
{
    struct aside_work *next = NULL;

    for (size_t i = 0; i < ASIDE_PLACES; i++) {
        struct aside_work *work = &aside->places[i];

        if (aside->is_begun[i] && !work->is_done &&
            (next == NULL || work->number < next->number))
            next = work;
    }
    return next;
}

static void *work_on(void *context)
{
    struct aside *aside = context;

    pthread_mutex_lock(&aside->mutex);
    while (!aside->is_ending) {
        struct aside_work *work = next_work(aside);

        if (work == NULL) {
            pthread_cond_wait(&aside->woken, &aside->mutex);
            continue;
        }
        pthread_mutex_unlock(&aside->mutex);
        work->run(work);
        pthread_mutex_lock(&aside->mutex);
        work->is_done = true;
        pthread_cond_signal(&aside->finished);
    }
    pthread_mutex_unlock(&aside->mutex);
    return NULL;
}

/* ---- beginning and ending ---- */

static void wake_by_the_same_clock(struct aside *aside)
{
    pthread_condattr_t attributes;

    REQUIRE(pthread_condattr_init(&attributes) == 0 &&
        pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC) == 0 &&
        pthread_cond_init(&aside->finished, &attributes) == 0);
    (void)pthread_condattr_destroy(&attributes);
}

static void let_go(struct aside *aside)
{
    struct arena arena = aside->arena;

    for (size_t i = 0; i < ASIDE_PLACES; i++)
        arena_clear(&aside->places[i].arena);
    (void)pthread_cond_destroy(&aside->finished);
    (void)pthread_cond_destroy(&aside->woken);
    (void)pthread_mutex_destroy(&aside->mutex);
    arena_clear(&arena);
}

bool aside_open(struct aside **out, struct err *err)
{
    struct arena arena = {0};
    struct aside *aside = ARENA_NEW(&arena, struct aside);

    aside->arena = arena;
    REQUIRE(pthread_mutex_init(&aside->mutex, NULL) == 0 &&
        pthread_cond_init(&aside->woken, NULL) == 0);
    wake_by_the_same_clock(aside);
    *out = aside;
    if (pthread_create(&aside->thread, NULL, work_on, aside) == 0)
        return true;
    *out = NULL;
    let_go(aside);
    return err_set(
        err, ERR_IO, STR("the machine has no room for a thread that works aside"));
}

void aside_close(struct aside *aside)
{
    if (aside == NULL)
        return;
    pthread_mutex_lock(&aside->mutex);
    aside->is_ending = true;
    for (size_t i = 0; i < ASIDE_PLACES; i++)
        aside->places[i].is_unwanted = true;
    pthread_cond_signal(&aside->woken);
    pthread_mutex_unlock(&aside->mutex);
    REQUIRE(pthread_join(aside->thread, NULL) == 0);
    let_go(aside);
}

/* ---- pieces of work ---- */

/* One that is done is as good as new: who finds it can look at it for a while. */
struct aside_work *aside_find(struct aside *aside, str name)
{
    for (size_t i = 0; i < ASIDE_PLACES; i++) {
        struct aside_work *work = &aside->places[i];

        if (work->number == 0 || !str_equal(work->name, name))
            continue;
        if (work->is_done)
            work->number = ++aside->count;
        return work;
    }
    return NULL;
}

void aside_drop(struct aside *aside, struct aside_work *work)
{
    REQUIRE(work->is_done);
    pthread_mutex_lock(&aside->mutex);
    aside->is_begun[work - aside->places] = false;
    pthread_mutex_unlock(&aside->mutex);
    arena_clear(&work->arena);
    work->number = 0;
}

bool aside_take(struct aside *aside, str name, struct aside_work **out, struct err *err)
{
    struct aside_work *oldest = NULL;

    *out = NULL;
    for (size_t i = 0; i < ASIDE_PLACES; i++) {
        struct aside_work *work = &aside->places[i];

        if ((work->number == 0 || work->is_done) &&
            (oldest == NULL || work->number < oldest->number))
            oldest = work;
    }
    if (oldest == NULL)
        return err_set(err, ERR_LIMIT,
            SAY("many comparisons are being made at this moment; try again in a "
                "minute"));
    if (oldest->number > 0)
        aside_drop(aside, oldest);
    oldest->number = ++aside->count;
    oldest->name = arena_str(&oldest->arena, name);
    oldest->is_done = false;
    oldest->done = oldest->all = 0;
    *out = oldest;
    return true;
}

void aside_begin(struct aside *aside, struct aside_work *work,
    void (*run)(struct aside_work *work), void *context)
{
    work->run = run;
    work->context = context;
    pthread_mutex_lock(&aside->mutex);
    aside->is_begun[work - aside->places] = true;
    pthread_cond_signal(&aside->woken);
    pthread_mutex_unlock(&aside->mutex);
}

bool aside_wait(struct aside *aside, struct aside_work *work, uint32_t most_ms)
{
    uint64_t end = os_monotonic_ns() + most_ms * millisecond;
    struct timespec until = {
        .tv_sec = (time_t)(end / second), .tv_nsec = (long)(end % second)};
    int code = 0;

    pthread_mutex_lock(&aside->mutex);
    while (!work->is_done && code == 0)
        code = pthread_cond_timedwait(&aside->finished, &aside->mutex, &until);
    pthread_mutex_unlock(&aside->mutex);
    return work->is_done;
}
