/*
 * Keys of notes: a name, a type, a public key; written as a verifier key ("vkey",
 * C2SP signed-note):
 *
 *     school.example/vestibule+7c256809+AepKbGPinFIKvvVQexMuxfmVR3auvr57kkIe6mkURtIs
 *     NAME                     ID       Base64 of the type and the public key
 *
 * Name and ID together say whose signature a line claims to be.  The ID is the first
 * four bytes of SHA-256(name, LF, type, public key).
 */
#ifndef VESTIBULE_NOTE_KEY_H
#define VESTIBULE_NOTE_KEY_H

#include "base/base.h"
#include "ledger/ledger.h"

enum { ED25519_KEY_BYTES = 32, ED25519_SIGNATURE_BYTES = 64, NOTE_NAME_MAX = 255 };

/* The types that are verified here; of others only the place in a policy counts. */
enum note_type {
    NOTE_ED25519 = 1,     /* signs the text */
    NOTE_COSIGNATURE = 4, /* signs the text and a time (C2SP tlog-cosignature) */
};

struct note_key {
    str name;
    uint32_t id;
    uint8_t type;
    uint8_t public_key[ED25519_KEY_BYTES]; /* zero for other types */
};

/* Whether this may name a key: UTF-8, not empty, no white space, no '+', at most
 * NOTE_NAME_MAX bytes. */
bool note_is_name(str name);

/* Make a key of a type above.  ERR_USAGE: the name cannot be one. */
bool note_key_make(const struct hasher *hasher, str name, enum note_type type,
    const uint8_t public_key[ED25519_KEY_BYTES], struct note_key *out,
    struct err *err) MUST_USE;

/*
 * Read a vkey.  ERR_INVALID says what is wrong with it.  A type that is not verified
 * here is read too (its ID is believed): see note_key_is_usable.
 */
bool note_key_read(const struct hasher *hasher, str vkey, struct note_key *out,
    struct err *err) MUST_USE;
bool note_key_is_usable(const struct note_key *key);

/* Write the vkey of a usable key. */
void text_add_note_key(struct text *text, const struct note_key *key);

#endif
