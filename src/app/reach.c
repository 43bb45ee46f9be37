/*
 * Opening what reaches people, and handing from one to the other.
 */
#include "app/reach_inside.h"

#include "app/channels_file.h"

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

static void wrote(void *context)
{
    struct reach *reach = context;

    post_wrote(reach->post);
}

static bool open_post(
    struct reach *reach, const struct reach_settings *settings, struct err *err)
{
    const struct post_settings post = {.keeper = settings->keeper,
        .desk = settings->desk,
        .notify = reach->notify,
        .calling = &reach->calling,
        .add_link = settings->add_link,
        .heard = settings->heard,
        .context = settings->context,
        .ring = settings->ring,
        .ring_context = settings->ring_context};

    return post_open(&post, &reach->post, err);
}

static bool begin(
    struct reach *reach, const struct reach_settings *settings, struct err *err)
{
    reach->calling.orders = &reach->orders;
    reach->calling.wrote = wrote;
    reach->calling.context = reach;
    if (!calling_read(&reach->arena, settings->directory, settings->orders,
            &reach->orders, err) ||
        !channels_file_read(
            &reach->arena, settings->directory, &reach->channels, err) ||
        !reach_people(reach, settings->roster, err))
        return false;
    reach->notify = notify_open(&reach->arena, &reach->channels, err);
    reach->single = notify_open(&reach->arena, &reach->channels, err);
    return reach->notify != NULL && reach->single != NULL &&
        open_post(reach, settings, err) &&
        desk_call_by(settings->desk, &reach->calling, err);
}

bool reach_open(
    const struct reach_settings *settings, struct reach **out, struct err *err)
{
    struct arena arena = {0};
    struct reach *reach = ARENA_NEW(&arena, struct reach);

    *out = NULL;
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
    post_close(reach->post);
    notify_close(reach->notify);
    notify_close(reach->single);
    arena_clear(&reach->roster_arena);
    arena = reach->arena;
    arena_clear(&arena);
}

bool reach_work(struct reach *reach, struct err *err)
{
    return post_work(reach->post, err);
}

void reach_confirmed(struct reach *reach, uint64_t number)
{
    post_confirmed(reach->post, number);
}

const struct roster *reach_roster(const struct reach *reach)
{
    return reach->calling.roster;
}

const struct notify *reach_channels(const struct reach *reach)
{
    return reach->notify;
}
