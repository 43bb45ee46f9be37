/*
 * The decision in JSON: what docs/json.md describes, written nowhere else.
 */
#include "eval/eval.h"

struct answer {
    struct eval_scratch *scratch;
    const struct image *image;
    const struct eval_request *request;
    const uint16_t *slots;
    struct json_out json;
};

static bool is_single(uint32_t mask)
{
    return mask != 0 && (mask & (mask - 1)) == 0;
}

static uint32_t possible(struct answer *a, image_edge root)
{
    return eval_possible(a->scratch, root, a->request->facts, a->slots);
}

/* The name of item `index` of a section; names come first in every item. */
static str name_of(const struct answer *a, enum image_section section, uint32_t index)
{
    return image_str(a->image, image_item(a->image, section, index));
}

static void put_str(struct answer *a, str key, str value)
{
    json_key(&a->json, key);
    json_str(&a->json, value);
}

/* ---- outcomes ---- */

static void put_cites(struct answer *a, const uint32_t *rule)
{
    bool links = rule[RULE_LINK_LEN] > 0;

    json_key(&a->json, STR("cites"));
    json_array(&a->json);
    for (uint32_t i = 0; i < rule[RULE_CITE_COUNT]; i++) {
        const uint32_t *cite =
            image_item(a->image, SECTION_CITES, rule[RULE_CITE_FIRST] + i);

        json_str(&a->json, image_str(a->image, cite + CITE_TEXT));
        links |= cite[CITE_LINK_LEN] > 0;
    }
    json_end(&a->json);
    put_str(a, STR("quote"), image_str(a->image, rule + RULE_QUOTE));
    if (!links)
        return;
    json_key(&a->json, STR("links"));
    json_array(&a->json);
    for (uint32_t i = 0; i < rule[RULE_CITE_COUNT]; i++) {
        const uint32_t *cite =
            image_item(a->image, SECTION_CITES, rule[RULE_CITE_FIRST] + i);

        if (cite[CITE_LINK_LEN] > 0)
            json_str(&a->json, image_str(a->image, cite + CITE_LINK));
    }
    if (rule[RULE_LINK_LEN] > 0)
        json_str(&a->json, image_str(a->image, rule + RULE_LINK));
    json_end(&a->json);
}

static void put_rule(struct answer *a, uint32_t index, bool certain)
{
    const uint32_t *rule = image_item(a->image, SECTION_RULES, index);

    json_object(&a->json);
    put_str(a, STR("name"), image_str(a->image, rule + RULE_NAME));
    json_key(&a->json, STR("line"));
    json_i64(&a->json, rule[RULE_LINE]);
    put_cites(a, rule);
    if (!certain) {
        json_key(&a->json, STR("certain"));
        json_bool(&a->json, false);
    }
    json_end(&a->json);
}

/* List the rules of an outcome that certainly stand (or may); returns how many. */
static uint32_t put_standing(struct answer *a, uint32_t outcome, bool certain)
{
    uint32_t put = 0;

    for (uint32_t r = 0; r < a->image->count[SECTION_RULES]; r++) {
        const uint32_t *rule = image_item(a->image, SECTION_RULES, r);
        uint32_t mask;

        if (rule[RULE_OUTCOME] != outcome)
            continue;
        mask = possible(a, rule[RULE_ROOT]);
        if (certain ? mask != leaf_bit(LEAF_YES) : (mask & leaf_bit(LEAF_YES)) == 0)
            continue;
        put_rule(a, r, certain);
        put++;
    }
    return put;
}

static void put_names(struct answer *a, const uint32_t *outcome, uint32_t mask)
{
    json_key(&a->json, STR("possible"));
    json_array(&a->json);
    for (uint32_t v = 0; v < outcome[OUTCOME_COUNT]; v++)
        if ((mask & leaf_bit(v)) != 0)
            json_str(&a->json, name_of(a, SECTION_CHOICES, outcome[OUTCOME_FIRST] + v));
    json_end(&a->json);
}

