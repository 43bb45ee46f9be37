/*
 * Publishing by the clock, on a thread that does nothing else: witnesses may take their
 * time, and nobody at a desk waits for them.
 */
#include "app/publisher.h"

#include "app/inside.h"

static const uint64_t second = 1000000000; /* nanoseconds */

struct publisher {
    struct arena arena;
    struct publisher_settings settings;
    pthread_t thread;
    pthread_mutex_t mutex;
    pthread_cond_t woken;
    bool is_ending;
};

static bool is_something_new(struct keeper *k)
{
    bool is;

    pthread_mutex_lock(&k->mutex);
    is = !k->anchor.is_there || k->anchor.size < k->edge.frontier.size;
    pthread_mutex_unlock(&k->mutex);
    return is;
}

static void publish_new(const struct publisher_settings *settings)
{
    struct arena arena = {0};
    struct publication publication;
    struct err err = {0};

    if (!is_something_new(settings->keeper))
        return;
    (void)!keeper_publish(settings->keeper, &arena, &publication, &err);
    settings->told(settings->context, &publication, &err);
    arena_clear(&arena);
}

/* Whether it is the last time. */
static bool wait_for_time(struct publisher *p)
{
    uint64_t now = os_monotonic_ns();
    struct timespec until = {.tv_sec = (time_t)(now / second + p->settings.seconds),
        .tv_nsec = (long)(now % second)};
    bool is_ending;
    int code = 0;

    pthread_mutex_lock(&p->mutex);
    while (!p->is_ending && code == 0)
        code = pthread_cond_timedwait(&p->woken, &p->mutex, &until);
    is_ending = p->is_ending;
    pthread_mutex_unlock(&p->mutex);
    return is_ending;
}

static void *publish_by_the_clock(void *context)
{
    struct publisher *p = context;
    bool is_last = false;

    while (!is_last) {
        is_last = wait_for_time(p);
        publish_new(&p->settings);
    }
    return NULL;
}

static void wake_by_the_same_clock(struct publisher *p)
{
    pthread_condattr_t attributes;

    REQUIRE(pthread_condattr_init(&attributes) == 0 &&
        pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC) == 0 &&
        pthread_cond_init(&p->woken, &attributes) == 0);
    (void)pthread_condattr_destroy(&attributes);
}

static void let_go(struct publisher *p)
{
    struct arena arena = p->arena;

    (void)pthread_cond_destroy(&p->woken);
    (void)pthread_mutex_destroy(&p->mutex);
    arena_clear(&arena);
}

bool publisher_open(
    const struct publisher_settings *settings, struct publisher **out, struct err *err)
{
    struct arena arena = {0};
    struct publisher *p = ARENA_NEW(&arena, struct publisher);

    *p = (struct publisher){.arena = arena, .settings = *settings};
    REQUIRE(pthread_mutex_init(&p->mutex, NULL) == 0);
    wake_by_the_same_clock(p);
    *out = p;
    if (pthread_create(&p->thread, NULL, publish_by_the_clock, p) == 0)
        return true;
    *out = NULL;
    let_go(p);
    return err_set(
        err, ERR_IO, STR("the machine has no room for a thread that publishes"));
}

void publisher_close(struct publisher *p)
{
    if (p == NULL)
        return;
    pthread_mutex_lock(&p->mutex);
    p->is_ending = true;
    pthread_cond_signal(&p->woken);
    pthread_mutex_unlock(&p->mutex);
    REQUIRE(pthread_join(p->thread, NULL) == 0);
    let_go(p);
}
