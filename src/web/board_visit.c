/*
 * GET /board/visits/{id}: all of a visit on one page, for those who answer its calls.
 */
#include "web/board_line.h"
#include "web/pages.h"
#include "web/papers.h"
#include "web/visits.h"

struct filing {
    struct caller *caller;
    struct site *site;
    struct arena *arena;
    const struct visit *visit;
    bool sees_private;
    const struct desk_fact *facts; /* of the protocol in force */
    size_t fact_count;
    struct visit_file_view view;
};

/* ---- who may state what ---- */

enum may_act board_stating(const struct desk_fact *fact)
{
    return str_equal(fact->role, may_entry_role(people_role_name(ROLE_LAW)))
        ? MAY_STATE_LAW_FACT
        : MAY_STATE_FACT;
}

bool board_may_answer(
    const struct caller *caller, const struct desk_fact *fact, str school)
{
    return fact->role.len > 0 &&
        str_equal(caller_role(caller, board_stating(fact), school), fact->role);
}

/* ---- words ---- */

static str question_of(const struct filing *f, str name)
{
    const struct desk_fact *fact = find_fact(f->facts, f->fact_count, name);

    return fact == NULL ? name : fact->question;
}

static void add_piece(struct text *text, str piece)
{
    if (piece.len == 0)
        return;
    text_add(text, text->len > 0 ? STR(", ") : STR(""));
    text_add(text, piece);
}

static str joined(struct arena *arena, const struct visit_texts *texts)
{
    struct text text = text_in(arena);

    for (size_t i = 0; i < texts->count; i++) {
        text_add(&text, i > 0 ? STR(" ") : STR(""));
        text_add(&text, texts->items[i]);
    }
    return text_str(&text);
}

/* "clerk, Front desk, read, 11:15" */
static str source_of(const struct filing *f, const struct visit_statement *statement)
{
    struct text text = text_in(f->arena);

    add_piece(&text, statement->by);
    add_piece(&text, board_role(f->caller, statement->role));
    add_piece(&text, board_basis(f->caller, statement->basis));
    add_piece(&text, statement->source);
    add_piece(&text, board_clock(f->caller, statement->mark.at));
    return text_str(&text);
}

static struct account_view account_of(
    const struct filing *f, const struct visit_statement *statement)
{
    const struct desk_fact *fact = find_fact(f->facts, f->fact_count, statement->fact);
    struct account_view account = {
        .by = source_of(f, statement), .is_old = !statement->counts};

    if (fact != NULL && fact->is_private && !f->sees_private) {
        account.value = SAY("Withheld");
    } else if (statement->is_erased) {
        account.value = SAY("Erased");
    } else {
        account.value = board_value(f->caller, fact, visit_value(f->visit, statement));
        account.words = statement->words;
    }
    return account;
}

/* ---- what was stated ---- */

static struct stated_view stated_of(const struct filing *f, str fact)
{
    const struct visit *visit = f->visit;
    struct account_view *accounts =
        ARENA_ARRAY(f->arena, struct account_view, visit->statement_count);
    struct stated_view stated = {
        .question = question_of(f, fact), .accounts = accounts};

    for (size_t i = visit->statement_count; i > 0; i--)
        if (str_equal(visit->statements[i - 1].fact, fact))
            accounts[stated.count++] = account_of(f, &visit->statements[i - 1]);
    return stated;
}

static void add_stated(struct filing *f)
{
    const struct visit *visit = f->visit;
    struct stated_view *stated =
        ARENA_ARRAY(f->arena, struct stated_view, visit->statement_count);

    for (size_t i = 0; i < visit->statement_count; i++)
        if (visit->statements[i].counts && !visit_is_call(&visit->statements[i]))
            stated[f->view.stated_count++] = stated_of(f, visit->statements[i].fact);
    f->view.stated = stated;
}

static void add_differences(struct filing *f)
{
    struct visit_difference *found;
    size_t count = visit_differences(f->visit, f->arena, &found);
    struct stated_view *differences = ARENA_ARRAY(f->arena, struct stated_view, count);

    for (size_t i = 0; i < count; i++) {
        struct account_view *accounts =
            ARENA_ARRAY(f->arena, struct account_view, found[i].count);

        for (size_t k = 0; k < found[i].count; k++) {
            accounts[k] = account_of(f, found[i].accounts[k]);
            accounts[k].is_old = false;
        }
        differences[i] = (struct stated_view){
            question_of(f, found[i].fact), accounts, found[i].count};
    }
    f->view.differences = differences;
    f->view.difference_count = count;
}

/* ---- the answer, and what is wanted ---- */

static void add_rules(struct filing *f, const struct desk_answer *answer, bool certain)
{
    struct rule_view *rules =
        ARENA_ARRAY(f->arena, struct rule_view, answer->rule_count);

    for (size_t i = 0; i < answer->rule_count; i++) {
        const struct desk_rule *rule = &answer->rules[i];

        if (rule->is_certain == certain)
            rules[f->view.rule_count++] = (struct rule_view){.name = rule->name,
                .quote = spoken_quote(f->caller, rule->quote),
                .cite = spoken_heading(f->caller, rule->cite),
                .link = rule->link};
    }
    f->view.rules = rules;
}

