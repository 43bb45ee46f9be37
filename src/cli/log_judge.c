/*
 * By which keys a log is judged.
 *
 * A key that lies beside a log shows that the log is in itself sound; whose it is, only
 * a key from elsewhere shows.
 */
#include "cli/log.h"

#include "os/os.h"

str log_path(struct arena *arena, str folder, str name)
{
    struct text text = text_in(arena);

    text_add(&text, folder);
    if (folder.len > 0 && !str_ends(folder, STR("/")))
        text_add_byte(&text, '/');
    text_add(&text, name);
    return text_str(&text);
}

static bool trust_key(
    struct judge *judge, struct session *session, str vkey, struct err *err)
{
    struct note_key key;

    if (!note_key_read(&judge->hasher, str_trim(vkey), &key, err))
        return false;
    if (!note_key_is_usable(&key))
        return err_set(err, ERR_INVALID,
            STR("this verifier key is of a type that is not checked here; use the "
                "log's Ed25519 key"));
    judge->trust = trust_of_log(session->arena, &key);
    return true;
}

/* The keys that --leaf-key names, a line each. */
static bool take_leaf_keys(
    struct judge *judge, struct session *session, struct err *err)
{
    str rest = session->given[OPTION_LEAF_KEY];
    size_t capacity = 0;
    struct note_key key;
    str vkey;

    while (rest.ptr != NULL && str_split(&rest, '\n', &vkey)) {
        if (!note_key_read(&judge->hasher, str_trim(vkey), &key, err))
            return err_while(err, STR("--leaf-key"));
        judge->leaf_keys = arena_grow(session->arena, judge->leaf_keys,
            judge->leaf_key_count, &capacity, sizeof(key));
        judge->leaf_keys[judge->leaf_key_count++] = key;
    }
    return true;
}

static bool trust_file(
    struct judge *judge, struct session *session, str path, struct err *err)
{
    str source;

    return os_read_file(session->arena, path, TRUST_BYTES_MAX, &source, err) &&
        (trust_read(session->arena, &judge->hasher, source, &judge->trust, err) ||
            err_while(err, path));
}

static bool trust_beside(
    struct judge *judge, struct session *session, str folder, struct err *err)
{
    str path = log_path(session->arena, folder, STR("vkey"));
    struct text caution = text_in(session->arena);
    str vkey;

    if (!os_read_file(session->arena, path, TRUST_BYTES_MAX, &vkey, err)) {
        if (err->kind == ERR_NOT_FOUND)
            err_set(err, ERR_USAGE,
                STR("by which key? give --key VKEY or --policy FILE, from a source that "
                    "you trust"));
        return false;
    }
    text_add(&caution, STR("caution: the key was taken from "));
    text_add(&caution, path);
    text_add(&caution,
        STR(", beside the log.  This shows that the log is in itself sound, "
            "not whose it is: compare the key with one you have from "
            "elsewhere, or give that by --key."));
    session_talk(session, text_str(&caution));
    return trust_key(judge, session, vkey, err) || err_while(err, path);
}

static bool choose(
    struct judge *judge, struct session *session, str folder, struct err *err)
{
    str key = session->given[OPTION_KEY];
    str policy = session->given[OPTION_POLICY];

    if (key.ptr != NULL && policy.ptr != NULL)
        return err_set(err, ERR_USAGE, STR("--policy names the keys; leave out --key"));
    if (key.ptr != NULL)
        return trust_key(judge, session, key, err) || err_while(err, STR("--key"));
    if (policy.ptr != NULL)
        return trust_file(judge, session, policy, err);
    return trust_beside(judge, session, folder, err);
}

bool judge_open(
    struct judge *judge, struct session *session, str folder, struct err *err)
{
    *judge = (struct judge){.seals = NULL};
    if (!crypto_open(&judge->crypto, err))
        return false;
    judge->hasher = crypto_hasher(&judge->crypto);
    judge->ed25519 = crypto_ed25519(&judge->crypto);
    if (!choose(judge, session, folder, err) || !take_leaf_keys(judge, session, err)) {
        judge_close(judge);
        return false;
    }
    judge->seals =
        ARENA_ARRAY(session->arena, struct note_seal, judge->trust.key_count);
    return true;
}

void judge_close(struct judge *judge)
{
    crypto_close(&judge->crypto);
}

const struct note_key *judge_keys(
    const struct judge *judge, struct arena *arena, size_t *count)
{
    const struct trust *trust = &judge->trust;
    struct note_key *keys =
        ARENA_ARRAY(arena, struct note_key, trust->key_count + judge->leaf_key_count);

    *count = 0;
    for (size_t i = 0; i < trust->key_count; i++)
        keys[(*count)++] = trust->keys[i];
    for (size_t i = 0; i < judge->leaf_key_count; i++)
        keys[(*count)++] = judge->leaf_keys[i];
    return keys;
}

bool judge_sees_signed(
    const struct judge *judge, str checkpoint, const struct note_key *key)
{
    struct arena arena = {0};
    struct note note;
    struct note_seal seal;
    struct err err = {0};
    bool has = note_read(checkpoint, &note, &err) &&
        note_verify(&arena, &judge->ed25519, &note, key, 1, &seal, &err);

    arena_clear(&arena);
    return has;
}
