/*
 * Making a leaf: the payload is written and signed.
 *
 * Of the fields only digests are known here, and those in the clear.
 */
#include "record/inside.h"

const str record_header_front = STR_INIT("{\"alg\":\"EdDSA\",\"kid\":\"");
const str record_header_back = STR_INIT("\",\"typ\":\"vestibule-event+sd-jwt\"}");

/* Whether what the sequencer adds makes sense; `err` names the first thing that does
 * not. */
static bool check_sequence(const struct record_event *event,
    const struct record_signer *signer, struct err *err)
{
    if (!record_is_origin(event->log))
        return err_set(err, ERR_INVALID,
            STR("log: an origin is 1 to 120 visible ASCII characters without `+`"));
    if (!record_is_key_id(signer->key_id))
        return err_set(err, ERR_INVALID,
            STR("the key's id is not 8 hexadecimal digits in lower case"));
    if (event->n < 0 || event->n > record_integer_max ||
        (event->visit.len == 0 && event->n > 0))
        return err_set(err, ERR_INVALID, STR("n: not the number of an event"));
    if (event->has_anchor &&
        (event->anchor_size < 0 || event->anchor_size > record_integer_max))
        return err_set(err, ERR_INVALID, STR("anchor: not the size of a tree"));
    if (event->at < -62135596800 || event->at > 253402300799)
        return err_set(err, ERR_INVALID, STR("at: not within the years 1 to 9999"));
    return true;
}

static void add_anchor(struct arena *arena, const struct record_event *event,
    struct record_object *payload)
{
    struct record_object *anchor = ARENA_NEW(arena, struct record_object);

    record_put(anchor, STR("root"),
        record_text_value(record_hash_text(arena, &event->anchor_root)));
    record_put(anchor, STR("size"), record_integer_value(event->anchor_size));
    record_put(payload, STR("anchor"), record_object_value(anchor));
}

static void add_clear_fields(
    const struct record_event *event, struct record_object *payload)
{
    const struct record_kind_row *row = record_kind_row(event->kind);

    for (const struct record_field *f = row->fields; f->name.len > 0; f++) {
        const struct json_value *value = record_value(event, f->name);

        if (value != NULL && f->keep == RECORD_KEEP_CLEAR)
            record_put(payload, f->name, *value);
    }
}

static str write_payload(struct arena *arena, const struct record_event *event,
    const struct record_sealed *sealed)
{
    struct record_object payload = {0};
    struct json_value value;
    struct text text = text_in(arena);

    record_put(&payload, STR("v"), record_integer_value(1));
    record_put(&payload, STR("log"), record_text_value(event->log));
    record_put(
        &payload, STR("kind"), record_text_value(record_kind_row(event->kind)->name));
    record_put(
        &payload, STR("at"), record_text_value(record_instant_text(arena, event->at)));
    record_put(&payload, STR("_sd_alg"), record_text_value(STR("sha-256")));
    record_put(&payload, STR("_sd"),
        (struct json_value){.kind = JSON_IS_ARRAY,
            .items = sealed->digests,
            .count = sealed->digest_count});
    if (event->visit.len > 0) {
        record_put(&payload, STR("visit"), record_text_value(event->visit));
        record_put(&payload, STR("n"), record_integer_value(event->n));
    }
    if (event->n > 0)
        record_put(&payload, STR("prev"),
            record_text_value(record_hash_text(arena, &event->prev)));
    if (event->exercise)
        record_put(&payload, STR("exercise"),
            (struct json_value){.kind = JSON_IS_BOOL, .truth = true});
    if (event->has_anchor)
        add_anchor(arena, event, &payload);
    add_clear_fields(event, &payload);
    value = record_object_value(&payload);
    record_write_canonical(&text, &value);
    return text_str(&text);
}

static void add_header(struct text *leaf, struct arena *arena, str key_id)
{
    struct text header = text_in(arena);

    text_add(&header, record_header_front);
    text_add(&header, key_id);
    text_add(&header, record_header_back);
    text_add_base64url(leaf, (const uint8_t *)header.ptr, header.len);
}

bool record_leaf_make(struct arena *arena, const struct record_event *event,
    const struct record_sealed *sealed, const struct record_signer *signer, str *leaf,
    struct err *err)
{
    uint8_t signature[RECORD_SIGNATURE_BYTES];
    struct text text = text_in(arena);
    str payload;

    if (!check_sequence(event, signer, err))
        return err_while(err, record_kind_row(event->kind)->name);
    payload = write_payload(arena, event, sealed);
    add_header(&text, arena, signer->key_id);
    text_add_byte(&text, '.');
    text_add_base64url(&text, (const uint8_t *)payload.ptr, payload.len);
    signer->sign(signer->context, text_str(&text), signature);
    text_add_byte(&text, '.');
    text_add_base64url(&text, signature, sizeof(signature));
    if (text.len > RECORD_LEAF_MAX) {
        err_set(err, ERR_LIMIT, record_kind_row(event->kind)->name);
        return err_add(err,
            STR(": the event does not fit into a leaf of 65535 bytes; record it as "
                "several"));
    }
    *leaf = text_str(&text);
    return true;
}
