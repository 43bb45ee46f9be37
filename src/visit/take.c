/*
 * Taking values out of events: copied, since events do not live long.
 */
#include "visit/inside.h"

static struct json_value copy_value(struct arena *arena, const struct json_value *value)
{
    struct json_value copy = *value;

    copy.text = arena_str(arena, value->text);
    copy.items = NULL;
    copy.names = NULL;
    return copy;
}

/* Members in the order of their names, as the record writes them: the same event, before
 * and after it was recorded, gives the same. */
static void sort_members(struct json_value *object)
{
    for (size_t i = 1; i < object->count; i++)
        for (size_t j = i;
             j > 0 && str_compare(object->names[j], object->names[j - 1]) < 0; j--) {
            struct json_value item = object->items[j];
            str name = object->names[j];

            object->items[j] = object->items[j - 1];
            object->names[j] = object->names[j - 1];
            object->items[j - 1] = item;
            object->names[j - 1] = name;
        }
}

/* Values of events are flat: a list, or an object, of values that are neither. */
struct json_value visit_copy(
    struct visit *visit, const struct record_event *event, str field)
{
    const struct json_value *value = record_value(event, field);
    struct arena *arena = &visit->arena;
    struct json_value copy;

    if (value == NULL)
        return (struct json_value){.kind = JSON_IS_NULL};
    copy = copy_value(arena, value);
    if (value->kind != JSON_IS_ARRAY && value->kind != JSON_IS_OBJECT)
        return copy;
    copy.items = ARENA_ARRAY(arena, struct json_value, value->count);
    copy.names = ARENA_ARRAY(arena, str, value->count);
    for (size_t i = 0; i < value->count; i++) {
        copy.items[i] = copy_value(arena, &value->items[i]);
        if (value->kind == JSON_IS_OBJECT)
            copy.names[i] = arena_str(arena, value->names[i]);
    }
    if (value->kind == JSON_IS_OBJECT)
        sort_members(&copy);
    return copy;
}

str visit_text(struct visit *visit, const struct record_event *event, str field)
{
    const struct json_value *value = record_value(event, field);

    return value != NULL && value->kind == JSON_IS_TEXT
        ? arena_str(&visit->arena, value->text)
        : (str){0};
}

int64_t visit_integer(const struct record_event *event, str field)
{
    const struct json_value *value = record_value(event, field);

    return value != NULL && value->kind == JSON_IS_INTEGER ? value->integer : -1;
}

struct visit_texts visit_texts(
    struct visit *visit, const struct record_event *event, str field)
{
    const struct json_value *list = record_value(event, field);
    struct visit_texts texts = {0};

    if (list == NULL || list->kind != JSON_IS_ARRAY)
        return texts;
    texts.items = ARENA_ARRAY(&visit->arena, str, list->count);
    for (size_t i = 0; i < list->count; i++)
        if (list->items[i].kind == JSON_IS_TEXT)
            texts.items[texts.count++] = arena_str(&visit->arena, list->items[i].text);
    return texts;
}
