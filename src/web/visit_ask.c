/*
 * Opening a visit, and asking one question after another until the answer is known.
 *
 * How somebody knows is asked of what was shown or said.  What the protocol asks first
 * is what they see for themselves, where they stand: there the basis is `seen`, and it
 * is not asked.  "I do not know" is a statement too, so nobody is asked again at once.
 */
#include "web/pages.h"
#include "web/visits.h"

/* ---- opening ---- */

size_t shared_facts(const struct caller *caller, str *out)
{
    size_t count = 0;

    for (size_t i = 0; i < caller->form.count; i++)
        if (str_equal(caller->form.items[i].name, STR("shared")))
            out[count++] = caller->form.items[i].value;
    return count;
}

bool open_visit(struct caller *caller, struct http_answer *answer, struct err *err)
{
    str *shared = ARENA_ARRAY(caller->arena, str, caller->form.count);
    struct desk_opening opening = {.school = caller_field(caller, STR("school")),
        .way = way_name(caller_field(caller, STR("way"))),
        .exercise = caller->site->exercise ||
            caller_ticked(caller, STR("exercise"), STR("yes")),
        .with = caller_field(caller, STR("with")),
        .shared = shared};
    const struct visit *first = NULL;
    struct deed deed = {.act = {.by = caller->session.account.name}};
    struct desk_done done;

    if (opening.with.len > 0 &&
        !desk_visit(caller->site->desk, opening.with, &first, err))
        return false;
    if (first != NULL) {
        opening.school = arena_str(caller->arena, first->school);
        opening.exercise = first->exercise;
    }
    if (opening.school.len == 0)
        opening.school = caller_school(caller);
    if (opening.school.len == 0)
        return err_set(
            err, ERR_USAGE, SAY("a visit is opened at the desk of a school"));
    opening.shared_count = shared_facts(caller, shared);
    deed.act.key = deed.key;
    deed.act.role = caller_role(caller, MAY_OPEN_VISIT, opening.school);
    if (!caller_must(caller, MAY_OPEN_VISIT, opening.school, err) ||
        !caller_key(caller, deed.key, err) ||
        !desk_open_visit(caller->site->desk, &deed.act, &opening, &done, err))
        return false;
    http_see_other(answer, visit_address(caller->arena, done.visit, (str){0}));
    return true;
}

/* ---- what comes next ---- */

bool show_visit(struct caller *caller, struct http_answer *answer, struct err *err)
{
    const struct visit *visit;
    const struct desk_fact *next = NULL;
    struct desk_answer now;
    struct text tail = text_in(caller->arena);

    if (!visit_asked(caller, MAY_SEE_VISIT, &visit, err))
        return false;
    if (!visit->is_open) {
        http_see_other(answer, visit_address(caller->arena, visit, STR("record")));
        return true;
    }
    if (!desk_answer(caller->site->desk, visit, caller->arena, &now, err))
        return false;
    if (caller_may(caller, MAY_JOIN_VISIT, visit->school))
        next = next_question(&now, (str){0});
    text_add(&tail, next == NULL ? STR("answer") : STR("ask/"));
    if (next != NULL)
        text_add(&tail, next->name);
    http_see_other(answer, visit_address(caller->arena, visit, text_str(&tail)));
    return true;
}

/* ---- a question ---- */

struct asking {
    struct caller *caller;
    const struct visit *visit;
    struct desk_fact fact;
    str mistake; /* or empty */
    str place;   /* where it is: "#answer" */
    str answer;  /* as it was sent */
    str basis;
    str words;
    bool is_sent;
};

/* Who comes from checking the answers goes back there: the end that they chose. */
static str end_chosen(const struct caller *caller)
{
    str end = {0};

    return http_query(caller->request, STR("end"), &end) && end_hint(end).len > 0
        ? end
        : (str){0};
}

