/*
 * Facts in their JSON form.
 *
 * A member that nobody knows is an error, not ignored: a misspelt fact that is
 * quietly left unknown would change the decision.
 */
#include "json/inside.h"

static bool wrong_kind(str name, str wanted, enum json_kind kind, struct err *err)
{
    err_set(err, ERR_INVALID, name);
    err_add(err, STR(": write "));
    err_add(err, wanted);
    err_add(err, STR(", or null when it is not known; this is "));
    return err_add(err, json_kind_words(kind));
}

static bool read_number(const struct image *image, uint32_t fact,
    const struct json_value *value, int32_t *out, struct err *err)
{
    char digits[24];
    struct text text = text_fixed(digits, sizeof(digits));

    if (value->kind != JSON_IS_INTEGER)
        return wrong_kind(json_fact_name(image, fact), STR("a whole number, unquoted"),
            value->kind, err);
    text_add_i64(&text, value->integer);
    return json_read_fact(image, fact, text_str(&text), out, err);
}

static bool read_text(const struct image *image, uint32_t fact, str wanted,
    const struct json_value *value, int32_t *out, struct err *err)
{
    if (value->kind != JSON_IS_TEXT)
        return wrong_kind(json_fact_name(image, fact), wanted, value->kind, err);
    if (str_trim(value->text).len == 0) {
        err_set(err, ERR_INVALID, json_fact_name(image, fact));
        return err_add(
            err, STR(": an empty text says nothing; write null when it is not known"));
    }
    return json_read_fact(image, fact, value->text, out, err);
}

static bool read_value(const struct image *image, uint32_t fact,
    const struct json_value *value, int32_t *out, struct err *err)
{
    *out = FACT_UNKNOWN;
    if (value->kind == JSON_IS_NULL)
        return true;
    switch (image_item(image, SECTION_FACTS, fact)[FACT_KIND]) {
    case IMAGE_YES_NO:
        *out = value->truth;
        return value->kind == JSON_IS_BOOL ||
            wrong_kind(json_fact_name(image, fact), STR("true or false, unquoted"),
                value->kind, err);
    case IMAGE_CHOICE:
        return read_text(
            image, fact, STR("the name of a value in quotes"), value, out, err);
    case IMAGE_DATE:
        return read_text(image, fact, STR("a date in quotes"), value, out, err);
    case IMAGE_TIME:
        return read_text(image, fact, STR("a time in quotes"), value, out, err);
    default:
        return read_number(image, fact, value, out, err);
    }
}

static bool read_all(const struct image *image, const struct json_value *object,
    int32_t *facts, struct err *err)
{
    if (object->kind != JSON_IS_OBJECT)
        return wrong_kind(STR("facts"), STR("an object"), object->kind, err);
    for (size_t i = 0; i < object->count; i++) {
        uint32_t fact;
        int32_t value;

        if (!json_find_fact(image, object->names[i], &fact, err) ||
            !read_value(image, fact, &object->items[i], &value, err))
            return false;
        facts[fact] = value;
    }
    return true;
}

static bool read_at(const struct json_value *value, struct moment *at, struct err *err)
{
    if (value->kind != JSON_IS_TEXT || !moment_parse(value->text, at))
        return err_set(err, ERR_INVALID,
            STR("at: write a moment as in \"2025-01-24T11:15:00-06:00\""));
    return true;
}

static bool unknown_member(const struct image *image, str name, struct err *err)
{
    static const str known[] = {STR_INIT("at"), STR_INIT("facts")};

    err_set(err, ERR_INVALID, STR("the member `"));
    err_add(err, name);
    err_add(err, STR("` is not known"));
    if (image_find_fact(image, name) != IMAGE_ABSENT)
        return err_add(err, STR("; facts stand inside \"facts\": {...}"));
    return json_add_hint(err, name, known, COUNT_OF(known));
}

bool json_read_facts(struct arena *arena, str source, const struct image *image,
    int32_t *facts, struct moment *at, bool *has_at, struct err *err)
{
    return json_quick_facts(source, image, facts, at, has_at) ||
        json_full_facts(arena, source, image, facts, at, has_at, err);
}

bool json_full_facts(struct arena *arena, str source, const struct image *image,
    int32_t *facts, struct moment *at, bool *has_at, struct err *err)
{
    struct json_value root;

    *has_at = false;
    if (!json_read(arena, source, &root, err))
        return false;
    if (root.kind != JSON_IS_OBJECT)
        return err_set(err, ERR_INVALID,
            STR("facts are an object, as in {\"facts\": {\"agency\": \"ice\"}}"));
    for (size_t i = 0; i < root.count; i++) {
        const struct json_value *value = &root.items[i];
        bool done;

        if (str_equal(root.names[i], STR("facts"))) {
            done = read_all(image, value, facts, err);
        } else if (str_equal(root.names[i], STR("at"))) {
            *has_at = value->kind != JSON_IS_NULL;
            done = !*has_at || read_at(value, at, err);
        } else {
            done = unknown_member(image, root.names[i], err);
        }
        if (!done)
            return false;
    }
    return true;
}

str json_words(struct arena *arena, const struct json_value *value)
{
    struct text digits = text_in(arena);

    switch (value->kind) {
    case JSON_IS_TEXT:
        return value->text;
    case JSON_IS_BOOL:
        return value->truth ? STR("yes") : STR("no");
    case JSON_IS_INTEGER:
        text_add_i64(&digits, value->integer);
        return text_str(&digits);
    default:
        return STR("");
    }
}
