/*
 * Templates: finding places, and escaping what comes there.
 */
#include "notify/template.h"

#include "notify/inside.h"
#include "json/json.h"

/* A place in a template: where it begins and ends, and what is to come there. */
struct place {
    size_t begin;
    size_t end;
    str name;
    bool is_xml;
};

/* Find the next place at or after `from`. */
static bool find_place(str source, size_t from, struct place *out)
{
    static const str xml = STR_INIT("|xml");

    for (size_t i = str_find_byte(source, '{', from); i < source.len;
         i = str_find_byte(source, '{', i + 1)) {
        size_t end = i + 1;

        while (end < source.len && char_is_lower(source.ptr[end]))
            end++;
        *out = (struct place){.begin = i, .name = str_slice(source, i + 1, end)};
        out->is_xml = str_starts(str_slice(source, end, source.len), xml);
        end += out->is_xml ? xml.len : 0;
        out->end = end + 1;
        if (out->name.len > 0 && end < source.len && source.ptr[end] == '}')
            return true;
    }
    return false;
}

enum { NAMES = 8 };

/* The names of places, and the value of each. */
static void list_values(
    const struct template_values *values, str names[NAMES], const str *out[NAMES])
{
    /* clang-format off */
    const struct { str name; const str *value; } rows[NAMES] = {
        {STR("to"),       &values->to},
        {STR("digits"),   &values->digits},
        {STR("words"),    &values->words},
        {STR("subject"),  &values->subject},
        {STR("link"),     &values->link},
        {STR("language"), &values->language},
        {STR("key"),      &values->key},
        {STR("secret"),   &values->secret},
    };
    /* clang-format on */

    for (size_t i = 0; i < NAMES; i++) {
        names[i] = rows[i].name;
        out[i] = rows[i].value;
    }
}

/* The value that belongs to a name; NULL when there is none. */
static const str *value_of(const struct template_values *values, str name)
{
    const str *found[NAMES];
    str names[NAMES];

    list_values(values, names, found);
    for (size_t i = 0; i < NAMES; i++)
        if (str_equal(names[i], name))
            return found[i];
    return NULL;
}

/* ---- escaping ---- */

static bool is_unreserved(char c)
{
    return char_is_lower(c) || char_is_upper(c) || char_is_digit(c) ||
        str_find_byte(STR("-._~"), c, 0) < STR("-._~").len;
}

static bool is_control(char c)
{
    return (unsigned char)c < ' ' || c == 0x7f;
}

static void add_percent(struct text *out, str value)
{
    for (size_t i = 0; i < value.len; i++) {
        if (is_unreserved(value.ptr[i]))
            text_add_byte(out, value.ptr[i]);
        else
            escape_add(out, '%', value.ptr[i]);
    }
}

static void add_plain(struct text *out, str value)
{
    for (size_t i = 0; i < value.len; i++)
        text_add_byte(out, is_control(value.ptr[i]) ? ' ' : value.ptr[i]);
}

static void add_json(struct text *out, struct arena *arena, str value)
{
    struct text quoted = text_in(arena);
    struct json_out json = json_start(&quoted, false);

    json_str(&json, value);
    json_done(&json);
    text_add(out, str_slice(text_str(&quoted), 1, text_str(&quoted).len - 1));
}

static str xml_of(struct arena *arena, str value)
{
    struct text out = text_in(arena);

    for (size_t i = 0; i < value.len; i++) {
        char c = value.ptr[i];

        if (c == '&')
            text_add(&out, STR("&amp;"));
        else if (c == '<')
            text_add(&out, STR("&lt;"));
        else if (c == '>')
            text_add(&out, STR("&gt;"));
        else if (c == '"')
            text_add(&out, STR("&quot;"));
        else if (c == '\'')
            text_add(&out, STR("&apos;"));
        else
            text_add_byte(&out, is_control(c) && c != '\n' ? ' ' : c);
    }
    return text_str(&out);
}

static void add_value(
    struct text *out, struct arena *arena, enum template_form form, str value)
{
    switch (form) {
    case TEMPLATE_HEADER:
        add_plain(out, value);
        break;
    case TEMPLATE_QUERY:
    case TEMPLATE_FORM:
        add_percent(out, value);
        break;
    case TEMPLATE_JSON:
        add_json(out, arena, value);
        break;
    }
}

/* ---- the whole ---- */

str template_fill(struct arena *arena, str source, enum template_form form,
    const struct template_values *values)
{
    struct text out = text_in(arena);
    struct place place;
    size_t at = 0;

    while (find_place(source, at, &place)) {
        const str *value = value_of(values, place.name);

        REQUIRE(value != NULL);
        text_add(&out, str_slice(source, at, place.begin));
        add_value(&out, arena, form, place.is_xml ? xml_of(arena, *value) : *value);
        at = place.end;
    }
    text_add(&out, str_slice(source, at, source.len));
    return text_str(&out);
}

bool template_has(str source, str name)
{
    struct place place;

    for (size_t at = 0; find_place(source, at, &place); at = place.end)
        if (str_equal(place.name, name))
            return true;
    return false;
}

size_t template_fixed(str source)
{
    struct place place;

    return find_place(source, 0, &place) ? place.begin : source.len;
}

static bool unknown(str name, struct err *err)
{
    static const struct template_values none = {.to = STR_INIT("")};
    const str *values[NAMES];
    str names[NAMES];

    list_values(&none, names, values);
    err_set(err, ERR_INVALID, STR("there is no place {"));
    err_add(err, name);
    err_add(err, STR("}; there are"));
    for (size_t i = 0; i < NAMES; i++) {
        err_add(err, STR(" {"));
        err_add(err, names[i]);
        err_add(err, STR("}"));
    }
    return false;
}

/* Outside of quotes a bare letter is no JSON. */
static bool check_json(str source, struct err *err)
{
    static const str x = STR_INIT("x");
    const struct template_values sample = {x, x, x, x, x, x, x, x};
    struct arena arena = {0};
    struct json_value value;
    bool good;

    good = json_read(
        &arena, template_fill(&arena, source, TEMPLATE_JSON, &sample), &value, err);
    arena_clear(&arena);
    return good || err_while(err, STR("with x in each place it is no JSON"));
}

bool template_check(str source, enum template_form form, struct err *err)
{
    static const struct template_values none = {.to = STR_INIT("")};
    struct place place;

    for (size_t at = 0; find_place(source, at, &place); at = place.end)
        if (value_of(&none, place.name) == NULL)
            return unknown(place.name, err);
    return form != TEMPLATE_JSON || check_json(source, err);
}
