/*
 * Keys of submissions and names of visits: UUIDs of version 7 (RFC 9562, section 5.7),
 * whose first 48 bits are the time in milliseconds.  Rows that come one after another
 * then lie one after another: twice as fast as keys all by chance.
 */
#include "app/inside.h"

enum { TIME_BYTES = 6 };

/* Make a UUID of what stands behind the time already. */
static void finish(uint8_t key[KEEPER_KEY_BYTES], uint64_t ms)
{
    for (int i = 0; i < TIME_BYTES; i++)
        key[i] = (uint8_t)(ms >> 8 * (TIME_BYTES - 1 - i));
    key[6] = (uint8_t)((key[6] & 0x0f) | 0x70);
    key[8] = (uint8_t)((key[8] & 0x3f) | 0x80);
}

void keeper_new_key(struct keeper *k, uint8_t key[KEEPER_KEY_BYTES])
{
    uint64_t ms = (uint64_t)k->clock.now(k->clock.context) * 1000 +
        os_monotonic_ns() / 1000000 % 1000;

    crypto_random(&k->crypto, key, KEEPER_KEY_BYTES);
    finish(key, ms);
}

bool keeper_key_of(
    str words, int64_t at, uint8_t key[KEEPER_KEY_BYTES], struct err *err)
{
    uint8_t digest[SHA256_BYTES];

    if (!crypto_sha256(words, digest, err))
        return false;
    memcpy(key, digest, KEEPER_KEY_BYTES);
    finish(key, (uint64_t)at * 1000);
    return true;
}

/* A visit's name begins with a letter: a command takes none for an option, and a
 * spreadsheet none for a formula.  One random bit of 128 pays for it. */
static str name_visit(struct arena *arena, uint8_t *bytes)
{
    struct text name = text_in(arena);

    bytes[0] &= 0x7F;
    text_add_base64url(&name, bytes, RECORD_VISIT_BYTES);
    return text_str(&name);
}

bool keeper_visit_of(struct arena *arena, str words, str *visit, struct err *err)
{
    uint8_t digest[SHA256_BYTES];

    if (!crypto_sha256(words, digest, err))
        return false;
    *visit = name_visit(arena, digest);
    return true;
}

str keeper_new_visit(struct keeper *k, struct arena *arena)
{
    uint8_t bytes[RECORD_VISIT_BYTES];

    crypto_random(&k->crypto, bytes, sizeof(bytes));
    return name_visit(arena, bytes);
}
