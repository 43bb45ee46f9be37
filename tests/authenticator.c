/*
 * The bytes of W3C WebAuthn 2, 6.1 and 6.5.1, put together by hand.
 */
#include "authenticator.h"

#include "crypto/crypto.h"

#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/evp.h>

enum { POINT = 65, HALF = 32, SIGNED_MAX = 128 };

bool authenticator_open(struct authenticator *a, uint8_t number)
{
    a->key = EVP_EC_gen("P-256");
    memset(a->id, number, sizeof(a->id));
    return a->key != NULL;
}

void authenticator_close(struct authenticator *a)
{
    EVP_PKEY_free(a->key);
}

static void add_digest(struct text *text, str of)
{
    uint8_t digest[SHA256_BYTES];
    struct err err = {0};

    REQUIRE(crypto_sha256(of, digest, &err));
    text_add(text, (str){(const char *)digest, sizeof(digest)});
}

/* Which make it is, its name, and the key as COSE writes one of ES256. */
static void add_key(const struct authenticator *a, struct text *data)
{
    static const char front[] = {(char)0xa5, 1, 2, 3, 0x26, 0x20, 1, 0x21, 0x58, HALF};
    static const char between[] = {0x22, 0x58, HALF};
    uint8_t point[POINT];
    size_t len;

    for (size_t i = 0; i < 16; i++)
        text_add_byte(data, '\0');
    text_add_byte(data, '\0');
    text_add_byte(data, AUTHENTICATOR_ID);
    text_add(data, (str){a->id, sizeof(a->id)});
    REQUIRE(EVP_PKEY_get_octet_string_param(
                a->key, OSSL_PKEY_PARAM_PUB_KEY, point, sizeof(point), &len) == 1 &&
        len == POINT);
    text_add(data, (str){front, sizeof(front)});
    text_add(data, (str){(const char *)point + 1, HALF});
    text_add(data, (str){between, sizeof(between)});
    text_add(data, (str){(const char *)point + 1 + HALF, HALF});
}

static str data_of(const struct authenticator *a, struct arena *arena,
    const struct authenticator_asked *asked)
{
    struct text data = text_in(arena);

    add_digest(&data, asked->host);
    text_add_byte(&data, (char)asked->flags);
    for (unsigned shift = 32; shift > 0; shift -= 8)
        text_add_byte(&data, (char)(asked->counter >> (shift - 8)));
    if ((asked->flags & AUTHENTICATOR_MAKES) != 0)
        add_key(a, &data);
    return text_str(&data);
}

static str client_of(struct arena *arena, const struct authenticator_asked *asked)
{
    struct text client = text_in(arena);

    text_add(&client, STR("{\"type\":\""));
    text_add(&client, asked->type);
    text_add(&client, STR("\",\"challenge\":\""));
    text_add(&client, asked->challenge);
    text_add(&client, STR("\",\"origin\":\""));
    text_add(&client, asked->origin);
    text_add(&client, STR("\",\"crossOrigin\":false}"));
    return text_str(&client);
}

struct passkey_answer authenticator_answer(const struct authenticator *a,
    struct arena *arena, const struct authenticator_asked *asked)
{
    struct passkey_answer answer = {.id = {a->id, sizeof(a->id)},
        .client_data = client_of(arena, asked),
        .data = data_of(a, arena, asked)};
    struct text text = text_in(arena);
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    uint8_t signature[SIGNED_MAX];
    size_t len = sizeof(signature);

    text_add(&text, answer.data);
    add_digest(&text, answer.client_data);
    REQUIRE(context != NULL &&
        EVP_DigestSignInit(context, NULL, EVP_sha256(), NULL, a->key) == 1 &&
        EVP_DigestSign(context, signature, &len, (const uint8_t *)text_str(&text).ptr,
            text_str(&text).len) == 1);
    EVP_MD_CTX_free(context);
    answer.signature = arena_str(arena, (str){(const char *)signature, len});
    return answer;
}
