/*
 * Waiting for the disk, on a thread that does nothing else.
 *
 * Whoever commits goes on at once; what it said must not be believed before the commit
 * is confirmed.  While the thread waits others commit, and the next wait is for all of
 * them.  A disk that once failed to confirm is never asked again.
 */
#include "app/inside.h"

static void *wait_for_disk(void *context)
{
    struct keeper *k = context;
    struct confirming *c = &k->confirming;

    pthread_mutex_lock(&k->mutex);
    while (!c->is_lost && (!c->is_ending || c->confirmed < c->committed)) {
        uint64_t number = c->committed;
        struct err err = {0};
        bool done;

        if (c->confirmed == number) {
            pthread_cond_wait(&c->woken, &k->mutex);
            continue;
        }
        pthread_mutex_unlock(&k->mutex);
        done = db_confirm(&k->db, &err);
        pthread_mutex_lock(&k->mutex);
        if (done && c->confirmed < number)
            c->confirmed = number;
        if (!done) {
            c->is_lost = true;
            c->lost = err;
        }
        pthread_mutex_unlock(&k->mutex);
        c->told(c->context);
        pthread_mutex_lock(&k->mutex);
    }
    pthread_mutex_unlock(&k->mutex);
    return NULL;
}

bool keeper_defer(
    struct keeper *k, void (*confirmed)(void *context), void *context, struct err *err)
{
    struct confirming *c = &k->confirming;

    REQUIRE(!c->is_on);
    c->is_ending = false;
    c->told = confirmed;
    c->context = context;
    REQUIRE(pthread_cond_init(&c->woken, NULL) == 0);
    c->is_on = pthread_create(&c->thread, NULL, wait_for_disk, k) == 0;
    if (c->is_on)
        return true;
    (void)pthread_cond_destroy(&c->woken);
    return err_set(err, ERR_IO,
        STR("the machine has no room for a thread that waits for the disk"));
}

void keeper_defer_end(struct keeper *k)
{
    struct confirming *c = &k->confirming;

    if (!c->is_on)
        return;
    pthread_mutex_lock(&k->mutex);
    c->is_ending = true;
    pthread_cond_signal(&c->woken);
    pthread_mutex_unlock(&k->mutex);
    (void)pthread_join(c->thread, NULL);
    (void)pthread_cond_destroy(&c->woken);
    c->is_on = false;
}

/* One that waited for itself has the ones before it on the disk, too. */
void note_commit(struct keeper *k, bool soon)
{
    struct confirming *c = &k->confirming;

    c->committed++;
    c->committed_at = k->clock.now(k->clock.context);
    if (!soon && !c->is_lost)
        c->confirmed = c->committed;
    else if (c->is_on)
        pthread_cond_signal(&c->woken);
}

uint64_t keeper_awaited(struct keeper *k)
{
    const struct confirming *c = &k->confirming;
    uint64_t number;

    pthread_mutex_lock(&k->mutex);
    number = c->confirmed == c->committed ? 0 : c->committed;
    pthread_mutex_unlock(&k->mutex);
    return number;
}

bool keeper_confirmed(struct keeper *k, uint64_t *number, struct err *err)
{
    const struct confirming *c = &k->confirming;
    bool good;

    pthread_mutex_lock(&k->mutex);
    *number = c->confirmed;
    good = !c->is_lost;
    if (!good)
        *err = c->lost;
    pthread_mutex_unlock(&k->mutex);
    return good;
}
