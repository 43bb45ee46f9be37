/*
 * Submitting: many wait, one commits for all.
 *
 * Who comes while nobody has the turn takes it, and with it everything that waits; the
 * others sleep until it is done.  So one write to the disk serves as many as came
 * while the one before was going on.
 */
#include "app/inside.h"

enum { BATCH_MOST = 512 };

void take_turn(struct keeper *k)
{
    pthread_mutex_lock(&k->mutex);
    while (k->has_turn)
        pthread_cond_wait(&k->turn, &k->mutex);
    k->has_turn = true;
    pthread_mutex_unlock(&k->mutex);
}

/* Of those who wait two are woken, and not all: who is first takes the turn, and the
 * other waits for the next. */
static void free_turn(struct keeper *k)
{
    k->has_turn = false;
    pthread_cond_signal(&k->turn);
    if (k->first != NULL)
        pthread_cond_signal(k->first->woken);
}

void pass_turn(struct keeper *k)
{
    pthread_mutex_lock(&k->mutex);
    free_turn(k);
    pthread_mutex_unlock(&k->mutex);
}

/* Take what waits off the queue, in order.  Who has a deed to do goes alone: only so
 * can it fail without the others. */
static struct submission *take_batch(struct keeper *k)
{
    struct submission *batch = k->first;
    struct submission *s = batch;

    for (size_t count = 1; count < BATCH_MOST && s->deed.run == NULL &&
         s->next != NULL && s->next->deed.run == NULL;
         count++)
        s = s->next;
    k->first = s->next;
    if (k->first == NULL)
        k->last = &k->first;
    s->next = NULL;
    return batch;
}

/* The mutex is held, and the queue not empty. */
static void lead(struct keeper *k)
{
    struct submission *batch = take_batch(k);

    k->has_turn = true;
    pthread_mutex_unlock(&k->mutex);
    commit_batch(k, batch);
    pthread_mutex_lock(&k->mutex);
    while (batch != NULL) {
        struct submission *next = batch->next;

        batch->done = true; /* once the mutex is free it is its owner's again */
        pthread_cond_signal(batch->woken);
        batch = next;
    }
    free_turn(k);
}

static bool is_waiting(const struct submission *submissions, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (!submissions[i].done)
            return true;
    return false;
}

/* Those of one caller stand one after another, so that one batch takes them all. */
static void wait_in_queue(
    struct keeper *k, struct submission *submissions, size_t count)
{
    pthread_cond_t woken;

    REQUIRE(pthread_cond_init(&woken, NULL) == 0);
    pthread_mutex_lock(&k->mutex);
    for (size_t i = 0; i < count; i++) {
        submissions[i].woken = &woken;
        *k->last = &submissions[i];
        k->last = &submissions[i].next;
    }
    while (is_waiting(submissions, count)) {
        if (k->has_turn)
            pthread_cond_wait(&woken, &k->mutex);
        else
            lead(k);
    }
    pthread_mutex_unlock(&k->mutex);
    (void)pthread_cond_destroy(&woken);
}

/* Random bytes in stock: the system is asked once for all that an event needs. */
struct stock {
    const struct crypto *crypto;
    uint8_t bytes[512];
    size_t left;
};

static void fill(void *context, uint8_t *bytes, size_t len)
{
    struct stock *stock = context;

    if (stock->left < len) {
        crypto_random(stock->crypto, stock->bytes, sizeof(stock->bytes));
        stock->left = sizeof(stock->bytes);
    }
    REQUIRE(len <= stock->left);
    stock->left -= len;
    memcpy(bytes, stock->bytes + stock->left, len);
}

/* What each can do for itself, before the turn: checking, digests, salts. */
static bool prepare(struct arena *arena, struct submission *s, struct err *err)
{
    struct text content = text_in(arena);
    struct crypto crypto;
    struct stock stock = {.crypto = &crypto};
    struct record_random random = {fill, &stock};
    struct hasher hasher;
    bool done;

    if (!crypto_open(&crypto, err))
        return false;
    hasher = crypto_hasher(&crypto);
    done = record_seal(arena, s->event, &hasher, &random, &s->sealed, err);
    if (done) {
        record_add_content(&content, s->event);
        s->content = hash_bytes(&hasher, text_str(&content));
    }
    crypto_close(&crypto);
    return done;
}

bool submit_deed(struct keeper *k, const struct record_event *event,
    const uint8_t key[KEEPER_KEY_BYTES], const struct deed *deed, struct receipt *out,
    struct err *err)
{
    struct arena arena = {0};
    struct submission s = {.event = event, .key = key};
    bool done = prepare(&arena, &s, err);

    if (deed != NULL) {
        s.deed = *deed;
        s.soon = deed->soon && k->confirming.is_on;
    }
    if (done) {
        wait_in_queue(k, &s, 1);
        done = !s.failed;
        *err = s.err;
        *out = s.receipt;
    }
    arena_clear(&arena);
    return done;
}

bool keeper_submit(struct keeper *k, const struct record_event *event,
    const uint8_t key[KEEPER_KEY_BYTES], struct receipt *out, struct err *err)
{
    return submit_deed(k, event, key, NULL, out, err);
}

/* What became of them: the first failure, if there is one. */
static bool take_receipts(const struct submission *submissions, size_t count,
    struct receipt *out, struct err *err)
{
    for (size_t i = 0; i < count; i++) {
        out[i] = submissions[i].receipt;
        if (!submissions[i].failed)
            continue;
        *err = submissions[i].err;
        return false;
    }
    return true;
}

bool keeper_submit_all(struct keeper *k, const struct keeper_item *items, size_t count,
    struct receipt *out, struct err *err)
{
    struct arena arena = {0};
    struct submission *submissions = ARENA_ARRAY(&arena, struct submission, count);
    bool done = true;

    REQUIRE(count <= KEEPER_ITEMS_MAX);
    for (size_t i = 0; done && i < count; i++) {
        submissions[i].event = items[i].event;
        submissions[i].key = items[i].key;
        submissions[i].soon = k->confirming.is_on;
        done = prepare(&arena, &submissions[i], err);
    }
    if (done) {
        wait_in_queue(k, submissions, count);
        done = take_receipts(submissions, count, out, err);
    }
    arena_clear(&arena);
    return done;
}
