/*
 * GET and POST /visits/{id}/correct/{n}: a statement was written down wrongly.
 *
 * Who changed their mind answers the question again.  This is for what was never so: the
 * old value stays to be seen beside the right one, with the reason, and it is decided
 * anew.
 */
#include "web/pages.h"
#include "web/visits.h"

struct correcting {
    struct caller *caller;
    const struct visit *visit;
    const struct visit_statement *statement;
    struct desk_fact fact;
    str mistake; /* or empty */
    str place;
};

static const struct visit_statement *find_statement(
    const struct visit *visit, const struct http_request *request)
{
    int64_t n;

    if (str_to_i64(http_part(request, STR("n")), &n))
        for (size_t i = 0; i < visit->statement_count; i++)
            if (visit->statements[i].mark.n == n)
                return &visit->statements[i];
    return NULL;
}

static bool find(struct caller *caller, struct correcting *out, struct err *err)
{
    *out = (struct correcting){.caller = caller};
    if (!visit_asked(caller, MAY_SEE_VISIT, &out->visit, err))
        return false;
    out->statement = find_statement(out->visit, caller->request);
    if (out->statement == NULL || out->statement->is_erased)
        return err_set(err, ERR_NOT_FOUND, SAY("there is no such statement"));
    return spoken_fact(caller, out->visit, out->statement->fact, &out->fact, err) &&
        (fact_role(caller, out->visit, &out->fact).len > 0 ||
            err_set(err, ERR_DENIED, may_act_name(MAY_STATE_FACT)));
}

static str back_of(const struct correcting *c)
{
    return visit_address(
        c->caller->arena, c->visit, c->visit->is_open ? STR("facts") : STR("record"));
}

static bool ask(const struct correcting *c, struct http_answer *answer)
{
    struct caller *caller = c->caller;
    const struct link_view mistake = {c->place, c->mistake};
    bool is_sent = caller->request->method == HTTP_POST;
    str chosen = is_sent ? caller_field(caller, STR("answer")) : (str){0};
    struct text tail = text_in(caller->arena);
    struct correct_view view = {.back = back_of(c),
        .mistakes = {&mistake, c->mistake.len > 0},
        .question = c->fact.question,
        .was = {.key = SAY("Written down"),
            .value = value_words(caller, &c->fact, visit_value(c->visit, c->statement)),
            .note = statement_words(caller, c->statement, false)},
        .kind = answer_kind_of(c->fact.kind),
        .value = chosen,
        .reason = caller_field(caller, STR("reason"))};
    struct html html = caller_page(caller, SAY("Correct what is wrong"), &view.frame);

    text_add(&tail, STR("correct/"));
    text_add_i64(&tail, c->statement->mark.n);
    view.form =
        caller_form(caller, visit_address(caller->arena, c->visit, text_str(&tail)));
    view.choices = fact_choices(caller->arena, &c->fact, chosen, &view.choice_count);
    view.frame.is_wrong = c->mistake.len > 0;
    view_correct(&html, &view);
    site_answer(caller->request, &html, c->mistake.len > 0 ? 422 : 200, answer);
    return true;
}

bool show_correction(struct caller *caller, struct http_answer *answer, struct err *err)
{
    struct correcting c;

    return find(caller, &c, err) && ask(&c, answer);
}

bool take_correction(struct caller *caller, struct http_answer *answer, struct err *err)
{
    struct desk_correction correction = {.field = STR("value"),
        .value = caller_field(caller, STR("answer")),
        .reason = caller_field(caller, STR("reason"))};
    struct correcting c;
    struct desk_done done;
    struct deed deed;

    if (!find(caller, &c, err) ||
        !visit_deed(caller, c.visit, MAY_STATE_FACT, &deed, err))
        return false;
    deed.act.role = fact_role(caller, c.visit, &c.fact);
    correction.n = c.statement->mark.n;
    c.place = STR("#answer");
    if (correction.value.len == 0)
        c.mistake = SAY("Choose what is right");
    else if (correction.reason.len == 0) {
        c.mistake = SAY("Write how the mistake came about");
        c.place = STR("#reason");
    } else if (desk_correct(caller->site->desk, &deed.act, &correction, &done, err)) {
        http_see_other(answer, visit_address(caller->arena, done.visit, (str){0}));
        return true;
    } else if (err->kind != ERR_INVALID)
        return false;
    else
        c.mistake = caller_wrong(caller, err);
    *err = (struct err){0};
    return ask(&c, answer);
}

str correction_words(struct caller *caller, const struct visit *visit,
    const struct desk_fact *fact, const struct visit_statement *statement)
{
    const struct visit_correction *correction =
        &visit->corrections[statement->correction];
    const str values[] = {value_words(caller, fact, &statement->value), correction->by,
        correction->reason};

    return caller_say(
        caller, SAY("Written down as “%1”; corrected by %2: %3"), values, 3);
}
