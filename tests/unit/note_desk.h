/* What the tests of notes start from: crypto, and keys made of simple seeds. */
#ifndef VESTIBULE_TESTS_NOTE_DESK_H
#define VESTIBULE_TESTS_NOTE_DESK_H

#include "crypto/crypto.h"

struct desk {
    struct arena arena;
    struct crypto crypto;
    struct hasher hasher;
    struct ed25519 ed25519;
    struct signing_key keys[8]; /* keys[i]: the seed is 32 bytes of value i + 1 */
};

static inline void desk_init(struct desk *desk)
{
    struct err err;

    *desk = (struct desk){.hasher = {0}};
    REQUIRE(crypto_open(&desk->crypto, &err));
    desk->hasher = crypto_hasher(&desk->crypto);
    desk->ed25519 = crypto_ed25519(&desk->crypto);
    for (size_t i = 0; i < COUNT_OF(desk->keys); i++) {
        uint8_t seed[ED25519_SEED_BYTES];

        memset(seed, (int)i + 1, sizeof(seed));
        signing_key_init(&desk->keys[i], seed);
    }
}

static inline void desk_clear(struct desk *desk)
{
    crypto_close(&desk->crypto);
    arena_clear(&desk->arena);
}

static inline struct note_signer desk_signer(
    struct desk *desk, size_t key, str name, enum note_type type)
{
    struct note_signer signer;
    struct err err;

    REQUIRE(
        signing_key_signer(&desk->keys[key], &desk->hasher, name, type, &signer, &err));
    return signer;
}

static inline str desk_vkey(struct desk *desk, const struct note_key *key)
{
    struct text text = text_in(&desk->arena);

    text_add_note_key(&text, key);
    (void)desk;
    return text_str(&text);
}

/* Put texts together. */
static inline str desk_join(struct desk *desk, str a, str b, str c)
{
    struct text text = text_in(&desk->arena);

    text_add(&text, a);
    text_add(&text, b);
    text_add(&text, c);
    return text_str(&text);
}

#endif
