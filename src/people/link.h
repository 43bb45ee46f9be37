/*
 * link: a token that opens one door once: the first account, an invitation, a new
 * password.  It ends after a day, and with the first use.
 */
#ifndef VESTIBULE_PEOPLE_LINK_H
#define VESTIBULE_PEOPLE_LINK_H

#include "people/account.h"

enum { LINK_SECONDS = 24 * 60 * 60 };

/* Make the link for the first account, an operator of the district; one from before
 * ends.  ERR_CONFLICT: there is an account already. */
bool people_first_link(
    struct people *people, struct people_token *out, struct err *err) MUST_USE;

/* Make a link by which the account's person chooses a password: an invitation, or a
 * reset, which takes the second step away too when `forget_second_step`.  One from
 * before ends.  ERR_CONFLICT: it is locked or has left. */
bool people_link(struct people *people, uint64_t number, bool forget_second_step,
    struct people_token *out, struct err *err) MUST_USE;

struct people_link_found {
    bool is_first;          /* login and name are still to be chosen */
    struct account account; /* otherwise */
};

/* Look at a link, without using it.  ERR_NOT_FOUND: there is none such, it was used, or
 * it has ended. */
bool people_find_link(struct people *people, struct arena *arena, str token,
    struct people_link_found *out, struct err *err) MUST_USE;

/* Use a link: the account gets the password and is active.  `login` and `name` are for
 * the first account.  ERR_INVALID: a password, login or name that cannot be one; the
 * link stays then.  Takes about 60 ms. */
bool people_use_link(struct people *people, str token, str login, str name,
    str password, uint64_t *number, struct err *err) MUST_USE;

#endif
