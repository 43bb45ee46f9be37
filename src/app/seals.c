/*
 * Sealed fields: each is encrypted with the key of its bucket, which lies in a file of
 * its own.  A value is erased by deleting its row; the last of a bucket takes the key
 * with it, so that no backup of the database can bring it back.
 */
#include "app/inside.h"

enum { DAY_SECONDS = 86400 };

str bucket_of(struct arena *arena, enum record_keep keep, int64_t at)
{
    struct text name = text_in(arena);
    struct text day = text_in(arena);

    text_add_date(&day, (int32_t)(at / DAY_SECONDS));
    text_add(&name, record_keep_name(keep));
    text_add_byte(&name, '-');
    text_add(&name, str_slice(text_str(&day), 0, sizeof("YYYY-MM") - 1));
    REQUIRE(name.len <= BUCKET_NAME_MAX);
    return text_str(&name);
}

static str key_path(const struct keeper *k, struct arena *arena, str bucket)
{
    return path_join(arena, keeper_path(k, arena, STR("keys/seals")), bucket);
}

/* Make the key of a new bucket.  Its file is durable before anything is sealed. */
static bool make_key(struct keeper *k, struct arena *arena, str bucket,
    uint8_t key[CRYPTO_KEY_BYTES], struct err *err)
{
    struct text text = text_in(arena);

    crypto_random(&k->crypto, key, CRYPTO_KEY_BYTES);
    text_add_base64(&text, key, CRYPTO_KEY_BYTES);
    text_add_byte(&text, '\n');
    return os_keep_file(key_path(k, arena, bucket), text_str(&text), OS_PRIVATE, err);
}

static bool read_key(struct keeper *k, struct arena *arena, str bucket,
    uint8_t key[CRYPTO_KEY_BYTES], struct err *err)
{
    str text;
    size_t len;

    if (!os_read_file(arena, key_path(k, arena, bucket), KEY_FILE_MAX, &text, err))
        return false;
    if (base64_read(str_trim(text), key, CRYPTO_KEY_BYTES, &len) &&
        len == CRYPTO_KEY_BYTES)
        return true;
    err_set(err, ERR_CORRUPT, key_path(k, arena, bucket));
    return err_add(err, STR(" is not the key of a bucket; restore it from a backup"));
}

static const struct seal_key *held(const struct seals *seals, str bucket)
{
    for (size_t i = 0; i < SEALS_HELD; i++) {
        const struct seal_key *key = &seals->items[i];

        if (str_equal((str){key->name, key->len}, bucket))
            return key;
    }
    return NULL;
}

/* The key of a bucket; with `make`, a new one for a bucket that has none. */
static bool find_key(struct keeper *k, struct arena *arena, str bucket, bool make,
    const uint8_t **key, struct err *err)
{
    const struct seal_key *known = held(&k->seals, bucket);
    struct seal_key *slot = &k->seals.items[k->seals.next % SEALS_HELD];
    struct err missing = {0};

    if (known != NULL) {
        *key = known->key;
        return true;
    }
    slot->len = 0;
    if (!read_key(k, arena, bucket, slot->key, &missing)) {
        if (!make || missing.kind != ERR_NOT_FOUND) {
            *err = missing;
            return false;
        }
        if (!make_key(k, arena, bucket, slot->key, err))
            return false;
    }
    memcpy(slot->name, bucket.ptr, bucket.len);
    slot->len = bucket.len;
    k->seals.next++;
    *key = slot->key;
    return true;
}

/* What is sealed belongs to the digest in its leaf: it opens nowhere else. */
static str digest_of(const uint8_t digest[HASH_BYTES])
{
    return (str){(const char *)digest, HASH_BYTES};
}

bool seal_disclosure(struct keeper *k, struct arena *arena, str bucket,
    const struct record_seal *seal, str *sealed, struct err *err)
{
    const uint8_t *key;
    size_t room = seal->disclosure.len + CRYPTO_SEAL_EXTRA;
    uint8_t *bytes = arena_alloc(arena, room, 1);

    if (!find_key(k, arena, bucket, true, &key, err))
        return false;
    crypto_seal(
        &k->crypto, key, digest_of(seal->digest.bytes), seal->disclosure, bytes);
    *sealed = (str){(const char *)bytes, room};
    return true;
}

bool open_disclosure(struct keeper *k, struct arena *arena,
    const struct store_disclosure *row, str *disclosure, struct err *err)
{
    const uint8_t *key;
    uint8_t *bytes = arena_alloc(arena, row->sealed.len, 1);

    if (!find_key(k, arena, row->bucket, false, &key, err))
        return false;
    if (!crypto_unseal(key, digest_of(row->digest), row->sealed, bytes))
        return err_set(err, ERR_CORRUPT,
            STR("a sealed field does not open with the key of its bucket"));
    *disclosure = (str){(const char *)bytes, row->sealed.len - CRYPTO_SEAL_EXTRA};
    return true;
}

/* What a file belongs to: the sealed digest of it, and not as its value. */
static str file_of(struct arena *arena, const struct hash *digest)
{
    struct text about = text_in(arena);

    text_add(&about, STR("paper "));
    text_add(&about, digest_of(digest->bytes));
    return text_str(&about);
}

bool seal_paper(struct keeper *k, struct arena *arena, const struct kept_field *field,
    str bytes, str *sealed, struct err *err)
{
    const uint8_t *key;
    size_t room = bytes.len + CRYPTO_SEAL_EXTRA;
    uint8_t *out = arena_alloc(arena, room, 1);

    if (!find_key(k, arena, field->bucket, true, &key, err))
        return false;
    crypto_seal(&k->crypto, key, file_of(arena, &field->digest), bytes, out);
    *sealed = (str){(const char *)out, room};
    return true;
}

bool open_paper(struct keeper *k, struct arena *arena, const struct kept_field *field,
    str sealed, str *bytes, struct err *err)
{
    const uint8_t *key;
    uint8_t *out = arena_alloc(arena, sealed.len, 1);

    if (!find_key(k, arena, field->bucket, false, &key, err))
        return false;
    if (sealed.len < CRYPTO_SEAL_EXTRA ||
        !crypto_unseal(key, file_of(arena, &field->digest), sealed, out))
        return err_set(err, ERR_CORRUPT,
            STR("the file of a paper does not open with the key of its bucket"));
    *bytes = (str){(const char *)out, sealed.len - CRYPTO_SEAL_EXTRA};
    return true;
}

/* A key that is held in memory goes as well. */
bool shred_seal_key(struct keeper *k, struct arena *arena, str bucket, struct err *err)
{
    struct err missing = {0};

    for (size_t i = 0; i < SEALS_HELD; i++) {
        struct seal_key *key = &k->seals.items[i];

        if (str_equal((str){key->name, key->len}, bucket))
            crypto_forget(key, sizeof(*key));
    }
    if (os_shred_file(key_path(k, arena, bucket), &missing) ||
        missing.kind == ERR_NOT_FOUND)
        return true;
    *err = missing;
    return false;
}
