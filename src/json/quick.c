/*
 * The quick path for facts: plain lines, as programs write them by the million.
 *
 *     object = "{" [ text ":" value { "," text ":" value } ] "}"
 *     value  = text | integer | "true" | "false" | "null"
 *     text   = '"' printable ASCII but '"' and '\' '"'
 *
 * One pass, no memory.  Whatever is not plain, wrong or unusual is not understood
 * here, so that there is one place that judges and explains: json_read_facts.
 */
#include "json/inside.h"

struct quick {
    const struct image *image;
    int32_t *facts;
    struct moment *at;
    bool has_at;
    bool has_facts;
    str rest;
    uint32_t last; /* fact found last: lines name them in the same order */
    uint8_t seen[(EVAL_MAX_SLOTS + 7) / 8];
};

/* JSON's white space: fewer bytes than char_is_space takes. */
static bool is_space(char c)
{
    return c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

static void skip_space(struct quick *q)
{
    size_t i = 0;

    while (i < q->rest.len && is_space(q->rest.ptr[i]))
        i++;
    q->rest = (str){q->rest.ptr + i, q->rest.len - i};
}

/* Take one byte, white space before it. */
static bool take(struct quick *q, char byte)
{
    skip_space(q);
    if (q->rest.len == 0 || q->rest.ptr[0] != byte)
        return false;
    q->rest = (str){q->rest.ptr + 1, q->rest.len - 1};
    return true;
}

static bool take_text(struct quick *q, str *text)
{
    size_t i = 0;

    if (!take(q, '"'))
        return false;
    while (i < q->rest.len && q->rest.ptr[i] != '"') {
        if (q->rest.ptr[i] < 0x20 || q->rest.ptr[i] > 0x7e || q->rest.ptr[i] == '\\')
            return false;
        i++;
    }
    *text = (str){q->rest.ptr, i};
    q->rest = str_slice(q->rest, i, q->rest.len);
    return take(q, '"');
}

/* Take a word or number: all up to a comma, a bracket or white space. */
static str take_word(struct quick *q)
{
    size_t i = 0;
    str word;

    skip_space(q);
    while (i < q->rest.len && q->rest.ptr[i] != ',' && q->rest.ptr[i] != '}' &&
        !is_space(q->rest.ptr[i]))
        i++;
    word = (str){q->rest.ptr, i};
    q->rest = str_slice(q->rest, i, q->rest.len);
    return word;
}

/* The fact with a name, from where the last one was; false when it comes again. */
static bool find_fact(struct quick *q, str name, uint32_t *fact)
{
    uint32_t count = q->image->count[SECTION_FACTS];

    for (uint32_t i = 1; i <= count; i++) {
        uint32_t f = (q->last + i) % count;
        uint8_t bit = (uint8_t)(1u << f % 8);

        if (!str_equal(json_fact_name(q->image, f), name))
            continue;
        if ((q->seen[f / 8] & bit) != 0)
            return false;
        q->seen[f / 8] |= bit;
        q->last = f;
        *fact = f;
        return true;
    }
    return false;
}

/* Digits as JSON has them: no leading zeros, no "-0". */
static bool is_plain_number(str word)
{
    size_t digits = str_starts(word, STR("-")) ? 1 : 0;

    return word.len > digits && char_is_digit(word.ptr[digits]) &&
        (word.ptr[digits] != '0' || word.len == 1);
}

static bool read_word(struct quick *q, uint32_t fact, uint32_t kind)
{
    str word = take_word(q);
    struct err ignored;

    if (str_equal(word, STR("null"))) {
        q->facts[fact] = FACT_UNKNOWN;
        return true;
    }
    if (kind == IMAGE_YES_NO) {
        q->facts[fact] = str_equal(word, STR("true"));
        return q->facts[fact] == 1 || str_equal(word, STR("false"));
    }
    return kind != IMAGE_CHOICE && kind != IMAGE_DATE && kind != IMAGE_TIME &&
        is_plain_number(word) &&
        json_read_fact(q->image, fact, word, &q->facts[fact], &ignored);
}

static bool read_value(struct quick *q, str name)
{
    struct err ignored;
    uint32_t fact;
    uint32_t kind;
    str text;

    if (!find_fact(q, name, &fact))
        return false;
    kind = image_item(q->image, SECTION_FACTS, fact)[FACT_KIND];
    skip_space(q);
    if (q->rest.len == 0 || q->rest.ptr[0] != '"')
        return read_word(q, fact, kind);
    return (kind == IMAGE_CHOICE || kind == IMAGE_DATE || kind == IMAGE_TIME) &&
        take_text(q, &text) && str_trim(text).len > 0 &&
        json_read_fact(q->image, fact, text, &q->facts[fact], &ignored);
}

static bool read_facts(struct quick *q)
{
    str name;

    if (q->has_facts || !take(q, '{'))
        return false;
    q->has_facts = true;
    if (take(q, '}'))
        return true;
    do {
        if (!take_text(q, &name) || !take(q, ':') || !read_value(q, name))
            return false;
    } while (take(q, ','));
    return take(q, '}');
}

static bool read_at(struct quick *q)
{
    str text;

    if (q->has_at || !take_text(q, &text))
        return false;
    q->has_at = true;
    return moment_parse(text, q->at);
}

bool json_quick_facts(str source, const struct image *image, int32_t *facts,
    struct moment *at, bool *has_at)
{
    struct quick q = {.image = image, .facts = facts, .at = at, .rest = source};
    str name;

    if (!take(&q, '{') || image->count[SECTION_FACTS] == 0)
        return false;
    do {
        if (!take_text(&q, &name) || !take(&q, ':'))
            return false;
        if (str_equal(name, STR("facts")) ? !read_facts(&q)
                                          : !str_equal(name, STR("at")) || !read_at(&q))
            return false;
    } while (take(&q, ','));
    if (!take(&q, '}'))
        return false;
    skip_space(&q);
    *has_at = q.has_at;
    return q.rest.len == 0;
}
