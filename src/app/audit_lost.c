/*
 * A key that was lost signs nothing any more, not even the event that names the next.
 *
 * Then the new key signs that event itself, and nothing in the log vouches for it: any
 * stranger could have written the same.  Only people can say whose it is; so whoever
 * audits must have been given both keys, and the audit tells where it took their word.
 */
#include "app/audit.h"

#include "app/inside.h"

static str text_of(const struct record_event *event, str field)
{
    const struct json_value *value = record_value(event, field);

    return value == NULL ? (str){0} : value->text;
}

bool audit_is_lost(
    const struct audit *a, struct arena *arena, const struct record_leaf *leaf)
{
    struct text old = text_in(arena);

    if (leaf->event.kind != RECORD_KEY_ROTATED ||
        !str_equal(text_of(&leaf->event, STR("why")), STR("lost")))
        return false;
    text_add_note_key(&old, &a->key);
    return str_equal(text_of(&leaf->event, STR("old_key")), text_str(&old)) &&
        !str_equal(leaf->key_id,
            str_slice(text_str(&old), a->key.name.len + 1,
                a->key.name.len + 1 + RECORD_KEY_ID_CHARS));
}

static bool is_known(const struct audit *a, const struct note_key *key)
{
    for (size_t i = 0; i < a->known_count; i++)
        if (str_equal(a->known[i].name, key->name) &&
            memcmp(a->known[i].public_key, key->public_key, ED25519_KEY_BYTES) == 0)
            return true;
    return a->knows_all;
}

bool audit_take_word(
    struct audit *a, uint64_t seq, const struct note_key *old, struct err *err)
{
    if (!is_known(a, old) || !is_known(a, &a->key))
        return err_set(err, ERR_CORRUPT,
            STR("the key was lost, and the new one vouches for itself: whose it is, only "
                "people can say; ask the keeper, and give both keys, --key or --policy "
                "for the one and --leaf-key for the other"));
    a->replaced = arena_grow(a->arena, a->replaced, a->replaced_count,
        &a->replaced_capacity, sizeof(*a->replaced));
    a->replaced[a->replaced_count++] = seq;
    return true;
}
