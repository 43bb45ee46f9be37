/* Any bytes as a proof file and as a request to a witness: refused with a reason, or
 * written again the same; and no proof that was read can make the check fall over. */
#include "crypto/crypto.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len);

static void try_proof(const struct merkle_proof *proof, uint64_t index)
{
    const struct hash hash = {{1}};
    struct crypto crypto;
    struct hasher hasher;
    struct err err;

    REQUIRE(crypto_open(&crypto, &err));
    hasher = crypto_hasher(&crypto);
    for (uint64_t size = index + 1; size != 0 && size <= tree_size_max; size *= 3) {
        bool is_single = size == 1 && proof->count == 0;

        REQUIRE(
            merkle_includes(&hasher, proof, index, size, &hash, &hash) == is_single);
        REQUIRE(
            index > 0 || !merkle_extends(&hasher, proof, index, &hash, size, &hash));
        (void)!merkle_extends(&hasher, proof, index, &hash, size, &hash);
    }
    crypto_close(&crypto);
}

static void read_file(struct arena *arena, str source)
{
    struct text again = text_in(arena);
    struct proof_file file;
    struct err err = {0};

    if (!proof_file_read(arena, source, &file, &err)) {
        REQUIRE(err.kind == ERR_INVALID && err.len > 0);
        return;
    }
    text_add_proof_file(&again, &file);
    REQUIRE(str_equal(text_str(&again), source));
    try_proof(&file.proof, file.index);
}

static void read_request(struct arena *arena, str source)
{
    struct text again = text_in(arena);
    struct witness_request request;
    struct err err = {0};

    if (!witness_request_read(source, &request, &err)) {
        REQUIRE(err.kind == ERR_INVALID && err.len > 0);
        return;
    }
    text_add_witness_request(&again, &request);
    REQUIRE(str_equal(text_str(&again), source));
    try_proof(&request.proof, request.old_size);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
    str source = {(const char *)bytes, len};
    struct arena arena = {0};

    read_file(&arena, source);
    read_request(&arena, source);
    arena_clear(&arena);
    return 0;
}
