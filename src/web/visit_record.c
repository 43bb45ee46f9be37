/*
 * The record of a visit that is over, to be printed: what was said, decided and done,
 * and where all of it stands in the log.
 */
#include "web/pages.h"
#include "web/qr.h"
#include "web/visits.h"

#include "json/json.h"

enum { VISIT_ROWS = 7, PROOF_ROWS = 5 };

static str number_words(struct arena *arena, uint64_t number)
{
    struct text text = text_in(arena);

    text_add_u64(&text, number);
    return text_str(&text);
}

static struct summary_view visit_rows(struct caller *caller, const struct visit *visit)
{
    struct row_view *rows = ARENA_ARRAY(caller->arena, struct row_view, VISIT_ROWS);

    rows[0] = (struct row_view){.key = SAY("School"), .value = visit->school};
    rows[1] = (struct row_view){
        .key = SAY("Day"), .value = day_words(caller, visit->opened.at)};
    rows[2] = (struct row_view){.key = SAY("Opened"),
        .value = second_words(caller, visit->opened.at),
        .note = visit->by};
    rows[3] = (struct row_view){.key = SAY("Closed"),
        .value = second_words(caller, visit->closed.at),
        .note = visit->closed_by};
    rows[4] = (struct row_view){.key = SAY("How it ended"),
        .value = end_words(visit->end),
        .note = joined_words(caller->arena, &visit->closing_account)};
    rows[5] =
        (struct row_view){.key = SAY("How it began"), .value = way_words(visit->way)};
    rows[6] = (struct row_view){.key = SAY("Visit"), .value = visit->id};
    return (struct summary_view){.rows = rows, .count = VISIT_ROWS};
}

static struct summary_view duty_rows(struct caller *caller, const struct visit *visit)
{
    struct duties_view calls = duties_of(caller, visit, false);
    struct duties_view tasks = duties_of(caller, visit, true);
    struct row_view *rows =
        ARENA_ARRAY(caller->arena, struct row_view, calls.count + tasks.count);

    for (size_t i = 0; i < calls.count + tasks.count; i++) {
        const struct task_view *duty =
            i < calls.count ? &calls.duties[i] : &tasks.duties[i - calls.count];

        rows[i] = (struct row_view){
            .key = duty->words, .value = duty->state, .note = duty->who};
    }
    return (struct summary_view){
        SAY("Calls and tasks"), rows, calls.count + tasks.count};
}

/* What to look for in the log: its name, the visit, its events and their edition. */
static struct safe_html draw_code(
    struct caller *caller, const struct visit *visit, str origin)
{
    const struct visit_decision *decided = visit_decided(visit);
    struct text text = text_in(caller->arena);

    text_add(&text, origin);
    text_add(&text, STR(" visit "));
    text_add(&text, visit->id);
    text_add(&text, STR(" events "));
    text_add_u64(&text, visit->opened.seq);
    text_add_byte(&text, '-');
    text_add_u64(&text, visit->closed.seq);
    if (decided != NULL)
        text_add(&text, STR(" edition "));
    text_add(&text, decided == NULL ? (str){0} : decided->edition);
    return qr_draw(caller->arena, text_str(&text),
        caller_say(caller, SAY("The same for a telephone to read"), NULL, 0));
}

/* Where in the log it stands, and under which signed checkpoint. */
static bool add_proof(struct caller *caller, const struct visit *visit,
    struct record_view *view, struct err *err)
{
    struct row_view *rows = ARENA_ARRAY(caller->arena, struct row_view, PROOF_ROWS);
    const struct visit_decision *decided = visit_decided(visit);
    str signature =
        SAY("Not signed yet: print this page again after the next checkpoint");
    struct keeper_state state;

    if (!keeper_state(caller->site->keeper, &state, err))
        return false;
    if (state.is_signed && state.signed_size > visit->closed.seq)
        signature = caller_say(caller, SAY("Size %1, signed %2"),
            (const str[]){number_words(caller->arena, state.signed_size),
                exact_words(caller, state.signed_at)},
            2);
    rows[0] = (struct row_view){.key = SAY("Log"), .value = state.origin};
    rows[1] = (struct row_view){.key = SAY("Events"),
        .value = caller_say(caller, SAY("%1 to %2"),
            (const str[]){number_words(caller->arena, visit->opened.seq),
                number_words(caller->arena, visit->closed.seq)},
            2),
        .note = SAY("The first and the last of this visit.")};
    rows[2] = (struct row_view){.key = SAY("Checkpoint"), .value = signature};
    rows[3] = (struct row_view){.key = SAY("Edition"),
        .value =
            decided == NULL ? desk_bench(caller->site->desk)->digest : decided->edition,
        .note = SAY("The protocol that decided; each decision can be made again from "
                    "it.")};
    rows[4] = (struct row_view){.key = SAY("Events in this visit"),
        .value = number_words(caller->arena, visit->timeline_count)};
    view->proof = (struct summary_view){SAY("Proof"), rows, PROOF_ROWS};
    view->code = draw_code(caller, visit, state.origin);
    return true;
}

