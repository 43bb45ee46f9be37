/*
 * Ed25519 and random bytes by libsodium.
 */
#include "crypto/crypto.h"

#include <sodium.h>

_Static_assert(sizeof((struct signing_key){0}.secret) == crypto_sign_SECRETKEYBYTES &&
        ED25519_SEED_BYTES == crypto_sign_SEEDBYTES &&
        ED25519_KEY_BYTES == crypto_sign_PUBLICKEYBYTES &&
        ED25519_SIGNATURE_BYTES == crypto_sign_BYTES,
    "libsodium's keys must fit ours");

static bool verify(const uint8_t public_key[ED25519_KEY_BYTES], str message,
    const uint8_t signature[ED25519_SIGNATURE_BYTES])
{
    return crypto_sign_verify_detached(
               signature, (const uint8_t *)message.ptr, message.len, public_key) == 0;
}

static void sign(
    const void *secret, str message, uint8_t signature[ED25519_SIGNATURE_BYTES])
{
    REQUIRE(crypto_sign_detached(signature, NULL, (const uint8_t *)message.ptr,
                message.len, secret) == 0);
}

struct ed25519 crypto_ed25519(const struct crypto *crypto)
{
    REQUIRE(crypto->context != NULL);
    return (struct ed25519){verify};
}

void crypto_random(const struct crypto *crypto, uint8_t *bytes, size_t len)
{
    REQUIRE(crypto->context != NULL);
    randombytes_buf(bytes, len);
}

void signing_key_init(struct signing_key *key, const uint8_t seed[ED25519_SEED_BYTES])
{
    REQUIRE(crypto_sign_seed_keypair(key->public_key, key->secret, seed) == 0);
}

void signing_key_clear(struct signing_key *key)
{
    sodium_memzero(key, sizeof(*key));
}

bool signing_key_signer(const struct signing_key *key, const struct hasher *hasher,
    str name, enum note_type type, struct note_signer *out, struct err *err)
{
    out->sign = sign;
    out->secret = key->secret;
    return note_key_make(hasher, name, type, key->public_key, &out->key, err);
}
