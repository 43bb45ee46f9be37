/*
 * Hearing desks, and saying which are silent.
 *
 * Silence is counted from when a desk was heard, the school opened or this program began,
 * whichever was last: what nobody could hear is not held against anybody.
 */
#include "web/desks.h"

#include "web/ask.h"

static struct desk_heard *find(struct desks *desks, str school)
{
    for (size_t i = 0; i < desks->count; i++)
        if (str_equal(desks->items[i].school, school))
            return &desks->items[i];
    return NULL;
}

static int64_t now_of(const struct site *site)
{
    return site->clock.now(site->clock.context);
}

void desks_begin(struct site *site)
{
    site->desks.began_at = now_of(site);
}

void desks_hear(struct site *site, str school)
{
    struct desks *desks = &site->desks;
    struct desk_heard *heard = find(desks, school);

    if (heard == NULL) {
        desks->items = arena_grow(&desks->arena, desks->items, desks->count,
            &desks->room, sizeof(*desks->items));
        heard = &desks->items[desks->count++];
        heard->school = arena_str(&desks->arena, school);
    }
    heard->at = now_of(site);
}

/* ---- silence ---- */

/* When the schools opened today; false: they are not open now. */
static bool opened(struct site *site, int64_t now, int64_t *at, struct err *err)
{
    const struct calendar *calendar = desk_calendar(site->desk);
    struct moment local;
    int32_t opens;
    int32_t closes;

    *at = INT64_MAX;
    if (!desk_moment(site->desk, now, &local, err))
        return false;
    calendar_hours(calendar, &opens, &closes);
    if (calendar_is_open(calendar, local.day) && local.minute >= opens &&
        local.minute < closes)
        *at = now - now % 60 - (int64_t)(local.minute - opens) * 60;
    return true;
}

/* The schools that have a device, and when it was heard from: here, or used before that. */
static bool list_schools(struct site *site, struct arena *arena,
    struct desk_heard **out, size_t *count, struct err *err)
{
    struct people_device *devices;
    size_t device_count;
    size_t known = 0;

    if (!people_devices(&site->staff.people, arena, &devices, &device_count, err))
        return false;
    *out = ARENA_ARRAY(arena, struct desk_heard, device_count);
    for (size_t i = 0; i < device_count; i++) {
        struct people_device *device = &devices[i];
        const struct desk_heard *heard = find(&site->desks, device->school);
        int64_t at =
            heard != NULL && heard->at > device->used_at ? heard->at : device->used_at;

        /* They come in the order of their schools. */
        if (known == 0 || !str_equal((*out)[known - 1].school, device->school))
            (*out)[known++] = (struct desk_heard){.school = device->school};
        if ((*out)[known - 1].at < at)
            (*out)[known - 1].at = at;
    }
    *count = known;
    return true;
}

static int64_t latest(int64_t a, int64_t b)
{
    return a > b ? a : b;
}

bool desks_silent(struct site *site, struct arena *arena, struct desk_heard **out,
    size_t *count, struct err *err)
{
    int64_t now = now_of(site);
    size_t silent = 0;
    int64_t open_at;
    size_t known;

    *count = 0;
    if (!opened(site, now, &open_at, err) ||
        !list_schools(site, arena, out, &known, err))
        return false;
    for (size_t i = 0; open_at <= now && i < known; i++) {
        int64_t since = latest(latest((*out)[i].at, open_at), site->desks.began_at);

        if (now - since >= DESKS_SILENT_SECONDS)
            (*out)[silent++] = (*out)[i];
    }
    *count = silent;
    return true;
}

/* ---- telling ---- */

void desks_watch(struct site *site)
{
    struct desks *desks = &site->desks;
    struct arena arena = {0};
    struct text names = text_in(&arena);
    struct err ignored = {0};
    struct desk_heard *silent;
    size_t count;

    if (now_of(site) < desks->look_at)
        return;
    desks->look_at = now_of(site) + DESKS_LOOK_SECONDS;
    if (!desks_silent(site, &arena, &silent, &count, &ignored)) {
        arena_clear(&arena);
        return;
    }
    for (size_t i = 0; i < count; i++) {
        text_add(&names, silent[i].school);
        text_add_byte(&names, '\n');
    }
    site->board.lost_some =
        site->board.lost_some || !str_equal(text_str(&names), desks->told);
    arena_clear(&desks->told_arena);
    desks->told = arena_str(&desks->told_arena, text_str(&names));
    arena_clear(&arena);
}

static bool is_told(const struct caller *caller, str school)
{
    return caller_may(caller, MAY_MESSAGE_DESK, school) ||
        caller_may(caller, MAY_ENROL_DEVICE, school);
}

struct notices_view desks_notices(struct caller *caller)
{
    struct notices_view view = {.title = SAY("A desk is silent")};
    struct desk_heard *silent;
    struct err ignored = {0};
    size_t count;
    str *words;

    if (!desks_silent(caller->site, caller->arena, &silent, &count, &ignored))
        return view;
    words = ARENA_ARRAY(caller->arena, str, count);
    for (size_t i = 0; i < count; i++) {
        str values[] = {silent[i].school, {0}};

        if (is_told(caller, silent[i].school) &&
            moment_words(caller, silent[i].at, &values[1], &ignored))
            words[view.count++] = caller_say(caller,
                SAY("The desk at %1 has not been heard from since %2. Telephone the "
                    "school, and see whether its computer is on and has a network."),
                values, COUNT_OF(values));
    }
    view.words = words;
    return view;
}

void desks_clear(struct desks *desks)
{
    arena_clear(&desks->arena);
    arena_clear(&desks->told_arena);
}
