/*
 * Rotating the log's key.
 *
 * The event commits together with the row that makes the new key count; the files
 * follow.  Whatever stops in between is ended by the next opening (settle_keys), which
 * is how an undisturbed rotation ends too.
 */
#include "app/rotation.h"

#include "app/inside.h"

static const str new_file = STR_INIT("keys/new.key");
static const str current_file = STR_INIT("keys/log.key");

/* ---- the event ---- */

struct change {
    uint64_t seq; /* where the event has to stand */
    str vkey;
};

static bool insert_key(void *context, struct db *db, uint64_t seq, struct err *err)
{
    const struct change *change = context;

    if (seq != change->seq)
        return err_set(err, ERR_CONFLICT,
            STR("something was recorded meanwhile; rotate the key again"));
    return store_log_key_insert(db, seq + 1, change->vkey, err);
}

static bool record_change(struct keeper *k, const struct rotation *rotation,
    const struct rotated *out, struct err *err)
{
    struct change change = {out->from_size - 1, out->new_key};
    struct deed deed = {.run = insert_key, .context = &change};
    struct record_object fields = {0};
    struct record_event event = {.kind = RECORD_KEY_ROTATED};
    struct receipt receipt;
    uint8_t key[KEEPER_KEY_BYTES];

    record_put(&fields, STR("key"), record_text_value(out->new_key));
    record_put(&fields, STR("old_key"), record_text_value(out->old_key));
    record_put(&fields, STR("old_until"), record_integer_value((int64_t)change.seq));
    record_put(&fields, STR("why"), record_text_value(rotation->why));
    record_put(&fields, STR("by"), record_text_value(rotation->by));
    event.fields = record_object_value(&fields);
    keeper_new_key(k, key);
    return submit_deed(k, &event, key, &deed, &receipt, err);
}

static str vkey_of(const struct note_key *key, struct arena *arena)
{
    struct text vkey = text_in(arena);

    text_add_note_key(&vkey, key);
    return text_str(&vkey);
}

/* The old key is not there: the new one has to sign its own coming. */
static bool open_with_new(str directory, const struct keeper_clock *clock,
    struct keeper **out, struct err *err)
{
    struct keeper *k = keeper_new(directory, clock);
    str path = keeper_path(k, &k->arena, new_file);

    *out = k;
    return keeper_open_store(k, err) && settle_keys(k, err) &&
        key_file_make(&k->crypto, &k->arena, path, k->origin, err) &&
        key_file_read(k, path, err) && read_old_keys(k, err) &&
        keeper_open_tree(k, false, err);
}

static bool change_lost(struct keeper *k, const struct rotation *rotation,
    struct arena *arena, struct rotated *out, struct err *err)
{
    struct store_log_key newest;

    if (!store_log_key_at(&k->db, arena, INT64_MAX, &newest, err))
        return false;
    out->old_key = arena_str(arena, newest.vkey);
    out->new_key = keeper_vkey(k, arena);
    out->from_size = k->edge.frontier.size + 1;
    return record_change(k, rotation, out, err);
}

/* Whether the file of the log's key is gone, and not only half-way to its place. */
static bool is_gone(str directory)
{
    struct arena arena = {0};
    struct err err = {0};
    struct err none = {0};
    uint64_t size;
    bool is = require_record(directory, &err) &&
        !os_file_size(path_join(&arena, directory, current_file), &size, &none) &&
        none.kind == ERR_NOT_FOUND &&
        !os_file_size(path_join(&arena, directory, new_file), &size, &none) &&
        none.kind == ERR_NOT_FOUND;

    arena_clear(&arena);
    return is;
}

static bool change(struct keeper *k, const struct rotation *rotation,
    struct arena *arena, struct rotated *out, struct err *err)
{
    str path = keeper_path(k, &k->arena, new_file);
    struct held_key made = {0};

    if (!key_file_make(&k->crypto, &k->arena, path, k->origin, err) ||
        !key_file_load(k, path, &made, err))
        return false;
    signing_key_clear(&made.secret);
    out->old_key = keeper_vkey(k, arena);
    out->new_key = vkey_of(&made.signer.key, arena);
    out->from_size = k->edge.frontier.size + 1;
    return record_change(k, rotation, out, err);
}

bool key_rotate(str directory, const struct keeper_clock *clock,
    const struct rotation *rotation, struct arena *arena, struct rotated *out,
    struct err *err)
{
    struct keeper *k;
    bool done;

