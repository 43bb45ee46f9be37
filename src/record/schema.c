/*
 * The table of kinds as JSON Schema (draft 2020-12): one alternative a kind, told apart
 * by `kind`, nothing else allowed in it.
 *
 * Two schemas differ only in what is sealed: a payload has digests in its place, an
 * event the fields themselves.
 */
#include "record/inside.h"

struct writing {
    struct json_out out;
    bool sealed; /* whether sealed fields are there as digests only */
};

static void member_str(struct json_out *out, str key, str value)
{
    json_key(out, key);
    json_str(out, value);
}

static void member_i64(struct json_out *out, str key, int64_t value)
{
    json_key(out, key);
    json_i64(out, value);
}

static void member_ref(struct json_out *out, str key, str ref)
{
    json_key(out, key);
    json_object(out);
    member_str(out, STR("$ref"), ref);
    json_end(out);
}

static void write_list(struct json_out *out, str item, int64_t least, int64_t most)
{
    member_str(out, STR("type"), STR("array"));
    member_ref(out, STR("items"), item);
    member_i64(out, STR("minItems"), least);
    member_i64(out, STR("maxItems"), most);
}

static void write_choices(struct json_out *out, str choices)
{
    str word;

    json_key(out, STR("enum"));
    json_array(out);
    while (str_split(&choices, ' ', &word))
        json_str(out, word);
    json_end(out);
}

static void write_facts(struct json_out *out, int64_t most)
{
    member_str(out, STR("type"), STR("object"));
    member_ref(out, STR("propertyNames"), STR("#/$defs/name"));
    member_ref(out, STR("additionalProperties"), STR("#/$defs/value"));
    member_i64(out, STR("maxProperties"), most);
}

static void write_type(struct json_out *out, const struct record_field *field)
{
    switch (field->type) {
    case RECORD_TEXT:
        member_str(out, STR("type"), STR("string"));
        member_str(out, STR("$ref"), STR("#/$defs/text"));
        member_i64(out, STR("maxLength"), field->most);
        break;
    case RECORD_NAME:
        member_str(out, STR("$ref"), STR("#/$defs/name"));
        break;
    case RECORD_CHOICE:
        write_choices(out, field->choices);
        break;
    case RECORD_MOMENT:
        member_str(out, STR("$ref"), STR("#/$defs/moment"));
        break;
    case RECORD_DATE:
        member_str(out, STR("$ref"), STR("#/$defs/date"));
        break;
    case RECORD_SHA256:
        member_str(out, STR("$ref"), STR("#/$defs/sha256"));
        break;
    case RECORD_DIGEST:
        member_str(out, STR("$ref"), STR("#/$defs/digest"));
        break;
    case RECORD_INTEGER:
        member_str(out, STR("type"), STR("integer"));
        member_str(out, STR("$ref"), STR("#/$defs/number"));
        if (field->most > 0)
            member_i64(out, STR("maximum"), field->most);
        break;
    case RECORD_BOOL:
        member_str(out, STR("type"), STR("boolean"));
        break;
    case RECORD_VALUE:
        member_str(out, STR("$ref"), STR("#/$defs/value"));
        break;
    case RECORD_FACTS:
        write_facts(out, field->most);
        break;
    case RECORD_NAMES:
        write_list(out, STR("#/$defs/name"), 0, field->most);
        break;
    case RECORD_DIGESTS:
        write_list(out, STR("#/$defs/digest"), 1, field->most);
        break;
    default:
        write_list(out, STR("#/$defs/paragraph"), 1, field->most);
    }
}

static bool is_shown(const struct writing *w, const struct record_field *field)
{
    return !w->sealed || field->keep == RECORD_KEEP_CLEAR;
}

