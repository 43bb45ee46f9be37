/*
 * edition, role, fact, outcome: what a protocol is about.
 */
#include "policy/parse.h"

/* ---- edition ---- */

static bool want_date(struct parser *p, int32_t *day)
{
    *day = peek(p)->value;
    return want(p, TOKEN_DATE, "a date such as 2025-01-24");
}

void parse_edition(struct parser *p)
{
    struct edition *e = &p->tree->edition;
    struct span span = peek(p)->span;

    p->at++;
    if (e->present) {
        fail(p, "P067", span, STR("a document has one edition, and it was given already"),
            STR("remove one of them"));
        return;
    }
    e->present = true;
    e->span = span;
    if (!want_date(p, &e->date) || !want(p, TOKEN_COMMA, "`,`") || !want_word(p, "in") ||
        !want_word(p, "force") || !want_word(p, "from") || !want_date(p, &e->from))
        return;
    if (take_word(p, "until")) {
        e->has_until = true;
        if (!want_date(p, &e->until))
            return;
        if (e->until < e->from) {
            fail(p, "P067", span, STR("this edition ends before it begins"),
                STR("the date after `until` must not lie before the one after `from`"));
            return;
        }
    }
    want_end(p);
}

/* ---- role ---- */

void parse_role(struct parser *p)
{
    struct tree *t = p->tree;
    struct token name;
    struct role role = {0};
    uint32_t before;

    p->at++;
    if (!want_new_name(p, &name))
        return;
    if (map_find(&p->roles, name.text, &before)) {
        fail_twice(p, &name, t->roles[before].span.line);
        return;
    }
    role.name = name.text;
    role.span = name.span;
    if (!want(p, TOKEN_COLON, "`:`") ||
        !want_text(p, &role.label, "the role's name for people in double quotes"))
        return;
    t->roles = arena_grow(
        p->arena, t->roles, t->role_count, &p->role_capacity, sizeof(*t->roles));
    map_set(&p->roles, p->arena, name.text, t->role_count);
    add_ref(p, REF_ROLE, true, name.span, t->role_count, 0);
    t->roles[t->role_count++] = role;
    want_end(p);
}

/* ---- values of a choice or an outcome ---- */

/* Words that would be misread even where a value stands. */
static bool is_kept(str word)
{
    return str_equal(word, STR("not")) || str_equal(word, STR("in")) ||
           str_equal(word, STR("open"));
}

/* Read `name = "label"` lines until something else comes. */
static bool parse_choices(
    struct parser *p, struct choice **choices, uint32_t *count, uint32_t most)
{
    size_t capacity = 0;

    while (peek(p)->kind == TOKEN_NAME && !next_is(p, "until")) {
        struct token name = *peek(p);
        struct choice choice = {.span = name.span, .name = name.text};
        uint32_t before = tree_find_choice(*choices, *count, name.text);

        /* Values stand only where values are expected: most keywords will do. */
        if (is_keyword(name.text) && !is_kept(name.text))
            p->at++;
        else if (!want_new_name(p, &name))
            return false;
        if (before != TREE_NONE)
            return fail_twice(p, &name, (*choices)[before].span.line);
        if (!want(p, TOKEN_EQUALS, "`=` and a label in double quotes") ||
            !want_text(p, &choice.label, "a label in double quotes"))
            return false;
        if (*count == most)
            return fail(p, "P062", name.span, STR("there are too many values"),
                STR("group them, or split the fact"));
        *choices =
            arena_grow(p->arena, *choices, *count, &capacity, sizeof(**choices));
        (*choices)[(*count)++] = choice;
    }
    return true;
}

static void choice_refs(struct parser *p, enum ref_kind kind, uint32_t index,
    const struct choice *choices, uint32_t count)
{
    for (uint32_t v = 0; v < count; v++)
        add_ref(p, kind, true, choices[v].span, index, v);
}

/* ---- fact ---- */

/* Skip `( ... )`: attributes are read in the second round, when roles are known. */
static bool skip_attributes(struct parser *p)
{
    if (!take(p, TOKEN_OPEN))
        return true;
    while (peek(p)->kind != TOKEN_CLOSE) {
        if (peek(p)->kind == TOKEN_END || peek(p)->kind == TOKEN_COLON ||
            peek(p)->kind == TOKEN_BROKEN)
            return fail_expected(p, "`)` after the attributes");
        p->at++;
    }
    p->at++;
    return true;
}

static void yes_no_choices(struct parser *p, struct fact *fact)
{
    fact->choice_count = 2;
    fact->choices = ARENA_ARRAY(p->arena, struct choice, 2);
    fact->choices[0] = (struct choice){.name = STR("no"), .label = STR("No"), .used = true};
    fact->choices[1] =
        (struct choice){.name = STR("yes"), .label = STR("Yes"), .used = true};
}

