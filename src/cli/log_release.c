/*
 * vestibule log verify BUNDLE.json: what was handed out, checked from the file and a
 * key alone.
 */
#include "cli/log_release.h"

#include "os/os.h"

enum { DAY_SECONDS = 86400 };

void text_add_utc(struct text *text, int64_t at)
{
    struct moment moment = {.day = (int32_t)(at / DAY_SECONDS),
        .minute = (int32_t)(at % DAY_SECONDS / 60),
        .second = (int32_t)(at % 60)};
    char buffer[40];
    struct text whole = text_fixed(buffer, sizeof(buffer));

    text_add_moment(&whole, &moment);
    text_add(text, str_slice(text_str(&whole), 0, STR("YYYY-MM-DDTHH:MM:SS").len));
    text_add_byte(text, 'Z');
}

void text_add_withheld(struct text *text, const struct release_withheld *withheld)
{
    text_add(text, withheld->field.len > 0 ? withheld->field : STR("not named"));
    if (withheld->paragraph < 0)
        return;
    text_add(text, STR(", paragraph "));
    text_add_i64(text, withheld->paragraph + 1);
}

/* ---- on the page ---- */

static void show_field(struct session *session, str name, int64_t paragraph,
    const struct json_value *value)
{
    struct text lead = text_in(session->arena);
    struct text words = text_in(session->arena);

    text_add(&lead, STR("    "));
    text_add(&lead, name);
    if (paragraph > 0) {
        text_add_byte(&lead, ' ');
        text_add_i64(&lead, paragraph);
    }
    text_add(&lead, STR("  "));
    text_add_shown(&words, value);
    page_item(&session->out, STYLE_PLAIN, text_str(&lead), text_str(&words));
}

static void show_fields(struct session *session, const struct record_opened *opened)
{
    const struct record_kind_row *row = record_kind_row(opened->event.kind);

    for (size_t i = 0; i < record_field_count(opened->event.kind); i++) {
        const struct record_field *field = &row->fields[i];
        const struct json_value *value = record_value(&opened->event, field->name);

        if (value == NULL)
            continue;
        if (field->type != RECORD_PARAGRAPHS) {
            show_field(session, field->name, 0, value);
            continue;
        }
        for (size_t p = 0; p < value->count; p++)
            if (value->items[p].kind != JSON_IS_NULL)
                show_field(session, field->name, (int64_t)p + 1, &value->items[p]);
    }
}

/* The first that names no field and has the reason of number `i`. */
static size_t first_alike(const struct release_event *event, size_t i)
{
    size_t first = 0;

    while (event->withheld[first].field.len > 0 ||
        !str_equal(event->withheld[first].reason, event->withheld[i].reason))
        first++;
    return first;
}

/* Those that name no field are counted by their reasons: "3 digests without a name". */
static void show_unnamed(
    struct session *session, const struct release_event *event, size_t i)
{
    struct text words = text_in(session->arena);
    size_t count = 0;

    if (first_alike(event, i) != i)
        return;
    for (size_t other = i; other < event->withheld_count; other++)
        count += event->withheld[other].field.len == 0 &&
            str_equal(event->withheld[other].reason, event->withheld[i].reason);
    text_add_u64(&words, count);
    text_add(&words,
        count == 1 ? STR(" digest without a name: ")
                   : STR(" digests without a name, each: "));
    text_add(&words, event->withheld[i].reason);
    page_item(&session->out, STYLE_DIM, STR("    "), text_str(&words));
}

static void show_withheld(struct session *session, const struct release_event *event)
{
    for (size_t i = 0; i < event->withheld_count; i++) {
        const struct release_withheld *withheld = &event->withheld[i];
        struct text name = text_in(session->arena);

        if (withheld->field.len == 0)
            continue;
        text_add(&name, STR("    "));
        text_add_withheld(&name, withheld);
        text_add(&name, STR("  withheld: "));
        page_item(&session->out, STYLE_YELLOW, text_str(&name), withheld->reason);
    }
    for (size_t i = 0; i < event->withheld_count; i++)
        if (event->withheld[i].field.len == 0)
            show_unnamed(session, event, i);
}

static void show_event(struct session *session, const struct release_event *event,
    const struct record_opened *opened)
{
    struct text title = text_in(session->arena);

    text_add(&title, STR("  event "));
    text_add_u64(&title, event->seq);
    text_add(&title, STR("  "));
    text_add(&title, record_kind_row(opened->event.kind)->name);
    text_add(&title, STR("  "));
    text_add_utc(&title, opened->event.at);
    text_add(&title, opened->event.exercise ? STR("  (exercise)") : STR(""));
    page_line(&session->out, STYLE_BOLD, text_str(&title));
    show_fields(session, opened);
    show_withheld(session, event);
}

