/* P-256, HKDF and AES-128-GCM as the standards have them; and points that are none. */
#include "crypto/crypto.h"

#include "test.h"

enum { BYTES_MAX = 256 };

/* RFC 8291, appendix A: the secrets of both sides, and what they share. */
static const str server_secret =
    STR_INIT("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw");
static const str server_point = STR_INIT(
    "BP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK"
    "6PBru3jl7A8");
static const str browser_secret =
    STR_INIT("q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94");
static const str browser_point = STR_INIT(
    "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6S"
    "RpkNtoIAiw4");
static const str shared_secret =
    STR_INIT("kyrL1jIIOHEzg3sM2ZWRHDRB62YACZhhSlknJ672kSs");

static str bytes_of(struct arena *arena, str base64url)
{
    uint8_t *bytes = ARENA_ARRAY(arena, uint8_t, BYTES_MAX);
    size_t len = 0;

    CHECK(base64url_read(base64url, bytes, BYTES_MAX, &len));
    return (str){(const char *)bytes, len};
}

static str base64url_of(struct arena *arena, const uint8_t *bytes, size_t len)
{
    struct text text = text_in(arena);

    text_add_base64url(&text, bytes, len);
    return text_str(&text);
}

static void read_key(struct arena *arena, str secret, struct p256_key *out)
{
    str bytes = bytes_of(arena, secret);

    CHECK(bytes.len == P256_SECRET_BYTES && p256_read((const uint8_t *)bytes.ptr, out));
}

TEST(p256, agrees_as_the_standard_says)
{
    uint8_t shared[P256_SECRET_BYTES];
    struct arena arena = {0};
    struct p256_key server;
    struct p256_key browser;

    read_key(&arena, server_secret, &server);
    read_key(&arena, browser_secret, &browser);
    CHECK_STR(base64url_of(&arena, server.point, sizeof(server.point)), server_point);
    CHECK_STR(
        base64url_of(&arena, browser.point, sizeof(browser.point)), browser_point);
    CHECK(p256_agree(&server, bytes_of(&arena, browser_point), shared));
    CHECK_STR(base64url_of(&arena, shared, sizeof(shared)), shared_secret);
    CHECK(p256_agree(&browser, bytes_of(&arena, server_point), shared));
    CHECK_STR(base64url_of(&arena, shared, sizeof(shared)), shared_secret);
    arena_clear(&arena);
}

/* Every single bit of a point changed leaves the curve, or the form. */
TEST(p256, knows_its_points)
{
    uint8_t shared[P256_SECRET_BYTES];
    uint8_t point[P256_POINT_BYTES];
    const str slice = {(const char *)point, sizeof(point)};
    struct arena arena = {0};
    struct p256_key key;

    read_key(&arena, server_secret, &key);
    CHECK(p256_is_point((str){(const char *)key.point, sizeof(key.point)}));
    for (size_t bit = 0; bit < sizeof(point) * 8; bit++) {
        memcpy(point, key.point, sizeof(point));
        point[bit / 8] ^= (uint8_t)(1u << bit % 8);
        CHECK(!p256_is_point(slice));
        CHECK(!p256_agree(&key, slice, shared));
    }
    memset(point, 0, sizeof(point)); /* infinity, as long as a point */
    CHECK(!p256_is_point(slice));
    point[0] = 4; /* 0, 0 */
    CHECK(!p256_is_point(slice));
    memset(point + 1, 0xff, sizeof(point) - 1); /* beyond the field */
    CHECK(!p256_is_point(slice));
    memcpy(point, key.point, sizeof(point));
    for (size_t len = 0; len < sizeof(point); len++)
        CHECK(!p256_is_point(str_slice(slice, 0, len)));
    point[0] = (uint8_t)(2 + (point[64] & 1)); /* the same, compressed */
    CHECK(!p256_is_point(str_slice(slice, 0, 33)));
    arena_clear(&arena);
}

/* The order of the group, less one: the largest secret there is. */
TEST(p256, has_secrets_up_to_its_order)
{
    static const char largest[] =
        "\xff\xff\xff\xff\x00\x00\x00\x00\xff\xff\xff\xff\xff\xff\xff\xff"
        "\xbc\xe6\xfa\xad\xa7\x17\x9e\x84\xf3\xb9\xca\xc2\xfc\x63\x25\x50";
    uint8_t secret[P256_SECRET_BYTES] = {0};
    struct p256_key key;

    CHECK(!p256_read(secret, &key));
    memcpy(secret, largest, sizeof(secret));
    CHECK(p256_read(secret, &key));
    secret[31]++;
    CHECK(!p256_read(secret, &key));
    memset(secret, 0xff, sizeof(secret));
    CHECK(!p256_read(secret, &key));
}

