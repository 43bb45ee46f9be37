/*
 * An event as it is kept: its leaf, and its sealed values laid open, each with the name
 * of its field.
 */
#include "app/inside.h"

/* ---- what is missing ---- */

str sealed_names(struct arena *arena, const struct record_sealed *sealed)
{
    struct text names = text_in(arena);

    for (size_t i = 0; i < sealed->count; i++) {
        const struct record_seal *seal = &sealed->seals[i];

        if (i > 0)
            text_add_byte(&names, ' ');
        text_add(&names, seal->field->name);
        if (seal->paragraph >= 0) {
            text_add_byte(&names, '/');
            text_add_i64(&names, seal->paragraph + 1);
        }
    }
    return text_str(&names);
}

bool next_lost(
    str *names, uint64_t *place, const uint64_t *rows, size_t count, str *lost)
{
    size_t next = 0;

    while (str_split(names, ' ', lost)) {
        uint64_t here = (*place)++;

        while (next < count && rows[next] < here)
            next++;
        if (next == count || rows[next] != here)
            return true;
    }
    return false;
}

static void find_lost(struct arena *arena, str names, struct kept_event *event)
{
    uint64_t *rows = ARENA_ARRAY(arena, uint64_t, event->count);
    uint64_t place = 0;

    for (size_t i = 0; i < event->count; i++)
        rows[i] = event->fields[i].place;
    if (!next_lost(&names, &place, rows, event->count, &event->lost))
        event->lost = (str){0};
    event->lost = arena_str(arena, event->lost);
}

/* ---- what is there ---- */

/* A row, and what it says when its bucket's key is still there. */
static bool read_field(struct keeper *k, struct arena *arena,
    const struct store_disclosure *row, struct kept_field *out, struct err *err)
{
    struct record_disclosure disclosure;
    struct err missing = {0};

    *out = (struct kept_field){.place = row->place,
        .bucket = arena_str(arena, row->bucket),
        .is_erased = row->is_erased,
        .erased_by = row->erased_by,
        .paragraph = -1};
    memcpy(out->digest.bytes, row->digest, HASH_BYTES);
    if (row->is_erased)
        return true;
    if (!open_disclosure(k, arena, row, &out->disclosure, &missing)) {
        if (missing.kind != ERR_NOT_FOUND)
            *err = missing;
        return missing.kind == ERR_NOT_FOUND;
    }
    if (!record_disclosure_parse(arena, out->disclosure, &disclosure, err))
        return false;
    out->name = disclosure.name;
    out->value = disclosure.value;
    return true;
}

static bool read_fields(
    struct keeper *k, struct arena *arena, struct kept_event *out, struct err *err)
{
    struct db_query q = store_disclosures(&k->db, out->seq);
    struct store_disclosure row;
    size_t capacity = 0;
    bool done = true;

    while (done && store_disclosure_next(&q, &row)) {
        out->fields =
            arena_grow(arena, out->fields, out->count, &capacity, sizeof(*out->fields));
        done = read_field(k, arena, &row, &out->fields[out->count++], err);
    }
    return db_done(&q, done ? err : &(struct err){0}) && done;
}

/* The kept value with a digest, as a list of paragraphs has it. */
static struct kept_field *find_digest(struct kept_event *event, str text)
{
    struct hash digest;
    size_t len;

    if (!base64url_read(text, digest.bytes, HASH_BYTES, &len) || len != HASH_BYTES)
        return NULL;
    for (size_t i = 0; i < event->count; i++)
        if (hash_equal(&event->fields[i].digest, &digest))
            return &event->fields[i];
    return NULL;
}

/* A paragraph has no name of its own: the field that lists it gives it one. */
static void name_paragraphs(struct kept_event *event)
{
    for (size_t i = 0; i < event->count; i++) {
        const struct json_value *list = &event->fields[i].value;

        for (size_t p = 0; list->kind == JSON_IS_ARRAY && p < list->count; p++) {
            const struct json_value *digest = json_find(&list->items[p], STR("..."));
            struct kept_field *paragraph =
                digest == NULL || digest->kind != JSON_IS_TEXT
                ? NULL
                : find_digest(event, digest->text);

            if (paragraph == NULL)
                continue;
            paragraph->name = event->fields[i].name;
            paragraph->paragraph = (int64_t)p;
        }
    }
}

bool kept_event_open(struct keeper *k, struct arena *arena,
    const struct store_event *row, struct kept_event *out, struct err *err)
{
    *out = (struct kept_event){.seq = row->seq, .text = arena_str(arena, row->leaf)};
    memcpy(out->hash.bytes, row->hash, HASH_BYTES);
    if (!record_leaf_parse(arena, out->text, &out->leaf, err) ||
        !read_fields(k, arena, out, err)) {
        struct text which = text_in(arena);

        text_add(&which, STR("event "));
        text_add_u64(&which, row->seq);
        return err_while(err, text_str(&which));
    }
    name_paragraphs(out);
    find_lost(arena, row->fields, out);
    return true;
}

bool kept_event_read(struct keeper *k, struct arena *arena, uint64_t seq,
    struct kept_event *out, struct err *err)
{
    struct store_event row;

    return store_event_by_seq(&k->db, arena, seq, &row, err) &&
        kept_event_open(k, arena, &row, out, err);
}

bool kept_event_fields(struct keeper *k, struct arena *arena,
    const struct kept_event *event, struct record_opened *out, struct err *err)
{
    str *disclosures = ARENA_ARRAY(arena, str, event->count);
    size_t count = 0;

    for (size_t i = 0; i < event->count; i++)
        if (event->fields[i].disclosure.len > 0)
            disclosures[count++] = event->fields[i].disclosure;
    return record_open(arena, &k->hasher, &event->leaf, disclosures, count, out, err);
}