static void write_properties(struct writing *w, const struct record_kind_row *row)
{
    struct json_out *out = &w->out;

    json_key(out, STR("properties"));
    json_object(out);
    json_key(out, STR("v"));
    json_object(out);
    member_i64(out, STR("const"), 1);
    json_end(out);
    json_key(out, STR("kind"));
    json_object(out);
    member_str(out, STR("const"), row->name);
    json_end(out);
    member_ref(out, STR("log"), STR("#/$defs/origin"));
    member_ref(out, STR("at"), STR("#/$defs/instant"));
    if (row->place != RECORD_OUTSIDE) {
        member_ref(out, STR("visit"), STR("#/$defs/visit"));
        member_ref(out, STR("n"), STR("#/$defs/number"));
        member_ref(out, STR("prev"), STR("#/$defs/digest"));
    }
    member_ref(out, STR("anchor"), STR("#/$defs/anchor"));
    json_key(out, STR("exercise"));
    json_object(out);
    json_key(out, STR("const"));
    json_bool(out, true);
    json_end(out);
    if (w->sealed) {
        json_key(out, STR("_sd_alg"));
        json_object(out);
        member_str(out, STR("const"), STR("sha-256"));
        json_end(out);
        json_key(out, STR("_sd"));
        json_object(out);
        write_list(out, STR("#/$defs/digest"), row->digests, row->digests);
        json_key(out, STR("uniqueItems"));
        json_bool(out, true);
        json_end(out);
    }
    for (const struct record_field *f = row->fields; f->name.len > 0; f++) {
        if (!is_shown(w, f))
            continue;
        json_key(out, f->name);
        json_object(out);
        member_str(out, STR("description"), f->help);
        write_type(out, f);
        json_end(out);
    }
    json_end(out);
}

static void write_required(struct writing *w, const struct record_kind_row *row)
{
    struct json_out *out = &w->out;

    json_key(out, STR("required"));
    json_array(out);
    json_str(out, STR("v"));
    json_str(out, STR("kind"));
    json_str(out, STR("log"));
    json_str(out, STR("at"));
    if (row->place == RECORD_IN_VISIT) {
        json_str(out, STR("visit"));
        json_str(out, STR("n"));
    }
    if (w->sealed) {
        json_str(out, STR("_sd"));
        json_str(out, STR("_sd_alg"));
    }
    for (const struct record_field *f = row->fields; f->name.len > 0; f++)
        if (f->required && is_shown(w, f))
            json_str(out, f->name);
    json_end(out);
}

/* visit and n go together; prev belongs to all but the first. */
static void write_sequence(struct json_out *out)
{
    json_key(out, STR("dependentRequired"));
    json_object(out);
    json_key(out, STR("visit"));
    json_array(out);
    json_str(out, STR("n"));
    json_end(out);
    json_key(out, STR("n"));
    json_array(out);
    json_str(out, STR("visit"));
    json_end(out);
    json_end(out);
    json_key(out, STR("if"));
    json_object(out);
    json_key(out, STR("required"));
    json_array(out);
    json_str(out, STR("n"));
    json_end(out);
    json_key(out, STR("properties"));
    json_object(out);
    json_key(out, STR("n"));
    json_object(out);
    member_str(out, STR("type"), STR("integer"));
    member_i64(out, STR("minimum"), 1);
    json_end(out);
    json_end(out);
    json_end(out);
    json_key(out, STR("then"));
    json_object(out);
    json_key(out, STR("required"));
    json_array(out);
    json_str(out, STR("prev"));
    json_end(out);
    json_end(out);
    json_key(out, STR("else"));
    json_object(out);
    json_key(out, STR("properties"));
    json_object(out);
    json_key(out, STR("prev"));
    json_bool(out, false);
    json_end(out);
    json_end(out);
}

static void write_kind(struct writing *w, const struct record_kind_row *row)
{
    struct json_out *out = &w->out;

    json_object(out);
    member_str(out, STR("title"), row->name);
    member_str(out, STR("description"), row->help);
    member_str(out, STR("type"), STR("object"));
    write_properties(w, row);
    write_required(w, row);
    if (row->place != RECORD_OUTSIDE)
        write_sequence(out);
    json_key(out, STR("additionalProperties"));
    json_bool(out, false);
    json_end(out);
}

static void define_pattern(struct json_out *out, str name, str pattern)
{
    json_key(out, name);
    json_object(out);
    member_str(out, STR("type"), STR("string"));
    member_str(out, STR("pattern"), pattern);
    json_end(out);
}

static void define_name(struct json_out *out)
{
    json_key(out, STR("name"));
    json_object(out);
    member_str(out, STR("type"), STR("string"));
    member_str(out, STR("pattern"), STR("^[a-z][a-z0-9_]*$"));
    member_i64(out, STR("maxLength"), RECORD_NAME_MAX);
    json_key(out, STR("not"));
    json_object(out);
    json_key(out, STR("enum"));
    json_array(out);
    for (size_t i = 0; record_forbidden(i) != NULL; i++)
        json_str(out, *record_forbidden(i));
    json_end(out);
    json_end(out);
    json_end(out);
}

