/*
 * The key of a log or a witness, as a file that only its owner can read:
 *
 *     vestibule key v1
 *     NAME               of the key; of a log, its origin
 *     BASE64             the seed of Ed25519 (RFC 8032: the private key)
 */
#include "app/inside.h"

static const str first_line = STR_INIT("vestibule key v1");

bool key_file_make(const struct crypto *crypto, struct arena *arena, str path, str name,
    struct err *err)
{
    struct text text = text_in(arena);
    uint8_t seed[ED25519_SEED_BYTES];

    crypto_random(crypto, seed, sizeof(seed));
    text_add(&text, first_line);
    text_add_byte(&text, '\n');
    text_add(&text, name);
    text_add_byte(&text, '\n');
    text_add_base64(&text, seed, sizeof(seed));
    text_add_byte(&text, '\n');
    crypto_forget(seed, sizeof(seed));
    return os_keep_file(path, text_str(&text), OS_PRIVATE, err);
}

static bool bad(struct err *err, str path)
{
    err_set(err, ERR_INVALID, path);
    return err_add(err,
        STR(": this is not a key file: its lines are `vestibule key v1`, the log's "
            "name, the key in Base64"));
}

/* The key's ID as vkeys and leaves spell it, eight digits behind the name. */
static str key_id_of(const struct keeper *k, struct arena *arena)
{
    size_t start = k->key.signer.key.name.len + 1;

    return str_slice(keeper_vkey(k, arena), start, start + RECORD_KEY_ID_CHARS);
}

bool key_file_open(struct arena *arena, const struct hasher *hasher, str path, str name,
    enum note_type type, struct held_key *out, struct err *err)
{
    uint8_t seed[ED25519_SEED_BYTES];
    str line[3];
    str rest;
    size_t len;

    if (!os_read_file(arena, path, KEY_FILE_MAX, &rest, err))
        return false;
    for (size_t i = 0; i < COUNT_OF(line); i++)
        if (!str_split(&rest, '\n', &line[i]))
            return bad(err, path);
    if (rest.len > 0 || !str_equal(line[0], first_line) ||
        !base64_read(line[2], seed, sizeof(seed), &len) || len != sizeof(seed))
        return bad(err, path);
    if (name.len > 0 && !str_equal(line[1], name)) {
        err_set(err, ERR_INVALID, path);
        err_add(err, STR(": this is the key of "));
        err_add(err, line[1]);
        err_add(err, STR(", and wanted is that of "));
        return err_add(err, name);
    }
    signing_key_init(&out->secret, seed);
    crypto_forget(seed, sizeof(seed));
    return signing_key_signer(&out->secret, hasher, line[1], type, &out->signer, err);
}

bool key_file_load(struct keeper *k, str path, struct held_key *out, struct err *err)
{
    return key_file_open(
        &k->arena, &k->hasher, path, k->origin, NOTE_ED25519, out, err);
}

bool key_file_read(struct keeper *k, str path, struct err *err)
{
    if (!key_file_load(k, path, &k->key, err))
        return false;
    k->key_id = key_id_of(k, &k->arena);
    return true;
}
