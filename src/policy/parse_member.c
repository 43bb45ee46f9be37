/*
 * Conditions: which values a choice, a yes/no fact or an outcome has.
 *
 *     member = "is" ["not"] V | ["is"] ["not"] "in" "(" V { "," V } ")"
 */
#include "policy/parse.h"

/* ---- a value that is not there ---- */

/* Another fact's value, by name; or NULL. */
static const struct fact *owner_of(
    const struct tree *t, const struct values *of, str value)
{
    for (uint32_t f = 0; f < t->fact_count; f++)
        if (!(of->kind == COND_MEMBER && of->index == f) &&
            t->facts[f].kind == FACT_CHOICE &&
            tree_find_choice(t->facts[f].choices, t->facts[f].choice_count, value) !=
                TREE_NONE)
            return &t->facts[f];
    return NULL;
}

/* The name of the value whose label this is, or of a synonym of yes and no. */
static str value_by_label(const struct values *of, str text)
{
    static const str synonyms[][2] = {
        {STR_INIT("true"), STR_INIT("yes")}, {STR_INIT("false"), STR_INIT("no")}};

    for (uint32_t v = 0; v < of->count; v++)
        if (str_equal(of->items[v].label, text) || str_equal(of->items[v].name, text))
            return of->items[v].name;
    for (size_t i = 0; i < COUNT_OF(synonyms); i++)
        if (str_equal(text, synonyms[i][0]) &&
            tree_find_choice(of->items, of->count, synonyms[i][1]) != TREE_NONE)
            return synonyms[i][1];
    return (str){0};
}

static void report_value(
    struct parser *p, const struct values *of, const struct token *name)
{
    str message =
        join_text(p->arena, STR("this is not a value of `"), of->name, STR("`"));
    str meant = value_by_label(of, name->text);
    const struct fact *owner = owner_of(p->tree, of, name->text);
    struct diag *diag;

    if (meant.len > 0) {
        diag = complain(p, "P043", name->span, message,
            join_text(p->arena, STR("write the value's name, without quotes: "), meant,
                (str){0}));
        report_fix(&p->report, diag, name->span, meant);
    } else if (owner != NULL) {
        (void)complain(p, "P043", name->span, message,
            join_text(p->arena, STR("it is a value of `"), owner->name, STR("`")));
    } else {
        complain_value(
            p, "P043", name->span, message, name->text, of->items, of->count);
    }
}

/* ---- values that are ---- */

/* Take a value; `*known` becomes false when there is no such value. */
static bool parse_value(
    struct parser *p, const struct values *of, bool *members, bool *known)
{
    const struct token *name = peek(p);
    uint32_t value = tree_find_choice(of->items, of->count, name->text);

    if ((name->kind != TOKEN_NAME && name->kind != TOKEN_TEXT) ||
        is_logic_word(name->text))
        return fail_expected(p, "a value");
    p->at++;
    if (value == TREE_NONE || name->kind == TOKEN_TEXT) {
        report_value(p, of, name);
        *known = false;
        return true;
    }
    of->items[value].used = true;
    members[value] = true;
    if (of->ref != REF_FACT)
        add_ref(p, of->ref, false, name->span, of->index, value);
    return true;
}

/* A comma, written, forgotten, or spelt `or`. */
static bool take_comma(struct parser *p)
{
    const struct token *next = peek(p);
    bool is_name = next->kind == TOKEN_NAME && !is_logic_word(next->text);

    if (next_is(p, "or") || next_is(p, "and")) {
        report_fix(&p->report,
            complain(p, "P034", next->span, STR("values are separated by commas"),
                STR("write `,`")),
            next->span, STR(","));
        p->at++;
        return true;
    }
    return is_name ? want_sign(p, TOKEN_COMMA, ",") : take(p, TOKEN_COMMA);
}

static bool parse_value_list(
    struct parser *p, const struct values *of, bool *members, bool *known)
{
    if (!want(p, TOKEN_OPEN, "`(` and the values, as in: in (a, b)"))
        return false;
    do
        if (!parse_value(p, of, members, known))
            return false;
    while (take_comma(p));
    return want(p, TOKEN_CLOSE, "`,` or `)`");
}

/* `is (a, b)` and `= a`: reported, and read as they were meant. */
static void report_sign(struct parser *p, struct span span, str right)
{
    struct diag *diag = complain(p, "P064", span,
        str_equal(right, STR("in")) ? STR("several values are listed with `in`")
                                    : STR("a fact and its value are joined by `is`"),
        join_text(p->arena, STR("write `"), right, STR("`")));

    report_fix(&p->report, diag, span, right);
}

