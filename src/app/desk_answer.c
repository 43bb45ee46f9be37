/*
 * The answer taken apart for faces: what holds, what may, what to ask, what to say.
 */
#include "app/desk_inside.h"

struct answering {
    struct desk *desk;
    const struct visit *visit; /* NULL: none */
    struct arena *arena;
    const struct image *image;
    int32_t *facts;
    uint16_t *slots;
    struct desk_answer *out;
};

static uint32_t possible(const struct answering *a, image_edge root)
{
    return eval_possible(a->desk->protocol->bench.scratch, root, a->facts, a->slots);
}

static struct desk_choice choice_at(const struct image *image, uint32_t place)
{
    const uint32_t *item = image_item(image, SECTION_CHOICES, place);

    return (struct desk_choice){
        image_str(image, item + CHOICE_NAME), image_str(image, item + CHOICE_LABEL)};
}

/* ---- facts ---- */

/* The value a fact has now, as a choice or in digits. */
static struct desk_choice value_of(const struct answering *a, uint32_t fact)
{
    const uint32_t *item = image_item(a->image, SECTION_FACTS, fact);
    struct json_value value;
    str words;

    if (a->facts[fact] == FACT_UNKNOWN)
        return (struct desk_choice){{0}, {0}};
    if (item[FACT_KIND] == IMAGE_CHOICE)
        return choice_at(a->image, item[FACT_CHOICE_FIRST] + (uint32_t)a->facts[fact]);
    value = fact_value(a->arena, a->image, fact, a->facts[fact]);
    words = json_words(a->arena, &value);
    return (struct desk_choice){words, words};
}

static struct desk_fact show_fact(const struct answering *a, uint32_t fact)
{
    const uint32_t *item = image_item(a->image, SECTION_FACTS, fact);
    const uint32_t *answerer = desk_answerer(a->image, fact);
    struct desk_choice *choices =
        ARENA_ARRAY(a->arena, struct desk_choice, item[FACT_CHOICE_COUNT]);
    struct desk_fact shown = {.name = image_str(a->image, item + FACT_NAME),
        .question = image_str(a->image, item + FACT_QUESTION),
        .kind = (enum image_fact_kind)item[FACT_KIND],
        .low = (int32_t)item[FACT_LOW],
        .high = (int32_t)item[FACT_HIGH],
        .choices = choices,
        .ask_first = (item[FACT_FLAGS] & IMAGE_ASK_FIRST) != 0,
        .is_private = (item[FACT_FLAGS] & IMAGE_PRIVATE) != 0,
        .is_supplied = (item[FACT_FLAGS] & IMAGE_SUPPLIED) != 0,
        .value = value_of(a, fact)};

    if (shown.kind == IMAGE_CHOICE)
        for (; shown.choice_count < item[FACT_CHOICE_COUNT]; shown.choice_count++)
            choices[shown.choice_count] = choice_at(
                a->image, item[FACT_CHOICE_FIRST] + (uint32_t)shown.choice_count);
    if (answerer != NULL) {
        shown.role = image_str(a->image, answerer + ROLE_NAME);
        shown.role_label = image_str(a->image, answerer + ROLE_LABEL);
    }
    if (a->visit != NULL)
        shown.stated = visit_find(a->visit, shown.name);
    return shown;
}

/* Take the facts of a visit, and what the clock adds if it can be asked. */
static bool begin(struct answering *a, struct err *err)
{
    struct moment at = {0};

    a->image = &a->desk->protocol->bench.image;
    a->facts = ARENA_ARRAY(a->arena, int32_t, a->image->count[SECTION_FACTS]);
    a->slots = ARENA_ARRAY(a->arena, uint16_t, image_row(a->image));
    for (uint32_t f = 0; f < a->image->count[SECTION_FACTS]; f++)
        a->facts[f] = FACT_UNKNOWN;
    if (a->visit != NULL)
        visit_facts(a->visit, a->image, a->facts);
    if (!desk_supply(a->desk, a->facts, &at, err))
        return false;
    if (a->out != NULL)
        a->out->at = at;
    eval_bind(a->image, a->facts, a->slots);
    return true;
}

bool desk_fact(struct desk *desk, const struct visit *visit, str name,
    struct arena *arena, struct desk_fact *out, struct err *err)
{
    struct answering a = {.desk = desk, .visit = visit, .arena = arena};
    uint32_t fact;

