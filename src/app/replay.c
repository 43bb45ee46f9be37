/*
 * Deciding again: an event's facts through its own edition, compared member by member.
 */
#include "app/replay.h"

#include "app/inside.h"
#include "app/verdict.h"

struct replaying {
    struct keeper *keeper;
    const struct replay_sink *sink;
    struct arena arena; /* of one decision */

    /* The edition that decided last; most often it also decides next. */
    struct arena edition_arena;
    struct bench bench;
    struct eval_scratch scratch;
    void *pages;
    size_t pages_size;
};

/* ---- editions ---- */

static void close_edition(struct replaying *r)
{
    if (r->pages != NULL)
        os_pages_free(r->pages, r->pages_size);
    r->pages = NULL;
    r->bench = (struct bench){.scratch = NULL};
    arena_clear(&r->edition_arena);
}

static bool missing(struct replayed *out, str words)
{
    out->finding = REPLAY_NO_EDITION;
    out->words = words;
    return true;
}

/* Open an edition that was read; its bytes must be those that its name says. */
static bool start_edition(struct replaying *r, const struct store_edition *row,
    str name, struct replayed *out, struct err *err)
{
    struct arena *arena = &r->edition_arena;
    struct err damage = {0};
    str digest;

    if (!sha256_name(arena, row->image, &digest, err))
        return false;
    if (!str_equal(digest, name) ||
        !image_open(&r->bench.image, row->image.ptr, row->image.len, &damage))
        return missing(out, STR("the edition in the record is damaged"));
    r->pages_size = eval_scratch_wanted(&r->bench.image);
    r->pages = os_pages_new(r->pages_size);
    eval_scratch_init(&r->scratch, &r->bench.image, r->pages, r->pages_size);
    r->bench.scratch = &r->scratch;
    r->bench.digest = digest;
    return true;
}

/* Have the edition of this name at hand; else `out` says why not. */
static bool find_edition(
    struct replaying *r, str name, struct replayed *out, struct err *err)
{
    struct store_edition row;
    struct err none = {0};
    uint8_t digest[HASH_BYTES];

    if (str_equal(r->bench.digest, name))
        return true;
    close_edition(r);
    REQUIRE(sha256_read(name, digest));
    if (store_edition_get(&r->keeper->db, &r->edition_arena, digest, &row, &none))
        return start_edition(r, &row, name, out, err);
    if (none.kind != ERR_NOT_FOUND) {
        *err = none;
        return false;
    }
    return missing(out, STR("its edition is not in the record"));
}

/* ---- comparing ---- */

static void add_value(struct text *text, const struct json_value *value)
{
    if (value == NULL)
        text_add(text, STR("nothing"));
    else if (value->kind == JSON_IS_TEXT)
        text_add(text, value->text);
    else
        for (size_t i = 0; i < value->count; i++) {
            text_add(text, i > 0 ? STR(", ") : STR(""));
            if (value->kind == JSON_IS_OBJECT) {
                text_add(text, value->names[i]);
                text_add(text, STR(" "));
            }
            add_value(text, &value->items[i]);
        }
    if (value != NULL && value->kind != JSON_IS_TEXT && value->count == 0)
        text_add(text, STR("none"));
}

/* Whether two texts, lists of texts or objects of texts are the same. */
static bool is_same(const struct json_value *a, const struct json_value *b)
{
    if (a->kind != b->kind || a->count != b->count)
        return false;
    if (a->kind == JSON_IS_TEXT)
        return str_equal(a->text, b->text);
    for (size_t i = 0; i < a->count; i++) {
        const struct json_value *other =
            a->kind == JSON_IS_OBJECT ? json_find(b, a->names[i]) : &b->items[i];

        if (other == NULL || !is_same(&a->items[i], other))
            return false;
    }
    return true;
}

static void compare(const struct record_event *event, str field,
    const struct json_value *decided, struct text *words)
{
    static const struct json_value none = {.kind = JSON_IS_ARRAY};
    const struct json_value *recorded = record_value(event, field);

    if (recorded == NULL && str_equal(field, STR("open")))
        recorded = &none;
    if (recorded != NULL && is_same(recorded, decided))
        return;
    text_add(words, words->len > 0 ? STR("; ") : STR(""));
    text_add(words, field);
    text_add(words, STR(": recorded "));
    add_value(words, recorded);
    text_add(words, STR(", decided again "));
    add_value(words, decided);
}

