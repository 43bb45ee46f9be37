/*
 * What things are called, and their values written out.
 */
#include "cli/protocol.h"
#include "json/json.h"

str fact_name(const struct image *image, uint32_t fact)
{
    return image_str(image, image_item(image, SECTION_FACTS, fact) + FACT_NAME);
}

str fact_question(const struct image *image, uint32_t fact)
{
    str question =
        image_str(image, image_item(image, SECTION_FACTS, fact) + FACT_QUESTION);

    return question.len > 0 ? question : fact_name(image, fact);
}

str outcome_name(const struct image *image, uint32_t outcome)
{
    return image_str(
        image, image_item(image, SECTION_OUTCOMES, outcome) + OUTCOME_NAME);
}

str outcome_label(const struct image *image, uint32_t outcome)
{
    return image_str(
        image, image_item(image, SECTION_OUTCOMES, outcome) + OUTCOME_LABEL);
}

uint32_t outcome_values(const struct image *image, uint32_t outcome)
{
    return image_item(image, SECTION_OUTCOMES, outcome)[OUTCOME_COUNT];
}

static const uint32_t *outcome_choice(
    const struct image *image, uint32_t outcome, uint32_t value)
{
    const uint32_t *item = image_item(image, SECTION_OUTCOMES, outcome);

    return image_item(image, SECTION_CHOICES, item[OUTCOME_FIRST] + value);
}

str value_name(const struct image *image, uint32_t outcome, uint32_t value)
{
    return image_str(image, outcome_choice(image, outcome, value) + CHOICE_NAME);
}

str value_label(const struct image *image, uint32_t outcome, uint32_t value)
{
    return image_str(image, outcome_choice(image, outcome, value) + CHOICE_LABEL);
}

str role_label(const struct image *image, uint32_t role)
{
    const uint32_t *item = image_item(image, SECTION_ROLES, role);
    str label = image_str(image, item + ROLE_LABEL);

    return label.len > 0 ? label : image_str(image, item + ROLE_NAME);
}

static const uint32_t *fact_choice(
    const struct image *image, uint32_t fact, uint32_t value)
{
    const uint32_t *item = image_item(image, SECTION_FACTS, fact);

    return image_item(image, SECTION_CHOICES, item[FACT_CHOICE_FIRST] + value);
}

str choice_name(const struct image *image, uint32_t fact, uint32_t value)
{
    return image_str(image, fact_choice(image, fact, value) + CHOICE_NAME);
}

str choice_label(const struct image *image, uint32_t fact, uint32_t value)
{
    str label = image_str(image, fact_choice(image, fact, value) + CHOICE_LABEL);

    return label.len > 0 ? label : choice_name(image, fact, value);
}

void text_add_force(struct text *text, const struct image *image)
{
    text_add(text, STR("in force from "));
    text_add_date(text, (int32_t)image->head[HEAD_FROM]);
    if ((int32_t)image->head[HEAD_UNTIL] == INT32_MIN)
        return;
    text_add(text, STR(" until "));
    text_add_date(text, (int32_t)image->head[HEAD_UNTIL]);
}

void text_add_fact_value(
    struct text *text, const struct image *image, uint32_t fact, int32_t value)
{
    switch (image_item(image, SECTION_FACTS, fact)[FACT_KIND]) {
    case IMAGE_CHOICE:
    case IMAGE_YES_NO:
        text_add(text, choice_name(image, fact, (uint32_t)value));
        break;
    case IMAGE_DATE:
        text_add_date(text, value);
        break;
    case IMAGE_TIME:
        text_add_time(text, value);
        break;
    default:
        text_add_i64(text, value);
    }
}

void json_tree_value(
    struct json_out *json, const struct tree *tree, uint32_t fact, int32_t value)
{
    enum fact_kind kind = tree->facts[fact].kind;
    char buffer[32];
    struct text text = text_fixed(buffer, sizeof(buffer));

    if (kind == FACT_YES_NO) {
        json_bool(json, value == 1);
    } else if (kind == FACT_CHOICE) {
        json_str(json, tree->facts[fact].choices[value].name);
    } else if (kind == FACT_DATE || kind == FACT_TIME) {
        text_add_value(&text, tree, fact, value);
        json_str(json, text_str(&text));
    } else {
        json_i64(json, value);
    }
}

void json_tree_facts(
    struct json_out *json, const struct tree *tree, const int32_t *facts)
{
    json_object(json);
    for (uint32_t f = 0; f < tree->fact_count; f++) {
        if (facts[f] == VALUE_UNKNOWN)
            continue;
        json_key(json, tree->facts[f].name);
        json_tree_value(json, tree, f, facts[f]);
    }
    json_end(json);
}

/* ---- counts ---- */

enum { COUNT_DIGITS = 200 };

void json_count(struct json_out *json, str key, struct dd_count count)
{
    char buffer[COUNT_DIGITS];
    struct text digits = text_fixed(buffer, sizeof(buffer));

    text_add_count(&digits, count);
    json_key(json, key);
    if (count.overflow)
        json_str(json, text_str(&digits));
    else
        json_digits(json, text_str(&digits));
}

void text_add_grouped_count(struct text *text, struct dd_count count)
{
    char buffer[COUNT_DIGITS];
    struct text digits = text_fixed(buffer, sizeof(buffer));

    text_add_count(&digits, count);
    text_add_grouped(text, text_str(&digits));
}

/* ---- outcomes by name ---- */

static bool no_such(str what, str name, const str *names, size_t count, struct err *err)
{
    size_t near = json_nearest(name, names, count);

    err_set(err, ERR_USAGE, STR("there is no "));
    err_add(err, what);
    err_add(err, STR(" `"));
    err_add(err, name);
    if (near < count) {
        err_add(err, STR("`; did you mean `"));
        err_add(err, names[near]);
        return err_add(err, STR("`?"));
    }
    err_add(err, STR("`; there "));
    err_add(err, count == 1 ? STR("is only ") : STR("are "));
    for (size_t i = 0; i < count; i++) {
        err_add(err, i > 0 ? STR(", ") : STR(""));
        err_add(err, names[i]);
    }
    return false;
}

bool protocol_find_outcome(
    const struct protocol *protocol, str name, uint32_t *outcome, struct err *err)
{
    const struct image *image = &protocol->image;
    uint32_t count = image->count[SECTION_OUTCOMES];
    str names[EVAL_MAX_SLOTS];

    for (*outcome = 0; *outcome < count && *outcome < COUNT_OF(names); (*outcome)++) {
        names[*outcome] = outcome_name(image, *outcome);
        if (str_equal(names[*outcome], name))
            return true;
    }
    return no_such(STR("outcome"), name, names, *outcome, err);
}

bool protocol_find_value(const struct protocol *protocol, uint32_t outcome, str name,
    uint32_t *value, struct err *err)
{
    uint32_t count = outcome_values(&protocol->image, outcome);
    str names[EVAL_MAX_VALUES];

    for (*value = 0; *value < count; (*value)++) {
        names[*value] = value_name(&protocol->image, outcome, *value);
        if (str_equal(names[*value], name))
            return true;
    }
    return no_such(STR("value"), name, names, count, err);
}

/* ---- colours ---- */

enum style value_style(uint32_t value, uint32_t count)
{
    if (value == 0)
        return STYLE_RED;
    return value + 1 == count ? STYLE_GREEN : STYLE_YELLOW;
}

enum style value_block_style(uint32_t value, uint32_t count)
{
    if (value == 0)
        return STYLE_RED_BLOCK;
    return value + 1 == count ? STYLE_GREEN_BLOCK : STYLE_YELLOW_BLOCK;
}
