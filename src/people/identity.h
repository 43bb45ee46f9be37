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

/* Connect an account that somebody is signed in to.  ERR_CONFLICT: the identity is
 * another account's; ERR_DENIED: this one is locked or closed. */
bool people_connect(struct people *people, uint64_t account,
    const struct people_identity *identity, struct err *err) MUST_USE;

/* Disconnect it from all identities of an issuer; its sessions that were begun by them
 * end, but for one.  ERR_NOT_FOUND: there is none; ERR_CONFLICT: nothing would be left to
 * sign in by. */
bool people_disconnect(struct people *people, uint64_t account, str issuer,
    uint64_t session, struct err *err) MUST_USE;

struct people_connection {
    struct people_identity identity;
    int64_t made_at;
};

/* Those of an account, oldest first, in `arena`. */
bool people_connections(struct people *people, struct arena *arena, uint64_t account,
    struct people_connection **out, size_t *count, struct err *err) MUST_USE;

/* ---- what goes along on the way there ---- */

/* Derive a text of PEOPLE_TOKEN_CHARS from others, which nobody can without the key. */
void people_derive(const struct people *people, const str *parts, size_t count,
    char out[PEOPLE_TOKEN_CHARS]);

#endif
