/* Any bytes as a bundle: refused with a reason, or written and read again the same; and
 * whatever was read is believed, or refused with a reason, by the key of the seed. */
#include "app/app.h"
#include "crypto/crypto.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len);

static const str vkey = STR_INIT("hamline.example/vestibule+418da280+"
                                 "ARQ9mTVRh5UGAned4cMgymlOE6pnJtUzxCcuVkv9Rugk");

static void check(struct arena *arena, const struct release *release)
{
    struct release_shown shown;
    struct note_key key;
    struct crypto crypto;
    struct hasher hasher;
    struct ed25519 ed25519;
    struct trust trust;
    struct err err = {0};

    REQUIRE(crypto_open(&crypto, &err));
    hasher = crypto_hasher(&crypto);
    ed25519 = crypto_ed25519(&crypto);
    REQUIRE(note_key_read(&hasher, vkey, &key, &err));
    trust = trust_of_log(arena, &key);
    REQUIRE(release_check(arena,
                &(struct release_judge){&hasher, &ed25519, &trust,
                    ARENA_ARRAY(arena, struct note_seal, trust.key_count), NULL, 0},
                release, &shown, &err) ||
        err.len > 0);
    crypto_close(&crypto);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
    str source = {(const char *)bytes, len};
    struct arena arena = {0};
    struct text once = text_in(&arena);
    struct text twice = text_in(&arena);
    struct release release;
    struct err err = {0};

    if (!release_read(&arena, source, &release, &err)) {
        REQUIRE(err.kind != ERR_NONE && err.len > 0);
    } else {
        text_add_release(&once, &release);
        REQUIRE(release_read(&arena, text_str(&once), &release, &err));
        text_add_release(&twice, &release);
        REQUIRE(str_equal(text_str(&once), text_str(&twice)));
        check(&arena, &release);
    }
    arena_clear(&arena);
    return 0;
}