    *out = (struct rotated){.keeps_old = str_equal(rotation->why, STR("planned")),
        .stands_alone = str_equal(rotation->why, STR("lost")) && is_gone(directory)};
    if (out->stands_alone)
        done = open_with_new(directory, clock, &k, err) &&
            change_lost(k, rotation, arena, out, err);
    else
        done = keeper_open(directory, clock, &k, err) &&
            change(k, rotation, arena, out, err);
    keeper_close(k);
    if (!done || !keeper_open(directory, clock, &k, err))
        return done ? false : err_while(err, directory);
    done = keeper_publish(k, arena, &out->publication, err);
    keeper_close(k);
    return done;
}

/* ---- the files ---- */

/* "keys/old-7c256809.key" */
static str old_path(struct keeper *k, const struct note_key *key)
{
    struct text path = text_in(&k->arena);
    str vkey = vkey_of(key, &k->arena);

    text_add(&path, STR("keys/old-"));
    text_add(&path,
        str_slice(vkey, key->name.len + 1, key->name.len + 1 + RECORD_KEY_ID_CHARS));
    text_add(&path, STR(".key"));
    return keeper_path(k, &k->arena, text_str(&path));
}

/* Whether the rotation that made the newest key count was a planned one. */
static bool was_planned(
    struct keeper *k, uint64_t from_size, bool *planned, struct err *err)
{
    struct store_event row;
    struct record_leaf leaf;
    const struct json_value *why;

    if (!store_event_by_seq(&k->db, &k->arena, from_size - 1, &row, err) ||
        !record_leaf_parse(&k->arena, row.leaf, &leaf, err))
        return false;
    why = record_value(&leaf.event, STR("why"));
    *planned = why != NULL && str_equal(why->text, STR("planned"));
    return true;
}

/* The old key steps aside, unless it did so before. */
static bool move_old(
    struct keeper *k, const struct store_log_key *newest, bool planned, struct err *err)
{
    str path = keeper_path(k, &k->arena, current_file);
    struct held_key old = {0};
    struct err missing = {0};

    if (!key_file_load(k, path, &old, &missing)) {
        if (missing.kind != ERR_NOT_FOUND)
            *err = missing;
        return missing.kind == ERR_NOT_FOUND;
    }
    signing_key_clear(&old.secret);
    if (str_equal(vkey_of(&old.signer.key, &k->arena), newest->vkey))
        return true;
    return planned ? os_rename_file(path, old_path(k, &old.signer.key), err)
                   : os_remove_file(path, err);
}

bool settle_keys(struct keeper *k, struct err *err)
{
    str path = keeper_path(k, &k->arena, new_file);
    struct store_log_key newest;
    struct held_key made = {0};
    struct err missing = {0};
    bool planned;

    if (!key_file_load(k, path, &made, &missing)) {
        if (missing.kind != ERR_NOT_FOUND)
            *err = missing;
        return missing.kind == ERR_NOT_FOUND;
    }
    signing_key_clear(&made.secret);
    if (!store_log_key_at(&k->db, &k->arena, INT64_MAX, &newest, err))
        return false;
    if (!str_equal(vkey_of(&made.signer.key, &k->arena), newest.vkey))
        return os_remove_file(path, err); /* it never came to count */
    return was_planned(k, newest.from_size, &planned, err) && publish_keys(k, err) &&
        move_old(k, &newest, planned, err) &&
        os_rename_file(path, keeper_path(k, &k->arena, current_file), err);
}

/* ---- old keys ---- */

static bool is_old(str name)
{
    return str_starts(name, STR("old-")) && str_ends(name, STR(".key"));
}

bool read_old_keys(struct keeper *k, struct err *err)
{
    str folder = keeper_path(k, &k->arena, STR("keys"));
    const str *names;
    size_t count;

    if (!os_list_folder(&k->arena, folder, &names, &count, err))
        return false;
    for (size_t i = 0; i < count; i++) {
        if (!is_old(names[i]))
            continue;
        if (k->old_count == OLD_KEYS_MAX)
            return err_set(err, ERR_LIMIT,
                STR("there are too many old keys; retire them with `vestibule log "
                    "rotate-key --retire`"));
        if (!key_file_load(
                k, path_join(&k->arena, folder, names[i]), &k->old[k->old_count], err))
            return false;
        k->old_count++;
    }
    return true;
}

static bool remove_old(struct keeper *k, uint64_t *count, struct err *err)
{
    for (size_t i = 0; i < k->old_count; i++) {
        if (!os_remove_file(old_path(k, &k->old[i].signer.key), err))
            return false;
        ++*count;
    }
    return true;
}

bool key_retire(
    str directory, const struct keeper_clock *clock, uint64_t *count, struct err *err)
{
    struct keeper *k;
    bool done;

    *count = 0;
    if (!keeper_open(directory, clock, &k, err))
        return false;
    done = remove_old(k, count, err);
    keeper_close(k);
    return done;
}
