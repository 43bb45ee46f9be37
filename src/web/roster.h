/*
 * roster: who has duty, on pages; for those who see it, and those who change it.
 *
 * An address is shown only to those who may change it: others see by which channel
 * somebody is reached, and whether that works.
 */
#ifndef VESTIBULE_WEB_ROSTER_H
#define VESTIBULE_WEB_ROSTER_H

#include "web/ask.h"
#include "web/visits.h"

enum { ROSTER_WEEKDAYS = 7 };

/* ---- words ---- */

/* "/roster/people/7/role" */
str roster_address(struct arena *arena, str above, uint64_t number, str below);

/* "Law Department", "Principal (Lake School)" */
str roster_role_words(const struct caller *caller, str role, str school);

/* The roles of somebody: "Head: Law Department; Principal (Lake School)", or none. */
str roster_posts_words(const struct caller *caller, const struct roster_person *person);

/* How a channel is called; an address, as far as it can be shown; how it stands. */
str roster_channel_words(enum roster_channel channel);
str roster_contact_address(const struct roster_contact *contact);
str roster_contact_words(
    const struct caller *caller, const struct roster_contact *contact);

/* Who is meant by a number; nobody by 0. */
str roster_person_words(const struct caller *caller, uint64_t person);

extern const str roster_weekdays[ROSTER_WEEKDAYS];

/* Now, by the clocks of the schools. */
bool roster_now(
    const struct caller *caller, struct moment *now, struct err *err) MUST_USE;

/* ---- acting ---- */

/* Who changes it, with the key of the form.  ERR_DENIED, ERR_INVALID. */
bool roster_act(const struct caller *caller, uint8_t key[KEEPER_KEY_BYTES],
    struct rota_act *out, struct err *err) MUST_USE;

/* The number in the address of a request; 0: none. */
uint64_t roster_part(const struct caller *caller);

/* The person of an address.  ERR_NOT_FOUND. */
bool roster_person(const struct caller *caller, const struct roster_person **out,
    struct err *err) MUST_USE;

/* Go on to an address after something was taken away: what somebody else took away a
 * moment before is away, too. */
bool roster_removed(
    bool done, str to, struct http_answer *answer, struct err *err) MUST_USE;

/* ---- forms ---- */

/* Ask, or ask again after a mistake, which is in the field `wrong`.  False: asking again
 * does not mend it. */
bool roster_ask(const struct caller *caller, struct ask_view *view, str wrong,
    struct http_answer *answer, const struct err *err) MUST_USE;

/* Fields: a role, a school, a person among those on the roster, whose name is typed when
 * they are many. */
struct field_view roster_role_field(const struct caller *caller);
struct field_view roster_school_field(const struct caller *caller);
struct field_view roster_person_field(
    const struct caller *caller, str name, str label, bool or_nobody);
struct field_view roster_text_field(const struct caller *caller, enum field_kind kind,
    str name, str label, str hint, str usual);

/* What was chosen in them.  `wrong` says which field is looked at.  ERR_INVALID. */
bool roster_read_role(
    const struct caller *caller, str *role, str *wrong, struct err *err) MUST_USE;
str roster_read_school(const struct caller *caller);
bool roster_read_person(const struct caller *caller, str name, uint64_t *person,
    str *wrong, struct err *err) MUST_USE;

/* The schools that accounts and the roster name, each once. */
size_t roster_schools(const struct caller *caller, const str **out);

/* ---- parts of pages ---- */

/* The duties that are not over and that have `find` in their words; of one person (0: of
 * all). */
struct part_view roster_duties(struct caller *caller, uint64_t person, str find);

/* Rows, as many as anybody reads; the words `none` when there are none. */
struct part_view roster_rows(
    str title, const struct row_view *rows, size_t count, str none);

/* Whether some words have in them what is looked for, in capitals or not. */
bool roster_has(str words, str find);

#endif
