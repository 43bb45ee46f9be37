/*
 * Secrets and their digests.
 *
 * A token has 256 random bits, so its plain SHA-256 tells nothing.  What people type is
 * shorter: the key goes into those digests, and without it they cannot be tried.
 */
#include "people/inside.h"

enum { MAC_TEXT_MAX = 2048 };

/* What nobody misreads on paper: no i, l, o, u. */
static const char alphabet[] = "0123456789abcdefghjkmnpqrstvwxyz";

static str bytes_str(const void *bytes, size_t len)
{
    return (str){bytes, len};
}

/* HMAC of the parts, each with its length before it. */
void parts_digest(const struct people *people, const str *parts, size_t count,
    uint8_t digest[PEOPLE_HASH_BYTES])
{
    char buffer[MAC_TEXT_MAX];
    struct text text = text_fixed(buffer, sizeof(buffer));

    for (size_t i = 0; i < count; i++) {
        text_add_u64(&text, parts[i].len);
        text_add_byte(&text, ':');
        text_add(&text, parts[i]);
    }
    REQUIRE(!text.overflow);
    crypto_hmac(&people->crypto, bytes_str(people->key, sizeof(people->key)),
        text_str(&text), digest);
    crypto_forget(buffer, sizeof(buffer));
}

/* ---- tokens ---- */

str people_token_str(const struct people_token *token)
{
    return bytes_str(token->text, sizeof(token->text));
}

void token_digest(struct people *people, str token, uint8_t digest[PEOPLE_HASH_BYTES])
{
    crypto_hash_begin(&people->crypto);
    crypto_hash_add(&people->crypto, token);
    crypto_hash_end(&people->crypto, digest);
}

void token_make(
    struct people *people, struct people_token *out, uint8_t digest[PEOPLE_HASH_BYTES])
{
    uint8_t random[32];
    struct text text = text_fixed(out->text, sizeof(out->text));

    crypto_random(&people->crypto, random, sizeof(random));
    text_add_base64url(&text, random, sizeof(random));
    REQUIRE(text.len == sizeof(out->text));
    crypto_forget(random, sizeof(random));
    token_digest(people, people_token_str(out), digest);
}

void people_browser_token(struct people *people, struct people_token *out)
{
    uint8_t digest[PEOPLE_HASH_BYTES];

    token_make(people, out, digest);
}

void people_derive(const struct people *people, const str *parts, size_t count,
    char out[PEOPLE_TOKEN_CHARS])
{
    struct text text = text_fixed(out, PEOPLE_TOKEN_CHARS);
    uint8_t digest[PEOPLE_HASH_BYTES];

    parts_digest(people, parts, count, digest);
    text_add_base64url(&text, digest, sizeof(digest));
}

/* ---- codes ---- */

void code_make(struct people *people, char *out, size_t chars)
{
    crypto_random(&people->crypto, (uint8_t *)out, chars);
    for (size_t i = 0; i < chars; i++)
        out[i] = i % 5 == 4 ? '-' : alphabet[(uint8_t)out[i] % 32];
}

void code_digest(const struct people *people, str use, uint64_t number, str code,
    uint8_t digest[PEOPLE_HASH_BYTES])
{
    char plain_buffer[64];
    char number_buffer[24];
    struct text plain = text_fixed(plain_buffer, sizeof(plain_buffer));
    struct text digits = text_fixed(number_buffer, sizeof(number_buffer));

    for (size_t i = 0; i < code.len; i++) {
        char c = code.ptr[i];

        if (c != '-' && c != ' ')
            text_add_byte(&plain, char_is_upper(c) ? (char)(c - 'A' + 'a') : c);
    }
    text_add_u64(&digits, number);
    parts_digest(people, (str[]){use, text_str(&digits), text_str(&plain)}, 3, digest);
}

/* ---- passwords and PINs ---- */

/* What is hashed in the place of a secret: 64 hexadecimal digits. */
static str keyed(const struct people *people, str use, str secret, char buffer[64])
{
    uint8_t mac[SHA256_BYTES];
    struct text text = text_fixed(buffer, 64);

    parts_digest(people, (str[]){use, secret}, 2, mac);
    text_add_hex(&text, mac, sizeof(mac));
    return text_str(&text);
}

bool secret_hash(struct people *people, str use, str secret, struct password_hash *out,
    struct err *err)
{
    char buffer[64];
    bool done = password_hash(
        &people->crypto, people->cost, keyed(people, use, secret, buffer), out, err);

    crypto_forget(buffer, sizeof(buffer));
    return done;
}

bool secret_verify(const struct people *people, str use, str secret, str kept)
{
    struct password_hash hash;
    char buffer[64];
    bool holds = password_hash_read(kept, &hash) &&
        password_verify(&hash, keyed(people, use, secret, buffer));

    crypto_forget(buffer, sizeof(buffer));
    return holds;
}

/* ---- forms ---- */

void people_csrf(const struct people *people, str token, char out[PEOPLE_CSRF_CHARS])
{
    uint8_t mac[SHA256_BYTES];
    struct text text = text_fixed(out, PEOPLE_CSRF_CHARS);
    str known = str_slice(token, 0, PEOPLE_TOKEN_CHARS);

    parts_digest(people, (str[]){STR("csrf"), known}, 2, mac);
    text_add_base64url(&text, mac, sizeof(mac));
}

bool people_csrf_holds(const struct people *people, str token, str csrf)
{
    char wanted[PEOPLE_CSRF_CHARS];

    people_csrf(people, token, wanted);
    return csrf.len == sizeof(wanted) && crypto_equal(csrf.ptr, wanted, sizeof(wanted));
}

/* ---- devices ---- */

void people_vault(
    const struct people *people, uint64_t account, char out[PEOPLE_VAULT_CHARS])
{
    char digits[24];
    uint8_t mac[SHA256_BYTES];
    struct text number = text_fixed(digits, sizeof(digits));
    struct text text = text_fixed(out, PEOPLE_VAULT_CHARS);

    text_add_u64(&number, account);
    parts_digest(people, (str[]){STR("vault"), text_str(&number)}, 2, mac);
    text_add_base64url(&text, mac, sizeof(mac));
    crypto_forget(mac, sizeof(mac));
}

/* ---- limits ---- */

uint64_t limit_name(
    const struct people *people, enum limit_kind kind, str login, str peer)
{
    static const str uses[LIMIT_KIND_COUNT] = {
        STR_INIT("pair"), STR_INIT("peer"), STR_INIT("login")};
    uint8_t mac[SHA256_BYTES];
    uint64_t name = 0;

    parts_digest(people,
        (str[]){uses[kind], str_slice(login, 0, PEOPLE_LOGIN_MAX),
            str_slice(peer, 0, PEOPLE_LOGIN_MAX)},
        3, mac);
    for (size_t i = 0; i < sizeof(name); i++)
        name = name << 8 | mac[i];
    return name | 1; /* 0 is a free slot */
}