/* A page of the visit, on the way to its end if that is where they come from. */
static str towards_end(const struct asking *a, str tail)
{
    struct text text = text_in(a->caller->arena);
    str end = end_chosen(a->caller);

    text_add(&text, tail);
    if (end.len > 0)
        text_add(&text, STR("?end="));
    text_add(&text, end);
    return visit_address(a->caller->arena, a->visit, text_str(&text));
}

/* Where this question is answered. */
static str form_address(const struct asking *a)
{
    struct text tail = text_in(a->caller->arena);

    text_add(&tail, STR("ask/"));
    text_add(&tail, a->fact.name);
    return towards_end(a, text_str(&tail));
}

/* What follows an answer. */
static str next_address(const struct asking *a)
{
    return end_chosen(a->caller).len > 0
        ? towards_end(a, STR("check"))
        : visit_address(a->caller->arena, a->visit, (str){0});
}

static bool find_question(struct caller *caller, struct asking *out, struct err *err)
{
    *out = (struct asking){.caller = caller};
    if (!visit_asked(caller, MAY_SEE_VISIT, &out->visit, err) ||
        !spoken_fact(caller, out->visit, http_part(caller->request, STR("fact")),
            &out->fact, err))
        return false;
    if (fact_role(caller, out->visit, &out->fact).len > 0)
        return true;
    return err_set(err, ERR_DENIED,
        out->fact.role_label.len > 0
            ? caller_say(caller, SAY("only %1 answers this"), &out->fact.role_label, 1)
            : SAY("only who is at the desk answers this"));
}

/* The question before this one: of what was answered last, or else the first page. */
static str back_from(const struct asking *a)
{
    const struct visit *visit = a->visit;
    struct text tail = text_in(a->caller->arena);
    size_t i = visit->statement_count;

    for (size_t k = 0; k < visit->statement_count; k++)
        if (visit->statements[k].counts &&
            str_equal(visit->statements[k].fact, a->fact.name))
            i = k;
    while (i > 0 &&
        (!visit->statements[i - 1].counts || visit->statements[i - 1].role.len == 0 ||
            !str_equal(visit->statements[i - 1].role,
                fact_role(a->caller, a->visit, &a->fact))))
        i--;
    if (end_chosen(a->caller).len > 0)
        return next_address(a);
    if (i == 0)
        return STR("/");
    text_add(&tail, STR("ask/"));
    text_add(&tail, visit->statements[i - 1].fact);
    return visit_address(a->caller->arena, visit, text_str(&tail));
}

static str basis_in(const struct asking *a)
{
    if (a->is_sent)
        return a->basis;
    return a->fact.stated == NULL ? (str){0} : a->fact.stated->basis;
}

static str progress_of(const struct asking *a)
{
    struct text number = text_in(a->caller->arena);
    size_t place = 1;

    for (size_t i = 0; i < a->visit->statement_count; i++)
        place += a->visit->statements[i].counts;
    if (a->fact.stated != NULL)
        return SAY("Change an answer");
    text_add_u64(&number, place);
    return caller_say(
        a->caller, SAY("Question %1"), (const str[]){text_str(&number)}, 1);
}

/* The first of the answers that is not known yet; NULL: all are. */
static const struct desk_outcome *find_open(const struct desk_answer *answer)
{
    for (size_t i = 0; i < answer->outcome_count; i++)
        if (!answer->outcomes[i].is_known)
            return &answer->outcomes[i];
    return NULL;
}

/* It is asked because the answer can still be one of these. */
static str why_of(const struct asking *a)
{
    struct text values = text_in(a->caller->arena);
    const struct desk_outcome *open;
    struct desk_answer now;
    struct err ignored = {0};

    if (!spoken_answer(a->caller, a->visit, &now, &ignored))
        return (str){0};
    open = find_open(&now);
    if (open == NULL)
        return (str){0};
    for (size_t i = 0; i < open->possible_count; i++) {
        text_add(&values, i == 0 ? STR("") : STR(" / "));
        text_add(&values, open->possible[i].label);
    }
    return caller_say(a->caller, SAY("What to do depends on it. It can still be: %1"),
        (const str[]){text_str(&values)}, 1);
}

