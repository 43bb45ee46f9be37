/*
 * Verifier keys.
 */
#include "note/key.h"

#include "note/inside.h"

enum { VKEY_MATERIAL_MAX = 2048, ID_DIGITS = 8 };

/* The white space of Unicode beyond ASCII, as UTF-8. */
static const str wide_spaces[] = {
    STR_INIT("\xc2\x85"),     /* next line */
    STR_INIT("\xc2\xa0"),     /* no-break space */
    STR_INIT("\xe1\x9a\x80"), /* ogham space mark */
    STR_INIT("\xe2\x80\x80"), STR_INIT("\xe2\x80\x81"), STR_INIT("\xe2\x80\x82"),
    STR_INIT("\xe2\x80\x83"), STR_INIT("\xe2\x80\x84"), STR_INIT("\xe2\x80\x85"),
    STR_INIT("\xe2\x80\x86"), STR_INIT("\xe2\x80\x87"), STR_INIT("\xe2\x80\x88"),
    STR_INIT("\xe2\x80\x89"), STR_INIT("\xe2\x80\x8a"), /* en quad to hair space */
    STR_INIT("\xe2\x80\xa8"), STR_INIT("\xe2\x80\xa9"), /* line, paragraph separator */
    STR_INIT("\xe2\x80\xaf"), STR_INIT("\xe2\x81\x9f"), /* narrow, mathematical */
    STR_INIT("\xe3\x80\x80"),                           /* ideographic space */
};

bool note_is_name(str name)
{
    if (name.len == 0 || name.len > NOTE_NAME_MAX || str_invalid_utf8(name) < name.len)
        return false;
    for (size_t i = 0; i < name.len; i++)
        if ((unsigned char)name.ptr[i] <= ' ' || name.ptr[i] == '+')
            return false;
    for (size_t i = 0; i < COUNT_OF(wide_spaces); i++)
        if (str_find(name, wide_spaces[i], 0) < name.len)
            return false;
    return true;
}

static uint32_t id_of(const struct hasher *hasher, str name, str material)
{
    const str parts[] = {name, STR("\n"), material};
    uint8_t digest[HASH_BYTES];

    hasher->sha256(hasher->context, parts, COUNT_OF(parts), digest);
    return note_read_u32(digest);
}

/* The type and the public key, as they are hashed and written. */
static void material_of(
    const struct note_key *key, uint8_t material[1 + ED25519_KEY_BYTES])
{
    material[0] = key->type;
    memcpy(material + 1, key->public_key, ED25519_KEY_BYTES);
}

bool note_key_make(const struct hasher *hasher, str name, enum note_type type,
    const uint8_t public_key[ED25519_KEY_BYTES], struct note_key *out, struct err *err)
{
    uint8_t material[1 + ED25519_KEY_BYTES];

    if (!note_is_name(name)) {
        err_set(err, ERR_USAGE, STR("this cannot name a key: "));
        err_add(err, name);
        return err_add(err, STR("; use a name like school.example/vestibule"));
    }
    *out = (struct note_key){.name = name, .type = (uint8_t)type};
    memcpy(out->public_key, public_key, ED25519_KEY_BYTES);
    material_of(out, material);
    out->id = id_of(hasher, name, (str){(const char *)material, sizeof(material)});
    return true;
}

static bool read_id(str digits, uint32_t *id)
{
    *id = 0;
    for (size_t i = 0; i < digits.len; i++) {
        char c = digits.ptr[i];
        bool is_hex = (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');

        if (!is_hex && !char_is_digit(c))
            return false;
        *id = *id << 4 | (uint32_t)(is_hex ? (c | 32) - 'a' + 10 : c - '0');
    }
    return digits.len == ID_DIGITS;
}

static bool bad_key(struct err *err, str why)
{
    err_set(err, ERR_INVALID, why);
    return err_while(err, STR("not a verifier key (NAME+ID+KEY)"));
}

bool note_key_read(
    const struct hasher *hasher, str vkey, struct note_key *out, struct err *err)
{
    uint8_t material[VKEY_MATERIAL_MAX];
    size_t first = str_find_byte(vkey, '+', 0);
    size_t second = str_find_byte(vkey, '+', first + 1);
    size_t len;

    *out = (struct note_key){.name = str_slice(vkey, 0, first)};
    if (first == vkey.len || !note_is_name(out->name))
        return bad_key(err, STR("it begins with no name that a key may have"));
    if (!read_id(str_slice(vkey, first + 1, second), &out->id))
        return bad_key(err, STR("the ID after the name must be 8 hexadecimal digits"));
    if (!base64_read(
            str_slice(vkey, second + 1, vkey.len), material, sizeof(material), &len) ||
        len < 2)
        return bad_key(err, STR("the key after the ID must be Base64"));
    out->type = material[0];
    if (!note_key_is_usable(out))
        return true;
    if (len != 1 + ED25519_KEY_BYTES)
        return bad_key(err, STR("an Ed25519 key must have 32 bytes"));
    memcpy(out->public_key, material + 1, ED25519_KEY_BYTES);
    if (id_of(hasher, out->name, (str){(const char *)material, len}) != out->id)
        return bad_key(err,
            STR("the ID does not belong to this name and key; was the "
                "key changed or cut?"));
    return true;
}

bool note_key_is_usable(const struct note_key *key)
{
    return key->type == NOTE_ED25519 || key->type == NOTE_COSIGNATURE;
}

void text_add_note_key(struct text *text, const struct note_key *key)
{
    uint8_t material[1 + ED25519_KEY_BYTES];
    uint8_t id[4];

    REQUIRE(note_key_is_usable(key));
    note_write_u32(id, key->id);
    material_of(key, material);
    text_add(text, key->name);
    text_add_byte(text, '+');
    text_add_hex(text, id, sizeof(id));
    text_add_byte(text, '+');
    text_add_base64(text, material, sizeof(material));
}
