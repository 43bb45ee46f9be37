/*
 * object: the fields of an event, put together by hand.
 *
 *     struct record_object fields = {0};
 *
 *     record_put(&fields, STR("key"), record_text_value(vkey));
 *     event.fields = record_object_value(&fields);
 *
 * Values and names are borrowed; the object must outlive what is made of it.
 */
#ifndef VESTIBULE_RECORD_OBJECT_H
#define VESTIBULE_RECORD_OBJECT_H

#include "record/kinds.h"
#include "json/json.h"

enum { RECORD_MEMBERS_MAX = 12 + RECORD_FIELDS_MAX };

struct record_object {
    struct json_value items[RECORD_MEMBERS_MAX];
    str names[RECORD_MEMBERS_MAX];
    size_t count;
};

void record_put(struct record_object *object, str name, struct json_value value);
struct json_value record_object_value(struct record_object *object);

struct json_value record_text_value(str text);
struct json_value record_integer_value(int64_t integer);

#endif
