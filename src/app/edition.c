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

/* An image that comes back is there already; its words may be others than before. */
static bool keep_edition(
    struct db *db, const struct store_edition *row, struct err *err)
{
    struct store_document document = {.source = row->source, .added_at = row->added_at};
    struct arena arena = {0};
    struct store_edition old;
    struct err missing = {0};
    bool done;

    if (store_edition_get(db, &arena, row->digest, &old, &missing))
        done = str_equal(old.source, row->source) ||
            (crypto_sha256(row->source, document.digest, err) &&
                store_document_insert(db, &document, err));
    else if (missing.kind == ERR_NOT_FOUND)
        done = store_edition_insert(db, row, err);
    else {
        *err = missing;
        done = false;
    }
    arena_clear(&arena);
    return done;
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
        keep_edition(db, &row, err);
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

/* Whether the last that was put in force is this one: these words, and this image, which
 * a newer program may make otherwise of them. */
static bool is_in_force(
    struct keeper *keeper, const struct compiled *document, bool *is, struct err *err)
{
    struct arena arena = {0};
    struct editions editions;
    const struct edition_item *last;
    bool done = editions_read(keeper, &arena, document->name, &editions, err);

    last = editions_last(&editions);
    *is = last != NULL && str_equal(last->source, document->source_digest) &&
        str_equal(last->digest, document->bench.digest);
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
