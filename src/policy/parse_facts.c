/*
 * edition, role, fact: what a protocol is about.
 */
#include "policy/parse.h"

/* ---- edition ---- */

static bool want_date(struct parser *p, int32_t *day)
{
    *day = peek(p)->value;
    return want(p, TOKEN_DATE, "a date such as 2025-01-24");
}

static bool parse_dates_of_edition(struct parser *p, struct edition *e)
{
    if (!want_date(p, &e->date) || !want_sign(p, TOKEN_COMMA, ",") ||
        !want_word(p, "in") || !want_word(p, "force") || !want_word(p, "from") ||
        !want_date(p, &e->from))
        return false;
    e->has_until = take_word(p, "until");
    return !e->has_until || want_date(p, &e->until);
}

void parse_edition(struct parser *p)
{
    struct edition *e = &p->tree->edition;
    struct span span = taken(p)->span;

    if (e->present) {
        fail(p, "P067", span,
            STR("a document has one edition, and it was given already"),
            STR("remove one of them"));
        return;
    }
    e->present = true;
    e->span = span;
    if (!parse_dates_of_edition(p, e) ||
        !want_end(p, "`until` and a date, or the end of the statement"))
        return;
    if (e->has_until && e->until < e->from)
        fail(p, "P067", taken(p)->span, STR("this edition ends before it begins"),
            STR("the date after `until` must not lie before the one after `from`"));
}

/* ---- role ---- */

void parse_role(struct parser *p)
{
    struct tree *t = p->tree;
    struct role role = {0};
    struct token name;
    uint32_t before = 0;

    if (!want_new_name(p, &name) ||
        !fits(p, t->role_count, MAX_OTHERS, name.span, "roles"))
        return;
    role.name = name.text;
    role.span = name.span;
    (void)map_find(&p->roles, name.text, &before);
    if (!enter_name(p, &p->roles, &name, t->role_count, t->roles[before].span.line))
        role.used = true;
    t->roles = arena_grow(
        p->arena, t->roles, t->role_count, &p->room.roles, sizeof(*t->roles));
    add_ref(p, REF_ROLE, true, name.span, t->role_count, 0);
    if (want_sign(p, TOKEN_COLON, ":") &&
        want_text(p, &role.label, "the role's name for people in double quotes"))
        (void)want_end(p, "the end of the statement");
    t->roles[t->role_count++] = role;
}

/* ---- fact ---- */

