/*
 * What is done to a visit besides stating facts: one event each.
 */
#include "app/desk_inside.h"
#include "app/papers_inside.h"

bool desk_begin(struct desk *desk, const struct desk_act *act, bool closed_too,
    struct visit **visit, struct desk_done *out, struct err *err)
{
    bool recorded;

    *out = (struct desk_done){.visit = NULL};
    if (!desk_catch_up(desk, err) || !desk_find(desk, act->visit, visit, err) ||
        !desk_is_recorded(desk, act->key, &recorded, err))
        return false;
    out->visit = *visit;
    return closed_too || recorded || (*visit)->is_open ||
        err_set(err, ERR_CONFLICT,
            SAY("this visit is over; for somebody who comes back, open a new one"));
}

static bool finish(struct desk *desk, const struct desk_act *act, struct visit *visit,
    struct desk_event *event, struct desk_done *out, struct err *err)
{
    struct receipt receipt;

    memcpy(event->key, act->key, KEEPER_KEY_BYTES);
    if (!desk_submit(desk, visit, event, 1, &receipt, err))
        return false;
    out->seq = receipt.seq;
    out->n = receipt.n;
    out->repeated = receipt.repeated;
    return desk_settle(desk, visit, act->by, out, err);
}

bool desk_finish(struct desk *desk, const struct desk_act *act, struct visit *visit,
    enum record_kind kind, const struct record_object *fields, struct desk_done *out,
    struct err *err)
{
    struct desk_event event = {.kind = kind, .fields = *fields};

    return finish(desk, act, visit, &event, out, err);
}

bool desk_acknowledge(struct desk *desk, const struct desk_act *act,
    const struct desk_acknowledgement *acknowledgement, struct desk_done *out,
    struct err *err)
{
    struct record_object fields = {0};
    const struct visit_duty *duty;
    struct visit *visit;

    if (!desk_begin(desk, act, true, &visit, out, err))
        return false;
    duty = visit_duty_raised(visit, acknowledgement->raised);
    if (duty == NULL)
        return err_set(err, ERR_NOT_FOUND, SAY("this visit raised no such duty"));
    desk_put(&fields, STR("duty"), duty->name);
    record_put(&fields, STR("raised"), record_integer_value(duty->mark.n));
    desk_put(&fields, STR("by"), act->by);
    desk_put(&fields, STR("role"), act->role);
    desk_put(&fields, STR("channel"), acknowledgement->channel);
    if (acknowledgement->done)
        record_put(&fields, STR("done"),
            (struct json_value){.kind = JSON_IS_BOOL, .truth = true});
    desk_put(&fields, STR("until"), acknowledgement->until);
    return desk_finish(desk, act, visit, RECORD_DUTY_ACKNOWLEDGED, &fields, out, err);
}

bool desk_send(struct desk *desk, const struct desk_act *act,
    const struct desk_message *message, struct desk_done *out, struct err *err)
{
    struct record_object fields = {0};
    struct arena arena = {0};
    struct visit *visit;
    bool done = desk_begin(desk, act, true, &visit, out, err);

    if (done) {
        desk_put(&fields, STR("by"), act->by);
        desk_put(&fields, STR("role"), act->role);
        desk_put(&fields, STR("to"), message->to);
        desk_put_texts(&arena, &fields, STR("words"), message->words, message->count);
        desk_put(&fields, STR("so_at"), message->so_at);
        done = desk_finish(desk, act, visit, RECORD_MESSAGE_SENT, &fields, out, err);
    }
    arena_clear(&arena);
    return done;
}

static bool was_sent(const struct visit *visit, int64_t n, struct err *err)
{
    for (size_t i = 0; i < visit->message_count; i++)
        if (visit->messages[i].mark.n == n && !visit->messages[i].hands_over)
            return true;
    return err_set(err, ERR_NOT_FOUND, SAY("there is no such message in this visit"));
}

bool desk_mark_read(struct desk *desk, const struct desk_act *act, int64_t message,
    struct desk_done *out, struct err *err)
{
    struct record_object fields = {0};
    struct visit *visit;

