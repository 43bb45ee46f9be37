/*
 * The fold: a table says what each kind of event does to a visit.
 */
#include "visit/fold.h"

#include "visit/inside.h"

struct visit *visit_new(str id)
{
    struct arena arena = {0};
    struct visit *visit = ARENA_NEW(&arena, struct visit);

    visit->arena = arena;
    visit->id = arena_str(&visit->arena, id);
    visit->people = -1;
    return visit;
}

void visit_free(struct visit *visit)
{
    struct arena arena;

    if (visit == NULL)
        return;
    arena = visit->arena; /* it lies in the arena itself */
    arena_clear(&arena);
}

/* ---- one function a kind; each returns the item's place in its list ---- */

static str text(struct adding *a, str field)
{
    return visit_text(a->visit, a->event, field);
}

static size_t open_it(struct adding *a)
{
    struct visit *visit = a->visit;

    visit->is_open = visit->end.len == 0;
    visit->opened = a->mark;
    visit->school = text(a, STR("school"));
    visit->by = visit->keeper = text(a, STR("by"));
    visit->way = text(a, STR("way"));
    visit->so_at = text(a, STR("so_at"));
    visit->with = text(a, STR("with"));
    visit->people = visit_integer(a->event, STR("people"));
    visit->account = visit_texts(visit, a->event, STR("account"));
    return 0;
}

static size_t close_it(struct adding *a)
{
    struct visit *visit = a->visit;

    visit->is_open = false;
    visit->closed = a->mark;
    visit->end = text(a, STR("end"));
    visit->closed_by = text(a, STR("by"));
    visit->closed_so_at = text(a, STR("so_at"));
    visit->scope = text(a, STR("scope"));
    visit->escort = text(a, STR("escort"));
    visit->closing_account = visit_texts(visit, a->event, STR("account"));
    visit_end_calls(visit, &a->mark);
    return 0;
}

/* When it was so: as its author says, but not after it was recorded. */
static int64_t so_when(const struct visit_statement *statement)
{
    struct moment said;
    int64_t at;

    if (!moment_parse(statement->so_at, &said))
        return statement->mark.at;
    at = (int64_t)said.day * TIME_MINUTES * 60 +
        ((int64_t)said.minute - said.offset) * 60 + said.second;
    return at < statement->mark.at ? at : statement->mark.at;
}

/* The newest statement of a fact counts; one that comes late, from a device that had no
 * network, does not take over what was so after it. */
static void count_newest(struct visit *visit, struct visit_statement *made)
{
    made->counts = true;
    for (size_t i = 0; i < visit->statement_count; i++) {
        struct visit_statement *other = &visit->statements[i];

        if (!other->counts || !str_equal(other->fact, made->fact))
            continue;
        made->counts = so_when(made) >= so_when(other);
        other->counts = !made->counts;
    }
}

static size_t state_fact(struct adding *a)
{
    struct visit *visit = a->visit;
    struct visit_statement made = {.mark = a->mark,
        .fact = text(a, STR("fact")),
        .value = visit_copy(visit, a->event, STR("value")),
        .is_erased = record_value(a->event, STR("value")) == NULL,
        .by = text(a, STR("by")),
        .role = text(a, STR("role")),
        .basis = text(a, STR("basis")),
        .source = text(a, STR("source")),
        .words = text(a, STR("words")),
        .so_at = text(a, STR("so_at")),
        .correction = -1};

    count_newest(visit, &made);
    visit->statements = arena_grow(&visit->arena, visit->statements,
        visit->statement_count, &visit->statement_room, sizeof(made));
    visit->statements[visit->statement_count] = made;
    return visit->statement_count++;
}

static size_t decide(struct adding *a)
{
    struct visit *visit = a->visit;
    struct visit_decision made = {.mark = a->mark,
        .edition = text(a, STR("edition")),
        .as_of = text(a, STR("as_of")),
        .answer = text(a, STR("answer")),
        .by = text(a, STR("by")),
        .facts = visit_copy(visit, a->event, STR("facts")),
        .outcomes = visit_copy(visit, a->event, STR("outcomes")),
        .open = visit_copy(visit, a->event, STR("open")),
        .rules = visit_copy(visit, a->event, STR("rules"))};

    visit->decisions = arena_grow(&visit->arena, visit->decisions,
        visit->decision_count, &visit->decision_room, sizeof(made));
    visit->decisions[visit->decision_count] = made;
    return visit->decision_count++;
}

