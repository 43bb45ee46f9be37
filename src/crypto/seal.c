/*
 * Sealing by libsodium.  Nonces are long enough to be drawn at random.
 */
#include "crypto/crypto.h"

#include <sodium.h>

_Static_assert(CRYPTO_KEY_BYTES == crypto_aead_xchacha20poly1305_ietf_KEYBYTES &&
        CRYPTO_NONCE_BYTES == crypto_aead_xchacha20poly1305_ietf_NPUBBYTES &&
        CRYPTO_SEAL_EXTRA ==
            CRYPTO_NONCE_BYTES + crypto_aead_xchacha20poly1305_ietf_ABYTES,
    "libsodium's sizes must be ours");

void crypto_seal(const struct crypto *crypto, const uint8_t key[CRYPTO_KEY_BYTES],
    str about, str text, uint8_t *out)
{
    crypto_random(crypto, out, CRYPTO_NONCE_BYTES);
    REQUIRE(crypto_aead_xchacha20poly1305_ietf_encrypt(out + CRYPTO_NONCE_BYTES, NULL,
                (const uint8_t *)text.ptr, text.len, (const uint8_t *)about.ptr,
                about.len, NULL, out, key) == 0);
}

bool crypto_unseal(
    const uint8_t key[CRYPTO_KEY_BYTES], str about, str sealed, uint8_t *out)
{
    const uint8_t *bytes = (const uint8_t *)sealed.ptr;

    return sealed.len >= CRYPTO_SEAL_EXTRA &&
        crypto_aead_xchacha20poly1305_ietf_decrypt(out, NULL, NULL,
            bytes + CRYPTO_NONCE_BYTES, sealed.len - CRYPTO_NONCE_BYTES,
            (const uint8_t *)about.ptr, about.len, bytes, key) == 0;
}

void crypto_forget(void *bytes, size_t len)
{
    sodium_memzero(bytes, len);
}
