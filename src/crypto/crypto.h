/*
 * crypto: SHA-256, Ed25519, sealing, random bytes.
 *
 * OpenSSL hashes (it uses the processor's instructions for it), libsodium signs; each
 * is the faster one at that.  What ledger and note need is given in the form they ask
 * for.
 *
 * May include base, ledger, note.  The only user of OpenSSL and libsodium.
 */
#ifndef VESTIBULE_CRYPTO_H
#define VESTIBULE_CRYPTO_H

#include "base/base.h"
#include "ledger/ledger.h"
#include "note/note.h"

enum { SHA256_BYTES = 32, ED25519_SEED_BYTES = 32 };

/* What hashing reuses.  For one thread; all-zero is closed. */
struct crypto {
    void *method;
    void *context;
};

/* ERR_IO: a library does not work here. */
bool crypto_open(struct crypto *crypto, struct err *err) MUST_USE;
void crypto_close(struct crypto *crypto);

/* Both serve as long as `crypto` is open. */
struct hasher crypto_hasher(struct crypto *crypto);
struct ed25519 crypto_ed25519(const struct crypto *crypto);

/* Hash once, with nothing opened.  ERR_IO: OpenSSL has no SHA-256 to offer. */
bool crypto_sha256(str bytes, uint8_t digest[SHA256_BYTES], struct err *err) MUST_USE;

/* Fill `bytes` with random ones, fit for keys and salts.  `crypto` must be open. */
void crypto_random(const struct crypto *crypto, uint8_t *bytes, size_t len);

/* ---- keys that sign ---- */

struct signing_key {
    uint8_t public_key[ED25519_KEY_BYTES];
    uint8_t secret[64]; /* the seed and the public key, as libsodium has it */
};

/* Make the key of a seed (RFC 8032: the seed is the private key). */
void signing_key_init(struct signing_key *key, const uint8_t seed[ED25519_SEED_BYTES]);

/* Forget the secret. */
void signing_key_clear(struct signing_key *key);

/* What signs notes as `name`; `key` and `name` must outlive it.  ERR_USAGE: the name
 * cannot be that of a key. */
bool signing_key_signer(const struct signing_key *key, const struct hasher *hasher,
    str name, enum note_type type, struct note_signer *out, struct err *err) MUST_USE;

/* ---- sealing ---- */

enum { CRYPTO_KEY_BYTES = 32, CRYPTO_NONCE_BYTES = 24, CRYPTO_SEAL_EXTRA = 24 + 16 };

/*
 * Seal `text` with a key (XChaCha20-Poly1305, draft-irtf-cfrg-xchacha-03): `out` takes
 * text.len + CRYPTO_SEAL_EXTRA bytes, a random nonce first.  What it belongs to, `about`,
 * is not stored, but without it nothing opens.
 */
void crypto_seal(const struct crypto *crypto, const uint8_t key[CRYPTO_KEY_BYTES],
    str about, str text, uint8_t *out);

/* Open what was sealed into `out`, CRYPTO_SEAL_EXTRA bytes shorter.  False: another
 * key, about something else, or damaged. */
bool crypto_unseal(
    const uint8_t key[CRYPTO_KEY_BYTES], str about, str sealed, uint8_t *out) MUST_USE;

/* Overwrite secrets, whatever the compiler thinks of it. */
void crypto_forget(void *bytes, size_t len);

#endif
