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

/* "/roster/people/7/role" */
str roster_address(struct arena *arena, str above, uint64_t number, str below);

/* "Law Department", "Principal (Lake School)" */
str roster_role_words(const struct caller *caller, str role, str school);

/* The roles that are called: those of the entry protocol, without the desk. */
size_t roster_roles(const struct caller *caller, const str **out);

/* Who changes it, with the key of the form.  ERR_DENIED, ERR_INVALID. */
bool roster_act(const struct caller *caller, uint8_t key[KEEPER_KEY_BYTES],
    struct rota_act *out, struct err *err) MUST_USE;

/* Fields of forms: a role, a person among those on the roster, a text. */
struct field_view roster_role_field(const struct caller *caller);
struct field_view roster_person_field(
    const struct caller *caller, str name, str label, bool or_nobody);

/* The number in the address of a request, or in a field; 0: none. */
uint64_t roster_part(const struct caller *caller);
uint64_t roster_number(const struct caller *caller, str field);

/* The person of an address.  ERR_NOT_FOUND. */
bool roster_person(const struct caller *caller, const struct roster_person **out,
    struct err *err) MUST_USE;

/* How a channel is called; how an address of it stands. */
str roster_channel_words(enum roster_channel channel);
str roster_contact_words(
    const struct caller *caller, const struct roster_contact *contact);

/* The duties of the roster, or of one person (0: all), each with where it is ended. */
struct part_view roster_duties(struct caller *caller, uint64_t person);

#endif
