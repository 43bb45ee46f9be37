/*
 * Recording what happens, and what follows from it.
 */
#include "app/desk_inside.h"

/* ---- fields ---- */

void desk_put(struct record_object *fields, str name, str text)
{
    if (text.len > 0)
        record_put(fields, name, record_text_value(text));
}

void desk_put_texts(struct arena *arena, struct record_object *fields, str name,
    const str *texts, size_t count)
{
    struct json_value list = {
        .kind = JSON_IS_ARRAY, .items = ARENA_ARRAY(arena, struct json_value, count)};

    for (size_t i = 0; i < count; i++)
        if (texts[i].len > 0)
            list.items[list.count++] = record_text_value(texts[i]);
    if (list.count > 0)
        record_put(fields, name, list);
}

/* ---- keys ---- */

bool desk_was_done(struct desk *desk, const uint8_t *key, struct arena *arena,
    bool *done, str *visit, struct err *err)
{
    struct err missing = {0};
    struct store_event row;
    struct text id = text_in(arena);

    take_turn(desk->keeper);
    *done = store_event_by_key(&desk->keeper->db, arena, key, &row, &missing);
    pass_turn(desk->keeper);
    if (*done && row.in_visit)
        text_add_base64url(&id, row.visit, sizeof(row.visit));
    *visit = text_str(&id);
    if (*done || missing.kind == ERR_NOT_FOUND)
        return true;
    *err = missing;
    return false;
}

bool desk_is_recorded(
    struct desk *desk, const uint8_t key[KEEPER_KEY_BYTES], bool *is, struct err *err)
{
    struct arena arena = {0};
    str visit;
    bool done = desk_was_done(desk, key, &arena, is, &visit, err);

    arena_clear(&arena);
    return done;
}

/* The moment that a UUID of version 7 begins with, in seconds. */
static int64_t moment_of(const uint8_t key[KEEPER_KEY_BYTES])
{
    int64_t ms = 0;

    for (int i = 0; i < 6; i++)
        ms = ms << 8 | key[i];
    return ms / 1000;
}

bool desk_next_key(const uint8_t key[KEEPER_KEY_BYTES], str which,
    uint8_t out[KEEPER_KEY_BYTES], struct err *err)
{
    char buffer[2 * KEEPER_KEY_BYTES + 8 + RECORD_NAME_MAX];
    struct text words = text_fixed(buffer, sizeof(buffer));

    text_add_key(&words, key);
    text_add_byte(&words, ' ');
    text_add(&words, which);
    REQUIRE(!words.overflow);
    return keeper_key_of(text_str(&words), moment_of(key), out, err);
}

/* ---- submitting ---- */

/* From now on the record may know more of a visit than is here. */
static void doubt(struct desk *desk, str id)
{
    for (size_t i = 0; i < desk->doubt_count; i++)
        if (str_equal((str){desk->doubts[i], RECORD_VISIT_CHARS}, id))
            return;
    /* No use case begins before the doubts of the one before are settled. */
    REQUIRE(desk->doubt_count < DESK_DOUBTS_MAX);
    memcpy(desk->doubts[desk->doubt_count++], id.ptr, RECORD_VISIT_CHARS);
}

static void tell(const struct desk *desk, const struct visit *visit)
{
    if (desk->listener.heard != NULL)
        desk->listener.heard(
            desk->listener.context, visit, &visit->timeline[visit->timeline_count - 1]);
}

/* Add what was recorded.  False: something before it is not here. */
static bool add(struct desk *desk, struct visit *visit, struct record_event *event,
    const struct receipt *receipt)
{
    int64_t next = visit->next;

    event->n = receipt->n;
    event->at = receipt->at;
    if (!visit_add(visit, receipt->seq, event))
        return false;
    if (visit->next > next)
        tell(desk, visit);
    return true;
}

/* Who has a deed to do goes alone. */
static bool submit(struct desk *desk, const struct desk_event *first,
    const struct keeper_item *items, size_t count, struct receipt *out, struct err *err)
{
    return first->deed.run == NULL
        ? keeper_submit_all(desk->keeper, items, count, out, err)
        : submit_deed(desk->keeper, items->event, items->key, &first->deed, out, err);
}

