/*
 * identity: who somebody is at another place that signs people in (oidc).
 *
 * An account is bound to an identity by a link that an operator made, never by a name or
 * an address that the other place says: those change hands, and are not always verified.
 */
#ifndef VESTIBULE_PEOPLE_IDENTITY_H
#define VESTIBULE_PEOPLE_IDENTITY_H

#include "people/account.h"
#include "people/session.h"

struct people_identity {
    str issuer;
    str subject;
};

/* Sign in who signed in there.  Whether they have a second step is for the other place to
 * ask.  SIGN_IN_REFUSED, WHY_UNKNOWN: nobody here is bound to it. */
bool people_sign_in_provider(struct people *people,
    const struct people_identity *identity, struct sign_in *out,
    struct err *err) MUST_USE;

/* Use a link: bind its account, which is active then.  ERR_NOT_FOUND: as people_find_link;
 * ERR_DENIED: the first account needs a password; ERR_CONFLICT: the identity is another
 * account's. */
bool people_bind(struct people *people, str token,
    const struct people_identity *identity, uint64_t *number, struct err *err) MUST_USE;

/* ---- what goes along on the way there ---- */

/* Derive a text of PEOPLE_TOKEN_CHARS from others, which nobody can without the key. */
void people_derive(const struct people *people, const str *parts, size_t count,
    char out[PEOPLE_TOKEN_CHARS]);

#endif