static void put_questions(struct answer *a, uint32_t outcome)
{
    uint32_t facts[EVAL_MAX_SLOTS];
    uint32_t count =
        eval_questions(a->scratch, outcome, a->request->facts, a->slots, facts);

    json_key(&a->json, STR("ask"));
    json_array(&a->json);
    for (uint32_t i = 0; i < count; i++)
        json_str(&a->json, name_of(a, SECTION_FACTS, facts[i]));
    json_end(&a->json);
}

static void put_outcome(struct answer *a, uint32_t index)
{
    const uint32_t *outcome = image_item(a->image, SECTION_OUTCOMES, index);
    uint32_t mask = possible(a, outcome[OUTCOME_ROOT]);
    bool known = is_single(mask);
    uint32_t value = eval_shown(a->image, index, mask);
    const uint32_t *choice =
        image_item(a->image, SECTION_CHOICES, outcome[OUTCOME_FIRST] + value);

    json_key(&a->json, image_str(a->image, outcome + OUTCOME_NAME));
    json_object(&a->json);
    put_str(a, STR("value"), image_str(a->image, choice + CHOICE_NAME));
    json_key(&a->json, STR("known"));
    json_bool(&a->json, known);
    put_str(a, STR("label"), image_str(a->image, choice + CHOICE_LABEL));
    if (!known)
        put_names(a, outcome, mask);
    json_key(&a->json, STR("rules"));
    json_array(&a->json);
    if (known && put_standing(a, index, true) == 0)
        put_standing(a, index, false);
    json_end(&a->json);
    put_questions(a, index);
    json_end(&a->json);
}

/* ---- duties and words ---- */

static void put_duty(struct answer *a, const uint32_t *duty)
{
    static const str units[] = {STR_INIT("minutes"), STR_INIT("hours"),
        STR_INIT("days"), STR_INIT("school days")};

    json_object(&a->json);
    put_str(a, STR("name"), image_str(a->image, duty + DUTY_NAME));
    put_str(a, STR("text"), image_str(a->image, duty + DUTY_TEXT));
    put_str(a, STR("to"), name_of(a, SECTION_ROLES, duty[DUTY_TO]));
    if (duty[DUTY_AMOUNT] != IMAGE_ABSENT) {
        json_key(&a->json, STR("within"));
        json_object(&a->json);
        json_key(&a->json, STR("amount"));
        json_i64(&a->json, duty[DUTY_AMOUNT]);
        put_str(a, STR("unit"), units[duty[DUTY_UNIT]]);
        json_end(&a->json);
    }
    if (duty[DUTY_OTHERWISE] != IMAGE_ABSENT)
        put_str(a, STR("otherwise"), name_of(a, SECTION_ROLES, duty[DUTY_OTHERWISE]));
    json_end(&a->json);
}

static void put_duties(struct answer *a)
{
    uint32_t open = 0;

    json_key(&a->json, STR("duties"));
    json_array(&a->json);
    for (uint32_t d = 0; d < a->image->count[SECTION_DUTIES]; d++) {
        const uint32_t *duty = image_item(a->image, SECTION_DUTIES, d);
        uint32_t mask = possible(a, duty[DUTY_ROOT]);

        if (mask == leaf_bit(LEAF_YES))
            put_duty(a, duty);
        open += !is_single(mask);
    }
    json_end(&a->json);
    if (open == 0)
        return;
    json_key(&a->json, STR("possible_duties"));
    json_array(&a->json);
    for (uint32_t d = 0; d < a->image->count[SECTION_DUTIES]; d++) {
        const uint32_t *duty = image_item(a->image, SECTION_DUTIES, d);

        if (!is_single(possible(a, duty[DUTY_ROOT])))
            json_str(&a->json, image_str(a->image, duty + DUTY_NAME));
    }
    json_end(&a->json);
}

