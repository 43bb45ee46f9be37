/*
 * Drafts in files: one JSON object each, read whole and replaced whole.
 */
#include "app/draft_file.h"

#include "app/inside.h"

static const str states[DRAFT_STATE_COUNT] = {[DRAFT_WRITTEN] = STR_INIT("written"),
    [DRAFT_ASKED] = STR_INIT("asked"),
    [DRAFT_APPROVED] = STR_INIT("approved")};

static const str deeds[DRAFT_DEED_COUNT] = {[DRAFT_BEGUN] = STR_INIT("begun"),
    [DRAFT_SAVED] = STR_INIT("saved"),
    [DRAFT_TOOK_NEWER] = STR_INIT("took_newer"),
    [DRAFT_ASKED_FOR] = STR_INIT("asked"),
    [DRAFT_TAKEN_BACK] = STR_INIT("taken_back"),
    [DRAFT_SENT_BACK] = STR_INIT("sent_back"),
    [DRAFT_AGREED] = STR_INIT("approved"),
    [DRAFT_OVERTAKEN] = STR_INIT("overtaken")};

str draft_path(const struct drafts *drafts, struct arena *arena, str id)
{
    struct text path = text_in(arena);

    text_add(&path, drafts->folder);
    text_add_byte(&path, '/');
    text_add(&path, id);
    text_add(&path, STR(".json"));
    return text_str(&path);
}

/* ---- writing ---- */

static void put(struct json_out *json, str key, str value)
{
    json_key(json, key);
    json_str(json, value);
}

static void put_number(struct json_out *json, str key, int64_t value)
{
    json_key(json, key);
    json_i64(json, value);
}

static void put_lists(struct json_out *json, const struct draft *draft)
{
    json_key(json, STR("writers"));
    json_array(json);
    for (size_t i = 0; i < draft->writer_count; i++) {
        json_object(json);
        put_number(json, STR("account"), (int64_t)draft->writers[i].number);
        put(json, STR("name"), draft->writers[i].name);
        json_end(json);
    }
    json_end(json);
    json_key(json, STR("steps"));
    json_array(json);
    for (size_t i = 0; i < draft->step_count; i++) {
        json_object(json);
        put_number(json, STR("at"), draft->steps[i].at);
        put(json, STR("deed"), deeds[draft->steps[i].deed]);
        put(json, STR("by"), draft->steps[i].by);
        put(json, STR("words"), draft->steps[i].words);
        json_end(json);
    }
    json_end(json);
}

bool draft_keep(const struct drafts *drafts, const struct draft *draft, struct err *err)
{
    struct arena arena = {0};
    struct text text = text_in(&arena);
    struct json_out json = json_start(&text, true);
    bool done;

    json_object(&json);
    put(&json, STR("protocol"), draft->protocol);
    put(&json, STR("state"), states[draft->state]);
    put_number(&json, STR("revision"), (int64_t)draft->revision);
    put(&json, STR("base"), draft->base);
    put(&json, STR("approved_by"), draft->approved_by);
    put(&json, STR("key"), draft->key);
    put_lists(&json, draft);
    put(&json, STR("source"), draft->source);
    json_end(&json);
    json_done(&json);
    text_add_byte(&text, '\n');
    done = os_make_folder(drafts->folder, OS_PRIVATE, err) &&
        os_keep_file(
            draft_path(drafts, &arena, draft->id), text_str(&text), OS_PRIVATE, err);
    arena_clear(&arena);
    return done;
}

/* ---- reading ---- */

struct reading {
    struct arena *arena;
    bool broken;
};

static const struct json_value *member(
    struct reading *r, const struct json_value *object, str name, enum json_kind kind)
{
    static const struct json_value none;
    const struct json_value *value =
        object->kind == JSON_IS_OBJECT ? json_find(object, name) : NULL;

    if (value != NULL && value->kind == kind)
        return value;
    r->broken = true;
    return &none;
}

static str text_of(struct reading *r, const struct json_value *object, str name)
{
    return arena_str(r->arena, member(r, object, name, JSON_IS_TEXT)->text);
}

static int64_t number_of(struct reading *r, const struct json_value *object, str name)
{
    return member(r, object, name, JSON_IS_INTEGER)->integer;
}

static size_t place_of(struct reading *r, const str *names, size_t count, str name)
{
    for (size_t i = 0; i < count; i++)
        if (str_equal(names[i], name))
            return i;
    r->broken = true;
    return 0;
}

