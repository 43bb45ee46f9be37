/*
 * The thread that beats.  It counts what it saw of the other's rounds: when there is no more
 * of them than the last time, it keeps still.
 */
#include "app/heart.h"

#include "app/inside.h"

enum { BEAT_DEADLINE_MS = 5000 };

static const uint64_t second = 1000000000, millisecond = 1000000; /* nanoseconds */

struct heart {
    struct arena arena;
    struct heart_settings settings;
    pthread_t thread;
    pthread_mutex_t mutex; /* of all below */
    pthread_cond_t woken;
    bool is_ending;
    struct notify *notify;
    uint64_t ticks, seen;
    bool is_eager; /* the next tick brings a beat */
    uint64_t due;  /* else it comes now, by the monotonic clock */
    enum heart_state state;
    int64_t since, beat_at;
    struct err why;
};

static int64_t now_of(const struct heart *heart)
{
    return heart->settings.clock.now(heart->settings.clock.context);
}

/* Called with the mutex, which is let go of while it is told. */
static void enter(struct heart *heart, enum heart_state state, const struct err *err)
{
    bool is_new = heart->state != state;

    heart->why = *err;
    if (!is_new)
        return;
    heart->state = state;
    heart->since = now_of(heart);
    if (heart->settings.told == NULL)
        return;
    pthread_mutex_unlock(&heart->mutex);
    heart->settings.told(heart->settings.context, state, err);
    pthread_mutex_lock(&heart->mutex);
}

/* With the mutex, which is let go of while the address is asked.  What comes of channels
 * that were replaced meanwhile is of no matter. */
static void beat(struct heart *heart)
{
    struct notify *notify = heart->notify;
    struct arena arena = {0};
    struct err err = {0};
    bool done;

    notify_hold(notify);
    pthread_mutex_unlock(&heart->mutex);
    done = notify_beat(notify, &arena, BEAT_DEADLINE_MS, &err);
    arena_clear(&arena);
    pthread_mutex_lock(&heart->mutex);
    notify_let_go(notify);
    if (heart->notify != notify)
        return;
    if (done)
        heart->beat_at = now_of(heart);
    enter(heart, done ? HEART_BEATS : HEART_FAILS, &err);
}

static void go_round(struct heart *heart)
{
    static const struct err nothing = {0};
    bool lives = heart->ticks != heart->seen;

    heart->due = os_monotonic_ns() + heart->settings.ms * millisecond;
    heart->seen = heart->ticks;
    heart->is_eager = !lives;
    if (heart->notify == NULL)
        return;
    if (lives)
        beat(heart);
    else
        enter(heart, HEART_HELD, &nothing);
}

static bool is_time(const struct heart *heart)
{
    return (heart->is_eager && heart->ticks != heart->seen) ||
        os_monotonic_ns() >= heart->due;
}

static void *beat_by_the_clock(void *context)
{
    struct heart *heart = context;

    pthread_mutex_lock(&heart->mutex);
    while (!heart->is_ending) {
        struct timespec until = {.tv_sec = (time_t)(heart->due / second),
            .tv_nsec = (long)(heart->due % second)};

        if (is_time(heart))
            go_round(heart);
        else
            (void)pthread_cond_timedwait(&heart->woken, &heart->mutex, &until);
    }
    pthread_mutex_unlock(&heart->mutex);
    return NULL;
}

/* ---- beginning and ending ---- */

static void wake_by_the_same_clock(struct heart *heart)
{
    pthread_condattr_t attributes;

    REQUIRE(pthread_condattr_init(&attributes) == 0 &&
        pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC) == 0 &&
        pthread_cond_init(&heart->woken, &attributes) == 0);
    (void)pthread_condattr_destroy(&attributes);
}

static void let_go(struct heart *heart)
{
    struct arena arena = heart->arena;

    (void)pthread_cond_destroy(&heart->woken);
    (void)pthread_mutex_destroy(&heart->mutex);
    arena_clear(&arena);
}

bool heart_open(
    const struct heart_settings *settings, struct heart **out, struct err *err)
{
    struct arena arena = {0};
    struct heart *heart = ARENA_NEW(&arena, struct heart);

    *heart = (struct heart){.arena = arena,
        .settings = *settings,
        .due = os_monotonic_ns() + settings->ms * millisecond};
    REQUIRE(pthread_mutex_init(&heart->mutex, NULL) == 0);
    wake_by_the_same_clock(heart);
    *out = heart;
    if (pthread_create(&heart->thread, NULL, beat_by_the_clock, heart) == 0)
        return true;
    *out = NULL;
    let_go(heart);
    return err_set(err, ERR_IO, STR("the machine has no room for a thread that beats"));
}

void heart_close(struct heart *heart)
{
    if (heart == NULL)
        return;
    pthread_mutex_lock(&heart->mutex);
    heart->is_ending = true;
    pthread_cond_signal(&heart->woken);
    pthread_mutex_unlock(&heart->mutex);
    REQUIRE(pthread_join(heart->thread, NULL) == 0);
    let_go(heart);
}

/* ---- the thread that serves ---- */

void heart_use(struct heart *heart, struct notify *notify)
{
    bool has_address = notify != NULL && notify_has_heart(notify);

    pthread_mutex_lock(&heart->mutex);
    heart->notify = has_address ? notify : NULL;
    heart->state = has_address ? HEART_WAITS : HEART_NONE;
    heart->since = now_of(heart);
    heart->beat_at = 0;
    heart->is_eager = has_address;
    pthread_mutex_unlock(&heart->mutex);
}

void heart_tick(struct heart *heart)
{
    pthread_mutex_lock(&heart->mutex);
    heart->ticks++;
    if (heart->is_eager)
        pthread_cond_signal(&heart->woken);
    pthread_mutex_unlock(&heart->mutex);
}

struct heart_look heart_look(struct heart *heart, struct arena *arena)
{
    struct heart_look look;

    pthread_mutex_lock(&heart->mutex);
    look = (struct heart_look){heart->state, heart->since, heart->beat_at,
        arena_str(arena, err_text(&heart->why))};
    pthread_mutex_unlock(&heart->mutex);
    return look;
}
