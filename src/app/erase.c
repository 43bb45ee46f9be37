/*
 * Erasing: the event that says so and the overwriting stand or fall together; what
 * follows (emptying the write-ahead log, destroying keys) can be done again.
 */
#include "app/erase.h"

#include "app/inside.h"

struct erasure {
    struct keeper *keeper;
    struct arena *arena;
    const struct erasing *what;
    struct erased *out;
    struct kept_event kept;
    const struct kept_field **chosen; /* those to be erased now */
    size_t count;
};

/* ---- what is to go ---- */

static bool is_asked_for(const struct erasing *what, const struct kept_field *field)
{
    if (what->field_count == 0)
        return true;
    for (size_t i = 0; i < what->field_count; i++)
        if (str_equal(what->fields[i].name, field->name) &&
            (what->fields[i].paragraph < 0 ||
                what->fields[i].paragraph == field->paragraph))
            return true;
    return false;
}

static bool is_chosen(const struct erasure *e, const struct field_choice *choice)
{
    for (size_t i = 0; i < e->count; i++)
        if (str_equal(e->chosen[i]->name, choice->name))
            return true;
    return false;
}

/* A name that erases nothing: a slip, or it has gone before. */
static bool check_choice(
    const struct erasure *e, const struct field_choice *choice, struct err *err)
{
    const struct record_field *field =
        record_find_field(e->kept.leaf.event.kind, choice->name);

    if (is_chosen(e, choice))
        return true;
    if (field != NULL && field->keep == RECORD_KEEP_CLEAR) {
        err_set(err, ERR_USAGE, STR("`"));
        err_add(err, choice->name);
        return err_add(err,
            STR("` stands in the clear in the log and cannot be erased: everybody has it"));
    }
    if (field != NULL && e->out->before > 0)
        return true;
    err_set(err, ERR_NOT_FOUND, STR("this event has no field `"));
    err_add(err, choice->name);
    return err_add(err, STR("`; `vestibule log tail` shows what it has"));
}

static bool choose(struct erasure *e, struct err *err)
{
    struct kept_event *kept = &e->kept;

    if (!kept_event_read(e->keeper, e->arena, e->what->seq, kept, err))
        return false;
    if (kept->count == 0)
        return err_set(err, ERR_NOT_FOUND,
            STR("this event has no sealed fields, or this record does not hold them"));
    e->chosen = ARENA_ARRAY(e->arena, const struct kept_field *, kept->count);
    for (size_t i = 0; i < kept->count; i++) {
        if (kept->fields[i].is_erased)
            e->out->before++;
        else if (is_asked_for(e->what, &kept->fields[i]))
            e->chosen[e->count++] = &kept->fields[i];
    }
    for (size_t i = 0; i < e->what->field_count; i++)
        if (!check_choice(e, &e->what->fields[i], err))
            return false;
    return true;
}

/* ---- who was given it before ---- */

static bool lists_chosen(const struct erasure *e, const struct json_value *disclosed)
{
    for (size_t i = 0; disclosed != NULL && i < disclosed->count; i++)
        for (size_t c = 0; c < e->count; c++) {
            char buffer[2 * HASH_BYTES];
            struct text digest = text_fixed(buffer, sizeof(buffer));

            text_add_base64url(&digest, e->chosen[c]->digest.bytes, HASH_BYTES);
            if (str_equal(disclosed->items[i].text, text_str(&digest)))
                return true;
        }
    return false;
}

static bool look_at_release(
    struct erasure *e, const struct store_event *row, size_t *capacity, struct err *err)
{
    struct erased *out = e->out;
    struct kept_event kept;
    struct record_opened opened;
    const struct json_value *name;

    if (!kept_event_open(e->keeper, e->arena, row, &kept, err) ||
        !kept_event_fields(e->keeper, e->arena, &kept, &opened, err))
        return false;
    if (!lists_chosen(e, record_value(&opened.event, STR("disclosed"))))
        return true;
    name = record_value(&opened.event, STR("recipient"));
    out->recipients = arena_grow(e->arena, out->recipients, out->recipient_count,
        capacity, sizeof(*out->recipients));
    out->recipients[out->recipient_count++] =
        (struct erased_recipient){row->seq, name == NULL ? (str){0} : name->text};
    return true;
}

static bool find_recipients(struct erasure *e, struct err *err)
{
    struct db_query q = store_events(&e->keeper->db, e->what->seq, INT64_MAX);
    struct store_event row;
    size_t capacity = 0;
    bool done = true;

    while (done && store_event_next(&q, &row))
        if (str_equal(row.kind, record_kind_row(RECORD_RECORD_RELEASED)->name))
            done = look_at_release(e, &row, &capacity, err);
    return db_done(&q, done ? err : &(struct err){0}) && done;
}

/* ---- the transaction ---- */

