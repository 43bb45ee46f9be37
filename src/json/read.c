/*
 * Reading JSON: jansson parses, what it found is copied to our arena.
 *
 * jansson recurses as deep as its input, so brackets are counted first.
 */
#include "json/json.h"

/* jansson's makers bear the names of functions of our writer.  Nothing is made
 * here, so they step aside while its header is read. */
#define json_object jansson_object
#define json_array  jansson_array
#define json_null   jansson_null
#include <jansson.h>
#undef json_object
#undef json_array
#undef json_null

/* Deeper than any bracket outside a text; texts are skipped, `\"` inside too. */
static bool is_too_deep(str source)
{
    size_t depth = 0;
    bool in_text = false;

    for (size_t i = 0; i < source.len; i++) {
        char c = source.ptr[i];

        if (in_text && c == '\\')
            i++;
        else if (c == '"')
            in_text = !in_text;
        else if (!in_text && (c == '[' || c == '{') && ++depth > JSON_MAX_DEPTH)
            return true;
        else if (!in_text && (c == ']' || c == '}') && depth > 0)
            depth--;
    }
    return false;
}

static void copy_value(struct arena *arena, const json_t *from, struct json_value *to);

static void copy_object(struct arena *arena, const json_t *from, struct json_value *to)
{
    json_t *whole = (json_t *)from; /* jansson walks objects that may change */
    size_t at = 0;

    to->kind = JSON_IS_OBJECT;
    to->count = json_object_size(from);
    to->items = ARENA_ARRAY(arena, struct json_value, to->count);
    to->names = ARENA_ARRAY(arena, str, to->count);
    for (void *i = json_object_iter(whole); i != NULL;
         i = json_object_iter_next(whole, i)) {
        to->names[at] = arena_str(
            arena, (str){json_object_iter_key(i), json_object_iter_key_len(i)});
        copy_value(arena, json_object_iter_value(i), &to->items[at++]);
    }
}

static void copy_array(struct arena *arena, const json_t *from, struct json_value *to)
{
    to->kind = JSON_IS_ARRAY;
    to->count = json_array_size(from);
    to->items = ARENA_ARRAY(arena, struct json_value, to->count);
    for (size_t i = 0; i < to->count; i++)
        copy_value(arena, json_array_get(from, i), &to->items[i]);
}

static void copy_value(struct arena *arena, const json_t *from, struct json_value *to)
{
    switch (json_typeof(from)) {
    case JSON_OBJECT:
        copy_object(arena, from, to);
        break;
    case JSON_ARRAY:
        copy_array(arena, from, to);
        break;
    case JSON_STRING:
        to->kind = JSON_IS_TEXT;
        to->text =
            arena_str(arena, (str){json_string_value(from), json_string_length(from)});
        break;
    case JSON_INTEGER:
        to->kind = JSON_IS_INTEGER;
        to->integer = json_integer_value(from);
        break;
    case JSON_REAL:
        to->kind = JSON_IS_REAL;
        break;
    case JSON_TRUE:
    case JSON_FALSE:
        to->kind = JSON_IS_BOOL;
        to->truth = json_is_true(from);
        break;
    default:
        to->kind = JSON_IS_NULL;
    }
}

static bool not_json(struct err *err, const json_error_t *error)
{
    err_set(err, ERR_INVALID, STR("not valid JSON, line "));
    err_add_i64(err, error->line);
    err_add(err, STR(", column "));
    err_add_i64(err, error->column);
    err_add(err, STR(": "));
    return err_add(err, str_from(error->text));
}

bool json_read(struct arena *arena, str source, struct json_value *out, struct err *err)
{
    json_error_t error;
    json_t *root;

    if (source.len > JSON_MAX_BYTES)
        return err_set(err, ERR_LIMIT, STR("more JSON than is accepted (16 MiB)"));
    if (str_trim(source).len == 0)
        return err_set(err, ERR_INVALID, STR("there is no JSON here, it is empty"));
    if (is_too_deep(source))
        return err_set(err, ERR_LIMIT, STR("JSON nested more than 64 deep"));
    root = json_loadb(
        source.ptr, source.len, JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL, &error);
    if (root == NULL)
        return not_json(err, &error);
    *out = (struct json_value){0};
    copy_value(arena, root, out);
    json_decref(root);
    return true;
}

const struct json_value *json_find(const struct json_value *object, str name)
{
    if (object == NULL || object->kind != JSON_IS_OBJECT)
        return NULL;
    for (size_t i = 0; i < object->count; i++)
        if (str_equal(object->names[i], name))
            return &object->items[i];
    return NULL;
}

void json_write(struct json_out *json, const struct json_value *value)
{
    switch (value->kind) {
    case JSON_IS_BOOL:
        json_bool(json, value->truth);
        break;
    case JSON_IS_INTEGER:
        json_i64(json, value->integer);
        break;
    case JSON_IS_TEXT:
        json_str(json, value->text);
        break;
    case JSON_IS_ARRAY:
        json_array(json);
        for (size_t i = 0; i < value->count; i++)
            json_write(json, &value->items[i]);
        json_end(json);
        break;
    case JSON_IS_OBJECT:
        json_object(json);
        for (size_t i = 0; i < value->count; i++) {
            json_key(json, value->names[i]);
            json_write(json, &value->items[i]);
        }
        json_end(json);
        break;
    default:
        json_null(json);
    }
}

str json_kind_words(enum json_kind kind)
{
    static const str words[] = {
        [JSON_IS_NULL] = STR_INIT("null"),
        [JSON_IS_BOOL] = STR_INIT("true or false"),
        [JSON_IS_INTEGER] = STR_INIT("a whole number"),
        [JSON_IS_REAL] = STR_INIT("a number that is not whole"),
        [JSON_IS_TEXT] = STR_INIT("a text"),
        [JSON_IS_ARRAY] = STR_INIT("an array"),
        [JSON_IS_OBJECT] = STR_INIT("an object"),
    };

    return words[kind];
}
