/*
 * let and rule: what follows from the facts.
 */
#include "policy/parse.h"

/* ---- let ---- */

static void finish_let(struct parser *p, uint32_t index)
{
    p->tree->lets[index].cond = parse_last_cond(p);
}

void parse_let(struct parser *p)
{
    struct tree *t = p->tree;
    struct let let = {.ground = ground_of(p)};
    struct token name;

    if (!want_new_name(p, &name) ||
        !fits(p, t->let_count, MAX_OTHERS, name.span, "lets"))
        return;
    let.name = name.text;
    let.span = name.span;
    /* Should the statement fail here, what names it must find something. */
    let.cond = broken_cond(p, name.span);
    (void)enter_meaning(p, &name, NAME_LET, t->let_count);
    t->lets =
        arena_grow(p->arena, t->lets, t->let_count, &p->room.lets, sizeof(*t->lets));
    add_ref(p, REF_LET, true, name.span, t->let_count, 0);
    if (next_is(p, "is")) {
        report_fix(&p->report,
            complain(p, "P064", peek(p)->span,
                STR("a let names its condition with an equals sign"), STR("write `=`")),
            peek(p)->span, STR("="));
        p->at++;
        leave(p, t->let_count, finish_let);
    } else if (want_sign(p, TOKEN_EQUALS, "=")) {
        leave(p, t->let_count, finish_let);
    }
    t->lets[t->let_count++] = let;
}

/* ---- rule ---- */

static void finish_rule(struct parser *p, uint32_t index);

void parse_rule(struct parser *p)
{
    struct tree *t = p->tree;
    const struct token *tokens = p->statement->tokens;
    struct rule rule = {.ground = ground_of(p), .outcome = TREE_NONE};
    struct token name;
    uint32_t before = 0;

    if (!want_new_name(p, &name) ||
        !fits(p, t->rule_count, MAX_RULES, name.span, "rules"))
        return;
    rule.name = name.text;
    rule.span = name.span;
    rule.statement = tokens[0].span;
    for (uint32_t i = 1; i < p->statement->count; i++)
        rule.statement = span_join(rule.statement, tokens[i].span);
    if (map_find(&p->rules, name.text, &before))
        before = t->rules[before].span.line;
    (void)enter_name(p, &p->rules, &name, t->rule_count, before);
    leave(p, t->rule_count, finish_rule);
    t->rules = arena_grow(
        p->arena, t->rules, t->rule_count, &p->room.rules, sizeof(*t->rules));
    add_ref(p, REF_RULE, true, name.span, t->rule_count, 0);
    t->rules[t->rule_count++] = rule;
}

static bool parse_exception(struct parser *p, struct rule *rule, size_t *capacity)
{
    struct exception exception = {.section = take_word(p, "section")};
    const struct token *name = peek(p);

    exception.name = name->text;
    exception.span = name->span;
    if (exception.section ? !want(p, TOKEN_TEXT, "a heading in double quotes")
                          : !want(p, TOKEN_NAME, "the name of a rule, or `section`"))
        return false;
    rule->exceptions = arena_grow(p->arena, rule->exceptions, rule->exception_count,
        capacity, sizeof(*rule->exceptions));
    rule->exceptions[rule->exception_count++] = exception;
    return true;
}

/* A comma; `and` between exceptions is reported and read as one. */
static bool take_separator(struct parser *p)
{
    struct span span = peek(p)->span;

    if (take(p, TOKEN_COMMA))
        return true;
    if (!take_word(p, "and") && !take_word(p, "or"))
        return false;
    report_fix(&p->report,
        complain(p, "P034", span, STR("exceptions are separated by commas"),
            STR("write `,`")),
        span, STR(","));
    return true;
}

static bool parse_exceptions(struct parser *p, struct rule *rule)
{
    size_t capacity = 0;

    if (peek(p)->kind != TOKEN_COMMA && !next_is(p, "exception"))
        return true;
    if (!want_sign(p, TOKEN_COMMA, ",") || !want_word(p, "exception") ||
        !want_word(p, "to"))
        return false;
    do
        if (!parse_exception(p, rule, &capacity))
            return false;
    while (take_separator(p));
    return true;
}

/* `rule x: admit`: the outcome that has this value, or TREE_NONE. */
static uint32_t outcome_with(const struct tree *t, str value)
{
    for (uint32_t i = 0; i < t->outcome_count; i++)
        if (tree_find_choice(
                t->outcomes[i].values, t->outcomes[i].value_count, value) != TREE_NONE)
            return i;
    return TREE_NONE;
}

