/*
 * Deciding visits anew by another edition: each is read, decided and let go, so that the
 * record is never held for longer than one of them takes.
 */
#include "app/reconsider.h"

#include "app/inside.h"
#include "app/verdict.h"

#include "json/json.h"

struct reconsidering {
    struct keeper *reader;
    const struct compiled *edition;
    const struct calendar *calendar;
    struct arena *arena;  /* of what is found */
    struct arena scratch; /* of one visit */
    struct reconsideration *out;
};

/* ---- which visits ---- */

struct decided_list {
    struct store_decision *items;
    size_t count, room;
};

/* The newest decision of each visit. */
static bool list_decided(struct keeper *reader, struct arena *arena,
    struct decided_list *out, struct err *err)
{
    struct db_query q = store_decisions(&reader->db);
    struct store_decision row;
    struct map seen = {0};
    uint32_t place;

    *out = (struct decided_list){0};
    while (store_decision_next(&q, &row)) {
        str visit = {(const char *)row.visit, sizeof(row.visit)};

        if (map_find(&seen, visit, &place))
            continue;
        map_set(&seen, arena, arena_str(arena, visit), 0);
        out->items = arena_grow(arena, out->items, out->count, &out->room, sizeof(row));
        out->items[out->count++] = row;
    }
    return db_done(&q, err);
}

/* ---- an event of a visit ---- */

/* Open an event; what was erased of it is not there. */
static bool open_row(struct reconsidering *r, const struct store_event *row,
    struct record_event *out, struct err *err)
{
    struct kept_event kept;
    struct record_opened opened;

    if (!kept_event_open(r->reader, &r->scratch, row, &kept, err) ||
        !kept_event_fields(r->reader, &r->scratch, &kept, &opened, err))
        return false;
    *out = opened.event;
    return true;
}

/* The school where a visit was opened; empty: erased. */
static bool read_school(struct reconsidering *r, const struct store_decision *decided,
    str *school, struct err *err)
{
    struct db_query q = store_visit_events(&r->reader->db, decided->visit);
    struct record_event event = {0};
    const struct json_value *value;
    struct store_event row;
    bool done = !store_event_next(&q, &row) || open_row(r, &row, &event, err);

    done = db_done(&q, done ? err : &(struct err){0}) && done;
    value = done ? record_value(&event, STR("school")) : NULL;
    *school = value == NULL ? (str){0} : value->text;
    return done;
}

/* ---- facts ---- */

static void note_name(struct reconsidering *r, str name)
{
    struct reconsideration *out = r->out;

    for (size_t i = 0; i < out->name_count; i++)
        if (str_equal(out->names[i], name))
            return;
    out->names = arena_grow(
        r->arena, out->names, out->name_count, &out->name_room, sizeof(*out->names));
    out->names[out->name_count++] = arena_str(r->arena, name);
}

/* Read what was decided on, as far as this edition knows it; the clock supplies the rest
 * that it supplies. */
static int32_t *read_facts(
    struct reconsidering *r, const struct json_value *stated, const struct moment *at)
{
    const struct image *image = &r->edition->bench.image;
    int32_t *facts = ARENA_ARRAY(&r->scratch, int32_t, image->count[SECTION_FACTS]);
    bool unread = false;

    for (uint32_t f = 0; f < image->count[SECTION_FACTS]; f++)
        facts[f] = FACT_UNKNOWN;
    for (size_t i = 0; i < stated->count; i++) {
        uint32_t fact = image_find_fact(image, stated->names[i]);
        struct err ignored = {0};

        if (fact != IMAGE_ABSENT &&
            json_read_fact(image, fact, json_words(&r->scratch, &stated->items[i]),
                &facts[fact], &ignored))
            continue;
        if (fact != IMAGE_ABSENT)
            facts[fact] = FACT_UNKNOWN;
        note_name(r, stated->names[i]);
        unread = true;
    }
    r->out->unread += unread;
    calendar_supply(r->calendar, image, at, facts);
    return facts;
}

/* ---- comparing ---- */

static str choice_text(const struct image *image, uint32_t choice, int field)
{
    return image_str(image, image_item(image, SECTION_CHOICES, choice) + field);
}

/* A value of an outcome, with the label that this edition has for it, if any. */
static struct reconsidered_words words_of(struct reconsidering *r,
    const struct image *image, const uint32_t *outcome, str value)
{
    struct reconsidered_words out = {.name = arena_str(r->arena, value)};

    for (uint32_t v = 0; v < outcome[OUTCOME_COUNT]; v++)
        if (str_equal(
                choice_text(image, outcome[OUTCOME_FIRST] + v, CHOICE_NAME), value))
            out.label = arena_str(
                r->arena, choice_text(image, outcome[OUTCOME_FIRST] + v, CHOICE_LABEL));
    return out;
}