/* Skip `( ... )`: attributes are read in the second round, when roles are known. */
static bool skip_attributes(struct parser *p)
{
    if (!take(p, TOKEN_OPEN))
        return true;
    while (peek(p)->kind != TOKEN_CLOSE) {
        if (peek(p)->kind != TOKEN_NAME && peek(p)->kind != TOKEN_COMMA)
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
    fact->choices[0] =
        (struct choice){.name = STR("no"), .label = STR("No"), .used = true};
    fact->choices[1] =
        (struct choice){.name = STR("yes"), .label = STR("Yes"), .used = true};
}

static void report_range(struct parser *p, const struct fact *fact, struct span span)
{
    struct text right = text_in(p->arena);

    text_add_i64(&right, fact->high);
    text_add(&right, STR(" to "));
    text_add_i64(&right, fact->low);
    report_fix(&p->report,
        complain(p, "P040", span, STR("this range of numbers is empty"),
            STR("write the smallest number first, for example: number 0 to 20")),
        span, text_str(&right));
}

static bool parse_range(struct parser *p, struct fact *fact)
{
    enum { LOWEST = -1000000 };
    struct span span = peek(p)->span;

    fact->low = peek(p)->value;
    if (!want(p, TOKEN_NUMBER, "the smallest number, as in: number 0 to 20") ||
        !want_word(p, "to"))
        return false;
    fact->high = peek(p)->value;
    if (!want(p, TOKEN_NUMBER, "the largest number"))
        return false;
    span = span_join(span, taken(p)->span);
    if (fact->low > fact->high)
        report_range(p, fact, span);
    else if (fact->low < LOWEST)
        (void)complain(p, "P040", span, STR("this range begins too low"),
            STR("the smallest number may be -1000000"));
    return true;
}

/* `days since DATE`: the date is looked up in the second round. */
static bool parse_since(struct parser *p, struct fact *fact)
{
    fact->kind = take_word(p, "school") ? FACT_SCHOOL_DAYS_SINCE : FACT_DAYS_SINCE;
    fact->low = 0;
    fact->high = DAYS_SINCE_MAX;
    fact->supplied = true;
    p->form = "fact NAME: days since DATE_FACT, or school days since DATE_FACT";
    return want_word(p, "days") && want_word(p, "since") &&
        want(p, TOKEN_NAME, "the name of a date fact") &&
        want_end(p, "the end of the statement");
}

static bool parse_yes_no(struct parser *p, struct fact *fact)
{
    fact->kind = FACT_YES_NO;
    yes_no_choices(p, fact);
    p->form = "fact NAME: yes/no \"question\"";
    return want(p, TOKEN_SLASH, "`/no`") && want_word(p, "no");
}

/* What stands between the colon and the question. */
static bool parse_kind(struct parser *p, struct fact *fact)
{
    fact->kind = FACT_CHOICE;
    if (take_word(p, "yes"))
        return parse_yes_no(p, fact);
    if (take_word(p, "number")) {
        p->form = "fact NAME: number 0 to 20 \"question\"";
        fact->kind = FACT_NUMBER;
        return parse_range(p, fact);
    }
    if (take_word(p, "date")) {
        p->form = "fact NAME: date \"question\"";
        fact->kind = FACT_DATE;
    } else if (take_word(p, "time")) {
        p->form = "fact NAME: time \"question\"";
        fact->kind = FACT_TIME;
    }
    return true;
}

static bool parse_question(struct parser *p, struct fact *fact)
{
    if (fact->kind != FACT_CHOICE)
        return want_text(p, &fact->question, "the question in double quotes") &&
            want_end(p, "the end of the statement");
    if (!want_text(p, &fact->question,
            "the question in double quotes, or before it yes/no, number, date or time") ||
        !parse_choices(p, &fact->choices, &fact->choice_count, MAX_CHOICES))
        return false;
    if (fact->choice_count == 0 && peek(p)->kind == TOKEN_END)
        return fail(p, "P065", fact->span, STR("this choice has no values"),
            STR("write each value on an indented line of its own: name = \"label\"; or "
                "make it yes/no"));
    return want_end(p, "a value on its own line, name = \"label\", or the end");
}

/* Everything behind the name. */
static bool parse_declaration(struct parser *p, struct fact *fact)
{
    if (!skip_attributes(p) || !want_sign(p, TOKEN_COLON, ":"))
        return false;
    if (next_is(p, "days") || next_is(p, "school"))
        return parse_since(p, fact);
    return parse_kind(p, fact) && parse_question(p, fact);
}

static void finish_fact(struct parser *p, uint32_t index);

void parse_fact(struct parser *p)
{
    struct tree *t = p->tree;
    struct fact fact = {.since = TREE_NONE, .ground = ground_of(p)};
    struct token name;

    if (!want_new_name(p, &name) ||
        !fits(p, t->fact_count, MAX_FACTS, name.span, "facts"))
        return;
    fact.name = name.text;
    fact.span = name.span;
    fact.broken = !enter_meaning(p, &name, NAME_FACT, t->fact_count);
    leave(p, t->fact_count, finish_fact);
    t->facts = arena_grow(
        p->arena, t->facts, t->fact_count, &p->room.facts, sizeof(*t->facts));
    add_ref(p, REF_FACT, true, name.span, t->fact_count, 0);
    fact.broken |= !parse_declaration(p, &fact);
    if (fact.kind == FACT_CHOICE)
        for (uint32_t v = 0; v < fact.choice_count; v++)
            add_ref(p, REF_CHOICE, true, fact.choices[v].span, t->fact_count, v);
    t->facts[t->fact_count++] = fact;
}

/* ---- attributes and dates: the second round ---- */

static bool finish_attribute(struct parser *p, struct fact *fact, bool *answered)
{
    static const str names[] = {STR_INIT("fixed"), STR_INIT("private"),
        STR_INIT("ask first"), STR_INIT("answered by")};
    struct span span = peek(p)->span;
    bool *flag = answered;

    if (take_word(p, "fixed")) {
        flag = &fact->fixed;
    } else if (take_word(p, "private")) {
        flag = &fact->is_private;
    } else if (take_word(p, "ask")) {
        flag = &fact->ask_first;
        if (!want_word(p, "first"))
            return false;
    } else if (take_word(p, "answered")) {
        if (!want_word(p, "by") || !parse_role_name(p, &fact->answered_by))
            return false;
    } else if (take(p, TOKEN_NAME)) {
        complain_name(p, "P038", span, STR("this is no attribute of a fact"),
            taken(p)->text, (struct names){names, COUNT_OF(names)},
            STR("attributes are: fixed, private, ask first, answered by ROLE"));
        return true;
    } else {
        return fail_expected(p, "an attribute: fixed, private, ask first, answered by");
    }
    if (*flag)
        (void)complain(p, "P038", span_join(span, taken(p)->span),
            STR("this attribute stands twice"), STR("remove one"));
    *flag = true;
    return true;
}

static void finish_since(struct parser *p, struct fact *fact)
{
    const struct token *name = peek(p);
    struct tree *t = p->tree;
    uint32_t found = 0;

    if (!map_find(&p->names, name->text, &found)) {
        complain_name(p, "P042", name->span, STR("no fact has this name"), name->text,
            all_names(p), STR("declare it: fact NAME: date \"question\""));
        return;
    }
    fact->since = name_index_of(found);
    if (name_kind_of(found) != NAME_FACT ||
        (t->facts[fact->since].kind != FACT_DATE && !t->facts[fact->since].broken)) {
        (void)complain(p, "P044", name->span,
            STR("days can only be counted from a date"),
            STR("declare that fact as: date \"question\""));
        return;
    }
    t->facts[fact->since].used = true;
    add_ref(p, REF_FACT, false, name->span, fact->since, 0);
    (void)clock_fact(p, true, name->span);
}

static void finish_fact(struct parser *p, uint32_t index)
{
    struct fact fact = p->tree->facts[index];
    bool answered = false;

    if (take(p, TOKEN_OPEN) && !take(p, TOKEN_CLOSE)) {
        do
            if (!finish_attribute(p, &fact, &answered))
                return;
        while (take(p, TOKEN_COMMA));
        if (!want(p, TOKEN_CLOSE, "`,` or `)`"))
            return;
    }
    /* The clock's facts may move the array: write nothing through it before. */
    if (fact.supplied && !fact.broken) {
        while (!take_word(p, "since"))
            p->at++;
        finish_since(p, &fact);
    }
    fact.used = p->tree->facts[index].used;
    fact.broken = p->tree->facts[index].broken;
    p->tree->facts[index] = fact;
}