static void show_page(struct session *session, const struct release *release,
    const struct release_shown *shown)
{
    struct page *page = &session->out;
    struct text line = text_in(session->arena);

    page_line(page, STYLE_BOLD, release->log);
    text_add_u64(&line, shown->checkpoint.size);
    page_item(page, STYLE_PLAIN, STR("  entries      "), text_str(&line));
    line.len = 0;
    text_add_base64(&line, shown->checkpoint.root.bytes, HASH_BYTES);
    page_item(page, STYLE_PLAIN, STR("  root         "), text_str(&line));
    page_item(page, STYLE_PLAIN, STR("  made         "), release->made);
    if (release->visit.len > 0)
        page_item(page, STYLE_PLAIN, STR("  whole visit  "), release->visit);
    for (size_t i = 0; i < release->count; i++)
        show_event(session, &release->events[i], &shown->events[i]);
    page_wrap(page, STYLE_GREEN, 0, 0,
        release->visit.len > 0
            ? STR("What is shown is what was recorded, and every event of this visit up "
                  "to the checkpoint is here. Whole fields are withheld, each with a "
                  "reason, and nothing else.")
            : STR("What is shown is what was recorded. Whole fields are withheld, each "
                  "with a reason, and nothing else."));
}

/* ---- as JSON ---- */

static void put_str(struct json_out *json, str key, str value)
{
    json_key(json, key);
    json_str(json, value);
}

static void put_event(struct json_out *json, const struct release_event *event,
    const struct record_opened *opened)
{
    char buffer[40];
    struct text at = text_fixed(buffer, sizeof(buffer));

    text_add_utc(&at, opened->event.at);
    json_object(json);
    json_key(json, STR("entry"));
    json_i64(json, (int64_t)event->seq);
    put_str(json, STR("kind"), record_kind_row(opened->event.kind)->name);
    put_str(json, STR("at"), text_str(&at));
    json_key(json, STR("exercise"));
    json_bool(json, opened->event.exercise);
    json_key(json, STR("fields"));
    json_write(json, &opened->event.fields);
    json_key(json, STR("withheld"));
    json_array(json);
    for (size_t i = 0; i < event->withheld_count; i++) {
        const struct release_withheld *withheld = &event->withheld[i];

        json_object(json);
        if (withheld->field.len > 0)
            put_str(json, STR("field"), withheld->field);
        if (withheld->paragraph >= 0) {
            json_key(json, STR("paragraph"));
            json_i64(json, withheld->paragraph + 1);
        }
        put_str(json, STR("reason"), withheld->reason);
        json_end(json);
    }
    json_end(json);
    json_end(json);
}

static void begin_json(struct json_out *json, const struct release *release)
{
    json_object(json);
    put_str(json, STR("log"), release->log);
    put_str(json, STR("made"), release->made);
    if (release->visit.len > 0)
        put_str(json, STR("visit"), release->visit);
}

static void end_json(struct session *session, struct json_out *json, bool holds)
{
    json_key(json, STR("ok"));
    json_bool(json, holds);
    json_end(json);
    json_done(json);
    page_raw(&session->out, STR("\n"));
}

static void show_json(struct session *session, const struct release *release,
    const struct release_shown *shown)
{
    struct json_out json = json_start(&session->out.text, true);
    struct text root = text_in(session->arena);

    begin_json(&json, release);
    json_key(&json, STR("size"));
    json_i64(&json, (int64_t)shown->checkpoint.size);
    text_add_base64(&root, shown->checkpoint.root.bytes, HASH_BYTES);
    put_str(&json, STR("root"), text_str(&root));
    json_key(&json, STR("events"));
    json_array(&json);
    for (size_t i = 0; i < release->count; i++)
        put_event(&json, &release->events[i], &shown->events[i]);
    json_end(&json);
    end_json(session, &json, true);
}

/* ---- verifying ---- */

/* A bundle that can be read, and is not what it says. */
static void show_refused(
    struct session *session, const struct release *release, const struct err *why)
{
    struct json_out json;

    session->status = STATUS_NO;
    if (!session->json) {
        page_line(&session->out, STYLE_BOLD, release->log);
        page_item(&session->out, STYLE_RED, STR("  refused      "), err_text(why));
        return;
    }
    json = json_start(&session->out.text, true);
    begin_json(&json, release);
    put_str(&json, STR("text"), err_text(why));
    end_json(session, &json, false);
}

bool verify_release(struct session *session, str path, struct err *err)
{
    struct release_shown shown;
    struct release release;
    struct judge judge;
    struct err why = {0};
    str source;
    bool holds;

    if (!os_read_file(session->arena, path, JSON_MAX_BYTES, &source, err))
        return false;
    if (!release_read(session->arena, source, &release, err))
        return err_while(err, path);
    if (!judge_open(&judge, session, STR("."), err))
        return false;
    holds = release_check(session->arena,
        &(struct release_judge){&judge.hasher, &judge.ed25519, &judge.trust,
            judge.seals, judge.leaf_keys, judge.leaf_key_count},
        &release, &shown, &why);
    judge_close(&judge);
    if (!holds && why.kind == ERR_DENIED) {
        *err = why;
        return false;
    }
    if (!holds)
        show_refused(session, &release, &why);
    else if (session->json)
        show_json(session, &release, &shown);
    else
        show_page(session, &release, &shown);
    return true;
}
