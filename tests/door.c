/* A desk to act at, and what a visit is, written out. */
#include "door.h"

#include "app/inside.h"
#include "folder.h"
#include "load.h"
#include "os/os.h"
#include "test.h"

#include <stdio.h>

enum { FILE_MAX_BYTES = 1 << 20 };

bool door_says(bool done, const struct err *err)
{
    if (!done)
        printf("# %" STR_FMT "\n", STR_ARG(err_text(err)));
    return done;
}

str door_file(struct arena *arena, str path)
{
    struct err err = {0};
    str text = {0};

    CHECK(door_says(os_read_file(arena, path, FILE_MAX_BYTES, &text, &err), &err));
    return text;
}

static bool open_desk(struct door *d)
{
    struct desk_settings settings = {
        .keeper = d->keeper, .document = d->document, .zone = STR("America/Chicago")};

    return door_says(
        edition_publish(d->document, d->keeper, STR("the test"), false, &d->err) &&
            desk_open(&settings, &d->desk, &d->err),
        &d->err);
}

struct compiled *door_compile(str source)
{
    struct compiled *document = NULL;
    struct err err = {0};

    CHECK(door_says(compiled_make(STR("entry"), source, &document, &err), &err));
    return document;
}

bool door_start(struct door *d, str path)
{
    *d = (struct door){.now = 1737738900};
    d->clock = load_clock(&d->now);
    d->folder = folder_make(&d->arena);
    d->source = door_file(&d->arena, path);
    d->document = door_compile(d->source);
    return door_says(keeper_create(d->folder, load_origin, &d->clock, &d->err) &&
                   keeper_open(d->folder, &d->clock, &d->keeper, &d->err),
               &d->err) &&
        open_desk(d);
}

static void close_both(struct door *d)
{
    desk_close(d->desk);
    keeper_close(d->keeper);
    d->desk = NULL;
    d->keeper = NULL;
    d->visit = NULL;
}

bool door_reopen(struct door *d)
{
    close_both(d);
    d->err = (struct err){0};
    if (!door_says(keeper_open(d->folder, &d->clock, &d->keeper, &d->err), &d->err) ||
        !open_desk(d))
        return false;
    return d->id.len == 0 ||
        door_says(desk_visit(d->desk, d->id, &d->visit, &d->err), &d->err);
}

void door_finish(struct door *d)
{
    close_both(d);
    compiled_free(d->document);
    folder_remove(d->folder);
    arena_clear(&d->arena);
}

struct desk_act door_act(struct door *d, uint64_t number, str by, str role)
{
    uint8_t *key = ARENA_ARRAY(&d->arena, uint8_t, KEEPER_KEY_BYTES);
    struct text words = text_in(&d->arena);
    struct err err = {0};

    text_add_u64(&words, number);
    CHECK(keeper_key_of(text_str(&words), 1737738900, key, &err));
    return (struct desk_act){.key = key, .visit = d->id, .by = by, .role = role};
}

bool door_open(struct door *d)
{
    struct desk_act act = door_act(d, d->number++, STR("front desk"), STR("desk"));
    struct desk_opening opening = {
        .school = STR("Example Elementary"), .way = STR("door")};

    act.visit = (str){0};
    d->err = (struct err){0};
    if (!door_says(
            desk_open_visit(d->desk, &act, &opening, &d->done, &d->err), &d->err))
        return false;
    d->visit = d->done.visit;
    d->id = arena_str(&d->arena, d->visit->id);
    return true;
}

bool door_try(struct door *d, uint64_t number, const struct desk_statement *what,
    int64_t seen, str by, str role)
{
    struct desk_act act = door_act(d, number, by, role);
    struct desk_stating stating = {what, 1, seen};
    bool done;

    d->err = (struct err){0};
    done = desk_state(d->desk, &act, &stating, &d->done, &d->err);
    if (d->done.visit != NULL)
        d->visit = d->done.visit;
    return done;
}

bool door_state(struct door *d, str fact, str value, str by, str role)
{
    struct desk_statement what = {.fact = fact, .value = value, .basis = STR("told")};

    return door_says(door_try(d, d->number++, &what, -1, by, role), &d->err);
}

uint64_t door_events(struct door *d)
{
    struct err err = {0};
    uint64_t count = 0;

    CHECK(store_event_count(&d->keeper->db, &count, &err));
    return count;
}

/* ---- a visit in lines ---- */

static void add_words(struct text *text, const str *words, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        text_add(text, i > 0 ? STR(" | ") : STR(""));
        text_add(text, words[i]);
    }
    text_add_byte(text, '\n');
}

static void add_mark(struct text *text, str what, const struct visit_mark *mark)
{
    text_add(text, what);
    text_add_byte(text, ' ');
    text_add_i64(text, mark->n);
    text_add_byte(text, ' ');
    text_add_u64(text, mark->seq);
    text_add_byte(text, ' ');
    text_add_i64(text, mark->at);
    text_add_byte(text, ' ');
}

static str value_text(struct arena *arena, const struct json_value *value)
{
    struct text text = text_in(arena);
    struct json_out json = json_start(&text, false);

    json_write(&json, value);
    return text_str(&text);
}

