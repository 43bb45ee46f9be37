/*
 * passkey: what a browser says that its passkey signed (W3C WebAuthn 2), judged.
 *
 * The client data, where challenge and origin stand, is JSON and judged by whoever asks;
 * here are the bytes of the authenticator: for which host it signed, whether somebody
 * was there, and by which key.  Who made the authenticator is not asked.
 */
#ifndef VESTIBULE_CRYPTO_PASSKEY_H
#define VESTIBULE_CRYPTO_PASSKEY_H

#include "base/base.h"

enum {
    PASSKEY_ID_MAX = 1023, /* bytes, as WebAuthn allows */
    PASSKEY_KEY_MAX = 259, /* of RSA; others are shorter */
    PASSKEY_DATA_MAX = 4096,
};

/* A key, as it is kept. */
struct passkey_key {
    int32_t algorithm; /* of COSE: -7 ES256, -8 EdDSA, -257 RS256 */
    uint8_t bytes[PASSKEY_KEY_MAX];
    size_t len;
};

/* What an authenticator says of itself. */
struct passkey_said {
    bool verified; /* it knows that it is its person: a PIN, a finger, a face */
    uint32_t counter;
};

/* Read the authenticator data of a new passkey for `host`.  `id` points into `arena`.
 * ERR_INVALID: malformed, or an algorithm that is none of ours; ERR_DENIED: for another
 * host, or nobody was there. */
bool passkey_read_new(struct arena *arena, str data, str host, struct passkey_key *key,
    str *id, struct passkey_said *said, struct err *err) MUST_USE;

/* Verify that a key signed `data` and `client_data` for `host` while somebody was there.
 * ERR_INVALID: malformed; ERR_DENIED: it did not. */
bool passkey_verify(const struct passkey_key *key, str data, str client_data,
    str signature, str host, struct passkey_said *said, struct err *err) MUST_USE;

#endif
