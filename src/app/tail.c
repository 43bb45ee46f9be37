/*
 * Events as they happened, with the values that can still be opened.
 */
#include "app/inside.h"

struct tailing {
    struct keeper *keeper;
    struct arena arena; /* of one event */
    const struct event_sink *sink;
};

/* Open what can be opened; what is erased or locked is counted. */
static bool open_values(struct keeper *k, struct arena *arena, struct seen_event *seen,
    str *disclosures, size_t *count, struct err *err)
{
    struct db_query q = store_disclosures(&k->db, seen->seq);
    struct store_disclosure row;

    while (*count < RECORD_DISCLOSURES_MAX && store_disclosure_next(&q, &row)) {
        struct err ignored = {0};

        if (row.is_erased) {
            seen->erased++;
            seen->erased_by = row.erased_by;
        } else if (open_disclosure(k, arena, &row, &disclosures[*count], &ignored))
            (*count)++;
        else
            seen->locked++;
    }
    return db_done(&q, err);
}

bool seen_event_open(struct keeper *k, struct arena *arena,
    const struct store_event *row, struct seen_event *out, struct err *err)
{
    str *disclosures = ARENA_ARRAY(arena, str, RECORD_DISCLOSURES_MAX);
    struct record_opened *opened = ARENA_NEW(arena, struct record_opened);
    struct record_leaf leaf;
    size_t count = 0;

    *out = (struct seen_event){.seq = row->seq, .event = &opened->event};
    return open_values(k, arena, out, disclosures, &count, err) &&
        record_leaf_parse(arena, arena_str(arena, row->leaf), &leaf, err) &&
        record_open(arena, &k->hasher, &leaf, disclosures, count, opened, err);
}

/* Disclosures come in an order that says nothing; people want that of the table. */
static void put_in_order(struct record_event *event, struct record_object *out)
{
    const struct record_kind_row *row = record_kind_row(event->kind);

    for (size_t i = 0; i < record_field_count(event->kind); i++) {
        const struct json_value *value = record_value(event, row->fields[i].name);

        if (value != NULL)
            record_put(out, row->fields[i].name, *value);
    }
    event->fields = record_object_value(out);
}

static bool show(struct tailing *t, const struct store_event *row, struct err *err)
{
    struct seen_event seen;
    struct record_event event;
    struct record_object fields = {0};

    if (!seen_event_open(t->keeper, &t->arena, row, &seen, err))
        return false;
    event = *seen.event;
    put_in_order(&event, &fields);
    seen.event = &event;
    t->sink->see(t->sink->context, &seen);
    return true;
}

static bool say_which(uint64_t seq, struct err *err)
{
    char buffer[32];
    struct text which = text_fixed(buffer, sizeof(buffer));

    text_add(&which, STR("event "));
    text_add_u64(&which, seq);
    err_while(err, text_str(&which));
    err->kind = ERR_CORRUPT;
    return err_add(err, STR("; run `vestibule log fsck`"));
}

/* All rows of a query but the first `skip`. */
static bool show_all(
    struct tailing *t, struct db_query *q, uint64_t skip, struct err *err)
{
    struct store_event row;
    struct err broken = {0};
    uint64_t seen = 0;
    bool done = true;
    bool read;

    while (done && store_event_next(q, &row)) {
        if (seen++ < skip)
            continue;
        done = show(t, &row, err) || say_which(row.seq, err);
        arena_clear(&t->arena);
    }
    read = db_done(q, &broken);
    if (done && !read)
        *err = broken;
    return done && read;
}

static bool tail_visit(struct tailing *t, str visit, uint64_t most, struct err *err)
{
    uint8_t id[STORE_ID_BYTES];
    uint8_t ignored[STORE_HASH_BYTES];
    struct db_query q;
    uint64_t n;
    size_t len;

    if (!base64url_read(visit, id, sizeof(id), &len) || len != sizeof(id))
        return err_set(err, ERR_USAGE,
            STR("this names no visit: 22 characters, as `vestibule log tail` shows them"));
    if (!store_visit_newest(&t->keeper->db, id, &n, ignored, err))
        return false;
    q = store_visit_events(&t->keeper->db, id);
    return show_all(t, &q, n + 1 > most ? n + 1 - most : 0, err);
}

static bool tail_record(struct tailing *t, uint64_t most, struct err *err)
{
    struct db_query q;
    uint64_t count;

    if (!store_event_count(&t->keeper->db, &count, err))
        return false;
    q = store_events(&t->keeper->db, count > most ? count - most : 0, count);
    return show_all(t, &q, 0, err);
}

bool keeper_tail(str directory, str visit, uint64_t most, const struct event_sink *sink,
    struct err *err)
{
    struct tailing t = {.sink = sink};
    bool done = keeper_look(directory, &t.keeper, err) &&
        (visit.len > 0 ? tail_visit(&t, visit, most, err) : tail_record(&t, most, err));

    arena_clear(&t.arena);
    keeper_close(t.keeper);
    return done;
}

bool keeper_access(struct keeper *keeper, uint64_t before, uint64_t most,
    const struct event_sink *sink, struct err *err)
{
    struct tailing t = {.keeper = keeper, .sink = sink};
    struct db_query q;
    bool done;

    take_turn(keeper);
    q = store_access_events(&keeper->db, before, most);
    done = show_all(&t, &q, 0, err);
    pass_turn(keeper);
    arena_clear(&t.arena);
    return done;
}
