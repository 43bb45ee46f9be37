/*
 * Signed notes (C2SP signed-note): a text, an empty line, lines of signatures.
 *
 *     TEXT, ends in LF
 *                                          an empty line, the last one of the note
 *     — KEYNAME Base64(id[4] signature)    one line for each signature
 *
 * The text means nothing until a key that is trusted has signed it.
 */
#ifndef VESTIBULE_NOTE_SIGNED_H
#define VESTIBULE_NOTE_SIGNED_H

#include "note/key.h"

enum {
    NOTE_BYTES_MAX = 512 * 1024,
    NOTE_SIGNATURES_MAX = 64,
    NOTE_SIGNATURE_BYTES_MAX = 5 * 1024 /* post-quantum ones are nearly that long */
};

struct note_signature {
    str name;
    uint32_t key_id;
    str base64; /* of id and signature: canonical */
};

struct note {
    str text; /* with its last LF */
    size_t count;
    struct note_signature signatures[NOTE_SIGNATURES_MAX];
};

/* Take a note apart; nothing is verified.  ERR_INVALID says what is malformed,
 * ERR_LIMIT above the limits. */
bool note_read(str bytes, struct note *out, struct err *err) MUST_USE;

/* Take signature lines alone apart, as a witness answers; the text stays empty. */
bool note_read_signatures(str lines, struct note *out, struct err *err) MUST_USE;

/* ---- verifying ---- */

/* Ed25519 (RFC 8032): whether `signature` is that of `message`. */
struct ed25519 {
    bool (*verify)(const uint8_t public_key[ED25519_KEY_BYTES], str message,
        const uint8_t signature[ED25519_SIGNATURE_BYTES]);
};

/* What a note says of one key. */
struct note_seal {
    bool is_signed;
    uint64_t time; /* of the newest cosignature, seconds since 1970; 0 if the key's
                      type has no time */
};

/*
 * Verify the signatures of `count` known keys: seals[i] is what was found of keys[i].
 * Signatures of unknown keys are left aside.  ERR_DENIED when none of these keys has
 * signed, or when a signature that claims to be of one of them is not.  A copy of the
 * text is made in the arena for cosignatures.
 */
bool note_verify(struct arena *arena, const struct ed25519 *ed25519,
    const struct note *note, const struct note_key *keys, size_t count,
    struct note_seal *seals, struct err *err) MUST_USE;

/* ---- signing ---- */

/* A key and what can sign with its secret half, wherever that is kept. */
struct note_signer {
    struct note_key key; /* of a usable type */
    void (*sign)(
        const void *secret, str message, uint8_t signature[ED25519_SIGNATURE_BYTES]);
    const void *secret;
};

/* Whether this can be the text of a note: UTF-8, ends in LF, no other control
 * character, and room for signatures. */
bool note_is_text(str text);

/*
 * Add the signature line of `text`.  `time` is signed by a cosignature only, and must
 * be below 2^63; keys of the other type do not look at it.  A whole note is its text,
 * an empty line, and one or more of these lines.
 */
void note_add_signature(struct arena *arena, struct text *out,
    const struct note_signer *signer, str text, uint64_t time);

/* Add the note that has this text and one signature of type NOTE_ED25519. */
void note_add_signed(
    struct arena *arena, struct text *out, const struct note_signer *signer, str text);

#endif
