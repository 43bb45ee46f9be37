/*
 * Reading which editions were in force: events, and the protocol's name beside each
 * document for those that were recorded before events named it.
 */
#include "app/editions.h"

#include "app/inside.h"
#include "app/read.h"

struct listing {
    struct keeper *keeper;
    struct arena *arena;
    str name;
    struct editions *out;
    size_t capacity;
};

static str text_of(struct arena *arena, const struct record_event *event, str field)
{
    const struct json_value *value = record_value(event, field);

    return value == NULL ? (str){0} : arena_str(arena, value->text);
}

static bool find_row(struct keeper *keeper, struct arena *arena, str digest,
    struct store_edition *out, struct err *err)
{
    uint8_t bytes[HASH_BYTES];

    if (!sha256_read(digest, bytes))
        return err_set(err, ERR_NOT_FOUND, STR("this is no digest of an edition"));
    return store_edition_get(&keeper->db, arena, bytes, out, err);
}

/* Whether an event is about the protocol that is asked for. */
static bool is_wanted(const struct listing *l, const struct record_event *event,
    bool *wanted, struct err *err)
{
    const struct json_value *named = record_value(event, STR("protocol"));
    const struct json_value *digest = record_value(event, STR("edition"));
    struct arena arena = {0};
    struct store_edition row = {0};
    struct err none = {0};

    if (named != NULL) {
        *wanted = str_equal(named->text, l->name);
        return true;
    }
    *wanted = find_row(l->keeper, &arena, digest->text, &row, &none) &&
        str_equal(row.name, l->name);
    arena_clear(&arena);
    if (none.kind == ERR_NONE || none.kind == ERR_NOT_FOUND)
        return true;
    *err = none;
    return false;
}

static void add(struct listing *l, const struct seen_event *seen)
{
    const struct record_event *event = seen->event;
    struct editions *out = l->out;
    struct edition_item *item;

    out->items =
        arena_grow(l->arena, out->items, out->count, &l->capacity, sizeof(*out->items));
    if (out->count > 0) {
        out->items[out->count - 1].has_end = true;
        out->items[out->count - 1].end = event->at;
    }
    item = &out->items[out->count++];
    *item = (struct edition_item){.digest = text_of(l->arena, event, STR("edition")),
        .source = text_of(l->arena, event, STR("source")),
        .title = text_of(l->arena, event, STR("title")),
        .by = text_of(l->arena, event, STR("by")),
        .approved_by = text_of(l->arena, event, STR("approved_by")),
        .approved_at = text_of(l->arena, event, STR("approved_at")),
        .exercise = event->exercise,
        .seq = seen->seq,
        .at = event->at};
    item->has_until = date_parse(text_of(l->arena, event, STR("until")), &item->until);
    if (!date_parse(text_of(l->arena, event, STR("in_force")), &item->from))
        item->from = 0;
}

static bool take(struct listing *l, const struct store_event *row, struct err *err)
{
    struct arena arena = {0};
    struct seen_event seen;
    bool wanted = false;
    bool done = seen_event_open(l->keeper, &arena, row, &seen, err) &&
        is_wanted(l, seen.event, &wanted, err);

    if (done && wanted)
        add(l, &seen);
    arena_clear(&arena);
    return done;
}

bool editions_read(struct keeper *keeper, struct arena *arena, str name,
    struct editions *out, struct err *err)
{
    struct listing l = {.keeper = keeper, .arena = arena, .name = name, .out = out};
    struct db_query q;
    struct store_event row;
    bool done = true;

    *out = (struct editions){0};
    take_turn(keeper);
    q = store_edition_events(&keeper->db);
    while (done && store_event_next(&q, &row))
        done = take(&l, &row, err);
    done = db_done(&q, done ? err : &(struct err){0}) && done;
    pass_turn(keeper);
    return done;
}

const struct edition_item *editions_at(const struct editions *editions, int64_t at)
{
    for (size_t i = editions->count; i > 0; i--)
        if (editions->items[i - 1].at <= at)
            return &editions->items[i - 1];
    return NULL;
}

const struct edition_item *editions_last(const struct editions *editions)
{
    return editions->count > 0 ? &editions->items[editions->count - 1] : NULL;
}

const struct edition_item *editions_find(const struct editions *editions, str digest)
{
    for (size_t i = editions->count; i > 0; i--)
        if (str_equal(editions->items[i - 1].source, digest))
            return &editions->items[i - 1];
    for (size_t i = editions->count; i > 0; i--)
        if (str_equal(editions->items[i - 1].digest, digest))
            return &editions->items[i - 1];
    return NULL;
}

/* The one that was kept with its image, when it is this one; else that of other words. */
static bool find_document(struct keeper *keeper, struct arena *arena,
    const struct edition_item *item, str *source, struct err *err)
{
    struct store_edition row = {0};
    struct store_document document = {0};
    uint8_t digest[HASH_BYTES];
    str name;

    if (!find_row(keeper, arena, item->digest, &row, err) ||
        !sha256_name(arena, row.source, &name, err))
        return false;
    *source = row.source;
    if (str_equal(name, item->source))
        return true;
    if (!sha256_read(item->source, digest))
        return err_set(err, ERR_CORRUPT, STR("this is no digest of a document"));
    if (!store_document_get(&keeper->db, arena, digest, &document, err))
        return false;
    *source = document.source;
    return true;
}

bool edition_document(struct keeper *keeper, struct arena *arena,
    const struct edition_item *item, str *source, struct err *err)
{
    bool done;

    take_turn(keeper);
    done = find_document(keeper, arena, item, source, err);
    pass_turn(keeper);
    return done;
}
