/*
 * Tokens by OpenSSL alone, so that nothing here is shared with what reads them.
 */
#include "token_signer.h"

#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/rsa.h>

enum { POINT = 65, HALF = 32, SIGNED_MAX = 1024 };

bool token_signer_open(struct token_signer *signer, unsigned rsa_bits)
{
    signer->is_rsa = rsa_bits > 0;
    signer->key = signer->is_rsa ? EVP_RSA_gen(rsa_bits) : EVP_EC_gen("P-256");
    return signer->key != NULL;
}

void token_signer_close(struct token_signer *signer)
{
    EVP_PKEY_free(signer->key);
}

static void add_number(struct text *text, str name, const uint8_t *bytes, size_t len)
{
    text_add(text, STR(",\""));
    text_add(text, name);
    text_add(text, STR("\":\""));
    text_add_base64url(text, bytes, len);
    text_add_byte(text, '"');
}

static void add_rsa(struct text *text, EVP_PKEY *key, str name, const char *which)
{
    uint8_t bytes[SIGNED_MAX];
    BIGNUM *number = NULL;
    int len;

    REQUIRE(EVP_PKEY_get_bn_param(key, which, &number) == 1);
    len = BN_bn2bin(number, bytes);
    add_number(text, name, bytes, (size_t)len);
    BN_free(number);
}

str token_signer_key(const struct token_signer *signer, struct arena *arena)
{
    struct text text = text_in(arena);
    uint8_t point[POINT];
    size_t len;

    text_add(&text,
        signer->is_rsa ? STR("{\"kty\":\"RSA\"")
                       : STR("{\"kty\":\"EC\",\"crv\":\"P-256\""));
    text_add(&text, STR(",\"use\":\"sig\",\"kid\":\"k\""));
    if (signer->is_rsa) {
        add_rsa(&text, signer->key, STR("n"), OSSL_PKEY_PARAM_RSA_N);
        add_rsa(&text, signer->key, STR("e"), OSSL_PKEY_PARAM_RSA_E);
    } else {
        REQUIRE(EVP_PKEY_get_octet_string_param(signer->key, OSSL_PKEY_PARAM_PUB_KEY,
                    point, sizeof(point), &len) == 1 &&
            len == POINT);
        add_number(&text, STR("x"), point + 1, HALF);
        add_number(&text, STR("y"), point + 1 + HALF, HALF);
    }
    text_add_byte(&text, '}');
    return text_str(&text);
}

/* A token has the two numbers of a signature of P-256 side by side. */
static size_t side_by_side(const uint8_t *signature, size_t len, uint8_t *out)
{
    ECDSA_SIG *both = d2i_ECDSA_SIG(NULL, &signature, (long)len);

    REQUIRE(both != NULL && BN_bn2binpad(ECDSA_SIG_get0_r(both), out, HALF) == HALF &&
        BN_bn2binpad(ECDSA_SIG_get0_s(both), out + HALF, HALF) == HALF);
    ECDSA_SIG_free(both);
    return HALF + HALF;
}

str token_signer_sign(
    const struct token_signer *signer, struct arena *arena, str head, str claims)
{
    struct text text = text_in(arena);
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    uint8_t signature[SIGNED_MAX];
    uint8_t plain[HALF + HALF];
    size_t len = sizeof(signature);

    text_add_base64url(&text, (const uint8_t *)head.ptr, head.len);
    text_add_byte(&text, '.');
    text_add_base64url(&text, (const uint8_t *)claims.ptr, claims.len);
    REQUIRE(context != NULL &&
        EVP_DigestSignInit(context, NULL, EVP_sha256(), NULL, signer->key) == 1 &&
        EVP_DigestSign(context, signature, &len, (const uint8_t *)text_str(&text).ptr,
            text_str(&text).len) == 1);
    EVP_MD_CTX_free(context);
    text_add_byte(&text, '.');
    if (signer->is_rsa)
        text_add_base64url(&text, signature, len);
    else
        text_add_base64url(&text, plain, side_by_side(signature, len, plain));
    return text_str(&text);
}