bool desk_submit(struct desk *desk, struct visit *visit, struct desk_event *events,
    size_t count, struct receipt *out, struct err *err)
{
    struct arena arena = {0};
    struct record_event *made = ARENA_ARRAY(&arena, struct record_event, count);
    struct keeper_item *items = ARENA_ARRAY(&arena, struct keeper_item, count);
    bool done;

    for (size_t i = 0; i < count; i++) {
        made[i] = (struct record_event){.kind = events[i].kind,
            .visit = visit->id,
            .exercise = visit->exercise,
            .fields = record_object_value(&events[i].fields)};
        items[i] = (struct keeper_item){&made[i], events[i].key};
    }
    done = submit(desk, events, items, count, out, err);
    if (!done && (err->kind == ERR_IO || count > 1))
        doubt(desk, visit->id);
    for (size_t i = 0; done && i < count; i++)
        if (!add(desk, visit, &made[i], &out[i])) {
            doubt(desk, visit->id);
            done = err_set(err, ERR_IO,
                SAY("it is recorded, but cannot be shown yet; submit it once more"));
        }
    desk_plan(desk, visit);
    arena_clear(&arena);
    return done;
}

/* ---- what follows ---- */

struct settling {
    struct desk *desk;
    struct visit *visit;
    str by;
    struct arena *arena;
    struct moment at;
    int32_t *facts;
    struct verdict verdict;
    bool anew;        /* also when nothing was stated since */
    int64_t decision; /* the number of the decision that duties come from; -1: none */
    struct desk_event *events; /* room for a decision and every duty */
    size_t count;
};

bool desk_place_key(const struct visit *visit, size_t ahead,
    uint8_t out[KEEPER_KEY_BYTES], struct err *err)
{
    char buffer[2 * RECORD_VISIT_CHARS];
    struct text words = text_fixed(buffer, sizeof(buffer));

    text_add(&words, visit->id);
    text_add_byte(&words, ' ');
    text_add_i64(&words, visit->next + (int64_t)ahead);
    return keeper_key_of(
        text_str(&words), visit->timeline[visit->timeline_count - 1].mark.at, out, err);
}

static bool follow(struct settling *s, enum record_kind kind, struct err *err)
{
    struct desk_event *event = &s->events[s->count];

    event->kind = kind;
    return desk_place_key(s->visit, s->count++, event->key, err);
}

/* Whether two values are the same; members of objects may stand in any order. */
static bool is_same(const struct json_value *a, const struct json_value *b)
{
    if (a->kind != b->kind || a->truth != b->truth || a->integer != b->integer ||
        a->count != b->count || !str_equal(a->text, b->text))
        return false;
    for (size_t i = 0; i < a->count; i++) {
        const struct json_value *other =
            a->kind == JSON_IS_OBJECT ? json_find(b, a->names[i]) : &b->items[i];

        if (other == NULL || !is_same(&a->items[i], other))
            return false;
    }
    return true;
}

/* Whether two decisions rest on the same, but for what the clock supplied. */
static bool rest_on_same(
    const struct image *image, const struct json_value *a, const struct json_value *b)
{
    for (uint32_t f = 0; f < image->count[SECTION_FACTS]; f++) {
        const uint32_t *item = image_item(image, SECTION_FACTS, f);
        str name = image_str(image, item + FACT_NAME);
        const struct json_value *x = json_find(a, name);
        const struct json_value *y = json_find(b, name);

        if ((item[FACT_FLAGS] & IMAGE_SUPPLIED) == 0 &&
            ((x == NULL) != (y == NULL) || (x != NULL && !is_same(x, y))))
            return false;
    }
    return true;
}

/* Whether a verdict says nothing that the last decision does not. */
static bool is_old(const struct settling *s, const struct verdict *verdict)
{
    const struct visit_decision *last = visit_decided(s->visit);
    const struct bench *bench = &s->desk->protocol->bench;

    return last != NULL && str_equal(last->edition, bench->digest) &&
        is_same(&last->outcomes, &verdict->outcomes) &&
        (last->open.count == 0 ? verdict->open.count == 0
                               : is_same(&last->open, &verdict->open)) &&
        is_same(&last->rules, &verdict->rules) &&
        rest_on_same(&bench->image, &last->facts, &verdict->facts);
}

static bool decide(struct settling *s, struct err *err)
{
    const struct bench *bench = &s->desk->protocol->bench;
    struct record_object *fields = &s->events[s->count].fields;

    if (!verdict_make(s->arena, bench, s->facts, &s->at, &s->verdict, err))
        return false;
    if (is_old(s, &s->verdict))
        return true;
    verdict_put(fields, bench->digest, &s->verdict);
    desk_put(fields, STR("by"), s->by);
    s->decision = s->visit->next;
    return follow(s, RECORD_DECISION_MADE, err);
}

static str role_name(const struct image *image, uint32_t role)
{
    return image_str(image, image_item(image, SECTION_ROLES, role) + ROLE_NAME);
}

