/*
 * roster: who is on duty and how they are reached, as it is served, and the record that
 * says so.
 *
 *     DIRECTORY/roster.db     people, addresses, duties (roster/roster.h)
 *
 * Each change is two halves, in the manner of app/staff.h: made in roster.db, recorded,
 * committed.  The record is told what changed and a digest of the whole roster, and never
 * an address.  What is asked of it is answered from a copy, which each change replaces.
 */
#ifndef VESTIBULE_APP_ROSTER_H
#define VESTIBULE_APP_ROSTER_H

#include "app/keeper.h"
#include "roster/roster.h"

struct rota;

/* Open DIRECTORY/roster.db, an empty one made the first time, for the one thread that
 * changes it; the keeper must outlive it.  ERR_IO, ERR_INVALID: a newer schema. */
bool rota_open(
    str directory, struct keeper *keeper, struct rota **out, struct err *err) MUST_USE;

/* Only to read, while another process may have it; without a file it is empty. */
bool rota_look(str directory, struct rota **out, struct err *err) MUST_USE;

/* Accepts NULL. */
void rota_close(struct rota *rota);

/* The roster as it stands; holds until the next change has told `changed`. */
const struct roster *rota_snapshot(const struct rota *rota);

/* Whom to tell after each change: the roster before it is given up when this returns. */
void rota_watch(struct rota *rota,
    void (*changed)(void *context, const struct roster *now), void *context);

/* ---- changes ---- */

/*
 * Who changes it, and the key of their submission: what is sent twice is done once, and
 * what a stop cut off between the two halves is done when it is sent again.  A submission
 * that had been done before says so by `number` 0, where it has one.
 */
struct rota_act {
    str by; /* a login or a post */
    const uint8_t *key;
};

/* As roster_put_person and its kin, each with its event. */
bool rota_put_person(struct rota *rota, const struct rota_act *act,
    const struct roster_person *person, uint64_t *number, struct err *err) MUST_USE;
bool rota_remove_person(struct rota *rota, const struct rota_act *act, uint64_t person,
    struct err *err) MUST_USE;
bool rota_put_contact(struct rota *rota, const struct rota_act *act, uint64_t person,
    enum roster_channel channel, str address, struct err *err) MUST_USE;
bool rota_add_week(struct rota *rota, const struct rota_act *act,
    const struct roster_week *week, struct err *err) MUST_USE;
bool rota_add_override(struct rota *rota, const struct rota_act *act,
    const struct roster_override *override, struct err *err) MUST_USE;
bool rota_add_acting(struct rota *rota, const struct rota_act *act,
    const struct roster_acting *acting, struct err *err) MUST_USE;
bool rota_remove(struct rota *rota, const struct rota_act *act, enum roster_thing thing,
    uint64_t number, struct err *err) MUST_USE;

/* ---- addresses ---- */

/* As roster_new_code: a code changes nobody's duty, so it has no event.  One that is out
 * when the program stops counts no more. */
bool rota_new_code(struct rota *rota, uint64_t contact, int64_t now,
    char code[ROSTER_CODE_DIGITS], struct err *err) MUST_USE;

/* As roster_enter_code; the right one has an event. */
bool rota_enter_code(struct rota *rota, const struct rota_act *act, uint64_t contact,
    str code, int64_t now, enum roster_code *out, struct err *err) MUST_USE;

enum { ROTA_BROWSERS_MAX = 8 }; /* of one person */

/* Add a browser of somebody, as notify_read_subscription writes it: verified at once, since
 * it came with their session.  ERR_INVALID: they have too many. */
bool rota_put_browser(struct rota *rota, const struct rota_act *act, uint64_t person,
    str subscription, int64_t now, struct err *err) MUST_USE;

/* Something arrived at an address; or, when `why` says so, nothing ever will: then it is
 * used no more, which has an event.  An address that is gone already is left alone. */
bool rota_heard(struct rota *rota, uint64_t contact, str why, int64_t now,
    struct err *err) MUST_USE;

/* ---- in words, by the names of people: "Ana stands in for Ben from ... until ..." ---- */

void text_add_roster_person(struct text *text, const struct roster_person *person);
void text_add_roster_week(
    struct text *text, const struct roster *roster, const struct roster_week *week);
void text_add_roster_override(struct text *text, const struct roster *roster,
    const struct roster_override *override);
void text_add_roster_acting(
    struct text *text, const struct roster *roster, const struct roster_acting *acting);

#endif
