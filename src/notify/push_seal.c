/*
 * What only the browser can read: RFC 8291, which is the content coding aes128gcm of
 * RFC 8188 with a key that the browser's and a new one of ours share.
 *
 *     salt (16) | 4096 (4) | 65 (1) | our point (65) | text, 2, zeros, tag
 */
#include "notify/inside.h"

enum { RECORD_SIZE = 4096, LAST_RECORD = 2 };

static str of_bytes(const uint8_t *bytes, size_t len)
{
    return (str){(const char *)bytes, len};
}

/* The secret that both sides derive from each other's points (RFC 8291, 3.4). */
static bool derive(const struct crypto *crypto, const struct push_target *target,
    const struct p256_key *ours, uint8_t secret[SHA256_BYTES])
{
    uint8_t shared[P256_SECRET_BYTES];
    char buffer[256];
    struct text info = text_fixed(buffer, sizeof(buffer));
    bool done = p256_agree(ours, of_bytes(target->point, P256_POINT_BYTES), shared);

    text_add(&info, STR("WebPush: info"));
    text_add_byte(&info, '\0');
    text_add(&info, of_bytes(target->point, P256_POINT_BYTES));
    text_add(&info, of_bytes(ours->point, P256_POINT_BYTES));
    if (done)
        crypto_hkdf(crypto, of_bytes(target->secret, sizeof(target->secret)),
            of_bytes(shared, sizeof(shared)), text_str(&info), secret, SHA256_BYTES);
    crypto_forget(shared, sizeof(shared));
    return done;
}

static void add_head(
    struct text *out, const struct p256_key *ours, const uint8_t salt[PUSH_SALT_BYTES])
{
    text_add(out, of_bytes(salt, PUSH_SALT_BYTES));
    for (unsigned shift = 32; shift > 0; shift -= 8)
        text_add_byte(out, (char)(RECORD_SIZE >> (shift - 8) & 0xff));
    text_add_byte(out, P256_POINT_BYTES);
    text_add(out, of_bytes(ours->point, P256_POINT_BYTES));
}

bool push_seal(struct arena *arena, const struct crypto *crypto,
    const struct push_target *target, const struct push_once *once, str text,
    size_t padded, str *out)
{
    static const str key_info = {"Content-Encoding: aes128gcm", 28};
    static const str nonce_info = {"Content-Encoding: nonce", 24};
    const str salt = of_bytes(once->salt, sizeof(once->salt));
    struct text plain = text_in(arena);
    struct text body = text_in(arena);
    uint8_t secret[SHA256_BYTES];
    uint8_t key[GCM_KEY_BYTES];
    uint8_t nonce[GCM_NONCE_BYTES];
    uint8_t *sealed;

    if (!derive(crypto, target, &once->key, secret))
        return false;
    crypto_hkdf(
        crypto, salt, of_bytes(secret, sizeof(secret)), key_info, key, sizeof(key));
    crypto_hkdf(crypto, salt, of_bytes(secret, sizeof(secret)), nonce_info, nonce,
        sizeof(nonce));
    text_add(&plain, text);
    text_add_byte(&plain, LAST_RECORD);
    if (text.len < padded)
        text_add_repeated(&plain, '\0', padded - text.len);
    REQUIRE(plain.len + GCM_TAG_BYTES <= RECORD_SIZE);
    sealed = ARENA_ARRAY(arena, uint8_t, plain.len + GCM_TAG_BYTES);
    crypto_gcm(key, nonce, text_str(&plain), sealed);
    add_head(&body, &once->key, once->salt);
    text_add(&body, of_bytes(sealed, plain.len + GCM_TAG_BYTES));
    crypto_forget(secret, sizeof(secret));
    crypto_forget(key, sizeof(key));
    *out = text_str(&body);
    return true;
}