static size_t raise_duty(struct adding *a)
{
    struct visit *visit = a->visit;
    struct visit_duty made = {.mark = a->mark,
        .name = text(a, STR("duty")),
        .to = text(a, STR("to")),
        .otherwise = text(a, STR("otherwise")),
        .text = text(a, STR("text")),
        .due = text(a, STR("due")),
        .decision = visit_integer(a->event, STR("decision"))};

    visit->duties = arena_grow(&visit->arena, visit->duties, visit->duty_count,
        &visit->duty_room, sizeof(made));
    visit->duties[visit->duty_count] = made;
    visit_call_again(visit, &made);
    return visit->duty_count++;
}

/* The duty that an event is about; its place is duty_count when there is none. */
static size_t duty_of(const struct adding *a)
{
    int64_t raised = visit_integer(a->event, STR("raised"));
    size_t i = 0;

    while (i < a->visit->duty_count && a->visit->duties[i].mark.n != raised)
        i++;
    return i;
}

static size_t acknowledge(struct adding *a)
{
    const struct json_value *done = record_value(a->event, STR("done"));
    size_t place = duty_of(a);
    struct visit_duty *duty;

    if (place == a->visit->duty_count)
        return place;
    duty = &a->visit->duties[place];
    duty->answered = a->mark;
    duty->by = text(a, STR("by"));
    duty->role = text(a, STR("role"));
    duty->channel = text(a, STR("channel"));
    duty->until = text(a, STR("until"));
    /* What is done stays done, whoever takes it on afterwards. */
    if (duty->state != VISIT_DUTY_DONE)
        duty->state = done != NULL && done->kind == JSON_IS_BOOL && done->truth
            ? VISIT_DUTY_DONE
            : VISIT_DUTY_TAKEN;
    visit_answer_calls(a->visit, duty);
    return place;
}

static size_t expire(struct adding *a)
{
    size_t place = duty_of(a);
    struct visit_duty *duty;

    if (place == a->visit->duty_count)
        return place;
    duty = &a->visit->duties[place];
    duty->expired = a->mark;
    duty->why = text(a, STR("why"));
    duty->next = text(a, STR("next"));
    duty->instruction = text(a, STR("instruction"));
    if (duty->state != VISIT_DUTY_DONE)
        duty->state = VISIT_DUTY_EXPIRED;
    visit_call_next(a->visit, duty);
    return place;
}

static size_t add_message(struct adding *a)
{
    struct visit *visit = a->visit;
    struct visit_message made = {.mark = a->mark,
        .by = text(a, STR("by")),
        .role = text(a, STR("role")),
        .to = text(a, STR("to")),
        .hands_over = a->event->kind == RECORD_VISIT_HANDED_OVER,
        .words = visit_texts(visit, a->event, STR("words")),
        .so_at = text(a, STR("so_at"))};

    if (made.hands_over) {
        visit->keeper = made.to;
        visit->keeper_role = made.role;
    }
    visit->messages = arena_grow(&visit->arena, visit->messages, visit->message_count,
        &visit->message_room, sizeof(made));
    visit->messages[visit->message_count] = made;
    return visit->message_count++;
}

/* Who says so first is who has read it; others stay in the timeline. */
static size_t read_message(struct adding *a)
{
    struct visit *visit = a->visit;
    int64_t sent = visit_integer(a->event, STR("message"));
    size_t i = 0;

    while (i < visit->message_count && visit->messages[i].mark.n != sent)
        i++;
    if (i == visit->message_count || visit->messages[i].is_read)
        return i;
    visit->messages[i].is_read = true;
    visit->messages[i].read = a->mark;
    visit->messages[i].read_by = text(a, STR("by"));
    visit->messages[i].read_role = text(a, STR("role"));
    return i;
}

static size_t attach(struct adding *a)
{
    struct visit *visit = a->visit;
    struct visit_document made = {.mark = a->mark,
        .file = text(a, STR("file")),
        .media = text(a, STR("media")),
        .title = text(a, STR("title")),
        .form = text(a, STR("form")),
        .appears = text(a, STR("appears")),
        .copy = text(a, STR("copy")),
        .from = text(a, STR("from")),
        .by = text(a, STR("by")),
        .so_at = text(a, STR("so_at")),
        .pages = visit_integer(a->event, STR("pages"))};

    visit->documents = arena_grow(&visit->arena, visit->documents,
        visit->document_count, &visit->document_room, sizeof(made));
    visit->documents[visit->document_count] = made;
    return visit->document_count++;
}