static bool add_answer(struct filing *f, struct err *err)
{
    struct desk_answer answer;

    if (!spoken_answer(f->caller, f->visit, &answer, err))
        return false;
    f->view.verdicts = verdicts_of(f->caller, &answer);
    add_rules(f, &answer, true);
    f->view.rules_title = SAY("Why this is the answer");
    if (f->view.rule_count > 0)
        return true;
    add_rules(f, &answer, false);
    f->view.rules_title = SAY("Rules that can still decide it");
    return true;
}

static str address_of(const struct filing *f, str kind, str which)
{
    struct text text = text_in(f->arena);

    text_add(&text, STR("/board/visits/"));
    text_add(&text, f->visit->id);
    text_add(&text, kind);
    text_add(&text, which);
    return text_str(&text);
}

static struct answering_view ask_of(
    const struct filing *f, const struct desk_fact *fact)
{
    struct choice_view *choices =
        ARENA_ARRAY(f->arena, struct choice_view, fact->choice_count + 2);
    struct answering_view ask = {.name = fact->name,
        .question = fact->question,
        .choices = choices,
        .choice_count = fact->choice_count,
        .seen = (uint64_t)f->visit->next,
        .form = caller_form(f->caller, address_of(f, STR("/facts/"), fact->name))};

    for (size_t i = 0; i < fact->choice_count; i++)
        choices[i] = (struct choice_view){.value = fact->choices[i].name,
            .label = fact->choices[i].label,
            .is_chosen = str_equal(fact->choices[i].name, fact->value.name)};
    if (fact->kind == IMAGE_YES_NO) {
        choices[0] = (struct choice_view){.value = STR("yes"), .label = SAY("Yes")};
        choices[1] = (struct choice_view){.value = STR("no"), .label = SAY("No")};
        ask.choice_count = 2;
    }
    return ask;
}

static void add_asks(struct filing *f)
{
    struct answering_view *asks =
        ARENA_ARRAY(f->arena, struct answering_view, f->fact_count);

    for (size_t i = 0; f->visit->is_open && i < f->fact_count; i++)
        if (board_may_answer(f->caller, &f->facts[i], f->visit->school))
            asks[f->view.ask_count++] = ask_of(f, &f->facts[i]);
    f->view.asks = asks;
}

static void add_duty(struct filing *f, const struct visit_duty *duty, bool is_ours,
    struct duty_view *out)
{
    struct text number = text_in(f->arena);

    text_add_i64(&number, duty->mark.n);
    *out = (struct duty_view){.text = spoken_duty(f->caller, duty),
        .lane = board_role(f->caller, board_lane(duty)),
        .due = board_written(f->caller, duty->due),
        .state = board_duty_state(f->caller, duty),
        .tone = board_duty_tone(duty),
        .calling = calling_of(f->caller, f->visit, duty),
        .is_ours = is_ours && duty->state != VISIT_DUTY_DONE && f->visit->is_open,
        .is_taken = duty->state == VISIT_DUTY_TAKEN,
        .seen = (uint64_t)f->visit->next};
    if (out->is_ours)
        out->form =
            caller_form(f->caller, address_of(f, STR("/duties/"), text_str(&number)));
}

/* Those of whoever looks come first. */
static void add_duties(struct filing *f)
{
    const struct visit *visit = f->visit;
    struct duty_view *duties =
        ARENA_ARRAY(f->arena, struct duty_view, visit->duty_count);
    str role = caller_role(f->caller, MAY_ACKNOWLEDGE_DUTY, visit->school);
    bool has_first = false;

    for (int ours = 1; ours >= 0; ours--)
        for (size_t i = 0; i < visit->duty_count; i++) {
            bool is_ours =
                role.len > 0 && str_equal(board_lane(&visit->duties[i]), role);
            struct duty_view *duty = &duties[f->view.duty_count];

            if (is_ours != (ours == 1))
                continue;
            add_duty(f, &visit->duties[i], is_ours, duty);
            duty->is_first = duty->is_ours && !duty->is_taken && !has_first;
            has_first = has_first || duty->is_first;
            f->view.duty_count++;
        }
    f->view.duties = duties;
}

/* ---- the rest ---- */

enum { SUMMARY_ROWS = 5 };

static void add_row(struct row_view *rows, size_t *count, str key, str value, str note)
{
    if (value.len > 0)
        rows[(*count)++] = (struct row_view){.key = key, .value = value, .note = note};
}

