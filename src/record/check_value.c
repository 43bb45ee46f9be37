/*
 * Whether a value is of its field's type and within its limits.
 *
 * Texts are kept as they come: they must have no spaces around them and no control
 * characters, so that two that look the same are the same in a search.  For that a new
 * one must be normal (NFC), too.  One that was recorded is what it is.
 */
#include "record/inside.h"

/* Where a mistake is to be noted, and about what. */
struct checking {
    struct arena *arena;
    const struct record_field *field;
    struct record_mistakes *mistakes;
    str member;  /* of facts: its name; otherwise empty */
    size_t item; /* of a list, from 1; otherwise 0 */
    bool is_new; /* it is about to be recorded */
};

/* Note a mistake in "field", "field.member" or "field[item]"; always false. */
static bool wrong(const struct checking *c, str what)
{
    struct text where = text_in(c->arena);

    text_add(&where, c->field->name);
    if (c->member.len > 0) {
        text_add(&where, STR("."));
        text_add(&where, str_slice(c->member, 0, RECORD_NAME_MAX));
    }
    if (c->item > 0) {
        text_add(&where, STR("["));
        text_add_u64(&where, c->item);
        text_add(&where, STR("]"));
    }
    record_add_mistake(c->arena, c->mistakes, text_str(&where), what);
    return false;
}

static bool wrong_kind(const struct checking *c, str wanted, enum json_kind kind)
{
    struct text text = text_in(c->arena);

    text_add(&text, STR("give "));
    text_add(&text, wanted);
    text_add(&text, STR("; this is "));
    text_add(&text, json_kind_words(kind));
    return wrong(c, text_str(&text));
}

/* Note that something is longer than `most` of `unit`. */
static bool too_long(const struct checking *c, size_t is, size_t most, str unit)
{
    struct text text = text_in(c->arena);

    text_add(&text, STR("has "));
    text_add_u64(&text, is);
    text_add(&text, unit);
    text_add(&text, STR("; at most "));
    text_add_u64(&text, most);
    text_add(&text, STR(" are kept"));
    return wrong(c, text_str(&text));
}

/* Whether `s` is spelt as Unicode's form NFC has it. */
static bool check_normal(const struct checking *c, str s)
{
    size_t place = record_abnormal(c->arena, s);
    struct text text = text_in(c->arena);

    if (place == s.len)
        return true;
    while (place > 0 && ((unsigned char)s.ptr[place] & 0xc0) == 0x80)
        place--;
    text_add(&text, STR("is not in Unicode's normal form NFC at character "));
    text_add_u64(&text, str_width(str_slice(s, 0, place)) + 1);
    text_add(&text,
        STR("; normalise the text before anything is computed of it (in a browser: "
            "text.normalize())"));
    return wrong(c, text_str(&text));
}

/* Whether `s` is text of 1 to `most` characters without control characters; line
 * ends and tabs may stand inside where `lines` are allowed. */
static bool check_words(const struct checking *c, str s, size_t most, bool lines)
{
    if (str_invalid_utf8(s) < s.len)
        return wrong(c, STR("is not UTF-8"));
    for (size_t i = 0; i < s.len; i++) {
        bool line = s.ptr[i] == '\n' || s.ptr[i] == '\t';

        if (((unsigned char)s.ptr[i] < 0x20 && !(lines && line)) || s.ptr[i] == 0x7f)
            return wrong(c,
                lines ? STR("holds a control character; take it out")
                      : STR("holds a line end or another control character; write "
                            "one line"));
    }
    if (s.len == 0)
        return wrong(c, STR("is empty; leave the field out when there is nothing"));
    if (str_trim(s).len < s.len)
        return wrong(c, STR("begins or ends with a space; take it off"));
    if (str_width(s) > most)
        return too_long(c, str_width(s), most, STR(" characters"));
    return !c->is_new || check_normal(c, s);
}

