/*
 * Visits read from the record: those that are open at start, those that somebody asks
 * for, and those of which memory may have lost the thread.
 */
#include "app/desk_inside.h"

/* ---- one visit ---- */

static bool add_row(struct desk *desk, struct visit *visit,
    const struct store_event *row, struct err *err)
{
    struct arena arena = {0};
    struct seen_event seen;
    bool done = seen_event_open(desk->keeper, &arena, row, &seen, err);

    if (done && !visit_add(visit, row->seq, seen.event))
        done = err_set(
            err, ERR_CORRUPT, SAY("a visit has a gap; run `vestibule log fsck`"));
    arena_clear(&arena);
    return done;
}

static bool add_rows(struct desk *desk, struct visit *visit,
    const uint8_t id[STORE_ID_BYTES], struct err *err)
{
    struct db_query q = store_visit_events(&desk->keeper->db, id);
    struct store_event row;
    bool done = true;

    while (done && store_event_next(&q, &row))
        done = add_row(desk, visit, &row, err);
    return db_done(&q, done ? err : &(struct err){0}) && done;
}

static bool read_id(str text, uint8_t id[STORE_ID_BYTES], struct err *err)
{
    size_t len;

    return (base64url_read(text, id, STORE_ID_BYTES, &len) && len == STORE_ID_BYTES) ||
        err_set(err, ERR_USAGE,
            SAY("this names no visit: 22 characters, as its page shows them"));
}

bool desk_read(struct desk *desk, str id, struct visit **out, struct err *err)
{
    uint8_t bytes[STORE_ID_BYTES];
    struct visit *visit;
    bool done;

    *out = NULL;
    if (!read_id(id, bytes, err))
        return false;
    visit = visit_new(id);
    take_turn(desk->keeper);
    done = add_rows(desk, visit, bytes, err);
    pass_turn(desk->keeper);
    if (done && visit->next > 0)
        *out = visit;
    else
        visit_free(visit);
    return done;
}

/* ---- what is in doubt ---- */

/* Who did the last thing in a visit. */
static str last_by(const struct visit *visit)
{
    for (size_t i = visit->timeline_count; i > 0; i--)
        if (visit->timeline[i - 1].by.len > 0)
            return visit->timeline[i - 1].by;
    return visit->by;
}

bool desk_resume(struct desk *desk, struct visit *visit, struct err *err)
{
    struct err contradiction = {0};

    if (desk_settle(desk, visit, last_by(visit), NULL, &contradiction) ||
        contradiction.kind == ERR_INVALID)
        return true;
    *err = contradiction;
    return false;
}

static bool take(struct desk *desk, struct visit *visit, struct err *err)
{
    if (!visits_take(&desk->visits, visit, err))
        return false;
    desk_plan(desk, visit);
    return true;
}

/* Put what the record has in the place of what is here. */
static bool refresh(struct desk *desk, str id, struct err *err)
{
    struct visit *visit;

    if (!desk_read(desk, id, &visit, err))
        return false;
    visits_drop(&desk->visits, id);
    if (visit == NULL)
        return true;
    if (take(desk, visit, err))
        return desk_resume(desk, visit, err);
    visit_free(visit);
    return false;
}

bool desk_catch_up(struct desk *desk, struct err *err)
{
    while (desk->doubt_count > 0) {
        str id = {desk->doubts[desk->doubt_count - 1], RECORD_VISIT_CHARS};

        if (!refresh(desk, id, err))
            return false;
        desk->doubt_count--;
    }
    visits_trim(&desk->visits);
    return true;
}

bool desk_find(struct desk *desk, str id, struct visit **out, struct err *err)
{
    *out = visits_find(&desk->visits, id);
    if (*out != NULL)
        return true;
    if (!desk_read(desk, id, out, err))
        return false;
    if (*out == NULL)
        return err_set(err, ERR_NOT_FOUND, SAY("there is no such visit"));
    if (take(desk, *out, err))
        return true;
    visit_free(*out);
    *out = NULL;
    return false;
}

bool desk_visit(struct desk *desk, str id, const struct visit **out, struct err *err)
{
    struct visit *visit = NULL;
    bool done = desk_catch_up(desk, err) && desk_find(desk, id, &visit, err);

    *out = visit;
    return done;
}

/* ---- lists ---- */

size_t desk_board(struct desk *desk, const struct visits_filter *filter,
    struct arena *arena, struct visit ***out)
{
    struct err ignored = {0};
    /* A board that is one visit behind is better than none. */
    bool is_current = desk_catch_up(desk, &ignored);

    (void)is_current;
    return visits_list(&desk->visits, filter, arena, out);
}

size_t desk_party(struct desk *desk, const struct visit *visit, struct arena *arena,
    struct visit ***out)
{
    return visits_party(&desk->visits, visit, arena, out);
}