/* Whether `or` and another of the values come next, and nothing else has its name. */
static bool next_is_alternative(const struct parser *p, const struct values *of)
{
    const struct token *value = peek(p) + 1;
    uint32_t other;

    return next_is(p, "or") && value->kind == TOKEN_NAME &&
        tree_find_choice(of->items, of->count, value->text) != TREE_NONE &&
        !map_find(&p->names, value->text, &other);
}

/* `who is reader or police`, as people say it: reported, and read as a list. */
static void take_alternatives(struct parser *p, const struct values *of,
    struct span span, bool negated, bool *members)
{
    struct text right = text_in(p->arena);
    bool known;
    struct diag *diag;

    if (!next_is_alternative(p, of))
        return;
    text_add(&right, of->name);
    text_add(&right, negated ? STR(" not in (") : STR(" in ("));
    text_add(&right, taken(p)->text);
    while (next_is_alternative(p, of)) {
        p->at++;
        text_add(&right, STR(", "));
        text_add(&right, peek(p)->text);
        (void)parse_value(p, of, members, &known);
    }
    text_add(&right, STR(")"));
    diag = complain(p, "P034", span_join(span, taken(p)->span),
        STR("`or` joins conditions; several values of one fact are listed"),
        join_text(p->arena, STR("write "), text_str(&right), STR("")));
    if (taken(p)->span.line == span.line)
        report_fix(&p->report, diag, span_join(span, taken(p)->span), text_str(&right));
}

static bool parse_comparison(struct parser *p, const struct values *of, struct cond *c,
    bool *members, bool *known)
{
    struct span span = peek(p)->span;
    bool has_is = take_word(p, "is");
    bool has_sign = !has_is && take(p, TOKEN_EQUALS);
    bool negated = take_word(p, "not");
    bool good;

    if (has_sign)
        report_sign(p, span, STR("is"));
    if (has_is && !negated && peek(p)->kind == TOKEN_OPEN) {
        report_sign(p, span, STR("in"));
        good = parse_value_list(p, of, members, known);
    } else if (take_word(p, "in")) {
        good = parse_value_list(p, of, members, known);
    } else if (has_is || has_sign) {
        good = parse_value(p, of, members, known);
        if (good && *known)
            take_alternatives(p, of, c->span, negated, members);
    } else {
        good = fail_expected(p, "`in` and the values in parentheses");
    }
    for (uint32_t v = 0; good && v < of->count; v++)
        members[v] = members[v] != negated;
    c->span = span_join(c->span, taken(p)->span);
    return good;
}

static void warn_constant(struct parser *p, const struct cond *c)
{
    uint32_t count = 0;

    for (uint32_t v = 0; v < c->member_count; v++)
        count += c->members[v];
    if (count == c->member_count)
        (void)complain(p, "P055", c->span, STR("all values are named: always true"),
            STR("leave the comparison out"));
    else if (count == 0)
        (void)complain(p, "P055", c->span, STR("all values are excluded: never true"),
            STR("leave the comparison out"));
}

/* A choice that is not compared, or in a way that it cannot be. */
static const struct cond *fail_choice(
    struct parser *p, const struct values *of, struct span span)
{
    struct text hint = text_in(p->arena);

    text_add(&hint, STR("say which value: "));
    text_add(&hint, of->name);
    text_add(&hint, STR(" is "));
    text_add(&hint, of->count > 0 ? of->items[of->count - 1].name : STR("VALUE"));
    (void)complain(p, "P044", span,
        STR("this has values; it is neither true, nor a number, date or time"),
        text_str(&hint));
    return skip_comparison(p, span);
}

const struct cond *parse_member(
    struct parser *p, const struct values *of, struct span span)
{
    struct cond *c;
    bool *members;
    bool known = true;

    if (!next_is(p, "is") && !next_is(p, "in") && !next_is(p, "not") &&
        peek(p)->kind != TOKEN_EQUALS)
        return fail_choice(p, of, span);
    members = ARENA_ARRAY(p->arena, bool, of->count);
    c = new_cond(p, of->kind, span);
    c->index = of->index;
    c->members = members;
    c->member_count = of->count;
    if (!parse_comparison(p, of, c, members, &known) || !known)
        return broken_cond(p, c->span);
    warn_constant(p, c);
    return c;
}