static bool parse_range(struct parser *p, struct fact *fact)
{
    struct span span = peek(p)->span;

    fact->low = peek(p)->value;
    if (!want(p, TOKEN_NUMBER, "the smallest number") || !want_word(p, "to"))
        return false;
    fact->high = peek(p)->value;
    if (!want(p, TOKEN_NUMBER, "the largest number"))
        return false;
    if (fact->low > fact->high || fact->low < -1000000)
        return fail(p, "P040", span, STR("this range of numbers is empty or too low"),
            STR("write the smallest number first, for example: number 0 to 20"));
    return true;
}

/* `days since DATE`: its name is looked up in the second round. */
static bool parse_since(struct parser *p, struct fact *fact)
{
    fact->kind = FACT_DAYS_SINCE;
    if (take_word(p, "school"))
        fact->kind = FACT_SCHOOL_DAYS_SINCE;
    fact->low = 0;
    fact->high = DAYS_SINCE_MAX;
    fact->supplied = true;
    return want_word(p, "days") && want_word(p, "since") &&
           want(p, TOKEN_NAME, "the name of a date fact") && want_end(p);
}

static bool parse_kind(struct parser *p, struct fact *fact)
{
    fact->kind = FACT_CHOICE;
    if (next_is(p, "days") || next_is(p, "school"))
        return parse_since(p, fact);
    if (take_word(p, "yes")) {
        fact->kind = FACT_YES_NO;
        yes_no_choices(p, fact);
        if (!want(p, TOKEN_SLASH, "`/no`") || !want_word(p, "no"))
            return false;
    } else if (take_word(p, "number")) {
        fact->kind = FACT_NUMBER;
        if (!parse_range(p, fact))
            return false;
    } else if (take_word(p, "date")) {
        fact->kind = FACT_DATE;
    } else if (take_word(p, "time")) {
        fact->kind = FACT_TIME;
    }
    if (!want_text(p, &fact->question,
            "the question in double quotes (or yes/no, number, date, time and the "
            "question)"))
        return false;
    if (fact->kind == FACT_CHOICE &&
        !parse_choices(p, &fact->choices, &fact->choice_count, MAX_CHOICES))
        return false;
    if (fact->kind == FACT_CHOICE && fact->choice_count == 0)
        return fail(p, "P065", fact->span, STR("this choice has no values"),
            STR("write each value on an indented line of its own: name = \"label\"; or "
                "make it yes/no"));
    return want_end(p);
}

void parse_fact(struct parser *p)
{
    struct tree *t = p->tree;
    struct pending head = {p->statement, 2};
    struct fact fact = {.since = TREE_NONE, .ground = ground_of(p)};
    struct token name;
    uint32_t before;

    p->at++;
    if (!want_new_name(p, &name))
        return;
    if (map_find(&p->names, name.text, &before)) {
        fail_twice(p, &name, line_of_name(p, before));
        return;
    }
    fact.name = name.text;
    fact.span = name.span;
    if (!skip_attributes(p) || !want(p, TOKEN_COLON, "`:`") || !parse_kind(p, &fact))
        head.statement = NULL;
    if (t->fact_count == MAX_FACTS) {
        fail(p, "P062", name.span, STR("there are more than 900 facts"), (str){0});
        return;
    }
    t->facts = arena_grow(
        p->arena, t->facts, t->fact_count, &p->fact_capacity, sizeof(*t->facts));
    p->facts = arena_grow(
        p->arena, p->facts, t->fact_count, &p->pending_fact, sizeof(*p->facts));
    map_set(&p->names, p->arena, name.text, NAME_FACT << NAME_SHIFT | t->fact_count);
    add_ref(p, REF_FACT, true, name.span, t->fact_count, 0);
    if (fact.kind == FACT_CHOICE)
        choice_refs(p, REF_CHOICE, t->fact_count, fact.choices, fact.choice_count);
    p->facts[t->fact_count] = head;
    t->facts[t->fact_count++] = fact;
}

static bool repeated(struct parser *p, struct span span)
{
    return fail(p, "P038", span, STR("this attribute stands twice"), STR("remove one"));
}

static bool finish_attribute(struct parser *p, struct fact *fact, bool *answered)
{
    struct span span = peek(p)->span;
    bool *flag = NULL;

    if (take_word(p, "fixed")) {
        flag = &fact->fixed;
    } else if (take_word(p, "private")) {
        flag = &fact->is_private;
    } else if (take_word(p, "ask")) {
        if (!want_word(p, "first"))
            return false;
        flag = &fact->ask_first;
    } else if (take_word(p, "answered")) {
        flag = answered;
        if (!want_word(p, "by") || !parse_role_name(p, &fact->answered_by))
            return false;
    } else {
        return fail(p, "P038", span, STR("this is no attribute of a fact"),
            STR("attributes are: fixed, private, ask first, answered by ROLE"));
    }
    if (*flag)
        return repeated(p, span);
    *flag = true;
    return true;
}