static void read_lists(
    struct reading *r, const struct json_value *object, struct draft *out)
{
    const struct json_value *writers = member(r, object, STR("writers"), JSON_IS_ARRAY);
    const struct json_value *steps = member(r, object, STR("steps"), JSON_IS_ARRAY);
    struct draft_person *people =
        ARENA_ARRAY(r->arena, struct draft_person, writers->count);
    struct draft_step *done = ARENA_ARRAY(r->arena, struct draft_step, steps->count);

    for (size_t i = 0; i < writers->count; i++)
        people[i] = (struct draft_person){
            (uint64_t)number_of(r, &writers->items[i], STR("account")),
            text_of(r, &writers->items[i], STR("name"))};
    for (size_t i = 0; i < steps->count; i++)
        done[i] = (struct draft_step){number_of(r, &steps->items[i], STR("at")),
            (enum draft_deed)place_of(
                r, deeds, DRAFT_DEED_COUNT, text_of(r, &steps->items[i], STR("deed"))),
            text_of(r, &steps->items[i], STR("by")),
            text_of(r, &steps->items[i], STR("words"))};
    out->writers = people;
    out->writer_count = writers->count;
    out->steps = done;
    out->step_count = steps->count;
}

static bool read_draft(
    struct arena *arena, str id, str bytes, struct draft *out, struct err *err)
{
    struct reading r = {.arena = arena};
    struct json_value object;

    if (!json_read(arena, bytes, &object, err))
        return false;
    *out = (struct draft){.id = arena_str(arena, id),
        .protocol = text_of(&r, &object, STR("protocol")),
        .state = (enum draft_state)place_of(
            &r, states, DRAFT_STATE_COUNT, text_of(&r, &object, STR("state"))),
        .revision = (uint64_t)number_of(&r, &object, STR("revision")),
        .base = text_of(&r, &object, STR("base")),
        .source = text_of(&r, &object, STR("source")),
        .approved_by = text_of(&r, &object, STR("approved_by")),
        .key = text_of(&r, &object, STR("key"))};
    read_lists(&r, &object, out);
    return !r.broken ||
        err_set(err, ERR_CORRUPT, STR("this is no draft as the program writes it"));
}

bool draft_find(const struct drafts *drafts, struct arena *arena, str id,
    struct draft *out, struct err *err)
{
    uint8_t key[KEEPER_KEY_BYTES];
    str bytes;
    str path;

    *out = (struct draft){.state = DRAFT_WRITTEN};
    if (!key_read(id, key))
        return err_set(err, ERR_NOT_FOUND, SAY("there is no such draft"));
    path = draft_path(drafts, arena, id);
    if (!os_read_file(arena, path, JSON_MAX_BYTES, &bytes, err))
        return err->kind == ERR_NOT_FOUND
            ? err_set(err, ERR_NOT_FOUND, SAY("there is no such draft"))
            : false;
    if (read_draft(arena, id, bytes, out, err))
        return true;
    err->kind = ERR_CORRUPT;
    return err_while(err, path);
}

bool drafts_list(const struct drafts *drafts, struct arena *arena, str protocol,
    struct draft **out, size_t *count, struct err *err)
{
    const str *names;
    size_t all = 0;

    *count = 0;
    *out = NULL;
    if (!os_list_folder(arena, drafts->folder, &names, &all, err)) {
        bool none = err->kind == ERR_NOT_FOUND;

        if (none)
            *err = (struct err){0};
        return none;
    }
    *out = ARENA_ARRAY(arena, struct draft, all);
    for (size_t i = 0; i < all; i++) {
        struct draft *draft = &(*out)[*count];

        if (!str_ends(names[i], STR(".json")) ||
            names[i].len != DRAFT_ID_CHARS + STR(".json").len)
            continue;
        if (!draft_find(
                drafts, arena, str_slice(names[i], 0, DRAFT_ID_CHARS), draft, err))
            return false;
        *count += protocol.len == 0 || str_equal(draft->protocol, protocol);
    }
    return true;
}

bool draft_is_by(const struct draft *draft, uint64_t number)
{
    for (size_t i = 0; i < draft->writer_count; i++)
        if (draft->writers[i].number == number)
            return true;
    return false;
}

bool draft_drop(const struct drafts *drafts, str id, struct err *err)
{
    struct arena arena = {0};
    struct draft draft;
    bool done = draft_find(drafts, &arena, id, &draft, err);

    if (done && draft.state == DRAFT_APPROVED)
        done = err_set(err, ERR_CONFLICT,
            SAY("it is approved; send it back before you throw it away"));
    done = done && os_remove_file(draft_path(drafts, &arena, id), err);
    arena_clear(&arena);
    return done;
}