static bool ask(const struct asking *a, struct http_answer *answer)
{
    struct caller *caller = a->caller;
    const struct link_view mistake = {a->place, a->mistake};
    const struct messages_view messages = messages_of(caller, a->visit);
    const struct news_view news = news_of(&messages, STR("question"));
    const str nothing = {0};
    str chosen = a->is_sent ? a->answer : fact_chosen(&a->fact);
    struct question_view view = {.mistakes = {&mistake, a->mistake.len > 0},
        .back = back_from(a),
        .progress = progress_of(a),
        .news = &news,
        .now = visit_address(caller->arena, a->visit, STR("answer")),
        .seen = (uint64_t)a->visit->next,
        .question = a->fact.question,
        .why = why_of(a),
        .kind = answer_kind_of(a->fact.kind),
        .words = a->is_sent          ? a->words
            : a->fact.stated == NULL ? (str){0}
                                     : a->fact.stated->words,
        .value = chosen,
        .is_unknown = a->is_sent ? false : a->fact.stated != NULL && chosen.len == 0,
        .answered = facts_of(caller, a->visit, (str){0}, &nothing)};
    struct html html = caller_page(caller, a->fact.question, &view.frame);

    view.form = caller_form(caller, form_address(a));
    view.frame.is_wrong = a->mistake.len > 0;
    view.choices = fact_choices(caller->arena, &a->fact, chosen, &view.choice_count);
    view.bases = fact_bases(caller->arena, &a->fact, basis_in(a), &view.basis_count);
    view_question(&html, &view);
    site_answer(caller->request, &html, a->mistake.len > 0 ? 400 : 200, answer);
    return true;
}

bool show_question(struct caller *caller, struct http_answer *answer, struct err *err)
{
    struct asking a;

    if (!find_question(caller, &a, err))
        return false;
    if (a.visit->is_open)
        return ask(&a, answer);
    http_see_other(answer, visit_address(caller->arena, a.visit, STR("record")));
    return true;
}

/* ---- its answer ---- */

static bool was_sent(const struct caller *caller, str name)
{
    for (size_t i = 0; i < caller->form.count; i++)
        if (str_equal(caller->form.items[i].name, name))
            return true;
    return false;
}

static bool is_unknown(const struct asking *a)
{
    return answer_kind_of(a->fact.kind) == ANSWER_CHOICE
        ? was_sent(a->caller, STR("answer")) && a->answer.len == 0
        : was_sent(a->caller, STR("unknown"));
}

/* What is missing in the form, and where. */
static void find_mistake(struct asking *a)
{
    bool unknown = is_unknown(a);

    if (a->answer.len == 0 && !unknown) {
        a->mistake = SAY("Choose an answer, or “I do not know”");
        a->place =
            answer_kind_of(a->fact.kind) == ANSWER_CHOICE && a->fact.choice_count == 0
            ? STR("#answer-yes")
            : STR("#answer");
    } else if (!unknown && asks_basis(&a->fact) && a->basis.len == 0) {
        a->mistake = SAY("Choose how you know");
        a->place = STR("#basis-read");
    }
}

/* Why the protocol did not take an answer, in words for who wrote it. */
static str refused_words(const struct asking *a)
{
    struct text low = text_in(a->caller->arena);
    struct text high = text_in(a->caller->arena);

    switch (a->fact.kind) {
    case IMAGE_DATE:
        return SAY("Write a day as in 2026-11-25");
    case IMAGE_TIME:
        return SAY("Write a time as in 14:05");
    case IMAGE_NUMBER:
        text_add_i64(&low, a->fact.low);
        text_add_i64(&high, a->fact.high);
        return caller_say(a->caller, SAY("Write a whole number from %1 to %2"),
            (const str[]){text_str(&low), text_str(&high)}, 2);
    default:
        return SAY("This does not go together with the other answers: change this one "
                   "or another");
    }
}

