/*
 * Stating facts, and opening a visit that begins with some.
 */
#include "app/desk_inside.h"

/* ---- what may be stated ---- */

const uint32_t *desk_answerer(const struct image *image, uint32_t fact)
{
    uint32_t role = image_item(image, SECTION_FACTS, fact)[FACT_ROLE];
    const uint32_t *item;

    if (role == IMAGE_ABSENT)
        return NULL;
    item = image_item(image, SECTION_ROLES, role);
    return str_equal(image_str(image, item + ROLE_NAME), STR("desk")) ? NULL : item;
}

static bool may_state(
    const struct image *image, uint32_t fact, str role, struct err *err)
{
    const uint32_t *item = image_item(image, SECTION_FACTS, fact);
    const uint32_t *answerer = desk_answerer(image, fact);
    str name = image_str(image, item + FACT_NAME);

    if ((item[FACT_FLAGS] & IMAGE_SUPPLIED) != 0)
        return err_say(err, ERR_INVALID,
            SAY("%1: the clock answers this, nobody is asked"), &name, 1);
    if (answerer == NULL || str_equal(role, image_str(image, answerer + ROLE_NAME)))
        return true;
    return err_say(err, ERR_DENIED, SAY("%1: only the %2 may answer this"),
        (const str[]){name, image_str(image, answerer + ROLE_LABEL)}, 2);
}

bool desk_read_value(struct desk *desk, struct arena *arena, str role,
    const struct desk_statement *statement, uint32_t *fact, struct json_value *value,
    struct err *err)
{
    const struct image *image = &desk->protocol->bench.image;
    int32_t read;

    *fact = image_find_fact(image, statement->fact);
    if (*fact == IMAGE_ABSENT && statement->is_note) {
        *value = statement->value.len > 0 ? record_text_value(statement->value)
                                          : (struct json_value){.kind = JSON_IS_NULL};
        return true;
    }
    if (!json_find_fact(image, statement->fact, fact, err) ||
        !may_state(image, *fact, role, err) ||
        !json_read_fact(image, *fact, statement->value, &read, err))
        return false;
    *value = fact_value(arena, image, *fact, read);
    return true;
}

bool desk_check(struct desk *desk, const struct visit *visit,
    const struct desk_change *changes, size_t count, struct err *err)
{
    const struct bench *bench = &desk->protocol->bench;
    const struct image *image = &bench->image;
    struct arena arena = {0};
    int32_t *facts = ARENA_ARRAY(&arena, int32_t, image->count[SECTION_FACTS]);
    uint16_t *slots = ARENA_ARRAY(&arena, uint16_t, image_row(image));
    struct moment at;
    bool done = true;

    visit_facts(visit, image, facts);
    for (size_t i = 0; done && i < count; i++)
        done = changes[i].fact == IMAGE_ABSENT ||
            json_read_fact(image, changes[i].fact,
                json_words(&arena, &changes[i].value), &facts[changes[i].fact], err);
    done = done && desk_supply(desk, facts, &at, err);
    if (done) {
        eval_bind(image, facts, slots);
        done = eval_check(bench->scratch, facts, slots, err);
    }
    arena_clear(&arena);
    return done;
}

/* ---- stating ---- */

struct stating {
    struct desk *desk;
    const struct desk_act *act;
    const struct desk_stating *what;
    struct arena *arena;
    struct visit *visit;
    struct desk_done *out;
    struct desk_change *changes;
    bool *recorded; /* which of them were before */
    struct desk_event *events;
};

/* The first goes under the key of the submission, the others under keys made of it. */
static bool make_keys(struct stating *s, struct err *err)
{
    for (size_t i = 0; i < s->what->count; i++) {
        char buffer[24];
        struct text number = text_fixed(buffer, sizeof(buffer));

        text_add_u64(&number, i);
        if (i == 0)
            memcpy(s->events[i].key, s->act->key, KEEPER_KEY_BYTES);
        else if (!desk_next_key(s->act->key, text_str(&number), s->events[i].key, err))
            return false;
        if (!desk_is_recorded(s->desk, s->events[i].key, &s->recorded[i], err))
            return false;
    }
    return true;
}

static bool is_same(const struct json_value *a, const struct json_value *b)
{
    return a->kind == b->kind && a->truth == b->truth && a->integer == b->integer &&
        str_equal(a->text, b->text);
}

