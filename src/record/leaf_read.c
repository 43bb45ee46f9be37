/*
 * Reading a leaf, with suspicion.
 *
 * What is not exactly as leaf.c writes it is refused, down to the canonical form of
 * the payload: then one event has one leaf, and nothing can hide in the way it is
 * spelt.
 */
#include "record/inside.h"

struct reading {
    struct arena *arena;
    struct record_leaf *leaf;
    struct err *err;
};

static bool refuse(const struct reading *r, str why)
{
    err_set(r->err, ERR_INVALID, STR("the leaf "));
    return err_add(r->err, why);
}

static bool refuse_member(const struct reading *r, str name, str why)
{
    err_set(r->err, ERR_INVALID, STR("the leaf's payload: "));
    err_add(r->err, name);
    err_add(r->err, STR(" "));
    return err_add(r->err, why);
}

/* Decode one of the three parts into the arena. */
static bool decode(const struct reading *r, str part, str *out)
{
    uint8_t *bytes = ARENA_ARRAY(r->arena, uint8_t, part.len / 4 * 3 + 3);
    size_t len = 0;

    if (part.len == 0 || !base64url_read(part, bytes, part.len, &len))
        return refuse(r, STR("is not three parts of base64url with a dot between"));
    *out = (str){(const char *)bytes, len};
    return true;
}

/* Say what is wrong with a header that is not the pinned one. */
static bool refuse_header(const struct reading *r, str header)
{
    struct err ignored;
    struct json_value object;
    const struct json_value *alg = NULL;

    if (json_read(r->arena, header, &object, &ignored))
        alg = json_find(&object, STR("alg"));
    if (alg != NULL && !str_equal(alg->text, STR("EdDSA"))) {
        refuse(r, STR("names the algorithm `"));
        err_add(r->err, str_slice(alg->text, 0, RECORD_NAME_MAX));
        return err_add(r->err, STR("`; only EdDSA counts"));
    }
    return refuse(r,
        STR("does not begin with the header of an event: alg, kid and typ, and "
            "nothing else"));
}

static bool read_header(const struct reading *r, str header)
{
    size_t front = record_header_front.len;

    r->leaf->key_id = str_slice(header, front, front + RECORD_KEY_ID_CHARS);
    if (!str_starts(header, record_header_front) ||
        !str_equal(str_slice(header, front + RECORD_KEY_ID_CHARS, header.len),
            record_header_back) ||
        !record_is_key_id(r->leaf->key_id))
        return refuse_header(r, header);
    return true;
}

/* Find a member and check that it is of `kind`. */
static bool find_member(const struct reading *r, const struct json_value *payload,
    str name, enum json_kind kind, const struct json_value **out)
{
    *out = json_find(payload, name);
    if (*out == NULL)
        return refuse_member(r, name, STR("is missing"));
    if ((*out)->kind == kind)
        return true;
    refuse_member(r, name, STR("is not "));
    return err_add(r->err, json_kind_words(kind));
}

static bool read_fixed(const struct reading *r, const struct json_value *payload)
{
    struct record_event *event = &r->leaf->event;
    const struct json_value *v;
    const struct json_value *log;
    const struct json_value *kind;
    const struct json_value *at;
    const struct json_value *alg;

    if (!find_member(r, payload, STR("v"), JSON_IS_INTEGER, &v) ||
        !find_member(r, payload, STR("kind"), JSON_IS_TEXT, &kind) ||
        !find_member(r, payload, STR("log"), JSON_IS_TEXT, &log) ||
        !find_member(r, payload, STR("at"), JSON_IS_TEXT, &at) ||
        !find_member(r, payload, STR("_sd_alg"), JSON_IS_TEXT, &alg))
        return false;
    if (v->integer != 1)
        return refuse_member(r, STR("v"), STR("is not 1, the only version there is"));
    if (!record_find_kind(kind->text, &event->kind, r->err))
        return err_while(r->err, STR("the leaf's payload"));
    if (!record_is_origin(log->text))
        return refuse_member(r, STR("log"), STR("is not the origin of a log"));
    if (!record_read_instant(at->text, &event->at))
        return refuse_member(
            r, STR("at"), STR("is not a moment in UTC as in 2025-01-24T17:15:00Z"));
    if (!str_equal(alg->text, STR("sha-256")))
        return refuse_member(r, STR("_sd_alg"), STR("is not sha-256"));
    event->log = log->text;
    return true;
}