static void add_summary(struct filing *f)
{
    struct row_view *rows = ARENA_ARRAY(f->arena, struct row_view, SUMMARY_ROWS);
    const struct visit *visit = f->visit;
    struct board_line_view line;

    board_line(f->caller, visit, f->sees_private, &line);
    f->view.summary.rows = rows;
    add_row(rows, &f->view.summary.count, SAY("Who"), line.who, line.who_note);
    add_row(rows, &f->view.summary.count, SAY("Since"),
        board_moment(f->caller, visit->opened.at), (str){0});
    add_row(rows, &f->view.summary.count, SAY("In the desk's words"),
        joined(f->arena, &visit->account), visit->by);
    add_row(
        rows, &f->view.summary.count, SAY("Looked after by"), visit->keeper, (str){0});
    add_row(rows, &f->view.summary.count, SAY("How it ended"),
        joined(f->arena, &visit->closing_account), visit->end);
}

static str words_of(const struct filing *f, const struct visit_entry *entry)
{
    const struct visit *visit = f->visit;

    switch (entry->kind) {
    case RECORD_FACT_STATED:
        return visit_is_call(&visit->statements[entry->index])
            ? call_words(f->caller, &visit->statements[entry->index])
            : question_of(f, entry->subject);
    case RECORD_DUTY_RAISED:
        return spoken_duty(f->caller, &visit->duties[entry->index]);
    case RECORD_MESSAGE_READ:
        return message_words(f->caller, visit, entry);
    case RECORD_MESSAGE_SENT:
    case RECORD_VISIT_HANDED_OVER:
        return joined(f->arena, &visit->messages[entry->index].words);
    case RECORD_STATEMENT_MADE:
        return joined(f->arena, &visit->sayings[entry->index].words);
    case RECORD_DOCUMENT_ATTACHED:
        return f->view.papers.count > 0 ? entry->subject : (str){0};
    default:
        return (str){0};
    }
}

/* Who did or said it, and when it was so where somebody said when. */
static str by_of(const struct filing *f, const struct visit_entry *entry)
{
    struct text text = text_in(f->arena);

    add_piece(&text, entry->kind == RECORD_STATEMENT_MADE ? entry->subject : entry->by);
    if (entry->so_at.len > 0)
        add_piece(&text, board_written(f->caller, entry->so_at));
    return text_str(&text);
}

static void add_timeline(struct filing *f)
{
    const struct visit *visit = f->visit;
    struct moment_view *moments =
        ARENA_ARRAY(f->arena, struct moment_view, visit->timeline_count);

    for (size_t i = 0; i < visit->timeline_count; i++) {
        const struct visit_entry *entry = &visit->timeline[i];

        moments[i] = (struct moment_view){.at = board_clock(f->caller, entry->mark.at),
            .exact = board_exact(f->caller, entry->mark.at),
            .title = board_event(entry->kind),
            .words = words_of(f, entry),
            .by = by_of(f, entry)};
    }
    f->view.timeline =
        (struct timeline_view){SAY("What happened"), moments, visit->timeline_count};
}

static void add_forms(struct filing *f)
{
    struct caller *caller = f->caller;
    str school = f->visit->school;

    f->view.seen = (uint64_t)f->visit->next;
    f->view.may_write = caller_may(caller, MAY_MESSAGE_DESK, school);
    f->view.may_pass_on = caller_may(caller, MAY_HAND_OVER, school);
    f->view.message = caller_form(caller, address_of(f, STR("/messages"), (str){0}));
    f->view.pass_on = caller_form(caller, address_of(f, STR("/keeper"), (str){0}));
    if (caller_may(caller, MAY_JOIN_VISIT, school)) {
        struct text desk = text_in(f->arena);

        text_add(&desk, STR("/visits/"));
        text_add(&desk, f->visit->id);
        f->view.desk = text_str(&desk);
    }
}

bool show_visit_file(struct caller *caller, struct http_answer *answer, struct err *err)
{
    struct filing f = {.caller = caller, .site = caller->site, .arena = caller->arena};
    struct desk_fact *facts;
    struct html html;

    if (!desk_visit(
            caller->site->desk, http_part(caller->request, STR("id")), &f.visit, err) ||
        !caller_must(caller, MAY_SEE_VISIT, f.visit->school, err) ||
        !caller_looks(caller, LOOK_VISIT, f.visit, err))
        return false;
    if (f.visit->exercise)
        caller->practice_at = arena_str(caller->arena, f.visit->school);
    f.sees_private = caller_sees_private(caller, f.visit->school);
    f.fact_count = spoken_facts(caller, f.visit, &facts);
    f.facts = facts;
    f.view = (struct visit_file_view){.school = f.visit->school,
        .exercise = f.visit->exercise,
        .is_open = f.visit->is_open};
    html = caller_page(caller, SAY("A visit"), &f.view.frame);
    if (!add_answer(&f, err))
        return false;
    add_summary(&f);
    add_asks(&f);
    add_duties(&f);
    add_stated(&f);
    add_differences(&f);
    f.view.papers = papers_of(caller, f.visit);
    f.view.messages = messages_of(caller, f.visit);
    f.view.news = news_of(&f.view.messages, STR("board"));
    f.view.visit = f.visit->id;
    f.view.events = visit_events(caller, f.visit);
    add_timeline(&f);
    add_forms(&f);
    view_visit_file(&html, &f.view);
    site_answer(caller->request, &html, 200, answer);
    return true;
}
