/*
 * crypto: SHA-256, Ed25519, P-256, sealing, random bytes, passwords, passkeys, tokens,
 * timestamps.
 *
 * OpenSSL hashes (it uses the processor's instructions for it), libsodium signs; each
 * is the faster one at that.  What ledger and note need is given in the form they ask
 * for.
 *
 * May include base, ledger, note.  The only user of OpenSSL, libsodium, libfido2
 * and cjose.
 */
#ifndef VESTIBULE_CRYPTO_H
#define VESTIBULE_CRYPTO_H

#include "base/base.h"
#include "crypto/jws.h"
#include "crypto/p256.h"
#include "crypto/passkey.h"
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

/* Hash what comes piece by piece.  Nothing else is hashed with `crypto` meanwhile. */
void crypto_hash_begin(struct crypto *crypto);
void crypto_hash_add(struct crypto *crypto, str piece);
void crypto_hash_end(struct crypto *crypto, uint8_t digest[SHA256_BYTES]);

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

/* ---- what people prove themselves by ---- */

enum { PASSWORD_HASH_BYTES = 128 };

/* What one try at a password costs. */
struct password_cost {
    uint64_t passes;
    size_t memory;
};

extern const struct password_cost password_cost;
extern const struct password_cost password_cost_least; /* next to nothing: for tests */

/* A password as it is kept: text, ended by NUL, with its salt and cost in it. */
struct password_hash {
    char text[PASSWORD_HASH_BYTES];
};

/* Hash with a new salt.  Costs what `cost` says, as does verifying.  ERR_IO: there is no
 * memory. */
bool password_hash(const struct crypto *crypto, const struct password_cost *cost,
    str password, struct password_hash *out, struct err *err) MUST_USE;
bool password_verify(const struct password_hash *hash, str password) MUST_USE;

/* Whether it was made at another cost: hash again when the password is known. */
bool password_is_outdated(
    const struct password_hash *hash, const struct password_cost *cost);

/* Take a hash up again.  False: it is too long to be one. */
bool password_hash_read(str text, struct password_hash *out) MUST_USE;

/* HMAC-SHA-256. */
void crypto_hmac(
    const struct crypto *crypto, str key, str message, uint8_t mac[SHA256_BYTES]);

/* The number of RFC 4226 that belongs to a counter: 31 bits, of which the last decimal
 * digits are shown.  RFC 6238 counts half minutes.  ERR_IO. */
bool crypto_hotp(str key, uint64_t counter, uint32_t *out, struct err *err) MUST_USE;

/* Compare secrets in a time that says nothing about them. */
bool crypto_equal(const void *a, const void *b, size_t len) MUST_USE;

/* ---- timestamps (RFC 3161) ---- */

enum { TIMESTAMP_BYTES_MAX = 64 * 1024 };

/* Make what a timestamp server is asked of a message: its SHA-256, and a nonce. */
str timestamp_request(const struct crypto *crypto, struct arena *arena, str message);

/* Whether a server's reply is an answer to this request of ours; by whom is not judged.
 * ERR_INVALID, ERR_DENIED. */
bool timestamp_answers(str request, str reply, struct err *err) MUST_USE;

/*
 * Verify that somebody whom `authorities`, certificates in PEM, vouch for has stamped
 * the message, and when.  Their certificates have to be valid at that moment.
 * ERR_INVALID: malformed; ERR_DENIED: not by them, or of another message.
 */
bool timestamp_verify(
    str reply, str message, str authorities, int64_t *at, struct err *err) MUST_USE;

/* Overwrite secrets, whatever the compiler thinks of it. */
void crypto_forget(void *bytes, size_t len);

#endif
