/*
 * Auditing leaves: what each shows by itself (form, signature), and what it shows after
 * those before it (key, visit).
 */
#include "app/audit.h"

#include "app/inside.h"

static bool wrong(struct err *err, str what)
{
    return err_set(err, ERR_CORRUPT, what);
}

/* ---- keys ---- */

/* Take the key that a leaf names as the one that signs from the next leaf on. */
static bool take_key(struct audit *a, const struct record_leaf *leaf, struct err *err)
{
    const struct json_value *vkey = record_value(&leaf->event, STR("key"));
    struct note_key key;

    if (vkey == NULL || !note_key_read(a->hasher, vkey->text, &key, err) ||
        key.type != NOTE_ED25519 || !str_equal(key.name, leaf->event.log))
        return wrong(err, STR("the key that it names cannot be one of this log"));
    a->key = key;
    a->key.name = arena_str(a->arena, key.name);
    return true;
}

struct signed_by {
    const struct ed25519 *ed25519;
    const struct note_key *key;
};

static bool verify(void *context, str message, const uint8_t signature[64])
{
    const struct signed_by *by = context;

    return by->ed25519->verify(by->key->public_key, message, signature);
}

static bool check_signature(const struct ed25519 *ed25519, const struct note_key *key,
    struct arena *arena, const struct record_leaf *leaf, struct err *err)
{
    struct signed_by by = {ed25519, key};
    struct record_verifier verifier = {verify, &by, {0}};
    struct text id = text_in(arena);
    uint8_t bytes[4];

    for (int i = 0; i < 4; i++)
        bytes[i] = (uint8_t)(key->id >> (24 - 8 * i));
    text_add_hex(&id, bytes, sizeof(bytes));
    verifier.key_id = text_str(&id);
    return record_leaf_verify(leaf, &verifier, err);
}

/* ---- visits ---- */

static struct audit_visit *find_visit(struct audit *a, str name)
{
    uint32_t place;

    if (map_find(&a->visits, name, &place))
        return &a->items[place];
    a->items =
        arena_grow(a->arena, a->items, a->count, &a->capacity, sizeof(*a->items));
    map_set(&a->visits, a->arena, arena_str(a->arena, name), (uint32_t)a->count);
    a->items[a->count] = (struct audit_visit){0};
    return &a->items[a->count++];
}

static bool check_visit(struct audit *a, const struct audited *seen, struct err *err)
{
    const struct record_event *event = &seen->leaf.event;
    struct audit_visit *visit;
    uint64_t expected;
    bool follows;

    if (event->visit.len == 0)
        return true;
    visit = find_visit(a, event->visit);
    expected = visit->next;
    follows = event->n == 0 || hash_equal(&event->prev, &visit->newest);
    *visit = (struct audit_visit){(uint64_t)event->n + 1, seen->hash};
    if ((uint64_t)event->n != expected) {
        err_set(err, ERR_CORRUPT, STR("it is number "));
        err_add_i64(err, event->n);
        err_add(err, STR(" of its visit, where number "));
        err_add_i64(err, (int64_t)expected);
        return err_add(err, STR(" should come"));
    }
    return follows ||
        wrong(err, STR("it does not name the event before it in its visit"));
}

/* ---- checkpoints ---- */

/* Events name the newest checkpoint in the order of the log, so each is compared once.
 * A tree that cannot be read is damage that others tell of. */
static bool check_anchor(
    struct audit *a, uint64_t seq, const struct record_event *event, struct err *err)
{
    uint64_t size = (uint64_t)event->anchor_size;
    struct hash_source hashes;
    struct frontier frontier;
    struct err unread = {0};
    struct hash root;

    if (!event->has_anchor)
        return true;
    if (size > seq)
        return wrong(err, STR("it names a checkpoint that is newer than itself"));
    if (a->tree == NULL || size > a->tree->size ||
        (size == a->anchor_size && hash_equal(&event->anchor_root, &a->anchor_root)))
        return true;
    hashes = tile_reader_hashes(a->tree);
    if (!frontier_read(&hashes, size, &frontier, &unread))
        return true;
    root = frontier_root(a->hasher, &frontier);
    if (!hash_equal(&event->anchor_root, &root))
        return wrong(
            err, STR("it names a checkpoint with another root than the log had then"));
    a->anchor_size = size;
    a->anchor_root = root;
    return true;
}

