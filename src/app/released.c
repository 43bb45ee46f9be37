/*
 * Recording that a bundle is handed over: who asked, on what ground and what for stands
 * in the event of the request; which disclosures go, in this one.
 */
#include "app/disclose.h"

#include "app/inside.h"

struct handing {
    struct arena *arena;
    const struct release *release;
    struct record_object fields;
};

static bool add_digest(
    struct handing *h, str disclosure, struct json_value *list, struct err *err)
{
    struct text text = text_in(h->arena);
    uint8_t digest[SHA256_BYTES];

    if (!crypto_sha256(disclosure, digest, err))
        return false;
    text_add_base64url(&text, digest, sizeof(digest));
    list->items[list->count++] = record_text_value(text_str(&text));
    return true;
}

static bool put_disclosed(struct handing *h, struct err *err)
{
    struct json_value list = {.kind = JSON_IS_ARRAY};
    size_t capacity = 0;

    for (size_t i = 0; i < h->release->count; i++) {
        struct record_presentation presentation;

        if (!record_presentation_parse(
                h->arena, h->release->events[i].presentation, &presentation, err))
            return false;
        for (size_t d = 0; d < presentation.count; d++) {
            list.items = arena_grow(
                h->arena, list.items, list.count, &capacity, sizeof(*list.items));
            if (!add_digest(h, presentation.disclosures[d], &list, err))
                return false;
        }
    }
    if (list.count > 0)
        record_put(&h->fields, STR("disclosed"), list);
    return true;
}

/* "events 2, 5, 6" */
static void put_records(struct handing *h)
{
    struct text text = text_in(h->arena);

    text_add(&text, h->release->count == 1 ? STR("event ") : STR("events "));
    for (size_t i = 0; i < h->release->count; i++) {
        text_add(&text, i > 0 ? STR(", ") : STR(""));
        text_add_u64(&text, h->release->events[i].seq);
    }
    record_put(&h->fields, STR("records"), record_text_value(text_str(&text)));
}

static bool copy(struct handing *h, const struct record_event *request, str from,
    str to, struct err *err)
{
    const struct json_value *value = record_value(request, from);

    if (value == NULL)
        return err_set(err, ERR_NOT_FOUND,
            STR("the request's own fields were erased; a release cannot name its ground"));
    record_put(&h->fields, to, *value);
    return true;
}

static bool put_request(
    struct handing *h, struct keeper *k, uint64_t seq, struct err *err)
{
    struct kept_event kept;
    struct record_opened opened;
    bool done;

    take_turn(k);
    done = kept_event_read(k, h->arena, seq, &kept, err) &&
        kept_event_fields(k, h->arena, &kept, &opened, err);
    pass_turn(k);
    if (!done)
        return false;
    if (opened.event.kind != RECORD_RECORD_REQUESTED)
        return err_set(err, ERR_USAGE,
            STR("this event is no record_requested: record the request first"));
    record_put(&h->fields, STR("request"), record_integer_value((int64_t)seq));
    return copy(h, &opened.event, STR("requester"), STR("recipient"), err) &&
        copy(h, &opened.event, STR("ground"), STR("ground"), err) &&
        copy(h, &opened.event, STR("interest"), STR("interest"), err);
}

bool keeper_record_release(struct keeper *k, const struct release *release, str bytes,
    uint64_t request, str by, struct receipt *out, struct err *err)
{
    struct arena arena = {0};
    struct handing h = {.arena = &arena, .release = release};
    struct record_event event = {.kind = RECORD_RECORD_RELEASED};
    uint8_t key[KEEPER_KEY_BYTES];
    str file;
    bool done = put_request(&h, k, request, err) && put_disclosed(&h, err) &&
        sha256_name(&arena, bytes, &file, err);

    if (done) {
        put_records(&h);
        record_put(&h.fields, STR("file"), record_text_value(file));
        record_put(&h.fields, STR("by"), record_text_value(by));
        event.fields = record_object_value(&h.fields);
        keeper_new_key(k, key);
        done = keeper_submit(k, &event, key, out, err);
    }
    arena_clear(&arena);
    return done;
}