    if (!desk_begin(desk, act, true, &visit, out, err) ||
        !was_sent(visit, message, err))
        return false;
    record_put(&fields, STR("message"), record_integer_value(message));
    desk_put(&fields, STR("by"), act->by);
    desk_put(&fields, STR("role"), act->role);
    return desk_finish(desk, act, visit, RECORD_MESSAGE_READ, &fields, out, err);
}

/* ---- handing over ---- */

/* Who has it last, if it was given to another since this author looked; it may have been
 * themselves, at another screen. */
static const struct visit_message *handed_since(
    const struct visit *visit, const struct desk_handing *handing)
{
    const struct visit_message *last = NULL;

    for (size_t i = 0; i < visit->message_count; i++)
        if (visit->messages[i].hands_over)
            last = &visit->messages[i];
    return last == NULL || handing->seen < 0 || last->mark.n < handing->seen ||
            str_equal(last->to, handing->to)
        ? NULL
        : last;
}

/* Whoever came second decides; what was recorded before is answered as it was. */
static bool may_hand(struct desk *desk, const struct visit *visit,
    const struct desk_act *act, const struct desk_handing *handing,
    struct desk_done *out, struct err *err)
{
    bool recorded;

    if (!desk_is_recorded(desk, act->key, &recorded, err))
        return false;
    out->handed = recorded ? NULL : handed_since(visit, handing);
    if (out->handed == NULL)
        return true;
    return err_say(err, ERR_CONFLICT,
        SAY("%1 has handed the visit over to %2 meanwhile; look at both, and hand it "
            "over again"),
        (const str[]){out->handed->by, out->handed->to}, 2);
}

bool desk_hand_over(struct desk *desk, const struct desk_act *act,
    const struct desk_handing *handing, struct desk_done *out, struct err *err)
{
    struct record_object fields = {0};
    struct arena arena = {0};
    struct visit *visit;
    bool done = desk_begin(desk, act, false, &visit, out, err) &&
        may_hand(desk, visit, act, handing, out, err);

    if (done) {
        desk_put(&fields, STR("by"), act->by);
        desk_put(&fields, STR("to"), handing->to);
        desk_put(&fields, STR("role"), handing->to_role);
        desk_put_texts(&arena, &fields, STR("words"), handing->words, handing->count);
        desk_put(&fields, STR("so_at"), handing->so_at);
        done =
            desk_finish(desk, act, visit, RECORD_VISIT_HANDED_OVER, &fields, out, err);
    }
    arena_clear(&arena);
    return done;
}

/* What a file says of itself. */
static bool look_at_content(
    struct arena *arena, struct desk_document *document, struct err *err)
{
    if (document->content.len > PAPER_BYTES_MAX)
        return err_set(err, ERR_INVALID,
            STR("the file has more than 10 megabytes; take a smaller photograph"));
    document->media = paper_media(document->content);
    document->bytes = (int64_t)document->content.len;
    if (document->media.len == 0)
        return err_set(err, ERR_INVALID,
            STR("the file is no photograph (JPEG, PNG, WebP) and no PDF"));
    return paper_name(arena, document->content, &document->file, err);
}

static void put_document(struct record_object *fields, const struct desk_act *act,
    const struct desk_document *document)
{
    desk_put(fields, STR("file"), document->file);
    desk_put(fields, STR("media"), document->media);
    if (document->bytes >= 0)
        record_put(fields, STR("bytes"), record_integer_value(document->bytes));
    if (document->pages >= 0)
        record_put(fields, STR("pages"), record_integer_value(document->pages));
    desk_put(fields, STR("title"), document->title);
    desk_put(fields, STR("form"), document->form);
    desk_put(fields, STR("appears"), document->appears);
    desk_put(fields, STR("copy"), document->copy);
    desk_put(fields, STR("from"), document->from);
    desk_put(fields, STR("by"), act->by);
    desk_put(fields, STR("so_at"), document->so_at);
}

bool desk_attach(struct desk *desk, const struct desk_act *act,
    const struct desk_document *document, struct desk_done *out, struct err *err)
{
    struct paper paper = {desk->keeper, document->content};
    struct desk_event event = {.kind = RECORD_DOCUMENT_ATTACHED};
    struct desk_document made = *document;
    struct arena arena = {0};
    struct visit *visit;
    bool done = desk_begin(desk, act, true, &visit, out, err) &&
        (document->content.len == 0 || look_at_content(&arena, &made, err));

    if (done) {
        if (document->content.len > 0)
            event.deed = paper_deed(&paper);
        put_document(&event.fields, act, &made);
        done = finish(desk, act, visit, &event, out, err);
    }
    arena_clear(&arena);
    return done;
}