/* ---- leaves ---- */

/* The first leaf says which log this is, and by which key. */
static bool begin(struct audit *a, const struct record_leaf *leaf, struct err *err)
{
    if (leaf->event.kind != RECORD_OPENED_LOG)
        return wrong(err, STR("a record begins with opened_log"));
    a->origin = arena_str(a->arena, leaf->event.log);
    return take_key(a, leaf, err);
}

/* The key that counts is lost: the new one signs its own coming. */
static bool replace_key(struct audit *a, struct arena *arena, uint64_t seq,
    const struct record_leaf *leaf, struct err *err)
{
    struct note_key old = a->key;

    if (!take_key(a, leaf, err))
        return false;
    if (check_signature(a->ed25519, &a->key, arena, leaf, err))
        return audit_take_word(a, seq, &old, err);
    a->key = old;
    return false;
}

/* Whether the key that counts has signed, which may be known already. */
static bool is_signed(struct audit *a, struct arena *arena,
    const struct audit_look *look, struct err *err)
{
    if (look->by == NULL || look->by->id != a->key.id ||
        memcmp(look->by->public_key, a->key.public_key, ED25519_KEY_BYTES) != 0)
        return check_signature(a->ed25519, &a->key, arena, &look->seen.leaf, err);
    if (!look->is_signed)
        *err = look->err;
    return look->is_signed;
}

static bool check(struct audit *a, struct arena *arena, uint64_t seq,
    const struct audit_look *look, struct err *err)
{
    const struct audited *seen = &look->seen;
    const struct record_event *event = &seen->leaf.event;

    if (seq == 0 && !begin(a, &seen->leaf, err))
        return false;
    if (!str_equal(event->log, a->origin))
        return wrong(err, STR("it belongs to another log"));
    if (seq > 0 && event->kind == RECORD_OPENED_LOG)
        return wrong(err, STR("opened_log comes first and only once"));
    if (!check_anchor(a, seq, event, err))
        return false;
    if (audit_is_lost(a, arena, &seen->leaf))
        return replace_key(a, arena, seq, &seen->leaf, err);
    if (!is_signed(a, arena, look, err))
        return false;
    return event->kind != RECORD_KEY_ROTATED || take_key(a, &seen->leaf, err);
}

void audit_look(const struct hasher *hasher, const struct ed25519 *ed25519,
    const struct note_key *by, struct arena *arena, str text, struct audit_look *out)
{
    *out = (struct audit_look){.by = by, .seen = {.hash = hash_leaf(hasher, text)}};
    out->seen.is_read = record_leaf_parse(arena, text, &out->seen.leaf, &out->err);
    if (out->seen.is_read && by != NULL)
        out->is_signed =
            check_signature(ed25519, by, arena, &out->seen.leaf, &out->err);
}

bool audit_next(struct audit *a, struct arena *arena, const struct audit_look *look,
    struct err *err)
{
    uint64_t seq = a->size++;
    struct err chain = {0};
    bool whole;
    bool done;

    if (!look->seen.is_read) {
        *err = look->err;
        return false;
    }
    whole = check_visit(a, &look->seen, &chain);
    done = check(a, arena, seq, look, err);
    if (done && !whole)
        *err = chain;
    return done && whole;
}

bool audit_leaf(struct audit *a, struct arena *arena, str text, struct audited *out,
    struct err *err)
{
    struct audit_look look;

    audit_look(a->hasher, a->ed25519, NULL, arena, text, &look);
    *out = look.seen;
    return audit_next(a, arena, &look, err);
}

void audit_skip(struct audit *a)
{
    a->size++;
}

bool audit_is_record(struct arena *arena, str text)
{
    struct record_leaf leaf;
    struct err ignored = {0};

    return record_leaf_parse(arena, text, &leaf, &ignored) &&
        leaf.event.kind == RECORD_OPENED_LOG;
}
