/* SHA-256 and Ed25519 as the standards have them. */
#include "crypto/crypto.h"

#include "test.h"

static str hex(struct arena *arena, const uint8_t *bytes, size_t len)
{
    struct text text = text_in(arena);

    text_add_hex(&text, bytes, len);
    return text_str(&text);
}

TEST(crypto, hashes_as_the_standard_says)
{
    static const str abc =
        STR_INIT("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    const str parts[] = {STR("a"), STR(""), STR("bc")};
    struct arena arena = {0};
    struct crypto crypto;
    struct hasher hasher;
    uint8_t digest[SHA256_BYTES];
    struct err err;

    CHECK(crypto_sha256(STR("abc"), digest, &err));
    CHECK_STR(hex(&arena, digest, sizeof(digest)), abc);
    CHECK(crypto_open(&crypto, &err));
    hasher = crypto_hasher(&crypto);
    for (int i = 0; i < 3; i++) {
        hasher.sha256(hasher.context, parts, COUNT_OF(parts), digest);
        CHECK_STR(hex(&arena, digest, sizeof(digest)), abc);
    }
    crypto_close(&crypto);
    crypto_close(&crypto);
    arena_clear(&arena);
}

/* RFC 8032, section 7.1, test 2. */
TEST(crypto, signs_as_the_standard_says)
{
    static const uint8_t seed[ED25519_SEED_BYTES] = {0x4c, 0xcd, 0x08, 0x9b, 0x28, 0xff,
        0x96, 0xda, 0x9d, 0xb6, 0xc3, 0x46, 0xec, 0x11, 0x4e, 0x0f, 0x5b, 0x8a, 0x31,
        0x9f, 0x35, 0xab, 0xa6, 0x24, 0xda, 0x8c, 0xf6, 0xed, 0x4f, 0xb8, 0xa6, 0xfb};
    struct arena arena = {0};
    uint8_t signature[ED25519_SIGNATURE_BYTES];
    struct note_signer signer;
    struct signing_key key;
    struct ed25519 ed25519;
    struct crypto crypto;
    struct hasher hasher;
    struct err err;

    CHECK_OR_STOP(crypto_open(&crypto, &err));
    hasher = crypto_hasher(&crypto);
    ed25519 = crypto_ed25519(&crypto);
    signing_key_init(&key, seed);
    CHECK_STR(hex(&arena, key.public_key, sizeof(key.public_key)),
        STR("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c"));
    CHECK(signing_key_signer(
        &key, &hasher, STR("example.com"), NOTE_ED25519, &signer, &err));
    signer.sign(signer.secret, STR("\x72"), signature);
    CHECK_STR(hex(&arena, signature, sizeof(signature)),
        STR("92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
            "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"));
    CHECK(ed25519.verify(key.public_key, STR("\x72"), signature));
    CHECK(!ed25519.verify(key.public_key, STR("\x73"), signature));
    for (size_t bit = 0; bit < sizeof(signature) * 8; bit++) {
        signature[bit / 8] ^= (uint8_t)(1u << bit % 8);
        CHECK(!ed25519.verify(key.public_key, STR("\x72"), signature));
        signature[bit / 8] ^= (uint8_t)(1u << bit % 8);
    }
    CHECK(!signing_key_signer(
        &key, &hasher, STR("two words"), NOTE_ED25519, &signer, &err));
    CHECK(err.kind == ERR_USAGE);
    signing_key_clear(&key);
    CHECK_U64(key.secret[0] | key.secret[63], 0);
    crypto_close(&crypto);
    arena_clear(&arena);
}

TEST(crypto, random_bytes_differ)
{
    struct crypto crypto;
    uint8_t bytes[2][32];
    struct err err;

    CHECK_OR_STOP(crypto_open(&crypto, &err));
    crypto_random(&crypto, bytes[0], sizeof(bytes[0]));
    crypto_random(&crypto, bytes[1], sizeof(bytes[1]));
    CHECK(memcmp(bytes[0], bytes[1], sizeof(bytes[0])) != 0);
    crypto_close(&crypto);
}
