/*
 * Opening an event: which digest is whose (RFC 9901, section 7.1).
 *
 * Every digest of the leaf, and of the lists of paragraphs that are laid open, is
 * looked up among the disclosures.  A digest may occur once, a disclosure must be used
 * once: one that nothing refers to is a forgery, not a thing to overlook.
 */
#include "record/inside.h"

/* A disclosure that was handed in. */
struct given {
    struct record_disclosure disclosure;
    struct hash digest;
    bool used;
};

struct opening {
    struct arena *arena;
    const struct record_leaf *leaf;
    struct given *given;
    size_t count;
    struct record_opened *out;
    size_t withheld_capacity;
    struct hash *seen; /* every digest met so far */
    size_t seen_count;
    size_t seen_capacity;
    struct err *err;
};

static bool refuse(const struct opening *o, str name, str why)
{
    err_set(o->err, ERR_INVALID, STR("the disclosure"));
    if (name.len > 0) {
        err_add(o->err, STR(" of `"));
        err_add(o->err, str_slice(name, 0, RECORD_NAME_MAX));
        err_add(o->err, STR("`"));
    }
    err_add(o->err, STR(" "));
    return err_add(o->err, why);
}

/* Note a digest; false when it was met before. */
static bool see(struct opening *o, const struct hash *digest)
{
    for (size_t i = 0; i < o->seen_count; i++)
        if (hash_equal(&o->seen[i], digest))
            return err_set(o->err, ERR_INVALID,
                STR("a digest stands twice in the leaf and its disclosures"));
    o->seen = arena_grow(
        o->arena, o->seen, o->seen_count, &o->seen_capacity, sizeof(*o->seen));
    o->seen[o->seen_count++] = *digest;
    return true;
}

static struct given *find_given(const struct opening *o, const struct hash *digest)
{
    for (size_t i = 0; i < o->count; i++)
        if (hash_equal(&o->given[i].digest, digest))
            return &o->given[i];
    return NULL;
}

static void withhold(struct opening *o, const struct hash *digest,
    const struct record_field *field, int64_t paragraph)
{
    struct record_opened *out = o->out;

    out->withheld = arena_grow(o->arena, out->withheld, out->withheld_count,
        &o->withheld_capacity, sizeof(*out->withheld));
    out->withheld[out->withheld_count++] =
        (struct record_withheld){*digest, field, paragraph};
}

/* Put the right text, or null, in the place of a paragraph's {"...": digest}. */
static bool open_paragraph(struct opening *o, const struct record_field *field,
    size_t number, struct json_value *item)
{
    const struct json_value *text = json_find(item, STR("..."));
    struct record_mistakes mistakes = {0};
    struct given *given;
    struct hash digest;

    if (item->kind != JSON_IS_OBJECT || item->count != 1 || text == NULL ||
        text->kind != JSON_IS_TEXT || !record_read_hash(text->text, &digest))
        return refuse(o, field->name, STR("lists something that is not a digest"));
    if (!see(o, &digest))
        return false;
    *item = (struct json_value){.kind = JSON_IS_NULL};
    given = find_given(o, &digest);
    if (given == NULL) {
        withhold(o, &digest, field, (int64_t)number);
        return true;
    }
    given->used = true;
    if (!given->disclosure.is_paragraph)
        return refuse(o, field->name,
            STR("is of a paragraph, but has three elements instead of two"));
    *item = given->disclosure.value;
    return record_check_paragraph(o->arena, field, item, &mistakes) ||
        record_refuse(o->err, &o->out->event, &mistakes);
}

static bool open_paragraphs(
    struct opening *o, const struct record_field *field, struct json_value *list)
{
    if (list->kind != JSON_IS_ARRAY || list->count == 0 || list->count > field->most)
        return refuse(o, field->name, STR("does not list its paragraphs"));
    for (size_t i = 0; i < list->count; i++)
        if (!open_paragraph(o, field, i, &list->items[i]))
            return false;
    return true;
}

