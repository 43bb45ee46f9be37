/*
 * Conditions: dates and times.
 *
 *     dates = DATE ("before" | "after" | "within" N "days" "of") DATE
 *     times = TIME "between" HH:MM "and" HH:MM
 *
 * A DATE is a date fact, `today` or a literal; a TIME is a time fact or `now`.
 */
#include "policy/parse.h"

enum { DAYS_MOST = 1000000 };

uint32_t clock_fact(struct parser *p, bool today, struct span span)
{
    struct tree *t = p->tree;
    uint32_t *index = today ? &t->today : &t->now;

    if (*index == TREE_NONE && p->apart) {
        (void)complain(p, "P042", span,
            today ? STR("this document never speaks of `today`")
                  : STR("this document never speaks of `now`"),
            STR("nothing in it depends on the clock"));
        return TREE_NONE;
    }
    if (*index != TREE_NONE)
        return *index;
    t->facts = arena_grow(
        p->arena, t->facts, t->fact_count, &p->room.facts, sizeof(*t->facts));
    *index = t->fact_count++;
    t->facts[*index] = (struct fact){.name = today ? STR("today") : STR("now"),
        .kind = today ? FACT_DATE : FACT_TIME,
        .since = TREE_NONE,
        .ground = {SCAN_NONE, SCAN_NONE},
        .supplied = true,
        .used = true};
    return *index;
}

/* ---- dates ---- */

static bool report_date(struct parser *p, const struct token *token, bool known)
{
    if (known) {
        (void)complain(p, "P044", token->span, STR("this is not a date"),
            STR("a date is a fact declared as date, today, or one such as 2025-01-24"));
        return false;
    }
    complain_name(p, "P042", token->span, STR("no date fact has this name"),
        token->text, all_names(p), STR("declare it: fact NAME: date \"question\""));
    return false;
}

/* Take a date; `*good` becomes false when it is none that is known. */
static bool parse_date_term(struct parser *p, struct date_term *term, bool *good)
{
    const struct token *token = peek(p);
    uint32_t found = 0;
    const struct fact *fact;

    *term = (struct date_term){.fact = TREE_NONE, .day = token->value};
    if (take(p, TOKEN_DATE))
        return true;
    if (take_word(p, "today")) {
        term->fact = clock_fact(p, true, token->span);
        *good &= term->fact != TREE_NONE;
        return true;
    }
    if (token->kind != TOKEN_NAME || is_keyword(token->text))
        return fail_expected(
            p, "a date: a date fact, today, or one such as 2025-01-24");
    p->at++;
    if (!map_find(&p->names, token->text, &found) || name_kind_of(found) != NAME_FACT) {
        *good = report_date(p, token, name_kind_of(found) != 0);
        return true;
    }
    fact = &p->tree->facts[name_index_of(found)];
    if (fact->broken)
        *good = false;
    else if (fact->kind != FACT_DATE)
        *good = report_date(p, token, true);
    p->tree->facts[name_index_of(found)].used = true;
    term->fact = name_index_of(found);
    return true;
}

static bool parse_within(struct parser *p, struct cond *c)
{
    const struct token *number = peek(p);

    c->kind = COND_WITHIN;
    c->number = number->value;
    if (!want(p, TOKEN_NUMBER, "a number of days") ||
        (!take_word(p, "day") && !want_word(p, "days")) || !want_word(p, "of"))
        return false;
    if (number->value < 0 || number->value > DAYS_MOST)
        (void)complain(p, "P040", number->span,
            STR("a number of days is from 0 to 1000000"),
            STR("for days before a date, change the two dates around"));
    return true;
}

/* Dates compared as nothing else is: `right` says the same in words, if there are
 * such words. */
static bool fail_relation(struct parser *p, str message, str hint, str right)
{
    struct diag *diag = complain(p, "P044", peek(p)->span, message, hint);

    if (right.len > 0)
        report_fix(&p->report, diag, peek(p)->span, right);
    p->failed = true;
    return false;
}

/* The word between two dates. */
static bool parse_relation(struct parser *p, struct cond *c)
{
    p->form = "DATE before DATE, DATE after DATE, DATE within 5 days of DATE";
    if (take_word(p, "before")) {
        c->kind = COND_BEFORE;
        return true;
    }
    if (take_word(p, "after")) {
        c->kind = COND_AFTER;
        return true;
    }
    if (take_word(p, "within"))
        return parse_within(p, c);
    if (next_is(p, "is"))
        return fail_relation(p, STR("dates are not compared by `is`"),
            STR("for the same day write: DATE within 0 days of DATE"),
            STR("within 0 days of"));
    if (peek(p)->kind >= TOKEN_LESS && peek(p)->kind <= TOKEN_AT_LEAST)
        return fail_relation(p, STR("dates are not compared by signs"),
            STR("write before or after; for the same day: within 0 days of"),
            peek(p)->kind == TOKEN_LESS       ? STR("before")
                : peek(p)->kind == TOKEN_MORE ? STR("after")
                                              : (str){0});
    return fail_expected(p, "before, after, or within ... days of");
}

const struct cond *parse_dates(struct parser *p)
{
    const struct token *first = peek(p);
    const char *form = p->form;
    struct cond *c = new_cond(p, COND_BEFORE, first->span);
    const struct token *second;
    bool good = true;

    if (!parse_date_term(p, &c->first, &good) || !parse_relation(p, c))
        return broken_cond(p, first->span);
    second = peek(p);
    if (!parse_date_term(p, &c->second, &good))
        return broken_cond(p, first->span);
    p->form = form;
    if (good && second->kind == TOKEN_NAME && !str_equal(second->text, STR("today")))
        add_ref(p, REF_FACT, false, second->span, c->second.fact, 0);
    c->span = span_join(first->span, taken(p)->span);
    return good ? c : broken_cond(p, c->span);
}

/* ---- times ---- */

static bool want_time(struct parser *p, int32_t *minute)
{
    *minute = peek(p)->value;
    return want(p, TOKEN_TIME, "a time such as 06:00");
}

const struct cond *parse_time(struct parser *p, uint32_t index, struct span span)
{
    const char *form = p->form;
    struct cond *c = new_cond(p, COND_BETWEEN, span);

    c->index = index;
    p->form = "TIME between 08:00 and 15:30, both included";
    if (!want_word(p, "between") || !want_time(p, &c->low) || !want_word(p, "and") ||
        !want_time(p, &c->high))
        return broken_cond(p, span);
    p->form = form;
    c->span = span_join(span, taken(p)->span);
    if ((c->high + 1) % TIME_MINUTES == c->low)
        (void)complain(p, "P055", c->span, STR("this is the whole day: always true"),
            STR("leave the comparison out"));
    return c;
}
