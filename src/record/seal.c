/*
 * Sealing: each field that the table seals becomes a disclosure; their digests are
 * filled up with decoys to the kind's fixed number, and sorted.
 *
 * Nothing in a leaf tells how many fields an event has: every leaf of a kind holds the
 * same number of digests.
 */
#include "record/inside.h"

struct sealing {
    struct arena *arena;
    const struct hasher *hasher;
    const struct record_random *random;
    struct record_sealed *out;
};

/* Write [salt, "name", value], or [salt, value] for a paragraph, and note it. */
static struct hash seal(struct sealing *s, const struct record_field *field,
    int64_t paragraph, const struct json_value *value)
{
    struct text json = text_in(s->arena);
    struct text text = text_in(s->arena);
    struct record_seal *made = &s->out->seals[s->out->count++];
    uint8_t salt[RECORD_SALT_BYTES];

    s->random->fill(s->random->context, salt, sizeof(salt));
    text_add(&json, STR("[\""));
    text_add_base64url(&json, salt, sizeof(salt));
    text_add(&json, STR("\","));
    if (paragraph < 0) {
        text_add(&json, STR("\""));
        text_add(&json, field->name);
        text_add(&json, STR("\","));
    }
    record_write_canonical(&json, value);
    text_add(&json, STR("]"));
    text_add_base64url(&text, (const uint8_t *)json.ptr, json.len);
    *made = (struct record_seal){field, paragraph, text_str(&text), {{0}}};
    made->digest = hash_bytes(s->hasher, made->disclosure);
    return made->digest;
}

/* The list of {"...": digest} that stands for paragraphs, each of them sealed. */
static struct json_value seal_paragraphs(struct sealing *s,
    const struct record_field *field, const struct json_value *paragraphs)
{
    static const str ellipsis = STR_INIT("...");
    struct json_value list = {.kind = JSON_IS_ARRAY, .count = paragraphs->count};

    list.items = ARENA_ARRAY(s->arena, struct json_value, list.count);
    for (size_t i = 0; i < list.count; i++) {
        struct hash digest = seal(s, field, (int64_t)i, &paragraphs->items[i]);
        struct json_value *text = ARENA_NEW(s->arena, struct json_value);
        str *name = ARENA_NEW(s->arena, str);

        *name = ellipsis;
        *text = record_text_value(record_hash_text(s->arena, &digest));
        list.items[i] = (struct json_value){
            .kind = JSON_IS_OBJECT, .items = text, .names = name, .count = 1};
    }
    return list;
}

static void add_digest(struct sealing *s, const struct hash *digest)
{
    REQUIRE(s->out->digest_count < RECORD_FIELDS_MAX);
    s->out->digests[s->out->digest_count++] =
        record_text_value(record_hash_text(s->arena, digest));
}

static void add_decoy(struct sealing *s)
{
    uint8_t nothing[HASH_BYTES];
    struct hash decoy;

    s->random->fill(s->random->context, nothing, sizeof(nothing));
    decoy = hash_bytes(s->hasher, (str){(const char *)nothing, sizeof(nothing)});
    add_digest(s, &decoy);
}

/* Sort by the text: then nothing is left of the order they were made in. */
static void sort_digests(struct record_sealed *sealed)
{
    for (size_t i = 1; i < sealed->digest_count; i++) {
        struct json_value moved = sealed->digests[i];
        size_t j = i;

        for (; j > 0 && str_compare(sealed->digests[j - 1].text, moved.text) > 0; j--)
            sealed->digests[j] = sealed->digests[j - 1];
        sealed->digests[j] = moved;
    }
}

/* At most so many: every field, every item of a list. */
static size_t most_seals(const struct record_event *event)
{
    size_t count = event->fields.count;

    for (size_t i = 0; i < event->fields.count; i++)
        if (event->fields.items[i].kind == JSON_IS_ARRAY)
            count += event->fields.items[i].count;
    return count;
}

static void seal_field(
    struct sealing *s, const struct record_field *field, const struct json_value *value)
{
    struct json_value list;
    struct hash digest;

    if (field->type == RECORD_PARAGRAPHS) {
        list = seal_paragraphs(s, field, value);
        value = &list;
    }
    digest = seal(s, field, -1, value);
    add_digest(s, &digest);
}

bool record_seal(struct arena *arena, const struct record_event *event,
    const struct hasher *hasher, const struct record_random *random,
    struct record_sealed *out, struct err *err)
{
    const struct record_kind_row *row = record_kind_row(event->kind);
    struct sealing s = {arena, hasher, random, out};
    struct record_mistakes mistakes = {0};

    if (!record_check(arena, event, &mistakes))
        return record_refuse(err, event, &mistakes);
    *out = (struct record_sealed){
        .seals = ARENA_ARRAY(arena, struct record_seal, most_seals(event)),
        .digests = ARENA_ARRAY(arena, struct json_value, RECORD_FIELDS_MAX)};
    for (const struct record_field *f = row->fields; f->name.len > 0; f++) {
        const struct json_value *value = record_value(event, f->name);

        if (value != NULL && f->keep != RECORD_KEEP_CLEAR)
            seal_field(&s, f, value);
    }
    while (out->digest_count < row->digests)
        add_decoy(&s);
    sort_digests(out);
    return true;
}