static void put_says(struct answer *a)
{
    json_key(&a->json, STR("say"));
    json_array(&a->json);
    for (uint32_t i = 0; i < a->image->count[SECTION_SAYS]; i++) {
        const uint32_t *say = image_item(a->image, SECTION_SAYS, i);

        if (possible(a, say[SAY_ROOT]) == leaf_bit(LEAF_YES))
            json_str(&a->json, image_str(a->image, say + SAY_TEXT));
    }
    json_end(&a->json);
}

/* ---- the whole ---- */

/* The day that is decided on: `today`, where the facts state it. */
static int32_t day_of(const struct answer *a)
{
    uint32_t today = a->image->today;

    return today != IMAGE_ABSENT && a->request->facts[today] != FACT_UNKNOWN
        ? a->request->facts[today]
        : a->request->at->day;
}

static void put_head(struct answer *a)
{
    char buffer[64];
    struct text text = text_fixed(buffer, sizeof(buffer));

    put_str(a, STR("protocol"), image_str(a->image, a->image->head + HEAD_TITLE));
    text_add_date(&text, (int32_t)a->image->head[HEAD_EDITION]);
    put_str(a, STR("edition"), text_str(&text));
    put_str(a, STR("digest"), a->request->digest);
    if (a->request->at == NULL)
        return;
    text = text_fixed(buffer, sizeof(buffer));
    text_add_moment(&text, a->request->at);
    put_str(a, STR("at"), text_str(&text));
    if (image_in_force(a->image, day_of(a)))
        return;
    json_key(&a->json, STR("in_force"));
    json_bool(&a->json, false);
}

bool eval_decide(struct eval_scratch *scratch, const struct eval_request *request,
    struct text *out, struct err *err)
{
    int32_t facts[EVAL_MAX_SLOTS];
    uint16_t slots[EVAL_MAX_ROW];
    struct eval_request bound = *request;
    struct answer a = {.scratch = scratch,
        .image = scratch->image,
        .request = &bound,
        .slots = slots,
        .json = json_start(out, request->pretty)};

    REQUIRE(a.image->count[SECTION_FACTS] <= EVAL_MAX_SLOTS);
    memcpy(facts, request->facts, a.image->count[SECTION_FACTS] * sizeof(*facts));
    bound.facts = facts;
    eval_bind(a.image, facts, slots);
    if (!eval_check(scratch, facts, slots, err))
        return false;
    json_object(&a.json);
    put_head(&a);
    json_key(&a.json, STR("outcomes"));
    json_object(&a.json);
    for (uint32_t i = 0; i < a.image->count[SECTION_OUTCOMES]; i++)
        put_outcome(&a, i);
    json_end(&a.json);
    put_duties(&a);
    put_says(&a);
    json_end(&a.json);
    json_done(&a.json);
    return !out->overflow || err_set(err, ERR_LIMIT, STR("the answer is too long"));
}

bool eval_check(struct eval_scratch *scratch, const int32_t *facts,
    const uint16_t *slots, struct err *err)
{
    const struct image *image = scratch->image;

    if (eval_possible(scratch, image->head[HEAD_ALLOWED], facts, slots) != 0)
        return true;
    for (uint32_t i = 0; i < image->count[SECTION_ASSUMES]; i++) {
        const uint32_t *assume = image_item(image, SECTION_ASSUMES, i);

        if (eval_possible(scratch, assume[ASSUME_ROOT], facts, slots) !=
            leaf_bit(LEAF_NO))
            continue;
        err_set(err, ERR_INVALID, STR("these facts cannot be true together: "));
        err_add(err, image_str(image, assume + ASSUME_WHY));
        err_add(err, STR(" (the assumption on line "));
        err_add_i64(err, assume[ASSUME_LINE]);
        return err_add(err, STR(")"));
    }
    err_set(err, ERR_INVALID, STR("these facts cannot be true together"));
    if (image->count[SECTION_ASSUMES] > 0) {
        err_add(err, STR(": several assumptions together rule them out, among them: "));
        err_add(
            err, image_str(image, image_item(image, SECTION_ASSUMES, 0) + ASSUME_WHY));
    }
    return false;
}
