/*
 * passkey: what pages about passkeys share: offering one to a browser, and reading what
 * it answers.
 */
#ifndef VESTIBULE_WEB_PASSKEY_H
#define VESTIBULE_WEB_PASSKEY_H

#include "web/door.h"

/* Have the browser asked for a passkey, with a new challenge for whoever has `bound`;
 * `account` 0: anybody's will do. */
bool passkey_offer(const struct caller *caller, enum challenge_use use, str bound,
    uint64_t account, struct passkey_view *view, struct err *err) MUST_USE;

/* Read what came of it.  ERR_INVALID. */
bool passkey_read(
    const struct caller *caller, struct passkey_answer *out, struct err *err) MUST_USE;

#endif
