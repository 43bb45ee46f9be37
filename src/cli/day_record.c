/*
 * A day told again into a record, as if it had been kept when it happened.
 *
 * Everything is marked as an exercise, says that it is told again, and keeps its owner
 * and its source.  Keys and visit come from the day's file: told twice, it is there
 * once.
 */
#include "cli/day.h"
#include "cli/log.h"

#include "crypto/crypto.h"
#include "os/os.h"

static const str teller = STR_INIT("this replay");

struct day_recording {
    struct day_run *run;
    struct arena *arena;
    struct keeper *keeper;
    struct bench bench;
    str name; /* digest of the day's file */
    str visit;
    uint64_t number;    /* of the submissions so far */
    uint64_t added;     /* of them, those that were not there before */
    int64_t decision_n; /* the newest decision's number in the visit */
    bool *duty_raised;
    struct publication published;
};

static int64_t instant_of(const struct moment *at)
{
    return ((int64_t)at->day * TIME_MINUTES + at->minute - at->offset) * 60 +
        at->second;
}

static str moment_text(struct day_recording *d, const struct moment *at)
{
    struct text text = text_in(d->arena);

    text_add_moment(&text, at);
    return text_str(&text);
}

/* The key of the next submission. */
static bool next_key(struct day_recording *d, const struct moment *at,
    uint8_t key[KEEPER_KEY_BYTES], struct err *err)
{
    struct text words = text_in(d->arena);

    text_add(&words, d->name);
    text_add_byte(&words, ' ');
    text_add_u64(&words, d->number++);
    return keeper_key_of(text_str(&words), instant_of(at), key, err);
}

static bool submit(struct day_recording *d, enum record_kind kind,
    const struct moment *at, struct record_object *fields, struct receipt *receipt,
    struct err *err)
{
    struct record_event event = {.kind = kind,
        .visit = d->visit,
        .exercise = true,
        .fields = record_object_value(fields)};
    uint8_t key[KEEPER_KEY_BYTES];

    if (!next_key(d, at, key, err) ||
        !keeper_submit(d->keeper, &event, key, receipt, err))
        return err_while(err, record_kind_row(kind)->name);
    d->added += !receipt->repeated;
    return true;
}

static void put_text(struct record_object *fields, str name, str text)
{
    if (text.len > 0)
        record_put(fields, name, record_text_value(text));
}

/* A list of paragraphs; empty ones are left out. */
static struct json_value paragraphs(
    struct day_recording *d, const str *texts, size_t count)
{
    struct json_value list = {.kind = JSON_IS_ARRAY,
        .items = ARENA_ARRAY(d->arena, struct json_value, count)};

    for (size_t i = 0; i < count; i++)
        if (texts[i].len > 0)
            list.items[list.count++] = record_text_value(texts[i]);
    return list;
}

/* ---- the parts of a day ---- */

static bool publish_edition(struct day_recording *d, struct err *err)
{
    const struct protocol *p = d->run->protocol;
    const uint32_t *head = p->image.head;
    struct new_edition edition = {.name = image_str(&p->image, head + HEAD_TITLE),
        .title = image_str(&p->image, head + HEAD_TITLE),
        .image = p->policy.image,
        .source = p->source,
        .from = (int32_t)head[HEAD_FROM],
        .has_until = (int32_t)head[HEAD_UNTIL] != INT32_MIN,
        .until = (int32_t)head[HEAD_UNTIL],
        .by = teller,
        .exercise = true};
    struct receipt receipt = {0};
    uint8_t key[KEEPER_KEY_BYTES];

    if (!next_key(d, &d->run->day->events[0].at, key, err) ||
        !keeper_publish_edition(d->keeper, &edition, key, &receipt, err))
        return err_while(err, STR("edition_published"));
    d->added += !receipt.repeated;
    return true;
}

static bool open_visit(struct day_recording *d, struct err *err)
{
    const struct day *day = d->run->day;
    const struct moment *at = &day->events[0].at;
    const str account[] = {day->about,
        STR("Told again from reports: this was not recorded when it happened.")};
    struct record_object fields = {0};
    struct receipt receipt = {0};

    put_text(&fields, STR("school"), day->title);
    put_text(&fields, STR("by"), teller);
    put_text(&fields, STR("way"), STR("door"));
    put_text(&fields, STR("so_at"), moment_text(d, at));
    record_put(&fields, STR("account"), paragraphs(d, account, COUNT_OF(account)));
    return submit(d, RECORD_VISIT_OPENED, at, &fields, &receipt, err);
}

static bool state_fact(
    struct day_recording *d, const struct day_event *event, struct err *err)
{
    const struct image *image = &d->run->protocol->image;
    struct record_object fields = {0};
    struct receipt receipt = {0};