/* List the outcomes of which another value is shown. */
static void compare(struct reconsidering *r, const struct json_value *recorded,
    const struct verdict *verdict, struct reconsidered *out)
{
    const struct image *image = &r->edition->bench.image;
    struct reconsidered_change *changes = NULL;
    size_t room = 0;

    for (uint32_t o = 0; o < image->count[SECTION_OUTCOMES]; o++) {
        const uint32_t *item = image_item(image, SECTION_OUTCOMES, o);
        str name = image_str(image, item + OUTCOME_NAME);
        const struct json_value *was = json_find(recorded, name);
        const struct json_value *would = json_find(&verdict->outcomes, name);

        if (was == NULL || str_equal(was->text, would->text))
            continue;
        changes = arena_grow(r->arena, changes, out->count, &room, sizeof(*changes));
        changes[out->count++] = (struct reconsidered_change){
            {arena_str(r->arena, name),
                arena_str(r->arena, image_str(image, item + OUTCOME_LABEL))},
            words_of(r, image, item, was->text), words_of(r, image, item, would->text)};
    }
    out->changes = changes;
}

static struct reconsidered_tally *tally_of(
    struct reconsidering *r, str school, bool is_over)
{
    struct reconsideration *out = r->out;

    for (size_t i = 0; i < out->tally_count; i++)
        if (out->tallies[i].is_over == is_over &&
            str_equal(out->tallies[i].school, school))
            return &out->tallies[i];
    out->tallies = arena_grow(r->arena, out->tallies, out->tally_count,
        &out->tally_room, sizeof(*out->tallies));
    out->tallies[out->tally_count] = (struct reconsidered_tally){
        .school = arena_str(r->arena, school), .is_over = is_over};
    return &out->tallies[out->tally_count++];
}

static void keep(struct reconsidering *r, const struct reconsidered *found)
{
    struct reconsideration *out = r->out;

    if (out->count == RECONSIDERED_MAX)
        return;
    out->items =
        arena_grow(r->arena, out->items, out->count, &out->room, sizeof(*out->items));
    out->items[out->count] = *found;
    out->items[out->count++].visit = arena_str(r->arena, found->visit);
}

/* ---- one visit ---- */

static bool decide(struct reconsidering *r, const struct store_decision *decided,
    const struct record_event *event, str school, struct err *err)
{
    const struct json_value *outcomes = record_value(event, STR("outcomes"));
    const struct json_value *as_of = record_value(event, STR("as_of"));
    const struct json_value *stated = record_value(event, STR("facts"));
    struct reconsidered_tally *tally = tally_of(r, school, decided->is_over);
    struct reconsidered found = {.visit = event->visit,
        .school = tally->school,
        .at = event->at,
        .is_over = decided->is_over,
        .exercise = event->exercise};
    struct verdict verdict;
    struct err wrong = {0};
    struct moment at;

    if (!moment_parse(as_of->text, &at))
        return err_set(err, ERR_CORRUPT, STR("a decision has no moment"));
    found.contradicts = !verdict_make(&r->scratch, &r->edition->bench,
        read_facts(r, stated, &at), &at, &verdict, &wrong);
    if (wrong.kind != ERR_NONE && wrong.kind != ERR_INVALID) {
        *err = wrong;
        return false;
    }
    if (!found.contradicts)
        compare(r, outcomes, &verdict, &found);
    tally->looked++;
    if (!found.contradicts && found.count == 0)
        return true;
    tally->differing++;
    keep(r, &found);
    return true;
}

static bool look_at(
    struct reconsidering *r, const struct store_decision *decided, struct err *err)
{
    struct store_event row;
    struct record_event event;
    str school;

    if (!store_event_by_seq(&r->reader->db, &r->scratch, decided->seq, &row, err) ||
        !open_row(r, &row, &event, err) || !read_school(r, decided, &school, err))
        return false;
    if (school.len == 0 || record_value(&event, STR("as_of")) == NULL ||
        record_value(&event, STR("facts")) == NULL ||
        record_value(&event, STR("outcomes")) == NULL) {
        r->out->erased++;
        return true;
    }
    return decide(r, decided, &event, school, err);
}

bool keeper_reconsider(struct keeper *reader, const struct compiled *edition,
    const struct calendar *calendar, const struct reconsider_progress *progress,
    struct arena *arena, struct reconsideration *out, struct err *err)
{
    struct reconsidering r = {.reader = reader,
        .edition = edition,
        .calendar = calendar,
        .arena = arena,
        .out = out};
    struct decided_list list;
    struct arena listed = {0};
    bool done;

    *out = (struct reconsideration){.count = 0};
    done = store_event_count(&reader->db, &out->events, err) &&
        list_decided(reader, &listed, &list, err);
    if (done && progress != NULL)
        *progress->all = list.count;
    for (size_t i = 0; done && i < list.count; i++) {
        done = (progress == NULL || !*progress->is_unwanted ||
                   err_set(err, ERR_CONFLICT, STR("nobody waits for it any more"))) &&
            look_at(&r, &list.items[i], err);
        arena_clear(&r.scratch);
        if (progress != NULL)
            *progress->done = i + 1;
    }
    arena_clear(&listed);
    return done;
}

/* ---- of a record that somebody else has open ---- */

bool reconsider(const struct reconsider_order *order,
    const struct reconsider_progress *progress, struct arena *arena,
    struct reconsideration *out, struct err *err)
{
    struct compiled *edition = NULL;
    struct keeper *reader = NULL;
    bool done = compiled_make(order->name, order->source, &edition, err) &&
        compiled_require(edition, err) && keeper_look(order->directory, &reader, err) &&
        keeper_reconsider(reader, edition, &order->calendar, progress, arena, out, err);

    keeper_close(reader);
    compiled_free(edition);
    return done;
}
