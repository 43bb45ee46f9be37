/*
 * Sealed fields: each opens and is the one whose digest stands in its leaf; each that
 * is gone is gone because an event says so, and the other way round.  Which there were
 * stands beside the leaf: a row that was deleted is missed, though its digest looks like
 * a decoy.
 */
#include "app/fsck.h"
#include "app/papers_inside.h"

static void found(struct fsck *f, uint64_t seq, str what)
{
    struct text where = text_in(&f->scratch);

    text_add(&where, STR("event "));
    text_add_u64(&where, seq);
    fsck_found(f, FINDING_VALUE, text_str(&where), what);
}

static bool lists(
    struct arena *arena, const struct record_event *event, const uint8_t *digest)
{
    const struct json_value *digests = record_value(event, STR("digests"));
    struct text text = text_in(arena);

    text_add_base64url(&text, digest, HASH_BYTES);
    for (size_t i = 0; digests != NULL && i < digests->count; i++)
        if (str_equal(digests->items[i].text, text_str(&text)))
            return true;
    return false;
}

/* Is there an event that erases this value? */
static bool is_told(struct fsck *f, const struct store_disclosure *row)
{
    const struct json_value *entry;
    struct store_event event;
    struct record_leaf leaf;
    struct err ignored = {0};

    if (!store_event_by_seq(&f->k->db, &f->scratch, row->erased_by, &event, &ignored) ||
        !record_leaf_parse(&f->scratch, event.leaf, &leaf, &ignored) ||
        leaf.event.kind != RECORD_ERASED)
        return false;
    entry = record_value(&leaf.event, STR("entry"));
    return entry != NULL && (uint64_t)entry->integer == row->seq &&
        lists(&f->scratch, &leaf.event, row->digest);
}

static bool is_blank(str bytes)
{
    for (size_t i = 0; i < bytes.len; i++)
        if (bytes.ptr[i] != 0)
            return false;
    return true;
}

/* The file that a value names, if one is kept: gone with the value, or the one named. */
static void check_file(
    struct fsck *f, const struct store_disclosure *row, str disclosure)
{
    struct kept_field field = {.bucket = row->bucket};
    struct record_disclosure named;
    struct err err = {0};
    str sealed;
    str bytes;
    str name;

    if (!store_paper_get(&f->k->db, &f->scratch, row->seq, row->place, &sealed, &err)) {
        if (err.kind != ERR_NOT_FOUND)
            found(f, row->seq, err_text(&err));
        return;
    }
    if (row->is_erased) {
        if (!is_blank(sealed))
            found(f, row->seq,
                STR("the file of a paper is there, and its digest was erased"));
        return;
    }
    memcpy(field.digest.bytes, row->digest, HASH_BYTES);
    if (!open_paper(f->k, &f->scratch, &field, sealed, &bytes, &err) ||
        !paper_name(&f->scratch, bytes, &name, &err) ||
        !record_disclosure_parse(&f->scratch, disclosure, &named, &err))
        found(f, row->seq, err_text(&err));
    else if (!str_equal(named.value.text, name))
        found(f, row->seq, STR("the file of a paper is not the one that it names"));
}

/* One sealed value; what opens is added to `disclosures`. */
static void check_value(
    struct fsck *f, const struct store_disclosure *row, str *disclosures, size_t *count)
{
    struct err err = {0};

    if (row->is_erased) {
        f->out->erased++;
        check_file(f, row, (str){0});
        if (!is_told(f, row))
            found(f, row->seq,
                STR("a value is gone, and no event says that it was erased"));
        return;
    }
    if (*count == RECORD_DISCLOSURES_MAX) {
        found(f, row->seq, STR("it has more sealed values than an event can have"));
        return;
    }
    if (!open_disclosure(f->k, &f->scratch, row, &disclosures[*count], &err))
        found(f, row->seq,
            err.kind == ERR_NOT_FOUND
                ? STR("the key of a sealed value is not in keys/seals")
                : err_text(&err));
    else
        check_file(f, row, disclosures[(*count)++]);
}

/* What an `erased` event names must be gone. */
static void check_erased(struct fsck *f, uint64_t seq, const struct record_event *event)
{
    const struct json_value *entry = record_value(event, STR("entry"));
    struct store_disclosure row;
    struct err err = {0};
    struct db_query q;

    if (event->kind != RECORD_ERASED || entry == NULL || entry->integer < 0)
        return;
    q = store_disclosures(&f->k->db, (uint64_t)entry->integer);
    while (store_disclosure_next(&q, &row))
        if (!row.is_erased && lists(&f->scratch, event, row.digest))
            found(
                f, seq, STR("it says that a value was erased, and the value is there"));
    if (!db_done(&q, &err))
        found(f, seq, err_text(&err));
}

/* Values that were sealed with the event, and have no row. */
static void check_lost(
    struct fsck *f, const struct store_event *event, const uint64_t *rows, size_t count)
{
    str names = event->fields;
    uint64_t place = 0;
    str lost;

    while (next_lost(&names, &place, rows, count, &lost)) {
        struct text what = text_in(&f->scratch);

        text_add(&what, STR("the value of `"));
        text_add(&what, lost);
        text_add(&what,
            STR("` is not in the database, and no event says that it was erased"));
        found(f, event->seq, text_str(&what));
    }
}

void fsck_values(
    struct fsck *f, const struct store_event *event, const struct record_leaf *leaf)
{
    uint64_t seq = event->seq;
    str *disclosures = ARENA_ARRAY(&f->scratch, str, RECORD_DISCLOSURES_MAX);
    struct db_query q = store_disclosures(&f->k->db, seq);
    struct store_disclosure row;
    struct record_opened opened;
    struct err err = {0};
    uint64_t *places = NULL;
    size_t place_count = 0;
    size_t capacity = 0;
    size_t count = 0;

    while (store_disclosure_next(&q, &row)) {
        check_value(f, &row, disclosures, &count);
        places =
            arena_grow(&f->scratch, places, place_count, &capacity, sizeof(*places));
        places[place_count++] = row.place;
    }
    check_lost(f, event, places, place_count);
    if (!db_done(&q, &err))
        found(f, seq, err_text(&err));
    if (record_open(
            &f->scratch, &f->k->hasher, leaf, disclosures, count, &opened, &err))
        f->out->values += count;
    else
        found(f, seq, err_text(&err));
    check_erased(f, seq, &leaf->event);
}
