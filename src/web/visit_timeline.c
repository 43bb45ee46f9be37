/*
 * The timeline of a visit: every event in one sentence, oldest first.
 * What changes nothing is left out; the record of the visit lists them all.
 */
#include "web/visits.h"

#include "json/json.h"

struct telling {
    struct caller *caller;
    const struct visit *visit;
    const struct desk_fact *facts;
    size_t fact_count;
};

static void tell_statement(
    const struct telling *t, const struct visit_entry *entry, struct moment_view *out)
{
    const struct visit_statement *statement = &t->visit->statements[entry->index];
    const struct desk_fact *fact = find_fact(t->facts, t->fact_count, statement->fact);
    bool hidden = is_withheld(t->caller, t->visit, fact);
    struct text text = text_in(t->caller->arena);

    if (visit_is_call(statement)) {
        out->title = SAY("A call from the desk");
        out->words = call_words(t->caller, statement);
        return;
    }
    out->title = fact == NULL ? statement->fact : fact->question;
    if (statement->is_erased || hidden) {
        out->words = hidden ? SAY("Not shown here") : SAY("Erased");
        return;
    }
    text_add(&text, value_words(t->caller, fact, &statement->value));
    add_quoted(&text, statement->words);
    out->words = text_str(&text);
}

static void tell_decision(
    const struct telling *t, const struct visit_entry *entry, struct moment_view *out)
{
    const struct json_value *outcomes = &t->visit->decisions[entry->index].outcomes;
    struct verdict_view *all =
        ARENA_ARRAY(t->caller->arena, struct verdict_view, outcomes->count);

    out->title = SAY("Decided");
    if (decided_verdicts(t->caller, outcomes, all) == 0)
        return;
    out->words = decided_words(t->caller, outcomes);
    out->tone = all[0].tone;
}

static void tell_duty(
    const struct telling *t, const struct visit_entry *entry, struct moment_view *out)
{
    const struct visit_duty *duty = &t->visit->duties[entry->index];

    out->words = spoken_duty(t->caller, duty);
    if (entry->kind == RECORD_DUTY_RAISED) {
        out->title = SAY("Asked for");
        out->tone = TONE_WAIT;
    } else if (entry->kind == RECORD_DUTY_ACKNOWLEDGED) {
        out->title = SAY("Taken care of");
        out->tone = TONE_YES;
    } else {
        out->title = SAY("Nobody answered in time");
        out->tone = TONE_NO;
    }
}

/* What a paper says of people is for those who may read it. */
static void tell_paper(
    const struct telling *t, const struct visit_entry *entry, struct moment_view *out)
{
    struct papers_view papers = papers_of(t->caller, t->visit);

    out->title = SAY("A paper was taken down");
    if (papers.count == 0)
        return;
    out->words = papers.papers[entry->index].title;
    out->paper = papers.papers[entry->index].address;
}

static void tell_message(
    const struct telling *t, const struct visit_entry *entry, struct moment_view *out)
{
    const struct visit_message *message = &t->visit->messages[entry->index];

    out->title = message->hands_over
        ? caller_say(t->caller, SAY("%1 looks after it now"), &message->to, 1)
        : SAY("Message");
    out->words = joined_words(t->caller->arena, &message->words);
}

static void tell_correction(
    const struct telling *t, const struct visit_entry *entry, struct moment_view *out)
{
    const struct visit_correction *correction = &t->visit->corrections[entry->index];

    out->title = SAY("Corrected");
    out->words = correction->reason;
    for (size_t i = 0; i < t->visit->statement_count; i++) {
        const struct visit_statement *statement = &t->visit->statements[i];
        const struct desk_fact *fact =
            find_fact(t->facts, t->fact_count, statement->fact);

        if (statement->mark.seq != correction->entry || fact == NULL ||
            is_withheld(t->caller, t->visit, fact))
            continue;
        out->words = caller_say(t->caller, SAY("%1 It is: %2. The reason: %3"),
            (const str[]){fact->question,
                value_words(t->caller, fact, &correction->value), correction->reason},
            3);
    }
}