static bool raise_duty(struct settling *s, uint32_t duty, struct err *err)
{
    const struct image *image = &s->desk->protocol->bench.image;
    const uint32_t *item = image_item(image, SECTION_DUTIES, duty);
    struct record_object *fields = &s->events[s->count].fields;
    struct text due_text = text_in(s->arena);
    struct moment due;

    desk_put(fields, STR("duty"), image_str(image, item + DUTY_NAME));
    desk_put(fields, STR("to"), role_name(image, item[DUTY_TO]));
    if (item[DUTY_OTHERWISE] != IMAGE_ABSENT)
        desk_put(fields, STR("otherwise"), role_name(image, item[DUTY_OTHERWISE]));
    desk_put(fields, STR("text"), image_str(image, item + DUTY_TEXT));
    if (calendar_deadline(&s->desk->calendar, image, duty, &s->at, &due)) {
        text_add_moment(&due_text, &due);
        desk_put(fields, STR("due"), text_str(&due_text));
    }
    record_put(fields, STR("decision"), record_integer_value(s->decision));
    return follow(s, RECORD_DUTY_RAISED, err);
}

/* Duties that hold and were not raised before; each is raised once in a visit. */
static bool raise_duties(struct settling *s, struct err *err)
{
    const struct bench *bench = &s->desk->protocol->bench;
    const struct image *image = &bench->image;
    uint16_t *slots = ARENA_ARRAY(s->arena, uint16_t, image_row(image));

    if (s->decision < 0)
        return true;
    eval_bind(image, s->facts, slots);
    for (uint32_t d = 0;
         d < image->count[SECTION_DUTIES] && s->count < KEEPER_ITEMS_MAX; d++) {
        const uint32_t *item = image_item(image, SECTION_DUTIES, d);

        if (visit_find_duty(s->visit, image_str(image, item + DUTY_NAME)) == NULL &&
            eval_possible(bench->scratch, item[DUTY_ROOT], s->facts, slots) ==
                leaf_bit(LEAF_YES) &&
            !raise_duty(s, d, err))
            return false;
    }
    return true;
}

bool desk_supply(struct desk *desk, int32_t *facts, struct moment *at, struct err *err)
{
    if (!desk_now(desk, at, err))
        return false;
    calendar_supply(&desk->calendar, &desk->protocol->bench.image, at, facts);
    return true;
}

/* Work out what follows, and record it in one go. */
static bool settle(struct settling *s, struct desk_done *out, struct err *err)
{
    struct receipt *receipts;

    if (!desk_supply(s->desk, s->facts, &s->at, err) ||
        ((s->anew || visit_is_undecided(s->visit)) && !decide(s, err)) ||
        !raise_duties(s, err))
        return false;
    receipts = ARENA_ARRAY(s->arena, struct receipt, s->count);
    if (s->count > 0 &&
        !desk_submit(s->desk, s->visit, s->events, s->count, receipts, err))
        return false;
    if (out != NULL) {
        out->decided = s->count > 0 && s->events[0].kind == RECORD_DECISION_MADE;
        out->raised = s->count - out->decided;
    }
    return true;
}

static bool settle_visit(struct settling *s, struct desk_done *out, struct err *err)
{
    const struct image *image = &s->desk->protocol->bench.image;
    const struct visit_decision *last = visit_decided(s->visit);
    struct arena arena = {0};
    bool done;

    s->arena = &arena;
    s->decision = last == NULL ? -1 : last->mark.n;
    s->facts = ARENA_ARRAY(&arena, int32_t, image->count[SECTION_FACTS]);
    s->events =
        ARENA_ARRAY(&arena, struct desk_event, image->count[SECTION_DUTIES] + 1);
    visit_facts(s->visit, image, s->facts);
    done = settle(s, out, err);
    arena_clear(&arena);
    return done;
}

bool desk_settle(struct desk *desk, struct visit *visit, str by, struct desk_done *out,
    struct err *err)
{
    struct settling s = {.desk = desk, .visit = visit, .by = by};

    if (out != NULL)
        out->visit = visit;
    return (!visit->is_open || settle_visit(&s, out, err)) &&
        desk_call_soon(desk, visit, err);
}

bool desk_decide_anew(struct desk *desk, struct visit *visit, struct err *err)
{
    struct settling s = {.desk = desk, .visit = visit, .anew = true};

    if (!visit->is_open || visit_decided(visit) == NULL)
        return true;
    return settle_visit(&s, NULL, err) &&
        (s.count == 0 || desk_call_soon(desk, visit, err));
}