    if (!begin(&a, err) || !json_find_fact(a.image, name, &fact, err))
        return false;
    *out = show_fact(&a, fact);
    return true;
}

size_t desk_facts(struct desk *desk, const struct visit *visit, struct arena *arena,
    struct desk_fact **out)
{
    struct answering a = {.desk = desk, .visit = visit, .arena = arena};
    struct err ignored = {0};
    uint32_t count = desk->protocol->bench.image.count[SECTION_FACTS];

    *out = ARENA_ARRAY(arena, struct desk_fact, count);
    if (!begin(&a, &ignored))
        return 0;
    for (uint32_t f = 0; f < count; f++)
        (*out)[f] = show_fact(&a, f);
    return count;
}

/* ---- outcomes, rules, words ---- */

static void add_rules(struct answering *a, uint32_t outcome, bool is_known)
{
    const uint32_t *of = image_item(a->image, SECTION_OUTCOMES, outcome);

    for (uint32_t r = 0; r < a->image->count[SECTION_RULES]; r++) {
        const uint32_t *item = image_item(a->image, SECTION_RULES, r);
        struct desk_rule *rule = &a->out->rules[a->out->rule_count];
        uint32_t mask;

        if (item[RULE_OUTCOME] != outcome)
            continue;
        mask = possible(a, item[RULE_ROOT]);
        if ((mask & leaf_bit(LEAF_YES)) == 0)
            continue;
        *rule = (struct desk_rule){.name = image_str(a->image, item + RULE_NAME),
            .outcome = image_str(a->image, of + OUTCOME_NAME),
            .value = choice_at(a->image, of[OUTCOME_FIRST] + item[RULE_VALUE]).name,
            .is_certain = is_known && mask == leaf_bit(LEAF_YES),
            .quote = image_str(a->image, item + RULE_QUOTE),
            .link = image_str(a->image, item + RULE_LINK)};
        if (item[RULE_CITE_COUNT] > 0) {
            const uint32_t *cite = image_item(a->image, SECTION_CITES,
                item[RULE_CITE_FIRST] + item[RULE_CITE_COUNT] - 1);

            rule->cite = image_str(a->image, cite + CITE_TEXT);
            if (rule->link.len == 0)
                rule->link = image_str(a->image, cite + CITE_LINK);
        }
        a->out->rule_count++;
    }
}

static void ask(struct answering *a, uint32_t outcome)
{
    uint32_t *list = ARENA_ARRAY(a->arena, uint32_t, a->image->count[SECTION_FACTS]);
    uint32_t count = eval_questions(
        a->desk->protocol->bench.scratch, outcome, a->facts, a->slots, list);

    a->out->ask = ARENA_ARRAY(a->arena, struct desk_fact, count);
    for (; a->out->ask_count < count; a->out->ask_count++)
        a->out->ask[a->out->ask_count] = show_fact(a, list[a->out->ask_count]);
}

static void show_outcome(struct answering *a, uint32_t outcome)
{
    const uint32_t *item = image_item(a->image, SECTION_OUTCOMES, outcome);
    uint32_t mask = possible(a, item[OUTCOME_ROOT]);
    struct desk_choice *values =
        ARENA_ARRAY(a->arena, struct desk_choice, item[OUTCOME_COUNT]);
    struct desk_outcome shown = {.name = image_str(a->image, item + OUTCOME_NAME),
        .label = image_str(a->image, item + OUTCOME_LABEL),
        .value = choice_at(
            a->image, item[OUTCOME_FIRST] + eval_shown(a->image, outcome, mask)),
        .is_known = (mask & (mask - 1)) == 0,
        .possible = values};

    for (uint32_t v = 0; v < item[OUTCOME_COUNT]; v++)
        if ((mask & leaf_bit(v)) != 0)
            values[shown.possible_count++] =
                choice_at(a->image, item[OUTCOME_FIRST] + v);
    a->out->outcomes[outcome] = shown;
    add_rules(a, outcome, shown.is_known);
    if (!shown.is_known && a->out->ask_count == 0)
        ask(a, outcome);
}

static void add_says(struct answering *a)
{
    a->out->says = ARENA_ARRAY(a->arena, str, a->image->count[SECTION_SAYS]);
    for (uint32_t s = 0; s < a->image->count[SECTION_SAYS]; s++) {
        const uint32_t *item = image_item(a->image, SECTION_SAYS, s);

        if (possible(a, item[SAY_ROOT]) == leaf_bit(LEAF_YES))
            a->out->says[a->out->say_count++] = image_str(a->image, item + SAY_TEXT);
    }
}