/* ---- corrections ---- */

struct correcting {
    struct desk *desk;
    const struct desk_act *act;
    const struct desk_correction *what;
    struct visit *visit;
    struct arena arena;
    struct record_object fields;
};

/* The right value of what a statement said: as strict as stating it. */
static bool put_right_value(
    struct correcting *c, const struct visit_statement *statement, struct err *err)
{
    const struct image *image = &c->desk->protocol->bench.image;
    const struct desk_statement right = {.fact = statement->fact,
        .value = c->what->value,
        .is_note = visit_is_note(c->visit, image, statement)};
    struct desk_change change;

    if (!desk_read_value(
            c->desk, &c->arena, c->act->role, &right, &change.fact, &change.value, err))
        return false;
    record_put(&c->fields, STR("value"), change.value);
    return !statement->counts || desk_check(c->desk, c->visit, &change, 1, err);
}

static bool put_value(struct correcting *c, struct err *err)
{
    const struct visit_entry *entry = &c->visit->timeline[c->what->n];

    if (entry->kind == RECORD_FACT_STATED && str_equal(c->what->field, STR("value")))
        return put_right_value(c, &c->visit->statements[entry->index], err);
    desk_put(&c->fields, STR("value"), c->what->value);
    return true;
}

static bool find_field(const struct visit *visit,
    const struct desk_correction *correction, struct err *err)
{
    if (correction->n < 0 || correction->n >= visit->next)
        return err_set(err, ERR_NOT_FOUND, SAY("there is no such entry in this visit"));
    if (record_find_field(visit->timeline[correction->n].kind, correction->field) !=
        NULL)
        return true;
    return err_say(err, ERR_INVALID, SAY("this entry has no `%1` that could be wrong"),
        &correction->field, 1);
}

static bool correct(struct correcting *c, struct desk_done *out, struct err *err)
{
    const struct desk_correction *what = c->what;
    struct record_object *fields = &c->fields;

    if (!find_field(c->visit, what, err))
        return false;
    record_put(fields, STR("entry"),
        record_integer_value((int64_t)c->visit->timeline[what->n].mark.seq));
    desk_put(fields, STR("field"), what->field);
    if (!put_value(c, err))
        return false;
    desk_put_texts(&c->arena, fields, STR("words"), what->words, what->word_count);
    desk_put(fields, STR("reason"), what->reason);
    desk_put(fields, STR("by"), c->act->by);
    desk_put(fields, STR("asked_by"), what->asked_by);
    return desk_finish(c->desk, c->act, c->visit, RECORD_CORRECTED, fields, out, err);
}

bool desk_correct(struct desk *desk, const struct desk_act *act,
    const struct desk_correction *correction, struct desk_done *out, struct err *err)
{
    struct correcting c = {.desk = desk, .act = act, .what = correction};
    bool done =
        desk_begin(desk, act, true, &c.visit, out, err) && correct(&c, out, err);

    arena_clear(&c.arena);
    return done;
}

/* ---- the end ---- */

bool desk_end(struct desk *desk, const struct desk_act *act,
    const struct desk_ending *ending, struct desk_done *out, struct err *err)
{
    struct record_object fields = {0};
    struct arena arena = {0};
    struct visit *visit;
    bool done = desk_begin(desk, act, false, &visit, out, err);

    if (done) {
        desk_put(&fields, STR("end"), ending->end);
        desk_put(&fields, STR("by"), act->by);
        desk_put(&fields, STR("scope"), ending->scope);
        desk_put(&fields, STR("escort"), ending->escort);
        desk_put(&fields, STR("so_at"), ending->so_at);
        desk_put_texts(
            &arena, &fields, STR("account"), ending->account, ending->account_count);
        done = desk_finish(desk, act, visit, RECORD_VISIT_CLOSED, &fields, out, err);
    }
    arena_clear(&arena);
    return done;
}
