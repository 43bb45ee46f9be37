/* A desk to act at, and what a visit is, written out. */
#include "door.h"

#include "folder.h"
#include "load.h"
#include "os/os.h"
#include "test.h"

#include <stdio.h>

enum { FILE_MAX_BYTES = 1 << 20 };

bool door_says(bool done, const struct err *err)
{
    if (!done)
        printf("# %" STR_FMT "\n", STR_ARG(err_text(err)));
    return done;
}

str door_file(struct arena *arena, str path)
{
    struct err err = {0};
    str text = {0};

    CHECK(door_says(os_read_file(arena, path, FILE_MAX_BYTES, &text, &err), &err));
    return text;
}

static bool open_desk(struct door *d)
{
    struct desk_settings settings = {.keeper = d->keeper,
        .source = d->source,
        .zone = STR("America/Chicago"),
        .by = STR("the test")};

    return door_says(desk_open(&settings, &d->desk, &d->err), &d->err);
}

bool door_start(struct door *d, str path)
{
    *d = (struct door){.now = 1737738900};
    d->clock = load_clock(&d->now);
    d->folder = folder_make(&d->arena);
    d->source = door_file(&d->arena, path);
    return door_says(keeper_create(d->folder, load_origin, &d->clock, &d->err) &&
                   keeper_open(d->folder, &d->clock, &d->keeper, &d->err),
               &d->err) &&
        open_desk(d);
}

static void close_both(struct door *d)
{
    desk_close(d->desk);
    keeper_close(d->keeper);
    d->desk = NULL;
    d->keeper = NULL;
    d->visit = NULL;
}

bool door_reopen(struct door *d)
{
    close_both(d);
    d->err = (struct err){0};
    if (!door_says(keeper_open(d->folder, &d->clock, &d->keeper, &d->err), &d->err) ||
        !open_desk(d))
        return false;
    return d->id.len == 0 ||
        door_says(desk_visit(d->desk, d->id, &d->visit, &d->err), &d->err);
}

void door_finish(struct door *d)
{
    close_both(d);
    folder_remove(d->folder);
    arena_clear(&d->arena);
}

struct desk_act door_act(struct door *d, uint64_t number, str by, str role)
{
    uint8_t *key = ARENA_ARRAY(&d->arena, uint8_t, KEEPER_KEY_BYTES);
    struct text words = text_in(&d->arena);
    struct err err = {0};

    text_add_u64(&words, number);
    CHECK(keeper_key_of(text_str(&words), 1737738900, key, &err));
    return (struct desk_act){.key = key, .visit = d->id, .by = by, .role = role};
}

bool door_open(struct door *d)
{
    struct desk_act act = door_act(d, d->number++, STR("front desk"), STR("desk"));
    struct desk_opening opening = {
        .school = STR("Example Elementary"), .way = STR("door")};

    act.visit = (str){0};
    d->err = (struct err){0};
    if (!door_says(
            desk_open_visit(d->desk, &act, &opening, &d->done, &d->err), &d->err))
        return false;
    d->visit = d->done.visit;
    d->id = arena_str(&d->arena, d->visit->id);
    return true;
}

bool door_try(struct door *d, uint64_t number, const struct desk_statement *what,
    int64_t seen, str by, str role)
{
    struct desk_act act = door_act(d, number, by, role);
    struct desk_stating stating = {what, 1, seen};
    bool done;

    d->err = (struct err){0};
    done = desk_state(d->desk, &act, &stating, &d->done, &d->err);
    if (d->done.visit != NULL)
        d->visit = d->done.visit;
    return done;
}

bool door_state(struct door *d, str fact, str value, str by, str role)
{
    struct desk_statement what = {.fact = fact, .value = value, .basis = STR("told")};

    return door_says(door_try(d, d->number++, &what, -1, by, role), &d->err);
}
