/*
 * Canonical JSON (RFC 8785) for the part of JSON that events are made of, and the
 * spellings that leaves share.
 *
 * Without fractions and with names in ASCII, sorting by bytes is sorting by UTF-16 and
 * the hard half of the RFC vanishes.
 */
#include "record/inside.h"

enum { DAY_SECONDS = 86400 };

static void add_escaped(struct text *text, char c)
{
    static const char short_form[] = {
        ['\b'] = 'b', ['\t'] = 't', ['\n'] = 'n', ['\f'] = 'f', ['\r'] = 'r'};
    unsigned char byte = (unsigned char)c;
    uint8_t low = (uint8_t)c;

    text_add_byte(text, '\\');
    if (c == '"' || c == '\\') {
        text_add_byte(text, c);
    } else if (byte < sizeof(short_form) && short_form[byte] != 0) {
        text_add_byte(text, short_form[byte]);
    } else {
        text_add(text, STR("u00"));
        text_add_hex(text, &low, 1);
    }
}

static void write_string(struct text *text, str s)
{
    size_t start = 0;

    text_add_byte(text, '"');
    for (size_t i = 0; i < s.len; i++) {
        if (s.ptr[i] != '"' && s.ptr[i] != '\\' && (unsigned char)s.ptr[i] >= 0x20)
            continue;
        text_add(text, str_slice(s, start, i));
        add_escaped(text, s.ptr[i]);
        start = i + 1;
    }
    text_add(text, str_slice(s, start, s.len));
    text_add_byte(text, '"');
}

/* The member whose name comes next after `last`; all names differ. */
static size_t next_member(const struct json_value *object, const str *last)
{
    size_t best = object->count;

    for (size_t i = 0; i < object->count; i++)
        if ((last == NULL || str_compare(object->names[i], *last) > 0) &&
            (best == object->count ||
                str_compare(object->names[i], object->names[best]) < 0))
            best = i;
    return best;
}

static void write_object(struct text *text, const struct json_value *object)
{
    const str *last = NULL;

    text_add_byte(text, '{');
    for (size_t i = next_member(object, last); i < object->count;
         i = next_member(object, last)) {
        if (last != NULL)
            text_add_byte(text, ',');
        write_string(text, object->names[i]);
        text_add_byte(text, ':');
        record_write_canonical(text, &object->items[i]);
        last = &object->names[i];
    }
    text_add_byte(text, '}');
}

static void write_array(struct text *text, const struct json_value *array)
{
    text_add_byte(text, '[');
    for (size_t i = 0; i < array->count; i++) {
        if (i > 0)
            text_add_byte(text, ',');
        record_write_canonical(text, &array->items[i]);
    }
    text_add_byte(text, ']');
}

void record_write_canonical(struct text *text, const struct json_value *value)
{
    switch (value->kind) {
    case JSON_IS_OBJECT:
        write_object(text, value);
        break;
    case JSON_IS_ARRAY:
        write_array(text, value);
        break;
    case JSON_IS_TEXT:
        write_string(text, value->text);
        break;
    case JSON_IS_INTEGER:
        text_add_i64(text, value->integer);
        break;
    case JSON_IS_BOOL:
        text_add(text, value->truth ? STR("true") : STR("false"));
        break;
    case JSON_IS_NULL:
        text_add(text, STR("null"));
        break;
    case JSON_IS_REAL:
        REQUIRE(value->kind != JSON_IS_REAL);
    }
}

static bool is_ascii(str s)
{
    for (size_t i = 0; i < s.len; i++)
        if ((unsigned char)s.ptr[i] > 0x7f)
            return false;
    return true;
}

bool record_is_canonical(const struct json_value *value)
{
    for (size_t i = 0; i < value->count; i++) {
        if (value->kind == JSON_IS_OBJECT && !is_ascii(value->names[i]))
            return false;
        if (!record_is_canonical(&value->items[i]))
            return false;
    }
    if (value->kind == JSON_IS_INTEGER)
        return value->integer <= record_integer_max &&
            value->integer >= -record_integer_max;
    return value->kind != JSON_IS_REAL &&
        str_invalid_utf8(value->text) == value->text.len;
}

void record_put(struct record_object *object, str name, struct json_value value)
{
    REQUIRE(object->count < RECORD_MEMBERS_MAX);
    object->names[object->count] = name;
    object->items[object->count++] = value;
}

struct json_value record_object_value(struct record_object *object)
{
    return (struct json_value){.kind = JSON_IS_OBJECT,
        .items = object->items,
        .names = object->names,
        .count = object->count};
}

struct json_value record_text_value(str text)
{
    return (struct json_value){.kind = JSON_IS_TEXT, .text = text};
}

struct json_value record_integer_value(int64_t integer)
{
    return (struct json_value){.kind = JSON_IS_INTEGER, .integer = integer};
}

str record_hash_text(struct arena *arena, const struct hash *hash)
{
    struct text text = text_in(arena);

    text_add_base64url(&text, hash->bytes, sizeof(hash->bytes));
    return text_str(&text);
}

bool record_read_hash(str text, struct hash *hash)
{
    size_t len = 0;

    return base64url_read(text, hash->bytes, sizeof(hash->bytes), &len) &&
        len == sizeof(hash->bytes);
}

bool record_is_visit(str s)
{
    uint8_t bytes[RECORD_VISIT_BYTES];
    size_t len = 0;

    return base64url_read(s, bytes, sizeof(bytes), &len) && len == sizeof(bytes);
}

bool record_is_origin(str s)
{
    for (size_t i = 0; i < s.len; i++)
        if (s.ptr[i] <= ' ' || s.ptr[i] > '~' || s.ptr[i] == '+')
            return false;
    return s.len > 0 && s.len <= RECORD_LOG_MAX;
}

bool record_is_key_id(str s)
{
    for (size_t i = 0; i < s.len; i++)
        if (!char_is_digit(s.ptr[i]) && (s.ptr[i] < 'a' || s.ptr[i] > 'f'))
            return false;
    return s.len == RECORD_KEY_ID_CHARS;
}

str record_instant_text(struct arena *arena, int64_t at)
{
    struct text text = text_in(arena);
    int64_t day = at / DAY_SECONDS - (at % DAY_SECONDS < 0);
    int32_t second = (int32_t)(at - day * DAY_SECONDS);
    struct moment moment = {
        .day = (int32_t)day, .minute = second / 60, .second = second % 60};

    text_add_moment(&text, &moment);
    /* In place of the offset, which is +00:00. */
    text.len -= STR("+00:00").len;
    text_add_byte(&text, 'Z');
    return text_str(&text);
}

bool record_read_instant(str text, int64_t *at)
{
    struct moment moment;

    if (text.len != STR("2025-01-24T11:15:00Z").len || !str_ends(text, STR("Z")) ||
        !moment_parse(text, &moment) || moment.second > 59)
        return false;
    *at = ((int64_t)moment.day * TIME_MINUTES + moment.minute) * 60 + moment.second;
    return true;
}
