/*
 * outcome, and the lines of values that facts and outcomes share.
 */
#include "policy/mend.h"
#include "policy/parse.h"

static bool parse_choice(struct parser *p, struct choice *choice)
{
    struct token name;

    if (!want_value_name(p, &name))
        return false;
    choice->name = name.text;
    choice->span = name.span;
    return want_sign(p, TOKEN_EQUALS, "=") &&
        want_text(p, &choice->label, "a label in double quotes");
}

static void report_twice(struct parser *p, const struct choice *choice, uint32_t line)
{
    struct text message = text_in(p->arena);

    text_add(&message, STR("the value `"));
    text_add(&message, choice->name);
    text_add(&message, STR("` stands on line "));
    text_add_u64(&message, line);
    text_add(&message, STR(" already"));
    (void)complain(p, "P037", choice->span, text_str(&message),
        STR("give one of them another name"));
}

bool parse_choices(
    struct parser *p, struct choice **choices, uint32_t *count, uint32_t most)
{
    size_t capacity = 0;

    while (peek(p)->kind == TOKEN_NAME && !next_is(p, "until")) {
        struct choice choice = {0};
        uint32_t before;

        if (!parse_choice(p, &choice))
            return false;
        before = tree_find_choice(*choices, *count, choice.name);
        if (before != TREE_NONE) {
            report_twice(p, &choice, (*choices)[before].span.line);
            continue;
        }
        if (!fits(p, *count, most, choice.span, "values"))
            return false;
        *choices = arena_grow(p->arena, *choices, *count, &capacity, sizeof(**choices));
        (*choices)[(*count)++] = choice;
    }
    return true;
}

static bool fail_until_known(struct parser *p, const struct outcome *outcome)
{
    const struct choice *last = &outcome->values[outcome->value_count - 1];
    struct text hint = text_in(p->arena);
    str line =
        join_text(p->arena, STR("until known: "), outcome->values[0].name, (str){0});

    text_add(&hint, STR("values stand from the most protective ("));
    text_add(&hint, outcome->values[0].name);
    text_add(&hint, STR(") to the most permissive ("));
    text_add(&hint, last->name);
    text_add(&hint, STR("); if that is so, add a last line: "));
    text_add(&hint, line);
    mend_by_line(
        complain(p, "P066", outcome->span,
            STR("this outcome does not say what to show while facts are missing"),
            text_str(&hint)),
        p->arena, &p->tree->scan, taken(p)->span.line, last->span.column - 1, line);
    p->failed = true;
    return false;
}

static bool parse_until_known(struct parser *p, struct outcome *outcome)
{
    const struct token *value;
    uint32_t found;

    if (peek(p)->kind == TOKEN_END)
        return fail_until_known(p, outcome);
    if (!want_word(p, "until") || !want_word(p, "known") ||
        !want_sign(p, TOKEN_COLON, ":"))
        return false;
    value = peek(p);
    if (!want(p, TOKEN_NAME, "one of its values"))
        return false;
    found = tree_find_choice(outcome->values, outcome->value_count, value->text);
    if (found == TREE_NONE) {
        complain_value(p, "P043", value->span,
            STR("this is not one of the outcome's values"), value->text,
            outcome->values, outcome->value_count);
    } else {
        outcome->until_known = found;
        outcome->values[found].used = true;
        add_ref(p, REF_VALUE, false, value->span, p->tree->outcome_count, found);
    }
    return want_end(p, "the end of the statement: `until known` is its last line");
}

static bool parse_values(struct parser *p, struct outcome *outcome)
{
    if (!want_sign(p, TOKEN_COLON, ":") ||
        !want_text(p, &outcome->label, "the question it answers, in double quotes") ||
        !parse_choices(p, &outcome->values, &outcome->value_count, MAX_VALUES))
        return false;
    if (outcome->value_count == 0)
        return fail(p, "P065", outcome->span, STR("this outcome has no values"),
            STR("write each on an indented line, most protective first: refuse = "
                "\"Do not let them in.\""));
    return parse_until_known(p, outcome);
}

void parse_outcome(struct parser *p)
{
    struct tree *t = p->tree;
    struct outcome outcome = {.ground = ground_of(p)};
    struct token name;

    if (!want_new_name(p, &name) ||
        !fits(p, t->outcome_count, MAX_OUTCOMES, name.span, "outcomes"))
        return;
    outcome.name = name.text;
    outcome.span = name.span;
    outcome.broken = !enter_meaning(p, &name, NAME_OUTCOME, t->outcome_count);
    t->outcomes = arena_grow(p->arena, t->outcomes, t->outcome_count, &p->room.outcomes,
        sizeof(*t->outcomes));
    add_ref(p, REF_OUTCOME, true, name.span, t->outcome_count, 0);
    outcome.broken |= !parse_values(p, &outcome);
    for (uint32_t v = 0; v < outcome.value_count; v++)
        add_ref(p, REF_VALUE, true, outcome.values[v].span, t->outcome_count, v);
    t->outcomes[t->outcome_count++] = outcome;
}
