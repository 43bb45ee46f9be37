/*
 * What came of letters: an event each, and in its transaction the letter is settled or
 * put back.
 */
#include "app/post_inside.h"

/* How long a letter waits before it is tried again; then it counts as failed, and the
 * next step of the ladder is for others. */
static const int64_t pauses[] = {5, 15, 60};

enum { RETRY_MOST = 300, WHY_MAX = 200, TO_MAX = 120, REFERENCE_MAX = 120 };

struct sending {
    struct bag *bag;
    struct bag_item *item;
    str result;
    int64_t next_at; /* when it is tried again; 0: never */
};

static bool settle(void *context, struct db *db, uint64_t seq, struct err *err)
{
    const struct sending *o = context;

    (void)seq;
    return o->next_at > 0
        ? store_delivery_again(db, o->item->row.number, o->next_at, err)
        : store_delivery_settle(db, o->item->row.number, err);
}

static void decide(struct sending *o, int64_t now)
{
    const struct notify_result *result = &o->item->result;
    int64_t attempt = o->item->row.attempts;
    int64_t pause;

    o->result = STR("never");
    if (o->item->is_moot || result->state == NOTIFY_NEVER)
        return;
    if (result->state == NOTIFY_HANDED) {
        o->result = STR("handed");
        return;
    }
    if (attempt > (int64_t)COUNT_OF(pauses))
        return;
    pause = pauses[attempt - 1];
    if (result->retry_after > pause)
        pause = result->retry_after < RETRY_MOST ? result->retry_after : RETRY_MOST;
    o->result = STR("later");
    o->next_at = now + pause;
}

/* Whole characters, as many as there is room for. */
static str cut(str text, size_t most)
{
    size_t len = text.len < most ? text.len : most;

    return str_slice(text, 0, str_invalid_utf8(str_slice(text, 0, len)));
}

/* A name that somebody else gave: what is no such name is left out.  That of a push
 * message is its address, by which it can be taken back. */
static str reference_of(const struct bag_item *item)
{
    str reference = item->result.reference;

    if (item->is_moot || item->result.state != NOTIFY_HANDED ||
        reference.len > REFERENCE_MAX ||
        str_equal(item->row.channel, notify_channel_name(NOTIFY_PUSH)))
        return (str){0};
    for (size_t i = 0; i < reference.len; i++)
        if (reference.ptr[i] <= ' ' || reference.ptr[i] > '~')
            return (str){0};
    return reference;
}

static void put_fields(struct record_object *fields, const struct sending *o)
{
    const struct bag_item *item = o->item;

    record_put(fields, STR("callout"), record_integer_value(item->callout));
    record_put(fields, STR("step"), record_integer_value(item->step));
    record_put(fields, STR("letter"), record_integer_value((int64_t)item->row.place));
    desk_put(fields, STR("to"), cut(item->to, TO_MAX));
    desk_put(fields, STR("channel"), item->row.channel);
    record_put(fields, STR("attempt"), record_integer_value(item->row.attempts));
    desk_put(fields, STR("result"), o->result);
    desk_put(
        fields, STR("why"), cut(item->is_moot ? item->why : item->result.why, WHY_MAX));
    desk_put(fields, STR("reference"), reference_of(item));
}

static void tell_heard(const struct sending *o)
{
    const struct post_settings *settings = &o->bag->post->settings;
    const struct bag_item *item = o->item;

    if (settings->heard == NULL || item->is_moot || item->row.contact == 0)
        return;
    if (item->result.state == NOTIFY_HANDED)
        settings->heard(settings->context, item->row.contact, (str){0});
    else if (item->result.state == NOTIFY_NEVER && item->result.gone)
        settings->heard(settings->context, item->row.contact, item->result.why);
}

static bool record(struct sending *o, struct err *err)
{
    struct desk *desk = o->bag->post->settings.desk;
    struct desk_event event = {.kind = RECORD_CALL_ATTEMPTED,
        .deed = {.run = settle, .context = o, .soon = true}};
    struct receipt receipt;
    struct visit *visit;

    put_fields(&event.fields, o);
    if (!desk_catch_up(desk, err) || !desk_find(desk, o->item->visit, &visit, err) ||
        !desk_place_key(visit, 0, event.key, err) ||
        !desk_submit(desk, visit, &event, 1, &receipt, err))
        return false;
    tell_heard(o);
    return desk_call_out(desk, visit, err);
}

bool post_record(struct bag *bag, struct err *err)
{
    const struct keeper_clock *clock = &bag->post->settings.keeper->clock;
    int64_t now = clock->now(clock->context);
    bool all = true;

    for (size_t i = 0; i < bag->count; i++) {
        struct sending o = {.bag = bag, .item = &bag->items[i]};

        decide(&o, now);
        all = record(&o, err) && all;
    }
    return all;
}
