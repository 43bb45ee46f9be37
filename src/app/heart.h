/*
 * heart: an address outside is told that this program lives, and misses us when it does not.
 *
 *     thread that serves ─tick─▶ heart ─once a minute─▶ heartbeat of channels.conf
 *
 * A thread of its own asks the address, but only while the one that serves goes round: one
 * that hangs, or that cannot do what time asks of it, is silent as one that was stopped.
 */
#ifndef VESTIBULE_APP_HEART_H
#define VESTIBULE_APP_HEART_H

#include "app/keeper.h"
#include "notify/notify.h"

enum heart_state {
    HEART_NONE,  /* there is no address */
    HEART_WAITS, /* for the first beat */
    HEART_BEATS,
    HEART_FAILS, /* the address cannot be reached, or refuses */
    HEART_HELD,  /* back: the thread that serves does not go round */
};

enum { HEART_WHY_MAX = 256 };

struct heart_look {
    enum heart_state state;
    int64_t since;   /* it is in this state */
    int64_t beat_at; /* the last that arrived; 0: none did */
    str why;         /* HEART_FAILS: for people, in the arena of heart_look */
};

struct heart;

struct heart_settings {
    unsigned ms; /* between two beats */
    struct keeper_clock clock;
    /* The state is another one; `err` says why it fails.  On the heart's thread. */
    void (*told)(void *context, enum heart_state state, const struct err *err);
    void *context;
};

/* Begin, without channels.  ERR_IO: no thread is to be had. */
bool heart_open(const struct heart_settings *settings, struct heart **out,
    struct err *err) MUST_USE;

/* Waits for a beat that is under way, for some seconds.  Accepts NULL. */
void heart_close(struct heart *heart);

/* Beat by these channels from here on, at the next tick for the first time; they are held
 * while a beat is under way.  NULL: by none. */
void heart_use(struct heart *heart, struct notify *notify);

/* The thread that serves has gone round once more. */
void heart_tick(struct heart *heart);

/* How it is. */
struct heart_look heart_look(struct heart *heart, struct arena *arena);

#endif
