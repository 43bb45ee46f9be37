/*
 * post: letters of call-outs, from the record to the channels and back.
 *
 *     step ─▶ delivery (store) ─claim─▶ worker ─notify─▶ result ─▶ call_attempted, row settled
 *
 * Each channel has a thread that does nothing but hand letters over, so one that hangs
 * keeps no other waiting, nor the thread that serves, where all the rest happens.  A
 * letter is handed over at least once: one whose result a stop took away is handed over
 * again, under the same key, by which the other side knows it.
 *
 * What a letter says is written when it is sent, so it is of that moment, and nothing
 * about anybody lies in a queue.
 */
#ifndef VESTIBULE_APP_POST_H
#define VESTIBULE_APP_POST_H

#include "app/desk.h"
#include "notify/notify.h"

enum { POST_LETTERS_MAX = NOTIFY_LETTERS_MAX, POST_LEASE_SECONDS = 60 };

struct post;

/* Which letter it is: its visit, the step in it, and the contact it goes to. */
struct post_place {
    str visit;
    int64_t step;     /* mark.n */
    uint64_t contact; /* 0: a webhook */
};

struct post_settings {
    struct keeper *keeper;
    struct desk *desk;
    struct notify *notify;
    const struct calling *calling; /* whose roster has the addresses */

    /* Adds the address by which a letter is answered to `link`, or for a webhook where its
     * visit is to be seen; or NULL. */
    void (*add_link)(void *context, const struct post_place *place, struct text *link);

    /* What is heard of a contact of the roster: something arrived, or nothing ever will
     * (`why`).  On the thread that serves; or NULL. */
    void (*heard)(void *context, uint64_t contact, str why);
    void *context;

    /* A result is back: post_work has something to do.  Called on any thread. */
    void (*ring)(void *context);
    void *ring_context;
};

/* Take up what a stop left, and begin.  ERR_IO. */
bool post_open(
    const struct post_settings *settings, struct post **out, struct err *err) MUST_USE;

/* Waits for letters that are being handed over, and records what came of them.  Accepts
 * NULL. */
void post_close(struct post *post);

/* Send by these channels from here on, and try again at once whatever rests. */
void post_send_by(struct post *post, struct notify *notify);

/* Letters were written: look for them at the next post_work. */
void post_wrote(struct post *post);

/* Record what came back, and send out what is due; on the thread that serves.  ERR_IO,
 * and what was claimed comes again when its lease is over. */
bool post_work(struct post *post, struct err *err) MUST_USE;

/* Hand to the workers what waited for the disk, as far as it is confirmed now. */
void post_confirmed(struct post *post, uint64_t number);

#endif