/* Report what is no outcome; true when the rule can be read on with. */
static bool report_outcome(struct parser *p, const struct token *name, uint32_t *found)
{
    const struct tree *t = p->tree;
    struct span before = name->span;
    struct diag *diag;
    str form;

    *found = outcome_with(t, name->text);
    if (*found == TREE_NONE) {
        complain_name(p, "P042", name->span, STR("no outcome has this name"),
            name->text, outcome_names(p),
            STR("a rule says which outcome has which value: entry is admit"));
        return false;
    }
    before.length = 0;
    form = join_text(p->arena, t->outcomes[*found].name, STR(" is "), (str){0});
    diag = complain(p, "P034", name->span,
        STR("this is a value; a rule also names the outcome that has it"),
        join_text(p->arena, STR("write: "), form, name->text));
    report_fix(&p->report, diag, before, form);
    return true;
}

/* `is`, however it is spelt: `entry = admit` is reported and read on with. */
static bool want_is(struct parser *p)
{
    struct span span = peek(p)->span;

    if (take(p, TOKEN_EQUALS)) {
        report_fix(&p->report,
            complain(p, "P064", span,
                STR("an outcome and its value are joined by `is`"), STR("write `is`")),
            span, STR("is"));
        return true;
    }
    if (peek(p)->kind != TOKEN_NAME || is_keyword(peek(p)->text))
        return want_word(p, "is");
    span.length = 0;
    report_fix(&p->report,
        complain(p, "P034", peek(p)->span, STR("an `is` is missing before the value"),
            STR("write: OUTCOME is VALUE")),
        span, STR("is "));
    return true;
}

/* `entry is "admit"`: a value in quotes, reported and taken all the same. */
static bool take_value(struct parser *p)
{
    const struct token *value = peek(p);

    if (value->kind == TOKEN_TEXT) {
        report_fix(&p->report,
            complain(p, "P034", value->span, STR("values stand without quotes"),
                STR("write the value's name")),
            value->span, value->text);
        p->at++;
        return true;
    }
    if (value->kind == TOKEN_NAME && is_logic_word(value->text))
        return fail_expected(p, "a value of the outcome");
    return want(p, TOKEN_NAME, "a value of the outcome");
}

static bool parse_value_of(struct parser *p, struct rule *rule)
{
    const struct outcome *outcome = &p->tree->outcomes[rule->outcome];
    const struct token *name = peek(p);

    if (!take_value(p))
        return false;
    rule->value = tree_find_choice(outcome->values, outcome->value_count, name->text);
    if (rule->value != TREE_NONE) {
        outcome->values[rule->value].used = true;
        add_ref(p, REF_VALUE, false, name->span, rule->outcome, rule->value);
        return true;
    }
    if (!outcome->broken)
        complain_value(p, "P043", name->span,
            STR("this is not one of the outcome's values"), name->text, outcome->values,
            outcome->value_count);
    rule->value = 0;
    return true;
}

/* `OUTCOME is VALUE` at the head of a rule. */
static bool parse_head(struct parser *p, struct rule *rule)
{
    const struct token *name = peek(p);
    uint32_t found = 0;

    if (name->kind == TOKEN_NAME && is_keyword(name->text))
        return fail_expected(p, "an outcome, as in: entry is admit");
    if (!want(p, TOKEN_NAME, "an outcome, as in: entry is admit"))
        return false;
    if (map_find(&p->names, name->text, &found) &&
        name_kind_of(found) == NAME_OUTCOME) {
        rule->outcome = name_index_of(found);
        add_ref(p, REF_OUTCOME, false, name->span, rule->outcome, 0);
        return want_is(p) && parse_value_of(p, rule);
    }
    if (report_outcome(p, name, &found)) {
        rule->outcome = found;
        p->at--;
        return parse_value_of(p, rule);
    }
    /* The condition can be read all the same. */
    return want_is(p) && take_value(p);
}

static void finish_rule(struct parser *p, uint32_t index)
{
    struct rule *rule = &p->tree->rules[index];

    if (parse_exceptions(p, rule) && want_sign(p, TOKEN_COLON, ":") &&
        parse_head(p, rule)) {
        if (take_if(p))
            rule->cond = parse_last_cond(p);
        else
            (void)want_end(p, "`if` or the end of the statement");
    }
    p->lost_rule |= rule->outcome == TREE_NONE;
}