static str public_json(struct arena *arena, const struct p256_key *key)
{
    struct text text = text_in(arena);

    text_add(&text, STR("{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\""));
    text_add_base64url(&text, key->point + 1, 32);
    text_add(&text, STR("\",\"y\":\""));
    text_add_base64url(&text, key->point + 33, 32);
    text_add(&text, STR("\"}"));
    return text_str(&text);
}

/* Many, as one in 128 has a number with a leading zero. */
TEST(p256, signs_tokens_that_others_verify)
{
    struct arena arena = {0};
    struct crypto crypto;
    struct err err = {0};

    CHECK_OR_STOP(crypto_open(&crypto, &err));
    for (int i = 0; i < 600; i++) {
        struct text token = text_in(&arena);
        uint8_t signature[P256_SIGNATURE_BYTES];
        struct p256_key key;

        p256_make(&crypto, &key);
        text_add_base64url(&token, (const uint8_t *)"{\"alg\":\"ES256\"}", 15);
        text_add_byte(&token, '.');
        text_add_base64url(&token, key.point, sizeof(key.point));
        p256_sign(&key, text_str(&token), signature);
        text_add_byte(&token, '.');
        text_add_base64url(&token, signature, sizeof(signature));
        CHECK(jws_verify(text_str(&token), JWS_ES256, public_json(&arena, &key), &err));
        arena_clear(&arena);
    }
    crypto_close(&crypto);
}

/* RFC 5869, A.1 to A.3: plain, long, and without salt and info. */
TEST(hkdf, derives_as_the_standard_says)
{
    static const str wanted[] = {
        STR_INIT(
            "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b8"
            "87185865"),
        STR_INIT(
            "b11e398dc80327a1c8e7f78c596a49344f012eda2d4efad8a050cc4c19afa97c59045a99cac7"
            "827271cb41c65e590e09da3275600c2f09b8367793a9aca3db71cc30c58179ec3e87c14c01d5"
            "c1f3434f1d87"),
        STR_INIT(
            "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4"
            "b61a96c8"),
    };
    uint8_t count[256];
    uint8_t same[22];
    uint8_t out[82];
    struct arena arena = {0};
    struct crypto crypto;
    struct err err;

    for (size_t i = 0; i < sizeof(count); i++)
        count[i] = (uint8_t)i;
    memset(same, 0x0b, sizeof(same));
    const str all = {(const char *)count, sizeof(count)};
    const str secret = {(const char *)same, sizeof(same)};
    const str inputs[][3] = {
        {str_slice(all, 0, 13), secret, str_slice(all, 0xf0, 0xfa)},
        {str_slice(all, 0x60, 0xb0), str_slice(all, 0, 0x50),
            str_slice(all, 0xb0, 0x100)},
        {{0}, secret, {0}},
    };
    CHECK_OR_STOP(crypto_open(&crypto, &err));
    for (size_t i = 0; i < COUNT_OF(wanted); i++) {
        struct text hex = text_in(&arena);

        crypto_hkdf(
            &crypto, inputs[i][0], inputs[i][1], inputs[i][2], out, wanted[i].len / 2);
        text_add_hex(&hex, out, wanted[i].len / 2);
        CHECK_STR(text_str(&hex), wanted[i]);
    }
    crypto_close(&crypto);
    arena_clear(&arena);
}

/* RFC 8188, 3.1: the record that says who is the walrus. */
TEST(gcm, encrypts_as_the_standard_says)
{
    static const str text = STR_INIT("I am the walrus\x02");
    uint8_t out[16 + GCM_TAG_BYTES];
    struct arena arena = {0};
    str key = bytes_of(&arena, STR("_wniytB-ofscZDh4tbSjHw"));
    str nonce = bytes_of(&arena, STR("Bcs8gkIRKLI8GeI8"));

    CHECK_OR_STOP(key.len == GCM_KEY_BYTES && nonce.len == GCM_NONCE_BYTES);
    CHECK_U64(text.len + GCM_TAG_BYTES, sizeof(out));
    crypto_gcm((const uint8_t *)key.ptr, (const uint8_t *)nonce.ptr, text, out);
    CHECK_STR(base64url_of(&arena, out, sizeof(out)),
        STR("-NAVub2qFgBEuQKRapoZu-IxkIva3MEB1PD-ly8Thjg"));
    arena_clear(&arena);
}