/* visit, n and prev: all, or the first two in a visit's first event, or none. */
static bool read_visit(const struct reading *r, const struct json_value *payload)
{
    struct record_event *event = &r->leaf->event;
    const struct json_value *visit = json_find(payload, STR("visit"));
    const struct json_value *n = json_find(payload, STR("n"));
    const struct json_value *prev = json_find(payload, STR("prev"));
    enum record_place place = record_kind_row(event->kind)->place;

    if ((visit == NULL) != (n == NULL))
        return refuse_member(r, STR("visit"), STR("and n go together"));
    if (visit == NULL)
        return place == RECORD_IN_VISIT
            ? refuse_member(r, STR("visit"), STR("is missing"))
            : prev == NULL ||
                refuse_member(r, STR("prev"), STR("stands outside of a visit"));
    if (place == RECORD_OUTSIDE)
        return refuse_member(r, STR("visit"), STR("does not fit this kind of event"));
    if (visit->kind != JSON_IS_TEXT || !record_is_visit(visit->text))
        return refuse_member(r, STR("visit"), STR("is not 16 bytes of base64url"));
    if (n->kind != JSON_IS_INTEGER || n->integer < 0 || n->integer > record_integer_max)
        return refuse_member(r, STR("n"), STR("is not a number from 0"));
    if ((prev == NULL) != (n->integer == 0))
        return refuse_member(
            r, STR("prev"), STR("belongs to every event of a visit but the first"));
    if (prev != NULL &&
        (prev->kind != JSON_IS_TEXT || !record_read_hash(prev->text, &event->prev)))
        return refuse_member(r, STR("prev"), STR("is not a digest"));
    event->visit = visit->text;
    event->n = n->integer;
    return true;
}

static bool read_anchor(const struct reading *r, const struct json_value *payload)
{
    struct record_event *event = &r->leaf->event;
    const struct json_value *anchor = json_find(payload, STR("anchor"));
    const struct json_value *exercise = json_find(payload, STR("exercise"));
    const struct json_value *root = json_find(anchor, STR("root"));
    const struct json_value *size = json_find(anchor, STR("size"));

    event->exercise = exercise != NULL;
    if (exercise != NULL && (exercise->kind != JSON_IS_BOOL || !exercise->truth))
        return refuse_member(r, STR("exercise"), STR("is true or missing"));
    event->has_anchor = anchor != NULL;
    if (anchor == NULL)
        return true;
    if (anchor->count != 2 || root == NULL || size == NULL ||
        root->kind != JSON_IS_TEXT ||
        !record_read_hash(root->text, &event->anchor_root) ||
        size->kind != JSON_IS_INTEGER || size->integer < 0 ||
        size->integer > record_integer_max)
        return refuse_member(r, STR("anchor"), STR("is not a root and a size"));
    event->anchor_size = size->integer;
    return true;
}

/* The digests: as many as the kind has, ascending, so that none stands there twice. */
static bool read_digests(const struct reading *r, const struct json_value *payload)
{
    const struct json_value *list;
    uint32_t wanted = record_kind_row(r->leaf->event.kind)->digests;

    if (!find_member(r, payload, STR("_sd"), JSON_IS_ARRAY, &list))
        return false;
    if (list->count != wanted)
        return refuse_member(
            r, STR("_sd"), STR("has not as many digests as this kind of event has"));
    r->leaf->digests = ARENA_ARRAY(r->arena, struct hash, wanted);
    r->leaf->digest_count = wanted;
    for (size_t i = 0; i < wanted; i++) {
        if (list->items[i].kind != JSON_IS_TEXT ||
            !record_read_hash(list->items[i].text, &r->leaf->digests[i]))
            return refuse_member(r, STR("_sd"), STR("holds what is not a digest"));
        if (i > 0 && str_compare(list->items[i - 1].text, list->items[i].text) >= 0)
            return refuse_member(
                r, STR("_sd"), STR("is not in ascending order, or holds one twice"));
    }
    return true;
}