bool desk_answer(struct desk *desk, const struct visit *visit, struct arena *arena,
    struct desk_answer *out, struct err *err)
{
    const struct bench *bench = &desk->protocol->bench;
    struct answering a = {.desk = desk, .visit = visit, .arena = arena, .out = out};

    *out = (struct desk_answer){.edition = bench->digest,
        .outcome_count = bench->image.count[SECTION_OUTCOMES]};
    if (!begin(&a, err) || !eval_check(bench->scratch, a.facts, a.slots, err))
        return false;
    out->outcomes = ARENA_ARRAY(arena, struct desk_outcome, out->outcome_count);
    out->rules = ARENA_ARRAY(arena, struct desk_rule, a.image->count[SECTION_RULES]);
    for (uint32_t o = 0; o < out->outcome_count; o++)
        show_outcome(&a, o);
    add_says(&a);
    return true;
}

/* ---- what would change it ---- */

static bool can_turn(const uint32_t *fact)
{
    return (fact[FACT_KIND] == IMAGE_CHOICE || fact[FACT_KIND] == IMAGE_YES_NO) &&
        (fact[FACT_FLAGS] & (IMAGE_FIXED | IMAGE_SUPPLIED)) == 0;
}

static uint32_t value_count(const uint32_t *fact)
{
    return fact[FACT_KIND] == IMAGE_YES_NO ? 2 : fact[FACT_CHOICE_COUNT];
}

/* An outcome if a fact had this value; 0 when it cannot have it. */
static uint32_t turned(
    struct answering *a, uint32_t outcome, uint32_t fact, int32_t value)
{
    const uint32_t *item = image_item(a->image, SECTION_OUTCOMES, outcome);
    struct err ignored = {0};
    int32_t before = a->facts[fact];
    uint32_t mask = 0;

    a->facts[fact] = value;
    eval_bind(a->image, a->facts, a->slots);
    if (eval_check(a->desk->protocol->bench.scratch, a->facts, a->slots, &ignored))
        mask = possible(a, item[OUTCOME_ROOT]);
    a->facts[fact] = before;
    return mask;
}

static size_t turn(
    struct answering *a, uint32_t outcome, uint32_t fact, struct desk_turn *out)
{
    const uint32_t *item = image_item(a->image, SECTION_FACTS, fact);
    const uint32_t *of = image_item(a->image, SECTION_OUTCOMES, outcome);
    int32_t before = a->facts[fact];
    uint32_t now;
    size_t count = 0;

    eval_bind(a->image, a->facts, a->slots);
    now = eval_shown(a->image, outcome, possible(a, of[OUTCOME_ROOT]));
    for (int32_t v = 0; v < (int32_t)value_count(item); v++) {
        uint32_t mask = v == before ? 0 : turned(a, outcome, fact, v);
        uint32_t shown = mask == 0 ? now : eval_shown(a->image, outcome, mask);

        if (shown == now)
            continue;
        a->facts[fact] = v;
        out[count++] = (struct desk_turn){.fact = image_str(a->image, item + FACT_NAME),
            .question = image_str(a->image, item + FACT_QUESTION),
            .value = value_of(a, fact),
            .outcome = {.name = image_str(a->image, of + OUTCOME_NAME),
                .label = image_str(a->image, of + OUTCOME_LABEL),
                .value = choice_at(a->image, of[OUTCOME_FIRST] + shown),
                .is_known = (mask & (mask - 1)) == 0}};
        a->facts[fact] = before;
    }
    return count;
}

size_t desk_turns(struct desk *desk, const struct visit *visit, struct arena *arena,
    struct desk_turn **out)
{
    struct answering a = {.desk = desk, .visit = visit, .arena = arena};
    struct err ignored = {0};
    size_t count = 0;
    uint32_t outcomes;

    if (!begin(&a, &ignored))
        return 0;
    outcomes = a.image->count[SECTION_OUTCOMES];
    *out = ARENA_ARRAY(arena, struct desk_turn,
        (size_t)outcomes *
            (a.image->count[SECTION_CHOICES] + 2 * a.image->count[SECTION_FACTS]));
    for (uint32_t o = 0; o < outcomes; o++)
        for (uint32_t f = 0; f < a.image->count[SECTION_FACTS]; f++)
            if (can_turn(image_item(a.image, SECTION_FACTS, f)))
                count += turn(&a, o, f, *out + count);
    return count;
}
