/*
 * Legal holds.
 */
#include "app/inside.h"

#include "app/erase.h"

/* ---- placing one ---- */

static bool find_held(
    struct keeper *k, const struct hold *hold, struct store_hold *row, struct err *err)
{
    struct arena arena = {0};
    struct store_event event;
    struct err missing = {0};
    uint8_t hash[STORE_HASH_BYTES];
    uint64_t n;
    size_t len;
    bool found;

    if (!hold->of_visit) {
        found = store_event_by_seq(&k->db, &arena, hold->seq, &event, err);
        arena_clear(&arena);
        return found;
    }
    if (!base64url_read(hold->visit, row->visit, sizeof(row->visit), &len) ||
        len != sizeof(row->visit))
        return err_set(
            err, ERR_USAGE, STR("this names no visit: 22 letters, digits, - and _"));
    if (store_visit_newest(&k->db, row->visit, &n, hash, &missing))
        return true;
    return err_set(err, missing.kind,
        missing.kind == ERR_NOT_FOUND ? STR("there is no such visit in the record")
                                      : err_text(&missing));
}

bool keeper_hold(
    struct keeper *k, const struct hold *hold, uint64_t *number, struct err *err)
{
    struct store_hold row = {.of_visit = hold->of_visit,
        .seq = hold->seq,
        .reason = hold->reason,
        .ordered_by = hold->by,
        .begins = k->clock.now(k->clock.context)};
    bool done;

    take_turn(k);
    done =
        find_held(k, hold, &row, err) && store_hold_insert(&k->db, &row, number, err);
    pass_turn(k);
    return done;
}

/* ---- ending one ---- */

struct ending {
    uint64_t number;
    int64_t now;
};

static bool end(void *context, struct db *db, uint64_t seq, struct err *err)
{
    const struct ending *e = context;

    (void)seq;
    return store_hold_end(db, e->number, e->now, err);
}

bool keeper_end_hold(
    struct keeper *k, uint64_t number, str by, str reason, struct err *err)
{
    struct ending ending = {number, k->clock.now(k->clock.context)};
    struct record_event event = {.kind = RECORD_OVERRIDDEN};
    struct record_object fields = {0};
    struct deed deed = {.run = end, .context = &ending};
    uint8_t key[KEEPER_KEY_BYTES];
    struct receipt receipt;

    record_put(&fields, STR("what"), record_text_value(STR("hold_lifted")));
    record_put(&fields, STR("reason"), record_text_value(reason));
    record_put(&fields, STR("by"), record_text_value(by));
    event.fields = record_object_value(&fields);
    keeper_new_key(k, key);
    return submit_deed(k, &event, key, &deed, &receipt, err);
}

/* ---- listing them ---- */

bool keeper_holds(struct keeper *k, struct arena *arena, struct hold **out,
    size_t *count, struct err *err)
{
    struct db_query q = store_holds(&k->db);
    struct store_hold row;
    size_t capacity = 0;

    *out = NULL;
    *count = 0;
    while (store_hold_next(&q, &row)) {
        struct text visit = text_in(arena);

        if (row.of_visit)
            text_add_base64url(&visit, row.visit, sizeof(row.visit));
        *out = arena_grow(arena, *out, *count, &capacity, sizeof(**out));
        (*out)[(*count)++] = (struct hold){.number = row.number,
            .of_visit = row.of_visit,
            .seq = row.seq,
            .visit = text_str(&visit),
            .reason = arena_str(arena, row.reason),
            .by = arena_str(arena, row.ordered_by),
            .begins = row.begins,
            .has_end = row.has_end,
            .ends = row.ends};
    }
    return db_done(&q, err);
}
