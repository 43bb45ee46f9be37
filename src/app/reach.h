/*
 * reach: everything by which a desk reaches those who have to act.
 *
 *     calling.conf ─▶ order  ┐
 *     roster ───────▶ people ┴▶ calling ─▶ desk ─▶ letters ─▶ post ─▶ channels.conf
 *
 *     reach_lives ─▶ heart ─▶ its heartbeat
 *
 * Opened beside a desk; from then on its visits call people.  With neither roster nor
 * channels nobody is reached, and the desk is told to telephone at once.  A sample
 * (app/sample.h) has no channels, whatever a file says.
 */
#ifndef VESTIBULE_APP_REACH_H
#define VESTIBULE_APP_REACH_H

#include "app/aside.h"
#include "app/heart.h"
#include "app/post.h"

struct reach;

struct reach_settings {
    struct keeper *keeper;
    struct desk *desk;
    str directory; /* DIR, with calling.conf and channels.conf if they are there */
    str orders;    /* the calling.conf that counts where there is none */
    const struct roster *roster; /* must last until reach_people() names another */

    /* As in post_settings. */
    void (*add_link)(void *context, const struct post_place *place, struct text *link);
    void (*heard)(void *context, uint64_t contact, str why);
    /* As in heart_settings. */
    void (*beaten)(void *context, enum heart_state state, const struct err *err);
    void *context;
    void (*ring)(void *context);
    void *ring_context;
};

/* ERR_INVALID, ERR_DENIED, ERR_NOT_FOUND: a file of settings, as it says; ERR_IO. */
bool reach_open(const struct reach_settings *settings, struct reach **out,
    struct err *err) MUST_USE;

/* Waits for letters that are being handed over, and a beat.  Accepts NULL. */
void reach_close(struct reach *reach);

/* Call by this roster from here on.  ERR_IO: what is recorded of it is the digest of the
 * one before. */
bool reach_people(
    struct reach *reach, const struct roster *roster, struct err *err) MUST_USE;

/* Read both files of settings anew, as after SIGHUP.  Letters that are out end by the
 * channels that they began with, all others go by the new ones; a call-out goes on by its
 * order.  When either cannot be read both stay as they were; errors as reach_open. */
bool reach_reread(struct reach *reach, struct err *err) MUST_USE;

/* Record what came of letters, and send out what is due; on the thread that serves, after
 * whatever may have written letters.  Costs nothing while nothing is due.  ERR_IO. */
bool reach_work(struct reach *reach, struct err *err) MUST_USE;

/* The disk has what was committed up to this number: see keeper_confirmed(). */
void reach_confirmed(struct reach *reach, uint64_t number);

/* All that time asks for was done: the address that watches may be told that we live. */
void reach_lives(struct reach *reach);

/* How that address takes it. */
struct heart_look reach_heart(const struct reach *reach, struct arena *arena);

/* Whom it calls. */
const struct roster *reach_roster(const struct reach *reach);

/* In which order; and by what people are reached: both until settings are read anew. */
const struct callout_orders *reach_orders(const struct reach *reach);
const struct notify *reach_channels(const struct reach *reach);

/* ---- a letter by itself: a code that proves an address ---- */

enum reach_told { REACH_NOTHING, REACH_SENDING, REACH_SENT, REACH_NOT_SENT };

/* Have one letter handed over beside everything else, in the place of one that had the
 * same name.  ERR_NOT_FOUND: the channel is not set up; ERR_LIMIT: too much is at work. */
bool reach_tell(struct reach *reach, struct aside *aside, str name,
    const struct notify_letter *letter, int64_t now, struct err *err) MUST_USE;

/* What came of the letter of that name; `why`, when it was not sent. */
enum reach_told reach_told(
    struct aside *aside, struct arena *arena, str name, str *why);

#endif
