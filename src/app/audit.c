/*
 * Auditing leaves one after another: form, signature, key, visit.
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

static bool verify(void *context, str message, const uint8_t signature[64])
{
    const struct audit *a = context;

    return a->ed25519->verify(a->key.public_key, message, signature);
}

static bool check_signature(struct audit *a, struct arena *arena,
    const struct record_leaf *leaf, struct err *err)
{
    struct record_verifier verifier = {verify, a, {0}};
    struct text id = text_in(arena);
    uint8_t bytes[4];

    for (int i = 0; i < 4; i++)
        bytes[i] = (uint8_t)(a->key.id >> (24 - 8 * i));
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

/* ---- leaves ---- */

/* The first leaf says which log this is, and by which key. */
static bool begin(struct audit *a, const struct record_leaf *leaf, struct err *err)
{
    if (leaf->event.kind != RECORD_OPENED_LOG)
        return wrong(err, STR("a record begins with opened_log"));
    a->origin = arena_str(a->arena, leaf->event.log);
    return take_key(a, leaf, err);
}

static bool check(struct audit *a, struct arena *arena, uint64_t seq,
    const struct audited *seen, struct err *err)
{
    const struct record_event *event = &seen->leaf.event;

    if (seq == 0 && !begin(a, &seen->leaf, err))
        return false;
    if (!str_equal(event->log, a->origin))
        return wrong(err, STR("it belongs to another log"));
    if (seq > 0 && event->kind == RECORD_OPENED_LOG)
        return wrong(err, STR("opened_log comes first and only once"));
    if (event->has_anchor && (uint64_t)event->anchor_size > seq)
        return wrong(err, STR("it names a checkpoint that is newer than itself"));
    if (!check_signature(a, arena, &seen->leaf, err))
        return false;
    return event->kind != RECORD_KEY_ROTATED || take_key(a, &seen->leaf, err);
}

bool audit_leaf(struct audit *a, struct arena *arena, str text, struct audited *out,
    struct err *err)
{
    uint64_t seq = a->size++;
    struct err chain = {0};
    bool whole;
    bool done;

    out->hash = hash_leaf(a->hasher, text);
    out->is_read = record_leaf_parse(arena, text, &out->leaf, err);
    if (!out->is_read)
        return false;
    whole = check_visit(a, out, &chain);
    done = check(a, arena, seq, out, err);
    if (done && !whole)
        *err = chain;
    return done && whole;
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

bool audit_entries(struct audit *a, const struct tile_source *source, uint64_t size,
    const struct audit_sink *sink, struct err *err)
{
    struct arena arena = {0};
    str entries[TILE_WIDTH];
    bool done = true;

    for (uint64_t i = 0; done && i * TILE_WIDTH < size; i++) {
        struct tile bundle = tile_at(TILE_ENTRIES, size, 0, i);

        done = bundle_fetch(source, &bundle, entries, err);
        for (uint32_t j = 0; done && j < bundle.width; j++) {
            struct audited seen;
            struct err what = {0};

            if (!audit_leaf(a, &arena, entries[j], &seen, &what))
                sink->found(sink->context, i * TILE_WIDTH + j, &what);
            arena_clear(&arena);
        }
    }
    arena_clear(&arena);
    return done;
}
