/*
 * Events as others hand them in: JSON.
 */
#include "app/inside.h"

/* A UUID as RFC 9562 writes it: 8-4-4-4-12 digits in lower case. */
enum { UUID_CHARS = 36 };

static bool is_dash(size_t place)
{
    return place == 8 || place == 13 || place == 18 || place == 23;
}

static bool read_digit(char c, uint8_t *digit)
{
    if (char_is_digit(c))
        *digit = (uint8_t)(c - '0');
    else if (c >= 'a' && c <= 'f')
        *digit = (uint8_t)(c - 'a' + 10);
    else
        return false;
    return true;
}

bool key_read(str text, uint8_t key[KEEPER_KEY_BYTES])
{
    size_t digits = 0;

    if (text.len != UUID_CHARS)
        return false;
    for (size_t i = 0; i < text.len; i++) {
        uint8_t digit;

        if (is_dash(i) && text.ptr[i] == '-')
            continue;
        if (is_dash(i) || !read_digit(text.ptr[i], &digit))
            return false;
        key[digits / 2] =
            (uint8_t)(digits % 2 == 0 ? digit << 4 : key[digits / 2] | digit);
        digits++;
    }
    return true;
}

void text_add_key(struct text *text, const uint8_t key[KEEPER_KEY_BYTES])
{
    for (size_t i = 0; i < KEEPER_KEY_BYTES; i++) {
        if (i == 4 || i == 6 || i == 8 || i == 10)
            text_add_byte(text, '-');
        text_add_hex(text, &key[i], 1);
    }
}

static bool bad(struct err *err, str member, str wanted)
{
    err_set(err, ERR_INVALID, member);
    err_add(err, STR(": give "));
    return err_add(err, wanted);
}

/* One member; false with `err` set when it will not do. */
static bool take(
    struct submitted *out, str name, const struct json_value *value, struct err *err)
{
    static const str members[] = {STR_INIT("kind"), STR_INIT("visit"),
        STR_INIT("fields"), STR_INIT("exercise"), STR_INIT("key")};
    bool is_text = value->kind == JSON_IS_TEXT;

    if (str_equal(name, members[0]))
        return is_text ? record_find_kind(value->text, &out->event.kind, err)
                       : bad(err, name, STR("the name of a kind of event"));
    if (str_equal(name, members[1])) {
        out->event.visit = value->text;
        return is_text || bad(err, name, STR("the visit's 22 characters"));
    }
    if (str_equal(name, members[2])) {
        out->event.fields = *value;
        return value->kind == JSON_IS_OBJECT ||
            bad(err, name, STR("an object, from names to values"));
    }
    if (str_equal(name, members[3])) {
        out->event.exercise = value->truth;
        return value->kind == JSON_IS_BOOL || bad(err, name, STR("true or false"));
    }
    if (str_equal(name, members[4])) {
        out->has_key = true;
        return (is_text && key_read(value->text, out->key)) ||
            bad(err, name,
                STR("a UUID (RFC 9562, version 7), as in "
                    "\"0194a0b8-9c3e-7d11-8a55-0123456789ab\""));
    }
    err_set(err, ERR_INVALID, STR("an event has no member `"));
    err_add(err, name);
    return err_add(err,
        STR("`; it has kind, visit, fields, exercise and key; what was recorded "
            "stands in fields"));
}

bool submitted_read(
    struct arena *arena, str source, struct submitted *out, struct err *err)
{
    struct json_value value;

    *out = (struct submitted){.event = {.fields = {.kind = JSON_IS_OBJECT}}};
    if (!json_read(arena, source, &value, err))
        return false;
    if (json_find(&value, STR("kind")) == NULL)
        return bad(err, STR("kind"),
            STR("the kind of event, as in {\"kind\": \"visit_opened\", \"fields\": "
                "{...}}"));
    for (size_t i = 0; i < value.count; i++)
        if (!take(out, value.names[i], &value.items[i], err))
            return false;
    return true;
}
