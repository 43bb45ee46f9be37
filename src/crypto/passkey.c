/*
 * Passkeys by libfido2, which reads the bytes and verifies the signature.
 */
#include "crypto/crypto.h"

#include <fido.h>
#include <fido/eddsa.h>
#include <fido/es256.h>
#include <fido/rs256.h>

enum { HOST_MAX = 253, FLAG_PRESENT = 1, FLAG_VERIFIED = 4, FLAGS_MORE = 0xc0 };

enum { PLAIN_BYTES = SHA256_BYTES + 1 + 4 }; /* the digest, flags, the counter */

/* clang-format off */
static const struct {
    int algorithm;
    size_t len;
} kinds[] = {
    {COSE_ES256, 64},
    {COSE_EDDSA, 32},
    {COSE_RS256, PASSKEY_KEY_MAX},
};
/* clang-format on */

static bool malformed(struct err *err)
{
    return err_set(err, ERR_INVALID, STR("what the passkey sent is malformed"));
}

/* Its data begin with the digest of the host. */
static bool is_for(str data, str host)
{
    uint8_t digest[SHA256_BYTES];
    struct err err = {0};

    return data.len > SHA256_BYTES && crypto_sha256(host, digest, &err) &&
        memcmp(data.ptr, digest, SHA256_BYTES) == 0;
}

static bool judge(str data, str host, uint8_t flags, struct err *err)
{
    if (!is_for(data, host))
        return err_set(
            err, ERR_DENIED, STR("the passkey answered for another address"));
    if ((flags & FLAG_PRESENT) == 0)
        return err_set(err, ERR_DENIED, STR("nobody touched the passkey"));
    return true;
}

/* ---- a new one ---- */

/* Read it as a key of one algorithm; the library must know beforehand of which. */
static fido_cred_t *read_as(str data, int algorithm)
{
    fido_cred_t *cred = fido_cred_new();

    REQUIRE(cred != NULL);
    if (fido_cred_set_type(cred, algorithm) != FIDO_OK ||
        fido_cred_set_authdata_raw(cred, (const unsigned char *)data.ptr, data.len) !=
            FIDO_OK)
        fido_cred_free(&cred);
    return cred;
}

static bool take_new(struct arena *arena, const fido_cred_t *cred, size_t kind,
    struct passkey_key *key, str *id, struct err *err)
{
    size_t len = fido_cred_id_len(cred);

    if (fido_cred_pubkey_len(cred) != kinds[kind].len || len == 0 ||
        len > PASSKEY_ID_MAX)
        return malformed(err);
    key->algorithm = kinds[kind].algorithm;
    key->len = kinds[kind].len;
    memcpy(key->bytes, fido_cred_pubkey_ptr(cred), key->len);
    *id = arena_str(arena, (str){(const char *)fido_cred_id_ptr(cred), len});
    return true;
}

bool passkey_read_new(struct arena *arena, str data, str host, struct passkey_key *key,
    str *id, struct passkey_said *said, struct err *err)
{
    fido_cred_t *cred = NULL;
    size_t kind = 0;
    bool done;

    *key = (struct passkey_key){0};
    fido_init(FIDO_DISABLE_U2F_FALLBACK);
    if (data.len > PASSKEY_DATA_MAX)
        return malformed(err);
    while (
        kind < COUNT_OF(kinds) && (cred = read_as(data, kinds[kind].algorithm)) == NULL)
        kind++;
    if (cred == NULL)
        return malformed(err);
    said->verified = (fido_cred_flags(cred) & FLAG_VERIFIED) != 0;
    said->counter = fido_cred_sigcount(cred);
    done = judge(data, host, fido_cred_flags(cred), err) &&
        take_new(arena, cred, kind, key, id, err);
    fido_cred_free(&cred);
    return done;
}

/* ---- a signature ---- */

/* Verify with the key in the form that the library has for its algorithm. */
static int verify(const struct passkey_key *key, const fido_assert_t *assertion)
{
    int result = FIDO_ERR_INVALID_ARGUMENT;
    es256_pk_t *es256 = es256_pk_new();
    eddsa_pk_t *eddsa = eddsa_pk_new();
    rs256_pk_t *rs256 = rs256_pk_new();

    REQUIRE(es256 != NULL && eddsa != NULL && rs256 != NULL);
    if (key->algorithm == COSE_ES256 &&
        es256_pk_from_ptr(es256, key->bytes, key->len) == FIDO_OK)
        result = fido_assert_verify(assertion, 0, COSE_ES256, es256);
    else if (key->algorithm == COSE_EDDSA &&
        eddsa_pk_from_ptr(eddsa, key->bytes, key->len) == FIDO_OK)
        result = fido_assert_verify(assertion, 0, COSE_EDDSA, eddsa);
    else if (key->algorithm == COSE_RS256 &&
        rs256_pk_from_ptr(rs256, key->bytes, key->len) == FIDO_OK)
        result = fido_assert_verify(assertion, 0, COSE_RS256, rs256);
    es256_pk_free(&es256);
    eddsa_pk_free(&eddsa);
    rs256_pk_free(&rs256);
    return result;
}

static bool read_signed(
    fido_assert_t *assertion, str data, str client_data, str signature, str host)
{
    char name[HOST_MAX + 1];

    if (host.len > HOST_MAX)
        return false;
    memcpy(name, host.ptr, host.len);
    name[host.len] = '\0';
    return fido_assert_set_count(assertion, 1) == FIDO_OK &&
        fido_assert_set_rp(assertion, name) == FIDO_OK &&
        fido_assert_set_clientdata(assertion, (const unsigned char *)client_data.ptr,
            client_data.len) == FIDO_OK &&
        fido_assert_set_authdata_raw(
            assertion, 0, (const unsigned char *)data.ptr, data.len) == FIDO_OK &&
        fido_assert_set_sig(assertion, 0, (const unsigned char *)signature.ptr,
            signature.len) == FIDO_OK;
}

bool passkey_verify(const struct passkey_key *key, str data, str client_data,
    str signature, str host, struct passkey_said *said, struct err *err)
{
    fido_assert_t *assertion = fido_assert_new();
    uint8_t flags;
    bool done;

    REQUIRE(assertion != NULL);
    fido_init(FIDO_DISABLE_U2F_FALLBACK);
    done = data.len <= PASSKEY_DATA_MAX && signature.len <= PASSKEY_DATA_MAX &&
        read_signed(assertion, data, client_data, signature, host);
    if (!done)
        malformed(err);
    /* The library reads past what no flag announces. */
    if (done && (fido_assert_flags(assertion, 0) & FLAGS_MORE) == 0)
        done = data.len == PLAIN_BYTES || malformed(err);
    flags = done ? fido_assert_flags(assertion, 0) : 0;
    said->verified = (flags & FLAG_VERIFIED) != 0;
    said->counter = done ? fido_assert_sigcount(assertion, 0) : 0;
    done = done && judge(data, host, flags, err);
    if (done && verify(key, assertion) != FIDO_OK)
        done = err_set(err, ERR_DENIED, STR("the passkey's signature does not hold"));
    fido_assert_free(&assertion);
    return done;
}
