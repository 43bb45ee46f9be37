/*
 * The heart: it beats while the other thread goes round, keeps still when that does not, and
 * says so when either changes.  Everything is waited for; nothing is timed.
 */
#include "app/heart.h"
#include "fetch_liar.h"
#include "load.h"
#include "test.h"

enum { TOLD_MAX = 8 };

/* What was told of it. */
struct told {
    pthread_mutex_t mutex;
    pthread_cond_t changed;
    enum heart_state states[TOLD_MAX]; /* in their order */
    unsigned times;
};

static void hear(void *context, enum heart_state state, const struct err *err)
{
    struct told *told = context;

    CHECK((err->kind != ERR_NONE) == (state == HEART_FAILS));
    (void)pthread_mutex_lock(&told->mutex);
    REQUIRE(told->times < TOLD_MAX);
    told->states[told->times++] = state;
    (void)pthread_cond_signal(&told->changed);
    (void)pthread_mutex_unlock(&told->mutex);
}

/* What was told the so-manieth time. */
static enum heart_state wait_for(struct told *told, unsigned times)
{
    enum heart_state state;

    (void)pthread_mutex_lock(&told->mutex);
    while (told->times < times)
        (void)pthread_cond_wait(&told->changed, &told->mutex);
    state = told->states[times - 1];
    (void)pthread_mutex_unlock(&told->mutex);
    return state;
}

/* Channels of nothing but an address, at which a liar says one thing to everybody. */
static struct notify *channels(struct arena *arena, const struct liar *liar, int says)
{
    struct notify_settings *settings = ARENA_NEW(arena, struct notify_settings);
    struct text url = text_in(arena);
    struct notify *notify;
    struct err err = {0};

    text_add(&url, STR("http://127.0.0.1:"));
    text_add_u64(&url, liar->port);
    text_add(&url, STR("/"));
    text_add_i64(&url, says);
    text_add(&url, STR("?beat"));
    settings->heartbeat = text_str(&url);
    notify = notify_open(arena, settings, &err);
    REQUIRE(notify != NULL);
    return notify;
}

static struct heart *start(struct told *told, unsigned ms)
{
    const struct heart_settings settings = {ms, load_clock(NULL), hear, told};
    struct heart *heart = NULL;
    struct err err = {0};

    *told = (struct told){0};
    CHECK(pthread_mutex_init(&told->mutex, NULL) == 0 &&
        pthread_cond_init(&told->changed, NULL) == 0);
    CHECK(heart_open(&settings, &heart, &err));
    return heart;
}

static void finish(struct heart *heart, struct told *told)
{
    heart_close(heart);
    (void)pthread_cond_destroy(&told->changed);
    (void)pthread_mutex_destroy(&told->mutex);
}

enum { HOUR_MS = 3600 * 1000, SHORT_MS = 20, WHILE_MS = 5 * SHORT_MS };

TEST(heart, says_what_becomes_of_its_first_beat)
{
    struct arena arena = {0};
    struct liar liar;
    struct told told;
    struct heart *heart = start(&told, HOUR_MS);
    struct notify *good, *bad;

    liar_open(&liar);
    good = channels(&arena, &liar, SAYS_FINE);
    bad = channels(&arena, &liar, SAYS_500);
    CHECK(heart_look(heart, &arena).state == HEART_NONE);
    heart_tick(heart);
    heart_use(heart, good);
    CHECK(heart_look(heart, &arena).state == HEART_WAITS);
    heart_tick(heart);
    CHECK(wait_for(&told, 1) == HEART_BEATS);
    CHECK(heart_look(heart, &arena).beat_at > 0);
    heart_use(heart, bad);
    heart_tick(heart);
    CHECK(wait_for(&told, 2) == HEART_FAILS);
    CHECK(heart_look(heart, &arena).beat_at == 0);
    CHECK_STR(heart_look(heart, &arena).why,
        STR("the heartbeat's address answers with status 500"));
    heart_use(heart, NULL);
    CHECK(heart_look(heart, &arena).state == HEART_NONE);
    finish(heart, &told);
    CHECK(!notify_is_held(good) && !notify_is_held(bad));
    notify_close(good);
    notify_close(bad);
    liar_close(&liar);
    arena_clear(&arena);
}

TEST(heart, keeps_still_while_nobody_goes_round)
{
    struct arena arena = {0};
    struct liar liar;
    struct told told;
    struct heart *heart = start(&told, SHORT_MS);
    struct notify *notify;
    int64_t beat_at;

    liar_open(&liar);
    notify = channels(&arena, &liar, SAYS_FINE);
    heart_use(heart, notify);
    CHECK(wait_for(&told, 1) == HEART_HELD);
    CHECK(heart_look(heart, &arena).beat_at == 0);
    heart_tick(heart);
    CHECK(wait_for(&told, 2) == HEART_BEATS);
    CHECK(wait_for(&told, 3) == HEART_HELD);
    beat_at = heart_look(heart, &arena).beat_at;
    (void)poll(NULL, 0, WHILE_MS);
    CHECK(heart_look(heart, &arena).beat_at == beat_at);
    CHECK(heart_look(heart, &arena).state == HEART_HELD);
    heart_tick(heart);
    CHECK(wait_for(&told, 4) == HEART_BEATS);
    finish(heart, &told);
    notify_close(notify);
    liar_close(&liar);
    arena_clear(&arena);
}
