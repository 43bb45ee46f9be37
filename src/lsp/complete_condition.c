/*
 * Completion inside a condition.
 */
#include "lsp/complete.h"

/* What a name of the document stands for in a condition. */
enum subject {
    SUBJECT_NONE,
    SUBJECT_CHOICE, /* a choice or an outcome */
    SUBJECT_YES_NO,
    SUBJECT_NUMBER,
    SUBJECT_DATE,
    SUBJECT_TIME,
};

static enum subject subject_of(const struct completion *c, struct bit bit)
{
    uint32_t fact = tree_find_fact(c->tree, bit.text);

    if (bit.kind != BIT_WORD)
        return SUBJECT_NONE;
    if (str_equal(bit.text, STR("today")))
        return SUBJECT_DATE;
    if (str_equal(bit.text, STR("now")))
        return SUBJECT_TIME;
    if (fact == TREE_NONE)
        return tree_find_outcome(c->tree, bit.text) == TREE_NONE ? SUBJECT_NONE
                                                                 : SUBJECT_CHOICE;
    switch (c->tree->facts[fact].kind) {
    case FACT_CHOICE:
        return SUBJECT_CHOICE;
    case FACT_YES_NO:
        return SUBJECT_YES_NO;
    case FACT_DATE:
        return SUBJECT_DATE;
    case FACT_TIME:
        return SUBJECT_TIME;
    default:
        return SUBJECT_NUMBER;
    }
}

/* ---- after a name ---- */

static void offer_connectives(struct completion *c, size_t start)
{
    size_t condition = bit_find(c, "if", start);

    offer_word(c, "and");
    offer_word(c, "or");
    if (condition < c->bit_count && bit_find(c, "then", condition) == c->bit_count)
        offer_word(c, "then");
}

static void offer_comparisons(struct completion *c, enum subject subject, size_t start)
{
    static const char *const comparisons[][5] = {
        [SUBJECT_CHOICE] = {"is", "is not", "in (", "not in ("},
        [SUBJECT_NUMBER] = {"<", "<=", "=", ">=", ">"},
        [SUBJECT_DATE] = {"before", "after", "within"},
        [SUBJECT_TIME] = {"between"},
    };

    if (subject == SUBJECT_YES_NO || subject == SUBJECT_NONE) {
        offer_connectives(c, start);
        return;
    }
    for (size_t i = 0; i < COUNT_OF(comparisons[0]); i++)
        if (comparisons[subject][i] != NULL)
            offer(c, ITEM_KEYWORD, str_from(comparisons[subject][i]), (str){0});
}

/* Whether the last word is compared with something already, rather than begins a
 * comparison. */
static bool is_compared(const struct completion *c, size_t start)
{
    static const char *const words[] = {
        "is", "before", "after", "of", "=", "<", ">", "between"};

    if (c->bit_count < start + 2)
        return false;
    for (size_t i = 0; i < COUNT_OF(words); i++)
        if (back_is(c, 2, words[i]) ||
            (back_is(c, 2, "not") && back_is(c, 3, words[i])))
            return true;
    return false;
}

/* ---- before a name ---- */

static void offer_operands(struct completion *c, size_t start)
{
    const struct tree *t = c->tree;
    bool is_rule = c->bit_count > 0 && str_equal(c->bits[0].text, STR("rule"));
    bool is_assume = c->bit_count > 0 && str_equal(c->bits[0].text, STR("assume"));
    size_t colon = bit_find(c, ":", 0);

    offer_facts(c, false);
    for (uint32_t i = 0; i < t->let_count; i++)
        offer(c, ITEM_CONSTANT, t->lets[i].name, STR("let"));
    for (uint32_t i = 0; i < t->outcome_count && !is_assume; i++)
        if (!is_rule || colon + 1 >= c->bit_count ||
            !str_equal(c->bits[colon + 1].text, t->outcomes[i].name))
            offer(c, ITEM_ENUM, t->outcomes[i].name, t->outcomes[i].label);
    offer_word(c, "not");
    offer_word(c, "today");
    offer_word(c, "now");
    if (c->bit_count == start)
        offer_word(c, "if");
}

static bool begins_operand(const struct completion *c)
{
    static const char *const words[] = {"and", "or", "not", "if", "then", "("};

    for (size_t i = 0; i < COUNT_OF(words); i++)
        if (back_is(c, 1, words[i]))
            return true;
    return false;
}

/* ---- inside the parentheses after `in` ---- */

/* The place of the parenthesis that is open after `in`, or bit_count. */
static size_t open_list(const struct completion *c, size_t start)
{
    size_t at = c->bit_count;

    while (at > start &&
        (c->bits[at - 1].kind == BIT_WORD || str_equal(c->bits[at - 1].text, STR(","))))
        at--;
    if (at > start + 1 && str_equal(c->bits[at - 1].text, STR("(")) &&
        str_equal(c->bits[at - 2].text, STR("in")))
        return at - 1;
    return c->bit_count;
}

static void complete_list(struct completion *c, size_t open)
{
    size_t subject = open - 1; /* `in` */

    while (subject > 0 &&
        (str_equal(c->bits[subject].text, STR("in")) ||
            str_equal(c->bits[subject].text, STR("not")) ||
            str_equal(c->bits[subject].text, STR("is"))))
        subject--;
    if (back_is(c, 1, "(") || back_is(c, 1, ","))
        offer_values(c, c->bits[subject].text);
}

void complete_condition(struct completion *c, size_t start)
{
    size_t open = open_list(c, start);

    if (open < c->bit_count)
        complete_list(c, open);
    else if (back_is(c, 1, "is"))
        offer_values(c, bit_back(c, 2).text);
    else if (back_is(c, 1, "not") && back_is(c, 2, "is"))
        offer_values(c, bit_back(c, 3).text);
    else if (back_is(c, 1, "not") && subject_of(c, bit_back(c, 2)) != SUBJECT_NONE)
        offer_word(c, "in (");
    else if (c->bit_count == start || begins_operand(c))
        offer_operands(c, start);
    else if (back_is(c, 1, "before") || back_is(c, 1, "after") || back_is(c, 1, "of")) {
        offer_facts(c, true);
        offer_word(c, "today");
    } else if (back_is(c, 2, "within"))
        offer(c, ITEM_KEYWORD, STR("days of"), (str){0});
    else if (back_is(c, 1, "days") && back_is(c, 3, "within"))
        offer(c, ITEM_KEYWORD, STR("of"), (str){0});
    else if (back_is(c, 2, "between"))
        offer_word(c, "and");
    else if (is_compared(c, start))
        offer_connectives(c, start);
    else if (bit_back(c, 1).kind == BIT_WORD || back_is(c, 1, ")"))
        offer_comparisons(c, subject_of(c, bit_back(c, 1)), start);
    else if (bit_back(c, 1).kind == BIT_NUMBER)
        offer_connectives(c, start);
}