    put_text(&fields, STR("fact"), fact_name(image, event->fact));
    record_put(
        &fields, STR("value"), fact_value(d->arena, image, event->fact, event->value));
    put_text(&fields, STR("by"), event->by);
    put_text(&fields, STR("basis"), event->basis);
    put_text(
        &fields, STR("source"), event->sources.len > 0 ? event->sources : event->text);
    put_text(&fields, STR("so_at"), moment_text(d, &event->at));
    return submit(d, RECORD_FACT_STATED, &event->at, &fields, &receipt, err);
}

static bool decide(
    struct day_recording *d, const struct day_event *event, struct err *err)
{
    struct record_object fields = {0};
    struct receipt receipt = {0};
    struct verdict verdict;

    if (!verdict_make(
            d->arena, &d->bench, d->run->situation.facts, &event->at, &verdict, err))
        return false;
    verdict_put(&fields, d->bench.digest, &verdict);
    put_text(&fields, STR("by"), teller);
    if (!submit(d, RECORD_DECISION_MADE, &event->at, &fields, &receipt, err))
        return false;
    d->decision_n = receipt.n;
    return true;
}

static bool raise_duty(struct day_recording *d, uint32_t duty,
    const struct day_event *event, struct err *err)
{
    const struct image *image = &d->run->protocol->image;
    const uint32_t *item = image_item(image, SECTION_DUTIES, duty);
    struct record_object fields = {0};
    struct receipt receipt = {0};
    struct moment due;

    put_text(&fields, STR("duty"), image_str(image, item + DUTY_NAME));
    put_text(&fields, STR("to"),
        image_str(image, image_item(image, SECTION_ROLES, item[DUTY_TO]) + ROLE_NAME));
    if (item[DUTY_OTHERWISE] != IMAGE_ABSENT)
        put_text(&fields, STR("otherwise"),
            image_str(image,
                image_item(image, SECTION_ROLES, item[DUTY_OTHERWISE]) + ROLE_NAME));
    put_text(&fields, STR("text"), image_str(image, item + DUTY_TEXT));
    if (day_deadline(d->run, duty, &event->at, &due))
        put_text(&fields, STR("due"), moment_text(d, &due));
    record_put(&fields, STR("decision"), record_integer_value(d->decision_n));
    return submit(d, RECORD_DUTY_RAISED, &event->at, &fields, &receipt, err);
}

static bool raise_duties(
    struct day_recording *d, const struct day_event *event, struct err *err)
{
    for (uint32_t i = 0; i < d->run->protocol->image.count[SECTION_DUTIES]; i++) {
        if (d->duty_raised[i] || !duty_holds(&d->run->decision, i))
            continue;
        d->duty_raised[i] = true;
        if (!raise_duty(d, i, event, err))
            return false;
    }
    return true;
}

/* "Reported by: Chicago Tribune, 24 January 2025; ..." */
static str reported(struct day_recording *d, const struct day_event *event)
{
    struct text words = text_in(d->arena);
    str rest = event->sources;
    str name;

    while (str_split(&rest, ',', &name))
        for (size_t i = 0; i < d->run->day->source_count; i++) {
            const struct day_source *source = &d->run->day->sources[i];

            if (!str_equal(str_trim(name), source->name))
                continue;
            text_add(&words, words.len > 0 ? STR("; ") : STR("Reported by: "));
            text_add(&words, source->title);
        }
    return text_str(&words);
}

static bool make_statement(
    struct day_recording *d, const struct day_event *event, struct err *err)
{
    const str words[] = {
        event->text.len > 0 ? event->text : event->says, reported(d, event)};
    struct record_object fields = {0};
    struct receipt receipt = {0};

    put_text(&fields, STR("speaker"), event->by);
    put_text(&fields, STR("channel"), STR("report"));
    put_text(&fields, STR("said_at"), moment_text(d, &event->at));
    put_text(&fields, STR("received_by"), teller);
    if (event->topic != DAY_NO_TOPIC) {
        put_text(&fields, STR("topic"), d->run->day->topics[event->topic].name);
        put_text(&fields, STR("value"), event->says);
    }
    record_put(&fields, STR("exact"), (struct json_value){.kind = JSON_IS_BOOL});
    record_put(&fields, STR("words"), paragraphs(d, words, COUNT_OF(words)));
    return submit(d, RECORD_STATEMENT_MADE, &event->at, &fields, &receipt, err);
}

static bool tell_event(
    struct day_recording *d, const struct day_event *event, struct err *err)
{
    bool is_public = event->sources.len > 0 || event->topic != DAY_NO_TOPIC;

    if (is_public && !make_statement(d, event, err))
        return false;
    if (!event->states_fact)
        return true;
    return state_fact(d, event, err) && day_step(d->run, event, err) &&
        decide(d, event, err) && raise_duties(d, event, err);
}