static bool check_name(const struct checking *c, str s)
{
    bool good = s.len > 0 && char_is_lower(s.ptr[0]);

    for (size_t i = 1; i < s.len && good; i++)
        good = char_is_lower(s.ptr[i]) || char_is_digit(s.ptr[i]) || s.ptr[i] == '_';
    if (!good)
        return wrong(c,
            STR("is not a name; a name is spelt like law_department, beginning with "
                "a letter"));
    if (s.len > RECORD_NAME_MAX)
        return too_long(c, s.len, RECORD_NAME_MAX, STR(" characters"));
    if (record_is_forbidden(s))
        return wrong(c,
            STR("names what must never be recorded (immigration status, nationality, "
                "origin, faith); leave it out"));
    return true;
}

static bool check_choice(const struct checking *c, str s)
{
    str names[RECORD_FIELDS_MAX];
    struct text text = text_in(c->arena);
    str rest = c->field->choices;
    size_t count = 0;
    size_t near;

    while (count < RECORD_FIELDS_MAX && str_split(&rest, ' ', &names[count])) {
        if (str_equal(names[count], s))
            return true;
        count++;
    }
    near = json_nearest(s, names, count);
    text_add(&text, STR("`"));
    text_add(&text, str_slice(s, 0, RECORD_NAME_MAX));
    text_add(&text, STR("` is not one of its values; "));
    text_add(&text, near < count ? STR("did you mean `") : STR("there are "));
    for (size_t i = 0; i < count && near == count; i++) {
        text_add(&text, i > 0 ? STR(", ") : STR(""));
        text_add(&text, names[i]);
    }
    if (near < count) {
        text_add(&text, names[near]);
        text_add(&text, STR("`?"));
    }
    return wrong(c, text_str(&text));
}

static bool check_moment(const struct checking *c, str s)
{
    struct moment moment;
    size_t zone = s.len < 20 ? 0 : s.len - 19;

    return ((zone == 1 || zone == 6) && s.ptr[16] == ':' && moment_parse(s, &moment)) ||
        wrong(c,
            STR("is not a moment; write it with seconds and offset, as in "
                "2025-01-24T11:15:00-06:00"));
}

static bool check_sha256(const struct checking *c, str s)
{
    str hex = str_slice(s, STR("sha256:").len, s.len);
    bool good = str_starts(s, STR("sha256:")) && hex.len == 64;

    for (size_t i = 0; i < hex.len && good; i++)
        good = char_is_digit(hex.ptr[i]) || (hex.ptr[i] >= 'a' && hex.ptr[i] <= 'f');
    return good ||
        wrong(c, STR("is not a SHA-256; write sha256: and 64 digits 0-9, a-f"));
}

static bool check_text(const struct checking *c, str s)
{
    struct hash hash;
    int32_t day;

    switch (c->field->type) {
    case RECORD_NAME:
    case RECORD_NAMES:
        return check_name(c, s);
    case RECORD_CHOICE:
        return check_choice(c, s);
    case RECORD_MOMENT:
        return check_moment(c, s);
    case RECORD_DATE:
        return date_parse(s, &day) ||
            wrong(c, STR("is not a date; write YEAR-MONTH-DAY, as in 2025-01-24"));
    case RECORD_SHA256:
        return check_sha256(c, s);
    case RECORD_DIGEST:
    case RECORD_DIGESTS:
        return record_read_hash(s, &hash) ||
            wrong(c, STR("is not a digest; give its 43 characters of base64url"));
    case RECORD_PARAGRAPHS:
        return check_words(c, s, RECORD_PARAGRAPH_MAX, true);
    default:
        return check_words(c, s, c->field->most, false);
    }
}

static bool check_integer(const struct checking *c, const struct json_value *value)
{
    int64_t most = c->field->most > 0 ? c->field->most : record_integer_max;
    struct text text = text_in(c->arena);

    if (value->kind != JSON_IS_INTEGER)
        return wrong_kind(c, STR("a whole number"), value->kind);
    if (value->integer >= 0 && value->integer <= most)
        return true;
    text_add_i64(&text, value->integer);
    text_add(&text, STR(" is not from 0 to "));
    text_add_i64(&text, most);
    return wrong(c, text_str(&text));
}