/* Whether a name already stands beside `_sd`: in the leaf, or laid open before. */
static bool is_present(const struct opening *o, str name)
{
    return record_is_common(name) || record_value(&o->out->event, name) != NULL;
}

static bool open_field(struct opening *o, struct given *given)
{
    struct record_disclosure *disclosure = &given->disclosure;
    struct json_value *fields = &o->out->event.fields;
    const struct record_field *field;
    struct record_mistakes mistakes = {0};

    given->used = true;
    if (disclosure->is_paragraph)
        return refuse(
            o, (str){0}, STR("is of a field, but has two elements instead of three"));
    if (is_present(o, disclosure->name))
        return refuse(o, disclosure->name, STR("names what the event has already"));
    field = record_find_field(o->leaf->event.kind, disclosure->name);
    if (field == NULL || field->keep == RECORD_KEEP_CLEAR)
        return refuse(o, disclosure->name, STR("does not fit this kind of event"));
    if (field->type == RECORD_PARAGRAPHS) {
        if (!open_paragraphs(o, field, &disclosure->value))
            return false;
    } else if (!record_check_value(o->arena, field, &disclosure->value, &mistakes)) {
        return record_refuse(o->err, &o->out->event, &mistakes);
    }
    fields->names[fields->count] = disclosure->name;
    fields->items[fields->count++] = disclosure->value;
    return true;
}

/* Read all disclosures; none may be handed in twice. */
static bool take(struct opening *o, const struct hasher *hasher, const str *disclosures)
{
    o->given = ARENA_ARRAY(o->arena, struct given, o->count);
    for (size_t i = 0; i < o->count; i++) {
        struct given *given = &o->given[i];

        if (!record_disclosure_parse(
                o->arena, disclosures[i], &given->disclosure, o->err))
            return false;
        given->digest = hash_bytes(hasher, disclosures[i]);
        for (size_t j = 0; j < i; j++)
            if (hash_equal(&o->given[j].digest, &given->digest))
                return refuse(o, given->disclosure.name, STR("is given twice"));
    }
    return true;
}

/* Make room for the fields in the clear and all that can be laid open. */
static void begin(struct opening *o)
{
    const struct json_value *clear = &o->leaf->event.fields;
    struct json_value *fields = &o->out->event.fields;
    size_t room = clear->count + o->leaf->digest_count;

    *o->out = (struct record_opened){.event = o->leaf->event};
    fields->items = ARENA_ARRAY(o->arena, struct json_value, room);
    fields->names = ARENA_ARRAY(o->arena, str, room);
    for (size_t i = 0; i < clear->count; i++) {
        fields->items[i] = clear->items[i];
        fields->names[i] = clear->names[i];
    }
}

bool record_open(struct arena *arena, const struct hasher *hasher,
    const struct record_leaf *leaf, const str *disclosures, size_t count,
    struct record_opened *out, struct err *err)
{
    struct opening o = {
        .arena = arena, .leaf = leaf, .count = count, .out = out, .err = err};

    if (count > RECORD_DISCLOSURES_MAX)
        return err_set(err, ERR_LIMIT, STR("an event has more than 2048 disclosures"));
    begin(&o);
    if (!take(&o, hasher, disclosures))
        return false;
    for (size_t i = 0; i < leaf->digest_count; i++)
        if (!see(&o, &leaf->digests[i]))
            return false;
    for (size_t i = 0; i < leaf->digest_count; i++) {
        struct given *given = find_given(&o, &leaf->digests[i]);

        if (given == NULL)
            withhold(&o, &leaf->digests[i], NULL, -1);
        else if (!open_field(&o, given))
            return false;
    }
    for (size_t i = 0; i < count; i++)
        if (!o.given[i].used)
            return refuse(&o, o.given[i].disclosure.name,
                STR("belongs to no digest of this leaf; it is another event's, was "
                    "changed, or lacks the list that its paragraph stands in"));
    return true;
}