bool record_is_common(str name)
{
    static const str common[] = {STR_INIT("_sd"), STR_INIT("_sd_alg"),
        STR_INIT("anchor"), STR_INIT("at"), STR_INIT("exercise"), STR_INIT("kind"),
        STR_INIT("log"), STR_INIT("n"), STR_INIT("prev"), STR_INIT("v"),
        STR_INIT("visit")};

    for (size_t i = 0; i < COUNT_OF(common); i++)
        if (str_equal(common[i], name))
            return true;
    return false;
}

/* The fields in the clear: all that remains, and nothing else. */
static bool read_fields(const struct reading *r, const struct json_value *payload)
{
    struct record_event *event = &r->leaf->event;
    const struct record_kind_row *row = record_kind_row(event->kind);
    struct record_mistakes mistakes = {0};
    struct json_value *items = ARENA_ARRAY(r->arena, struct json_value, payload->count);
    str *names = ARENA_ARRAY(r->arena, str, payload->count);
    size_t count = 0;

    for (size_t i = 0; i < payload->count; i++) {
        const struct record_field *field =
            record_find_field(event->kind, payload->names[i]);

        if (record_is_common(payload->names[i]))
            continue;
        if (field == NULL || field->keep != RECORD_KEEP_CLEAR)
            return refuse_member(r, str_slice(payload->names[i], 0, RECORD_NAME_MAX),
                STR("does not belong there"));
        (void)record_check_value(r->arena, field, &payload->items[i], &mistakes);
        names[count] = payload->names[i];
        items[count++] = payload->items[i];
    }
    event->fields = (struct json_value){
        .kind = JSON_IS_OBJECT, .items = items, .names = names, .count = count};
    if (mistakes.count > 0)
        return record_refuse(r->err, event, &mistakes);
    for (size_t i = 0; i < record_field_count(event->kind); i++)
        if (row->fields[i].required && row->fields[i].keep == RECORD_KEEP_CLEAR &&
            record_value(event, row->fields[i].name) == NULL)
            return refuse_member(r, row->fields[i].name, STR("is missing"));
    return true;
}

static bool read_payload(const struct reading *r, str json)
{
    struct json_value payload;
    struct text again = text_in(r->arena);

    if (!json_read(r->arena, json, &payload, r->err))
        return err_while(r->err, STR("the leaf's payload"));
    if (payload.kind != JSON_IS_OBJECT)
        return refuse(r, STR("has a payload that is no object"));
    if (!read_fixed(r, &payload) || !read_visit(r, &payload) ||
        !read_anchor(r, &payload) || !read_digests(r, &payload) ||
        !read_fields(r, &payload))
        return false;
    record_write_canonical(&again, &payload);
    return str_equal(text_str(&again), json) ||
        refuse(r, STR("has a payload that is not written canonically (RFC 8785)"));
}

bool record_leaf_parse(
    struct arena *arena, str text, struct record_leaf *out, struct err *err)
{
    struct reading r = {arena, out, err};
    size_t first = str_find_byte(text, '.', 0);
    size_t second = str_find_byte(text, '.', first + 1);
    str header = {0};
    str payload = {0};
    size_t len = 0;

    *out = (struct record_leaf){0};
    if (text.len > RECORD_LEAF_MAX)
        return err_set(err, ERR_LIMIT, STR("the leaf is longer than 65535 bytes"));
    if (!decode(&r, str_slice(text, 0, first), &header) || !read_header(&r, header) ||
        !decode(&r, str_slice(text, first + 1, second), &payload))
        return false;
    if (!base64url_read(str_slice(text, second + 1, text.len), out->signature,
            sizeof(out->signature), &len) ||
        len != sizeof(out->signature))
        return refuse(&r, STR("does not end with a signature of 64 bytes"));
    out->signed_part = str_slice(text, 0, second);
    return read_payload(&r, payload);
}

bool record_leaf_verify(const struct record_leaf *leaf,
    const struct record_verifier *verifier, struct err *err)
{
    if (!str_equal(leaf->key_id, verifier->key_id)) {
        err_set(err, ERR_DENIED, STR("the leaf is signed by the key "));
        err_add(err, leaf->key_id);
        err_add(err, STR(", not by "));
        return err_add(err, verifier->key_id);
    }
    return verifier->verify(verifier->context, leaf->signed_part, leaf->signature) ||
        err_set(err, ERR_DENIED,
            STR("the leaf's signature is wrong: it was changed, or the key is another"));
}
