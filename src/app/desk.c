/*
 * Opening a desk: the protocol is put in force, and what was left open goes on.
 */
#include "app/desk.h"

#include "app/desk_inside.h"

/* ---- protocols ---- */

bool desk_enforce(struct desk *desk, const struct compiled *document, struct err *err)
{
    if (!compiled_require(document, err))
        return false;
    desk->protocol = document;
    return true;
}

const struct bench *desk_bench(const struct desk *desk)
{
    return &desk->protocol->bench;
}

str desk_zone(const struct desk *desk)
{
    return desk->zone;
}

const struct calendar *desk_calendar(const struct desk *desk)
{
    return &desk->calendar;
}

str desk_source(const struct desk *desk)
{
    return desk->protocol->source;
}

/* ---- the clock ---- */

bool desk_moment(struct desk *desk, int64_t at, struct moment *out, struct err *err)
{
    return os_moment(desk->zone, at, out, err);
}

bool desk_now(struct desk *desk, struct moment *out, struct err *err)
{
    const struct keeper_clock *clock = &desk->keeper->clock;

    return desk_moment(desk, clock->now(clock->context), out, err);
}

/* ---- opening ---- */

struct ids {
    uint8_t (*items)[STORE_ID_BYTES];
    size_t count, room;
};

static bool list_open(
    struct desk *desk, struct arena *arena, struct ids *ids, struct err *err)
{
    uint8_t id[STORE_ID_BYTES];
    struct db_query q;
    bool done;

    take_turn(desk->keeper);
    q = store_open_visits(&desk->keeper->db);
    while (store_open_visit_next(&q, id)) {
        ids->items =
            arena_grow(arena, ids->items, ids->count, &ids->room, STORE_ID_BYTES);
        memcpy(ids->items[ids->count++], id, STORE_ID_BYTES);
    }
    done = db_done(&q, err);
    pass_turn(desk->keeper);
    return done;
}

static bool take_all_up(struct desk *desk, struct err *err)
{
    struct arena arena = {0};
    struct ids ids = {0};
    bool done = list_open(desk, &arena, &ids, err);

    for (size_t i = 0; done && i < ids.count; i++) {
        char buffer[RECORD_VISIT_CHARS];
        struct text id = text_fixed(buffer, sizeof(buffer));
        struct visit *visit;

        text_add_base64url(&id, ids.items[i], STORE_ID_BYTES);
        done = desk_find(desk, text_str(&id), &visit, err) &&
            desk_resume(desk, visit, err);
    }
    arena_clear(&arena);
    return done;
}

bool desk_open(const struct desk_settings *settings, struct desk **out, struct err *err)
{
    struct desk *desk = os_pages_new(sizeof(*desk));

    desk->keeper = settings->keeper;
    desk->zone = arena_str(&desk->arena, settings->zone);
    desk->calendar = settings->calendar;
    desk->exercise = settings->exercise;
    *out = NULL;
    if (!desk_enforce(desk, settings->document, err) || !take_all_up(desk, err) ||
        !desk_take_exercises(desk, err)) {
        desk_close(desk);
        return false;
    }
    *out = desk;
    return true;
}

void desk_close(struct desk *desk)
{
    if (desk == NULL)
        return;
    visits_clear(&desk->visits);
    arena_clear(&desk->arena);
    os_pages_free(desk, sizeof(*desk));
}

void desk_listen(struct desk *desk, const struct desk_listener *listener)
{
    desk->listener = *listener;
}
