/*
 * Adding visits up again, and asking at each step what was due.
 */
#include "app/audit_calls.h"

#include "app/inside.h"

#include "visit/visit.h"

struct auditing {
    struct keeper *keeper;
    const struct calls_sink *sink;
    struct calls_counts *out;
    int64_t now;
    uint64_t begins; /* the first call-out of the record */
    struct visit *visit;
};

static bool tell(struct auditing *a, enum calls_finding finding, int64_t n, str lane,
    int64_t due, int64_t at, struct err *err)
{
    const struct calls_found found = {.finding = finding,
        .visit = a->visit->id,
        .n = n,
        .lane = lane,
        .due = due,
        .seconds = due == CALLOUT_NEVER ? 0 : at - due};

    a->out->findings[finding]++;
    return a->sink->tell(a->sink->context, &found, err);
}

/* ---- one step ---- */

static bool is_late(int64_t due, int64_t at)
{
    return due != CALLOUT_NEVER && at - due > CALLS_LATE_SECONDS;
}

/* A step that is about to be added, against the one that is due. */
static bool judge_step(
    struct auditing *a, const struct record_event *event, struct err *err)
{
    const struct visit *visit = a->visit;
    const struct json_value *named = record_value(event, STR("callout"));
    const struct json_value *what = record_value(event, STR("what"));
    const struct json_value *round = record_value(event, STR("round"));
    const struct json_value *step = record_value(event, STR("step"));

    if (named == NULL || round == NULL || step == NULL || what == NULL ||
        !str_equal(what->text, STR("call")))
        return true;
    for (size_t i = 0; i < visit->callout_count; i++) {
        const struct visit_callout *callout = &visit->callouts[i];
        struct callout_due due = callout_due(&callout->ladder);

        if (callout->mark.n != named->integer)
            continue;
        if ((due.at > event->at && !callout_is_alone(&callout->ladder)) ||
            due.round != round->integer || due.step != step->integer)
            return tell(
                a, CALLS_OTHERWISE, event->n, callout->lane, due.at, event->at, err);
        return !is_late(due.at, event->at) ||
            tell(a, CALLS_LATE, event->n, callout->lane, due.at, event->at, err);
    }
    return true;
}

/* A step that was added: whether it told the desk what its order says. */
static bool judge_told(struct auditing *a, struct err *err)
{
    const struct visit *visit = a->visit;
    const struct visit_step *step = &visit->steps[visit->step_count - 1];
    const struct visit_callout *callout;

    if (step->callout >= visit->callout_count || !str_equal(step->what, STR("call")))
        return true;
    callout = &visit->callouts[step->callout];
    if (step->step < 0 || step->step >= (int64_t)callout->ladder.order.step_count ||
        !callout_step_instructs(&callout->ladder.order.steps[step->step]) ||
        step->instruction.len > 0)
        return true;
    return tell(a, CALLS_NOT_TOLD, step->mark.n, callout->lane, CALLOUT_NEVER, 0, err);
}

/* Nothing may be due that nobody did; a visit that ends stops what is due later. */
static bool judge_missed(struct auditing *a, int64_t at, struct err *err)
{
    const struct visit *visit = a->visit;

    for (size_t i = 0; visit->is_open && i < visit->callout_count; i++) {
        const struct visit_callout *callout = &visit->callouts[i];
        int64_t due = callout_due(&callout->ladder).at;

        if (is_late(due, at) &&
            !tell(a, CALLS_MISSED, callout->mark.n, callout->lane, due, at, err))
            return false;
    }
    return true;
}

static bool add(struct auditing *a, const struct store_event *row, struct err *err)
{
    const str step = record_kind_row(RECORD_CALLOUT_STEP)->name;
    const str closed = record_kind_row(RECORD_VISIT_CLOSED)->name;
    struct arena arena = {0};
    struct seen_event seen;
    bool done = seen_event_open(a->keeper, &arena, row, &seen, err);

    if (done && str_equal(row->kind, step))
        done = judge_step(a, seen.event, err);
    if (done && str_equal(row->kind, closed))
        done = judge_missed(a, seen.event->at, err);
    if (done && !visit_add(a->visit, row->seq, seen.event))
        done = err_set(
            err, ERR_CORRUPT, SAY("a visit has a gap; run `vestibule log fsck`"));
    if (done && str_equal(row->kind, step))
        done = judge_told(a, err);
    arena_clear(&arena);
    return done;
}

/* ---- letters ---- */

static bool is_known(const struct visit *visit, size_t step, int64_t letter)
{
    for (size_t i = 0; i < visit->attempt_count; i++)
        if (visit->attempts[i].step == step && visit->attempts[i].letter == letter)
            return true;
    return false;
}

