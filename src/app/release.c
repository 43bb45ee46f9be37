/*
 * Bundles as text.
 */
#include "app/release.h"

static const str format_name = STR_INIT("vestibule-bundle-1");

/* ---- writing ---- */

static void put_str(struct json_out *json, str key, str value)
{
    json_key(json, key);
    json_str(json, value);
}

static void put_withheld(struct json_out *json, const struct release_withheld *withheld)
{
    char buffer[2 * HASH_BYTES];
    struct text digest = text_fixed(buffer, sizeof(buffer));

    text_add_base64url(&digest, withheld->digest.bytes, HASH_BYTES);
    json_object(json);
    put_str(json, STR("digest"), text_str(&digest));
    if (withheld->field.len > 0)
        put_str(json, STR("field"), withheld->field);
    if (withheld->paragraph >= 0) {
        json_key(json, STR("paragraph"));
        json_i64(json, withheld->paragraph + 1);
    }
    put_str(json, STR("reason"), withheld->reason);
    json_end(json);
}

static void put_event(struct json_out *json, const struct release_event *event)
{
    json_object(json);
    json_key(json, STR("entry"));
    json_i64(json, (int64_t)event->seq);
    put_str(json, STR("presentation"), event->presentation);
    put_str(json, STR("proof"), event->proof);
    json_key(json, STR("withheld"));
    json_array(json);
    for (size_t i = 0; i < event->withheld_count; i++)
        put_withheld(json, &event->withheld[i]);
    json_end(json);
    json_end(json);
}

void text_add_release(struct text *text, const struct release *release)
{
    struct json_out json = json_start(text, true);

    json_object(&json);
    put_str(&json, STR("format"), format_name);
    put_str(&json, STR("log"), release->log);
    put_str(&json, STR("made"), release->made);
    if (release->visit.len > 0)
        put_str(&json, STR("visit"), release->visit);
    json_key(&json, STR("events"));
    json_array(&json);
    for (size_t i = 0; i < release->count; i++)
        put_event(&json, &release->events[i]);
    json_end(&json);
    json_end(&json);
    json_done(&json);
    text_add_byte(text, '\n');
}

/* ---- reading ---- */

static bool wrong(struct err *err, str name, str why)
{
    err_set(err, ERR_INVALID, STR("`"));
    err_add(err, name);
    err_add(err, STR("` "));
    return err_add(err, why);
}

/* Only members that are known; every one of the first `needed` is there. */
static bool check_members(const struct json_value *object, const str *known,
    size_t count, size_t needed, struct err *err)
{
    if (object->kind != JSON_IS_OBJECT)
        return err_set(err, ERR_INVALID, STR("an object is wanted here: {...}"));
    for (size_t i = 0; i < object->count; i++) {
        size_t k = 0;

        while (k < count && !str_equal(object->names[i], known[k]))
            k++;
        if (k == count)
            return wrong(err, object->names[i], STR("is no member of a bundle"));
    }
    for (size_t k = 0; k < needed; k++)
        if (json_find(object, known[k]) == NULL)
            return wrong(err, known[k], STR("is missing"));
    return true;
}

/* A text; empty when it is not there. */
static bool read_text(
    const struct json_value *object, str name, str *out, struct err *err)
{
    const struct json_value *value = json_find(object, name);

    *out = (str){0};
    if (value == NULL)
        return true;
    if (value->kind != JSON_IS_TEXT || value->text.len == 0)
        return wrong(err, name, STR("is not a text, or empty"));
    *out = value->text;
    return true;
}

static bool read_list(const struct json_value *object, str name, size_t most,
    const struct json_value **out, struct err *err)
{
    *out = json_find(object, name);
    if ((*out)->kind != JSON_IS_ARRAY)
        return wrong(err, name, STR("is not a list"));
    return (*out)->count <= most || wrong(err, name, STR("is too long"));
}

static bool read_withheld(
    const struct json_value *value, struct release_withheld *out, struct err *err)
{
    static const str known[] = {STR_INIT("digest"), STR_INIT("reason"),
        STR_INIT("field"), STR_INIT("paragraph")};
    const struct json_value *paragraph;
    str digest;
    size_t len;

    if (!check_members(value, known, COUNT_OF(known), 2, err) ||
        !read_text(value, STR("digest"), &digest, err) ||
        !read_text(value, STR("field"), &out->field, err) ||
        !read_text(value, STR("reason"), &out->reason, err))
        return false;
    if (!base64url_read(digest, out->digest.bytes, HASH_BYTES, &len) ||
        len != HASH_BYTES)
        return wrong(err, STR("digest"), STR("is not a digest in base64url"));
    out->paragraph = -1;
    paragraph = json_find(value, STR("paragraph"));
    if (paragraph == NULL)
        return true;
    if (paragraph->kind != JSON_IS_INTEGER || paragraph->integer < 1)
        return wrong(err, STR("paragraph"), STR("is not a number from 1"));
    out->paragraph = paragraph->integer - 1;
    return true;
}

static bool read_event(struct arena *arena, const struct json_value *value,
    struct release_event *out, struct err *err)
{
    static const str known[] = {STR_INIT("entry"), STR_INIT("presentation"),
        STR_INIT("proof"), STR_INIT("withheld")};
    const struct json_value *entry;
    const struct json_value *list;

    if (!check_members(value, known, COUNT_OF(known), COUNT_OF(known), err) ||
        !read_text(value, STR("presentation"), &out->presentation, err) ||
        !read_text(value, STR("proof"), &out->proof, err) ||
        !read_list(value, STR("withheld"), RECORD_DISCLOSURES_MAX, &list, err))
        return false;
    entry = json_find(value, STR("entry"));
    if (entry->kind != JSON_IS_INTEGER || entry->integer < 0)
        return wrong(err, STR("entry"), STR("is not a number from 0"));
    out->seq = (uint64_t)entry->integer;
    out->withheld_count = list->count;
    out->withheld = ARENA_ARRAY(arena, struct release_withheld, list->count);
    for (size_t i = 0; i < list->count; i++)
        if (!read_withheld(&list->items[i], &out->withheld[i], err))
            return err_while(err, STR("withheld"));
    return true;
}

bool release_read(struct arena *arena, str source, struct release *out, struct err *err)
{
    static const str known[] = {STR_INIT("format"), STR_INIT("log"), STR_INIT("made"),
        STR_INIT("events"), STR_INIT("visit")};
    const struct json_value *events;
    struct json_value root;
    str format;

    *out = (struct release){.count = 0};
    if (!json_read(arena, source, &root, err) ||
        !check_members(&root, known, COUNT_OF(known), 4, err) ||
        !read_text(&root, STR("format"), &format, err) ||
        !read_text(&root, STR("log"), &out->log, err) ||
        !read_text(&root, STR("made"), &out->made, err) ||
        !read_text(&root, STR("visit"), &out->visit, err) ||
        !read_list(&root, STR("events"), RELEASE_EVENTS_MAX, &events, err))
        return false;
    if (!str_equal(format, format_name))
        return wrong(err, STR("format"), STR("is not vestibule-bundle-1"));
    out->count = events->count;
    out->events = ARENA_ARRAY(arena, struct release_event, events->count);
    for (size_t i = 0; i < events->count; i++) {
        struct text which = text_in(arena);

        text_add(&which, STR("events, number "));
        text_add_u64(&which, i + 1);
        if (!read_event(arena, &events->items[i], &out->events[i], err))
            return err_while(err, text_str(&which));
    }
    return out->count > 0 || wrong(err, STR("events"), STR("is empty"));
}
