/*
 * P-256, HKDF and AES-128-GCM by OpenSSL.
 *
 * Keys are bytes at this door, so that they can be written to a file; OpenSSL's own form
 * of one lives only as long as what is done with it.
 */
#include "crypto/crypto.h"

#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>

enum { SIGNED_MAX = 80 }; /* as DER has it */

/* ---- points ---- */

static EC_GROUP *group_new(void)
{
    EC_GROUP *group = EC_GROUP_new_by_curve_name(NID_X9_62_prime256v1);

    REQUIRE(group != NULL);
    return group;
}

bool p256_is_point(str point)
{
    EC_GROUP *group = group_new();
    EC_POINT *read = EC_POINT_new(group);
    bool is;

    REQUIRE(read != NULL);
    is = point.len == P256_POINT_BYTES && point.ptr[0] == 4 &&
        EC_POINT_oct2point(group, read, (const uint8_t *)point.ptr, point.len, NULL) ==
            1;
    EC_POINT_free(read);
    EC_GROUP_free(group);
    return is;
}

bool p256_read(const uint8_t secret[P256_SECRET_BYTES], struct p256_key *out)
{
    EC_GROUP *group = group_new();
    EC_POINT *point = EC_POINT_new(group);
    BIGNUM *number = BN_secure_new();
    bool is;

    REQUIRE(point != NULL && number != NULL &&
        BN_bin2bn(secret, P256_SECRET_BYTES, number) != NULL);
    is = !BN_is_zero(number) && BN_cmp(number, EC_GROUP_get0_order(group)) < 0;
    if (is) {
        memcpy(out->secret, secret, P256_SECRET_BYTES);
        REQUIRE(EC_POINT_mul(group, point, number, NULL, NULL, NULL) == 1 &&
            EC_POINT_point2oct(group, point, POINT_CONVERSION_UNCOMPRESSED, out->point,
                P256_POINT_BYTES, NULL) == P256_POINT_BYTES);
    }
    BN_clear_free(number);
    EC_POINT_free(point);
    EC_GROUP_free(group);
    return is;
}

/* Of all secrets of this length only one in four thousand million is none. */
void p256_make(const struct crypto *crypto, struct p256_key *out)
{
    uint8_t secret[P256_SECRET_BYTES];

    do
        crypto_random(crypto, secret, sizeof(secret));
    while (!p256_read(secret, out));
    crypto_forget(secret, sizeof(secret));
}

/* ---- OpenSSL's form of a key ---- */

/* A whole key, or, without `secret`, its public half. */
static EVP_PKEY *key_new(const uint8_t point[P256_POINT_BYTES], const uint8_t *secret)
{
    EVP_PKEY_CTX *context = EVP_PKEY_CTX_new_from_name(NULL, "EC", NULL);
    OSSL_PARAM_BLD *build = OSSL_PARAM_BLD_new();
    BIGNUM *number = BN_secure_new();
    OSSL_PARAM *params;
    EVP_PKEY *key = NULL;

    REQUIRE(context != NULL && build != NULL && number != NULL);
    REQUIRE(OSSL_PARAM_BLD_push_utf8_string(
                build, OSSL_PKEY_PARAM_GROUP_NAME, "prime256v1", 0) == 1 &&
        OSSL_PARAM_BLD_push_octet_string(
            build, OSSL_PKEY_PARAM_PUB_KEY, point, P256_POINT_BYTES) == 1);
    if (secret != NULL)
        REQUIRE(BN_bin2bn(secret, P256_SECRET_BYTES, number) != NULL &&
            OSSL_PARAM_BLD_push_BN(build, OSSL_PKEY_PARAM_PRIV_KEY, number) == 1);
    params = OSSL_PARAM_BLD_to_param(build);
    REQUIRE(params != NULL && EVP_PKEY_fromdata_init(context) == 1 &&
        EVP_PKEY_fromdata(context, &key,
            secret != NULL ? EVP_PKEY_KEYPAIR : EVP_PKEY_PUBLIC_KEY, params) == 1);
    OSSL_PARAM_free(params);
    BN_clear_free(number);
    OSSL_PARAM_BLD_free(build);
    EVP_PKEY_CTX_free(context);
    return key;
}

