/*
 * Completion in the head of a statement; conditions are in complete_condition.c.
 */
#include "lsp/complete.h"

static const char *const statements[] = {"edition", "role", "fact", "let", "outcome",
    "rule", "duty", "say", "assume", "never", "always"};

/* ---- fact, outcome ---- */

static void complete_attributes(struct completion *c)
{
    static const char *const attributes[] = {
        "ask first", "answered by", "fixed", "private"};

    if (back_is(c, 1, "by"))
        offer_roles(c);
    else if (back_is(c, 1, "answered"))
        offer(c, ITEM_KEYWORD, STR("by"), (str){0});
    else if (back_is(c, 1, "ask"))
        offer_word(c, "first");
    else if (back_is(c, 1, "(") || back_is(c, 1, ","))
        for (size_t i = 0; i < COUNT_OF(attributes); i++)
            offer_word(c, attributes[i]);
}

static void complete_fact(struct completion *c)
{
    static const char *const kinds[] = {
        "yes/no", "number", "date", "time", "days since", "school days since"};
    size_t colon = bit_find(c, ":", 0);

    if (colon == c->bit_count && bit_find(c, "(", 0) < c->bit_count &&
        bit_find(c, ")", 0) == c->bit_count)
        complete_attributes(c);
    else if (colon + 1 == c->bit_count && !c->is_line_start)
        for (size_t i = 0; i < COUNT_OF(kinds); i++)
            offer(c, ITEM_KEYWORD, str_from(kinds[i]), (str){0});
    else if (back_is(c, 1, "/"))
        offer_word(c, "no");
    else if (back_is(c, 1, "school"))
        offer(c, ITEM_KEYWORD, STR("days since"), (str){0});
    else if (back_is(c, 1, "since"))
        offer_facts(c, true);
    else if (back_is(c, 1, "days"))
        offer_word(c, "since");
}

static void complete_outcome(struct completion *c)
{
    if (back_is(c, 1, ":") && back_is(c, 2, "known") && c->bit_count > 1)
        offer_values(c, c->bits[1].text);
    else if (back_is(c, 1, "until"))
        offer(c, ITEM_KEYWORD, STR("known:"), word_meaning(STR("known")));
    else if (c->is_line_start)
        offer_word(c, "until known:");
}

/* ---- rule ---- */

static void offer_rules(struct completion *c)
{
    const struct tree *t = c->tree;

    for (uint32_t r = 0; r < t->rule_count; r++)
        if (c->bit_count < 2 || !str_equal(c->bits[1].text, t->rules[r].name))
            offer(c, ITEM_FUNCTION, t->rules[r].name,
                t->scan.headings != NULL && t->rules[r].ground.heading != SCAN_NONE
                    ? t->scan.headings[t->rules[r].ground.heading].short_text
                    : (str){0});
    offer_as(c, ITEM_KEYWORD, STR("section"), STR("section \""),
        word_meaning(STR("section")));
}

/* Headings, each with the quote that ends it if there is none yet. */
static void offer_headings(struct completion *c)
{
    const struct scan *scan = &c->tree->scan;
    str source = c->document->text;
    struct range line = lines_line(
        &c->document->lines, lines_place(&c->document->lines, c->range.end).line);
    bool is_closed =
        str_find_byte(str_slice(source, 0, line.end), '"', c->range.end) < line.end;

    while (c->range.start > line.start && source.ptr[c->range.start - 1] != '"')
        c->range.start--;
    for (uint32_t h = 0; h < scan->heading_count; h++) {
        struct text text = text_in(c->call->arena);
        str heading = scan->headings[h].short_text;

        if (str_find_byte(heading, '"', 0) < heading.len || heading.len == 0)
            continue;
        text_add(&text, heading);
        text_add(&text, is_closed ? STR("") : STR("\""));
        offer_as(c, ITEM_REFERENCE, heading, text_str(&text), (str){0});
    }
}

static void complete_rule_head(struct completion *c)
{
    bool excepts = bit_find(c, "exception", 0) < c->bit_count;

    if (back_is(c, 1, ",") && !excepts)
        offer_word(c, "exception to");
    else if (back_is(c, 1, "exception"))
        offer(c, ITEM_KEYWORD, STR("to"), (str){0});
    else if (excepts && (back_is(c, 1, "to") || back_is(c, 1, ",")))
        offer_rules(c);
}

static void complete_rule(struct completion *c)
{
    size_t colon = bit_find(c, ":", 0);

    if (colon == c->bit_count)
        complete_rule_head(c);
    else if (colon + 1 == c->bit_count)
        offer_outcomes(c);
    else if (colon + 2 == c->bit_count)
        offer_word(c, "is");
    else if (back_is(c, 1, "is"))
        offer_values(c, bit_back(c, 2).text);
    else
        offer_word(c, "if");
}

/* ---- duty, say ---- */

static void complete_duty(struct completion *c)
{
    static const char *const units[] = {"minutes", "hours", "days", "school days"};

    if (back_is(c, 1, "to") || back_is(c, 1, "otherwise"))
        offer_roles(c);
    else if (back_is(c, 1, ","))
        offer_word(c, "otherwise");
    else if (back_is(c, 1, "school"))
        offer(c, ITEM_KEYWORD, STR("days"), (str){0});
    else if (bit_back(c, 1).kind == BIT_NUMBER && back_is(c, 2, "within"))
        for (size_t i = 0; i < COUNT_OF(units); i++)
            offer(c, ITEM_KEYWORD, str_from(units[i]), (str){0});
    else if (bit_back(c, 1).kind == BIT_TEXT)
        offer(c, ITEM_KEYWORD, STR("to"), (str){0});
    else if (bit_find(c, "to", 0) < c->bit_count && bit_back(c, 1).kind == BIT_WORD) {
        if (back_is(c, 2, "to"))
            offer_word(c, "within");
        offer_word(c, "if");
    }
}

/* ---- which of them ---- */

/* Where the condition of the statement begins; SIZE_MAX before it does. */
static size_t condition_start(const struct completion *c)
{
    static const char *const starts[][2] = {{"let", "="}, {"rule", "if"},
        {"duty", "if"}, {"say", "if"}, {"assume", ":"}, {"never", ":"},
        {"always", ":"}};

    for (size_t i = 0; i < COUNT_OF(starts); i++) {
        size_t at = bit_find(c, starts[i][1], 0);

        if (str_equal(c->bits[0].text, str_from(starts[i][0])))
            return at < c->bit_count ? at + 1 : SIZE_MAX;
    }
    return SIZE_MAX;
}

static void complete_head(struct completion *c)
{
    static const struct {
        const char *word;
        void (*complete)(struct completion *c);
    } heads[] = {
        {"fact", complete_fact},
        {"outcome", complete_outcome},
        {"rule", complete_rule},
        {"duty", complete_duty},
    };

    for (size_t i = 0; i < COUNT_OF(heads); i++)
        if (str_equal(c->bits[0].text, str_from(heads[i].word)))
            heads[i].complete(c);
    if (str_equal(c->bits[0].text, STR("say")) && bit_back(c, 1).kind == BIT_TEXT)
        offer_word(c, "if");
}

void complete_statement(struct completion *c)
{
    size_t condition;

    if (c->in_text) {
        if (c->bit_count > 1 && back_is(c, 2, "section"))
            offer_headings(c);
        return;
    }
    if (c->bit_count == 0) {
        for (size_t i = 0; i < COUNT_OF(statements); i++)
            offer_word(c, statements[i]);
        return;
    }
    condition = condition_start(c);
    if (condition != SIZE_MAX)
        complete_condition(c, condition);
    else
        complete_head(c);
}