/* What the record says was decided last. */
static struct verdicts_view last_verdicts(
    struct caller *caller, const struct visit *visit)
{
    const struct visit_decision *decided = visit_decided(visit);
    size_t most = decided == NULL ? 0 : decided->outcomes.count;
    struct verdict_view *all =
        ARENA_ARRAY(caller->arena, struct verdict_view, most + 1);

    if (most > 0)
        return (struct verdicts_view){
            all, decided_verdicts(caller, &decided->outcomes, all)};
    all[0].word = SAY("Nothing was decided");
    return (struct verdicts_view){all, 1};
}

struct reason_view reason_of_rule(
    const struct caller *caller, const struct image *image, uint32_t rule)
{
    const uint32_t *item = image_item(image, SECTION_RULES, rule);
    struct reason_view reason = {.name = image_str(image, item + RULE_NAME),
        .quote = spoken_quote(caller, image_str(image, item + RULE_QUOTE)),
        .address = image_str(image, item + RULE_LINK)};

    if (item[RULE_CITE_COUNT] > 0)
        reason.cite = spoken_heading(caller,
            image_str(image,
                image_item(image, SECTION_CITES,
                    item[RULE_CITE_FIRST] + item[RULE_CITE_COUNT] - 1) +
                    CITE_TEXT));
    return reason;
}

/* A rule that a decision names; with its source when the edition that decided is still in
 * force, else by name. */
static struct reason_view find_reason(
    const struct caller *caller, const struct visit_decision *decision, str name)
{
    const struct bench *bench = desk_bench(caller->site->desk);
    const struct image *image = &bench->image;
    bool is_known = str_equal(decision->edition, bench->digest);

    for (uint32_t r = 0; is_known && r < image->count[SECTION_RULES]; r++)
        if (str_equal(image_str(image, image_item(image, SECTION_RULES, r) + RULE_NAME),
                name))
            return reason_of_rule(caller, image, r);
    return (struct reason_view){.name = name};
}

/* The rules of the last decision. */
static size_t recorded_reasons(
    struct caller *caller, const struct visit *visit, const struct reason_view **out)
{
    const struct visit_decision *decided = visit_decided(visit);
    size_t count = decided == NULL ? 0 : decided->rules.count;
    struct reason_view *reasons = ARENA_ARRAY(caller->arena, struct reason_view, count);

    for (size_t i = 0; i < count; i++)
        reasons[i] = find_reason(caller, decided, decided->rules.items[i].text);
    *out = reasons;
    return count;
}

/* "Federal agents (agents_need_a_warrant); ..." */
static str rules_words(
    const struct caller *caller, const struct visit_decision *decision)
{
    struct text text = text_in(caller->arena);

    for (size_t i = 0; i < decision->rules.count; i++) {
        str name = decision->rules.items[i].text;
        struct reason_view reason = find_reason(caller, decision, name);
        const str values[] = {tongue_cut(caller->arena, reason.cite, STR(" (")), name};

        text_add(&text, i == 0 ? STR("") : STR("; "));
        text_add(&text,
            reason.cite.len == 0 ? name
                                 : caller_say(caller, SAY("%1 (%2)"), values, 2));
    }
    return text_str(&text);
}

static size_t decisions_of(
    struct caller *caller, const struct visit *visit, const struct decided_view **out)
{
    struct decided_view *decisions =
        ARENA_ARRAY(caller->arena, struct decided_view, visit->decision_count);

    for (size_t i = 0; i < visit->decision_count; i++) {
        const struct visit_decision *decision = &visit->decisions[i];

        decisions[i] =
            (struct decided_view){.at = second_words(caller, decision->mark.at),
                .rules = rules_words(caller, decision),
                .answer = decided_words(caller, &decision->outcomes)};
    }
    *out = decisions;
    return visit->decision_count;
}

bool show_record(struct caller *caller, struct http_answer *answer, struct err *err)
{
    struct record_view view = {.back = STR("/")};
    const struct visit *visit;
    struct html html;

    if (!visit_asked(caller, MAY_SEE_VISIT, &visit, err))
        return false;
    if (visit->is_open) {
        http_see_other(answer, visit_address(caller->arena, visit, (str){0}));
        return true;
    }
    if (!caller_looks(caller, LOOK_RECORD, visit, err))
        return false;
    html = caller_page(caller, SAY("Record of a visit"), &view.frame);
    if (!add_proof(caller, visit, &view, err))
        return false;
    view.visit = visit_rows(caller, visit);
    view.verdicts = last_verdicts(caller, visit);
    view.facts = facts_of(caller, visit, SAY("What was stated"), NULL);
    view.decision_count = decisions_of(caller, visit, &view.decisions);
    view.duties = duty_rows(caller, visit);
    view.papers = papers_of(caller, visit);
    view.timeline = timeline_of(caller, visit);
    view.reason_count = recorded_reasons(caller, visit, &view.reasons);
    view_record(&html, &view);
    site_answer(caller->request, &html, 200, answer);
    return true;
}