static void finish_since(struct parser *p, struct fact *fact)
{
    const struct token *name;
    uint32_t found;
    size_t count;
    const str *names = fact_names(p, &count);

    while (!take_word(p, "since"))
        p->at++;
    name = peek(p);
    found = tree_find_fact(p->tree, name->text);
    if (found == TREE_NONE) {
        fail(p, "P042", name->span, STR("no fact has this name"),
            did_you_mean(p->arena, name->text, names, count));
        return;
    }
    if (p->tree->facts[found].kind != FACT_DATE) {
        fail(p, "P044", name->span, STR("days can only be counted from a date"),
            STR("declare that fact as: date \"question\""));
        return;
    }
    fact->since = found;
    p->tree->facts[found].used = true;
    add_ref(p, REF_FACT, false, name->span, found, 0);
    (void)clock_fact(p, true);
}

void finish_fact(struct parser *p, struct fact *fact, struct pending head)
{
    uint32_t index = (uint32_t)(fact - p->tree->facts);
    struct fact copy = *fact;
    bool answered = false;

    p->at = head.at;
    if (take(p, TOKEN_OPEN) && !take(p, TOKEN_CLOSE)) {
        do
            if (!finish_attribute(p, &copy, &answered))
                break;
        while (take(p, TOKEN_COMMA));
        if (!p->failed)
            want(p, TOKEN_CLOSE, "`,` or `)`");
    }
    if (!p->failed &&
        (copy.kind == FACT_DAYS_SINCE || copy.kind == FACT_SCHOOL_DAYS_SINCE))
        finish_since(p, &copy);
    copy.used = p->tree->facts[index].used;
    p->tree->facts[index] = copy;
}

/* ---- outcome ---- */

static bool parse_until_known(struct parser *p, struct outcome *outcome)
{
    const struct token *value;

    if (!take_word(p, "until"))
        return fail(p, "P066", peek(p)->span,
            STR("this outcome does not say what to show while facts are missing"),
            STR("add a last line, for example: until known: wait"));
    if (!want_word(p, "known") || !want(p, TOKEN_COLON, "`:`"))
        return false;
    value = peek(p);
    if (!want(p, TOKEN_NAME, "one of its values"))
        return false;
    outcome->until_known =
        tree_find_choice(outcome->values, outcome->value_count, value->text);
    if (outcome->until_known == TREE_NONE)
        return fail(p, "P043", value->span, STR("this is not one of the outcome's values"),
            did_you_mean(p->arena, value->text,
                choice_names(p->arena, outcome->values, outcome->value_count),
                outcome->value_count));
    return want_end(p);
}

void parse_outcome(struct parser *p)
{
    struct tree *t = p->tree;
    struct outcome outcome = {.ground = ground_of(p)};
    struct token name;
    uint32_t before;

    p->at++;
    if (!want_new_name(p, &name))
        return;
    if (map_find(&p->names, name.text, &before)) {
        fail_twice(p, &name, line_of_name(p, before));
        return;
    }
    outcome.name = name.text;
    outcome.span = name.span;
    if (want(p, TOKEN_COLON, "`:`") &&
        want_text(p, &outcome.label, "the question it answers in double quotes") &&
        parse_choices(p, &outcome.values, &outcome.value_count, MAX_VALUES)) {
        if (outcome.value_count == 0)
            fail(p, "P065", name.span, STR("this outcome has no values"),
                STR("write each on an indented line, most protective first: refuse = "
                    "\"Do not let them in.\""));
        else
            parse_until_known(p, &outcome);
    }
    if (t->outcome_count == MAX_OUTCOMES) {
        fail(p, "P062", name.span, STR("there are more than 100 outcomes"), (str){0});
        return;
    }
    if (outcome.until_known == TREE_NONE)
        outcome.until_known = 0;
    t->outcomes = arena_grow(p->arena, t->outcomes, t->outcome_count,
        &p->outcome_capacity, sizeof(*t->outcomes));
    map_set(&p->names, p->arena, name.text, NAME_OUTCOME << NAME_SHIFT | t->outcome_count);
    add_ref(p, REF_OUTCOME, true, name.span, t->outcome_count, 0);
    choice_refs(p, REF_VALUE, t->outcome_count, outcome.values, outcome.value_count);
    t->outcomes[t->outcome_count++] = outcome;
}
