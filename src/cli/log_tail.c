/*
 * vestibule log tail: what happened, event by event, the newest last.
 *
 * For whoever keeps the record and its keys: sealed fields are shown as far as they
 * are still there.
 */
#include "cli/log.h"

#include "os/os.h"

enum { SHOWN_BY_DEFAULT = 20, FIELD_COLUMN = 16 };

struct tail {
    struct session *session;
};

static void add_time(struct text *text, int64_t at)
{
    struct moment moment;
    struct err ignored;

    if (os_moment(STR("UTC"), at, &moment, &ignored))
        text_add_moment(text, &moment);
    else
        text_add_i64(text, at);
}

/* ---- for programs: a line an event ---- */

static void write_count(struct json_out *json, str name, uint64_t count)
{
    if (count == 0)
        return;
    json_key(json, name);
    json_i64(json, (int64_t)count);
}

static void show_line(struct tail *t, const struct seen_event *seen)
{
    const struct record_event *event = seen->event;
    struct json_out json = json_start(&t->session->out.text, false);
    struct text at = text_in(t->session->arena);

    json_object(&json);
    json_key(&json, STR("seq"));
    json_i64(&json, (int64_t)seen->seq);
    json_key(&json, STR("at"));
    add_time(&at, event->at);
    json_str(&json, text_str(&at));
    json_key(&json, STR("kind"));
    json_str(&json, record_kind_row(event->kind)->name);
    if (event->visit.len > 0) {
        json_key(&json, STR("visit"));
        json_str(&json, event->visit);
        json_key(&json, STR("n"));
        json_i64(&json, event->n);
    }
    if (event->exercise) {
        json_key(&json, STR("exercise"));
        json_bool(&json, true);
    }
    json_key(&json, STR("fields"));
    json_write(&json, &event->fields);
    write_count(&json, STR("erased"), seen->erased);
    if (seen->erased > 0) {
        json_key(&json, STR("erased_by"));
        json_i64(&json, (int64_t)seen->erased_by);
    }
    write_count(&json, STR("locked"), seen->locked);
    json_end(&json);
    json_done(&json);
    page_raw(&t->session->out, STR("\n"));
}

/* ---- for people ---- */

static void show_field(struct page *page, str name, str words)
{
    struct arena arena = {0};
    struct text lead = text_in(&arena);

    text_add_repeated(&lead, ' ', 2);
    text_add(&lead, name);
    text_add_repeated(
        &lead, ' ', lead.len + 1 < FIELD_COLUMN ? FIELD_COLUMN - lead.len : 1);
    page_item(page, STYLE_PLAIN, text_str(&lead), words);
    arena_clear(&arena);
}

static bool is_paragraphs(const struct record_event *event, str name)
{
    const struct record_field *field = record_find_field(event->kind, name);

    return field != NULL && field->type == RECORD_PARAGRAPHS;
}

/* Paragraphs: a line each; one that was erased is null. */
static void show_paragraphs(struct page *page, str name, const struct json_value *value)
{
    for (size_t i = 0; i < value->count; i++)
        show_field(page, i == 0 ? name : STR(""),
            value->items[i].kind == JSON_IS_TEXT ? value->items[i].text
                                                 : STR("(erased)"));
}

static void show_fields(struct tail *t, const struct record_event *event)
{
    for (size_t i = 0; i < event->fields.count; i++) {
        const struct json_value *value = &event->fields.items[i];
        struct text words = text_in(t->session->arena);

        if (is_paragraphs(event, event->fields.names[i])) {
            show_paragraphs(&t->session->out, event->fields.names[i], value);
            continue;
        }
        text_add_shown(&words, value);
        show_field(&t->session->out, event->fields.names[i], text_str(&words));
    }
}

static void show_gone(struct tail *t, const struct seen_event *seen)
{
    struct text words = text_in(t->session->arena);

    if (seen->erased > 0) {
        text_add_u64(&words, seen->erased);
        text_add(&words,
            seen->erased == 1 ? STR(" value; see event ") : STR(" values; see event "));
        text_add_u64(&words, seen->erased_by);
        show_field(&t->session->out, STR("erased"), text_str(&words));
    }
    words.len = 0;
    if (seen->locked > 0) {
        text_add_u64(&words, seen->locked);
        text_add(&words,
            seen->locked == 1
                ? STR(" value that no key here opens; run `vestibule log fsck`")
                : STR(" values that no key here opens; run `vestibule log fsck`"));
        show_field(&t->session->out, STR("locked"), text_str(&words));
    }
}

static void show_event(struct tail *t, const struct seen_event *seen)
{
    const struct record_event *event = seen->event;
    struct text line = text_in(t->session->arena);

    text_add_u64(&line, seen->seq);
    text_add(&line, STR("  "));
    add_time(&line, event->at);
    text_add(&line, STR("  "));
    text_add(&line, record_kind_row(event->kind)->name);
    if (event->exercise)
        text_add(&line, STR("  (exercise)"));
    page_line(&t->session->out, STYLE_BOLD, text_str(&line));
    line.len = 0;
    if (event->visit.len > 0) {
        text_add(&line, event->visit);
        text_add(&line, STR(", number "));
        text_add_i64(&line, event->n);
        show_field(&t->session->out, STR("visit"), text_str(&line));
    }
    show_fields(t, event);
    show_gone(t, seen);
}

static void see(void *context, const struct seen_event *seen)
{
    struct tail *t = context;

    if (t->session->json)
        show_line(t, seen);
    else
        show_event(t, seen);
}

bool run_log_tail(struct session *session, struct err *err)
{
    struct tail t = {.session = session};
    struct event_sink sink = {see, &t};
    uint64_t most = option_given(session, OPTION_VISIT) ? UINT64_MAX : SHOWN_BY_DEFAULT;

    if (option_given(session, OPTION_LAST) &&
        !log_number(session->given[OPTION_LAST], STR("how many events, a whole number"),
            &most, err))
        return err_while(err, STR("--last"));
    return keeper_tail(
        session->arguments[0], session->given[OPTION_VISIT], most, &sink, err);
}
