/*
 * let, rule, duty, say, assume, never, always: what follows from the facts.
 */
#include "policy/parse.h"

/* Whether one more of something fits. */
static bool fits(struct parser *p, uint32_t count, uint32_t most, struct span span)
{
    if (count < most)
        return true;
    return fail(p, "P062", span, STR("there are more statements of this kind than the "
        "language allows"), STR("split the protocol into several documents"));
}

void parse_let(struct parser *p)
{
    struct tree *t = p->tree;
    struct let let = {.ground = ground_of(p)};
    struct token name;
    uint32_t before;

    p->at++;
    if (!want_new_name(p, &name))
        return;
    if (map_find(&p->names, name.text, &before)) {
        fail_twice(p, &name, line_of_name(p, before));
        return;
    }
    if (!want(p, TOKEN_EQUALS, "`=`") || !fits(p, t->let_count, MAX_OTHERS, name.span))
        return;
    let.name = name.text;
    let.span = name.span;
    t->lets =
        arena_grow(p->arena, t->lets, t->let_count, &p->let_capacity, sizeof(*t->lets));
    p->lets =
        arena_grow(p->arena, p->lets, t->let_count, &p->pending_let, sizeof(*p->lets));
    p->lets[t->let_count] = (struct pending){p->statement, p->at};
    map_set(&p->names, p->arena, name.text, NAME_LET << NAME_SHIFT | t->let_count);
    add_ref(p, REF_LET, true, name.span, t->let_count, 0);
    t->lets[t->let_count++] = let;
}

/* ---- rule ---- */

void parse_rule(struct parser *p)
{
    struct tree *t = p->tree;
    struct rule rule = {.ground = ground_of(p), .outcome = TREE_NONE};
    struct token name;
    uint32_t before;

    rule.statement = peek(p)->span;
    p->at++;
    if (!want_new_name(p, &name))
        return;
    if (map_find(&p->rules, name.text, &before)) {
        fail_twice(p, &name, t->rules[before].span.line);
        return;
    }
    if (!fits(p, t->rule_count, MAX_RULES, name.span))
        return;
    rule.name = name.text;
    rule.span = name.span;
    t->rules = arena_grow(
        p->arena, t->rules, t->rule_count, &p->rule_capacity, sizeof(*t->rules));
    p->rule_heads = arena_grow(
        p->arena, p->rule_heads, t->rule_count, &p->pending_rule, sizeof(*p->rule_heads));
    p->rule_heads[t->rule_count] = (struct pending){p->statement, p->at};
    map_set(&p->rules, p->arena, name.text, t->rule_count);
    add_ref(p, REF_RULE, true, name.span, t->rule_count, 0);
    t->rules[t->rule_count++] = rule;
}

static bool finish_exceptions(struct parser *p, struct rule *rule)
{
    size_t capacity = 0;

    if (!take(p, TOKEN_COMMA))
        return true;
    if (!want_word(p, "exception") || !want_word(p, "to"))
        return false;
    do {
        struct exception exception = {.section = take_word(p, "section")};
        const struct token *name = peek(p);

        exception.name = name->text;
        exception.span = name->span;
        if (exception.section ? !want(p, TOKEN_TEXT, "a heading in double quotes")
                              : !want(p, TOKEN_NAME, "the name of a rule, or section"))
            return false;
        rule->exceptions = arena_grow(p->arena, rule->exceptions, rule->exception_count,
            &capacity, sizeof(*rule->exceptions));
        rule->exceptions[rule->exception_count++] = exception;
    } while (take(p, TOKEN_COMMA));
    return true;
}

/* `OUTCOME is VALUE` at the head of a rule. */
static bool finish_head(struct parser *p, struct rule *rule)
{
    struct tree *t = p->tree;
    const struct token *name = peek(p);
    const struct outcome *outcome;
    uint32_t found = tree_find_outcome(t, name->text);
    str *names = ARENA_ARRAY(p->arena, str, t->outcome_count);

    for (uint32_t i = 0; i < t->outcome_count; i++)
        names[i] = t->outcomes[i].name;
    if (!want(p, TOKEN_NAME, "an outcome, as in: entry is admit"))
        return false;
    if (found == TREE_NONE)
        return fail(p, "P042", name->span, STR("no outcome has this name"),
            did_you_mean(p->arena, name->text, names, t->outcome_count).len == 0
                ? STR("a rule says which outcome has which value: entry is admit")
                : did_you_mean(p->arena, name->text, names, t->outcome_count));
    outcome = &t->outcomes[found];
    add_ref(p, REF_OUTCOME, false, name->span, found, 0);
    if (!want_word(p, "is"))
        return false;
    name = peek(p);
    if (!want(p, TOKEN_NAME, "a value of the outcome"))
        return false;
    rule->value = tree_find_choice(outcome->values, outcome->value_count, name->text);
    if (rule->value == TREE_NONE)
        return fail(p, "P043", name->span, STR("this is not one of the outcome's values"),
            did_you_mean(p->arena, name->text,
                choice_names(p->arena, outcome->values, outcome->value_count),
                outcome->value_count));
    outcome->values[rule->value].used = true;
    rule->outcome = found;
    add_ref(p, REF_VALUE, false, name->span, found, rule->value);
    return true;
}

void finish_rule(struct parser *p, struct rule *rule, struct pending head)
{
    p->at = head.at;
    if (!finish_exceptions(p, rule) || !want(p, TOKEN_COLON, "`:`") ||
        !finish_head(p, rule))
        return;
    if (take_word(p, "if"))
        rule->cond = parse_cond(p);
    if (!p->failed && peek(p)->kind != TOKEN_END)
        fail_expected(p, rule->cond == NULL ? "`if` or the end of the statement"
                                            : "`and`, `or` or the end of the statement");
}

