/*
 * p256: keys on the curve P-256, secrets that two of them share, and what is done with
 * those: HKDF, AES-128-GCM; and the signature ES256 of tokens.
 *
 * Made for Web Push (RFC 8291, 8292), where the other side's point comes from a browser
 * and is believed only once it lies on the curve.
 */
#ifndef VESTIBULE_CRYPTO_P256_H
#define VESTIBULE_CRYPTO_P256_H

#include "base/base.h"

struct crypto;

enum {
    P256_SECRET_BYTES = 32,
    P256_POINT_BYTES = 65, /* not compressed: 4, then both coordinates */
    P256_SIGNATURE_BYTES = 64,
    GCM_KEY_BYTES = 16,
    GCM_NONCE_BYTES = 12,
    GCM_TAG_BYTES = 16,
    HKDF_MAX = 255 * 32
};

struct p256_key {
    uint8_t secret[P256_SECRET_BYTES];
    uint8_t point[P256_POINT_BYTES]; /* the public half */
};

/* Make a new key. */
void p256_make(const struct crypto *crypto, struct p256_key *out);

/* Make the key of a secret.  False: no key has it, it is zero or too large. */
bool p256_read(const uint8_t secret[P256_SECRET_BYTES], struct p256_key *out) MUST_USE;

/* Whether it lies on the curve. */
bool p256_is_point(str point) MUST_USE;

/* Work out the secret that the key shares with whoever has the secret of `point`
 * (NIST SP 800-56A: the first coordinate).  False: that is no point of the curve. */
bool p256_agree(
    const struct p256_key *key, str point, uint8_t shared[P256_SECRET_BYTES]) MUST_USE;

/* Sign by ECDSA with SHA-256, in the form that tokens have (RFC 7518, 3.4): r and s. */
void p256_sign(
    const struct p256_key *key, str message, uint8_t signature[P256_SIGNATURE_BYTES]);

/* Derive `len` bytes, HKDF_MAX at most, from a secret (HKDF-SHA-256, RFC 5869). */
void crypto_hkdf(const struct crypto *crypto, str salt, str secret, str info,
    uint8_t *out, size_t len);

/* Encrypt by AES-128-GCM into `out`, GCM_TAG_BYTES longer than `text`.  The same key and
 * nonce must never serve twice. */
void crypto_gcm(const uint8_t key[GCM_KEY_BYTES], const uint8_t nonce[GCM_NONCE_BYTES],
    str text, uint8_t *out);

#endif