static void dump_statements(
    struct arena *arena, struct text *text, const struct visit *visit)
{
    for (size_t i = 0; i < visit->statement_count; i++) {
        const struct visit_statement *s = &visit->statements[i];
        const str words[] = {s->fact, value_text(arena, &s->value),
            value_text(arena, visit_value(visit, s)), s->by, s->role, s->basis,
            s->source, s->words, s->so_at, s->counts ? STR("counts") : STR("")};

        add_mark(text, STR("stated"), &s->mark);
        add_words(text, words, COUNT_OF(words));
    }
}

static void dump_decisions(
    struct arena *arena, struct text *text, const struct visit *visit)
{
    for (size_t i = 0; i < visit->decision_count; i++) {
        const struct visit_decision *d = &visit->decisions[i];
        const str words[] = {d->edition, d->as_of, d->answer, d->by,
            value_text(arena, &d->facts), value_text(arena, &d->outcomes),
            value_text(arena, &d->open), value_text(arena, &d->rules)};

        add_mark(text, STR("decided"), &d->mark);
        add_words(text, words, COUNT_OF(words));
    }
}

static void dump_duties(struct text *text, const struct visit *visit)
{
    static const str states[] = {
        STR_INIT("raised"), STR_INIT("taken"), STR_INIT("done"), STR_INIT("expired")};

    for (size_t i = 0; i < visit->duty_count; i++) {
        const struct visit_duty *d = &visit->duties[i];
        const str words[] = {d->name, d->to, d->otherwise, d->text, d->due,
            states[d->state], d->by, d->role, d->channel, d->until, d->why, d->next,
            d->instruction};

        add_mark(text, STR("duty"), &d->mark);
        add_mark(text, STR("answered"), &d->answered);
        add_words(text, words, COUNT_OF(words));
    }
}

static void dump_calls(struct text *text, const struct visit *visit)
{
    for (size_t i = 0; i < visit->callout_count; i++) {
        const struct visit_callout *c = &visit->callouts[i];
        const struct callout_due due = callout_due(&c->ladder);
        const str words[] = {c->lane, c->by, c->instruction,
            c->ladder.instructed ? STR("told") : STR("not told")};

        add_mark(text, STR("callout"), &c->mark);
        add_mark(text, STR("due"),
            &(struct visit_mark){due.step, (uint64_t)due.round, due.at});
        add_words(text, words, COUNT_OF(words));
    }
    for (size_t i = 0; i < visit->step_count; i++) {
        const struct visit_step *s = &visit->steps[i];

        add_mark(text, STR("step"), &s->mark);
        add_words(text, &s->what, 1);
        add_words(text, s->called.items, s->called.count);
    }
    for (size_t i = 0; i < visit->attempt_count; i++) {
        const struct visit_attempt *a = &visit->attempts[i];
        const str words[] = {a->to, a->channel, a->result, a->why};

        add_mark(text, STR("attempt"), &a->mark);
        add_words(text, words, COUNT_OF(words));
    }
}

static void dump_rest(struct arena *arena, struct text *text, const struct visit *visit)
{
    for (size_t i = 0; i < visit->message_count; i++) {
        const struct visit_message *m = &visit->messages[i];
        const str words[] = {m->by, m->role, m->to, m->so_at};

        add_mark(text, STR("message"), &m->mark);
        add_words(text, words, COUNT_OF(words));
        add_words(text, m->words.items, m->words.count);
    }
    for (size_t i = 0; i < visit->document_count; i++) {
        const struct visit_document *d = &visit->documents[i];
        const str words[] = {d->file, d->title, d->form, d->appears, d->copy, d->by};

        add_mark(text, STR("paper"), &d->mark);
        add_words(text, words, COUNT_OF(words));
    }
    for (size_t i = 0; i < visit->correction_count; i++) {
        const struct visit_correction *c = &visit->corrections[i];
        const str words[] = {
            c->field, value_text(arena, &c->value), c->reason, c->by, c->asked_by};

        add_mark(text, STR("corrected"), &c->mark);
        add_words(text, words, COUNT_OF(words));
    }
    for (size_t i = 0; i < visit->timeline_count; i++) {
        const struct visit_entry *e = &visit->timeline[i];
        const str words[] = {
            record_kind_row(e->kind)->name, e->by, e->role, e->basis, e->subject};

        add_mark(text, STR("line"), &e->mark);
        add_words(text, words, COUNT_OF(words));
    }
}

str door_dump(struct arena *arena, const struct visit *visit)
{
    struct text text = text_in(arena);
    const str words[] = {visit->id, visit->school, visit->by, visit->way, visit->so_at,
        visit->with, visit->keeper, visit->keeper_role, visit->end, visit->closed_by,
        visit->scope, visit->escort, visit->is_open ? STR("open") : STR("closed"),
        visit->exercise ? STR("exercise") : STR("")};

    add_mark(&text, STR("opened"), &visit->opened);
    add_mark(&text, STR("closed"), &visit->closed);
    add_words(&text, words, COUNT_OF(words));
    add_words(&text, visit->account.items, visit->account.count);
    add_words(&text, visit->closing_account.items, visit->closing_account.count);
    dump_statements(arena, &text, visit);
    dump_decisions(arena, &text, visit);
    dump_duties(&text, visit);
    dump_calls(&text, visit);
    dump_rest(arena, &text, visit);
    return text_str(&text);
}
