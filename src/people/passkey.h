/*
 * passkey: a key in somebody's computer, telephone or on their key ring, which signs for
 * one address alone (W3C WebAuthn 2).
 *
 * Alone it is as good as a password and a second step, since it also knows its person by
 * a finger, a face or a PIN.  Without that it is a second step.  What it signs is a
 * challenge of ours, which counts for a few minutes, for one browser, once.
 */
#ifndef VESTIBULE_PEOPLE_PASSKEY_H
#define VESTIBULE_PEOPLE_PASSKEY_H

#include "people/account.h"
#include "people/session.h"

enum {
    PASSKEYS_MAX = 10, /* of one account */
    CHALLENGE_BYTES = 16 + 8 + PEOPLE_HASH_BYTES,
    CHALLENGE_SECONDS = 5 * 60,
};

/* Where passkeys count: "https://desk.example.org" and "desk.example.org". */
struct passkey_place {
    str origin;
    str host;
};

/* Take an origin apart.  ERR_INVALID: passkeys do not work there; the text says why. */
bool passkey_place(str origin, struct passkey_place *out, struct err *err) MUST_USE;

/* What a browser sends of a passkey, as bytes. */
struct passkey_answer {
    str id;
    str client_data;
    str data; /* of the authenticator */
    str signature;
};

/* What a challenge is for. */
enum challenge_use {
    CHALLENGE_NEW,
    CHALLENGE_ALONE,
    CHALLENGE_STEP,
    CHALLENGE_PROVIDER, /* the state of a sign-in at another place */
    CHALLENGE_BIND,     /* the same, with a link */
    CHALLENGE_CONNECT,  /* the same, of who is signed in here */
};

/* Make a challenge for whoever has the token `bound`: a session's, that of a second step,
 * or any that this browser keeps. */
void people_challenge(struct people *people, enum challenge_use use, str bound,
    uint8_t out[CHALLENGE_BYTES]);

/* Use up a challenge, in base64url.  ERR_NOT_FOUND: it has ended, was used, or is not for
 * this. */
bool people_take_challenge(struct people *people, enum challenge_use use, str bound,
    str challenge, struct err *err) MUST_USE;

/* What an authenticator calls an account: the same each time, and nothing to anybody. */
void people_passkey_user(
    const struct people *people, uint64_t number, uint8_t out[PEOPLE_HASH_BYTES]);

struct people_passkey {
    uint64_t number;
    str id;
    str name; /* that its person gave it */
    int64_t made_at;
    int64_t used_at; /* 0: never */
};

/* Those of an account. */
bool people_passkeys(struct people *people, struct arena *arena, uint64_t account,
    struct people_passkey **out, size_t *count, struct err *err) MUST_USE;

/* A passkey that somebody makes. */
struct new_passkey {
    const struct passkey_place *place;
    uint64_t account;
    str bound; /* the token of their session */
    str name;
    struct passkey_answer answer;
};

/* Keep a new passkey that answered a challenge of CHALLENGE_NEW; `*is_first`: there was no
 * second step before, and `codes` are filled with recovery codes, shown once.
 * ERR_NOT_FOUND: the challenge has ended, was used, or is another browser's; ERR_DENIED:
 * the answer is for another place, or nobody was there; ERR_INVALID: malformed, or the
 * name cannot be one; ERR_CONFLICT: it is known already; ERR_LIMIT. */
bool people_add_passkey(struct people *people, const struct new_passkey *made,
    bool *is_first, char codes[RECOVERY_CODES][RECOVERY_CHARS],
    struct err *err) MUST_USE;

/* With the last proof of a second step its recovery codes go.  ERR_NOT_FOUND;
 * ERR_CONFLICT: nothing would be left to sign in by. */
bool people_remove_passkey(struct people *people, uint64_t account, uint64_t passkey,
    struct err *err) MUST_USE;

/* Sign in by a passkey alone.  Tries are counted by address.  ERR_NOT_FOUND: the challenge
 * has ended, was used, or is another browser's. */
bool people_sign_in_passkey(struct people *people, const struct passkey_place *place,
    str bound, str peer, const struct passkey_answer *answer, struct sign_in *out,
    struct err *err) MUST_USE;

/* The second step by a passkey: as people_sign_in_code. */
bool people_sign_in_step(struct people *people, const struct passkey_place *place,
    str token, const struct passkey_answer *answer, struct sign_in *out,
    struct err *err) MUST_USE;

#endif