/* Whether somebody else has stated this fact otherwise since its author looked. */
static bool is_contested(struct stating *s, size_t which, struct err *err)
{
    const struct visit_statement *theirs =
        visit_find(s->visit, s->what->items[which].fact);

    if (theirs == NULL || s->what->seen < 0 || theirs->mark.n < s->what->seen ||
        str_equal(theirs->by, s->act->by) ||
        is_same(visit_value(s->visit, theirs), &s->changes[which].value))
        return false;
    s->out->which = which;
    s->out->theirs = theirs;
    s->out->visit = s->visit;
    err_say(err, ERR_CONFLICT,
        SAY("%1: %2 has stated `%3` meanwhile; look at both, and state it again"),
        (const str[]){theirs->fact, theirs->by,
            json_words(s->arena, visit_value(s->visit, theirs))},
        3);
    return true;
}

static bool check_all(struct stating *s, struct err *err)
{
    bool all_recorded = true;

    for (size_t i = 0; i < s->what->count; i++) {
        if (!desk_read_value(s->desk, s->arena, s->act->role, &s->what->items[i],
                &s->changes[i].fact, &s->changes[i].value, err))
            return false;
        if (s->recorded[i])
            continue;
        all_recorded = false;
        if (is_contested(s, i, err))
            return false;
    }
    return all_recorded ||
        desk_check(s->desk, s->visit, s->changes, s->what->count, err);
}

static void put_statement(struct stating *s, size_t which)
{
    const struct desk_statement *statement = &s->what->items[which];
    struct record_object *fields = &s->events[which].fields;

    s->events[which].kind = RECORD_FACT_STATED;
    desk_put(fields, STR("fact"), statement->fact);
    record_put(fields, STR("value"), s->changes[which].value);
    desk_put(fields, STR("by"), s->act->by);
    desk_put(fields, STR("role"), s->act->role);
    desk_put(fields, STR("basis"), statement->basis);
    desk_put(fields, STR("source"), statement->source);
    desk_put(fields, STR("words"), statement->words);
    desk_put(fields, STR("so_at"), statement->so_at);
}

static bool state_all(struct stating *s, struct err *err)
{
    size_t count = s->what->count;
    struct receipt *receipts = ARENA_ARRAY(s->arena, struct receipt, count);

    if (!make_keys(s, err) || !check_all(s, err))
        return false;
    for (size_t i = 0; i < count; i++)
        put_statement(s, i);
    if (!desk_submit(s->desk, s->visit, s->events, count, receipts, err))
        return false;
    s->out->seq = receipts[0].seq;
    s->out->n = receipts[0].n;
    s->out->repeated = receipts[0].repeated;
    return desk_settle(s->desk, s->visit, s->act->by, s->out, err);
}

bool desk_state(struct desk *desk, const struct desk_act *act,
    const struct desk_stating *stating, struct desk_done *out, struct err *err)
{
    struct arena arena = {0};
    struct stating s = {
        .desk = desk, .act = act, .what = stating, .arena = &arena, .out = out};
    bool done;

    *out = (struct desk_done){.visit = NULL};
    if (stating->count == 0 || stating->count > DESK_STATED_MAX)
        return err_set(err, ERR_USAGE, SAY("state 1 to 64 facts at a time"));
    s.changes = ARENA_ARRAY(&arena, struct desk_change, stating->count);
    s.recorded = ARENA_ARRAY(&arena, bool, stating->count);
    s.events = ARENA_ARRAY(&arena, struct desk_event, stating->count);
    done = desk_begin(desk, act, false, &s.visit, out, err) && state_all(&s, err);
    arena_clear(&arena);
    return done;
}

/* ---- opening ---- */

struct opening {
    struct desk *desk;
    const struct desk_act *act;
    const struct desk_opening *what;
    struct arena *arena;
    struct visit *visit;
    struct visit *with; /* NULL: they came alone */
    bool recorded;
    struct desk_done *out;
};

/* The visit has its name from the key: submitted again, it is the same. */
static bool name_visit(struct opening *o, str *id, struct err *err)
{
    struct text words = text_in(o->arena);

    text_add(&words, STR("visit "));
    text_add_key(&words, o->act->key);
    return keeper_visit_of(o->arena, text_str(&words), id, err);
}

/* A visit is of an exercise only while one runs; with whom they came, they are. */
static bool may_practise(const struct opening *o, struct err *err)
{
    if (o->with != NULL && o->with->exercise != o->what->exercise)
        return err_set(err, ERR_CONFLICT,
            SAY("what is real and what is an exercise do not mix; open another visit"));
    if (!o->what->exercise || o->with != NULL || o->desk->exercise ||
        desk_exercise_runs(o->desk, o->what->school))
        return true;
    return err_set(err, ERR_CONFLICT,
        SAY("no exercise runs at this school any more; if somebody is really at the "
            "desk, open a visit on the first page"));
}

