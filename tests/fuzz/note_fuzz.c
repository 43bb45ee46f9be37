/* Any bytes as a signed note: refused with a reason, or written again the same. */
#include "note/note.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len);

static bool verify_nothing(const uint8_t public_key[ED25519_KEY_BYTES], str message,
    const uint8_t signature[ED25519_SIGNATURE_BYTES])
{
    return (public_key[0] ^ signature[0]) % 2 == 0 && message.len > 0;
}

/* Verify by keys that the note itself names: what is signed, in both types. */
static void verify(struct arena *arena, const struct note *note)
{
    static const struct ed25519 ed25519 = {verify_nothing};
    struct note_key keys[4] = {{.id = 0}};
    struct note_seal seals[4];
    struct err err = {0};
    bool is_signed = false;

    for (size_t i = 0; i < COUNT_OF(keys); i++) {
        const struct note_signature *signature = &note->signatures[i % note->count];

        keys[i] = (struct note_key){.name = signature->name,
            .id = signature->key_id,
            .type = i % 2 == 0 ? NOTE_ED25519 : NOTE_COSIGNATURE};
    }
    if (!note_verify(arena, &ed25519, note, keys, COUNT_OF(keys), seals, &err)) {
        REQUIRE(err.kind == ERR_DENIED && err.len > 0);
        return;
    }
    for (size_t i = 0; i < COUNT_OF(seals); i++)
        is_signed = is_signed || seals[i].is_signed;
    REQUIRE(is_signed);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
    str source = {(const char *)bytes, len};
    struct arena arena = {0};
    struct text again = text_in(&arena);
    struct err err = {0};
    struct note note;

    if (!note_read(source, &note, &err)) {
        REQUIRE(err.kind != ERR_NONE && err.len > 0);
        return 0;
    }
    text_add(&again, note.text);
    text_add_byte(&again, '\n');
    for (size_t i = 0; i < note.count; i++) {
        text_add(&again, STR("\xe2\x80\x94 "));
        text_add(&again, note.signatures[i].name);
        text_add_byte(&again, ' ');
        text_add(&again, note.signatures[i].base64);
        text_add_byte(&again, '\n');
    }
    REQUIRE(str_equal(text_str(&again), source));
    verify(&arena, &note);
    arena_clear(&arena);
    return 0;
}
