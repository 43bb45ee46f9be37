/*
 * HMAC (RFC 2104) by OpenSSL, and the numbers that change, made of it (RFC 4226).
 */
#include "crypto/crypto.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>

enum { SHA1_BYTES = 20 };

void crypto_hmac(
    const struct crypto *crypto, str key, str message, uint8_t mac[SHA256_BYTES])
{
    REQUIRE(crypto->context != NULL);
    REQUIRE(HMAC(crypto->method, key.ptr, (int)key.len, (const uint8_t *)message.ptr,
                message.len, mac, NULL) != NULL);
}

bool crypto_hotp(str key, uint64_t counter, uint32_t *out, struct err *err)
{
    uint8_t message[8];
    uint8_t mac[SHA1_BYTES];
    size_t at;

    for (size_t i = 0; i < sizeof(message); i++)
        message[i] = (uint8_t)(counter >> (56 - 8 * i));
    if (HMAC(EVP_sha1(), key.ptr, (int)key.len, message, sizeof(message), mac, NULL) ==
        NULL)
        return err_set(err, ERR_IO,
            STR("OpenSSL cannot compute HMAC-SHA-1 here; check its configuration"));
    at = mac[SHA1_BYTES - 1] & 15;
    *out = (uint32_t)(mac[at] & 127) << 24 | (uint32_t)mac[at + 1] << 16 |
        (uint32_t)mac[at + 2] << 8 | mac[at + 3];
    return true;
}
