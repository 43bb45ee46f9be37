/* Any bytes as a trust policy: refused with a reason, or one that nobody's silence
 * satisfies. */
#include "crypto/crypto.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len);

/* The library's own checksum of keys would keep the fuzzer from ever making one. */
static void hash_nothing(
    void *context, const str *parts, size_t count, uint8_t digest[HASH_BYTES])
{
    (void)context;
    (void)parts;
    (void)count;
    memset(digest, 0, HASH_BYTES);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
    static const struct hasher hasher = {hash_nothing, NULL};
    str source = {(const char *)bytes, len};
    struct note_seal seals[TRUST_KEYS_MAX] = {{.is_signed = false}};
    struct arena arena = {0};
    struct err err = {0};
    struct trust trust;

    if (!trust_read(&arena, &hasher, source, &trust, &err)) {
        REQUIRE(err.kind != ERR_NONE && err.len > 0);
        arena_clear(&arena);
        return 0;
    }
    REQUIRE(trust.key_count <= TRUST_KEYS_MAX && trust.quorum >= TRUST_NONE);
    REQUIRE(trust_has_quorum(&trust, seals) == (trust.quorum == TRUST_NONE));
    for (size_t k = 0; k < trust.key_count; k++)
        seals[k].is_signed = true;
    REQUIRE(trust_has_quorum(&trust, seals));
    arena_clear(&arena);
    return 0;
}
