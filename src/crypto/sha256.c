/*
 * SHA-256 by OpenSSL.
 *
 * Fetching the method and making a context cost three times as much as hashing a node,
 * so both are made once.
 */
#include "crypto/crypto.h"

#include <openssl/evp.h>
#include <sodium.h>

static bool fail(struct err *err)
{
    return err_set(err, ERR_IO,
        STR("OpenSSL cannot compute SHA-256 here; check its configuration"));
}

bool crypto_open(struct crypto *crypto, struct err *err)
{
    *crypto = (struct crypto){0};
    if (sodium_init() < 0)
        return err_set(err, ERR_IO,
            STR("libsodium cannot start here; does the machine give random numbers?"));
    crypto->method = EVP_MD_fetch(NULL, "SHA256", NULL);
    crypto->context = EVP_MD_CTX_new();
    /* Once it has begun, hashing with the same method cannot fail. */
    if (crypto->method != NULL && crypto->context != NULL &&
        EVP_DigestInit_ex2(crypto->context, crypto->method, NULL) == 1)
        return true;
    crypto_close(crypto);
    return fail(err);
}

void crypto_close(struct crypto *crypto)
{
    EVP_MD_CTX_free(crypto->context);
    EVP_MD_free(crypto->method);
    *crypto = (struct crypto){0};
}

void crypto_hash_begin(struct crypto *crypto)
{
    REQUIRE(EVP_DigestInit_ex2(crypto->context, NULL, NULL) == 1);
}

void crypto_hash_add(struct crypto *crypto, str piece)
{
    REQUIRE(EVP_DigestUpdate(crypto->context, piece.ptr, piece.len) == 1);
}

void crypto_hash_end(struct crypto *crypto, uint8_t digest[SHA256_BYTES])
{
    REQUIRE(EVP_DigestFinal_ex(crypto->context, digest, NULL) == 1);
}

static void sha256(
    void *context, const str *parts, size_t count, uint8_t digest[HASH_BYTES])
{
    struct crypto *crypto = context;

    crypto_hash_begin(crypto);
    for (size_t i = 0; i < count; i++)
        crypto_hash_add(crypto, parts[i]);
    crypto_hash_end(crypto, digest);
}

struct hasher crypto_hasher(struct crypto *crypto)
{
    REQUIRE(crypto->context != NULL);
    return (struct hasher){sha256, crypto};
}

bool crypto_sha256(str bytes, uint8_t digest[SHA256_BYTES], struct err *err)
{
    return EVP_Digest(bytes.ptr, bytes.len, digest, NULL, EVP_sha256(), NULL) == 1 ||
        fail(err);
}
