/*
 * Signing and verifying: of each line that claims to be of a key that we know, the
 * signature must hold.
 */
#include "note/inside.h"

enum { KEY_ID_BYTES = 4, TIME_BYTES = 8, BLOB_MAX = 4 + 8 + ED25519_SIGNATURE_BYTES };

static const uint64_t time_max = INT64_MAX;

/* Make `message` what a cosignature of `text` at `time` signs. */
static str cosigned(struct text *message, str text, uint64_t time)
{
    message->len = 0;
    text_add(message, STR("cosignature/v1\ntime "));
    text_add_u64(message, time);
    text_add_byte(message, '\n');
    text_add(message, text);
    return text_str(message);
}

static bool holds(struct text *message, const struct ed25519 *ed25519,
    const struct note_key *key, str text, str base64, uint64_t *time)
{
    bool has_time = key->type == NOTE_COSIGNATURE;
    size_t head = KEY_ID_BYTES + (has_time ? TIME_BYTES : 0);
    uint8_t blob[BLOB_MAX];
    size_t len;

    *time = 0;
    if (!base64_read(base64, blob, sizeof(blob), &len) ||
        len != head + ED25519_SIGNATURE_BYTES)
        return false;
    if (has_time) {
        *time = note_read_u64(blob + KEY_ID_BYTES);
        if (*time > time_max)
            return false;
        text = cosigned(message, text, *time);
    }
    return ed25519->verify(key->public_key, text, blob + head);
}

static bool is_of(const struct note_signature *signature, const struct note_key *key)
{
    return note_key_is_usable(key) && signature->key_id == key->id &&
        str_equal(signature->name, key->name);
}

static bool forged(const struct note_key *key, struct err *err)
{
    err_set(err, ERR_DENIED, STR("the signature of "));
    err_add(err, key->name);
    return err_add(err,
        STR(" does not hold: the text or the signature was changed, or another key "
            "with the same ID was used"));
}

bool note_verify(struct arena *arena, const struct ed25519 *ed25519,
    const struct note *note, const struct note_key *keys, size_t count,
    struct note_seal *seals, struct err *err)
{
    struct text message = text_in(arena);
    bool has_seal = false;

    for (size_t k = 0; k < count; k++)
        seals[k] = (struct note_seal){.is_signed = false};
    for (size_t s = 0; s < note->count; s++) {
        const struct note_signature *signature = &note->signatures[s];
        uint64_t time;

        for (size_t k = 0; k < count; k++) {
            if (!is_of(signature, &keys[k]))
                continue;
            if (!holds(
                    &message, ed25519, &keys[k], note->text, signature->base64, &time))
                return forged(&keys[k], err);
            has_seal = seals[k].is_signed = true;
            if (time > seals[k].time)
                seals[k].time = time;
        }
    }
    if (has_seal)
        return true;
    return err_set(err, ERR_DENIED,
        STR("no key that is trusted has signed this; check that the right verifier key "
            "is used"));
}

void note_add_signature(struct arena *arena, struct text *out,
    const struct note_signer *signer, str text, uint64_t time)
{
    bool has_time = signer->key.type == NOTE_COSIGNATURE;
    size_t head = KEY_ID_BYTES + (has_time ? TIME_BYTES : 0);
    struct text message = text_in(arena);
    uint8_t blob[BLOB_MAX];

    REQUIRE(note_key_is_usable(&signer->key) && time <= time_max);
    note_write_u32(blob, signer->key.id);
    if (has_time) {
        note_write_u64(blob + KEY_ID_BYTES, time);
        text = cosigned(&message, text, time);
    }
    signer->sign(signer->secret, text, blob + head);
    text_add(out, STR("\xe2\x80\x94 "));
    text_add(out, signer->key.name);
    text_add_byte(out, ' ');
    text_add_base64(out, blob, head + ED25519_SIGNATURE_BYTES);
    text_add_byte(out, '\n');
}

void note_add_signed(
    struct arena *arena, struct text *out, const struct note_signer *signer, str text)
{
    REQUIRE(note_is_text(text));
    text_add(out, text);
    text_add_byte(out, '\n');
    note_add_signature(arena, out, signer, text, 0);
}
