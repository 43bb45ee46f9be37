/*
 * Publishing an edition: the event and what it names are kept together.
 */
#include "app/edition.h"

#include "app/editions.h"
#include "app/inside.h"

enum { DAY_SECONDS = 86400 };

struct publishing {
    const struct new_edition *edition;
    int64_t now;
};

/* An edition that comes back is there already. */
static bool is_kept(struct db *db, const uint8_t digest[HASH_BYTES], struct err *err)
{
    struct arena arena = {0};
    struct store_edition row;
    bool is = store_edition_get(db, &arena, digest, &row, err);

    if (err->kind == ERR_NOT_FOUND)
        *err = (struct err){0};
    arena_clear(&arena);
    return is;
}

static bool keep(void *context, struct db *db, uint64_t seq, struct err *err)
{
    const struct publishing *p = context;
    const struct new_edition *edition = p->edition;
    struct store_edition row = {.name = edition->name,
        .image = edition->image,
        .source = edition->source,
        .added_at = p->now,
        .begins = (int64_t)edition->from * DAY_SECONDS,
        .has_end = edition->has_until,
        .ends = ((int64_t)edition->until + 1) * DAY_SECONDS};

    (void)seq;
    return crypto_sha256(edition->image, row.digest, err) &&
        (is_kept(db, row.digest, err) || store_edition_insert(db, &row, err));
}

static void put_day(
    struct arena *arena, struct record_object *fields, str name, int32_t day)
{
    struct text text = text_in(arena);

    text_add_date(&text, day);
    record_put(fields, name, record_text_value(text_str(&text)));
}

static bool put_digest(struct arena *arena, struct record_object *fields, str name,
    str bytes, struct err *err)
{
    str digest;

    if (!sha256_name(arena, bytes, &digest, err))
        return false;
    record_put(fields, name, record_text_value(digest));
    return true;
}

bool keeper_publish_edition(struct keeper *k, const struct new_edition *edition,
    const uint8_t key[KEEPER_KEY_BYTES], struct receipt *out, struct err *err)
{
    struct publishing p = {edition, k->clock.now(k->clock.context)};
    struct deed deed = {.run = keep, .context = &p};
    struct record_event event = {
        .kind = RECORD_EDITION_PUBLISHED, .exercise = edition->exercise};
    struct record_object fields = {0};
    struct arena arena = {0};
    bool done = put_digest(&arena, &fields, STR("edition"), edition->image, err) &&
        put_digest(&arena, &fields, STR("source"), edition->source, err);

    if (done) {
        record_put(&fields, STR("protocol"), record_text_value(edition->name));
        record_put(&fields, STR("title"), record_text_value(edition->title));
        put_day(&arena, &fields, STR("in_force"), edition->from);
        if (edition->has_until)
            put_day(&arena, &fields, STR("until"), edition->until);
        record_put(&fields, STR("by"), record_text_value(edition->by));
        if (edition->approved_by.len > 0)
            record_put(
                &fields, STR("approved_by"), record_text_value(edition->approved_by));
        if (edition->approved_at.len > 0)
            record_put(
                &fields, STR("approved_at"), record_text_value(edition->approved_at));
        event.fields = record_object_value(&fields);
        done = submit_deed(k, &event, key, &deed, out, err);
    }
    arena_clear(&arena);
    return done;
}

struct new_edition edition_of(const struct compiled *document)
{
    const uint32_t *head = document->bench.image.head;

    return (struct new_edition){.name = document->name,
        .title = document->title,
        .image = document->image,
        .source = document->source,
        .from = (int32_t)head[HEAD_FROM],
        .has_until = (int32_t)head[HEAD_UNTIL] != INT32_MIN,
        .until = (int32_t)head[HEAD_UNTIL]};
}

/* Whether the last that was put in force is this one. */
static bool is_in_force(
    struct keeper *keeper, const struct compiled *document, bool *is, struct err *err)
{
    struct arena arena = {0};
    struct editions editions;
    bool done = editions_read(keeper, &arena, document->name, &editions, err);

    *is = done && editions.count > 0 &&
        str_equal(editions.items[editions.count - 1].digest, document->bench.digest);
    arena_clear(&arena);
    return done;
}

bool edition_publish(const struct compiled *document, struct keeper *keeper, str by,
    bool exercise, struct err *err)
{
    struct new_edition edition = edition_of(document);
    uint8_t key[KEEPER_KEY_BYTES];
    struct receipt receipt;
    bool is = false;

    if (!is_in_force(keeper, document, &is, err))
        return false;
    edition.by = by;
    edition.exercise = exercise;
    keeper_new_key(keeper, key);
    return is || keeper_publish_edition(keeper, &edition, key, &receipt, err) ||
        err_while(err, document->name);
}
