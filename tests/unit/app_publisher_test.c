/*
 * The publisher: what is recorded gets signed without anybody asking, once, and for the
 * last time when it ends.
 */
#include "app/app.h"
#include "folder.h"
#include "load.h"
#include "os/os.h"
#include "test.h"

#include <pthread.h>

/* What was told of it. */
struct told {
    pthread_mutex_t mutex;
    pthread_cond_t changed;
    unsigned times;
    uint64_t size;
    enum err_kind kind;
};

static void hear(
    void *context, const struct publication *publication, const struct err *err)
{
    struct told *told = context;

    (void)pthread_mutex_lock(&told->mutex);
    told->times++;
    told->kind = err->kind;
    told->size = err->kind == ERR_NONE ? publication->size : told->size;
    (void)pthread_cond_signal(&told->changed);
    (void)pthread_mutex_unlock(&told->mutex);
}

static void wait_for(struct told *told, unsigned times)
{
    (void)pthread_mutex_lock(&told->mutex);
    while (told->times < times)
        (void)pthread_cond_wait(&told->changed, &told->mutex);
    (void)pthread_mutex_unlock(&told->mutex);
}

/* A record of one event, and somebody who hears of its publications. */
static struct keeper *start(str folder, struct told *told)
{
    struct keeper_clock clock = load_clock(NULL);
    struct keeper *keeper = NULL;
    struct err err = {0};

    *told = (struct told){0};
    CHECK(pthread_mutex_init(&told->mutex, NULL) == 0 &&
        pthread_cond_init(&told->changed, NULL) == 0);
    CHECK(keeper_create(folder, load_origin, &clock, &err) &&
        keeper_open(folder, &clock, &keeper, &err));
    return keeper;
}

static void submit(struct keeper *keeper, uint64_t number)
{
    struct receipt receipt;
    struct err err = {0};

    CHECK(load_submit(keeper, number, &receipt, &err));
}

static struct publisher *publish_every(
    unsigned seconds, struct keeper *keeper, struct told *told)
{
    struct publisher_settings settings = {keeper, seconds, hear, told};
    struct publisher *publisher = NULL;
    struct err err = {0};

    CHECK(publisher_open(&settings, &publisher, &err));
    return publisher;
}

TEST(publisher, signs_what_is_new_by_the_clock_and_at_the_end)
{
    struct arena arena = {0};
    str folder = folder_make(&arena);
    struct told told;
    struct keeper *keeper = start(folder, &told);
    struct publisher *publisher = publish_every(1, keeper, &told);

    wait_for(&told, 1);
    CHECK_U64(told.size, 1);
    submit(keeper, 1);
    wait_for(&told, 2);
    CHECK_U64(told.size, 2);
    publisher_close(publisher);
    CHECK_U64(told.times, 2); /* nothing was new */

    publisher = publish_every(3600, keeper, &told);
    submit(keeper, 2);
    publisher_close(publisher);
    CHECK_U64(told.times, 3);
    CHECK_U64(told.size, 3);
    keeper_close(keeper);
    folder_remove(folder);
    arena_clear(&arena);
}

TEST(publisher, says_why_it_could_not_and_tries_again)
{
    struct arena arena = {0};
    str folder = folder_make(&arena);
    struct text path = text_in(&arena);
    struct told told;
    struct keeper *keeper = start(folder, &told);
    struct publisher *publisher;
    struct err err = {0};

    text_add(&path, folder);
    text_add(&path, STR("/public/checkpoint"));
    CHECK(os_keep_file(text_str(&path), STR("no checkpoint"), OS_SHARED, &err));
    publisher = publish_every(1, keeper, &told);
    wait_for(&told, 2);
    CHECK(told.kind != ERR_NONE);
    CHECK(os_remove_file(text_str(&path), &err));
    publisher_close(publisher);
    CHECK(told.kind == ERR_NONE);
    CHECK_U64(told.size, 1);
    keeper_close(keeper);
    folder_remove(folder);
    arena_clear(&arena);
}
