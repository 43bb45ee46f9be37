/*
 * calling: whom a desk calls for the duties that its visits raise, and in which order.
 *
 * DIR/calling.conf (callout/order.h) says the order of each lane, the roster says who has
 * duty.  Both are of one moment and are replaced as a whole; a call-out goes on by the
 * order that it began with.
 */
#ifndef VESTIBULE_APP_CALLING_H
#define VESTIBULE_APP_CALLING_H

#include "callout/callout.h"
#include "roster/roster.h"
#include "store/store.h"

struct calling {
    const struct callout_orders *orders;
    const struct roster *roster;
    str digest; /* of the roster: "sha256:..." */

    /* Letters were written: they wait to be sent.  Or NULL. */
    void (*wrote)(void *context);

    /* Something was stated of a visit, and people may have to be called: desk_tick() does
     * it, as soon as others had their turn.  NULL: it is done before the desk goes on. */
    void (*due)(void *context);
    void *context;
};

/* Read DIR/calling.conf, texts into `arena`; where there is none, the embedded one.
 * ERR_INVALID: file, line, and what to do; ERR_IO. */
bool calling_read(struct arena *arena, str directory, str embedded,
    struct callout_orders *out, struct err *err) MUST_USE;

/* Who is called at a step, and what is said of it. */
struct calling_list {
    struct store_delivery *letters; /* seq is to be filled in */
    size_t letter_count, letter_room;
    str *lines; /* "Dana Ruiz: push, text" */
    size_t line_count, line_room;
};

enum { CALLING_LETTERS_MAX = 999, CALLING_LINES_MAX = 64 };

/* Whom it concerns: the lane, where, and when by the clocks there. */
struct calling_for {
    str lane;
    str school;
    struct moment local;
};

/* Say who is called at a step, into `arena`; those who are in the list already are not
 * called twice.  `channels`: those that may be used, a bit each. */
void calling_add(const struct calling *calling, struct arena *arena,
    const struct calling_for *whom, const struct callout_step *step, unsigned channels,
    struct calling_list *list);

/* What the desk is told when nobody has answered. */
str calling_instruction(struct arena *arena, const struct callout_order *order);

/* A telephone number in words: seven digits or more, or 911; empty. */
str calling_number(str words);

#endif
