/*
 * roster_contact: what the pages of one address share.
 */
#ifndef VESTIBULE_WEB_ROSTER_CONTACT_H
#define VESTIBULE_WEB_ROSTER_CONTACT_H

#include "web/roster.h"

/* The address that a request names, and whose it is, for who may change it.
 * ERR_DENIED, ERR_NOT_FOUND. */
bool roster_contact(const struct caller *caller, const struct roster_contact **contact,
    const struct roster_person **owner, struct err *err) MUST_USE;

/* "/roster/contacts/7/send" */
str roster_contact_page(const struct caller *caller, uint64_t number, str below);

#endif
