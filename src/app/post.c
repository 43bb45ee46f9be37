/*
 * The post: claiming, handing to workers, taking back.
 */
#include "app/post_inside.h"

#include "os/os.h"

/* So long a bag may be out; then what is not settled is tried again. */
enum { POST_DEADLINE_MS = 10000, POST_REST_SECONDS = 10, POST_REST_MOST = 60 };

static int64_t now_of(const struct post *post)
{
    const struct keeper_clock *clock = &post->settings.keeper->clock;

    return clock->now(clock->context);
}

/* ---- the worker ---- */

static void send(struct bag *bag)
{
    struct notify_letter *letters =
        ARENA_ARRAY(&bag->arena, struct notify_letter, bag->count);
    struct notify_result *results =
        ARENA_ARRAY(&bag->arena, struct notify_result, bag->count);
    size_t count = 0;

    for (size_t i = 0; i < bag->count; i++)
        if (!bag->items[i].is_moot)
            letters[count++] = bag->items[i].letter;
    if (count > 0)
        notify_send(bag->notify, &bag->arena, letters, count, bag->now,
            POST_DEADLINE_MS, results);
    notify_let_go(bag->notify);
    count = 0;
    for (size_t i = 0; i < bag->count; i++)
        if (!bag->items[i].is_moot)
            bag->items[i].result = results[count++];
}

static void *work(void *context)
{
    struct bag *bag = context;
    struct post *post = bag->post;

    pthread_mutex_lock(&post->mutex);
    for (;;) {
        while (bag->state != BAG_OUT && !post->is_ending)
            pthread_cond_wait(&bag->woken, &post->mutex);
        if (bag->state != BAG_OUT)
            break;
        pthread_mutex_unlock(&post->mutex);
        send(bag);
        pthread_mutex_lock(&post->mutex);
        bag->state = BAG_BACK;
        pthread_mutex_unlock(&post->mutex);
        if (post->settings.ring != NULL)
            post->settings.ring(post->settings.ring_context);
        pthread_mutex_lock(&post->mutex);
    }
    pthread_mutex_unlock(&post->mutex);
    return NULL;
}

/* ---- opening ---- */

static bool release(struct post *post, struct err *err)
{
    struct keeper *k = post->settings.keeper;
    bool done;

    take_turn(k);
    done = db_begin(&k->db, err) && store_delivery_release(&k->db, err) &&
        db_commit(&k->db, err);
    if (!done)
        db_rollback(&k->db);
    pass_turn(k);
    return done;
}

static bool start(struct bag *bag, struct err *err)
{
    REQUIRE(pthread_cond_init(&bag->woken, NULL) == 0);
    bag->has_thread = pthread_create(&bag->thread, NULL, work, bag) == 0;
    return bag->has_thread ||
        err_set(err, ERR_IO, STR("the machine has no room for a thread that sends"));
}

bool post_open(const struct post_settings *settings, struct post **out, struct err *err)
{
    struct post *post = os_pages_new(sizeof(*post));
    bool done = true;

    post->settings = *settings;
    REQUIRE(pthread_mutex_init(&post->mutex, NULL) == 0);
    for (unsigned i = 0; i < NOTIFY_CHANNELS; i++) {
        post->bags[i].post = post;
        post->bags[i].channel = (enum notify_channel)i;
        done = done && start(&post->bags[i], err);
    }
    *out = post;
    if (done && release(post, err))
        return true;
    post_close(post);
    *out = NULL;
    return false;
}

void post_close(struct post *post)
{
    struct err ignored = {0};

    if (post == NULL)
        return;
    pthread_mutex_lock(&post->mutex);
    post->is_ending = true;
    for (unsigned i = 0; i < NOTIFY_CHANNELS; i++)
        pthread_cond_signal(&post->bags[i].woken);
    pthread_mutex_unlock(&post->mutex);
    for (unsigned i = 0; i < NOTIFY_CHANNELS; i++) {
        struct bag *bag = &post->bags[i];

        if (!bag->has_thread)
            continue;
        (void)pthread_join(bag->thread, NULL);
        if (bag->state == BAG_BACK && !post_record(bag, &ignored))
            ignored = (struct err){0}; /* it is sent again, under its key */
        (void)pthread_cond_destroy(&bag->woken);
        arena_clear(&bag->arena);
    }
    (void)pthread_mutex_destroy(&post->mutex);
    os_pages_free(post, sizeof(*post));
}

/* ---- sending out ---- */

static void keep_row(struct bag *bag, const struct store_delivery *row)
{
    struct bag_item *item = &bag->items[bag->count++];

    *item = (struct bag_item){.row = *row};
    item->row.channel = arena_str(&bag->arena, row->channel);
    item->row.webhook = arena_str(&bag->arena, row->webhook);
}

