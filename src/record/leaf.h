/*
 * leaf: an event as it stands in the log: an issuer-signed SD-JWT (RFC 9901).
 *
 *     base64url(header) "." base64url(payload) "." base64url(signature)
 *
 * The payload holds digests of the sealed fields, never the fields.  Leaves are hashed
 * as they are; nobody has to write one again to check it.
 */
#ifndef VESTIBULE_RECORD_LEAF_H
#define VESTIBULE_RECORD_LEAF_H

#include "record/event.h"

enum {
    RECORD_LEAF_MAX = 65535, /* bytes: an entry bundle's length has 16 bits */
    RECORD_SIGNATURE_BYTES = 64,
    RECORD_KEY_ID_CHARS = 8,
    RECORD_SALT_BYTES = 16,
};

/* Signs with Ed25519.  `key_id` is the key's id in the log's vkey: 8 hex digits. */
struct record_signer {
    void (*sign)(void *context, str message, uint8_t signature[RECORD_SIGNATURE_BYTES]);
    void *context;
    str key_id;
};

/* Checks a signature by Ed25519, strictly. */
struct record_verifier {
    bool (*verify)(
        void *context, str message, const uint8_t signature[RECORD_SIGNATURE_BYTES]);
    void *context;
    str key_id;
};

/* Fills `bytes` with random bytes that nobody can guess; it cannot fail. */
struct record_random {
    void (*fill)(void *context, uint8_t *bytes, size_t len);
    void *context;
};

/* One sealed value: what has to be kept so that it can be disclosed, or erased. */
struct record_seal {
    const struct record_field *field;
    int64_t paragraph; /* its number from 0, or -1: the field as a whole */
    str disclosure;    /* salt, name and value: keep it secret */
    struct hash digest;
};

/* An event's fields, sealed: what does not depend on the event's place in the log, so
 * that whoever submits it can do this work. */
struct record_sealed {
    struct record_seal *seals; /* in the order of the table; paragraphs come before
                                  the field that lists them */
    size_t count;
    struct json_value *digests; /* of fields, and decoys; ascending texts */
    size_t digest_count;
};

/*
 * Seal the fields of an event, in `arena`.  Salts and decoys are drawn from `random`.
 * ERR_INVALID: record_check() refuses the event.
 */
bool record_seal(struct arena *arena, const struct record_event *event,
    const struct hasher *hasher, const struct record_random *random,
    struct record_sealed *out, struct err *err) MUST_USE;

/*
 * Make the leaf of an event that was sealed, in `arena`.  ERR_INVALID: what the
 * sequencer adds is wrong; ERR_LIMIT: the leaf would be too long.
 */
bool record_leaf_make(struct arena *arena, const struct record_event *event,
    const struct record_sealed *sealed, const struct record_signer *signer, str *leaf,
    struct err *err) MUST_USE;

struct record_leaf {
    struct record_event event; /* its fields are those in the clear */
    str key_id;
    str signed_part; /* header and payload as they are signed */
    uint8_t signature[RECORD_SIGNATURE_BYTES];
    struct hash *digests; /* ascending as base64url: of sealed fields, and decoys */
    size_t digest_count;
};

/*
 * Read a leaf into `arena`; `text` must outlive it.  Everything must be as this page
 * of code would write it: the header, every member and its type, the number and order
 * of digests, the canonical form.  ERR_INVALID, ERR_LIMIT.  The signature is not
 * checked.
 */
bool record_leaf_parse(
    struct arena *arena, str text, struct record_leaf *out, struct err *err) MUST_USE;

/* Check the signature of a leaf.  ERR_DENIED: it is another key's, or wrong. */
bool record_leaf_verify(const struct record_leaf *leaf,
    const struct record_verifier *verifier, struct err *err) MUST_USE;

#endif
