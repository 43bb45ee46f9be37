/*
 * The JSON writer: a stack of what is open, and whether it has a member yet.
 *
 * Whatever bytes come in, what goes out is valid UTF-8 and valid JSON; using the
 * writer in the wrong order is a bug and stops the program.
 */
#include "base/json_out.h"

#include "base/text.h"

struct json_out json_start(struct text *text, bool pretty)
{
    return (struct json_out){.text = text, .pretty = pretty};
}

static void new_line(struct json_out *json)
{
    if (!json->pretty)
        return;
    text_add_byte(json->text, '\n');
    text_add_repeated(json->text, ' ', (size_t)json->depth * 2);
}

/* Put what must stand between the last value and the next. */
static void separate(struct json_out *json)
{
    if (json->after_key) {
        json->after_key = false;
        return;
    }
    if (json->depth == 0)
        return;
    REQUIRE(json->closer[json->depth - 1] == ']');
    if (json->filled[json->depth - 1])
        text_add_byte(json->text, ',');
    json->filled[json->depth - 1] = true;
    new_line(json);
}

static void begin(struct json_out *json, char opener, char closer)
{
    separate(json);
    REQUIRE(json->depth < JSON_OUT_DEPTH);
    text_add_byte(json->text, opener);
    json->closer[json->depth] = closer;
    json->filled[json->depth] = false;
    json->depth++;
}

void json_object(struct json_out *json)
{
    begin(json, '{', '}');
}

void json_array(struct json_out *json)
{
    begin(json, '[', ']');
}

void json_end(struct json_out *json)
{
    REQUIRE(json->depth > 0 && !json->after_key);
    json->depth--;
    if (json->filled[json->depth])
        new_line(json);
    text_add_byte(json->text, json->closer[json->depth]);
}

static bool wants_escape(char c)
{
    return c == '"' || c == '\\' || (unsigned char)c < 0x20 || c == 0x7f;
}

static void add_escape(struct text *text, char c)
{
    uint8_t byte = (uint8_t)c;

    if (c == '"' || c == '\\') {
        text_add_byte(text, '\\');
        text_add_byte(text, c);
    } else if (c == '\n') {
        text_add(text, STR("\\n"));
    } else if (c == '\t') {
        text_add(text, STR("\\t"));
    } else {
        text_add(text, STR("\\u00"));
        text_add_hex(text, &byte, 1);
    }
}

/* Some byte of these eight is zero; now and then also said when none is. */
static bool has_zero(uint64_t eight)
{
    return ((eight - 0x0101010101010101u) & ~eight & 0x8080808080808080u) != 0;
}

/* The place from `at` on behind ASCII that needs no escape, which most texts are. */
static size_t skip_plain(str s, size_t at)
{
    for (uint64_t eight; s.len - at >= sizeof(eight); at += sizeof(eight)) {
        memcpy(&eight, s.ptr + at, sizeof(eight));
        if (((eight | (eight - 0x2020202020202020u)) & 0x8080808080808080u) != 0 ||
            has_zero(eight ^ 0x2222222222222222u) ||
            has_zero(eight ^ 0x5c5c5c5c5c5c5c5cu) ||
            has_zero(eight ^ 0x7f7f7f7f7f7f7f7fu))
            break;
    }
    while (at < s.len && (unsigned char)s.ptr[at] < 0x80 && !wants_escape(s.ptr[at]))
        at++;
    return at;
}

/* From `at` on, where something is that is not plain. */
static void add_escaped(struct text *text, str s, size_t at)
{
    size_t start = 0; /* of what was read but not yet written */
    size_t invalid = str_invalid_utf8(s);

    for (; at < s.len; at = skip_plain(s, at + 1)) {
        if (at != invalid && !wants_escape(s.ptr[at]))
            continue;
        text_add(text, str_slice(s, start, at));
        start = at + 1;
        if (at == invalid) {
            text_add(text, STR("\xef\xbf\xbd"));
            invalid = start + str_invalid_utf8(str_slice(s, start, s.len));
        } else {
            add_escape(text, s.ptr[at]);
        }
    }
    text_add(text, str_slice(s, start, s.len));
}

static void add_string(struct text *text, str s)
{
    size_t at = skip_plain(s, 0);

    text_add_byte(text, '"');
    if (at == s.len)
        text_add(text, s);
    else
        add_escaped(text, s, at);
    text_add_byte(text, '"');
}

void json_key(struct json_out *json, str key)
{
    REQUIRE(
        json->depth > 0 && json->closer[json->depth - 1] == '}' && !json->after_key);
    if (json->filled[json->depth - 1])
        text_add_byte(json->text, ',');
    json->filled[json->depth - 1] = true;
    new_line(json);
    add_string(json->text, key);
    text_add(json->text, json->pretty ? STR(": ") : STR(":"));
    json->after_key = true;
}

void json_str(struct json_out *json, str value)
{
    separate(json);
    add_string(json->text, value);
}

void json_bool(struct json_out *json, bool value)
{
    separate(json);
    text_add(json->text, value ? STR("true") : STR("false"));
}

void json_null(struct json_out *json)
{
    separate(json);
    text_add(json->text, STR("null"));
}

void json_i64(struct json_out *json, int64_t value)
{
    separate(json);
    text_add_i64(json->text, value);
}

void json_decimal(struct json_out *json, double value, unsigned places)
{
    separate(json);
    text_add_decimal(json->text, value, places);
}

void json_digits(struct json_out *json, str digits)
{
    separate(json);
    text_add(json->text, digits);
}

void json_done(const struct json_out *json)
{
    REQUIRE(json->depth == 0 && !json->after_key);
}
