/*
 * Whether an event is as the table of kinds asks.  Everything that is wrong is said at
 * once, with what to do, so that nobody has to submit an event five times.
 */
#include "record/inside.h"

void record_add_mistake(
    struct arena *arena, struct record_mistakes *mistakes, str field, str text)
{
    mistakes->items = arena_grow(arena, mistakes->items, mistakes->count,
        &mistakes->capacity, sizeof(*mistakes->items));
    mistakes->items[mistakes->count++] = (struct record_mistake){field, text};
}

/* A field that the kind does not have. */
static void unknown_field(struct arena *arena, enum record_kind kind, str name,
    struct record_mistakes *mistakes)
{
    const struct record_kind_row *row = record_kind_row(kind);
    struct text text = text_in(arena);
    str names[RECORD_FIELDS_MAX];
    size_t count = record_field_count(kind);
    size_t near;

    for (size_t i = 0; i < count; i++)
        names[i] = row->fields[i].name;
    near = json_nearest(name, names, count);
    if (record_is_forbidden(name)) {
        text_add(&text, STR("this must never be recorded; leave it out"));
    } else if (near < count) {
        text_add(&text, STR("there is no such field; did you mean `"));
        text_add(&text, names[near]);
        text_add(&text, STR("`?"));
    } else {
        text_add(&text, STR("there is no such field; there are "));
        for (size_t i = 0; i < count; i++) {
            text_add(&text, i > 0 ? STR(", ") : STR(""));
            text_add(&text, names[i]);
        }
    }
    record_add_mistake(arena, mistakes, name, text_str(&text));
}

static void missing_field(struct arena *arena, const struct record_field *field,
    struct record_mistakes *mistakes)
{
    struct text text = text_in(arena);

    text_add(&text, STR("is missing; give "));
    text_add(&text, record_type_words(field->type));
    text_add(&text, STR(": "));
    text_add(&text, field->help);
    record_add_mistake(arena, mistakes, field->name, text_str(&text));
}

static void check_fields(struct arena *arena, const struct record_event *event,
    struct record_mistakes *mistakes)
{
    const struct record_kind_row *row = record_kind_row(event->kind);
    const struct json_value *fields = &event->fields;

    for (size_t i = 0; i < fields->count; i++) {
        const struct record_field *field =
            record_find_field(event->kind, fields->names[i]);

        if (field == NULL)
            unknown_field(arena, event->kind, fields->names[i], mistakes);
        else
            (void)record_check_new_value(arena, field, &fields->items[i], mistakes);
        for (size_t j = 0; j < i; j++)
            if (str_equal(fields->names[i], fields->names[j]))
                record_add_mistake(arena, mistakes, fields->names[i],
                    STR("is given twice; give it once"));
    }
    for (size_t i = 0; i < record_field_count(event->kind); i++)
        if (row->fields[i].required && record_value(event, row->fields[i].name) == NULL)
            missing_field(arena, &row->fields[i], mistakes);
}

static void check_visit(struct arena *arena, const struct record_event *event,
    struct record_mistakes *mistakes)
{
    enum record_place place = record_kind_row(event->kind)->place;

    if (event->visit.len == 0 && place == RECORD_IN_VISIT)
        record_add_mistake(arena, mistakes, STR("visit"),
            STR("is missing; this kind of event belongs to a visit"));
    if (event->visit.len > 0 && place == RECORD_OUTSIDE)
        record_add_mistake(arena, mistakes, STR("visit"),
            STR("this kind of event belongs to no visit; leave it out"));
    if (event->visit.len > 0 && !record_is_visit(event->visit))
        record_add_mistake(arena, mistakes, STR("visit"),
            STR("is not the name of a visit; give 16 bytes as 22 characters of "
                "base64url"));
}

/* Whether there are no more fields than any kind has; more are not looked at. */
static bool check_count(struct arena *arena, const struct record_event *event,
    struct record_mistakes *mistakes)
{
    struct text text = text_in(arena);

    if (event->fields.count <= RECORD_FIELDS_MAX)
        return true;
    text_add(&text, STR("there are "));
    text_add_u64(&text, event->fields.count);
    text_add(&text, STR("; this kind of event has "));
    text_add_u64(&text, record_field_count(event->kind));
    record_add_mistake(arena, mistakes, STR("fields"), text_str(&text));
    return false;
}

bool record_check(struct arena *arena, const struct record_event *event,
    struct record_mistakes *mistakes)
{
    size_t before = mistakes->count;

    if (event->fields.kind != JSON_IS_OBJECT)
        record_add_mistake(arena, mistakes, STR("fields"),
            STR("give an object, as in {\"fact\": \"agency\", \"value\": \"ice\"}"));
    else if (check_count(arena, event, mistakes))
        check_fields(arena, event, mistakes);
    check_visit(arena, event, mistakes);
    return mistakes->count == before;
}

bool record_refuse(struct err *err, const struct record_event *event,
    const struct record_mistakes *mistakes)
{
    err_set(err, ERR_INVALID, record_kind_row(event->kind)->name);
    for (size_t i = 0; i < mistakes->count; i++) {
        err_add(err, i > 0 ? STR("; ") : STR(": "));
        err_add(err, mistakes->items[i].field);
        err_add(err, STR(": "));
        err_add(err, mistakes->items[i].text);
    }
    return false;
}

void record_add_content(struct text *text, const struct record_event *event)
{
    struct record_object content = {0};
    struct json_value value;

    record_put(
        &content, STR("kind"), record_text_value(record_kind_row(event->kind)->name));
    record_put(&content, STR("visit"), record_text_value(event->visit));
    record_put(&content, STR("exercise"),
        (struct json_value){.kind = JSON_IS_BOOL, .truth = event->exercise});
    record_put(&content, STR("fields"), event->fields);
    value = record_object_value(&content);
    record_write_canonical(text, &value);
}

const struct json_value *record_value(const struct record_event *event, str field)
{
    return json_find(&event->fields, field);
}