static bool have_visit(struct opening *o, struct err *err)
{
    str id;

    if (!name_visit(o, &id, err) ||
        !desk_is_recorded(o->desk, o->act->key, &o->recorded, err))
        return false;
    if (o->recorded)
        return desk_find(o->desk, id, &o->visit, err);
    if (!may_practise(o, err))
        return false;
    o->visit = visit_new(id);
    o->visit->exercise = o->what->exercise;
    if (visits_take(&o->desk->visits, o->visit, err))
        return true;
    visit_free(o->visit);
    return false;
}

static bool submit_opening(struct opening *o, struct err *err)
{
    const struct desk_opening *what = o->what;
    struct desk_event event = {.kind = RECORD_VISIT_OPENED};
    struct record_object *fields = &event.fields;
    struct receipt receipt;

    memcpy(event.key, o->act->key, KEEPER_KEY_BYTES);
    desk_put(fields, STR("school"), what->school);
    desk_put(fields, STR("by"), o->act->by);
    desk_put(fields, STR("way"), what->way);
    if (o->with != NULL)
        desk_put(
            fields, STR("with"), o->with->with.len > 0 ? o->with->with : o->with->id);
    desk_put(fields, STR("so_at"), what->so_at);
    desk_put_texts(
        o->arena, fields, STR("account"), what->account, what->account_count);
    if (!desk_submit(o->desk, o->visit, &event, 1, &receipt, err)) {
        if (!o->recorded)
            visits_drop(&o->desk->visits, o->visit->id);
        return false;
    }
    o->out->seq = receipt.seq;
    o->out->n = receipt.n;
    o->out->repeated = receipt.repeated;
    return true;
}

/* What was said of the other holds for this one: by whom, how they knew, and when. */
static bool put_shared(struct opening *o, const struct visit_statement *statement,
    struct record_object *fields, struct err *err)
{
    struct text so_at = text_in(o->arena);
    struct moment at;

    if (!desk_moment(o->desk, statement->mark.at, &at, err))
        return false;
    text_add_moment(&so_at, &at);
    desk_put(fields, STR("fact"), statement->fact);
    record_put(fields, STR("value"), *visit_value(o->with, statement));
    desk_put(fields, STR("by"), statement->by);
    desk_put(fields, STR("role"), statement->role);
    desk_put(fields, STR("basis"), statement->basis);
    desk_put(fields, STR("source"), statement->source);
    desk_put(fields, STR("words"), statement->words);
    desk_put(fields, STR("so_at"),
        statement->so_at.len > 0 ? statement->so_at : text_str(&so_at));
    return true;
}

/* What had been stated last of a fact when this visit was opened: submitted again, it
 * must not take over what was stated since. */
static const struct visit_statement *find_shared(const struct opening *o, str fact)
{
    const struct visit *with = o->with;

    for (size_t i = with->statement_count; i > 0; i--)
        if (str_equal(with->statements[i - 1].fact, fact) &&
            with->statements[i - 1].mark.seq < o->visit->opened.seq)
            return &with->statements[i - 1];
    return NULL;
}

static bool share_all(struct opening *o, struct err *err)
{
    size_t most = o->with == NULL ? 0 : o->what->shared_count;
    struct desk_event *events = ARENA_ARRAY(o->arena, struct desk_event, most);
    struct receipt *receipts = ARENA_ARRAY(o->arena, struct receipt, most);
    size_t count = 0;

    for (size_t i = 0; i < most; i++) {
        const struct visit_statement *statement = find_shared(o, o->what->shared[i]);
        struct desk_event *event = &events[count];
        bool recorded;

        if (statement == NULL || visit_value(o->with, statement)->kind == JSON_IS_NULL)
            continue;
        event->kind = RECORD_FACT_STATED;
        if (!desk_next_key(o->act->key, statement->fact, event->key, err) ||
            !desk_is_recorded(o->desk, event->key, &recorded, err) ||
            (!recorded && !put_shared(o, statement, &event->fields, err)))
            return false;
        count += !recorded;
    }
    return count == 0 || desk_submit(o->desk, o->visit, events, count, receipts, err);
}

bool desk_open_visit(struct desk *desk, const struct desk_act *act,
    const struct desk_opening *opening, struct desk_done *out, struct err *err)
{
    struct arena arena = {0};
    struct opening o = {
        .desk = desk, .act = act, .what = opening, .arena = &arena, .out = out};
    bool done;

    *out = (struct desk_done){.visit = NULL};
    if (opening->shared_count > DESK_STATED_MAX)
        return err_set(err, ERR_USAGE, SAY("share 64 facts at most"));
    done = desk_catch_up(desk, err) &&
        (opening->with.len == 0 || desk_find(desk, opening->with, &o.with, err)) &&
        have_visit(&o, err) && submit_opening(&o, err) && share_all(&o, err) &&
        desk_settle(desk, o.visit, act->by, out, err);
    arena_clear(&arena);
    return done;
}