/* ---- duty ---- */

void parse_duty(struct parser *p)
{
    struct tree *t = p->tree;
    struct duty duty = {.ground = ground_of(p), .otherwise = TREE_NONE};
    struct token name;
    uint32_t before;

    p->at++;
    if (!want_new_name(p, &name))
        return;
    if (map_find(&p->duties, name.text, &before)) {
        fail_twice(p, &name, t->duties[before].span.line);
        return;
    }
    if (!fits(p, t->duty_count, MAX_OTHERS, name.span))
        return;
    duty.name = name.text;
    duty.span = name.span;
    t->duties = arena_grow(
        p->arena, t->duties, t->duty_count, &p->duty_capacity, sizeof(*t->duties));
    p->duty_heads = arena_grow(
        p->arena, p->duty_heads, t->duty_count, &p->pending_duty, sizeof(*p->duty_heads));
    p->duty_heads[t->duty_count] = (struct pending){p->statement, p->at};
    map_set(&p->duties, p->arena, name.text, t->duty_count);
    add_ref(p, REF_DUTY, true, name.span, t->duty_count, 0);
    t->duties[t->duty_count++] = duty;
}

static bool finish_within(struct parser *p, struct duty *duty)
{
    struct span span = peek(p)->span;

    duty->has_within = true;
    duty->amount = (uint32_t)peek(p)->value;
    if (!want(p, TOKEN_NUMBER, "a number, as in: within 5 minutes"))
        return false;
    if ((int32_t)duty->amount <= 0 || duty->amount > 100000)
        return fail(p, "P040", span, STR("a deadline must be at least 1 and at most "
            "100000"), (str){0});
    if (take_word(p, "minutes") || take_word(p, "minute"))
        duty->unit = UNIT_MINUTES;
    else if (take_word(p, "hours") || take_word(p, "hour"))
        duty->unit = UNIT_HOURS;
    else if (take_word(p, "days") || take_word(p, "day"))
        duty->unit = UNIT_DAYS;
    else if (take_word(p, "school") && (take_word(p, "days") || take_word(p, "day")))
        duty->unit = UNIT_SCHOOL_DAYS;
    else
        return fail_expected(p, "minutes, hours, days or school days");
    return true;
}

void finish_duty(struct parser *p, struct duty *duty, struct pending head)
{
    p->at = head.at;
    if (!want(p, TOKEN_COLON, "`:`") ||
        !want_text(p, &duty->text, "what to do, in double quotes") ||
        !want_word(p, "to") || !parse_role_name(p, &duty->to))
        return;
    if (take_word(p, "within") && !finish_within(p, duty))
        return;
    if (take(p, TOKEN_COMMA) &&
        (!want_word(p, "otherwise") || !parse_role_name(p, &duty->otherwise)))
        return;
    if (take_word(p, "if"))
        duty->cond = parse_cond(p);
    if (!p->failed)
        want_end(p);
}

/* ---- say, assume, never, always ---- */

void parse_say(struct parser *p)
{
    struct tree *t = p->tree;
    struct say say = {.ground = ground_of(p)};

    p->at++;
    say.span = peek(p)->span;
    if (!want_text(p, &say.words, "the words to say in double quotes") ||
        !want_word(p, "if") || !fits(p, t->say_count, MAX_OTHERS, say.span))
        return;
    t->says =
        arena_grow(p->arena, t->says, t->say_count, &p->say_capacity, sizeof(*t->says));
    p->says =
        arena_grow(p->arena, p->says, t->say_count, &p->pending_say, sizeof(*p->says));
    p->says[t->say_count] = (struct pending){p->statement, p->at};
    t->says[t->say_count++] = say;
}

void parse_assume(struct parser *p)
{
    struct tree *t = p->tree;
    struct assume assume = {.ground = ground_of(p)};

    p->at++;
    assume.span = peek(p)->span;
    if (!want_text(p, &assume.why, "why, in double quotes") ||
        !want(p, TOKEN_COLON, "`:`") ||
        !fits(p, t->assume_count, MAX_OTHERS, assume.span))
        return;
    t->assumes = arena_grow(
        p->arena, t->assumes, t->assume_count, &p->assume_capacity, sizeof(*t->assumes));
    p->assumes = arena_grow(
        p->arena, p->assumes, t->assume_count, &p->pending_assume, sizeof(*p->assumes));
    p->assumes[t->assume_count] = (struct pending){p->statement, p->at};
    t->assumes[t->assume_count++] = assume;
}

void parse_property(struct parser *p)
{
    struct tree *t = p->tree;
    struct property property = {.ground = ground_of(p), .always = next_is(p, "always")};

    p->at++;
    property.span = peek(p)->span;
    if (!want_text(p, &property.name, "the property's name in double quotes") ||
        !want(p, TOKEN_COLON, "`:`") ||
        !fits(p, t->property_count, MAX_OTHERS, property.span))
        return;
    t->properties = arena_grow(p->arena, t->properties, t->property_count,
        &p->property_capacity, sizeof(*t->properties));
    p->properties = arena_grow(p->arena, p->properties, t->property_count,
        &p->pending_property, sizeof(*p->properties));
    p->properties[t->property_count] = (struct pending){p->statement, p->at};
    t->properties[t->property_count++] = property;
}
