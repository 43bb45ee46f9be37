/*
 * Passwords by libsodium's Argon2id (RFC 9106).
 *
 * The one place for what a try costs: two passes over 46 MiB, more than OWASP's
 * least (one pass), about 60 ms of one core of today.  Memory is what a thief's
 * graphics cards lack.
 */
#include "crypto/crypto.h"

#include <sodium.h>

_Static_assert(
    PASSWORD_HASH_BYTES == crypto_pwhash_STRBYTES, "libsodium's size is ours");

const struct password_cost password_cost = {2, (size_t)46 * 1024 * 1024};

const struct password_cost password_cost_least = {
    crypto_pwhash_argon2id_OPSLIMIT_MIN, crypto_pwhash_argon2id_MEMLIMIT_MIN};

bool password_hash(const struct crypto *crypto, const struct password_cost *cost,
    str password, struct password_hash *out, struct err *err)
{
    REQUIRE(crypto->context != NULL);
    if (crypto_pwhash_str_alg(out->text, password.ptr, password.len, cost->passes,
            cost->memory, crypto_pwhash_ALG_ARGON2ID13) == 0)
        return true;
    return err_set(err, ERR_IO,
        STR("there is no memory to hash a password with; stop something else, or give the "
            "machine more"));
}

bool password_verify(const struct password_hash *hash, str password)
{
    return crypto_pwhash_str_verify(hash->text, password.ptr, password.len) == 0;
}

bool password_is_outdated(
    const struct password_hash *hash, const struct password_cost *cost)
{
    return crypto_pwhash_str_needs_rehash(hash->text, cost->passes, cost->memory) != 0;
}

bool password_hash_read(str text, struct password_hash *out)
{
    *out = (struct password_hash){0};
    if (text.len >= sizeof(out->text))
        return false;
    memcpy(out->text, text.ptr, text.len);
    return true;
}

bool crypto_equal(const void *a, const void *b, size_t len)
{
    return sodium_memcmp(a, b, len) == 0;
}
