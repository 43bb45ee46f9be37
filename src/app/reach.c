/*
 * Opening what reaches people, and handing from one to the other.
 *
 * What the files of settings say at one moment is one thing: both are read anew together,
 * and letters that are out meanwhile end by the channels that they began with.
 */
#include "app/reach_inside.h"

#include "app/channels_file.h"
#include "app/sample.h"

enum { BEAT_MS = 60 * 1000 };

bool reach_people(struct reach *reach, const struct roster *roster, struct err *err)
{
    struct arena arena = {0};
    str digest;

    reach->calling.roster = roster;
    if (!sha256_name(&arena, roster_canonical(roster, &arena), &digest, err)) {
        arena_clear(&arena);
        return false;
    }
    arena_clear(&reach->roster_arena);
    reach->roster_arena = arena;
    reach->calling.digest = digest;
    return true;
}

/* ---- what the files of settings say ---- */

static void means_close(struct means *means)
{
    struct arena arena;

    if (means == NULL)
        return;
    notify_close(means->notify);
    notify_close(means->single);
    arena = means->arena;
    arena_clear(&arena);
}

static bool require_hook(const struct notify *notify, str name, struct err *err)
{
    if (notify_has_hook(notify, name))
        return true;
    err_set(err, ERR_INVALID, STR("calling.conf tells the webhook `"));
    err_add(err, name);
    return err_add(err, STR("`, which channels.conf does not have"));
}

static bool require_hooks_of(
    const struct notify *notify, const struct callout_step *step, struct err *err)
{
    for (size_t i = 0; i < step->target_count; i++)
        if (step->targets[i].who == CALLOUT_WEBHOOK &&
            !require_hook(notify, step->targets[i].name, err))
            return false;
    return true;
}

/* What both files name must be the same: nobody finds that out in the middle of a call. */
static bool require_hooks(const struct means *means, struct err *err)
{
    for (size_t i = 0; i < means->orders.count; i++) {
        const struct callout_order *order = &means->orders.items[i];

        for (size_t k = 0; k < order->step_count; k++)
            if (!require_hooks_of(means->notify, &order->steps[k], err))
                return false;
    }
    return true;
}

static bool fill(struct means *means, const struct reach *reach, struct err *err)
{
    if (!calling_read(
            &means->arena, reach->directory, reach->embedded, &means->orders, err) ||
        !(reach->is_sample ||
            channels_file_read(&means->arena, reach->directory, &means->channels, err)))
        return false;
    means->notify = notify_open(&means->arena, &means->channels, err);
    if (means->notify != NULL)
        means->single = notify_open(&means->arena, &means->channels, err);
    return means->single != NULL && require_hooks(means, err);
}

static bool means_read(const struct reach *reach, struct means **out, struct err *err)
{
    struct arena arena = {0};
    struct means *means = ARENA_NEW(&arena, struct means);

    means->arena = arena;
    *out = means;
    if (fill(means, reach, err))
        return true;
    means_close(means);
    *out = NULL;
    return false;
}

/* Close what was in force before and is used by nobody any more. */
static void close_unused(struct reach *reach)
{
    struct means **place = &reach->means->before;

    while (*place != NULL) {
        struct means *means = *place;

        if (notify_is_held(means->notify) || notify_is_held(means->single)) {
            place = &means->before;
            continue;
        }
        *place = means->before;
        means_close(means);
    }
}

bool reach_reread(struct reach *reach, struct err *err)
{
    struct means *fresh;

    if (!means_read(reach, &fresh, err))
        return false;
    fresh->before = reach->means;
    reach->means = fresh;
    reach->calling.orders = &fresh->orders;
    post_send_by(reach->post, fresh->notify);
    heart_use(reach->heart, fresh->notify);
    close_unused(reach);
    return true;
}

/* ---- opening ---- */

static void wrote(void *context)
{
    struct reach *reach = context;

    post_wrote(reach->post);
}

static void due(void *context)
{
    struct reach *reach = context;

    reach->ring(reach->ring_context);
}

static bool open_post(
    struct reach *reach, const struct reach_settings *settings, struct err *err)
{
    const struct post_settings post = {.keeper = settings->keeper,
        .desk = settings->desk,
        .notify = reach->means->notify,
        .calling = &reach->calling,
        .add_link = settings->add_link,
        .heard = settings->heard,
        .context = settings->context,
        .ring = settings->ring,
        .ring_context = settings->ring_context};

    return post_open(&post, &reach->post, err);
}

static bool open_heart(
    struct reach *reach, const struct reach_settings *settings, struct err *err)
{
    const struct heart_settings heart = {.ms = BEAT_MS,
        .clock = settings->keeper->clock,
        .told = settings->beaten,
        .context = settings->context};

    if (!heart_open(&heart, &reach->heart, err))
        return false;
    heart_use(reach->heart, reach->means->notify);
    return true;
}

static bool begin(
    struct reach *reach, const struct reach_settings *settings, struct err *err)
{
    reach->calling.wrote = wrote;
    reach->calling.due = due;
    reach->ring = settings->ring;
    reach->ring_context = settings->ring_context;
    reach->calling.context = reach;
    if (!means_read(reach, &reach->means, err) ||
        !reach_people(reach, settings->roster, err))
        return false;
    reach->calling.orders = &reach->means->orders;
    return open_post(reach, settings, err) && open_heart(reach, settings, err) &&
        desk_call_by(settings->desk, &reach->calling, err);
}

bool reach_open(
    const struct reach_settings *settings, struct reach **out, struct err *err)
{
    struct arena arena = {0};
    struct reach *reach = ARENA_NEW(&arena, struct reach);

    *out = NULL;
    reach->directory = arena_str(&arena, settings->directory);
    reach->embedded = settings->orders;
    reach->is_sample = sample_is(settings->keeper);
    reach->arena = arena;
    if (!begin(reach, settings, err)) {
        reach_close(reach);
        return false;
    }
    *out = reach;
    return true;
}

void reach_close(struct reach *reach)
{
    struct arena arena;

    if (reach == NULL)
        return;
    heart_close(reach->heart);
    post_close(reach->post);
    while (reach->means != NULL) {
        struct means *means = reach->means;

        reach->means = means->before;
        means_close(means);
    }
    arena_clear(&reach->roster_arena);
    arena = reach->arena;
    arena_clear(&arena);
}

/* ---- at work ---- */

bool reach_work(struct reach *reach, struct err *err)
{
    bool done = post_work(reach->post, err);

    close_unused(reach);
    return done;
}

void reach_lives(struct reach *reach)
{
    heart_tick(reach->heart);
}

struct heart_look reach_heart(const struct reach *reach, struct arena *arena)
{
    return heart_look(reach->heart, arena);
}

void reach_confirmed(struct reach *reach, uint64_t number)
{
    post_confirmed(reach->post, number);
}

const struct roster *reach_roster(const struct reach *reach)
{
    return reach->calling.roster;
}

const struct callout_orders *reach_orders(const struct reach *reach)
{
    return reach->calling.orders;
}

const struct notify *reach_channels(const struct reach *reach)
{
    return reach->means->notify;
}