static void compare_all(struct replaying *r, const struct record_event *event,
    const struct verdict *verdict, struct replayed *out)
{
    struct json_value answer = record_text_value(verdict->answer);
    struct text words = text_in(&r->arena);

    compare(event, STR("outcomes"), &verdict->outcomes, &words);
    compare(event, STR("open"), &verdict->open, &words);
    compare(event, STR("rules"), &verdict->rules, &words);
    compare(event, STR("answer"), &answer, &words);
    out->words = text_str(&words);
    out->finding = words.len > 0 ? REPLAY_DIFFERS : REPLAY_AGREES;
}

static bool differs(struct replaying *r, const struct err *err, struct replayed *out)
{
    out->finding = REPLAY_DIFFERS;
    out->words = arena_str(&r->arena, err_text(err));
    return true;
}

/* ---- one decision ---- */

static bool has_erased(const struct kept_event *event, struct arena *arena, str *words)
{
    struct text text = text_in(arena);

    for (size_t i = 0; i < event->count; i++) {
        if (event->fields[i].disclosure.len > 0)
            continue;
        text_add(&text, STR("what it rested on was erased"));
        if (event->fields[i].is_erased) {
            text_add(&text, STR(" by event "));
            text_add_u64(&text, event->fields[i].erased_by);
        }
        *words = text_str(&text);
        return true;
    }
    return false;
}

static bool decide_again(struct replaying *r, const struct record_event *event,
    struct replayed *out, struct err *err)
{
    const struct json_value *as_of = record_value(event, STR("as_of"));
    const struct json_value *stated = record_value(event, STR("facts"));
    struct verdict verdict;
    struct moment at;
    struct err wrong = {0};
    int32_t *facts;

    if (!find_edition(r, out->edition, out, err))
        return false;
    if (out->finding == REPLAY_NO_EDITION)
        return true;
    facts = ARENA_ARRAY(&r->arena, int32_t, r->bench.image.count[SECTION_FACTS]);
    if (!moment_parse(as_of->text, &at) ||
        !facts_read(&r->arena, &r->bench.image, stated, facts, &wrong) ||
        !verdict_make(&r->arena, &r->bench, facts, &at, &verdict, &wrong))
        return differs(r, &wrong, out);
    compare_all(r, event, &verdict, out);
    return true;
}

static bool replay(struct replaying *r, const struct store_event *row,
    struct replayed *out, struct err *err)
{
    struct kept_event kept;
    struct record_opened opened;

    if (!kept_event_open(r->keeper, &r->arena, row, &kept, err) ||
        !kept_event_fields(r->keeper, &r->arena, &kept, &opened, err))
        return false;
    *out = (struct replayed){.seq = row->seq,
        .visit = opened.event.visit,
        .n = opened.event.n,
        .edition = record_value(&opened.event, STR("edition"))->text};
    if (has_erased(&kept, &r->arena, &out->words)) {
        out->finding = REPLAY_ERASED;
        return true;
    }
    return decide_again(r, &opened.event, out, err);
}

/* ---- all of them ---- */

static bool replay_all(struct replaying *r, struct replay_counts *out, struct err *err)
{
    struct db_query q = store_events(&r->keeper->db, 0, INT64_MAX);
    struct store_event row;
    bool done = true;

    while (done && store_event_next(&q, &row)) {
        struct replayed replayed;

        if (!str_equal(row.kind, record_kind_row(RECORD_DECISION_MADE)->name))
            continue;
        done = replay(r, &row, &replayed, err);
        if (done) {
            out->of[replayed.finding]++;
            done = r->sink->tell(r->sink->context, &replayed, err);
        }
        arena_clear(&r->arena);
    }
    return db_done(&q, done ? err : &(struct err){0}) && done;
}

bool keeper_replay(struct keeper *reader, const struct replay_sink *sink,
    struct replay_counts *out, struct err *err)
{
    struct replaying r = {.keeper = reader, .sink = sink};
    bool done;

    *out = (struct replay_counts){.of = {0}};
    if (!db_begin(&reader->db, err))
        return false;
    done = replay_all(&r, out, err);
    db_rollback(&reader->db);
    close_edition(&r);
    arena_clear(&r.arena);
    return done;
}