static bool claim_rows(struct bag *bag, int64_t now, struct err *err)
{
    struct db *db = &bag->post->settings.keeper->db;
    const struct store_lease lease = {now, now + POST_LEASE_SECONDS, POST_LETTERS_MAX};
    struct store_delivery row;
    struct db_query q =
        store_delivery_claim(db, notify_channel_name(bag->channel), true, &lease);

    while (store_delivery_next(&q, &row))
        keep_row(bag, &row);
    return db_done(&q, err);
}

/* Nobody is asked to wait for the disk here: a bag goes out once it is confirmed. */
static bool claim(struct bag *bag, int64_t now, struct err *err)
{
    struct keeper *k = bag->post->settings.keeper;
    bool soon = k->confirming.is_on;
    bool done;

    take_turn(k);
    done = db_begin(&k->db, err) && claim_rows(bag, now, err);
    if (done && bag->count == 0)
        done = store_delivery_next_at(
            &k->db, notify_channel_name(bag->channel), true, &bag->look_at, err);
    if (done && bag->count > 0)
        done = soon ? db_commit_soon(&k->db, err) : db_commit(&k->db, err);
    else
        db_rollback(&k->db);
    if (done && bag->count > 0) {
        pthread_mutex_lock(&k->mutex);
        note_commit(k, soon);
        pthread_mutex_unlock(&k->mutex);
    }
    pass_turn(k);
    bag->awaits = soon ? keeper_awaited(k) : 0;
    return done;
}

static void send_out(struct bag *bag)
{
    bag->notify = bag->post->settings.notify;
    notify_hold(bag->notify);
    pthread_mutex_lock(&bag->post->mutex);
    bag->state = BAG_OUT;
    pthread_cond_signal(&bag->woken);
    pthread_mutex_unlock(&bag->post->mutex);
}

static bool fill(struct bag *bag, struct err *err)
{
    int64_t now = now_of(bag->post);

    if (bag->look_at > now)
        return true;
    arena_clear(&bag->arena);
    bag->count = 0;
    bag->now = now;
    if (!claim(bag, now, err))
        return false;
    if (bag->count == 0)
        return true;
    if (!post_write(bag, err))
        return false;
    bag->state = BAG_FILLED;
    if (bag->awaits == 0)
        send_out(bag);
    return true;
}

static enum bag_state state_of(struct bag *bag)
{
    enum bag_state state;

    pthread_mutex_lock(&bag->post->mutex);
    state = bag->state;
    pthread_mutex_unlock(&bag->post->mutex);
    return state;
}

/* A channel of which nothing came through several times rests for a while. */
static void rest(struct bag *bag, int64_t now)
{
    bool arrived = false;
    int64_t pause;

    for (size_t i = 0; i < bag->count; i++)
        arrived = arrived || bag->items[i].is_moot ||
            bag->items[i].result.state != NOTIFY_LATER;
    bag->failures = arrived ? 0 : bag->failures + 1;
    pause = (bag->failures - 2) * POST_REST_SECONDS;
    if (pause > 0 && bag->look_at < now + pause)
        bag->look_at = now + (pause < POST_REST_MOST ? pause : POST_REST_MOST);
}

static bool take_back(struct bag *bag, struct err *err)
{
    bool done = post_record(bag, err);

    bag->state = BAG_EMPTY;
    rest(bag, now_of(bag->post));
    return done;
}

/* All that came back first: it may ask for letters by another channel. */
bool post_work(struct post *post, struct err *err)
{
    bool done = true;

    for (unsigned i = 0; i < NOTIFY_CHANNELS; i++)
        if (state_of(&post->bags[i]) == BAG_BACK)
            done = take_back(&post->bags[i], err) && done;
    for (unsigned i = 0; done && i < NOTIFY_CHANNELS; i++)
        if (state_of(&post->bags[i]) == BAG_EMPTY)
            done = fill(&post->bags[i], err);
    return done;
}

void post_confirmed(struct post *post, uint64_t number)
{
    for (unsigned i = 0; i < NOTIFY_CHANNELS; i++)
        if (state_of(&post->bags[i]) == BAG_FILLED && post->bags[i].awaits <= number)
            send_out(&post->bags[i]);
}

void post_send_by(struct post *post, struct notify *notify)
{
    post->settings.notify = notify;
    for (unsigned i = 0; i < NOTIFY_CHANNELS; i++) {
        post->bags[i].failures = 0;
        post->bags[i].look_at = 0;
    }
}

void post_wrote(struct post *post)
{
    for (unsigned i = 0; i < NOTIFY_CHANNELS; i++)
        post->bags[i].look_at = 0;
}