/* The file does not say how the visit ended, only what was decided. */
static bool close_visit(struct day_recording *d, struct err *err)
{
    const struct day *day = d->run->day;
    const struct moment *at = &day->events[day->event_count - 1].at;
    const struct decision *decision = &d->run->decision;
    bool admitted = decision->outcomes != NULL && day->has_wanted &&
        decision->outcomes[day->outcome].known &&
        decision->outcomes[day->outcome].value == day->wanted;
    const str account[] = {STR(
        "Closed where the file of the day ends; how it ended is taken from the last "
        "decision.")};
    struct record_object fields = {0};
    struct receipt receipt = {0};

    put_text(&fields, STR("end"), admitted ? STR("admitted") : STR("left"));
    put_text(&fields, STR("by"), teller);
    put_text(&fields, STR("so_at"), moment_text(d, at));
    record_put(&fields, STR("account"), paragraphs(d, account, COUNT_OF(account)));
    return submit(d, RECORD_VISIT_CLOSED, at, &fields, &receipt, err);
}

/* ---- the whole ---- */

static bool tell_all(struct day_recording *d, struct err *err)
{
    const struct day *day = d->run->day;

    if (!open_visit(d, err))
        return false;
    for (size_t i = 0; i < day->event_count; i++)
        if (!tell_event(d, &day->events[i], err))
            return false;
    return close_visit(d, err) &&
        keeper_publish(d->keeper, d->arena, &d->published, err);
}

static void show_json(struct day_recording *d)
{
    struct page *page = &d->run->session->out;
    struct json_out json = json_start(&page->text, true);

    json_object(&json);
    json_key(&json, STR("origin"));
    json_str(&json, keeper_origin(d->keeper));
    json_key(&json, STR("visit"));
    json_str(&json, d->visit);
    json_key(&json, STR("added"));
    json_i64(&json, (int64_t)d->added);
    json_key(&json, STR("size"));
    json_i64(&json, (int64_t)d->published.size);
    json_key(&json, STR("checkpoint"));
    json_str(&json, d->published.checkpoint);
    json_end(&json);
    json_done(&json);
    page_raw(page, STR("\n"));
}

static void show(struct day_recording *d)
{
    struct page *page = &d->run->session->out;
    struct text words = text_in(d->arena);

    if (d->run->session->json) {
        show_json(d);
        return;
    }
    if (d->added == 0)
        text_add(&words, STR("All of the day was recorded before; nothing was added."));
    else {
        text_add_u64(&words, d->added);
        text_add(&words, STR(" events recorded, marked as an exercise."));
    }
    page_wrap(page, STYLE_PLAIN, 0, 0, text_str(&words));
    page_item(page, STYLE_PLAIN, STR("visit  "), d->visit);
    page_raw(page, STR("\n"));
    page_raw(page, d->published.checkpoint);
}

/* Open the record, or make it. */
static bool open_record(struct day_recording *d, str directory, struct err *err)
{
    struct session *session = d->run->session;
    str origin = session->given[OPTION_ORIGIN];
    struct keeper_clock clock = log_clock();
    struct err missing = {0};

    if (!keeper_open(directory, &clock, &d->keeper, &missing)) {
        if (missing.kind != ERR_NOT_FOUND) {
            *err = missing;
            return false;
        }
        return keeper_create(directory,
                   origin.ptr != NULL ? origin : STR("hamline.example/vestibule"),
                   &clock, err) &&
            keeper_open(directory, &clock, &d->keeper, err);
    }
    if (origin.ptr == NULL || str_equal(origin, keeper_origin(d->keeper)))
        return true;
    err_set(err, ERR_CONFLICT, directory);
    err_add(err, STR(" holds the record of "));
    err_add(err, keeper_origin(d->keeper));
    return err_add(err, STR("; leave out --origin, or name another folder"));
}

static bool start(struct day_recording *d, struct day_run *run, struct err *err)
{
    struct arena *arena = run->session->arena;

    *d = (struct day_recording){.run = run,
        .arena = arena,
        .bench = {run->protocol->image, run->protocol->digest, run->protocol->scratch},
        .duty_raised =
            ARENA_ARRAY(arena, bool, run->protocol->image.count[SECTION_DUTIES])};
    return sha256_name(arena, run->source, &d->name, err) &&
        keeper_visit_of(arena, d->name, &d->visit, err);
}

bool day_keep(struct day_run *run, struct keeper *keeper, struct err *err)
{
    struct day_recording d;

    if (!start(&d, run, err))
        return false;
    d.keeper = keeper;
    return tell_all(&d, err);
}

bool day_record(struct day_run *run, str directory, struct err *err)
{
    struct day_recording d;
    bool done;

    if (!start(&d, run, err))
        return false;
    done = open_record(&d, directory, err) && publish_edition(&d, err) &&
        tell_all(&d, err);
    if (done)
        show(&d);
    keeper_close(d.keeper);
    return done;
}