/* ---- what is done with them ---- */

bool p256_agree(
    const struct p256_key *key, str point, uint8_t shared[P256_SECRET_BYTES])
{
    size_t len = P256_SECRET_BYTES;
    EVP_PKEY_CTX *context;
    EVP_PKEY *ours;
    EVP_PKEY *theirs;

    if (!p256_is_point(point))
        return false;
    ours = key_new(key->point, key->secret);
    theirs = key_new((const uint8_t *)point.ptr, NULL);
    context = EVP_PKEY_CTX_new_from_pkey(NULL, ours, NULL);
    REQUIRE(context != NULL && EVP_PKEY_derive_init(context) == 1 &&
        EVP_PKEY_derive_set_peer(context, theirs) == 1 &&
        EVP_PKEY_derive(context, shared, &len) == 1 && len == P256_SECRET_BYTES);
    EVP_PKEY_CTX_free(context);
    EVP_PKEY_free(theirs);
    EVP_PKEY_free(ours);
    return true;
}

void p256_sign(
    const struct p256_key *key, str message, uint8_t signature[P256_SIGNATURE_BYTES])
{
    EVP_PKEY *ours = key_new(key->point, key->secret);
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    uint8_t der[SIGNED_MAX];
    const uint8_t *read = der;
    size_t len = sizeof(der);
    ECDSA_SIG *parts;

    REQUIRE(context != NULL &&
        EVP_DigestSignInit(context, NULL, EVP_sha256(), NULL, ours) == 1 &&
        EVP_DigestSign(context, der, &len, (const uint8_t *)message.ptr, message.len) ==
            1);
    parts = d2i_ECDSA_SIG(NULL, &read, (long)len);
    REQUIRE(parts != NULL &&
        BN_bn2binpad(ECDSA_SIG_get0_r(parts), signature, 32) == 32 &&
        BN_bn2binpad(ECDSA_SIG_get0_s(parts), signature + 32, 32) == 32);
    ECDSA_SIG_free(parts);
    EVP_MD_CTX_free(context);
    EVP_PKEY_free(ours);
}

/* ---- secrets ---- */

/* Each block is made of the one before, `info` and its own number. */
void crypto_hkdf(const struct crypto *crypto, str salt, str secret, str info,
    uint8_t *out, size_t len)
{
    uint8_t key[SHA256_BYTES];
    uint8_t block[SHA256_BYTES];
    struct arena arena = {0};

    REQUIRE(len <= HKDF_MAX);
    crypto_hmac(crypto, salt, secret, key);
    for (size_t done = 0; done < len; done += sizeof(block)) {
        struct text message = text_in(&arena);

        if (done > 0)
            text_add(&message, (str){(const char *)block, sizeof(block)});
        text_add(&message, info);
        text_add_byte(&message, (char)(done / sizeof(block) + 1));
        crypto_hmac(
            crypto, (str){(const char *)key, sizeof(key)}, text_str(&message), block);
        memcpy(
            out + done, block, len - done < sizeof(block) ? len - done : sizeof(block));
        crypto_forget(message.ptr, message.len);
    }
    crypto_forget(key, sizeof(key));
    crypto_forget(block, sizeof(block));
    arena_clear(&arena);
}

void crypto_gcm(const uint8_t key[GCM_KEY_BYTES], const uint8_t nonce[GCM_NONCE_BYTES],
    str text, uint8_t *out)
{
    EVP_CIPHER_CTX *context = EVP_CIPHER_CTX_new();
    int len;

    REQUIRE(text.len <= INT32_MAX);
    REQUIRE(context != NULL &&
        EVP_EncryptInit_ex(context, EVP_aes_128_gcm(), NULL, key, nonce) == 1 &&
        EVP_EncryptUpdate(
            context, out, &len, (const uint8_t *)text.ptr, (int)text.len) == 1 &&
        EVP_EncryptFinal_ex(context, out + text.len, &len) == 1 &&
        EVP_CIPHER_CTX_ctrl(
            context, EVP_CTRL_GCM_GET_TAG, GCM_TAG_BYTES, out + text.len) == 1);
    EVP_CIPHER_CTX_free(context);
}