static bool check_hold(struct erasure *e, struct db *db, struct err *err)
{
    int64_t now = e->keeper->clock.now(e->keeper->clock.context);
    struct store_hold hold;
    struct err free = {0};

    if (!store_hold_covering(db, e->arena, e->what->seq, now, &hold, &free)) {
        if (free.kind != ERR_NOT_FOUND)
            *err = free;
        return free.kind == ERR_NOT_FOUND;
    }
    err_set(err, ERR_DENIED, STR("event "));
    err_add_i64(err, (int64_t)e->what->seq);
    err_add(err, STR(" is under hold "));
    err_add_i64(err, (int64_t)hold.number);
    err_add(err, STR(", ordered by "));
    err_add(err, hold.ordered_by);
    err_add(err, STR(": "));
    err_add(err, hold.reason);
    return err_add(
        err, STR(". Nothing is erased; `vestibule log hold --end` lifts it"));
}

/* The digest by which a submission sent twice is known is of the values themselves,
 * unsalted: short values could be guessed from it. */
static bool overwrite(void *context, struct db *db, uint64_t seq, struct err *err)
{
    struct erasure *e = context;

    if (!check_hold(e, db, err))
        return false;
    for (size_t i = 0; i < e->count; i++)
        if (!store_disclosure_erase(db, e->what->seq, e->chosen[i]->place, seq, err))
            return false;
    e->out->by = seq;
    return store_event_forget(db, e->what->seq, err);
}

static struct json_value digests(const struct erasure *e)
{
    struct json_value list = {.kind = JSON_IS_ARRAY,
        .items = ARENA_ARRAY(e->arena, struct json_value, e->count)};

    for (size_t i = 0; i < e->count; i++) {
        struct text digest = text_in(e->arena);

        text_add_base64url(&digest, e->chosen[i]->digest.bytes, HASH_BYTES);
        list.items[list.count++] = record_text_value(text_str(&digest));
    }
    return list;
}

static bool record(struct erasure *e, struct err *err)
{
    const struct erasing *what = e->what;
    struct record_event event = {.kind = RECORD_ERASED};
    struct record_object fields = {0};
    struct deed deed = {.run = overwrite, .context = e};
    uint8_t key[KEEPER_KEY_BYTES];
    struct receipt receipt;

    record_put(&fields, STR("entry"), record_integer_value((int64_t)what->seq));
    record_put(&fields, STR("digests"), digests(e));
    record_put(&fields, STR("schedule"), record_text_value(what->schedule));
    if (what->authority.len > 0)
        record_put(&fields, STR("authority"), record_text_value(what->authority));
    if (what->reason.len > 0)
        record_put(&fields, STR("reason"), record_text_value(what->reason));
    record_put(&fields, STR("by"), record_text_value(what->by));
    event.fields = record_object_value(&fields);
    keeper_new_key(e->keeper, key);
    if (!submit_deed(e->keeper, &event, key, &deed, &receipt, err))
        return false;
    e->out->count = e->count;
    return true;
}

/* ---- what follows ---- */

/* Whether the month that a bucket is of is over. */
static bool is_over(struct erasure *e, str bucket)
{
    static const str month = STR_INIT("YYYY-MM");
    str now = bucket_of(
        e->arena, RECORD_KEEP_VISIT, e->keeper->clock.now(e->keeper->clock.context));

    return str_compare(str_slice(bucket, bucket.len - month.len, bucket.len),
               str_slice(now, now.len - month.len, now.len)) < 0;
}

static bool shred_if_empty(struct erasure *e, str bucket, struct err *err)
{
    struct keeper *k = e->keeper;
    int64_t now = k->clock.now(k->clock.context);
    uint64_t left;

    if (!store_disclosure_count(&k->db, bucket, &left, err))
        return false;
    if (left > 0)
        return true;
    e->out->keys[e->out->key_count++] = bucket;
    return store_bucket_close(&k->db, bucket, now, err) &&
        shred_seal_key(k, e->arena, bucket, err) &&
        store_bucket_shred(&k->db, bucket, now, err);
}

static bool shred_keys(struct erasure *e, struct err *err)
{
    struct db_query q = store_buckets(&e->keeper->db);
    struct store_bucket row;
    str *names = NULL;
    size_t count = 0;
    size_t capacity = 0;

    while (store_bucket_next(&q, &row)) {
        if (row.is_shredded || !is_over(e, row.name))
            continue;
        names = arena_grow(e->arena, names, count, &capacity, sizeof(*names));
        names[count++] = arena_str(e->arena, row.name);
    }
    if (!db_done(&q, err))
        return false;
    e->out->keys = ARENA_ARRAY(e->arena, str, count);
    for (size_t i = 0; i < count; i++)
        if (!shred_if_empty(e, names[i], err))
            return false;
    return true;
}

static bool look(struct erasure *e, struct err *err)
{
    bool done;

    take_turn(e->keeper);
    done = choose(e, err) && find_recipients(e, err);
    pass_turn(e->keeper);
    return done;
}

static bool finish(struct erasure *e, struct err *err)
{
    bool done;

    take_turn(e->keeper);
    done = shred_keys(e, err) && db_checkpoint(&e->keeper->db, err);
    pass_turn(e->keeper);
    return done;
}

bool keeper_erase(struct keeper *k, struct arena *arena, const struct erasing *what,
    struct erased *out, struct err *err)
{
    struct erasure e = {.keeper = k, .arena = arena, .what = what, .out = out};

    *out = (struct erased){.count = 0};
    return look(&e, err) && (e.count == 0 || record(&e, err)) && finish(&e, err);
}