static size_t add_saying(struct adding *a)
{
    struct visit *visit = a->visit;
    struct visit_saying made = {.mark = a->mark,
        .speaker = text(a, STR("speaker")),
        .words = visit_texts(visit, a->event, STR("words"))};

    visit->sayings = arena_grow(&visit->arena, visit->sayings, visit->saying_count,
        &visit->saying_room, sizeof(made));
    visit->sayings[visit->saying_count] = made;
    return visit->saying_count++;
}

static size_t correct(struct adding *a)
{
    struct visit *visit = a->visit;
    int64_t entry = visit_integer(a->event, STR("entry"));
    struct visit_correction made = {.mark = a->mark,
        .entry = entry < 0 ? UINT64_MAX : (uint64_t)entry,
        .field = text(a, STR("field")),
        .value = visit_copy(visit, a->event, STR("value")),
        .words = visit_texts(visit, a->event, STR("words")),
        .reason = text(a, STR("reason")),
        .by = text(a, STR("by")),
        .asked_by = text(a, STR("asked_by"))};

    for (size_t i = 0; i < visit->statement_count; i++)
        if (visit->statements[i].mark.seq == made.entry &&
            str_equal(made.field, STR("value")))
            visit->statements[i].correction = (int64_t)visit->correction_count;
    visit->corrections = arena_grow(&visit->arena, visit->corrections,
        visit->correction_count, &visit->correction_room, sizeof(made));
    visit->corrections[visit->correction_count] = made;
    return visit->correction_count++;
}

/* ---- the table ---- */

/* A kind that is not here has a line in the timeline and no other effect. */
static const struct effect {
    size_t (*add)(struct adding *a);
    str subject; /* the field that says what it is about */
} effects[RECORD_KIND_COUNT] = {
    [RECORD_VISIT_OPENED] = {open_it, STR_INIT("school")},
    [RECORD_FACT_STATED] = {state_fact, STR_INIT("fact")},
    [RECORD_DECISION_MADE] = {decide, STR_INIT("edition")},
    [RECORD_DUTY_RAISED] = {raise_duty, STR_INIT("duty")},
    [RECORD_DUTY_ACKNOWLEDGED] = {acknowledge, STR_INIT("duty")},
    [RECORD_DUTY_EXPIRED] = {expire, STR_INIT("duty")},
    [RECORD_CALLOUT_OPENED] = {visit_add_callout, STR_INIT("lane")},
    [RECORD_CALLOUT_STEP] = {visit_add_step, {0}},
    [RECORD_CALL_ATTEMPTED] = {visit_add_attempt, STR_INIT("to")},
    [RECORD_DOCUMENT_ATTACHED] = {attach, STR_INIT("title")},
    [RECORD_MESSAGE_SENT] = {add_message, STR_INIT("to")},
    [RECORD_MESSAGE_READ] = {read_message, {0}},
    [RECORD_VISIT_HANDED_OVER] = {add_message, STR_INIT("to")},
    [RECORD_VISIT_CLOSED] = {close_it, STR_INIT("end")},
    [RECORD_STATEMENT_MADE] = {add_saying, STR_INIT("speaker")},
    [RECORD_CORRECTED] = {correct, STR_INIT("field")},
};

bool visit_add(struct visit *visit, uint64_t seq, const struct record_event *event)
{
    struct adding a = {
        .visit = visit, .event = event, .mark = {event->n, seq, event->at}};
    const struct effect *effect = &effects[event->kind];
    struct visit_entry entry = {.mark = a.mark, .kind = event->kind};

    if (!str_equal(event->visit, visit->id) || event->n > visit->next)
        return false;
    if (event->n < visit->next)
        return true;
    visit->next++;
    if (event->n == 0) /* what it was opened as, it stays */
        visit->exercise = event->exercise;
    entry.by = text(&a, STR("by"));
    entry.role = text(&a, STR("role"));
    entry.basis = text(&a, STR("basis"));
    entry.so_at =
        text(&a, event->kind == RECORD_STATEMENT_MADE ? STR("said_at") : STR("so_at"));
    if (effect->subject.len > 0)
        entry.subject = text(&a, effect->subject);
    if (effect->add != NULL)
        entry.index = effect->add(&a);
    visit_renew_calls(visit, entry.role, event->at);
    visit->timeline = arena_grow(&visit->arena, visit->timeline, visit->timeline_count,
        &visit->timeline_room, sizeof(entry));
    visit->timeline[visit->timeline_count++] = entry;
    return true;
}