static void tell(
    const struct telling *t, const struct visit_entry *entry, struct moment_view *out)
{
    switch (entry->kind) {
    case RECORD_VISIT_OPENED:
        out->title = way_words(t->visit->way);
        out->words = joined_words(t->caller->arena, &t->visit->account);
        break;
    case RECORD_FACT_STATED:
        tell_statement(t, entry, out);
        break;
    case RECORD_DECISION_MADE:
        tell_decision(t, entry, out);
        break;
    case RECORD_DUTY_RAISED:
    case RECORD_DUTY_ACKNOWLEDGED:
    case RECORD_DUTY_EXPIRED:
        tell_duty(t, entry, out);
        break;
    case RECORD_CALLOUT_STEP:
        tell_step(t->caller, t->visit, &t->visit->steps[entry->index], out);
        break;
    case RECORD_CALL_ATTEMPTED:
        tell_attempt(t->caller, &t->visit->attempts[entry->index], out);
        break;
    case RECORD_MESSAGE_SENT:
    case RECORD_VISIT_HANDED_OVER:
        tell_message(t, entry, out);
        break;
    case RECORD_MESSAGE_READ:
        out->title = SAY("Message read");
        out->words = message_words(t->caller, t->visit, entry);
        out->tone = TONE_YES;
        break;
    case RECORD_STATEMENT_MADE:
        out->title = t->visit->sayings[entry->index].speaker;
        out->words =
            joined_words(t->caller->arena, &t->visit->sayings[entry->index].words);
        break;
    case RECORD_DOCUMENT_ATTACHED:
        tell_paper(t, entry, out);
        break;
    case RECORD_CORRECTED:
        tell_correction(t, entry, out);
        break;
    case RECORD_VISIT_CLOSED:
        out->title = end_words(t->visit->end);
        out->words = joined_words(t->caller->arena, &t->visit->closing_account);
        break;
    default:
        out->title = entry->subject;
        break;
    }
}

/* Who did it, in which role, how they know, and when it was so if not now. */
static str tell_who(const struct telling *t, const struct visit_entry *entry)
{
    struct text who = text_in(t->caller->arena);
    struct text text = text_in(t->caller->arena);
    str so = written_time(t->caller, entry->so_at, entry->mark.at);

    text_add(&who, entry->by);
    if (entry->by.len > 0 && entry->role.len > 0) {
        text_add(&who, STR(" ("));
        text_add(&who, role_words(t->caller, entry->role));
        text_add(&who, STR(")"));
    }
    text_add(&text, basis_told(t->caller, entry->basis, text_str(&who)));
    if (so.len > 0) {
        text_add(&text, text.len > 0 ? STR("; ") : STR(""));
        text_add(&text, caller_say(t->caller, SAY("it was so at %1"), &so, 1));
    }
    return text_str(&text);
}

/* Whether a decision says something else than the one before it. */
static bool has_changed(const struct visit *visit, size_t index)
{
    const struct json_value *now = &visit->decisions[index].outcomes;
    const struct json_value *before;

    if (index == 0)
        return true;
    before = &visit->decisions[index - 1].outcomes;
    if (now->count != before->count)
        return true;
    for (size_t i = 0; i < now->count; i++)
        if (!str_equal(now->items[i].text, before->items[i].text))
            return true;
    return false;
}

static bool is_told(const struct visit *visit, const struct visit_entry *entry)
{
    switch (entry->kind) {
    case RECORD_DECISION_MADE:
        return has_changed(visit, entry->index);
    case RECORD_CALLOUT_OPENED:
        return false; /* its first step says so */
    case RECORD_CALLOUT_STEP:
        return step_is_told(visit, entry->index);
    default:
        return true;
    }
}

struct timeline_view timeline_of(struct caller *caller, const struct visit *visit)
{
    struct moment_view *moments =
        ARENA_ARRAY(caller->arena, struct moment_view, visit->timeline_count);
    struct telling t = {.caller = caller, .visit = visit};
    struct desk_fact *facts;
    size_t count = 0;

    t.fact_count = spoken_facts(caller, visit, &facts);
    t.facts = facts;
    for (size_t i = 0; i < visit->timeline_count; i++) {
        const struct visit_entry *entry = &visit->timeline[i];

        if (!is_told(visit, entry))
            continue;
        moments[count].at = second_words(caller, entry->mark.at);
        moments[count].exact = exact_words(caller, entry->mark.at);
        moments[count].by = tell_who(&t, entry);
        tell(&t, entry, &moments[count]);
        count++;
    }
    return (struct timeline_view){SAY("What happened"), moments, count};
}
