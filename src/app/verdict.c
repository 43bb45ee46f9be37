/*
 * Verdicts: an answer of the evaluator taken apart for the record, and facts as JSON,
 * both ways.
 */
#include "app/inside.h"

#include "json/json.h"

/* ---- facts ---- */

static str choice_of(const struct image *image, uint32_t first, uint32_t value)
{
    return image_str(
        image, image_item(image, SECTION_CHOICES, first + value) + CHOICE_NAME);
}

struct json_value fact_value(
    struct arena *arena, const struct image *image, uint32_t fact, int32_t value)
{
    const uint32_t *item = image_item(image, SECTION_FACTS, fact);
    struct text text = text_in(arena);

    if (value == FACT_UNKNOWN)
        return (struct json_value){.kind = JSON_IS_NULL};
    switch (item[FACT_KIND]) {
    case IMAGE_CHOICE:
        return record_text_value(
            choice_of(image, item[FACT_CHOICE_FIRST], (uint32_t)value));
    case IMAGE_YES_NO:
        return (struct json_value){.kind = JSON_IS_BOOL, .truth = value != 0};
    case IMAGE_DATE:
        text_add_date(&text, value);
        return record_text_value(text_str(&text));
    case IMAGE_TIME:
        text_add_time(&text, value);
        return record_text_value(text_str(&text));
    default:
        return record_integer_value(value);
    }
}

bool facts_read(struct arena *arena, const struct image *image,
    const struct json_value *facts, int32_t *out, struct err *err)
{
    for (uint32_t f = 0; f < image->count[SECTION_FACTS]; f++)
        out[f] = FACT_UNKNOWN;
    for (size_t i = 0; i < facts->count; i++) {
        uint32_t fact;

        if (!json_find_fact(image, facts->names[i], &fact, err) ||
            !json_read_fact(
                image, fact, json_words(arena, &facts->items[i]), &out[fact], err))
            return false;
    }
    return true;
}

/* ---- lists and objects that grow up to a size that is known ---- */

static struct json_value room(struct arena *arena, enum json_kind kind, size_t most)
{
    return (struct json_value){.kind = kind,
        .items = ARENA_ARRAY(arena, struct json_value, most),
        .names = ARENA_ARRAY(arena, str, most)};
}

static void put(struct json_value *list, str name, struct json_value value)
{
    list->names[list->count] = name;
    list->items[list->count++] = value;
}

/* ---- deciding ---- */

struct deciding {
    struct arena *arena;
    const struct bench *bench;
    int32_t *facts;
    uint16_t *slots;
    struct verdict *out;
};

static uint32_t possible(const struct deciding *d, image_edge root)
{
    return eval_possible(d->bench->scratch, root, d->facts, d->slots);
}

static void put_facts(struct deciding *d)
{
    const struct image *image = &d->bench->image;

    d->out->facts = room(d->arena, JSON_IS_OBJECT, image->count[SECTION_FACTS]);
    for (uint32_t f = 0; f < image->count[SECTION_FACTS]; f++) {
        const uint32_t *item = image_item(image, SECTION_FACTS, f);

        if (d->facts[f] != FACT_UNKNOWN)
            put(&d->out->facts, image_str(image, item + FACT_NAME),
                fact_value(d->arena, image, f, d->facts[f]));
    }
}

static void put_outcomes(struct deciding *d)
{
    const struct image *image = &d->bench->image;
    uint32_t count = image->count[SECTION_OUTCOMES];

    d->out->outcomes = room(d->arena, JSON_IS_OBJECT, count);
    d->out->open = room(d->arena, JSON_IS_ARRAY, count);
    for (uint32_t o = 0; o < count; o++) {
        const uint32_t *item = image_item(image, SECTION_OUTCOMES, o);
        str name = image_str(image, item + OUTCOME_NAME);
        uint32_t mask = possible(d, item[OUTCOME_ROOT]);

        put(&d->out->outcomes, name,
            record_text_value(
                choice_of(image, item[OUTCOME_FIRST], eval_shown(image, o, mask))));
        if ((mask & (mask - 1)) != 0)
            put(&d->out->open, (str){0}, record_text_value(name));
    }
}

static void put_rules(struct deciding *d)
{
    const struct image *image = &d->bench->image;

    d->out->rules = room(d->arena, JSON_IS_ARRAY, image->count[SECTION_RULES]);
    for (uint32_t r = 0; r < image->count[SECTION_RULES]; r++) {
        const uint32_t *item = image_item(image, SECTION_RULES, r);

        if (possible(d, item[RULE_ROOT]) == leaf_bit(LEAF_YES))
            put(&d->out->rules, (str){0},
                record_text_value(image_str(image, item + RULE_NAME)));
    }
}

bool sha256_name(struct arena *arena, str bytes, str *out, struct err *err)
{
    struct text text = text_in(arena);
    uint8_t digest[SHA256_BYTES];

    if (!crypto_sha256(bytes, digest, err))
        return false;
    text_add(&text, STR("sha256:"));
    text_add_hex(&text, digest, sizeof(digest));
    *out = text_str(&text);
    return true;
}

bool sha256_read(str name, uint8_t digest[HASH_BYTES])
{
    static const str digits = STR_INIT("0123456789abcdef");
    str hex = str_slice(name, STR("sha256:").len, name.len);

    if (!str_starts(name, STR("sha256:")) || hex.len != (size_t)2 * HASH_BYTES)
        return false;
    for (size_t i = 0; i < HASH_BYTES; i++) {
        size_t high = str_find_byte(digits, hex.ptr[2 * i], 0);
        size_t low = str_find_byte(digits, hex.ptr[2 * i + 1], 0);

        if (high >= digits.len || low >= digits.len)
            return false;
        digest[i] = (uint8_t)(high << 4 | low);
    }
    return true;
}

static bool put_answer(struct deciding *d, const struct moment *at, struct err *err)
{
    struct eval_request request = {
        .facts = d->facts, .digest = d->bench->digest, .at = at};
    struct text answer = text_in(d->arena);
    struct text as_of = text_in(d->arena);

    text_add_moment(&as_of, at);
    d->out->as_of = text_str(&as_of);
    return eval_decide(d->bench->scratch, &request, &answer, err) &&
        sha256_name(d->arena, text_str(&answer), &d->out->answer, err);
}

bool verdict_make(struct arena *arena, const struct bench *bench, const int32_t *facts,
    const struct moment *at, struct verdict *out, struct err *err)
{
    const struct image *image = &bench->image;
    struct deciding d = {.arena = arena,
        .bench = bench,
        .facts = arena_copy(arena, facts, image->count[SECTION_FACTS], sizeof(*facts)),
        .slots = ARENA_ARRAY(arena, uint16_t, image->count[SECTION_SLOTS]),
        .out = out};

    eval_bind(image, d.facts, d.slots);
    if (!eval_check(bench->scratch, d.facts, d.slots, err))
        return false;
    put_facts(&d);
    put_outcomes(&d);
    put_rules(&d);
    return put_answer(&d, at, err);
}

void verdict_put(struct record_object *fields, str edition, struct verdict *verdict)
{
    record_put(fields, STR("edition"), record_text_value(edition));
    record_put(fields, STR("as_of"), record_text_value(verdict->as_of));
    record_put(fields, STR("facts"), verdict->facts);
    record_put(fields, STR("outcomes"), verdict->outcomes);
    if (verdict->open.count > 0)
        record_put(fields, STR("open"), verdict->open);
    record_put(fields, STR("rules"), verdict->rules);
    record_put(fields, STR("answer"), record_text_value(verdict->answer));
}
