/*
 * What the two files of passkeys share: keeping them, and signing in by them.
 */
#ifndef VESTIBULE_PEOPLE_PASSKEY_INSIDE_H
#define VESTIBULE_PEOPLE_PASSKEY_INSIDE_H

#include "people/inside.h"

/* Judge the client data: what it is for, from which page, and its challenge, which is used
 * up.  ERR_INVALID, ERR_DENIED; else as people_take_challenge. */
bool client_take(struct people *people, struct arena *arena,
    const struct passkey_place *place, enum challenge_use use, str bound,
    const struct passkey_answer *answer, struct err *err) MUST_USE;

#endif