/* A fact's value. */
static bool check_fact_value(const struct checking *c, const struct json_value *value)
{
    switch (value->kind) {
    case JSON_IS_TEXT:
        return check_words(c, value->text, RECORD_VALUE_MAX, false);
    case JSON_IS_INTEGER:
        return record_is_canonical(value) ||
            wrong(c, STR("is a number beyond 2^53 - 1, which not every reader keeps"));
    case JSON_IS_BOOL:
    case JSON_IS_NULL:
        return true;
    default:
        return wrong_kind(
            c, STR("a text, a whole number, true, false or null"), value->kind);
    }
}

static bool check_facts(const struct checking *c, const struct json_value *value)
{
    struct checking each = *c;
    bool good = true;

    if (value->kind != JSON_IS_OBJECT)
        return wrong_kind(c, STR("an object, from names to values"), value->kind);
    if (value->count > c->field->most)
        return too_long(c, value->count, c->field->most, STR(" members"));
    for (size_t i = 0; i < value->count; i++) {
        each.member = value->names[i];
        good = check_name(&each, value->names[i]) &&
            check_fact_value(&each, &value->items[i]) && good;
    }
    return good;
}

static bool check_list(const struct checking *c, const struct json_value *value)
{
    struct checking each = *c;
    bool good = true;

    if (value->kind != JSON_IS_ARRAY)
        return wrong_kind(c, STR("a list"), value->kind);
    if (value->count > c->field->most)
        return too_long(c, value->count, c->field->most, STR(" items"));
    if (value->count == 0 && c->field->type != RECORD_NAMES)
        return wrong(c, STR("is empty; leave the field out when there is nothing"));
    for (size_t i = 0; i < value->count; i++) {
        const struct json_value *item = &value->items[i];

        each.item = i + 1;
        good = (item->kind == JSON_IS_TEXT
                       ? check_text(&each, item->text)
                       : wrong_kind(&each, STR("a text"), item->kind)) &&
            good;
    }
    return good;
}

static bool check_value(const struct checking *c, const struct json_value *value)
{
    switch (c->field->type) {
    case RECORD_INTEGER:
        return check_integer(c, value);
    case RECORD_BOOL:
        return value->kind == JSON_IS_BOOL ||
            wrong_kind(c, STR("true or false"), value->kind);
    case RECORD_VALUE:
        return check_fact_value(c, value);
    case RECORD_FACTS:
        return check_facts(c, value);
    case RECORD_NAMES:
    case RECORD_DIGESTS:
    case RECORD_PARAGRAPHS:
        return check_list(c, value);
    default:
        return value->kind == JSON_IS_TEXT
            ? check_text(c, value->text)
            : wrong_kind(c, record_type_words(c->field->type), value->kind);
    }
}

bool record_check_paragraph(struct arena *arena, const struct record_field *field,
    const struct json_value *value, struct record_mistakes *mistakes)
{
    struct checking c = {.arena = arena, .field = field, .mistakes = mistakes};

    return value->kind == JSON_IS_TEXT ? check_text(&c, value->text)
                                       : wrong_kind(&c, STR("a text"), value->kind);
}

bool record_check_value(struct arena *arena, const struct record_field *field,
    const struct json_value *value, struct record_mistakes *mistakes)
{
    struct checking c = {.arena = arena, .field = field, .mistakes = mistakes};

    return check_value(&c, value);
}

bool record_check_new_value(struct arena *arena, const struct record_field *field,
    const struct json_value *value, struct record_mistakes *mistakes)
{
    struct checking c = {
        .arena = arena, .field = field, .mistakes = mistakes, .is_new = true};

    return check_value(&c, value);
}