static bool judge_letters(struct auditing *a, struct err *err)
{
    const struct visit *visit = a->visit;

    for (size_t i = 0; i < visit->step_count; i++) {
        const struct visit_step *step = &visit->steps[i];
        str lane = step->callout < visit->callout_count
            ? visit->callouts[step->callout].lane
            : (str){0};

        a->out->letters += (uint64_t)step->letters;
        for (int64_t k = 0; k < step->letters; k++)
            if (a->now - step->mark.at > CALLS_SILENT_SECONDS &&
                !is_known(visit, i, k) &&
                !tell(a, CALLS_UNKNOWN, step->mark.n, lane, CALLOUT_NEVER, 0, err))
                return false;
    }
    return true;
}

/* ---- duties ---- */

static bool was_told(const struct visit *visit, const struct visit_duty *duty)
{
    for (size_t i = 0; i < visit->step_count; i++) {
        const struct visit_step *step = &visit->steps[i];

        if (step->callout < visit->callout_count && step->instruction.len > 0 &&
            step->mark.n > duty->mark.n &&
            str_equal(visit->callouts[step->callout].lane, duty->to))
            return true;
    }
    return false;
}

/* A visit can end before a lane was opened: at once, or in a stop. */
static bool had_time(const struct auditing *a, const struct visit_duty *duty)
{
    int64_t end = a->visit->is_open ? a->now : a->visit->closed.at;

    return duty->mark.seq > a->begins && is_late(duty->mark.at, end);
}

static bool judge_duty(
    struct auditing *a, const struct visit_duty *duty, struct err *err)
{
    const struct visit_callout *callout = visit_lane(a->visit, duty->to);

    a->out->duties++;
    if (duty->state == VISIT_DUTY_TAKEN || duty->state == VISIT_DUTY_DONE)
        a->out->answered++;
    else if (callout != NULL && was_told(a->visit, duty))
        a->out->instructed++;
    else if (callout == NULL && had_time(a, duty))
        return tell(a, CALLS_NOT_CALLED, duty->mark.n, duty->to, CALLOUT_NEVER, 0, err);
    else if (callout == NULL && duty->mark.seq < a->begins)
        a->out->before++;
    else if (a->visit->is_open)
        a->out->waiting++;
    else
        a->out->ended++;
    return true;
}

static bool judge_duties(struct auditing *a, struct err *err)
{
    for (size_t i = 0; i < a->visit->duty_count; i++)
        if (!str_equal(a->visit->duties[i].to, STR("desk")) &&
            !judge_duty(a, &a->visit->duties[i], err))
            return false;
    return true;
}

/* ---- all of them ---- */

static bool add_all(
    struct auditing *a, const uint8_t id[STORE_ID_BYTES], struct err *err)
{
    struct db_query q = store_visit_events(&a->keeper->db, id);
    struct store_event row;
    bool done = true;

    while (done && store_event_next(&q, &row))
        done = add(a, &row, err);
    return db_done(&q, done ? err : &(struct err){0}) && done;
}

static bool audit_visit(
    struct auditing *a, const uint8_t id[STORE_ID_BYTES], struct err *err)
{
    char buffer[RECORD_VISIT_CHARS];
    struct text name = text_fixed(buffer, sizeof(buffer));
    bool done;

    text_add_base64url(&name, id, STORE_ID_BYTES);
    a->visit = visit_new(text_str(&name));
    done = add_all(a, id, err) && judge_missed(a, a->now, err) &&
        judge_letters(a, err) && judge_duties(a, err);
    a->out->visits++;
    a->out->callouts += a->visit->callout_count;
    visit_free(a->visit);
    return done;
}

/* Where calling begins in the record; UINT64_MAX: nowhere. */
static bool find_beginning(struct auditing *a, struct err *err)
{
    const str opened = record_kind_row(RECORD_CALLOUT_OPENED)->name;
    struct db_query q = store_events(&a->keeper->db, 0, INT64_MAX);
    struct store_event row;

    a->begins = UINT64_MAX;
    while (store_event_next(&q, &row))
        if (a->begins == UINT64_MAX && str_equal(row.kind, opened))
            a->begins = row.seq;
    return db_done(&q, err);
}

static bool audit_all(struct auditing *a, struct err *err)
{
    struct db_query q = store_events(&a->keeper->db, 0, INT64_MAX);
    struct store_event row;
    bool done = true;

    while (done && store_event_next(&q, &row))
        if (row.in_visit && row.n == 0)
            done = audit_visit(a, row.visit, err);
    return db_done(&q, done ? err : &(struct err){0}) && done;
}

bool keeper_audit_calls(struct keeper *reader, const struct calls_sink *sink,
    struct calls_counts *out, struct err *err)
{
    struct auditing a = {.keeper = reader,
        .sink = sink,
        .out = out,
        .now = reader->clock.now(reader->clock.context)};
    bool done;

    *out = (struct calls_counts){0};
    if (!db_begin(&reader->db, err))
        return false;
    done = find_beginning(&a, err) && audit_all(&a, err);
    db_rollback(&reader->db);
    return done;
}