struct html both_answered(struct caller *caller, struct both_view *view)
{
    view->title = SAY("Somebody else has answered this just now");
    view->which = SAY("Which one counts from now on? If you state yours, theirs stays "
                      "beside it.");
    view->again = SAY("Mine: state it");
    return caller_page(caller, SAY("Somebody else has answered"), &view->frame);
}

/* Somebody else has answered meanwhile: show both. */
static bool show_both(
    const struct asking *a, const struct desk_done *done, struct http_answer *answer)
{
    struct caller *caller = a->caller;
    str yours = a->answer;
    const struct pair_view kept[] = {{STR("answer"), a->answer},
        {STR("basis"), a->basis}, {STR("words"), a->words},
        {STR("unknown"), STR("yes")}};
    struct both_view view = {.question = a->fact.question,
        .keep = next_address(a),
        .kept = kept,
        .kept_count = a->answer.len > 0 ? COUNT_OF(kept) - 1 : COUNT_OF(kept),
        .seen = (uint64_t)a->visit->next};
    struct html html = both_answered(caller, &view);

    view.form = caller_form(caller, form_address(a));
    for (size_t i = 0; i < a->fact.choice_count; i++)
        if (str_equal(a->fact.choices[i].name, a->answer))
            yours = a->fact.choices[i].label;
    view.theirs = (struct row_view){.key = done->theirs->by,
        .value = value_words(caller, &a->fact, visit_value(a->visit, done->theirs)),
        .note = statement_words(caller, done->theirs, false)};
    view.yours = (struct row_view){
        .key = SAY("You"), .value = yours.len > 0 ? yours : SAY("I do not know")};
    view_both(&html, &view);
    site_answer(caller->request, &html, 409, answer);
    return true;
}

/* The visit is over: what was answered, in words. */
static bool show_unasked(
    const struct asking *a, struct http_answer *answer, const struct err *err)
{
    str value = a->answer;

    for (size_t i = 0; i < a->fact.choice_count; i++)
        if (str_equal(a->fact.choices[i].name, a->answer))
            value = a->fact.choices[i].label;
    return show_over(a->caller, a->visit,
        (const str[]){a->fact.question, value, a->words}, 3, answer, err);
}

static bool state(struct asking *a, const struct deed *deed, struct http_answer *answer,
    struct err *err)
{
    const struct desk_statement statement = {.fact = a->fact.name,
        .value = a->answer,
        .words = a->words,
        .basis = basis_stated(&a->fact, a->answer, a->basis)};
    struct desk_stating stating = {&statement, 1, -1};
    struct desk_done done;

    (void)str_to_i64(caller_field(a->caller, STR("seen")), &stating.seen);
    if (desk_state(a->caller->site->desk, &deed->act, &stating, &done, err)) {
        http_see_other(answer, next_address(a));
        return true;
    }
    if (err->kind == ERR_CONFLICT && done.theirs != NULL)
        return show_both(a, &done, answer);
    if (err->kind != ERR_INVALID)
        return show_unasked(a, answer, err);
    a->mistake = refused_words(a);
    a->place = STR("#answer");
    return ask(a, answer);
}

bool take_answer(struct caller *caller, struct http_answer *answer, struct err *err)
{
    struct asking a;
    struct deed deed;

    if (!find_question(caller, &a, err) ||
        !visit_deed(caller, a.visit, MAY_STATE_FACT, &deed, err))
        return false;
    deed.act.role = fact_role(caller, a.visit, &a.fact);
    a.is_sent = true;
    a.answer = caller_field(caller, STR("answer"));
    a.basis = caller_field(caller, STR("basis"));
    a.words = caller_field(caller, STR("words"));
    find_mistake(&a);
    if (a.mistake.len > 0)
        return ask(&a, answer);
    if (is_unknown(&a))
        a.answer = (str){0};
    return state(&a, &deed, answer, err);
}