static void write_only_type(struct json_out *out, str type)
{
    json_object(out);
    member_str(out, STR("type"), type);
    json_end(out);
}

static void define_numbers(struct json_out *out)
{
    json_key(out, STR("number"));
    json_object(out);
    member_str(out, STR("type"), STR("integer"));
    member_i64(out, STR("minimum"), 0);
    member_i64(out, STR("maximum"), record_integer_max);
    json_end(out);
    json_key(out, STR("value"));
    json_object(out);
    json_key(out, STR("anyOf"));
    json_array(out);
    json_object(out);
    member_str(out, STR("type"), STR("string"));
    member_str(out, STR("$ref"), STR("#/$defs/text"));
    member_i64(out, STR("maxLength"), RECORD_VALUE_MAX);
    json_end(out);
    json_object(out);
    member_str(out, STR("type"), STR("integer"));
    member_i64(out, STR("minimum"), -record_integer_max);
    member_i64(out, STR("maximum"), record_integer_max);
    json_end(out);
    write_only_type(out, STR("boolean"));
    write_only_type(out, STR("null"));
    json_end(out);
    json_end(out);
}

static void define_anchor(struct json_out *out)
{
    json_key(out, STR("anchor"));
    json_object(out);
    member_str(out, STR("type"), STR("object"));
    json_key(out, STR("properties"));
    json_object(out);
    member_ref(out, STR("root"), STR("#/$defs/digest"));
    member_ref(out, STR("size"), STR("#/$defs/number"));
    json_end(out);
    json_key(out, STR("required"));
    json_array(out);
    json_str(out, STR("root"));
    json_str(out, STR("size"));
    json_end(out);
    json_key(out, STR("additionalProperties"));
    json_bool(out, false);
    json_end(out);
}

static void define_types(struct json_out *out)
{
    json_key(out, STR("$defs"));
    json_object(out);
    define_pattern(out, STR("text"),
        STR("^[^\\u0000-\\u0020\\u007f]([^\\u0000-\\u001f\\u007f]*"
            "[^\\u0000-\\u0020\\u007f])?$"));
    json_key(out, STR("paragraph"));
    json_object(out);
    member_str(out, STR("type"), STR("string"));
    member_str(out, STR("pattern"),
        STR("^[^\\u0000-\\u0020\\u007f]([^\\u0000-\\u0008\\u000b-\\u001f\\u007f]*"
            "[^\\u0000-\\u0020\\u007f])?$"));
    member_i64(out, STR("maxLength"), RECORD_PARAGRAPH_MAX);
    json_end(out);
    define_name(out);
    define_pattern(out, STR("moment"),
        STR("^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}"
            "(Z|[+-][0-9]{2}:[0-9]{2})$"));
    define_pattern(out, STR("instant"),
        STR("^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$"));
    define_pattern(out, STR("date"), STR("^[0-9]{4}-[0-9]{2}-[0-9]{2}$"));
    define_pattern(out, STR("sha256"), STR("^sha256:[0-9a-f]{64}$"));
    define_pattern(out, STR("digest"), STR("^[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]$"));
    define_pattern(out, STR("visit"), STR("^[A-Za-z0-9_-]{21}[AQgw]$"));
    define_pattern(out, STR("origin"), STR("^[!-*,-~]{1,120}$"));
    define_numbers(out);
    define_anchor(out);
    json_end(out);
}

static void write_schema(struct text *text, str title, bool sealed)
{
    struct writing w = {json_start(text, true), sealed};
    struct json_out *out = &w.out;

    json_object(out);
    member_str(
        out, STR("$schema"), STR("https://json-schema.org/draft/2020-12/schema"));
    member_str(out, STR("title"), title);
    json_key(out, STR("oneOf"));
    json_array(out);
    for (uint32_t kind = 0; kind < RECORD_KIND_COUNT; kind++)
        write_kind(&w, record_kind_row((enum record_kind)kind));
    json_end(out);
    define_types(out);
    json_end(out);
    json_done(out);
    text_add_byte(text, '\n');
}

void record_write_payload_schema(struct text *text)
{
    write_schema(text, STR("The payload of a leaf of a Vestibule record"), true);
}

void record_write_event_schema(struct text *text)
{
    write_schema(
        text, STR("An event of a Vestibule record, all its fields disclosed"), false);
}
