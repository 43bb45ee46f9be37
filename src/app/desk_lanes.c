/*
 * Call-outs: the duties of a visit become lanes, and each lane's ladder is climbed.
 *
 * As with decisions, what is to be done is worked out from the visit as it stands, so it
 * can be done at any time and any number of times.  A step is one event, and in its
 * transaction its letters are put on their way.  What has no letters is gathered over all
 * lanes and recorded in one go.
 */
#include "app/desk_inside.h"

/* So many steps of one lane are taken at once at most; a stop can leave a whole round. */
enum { CLIMB_MOST = CALLOUT_STEPS_MAX + 1, GATHERED_MOST = 32 };

struct climbing {
    struct desk *desk;
    struct visit *visit;
    struct arena *arena;
    int64_t now;
    struct moment local;
    struct desk_event *events; /* that were not recorded yet; room for GATHERED_MOST */
    size_t count;
};

/* ---- gathering ---- */

/* Record what was gathered. */
static bool record_gathered(struct climbing *c, struct err *err)
{
    struct receipt *receipts = ARENA_ARRAY(c->arena, struct receipt, c->count);
    size_t count = c->count;

    c->count = 0;
    return count == 0 ||
        desk_submit(c->desk, c->visit, c->events, count, receipts, err);
}

static bool gather(struct climbing *c, const struct desk_event *event, struct err *err)
{
    struct desk_event *mine;

    if (c->count == GATHERED_MOST && !record_gathered(c, err))
        return false;
    if (c->events == NULL)
        c->events = ARENA_ARRAY(c->arena, struct desk_event, GATHERED_MOST);
    mine = &c->events[c->count];
    *mine = *event;
    return desk_place_key(c->visit, c->count++, mine->key, err);
}

/* ---- opening ---- */

/* The desk is not called: it is where the duty is read. */
static bool is_called(str role)
{
    return role.len > 0 && !str_equal(role, STR("desk"));
}

/* What the protocol calls a role: "Office of Safety and Security (773-555-0100)". */
static str label_of(const struct desk *desk, str role)
{
    const struct image *image = &desk_bench(desk)->image;

    for (uint32_t r = 0; r < image->count[SECTION_ROLES]; r++) {
        const uint32_t *item = image_item(image, SECTION_ROLES, r);

        if (str_equal(image_str(image, item + ROLE_NAME), role))
            return image_str(image, item + ROLE_LABEL);
    }
    return role;
}

/* The order of a lane as it is frozen: with the words for it that the operator left to
 * the protocol. */
static struct callout_order order_for(
    const struct desk *desk, const struct callout_order *order, str lane)
{
    struct callout_order mine = *order;
    str label = label_of(desk, lane);

    mine.lane = lane;
    if (mine.telephone.len == 0)
        mine.telephone = calling_number(label);
    if (mine.title.len == 0)
        mine.title = str_trim(str_slice(label, 0, str_find(label, STR(" ("), 0)));
    return mine;
}

static void put_order(struct arena *arena, struct record_object *fields,
    const struct callout_order *order)
{
    struct text text = text_in(arena);
    str lines[CALLOUT_STEPS_MAX + 8];
    size_t count = 0;
    str rest;

    callout_order_write(&text, order);
    rest = text_str(&text);
    while (count < COUNT_OF(lines) && str_split(&rest, '\n', &lines[count]))
        count++;
    desk_put_texts(arena, fields, STR("order"), lines, count);
}

/* It is open, or will be with what was gathered. */
static bool is_opened(const struct climbing *c, str lane)
{
    bool is = visit_lane(c->visit, lane) != NULL;

    for (size_t i = 0; !is && i < c->count; i++) {
        struct json_value fields = record_object_value(&c->events[i].fields);

        is = str_equal(json_find(&fields, STR("lane"))->text, lane);
    }
    return is;
}

static bool open_lane(struct climbing *c, str lane, int64_t raised, struct err *err)
{
    const struct calling *calling = c->desk->calling;
    const struct callout_order *order = callout_orders_find(calling->orders, lane);
    struct desk_event event = {.kind = RECORD_CALLOUT_OPENED};
    struct callout_order mine;

    if (order == NULL || !is_called(lane) || is_opened(c, lane))
        return true;
    desk_put(&event.fields, STR("lane"), lane);
    record_put(&event.fields, STR("raised"), record_integer_value(raised));
    mine = order_for(c->desk, order, lane);
    put_order(c->arena, &event.fields, &mine);
    desk_put(&event.fields, STR("roster"), calling->digest);
    return gather(c, &event, err);
}

/* Every role that has to act, and those that are called when others did not. */
static bool open_lanes(struct climbing *c, struct err *err)
{
    for (size_t i = 0; c->visit->is_open && i < c->visit->duty_count; i++) {
        const struct visit_duty *duty = &c->visit->duties[i];
        str next = duty->state == VISIT_DUTY_EXPIRED ? duty->next : (str){0};

        if (duty->state == VISIT_DUTY_DONE)
            continue;
        if (!open_lane(c, duty->to, duty->mark.n, err) ||
            !open_lane(c, next, c->visit->duties[i].mark.n, err))
            return false;
    }
    return record_gathered(c, err);
}

/* ---- a step ---- */

/* What is put on its way in the transaction of its event. */
static bool write_letters(void *context, struct db *db, uint64_t seq, struct err *err)
{
    const struct calling_list *list = context;
    bool done = true;

    for (size_t i = 0; done && i < list->letter_count; i++) {
        struct store_delivery letter = list->letters[i];

        letter.seq = seq;
        done = store_delivery_insert(db, &letter, 0, err);
    }
    return done;
}

struct taking {
    const struct visit_callout *callout;
    str what;
    int64_t round;
    int64_t step;
    str instruction;
    struct calling_list list;
};

static void fill_step(
    struct climbing *c, const struct taking *t, struct record_object *fields)
{
    record_put(fields, STR("callout"), record_integer_value(t->callout->mark.n));
    desk_put(fields, STR("what"), t->what);
    record_put(fields, STR("round"), record_integer_value(t->round));
    record_put(fields, STR("step"), record_integer_value(t->step));
    record_put(
        fields, STR("letters"), record_integer_value((int64_t)t->list.letter_count));
    desk_put_texts(c->arena, fields, STR("called"), t->list.lines, t->list.line_count);
    desk_put(fields, STR("instruction"), t->instruction);
}

/* What was gathered before stands before it. */
static bool send(
    struct climbing *c, struct taking *t, struct desk_event *event, struct err *err)
{
    const struct calling *calling = c->desk->calling;
    struct receipt receipt;

    event->deed =
        (struct deed){.run = write_letters, .context = &t->list, .soon = true};
    if (!record_gathered(c, err) || !desk_place_key(c->visit, 0, event->key, err) ||
        !desk_submit(c->desk, c->visit, event, 1, &receipt, err))
        return false;
    if (calling->wrote != NULL)
        calling->wrote(calling->context);
    return true;
}

static bool take(struct climbing *c, struct taking *t, struct err *err)
{
    struct desk_event event = {.kind = RECORD_CALLOUT_STEP};

    fill_step(c, t, &event.fields);
    return t->list.letter_count > 0 ? send(c, t, &event, err) : gather(c, &event, err);
}

/* Take a step; `ladder` is how far the lane will have come then. */
static bool climb_once(struct climbing *c, size_t place, const struct callout_due *due,
    struct callout *ladder, struct err *err)
{
    const struct visit_callout *callout = &c->visit->callouts[place];
    const struct callout_step *step = &callout->ladder.order.steps[due->step];
    const struct calling_for whom = {callout->lane, c->visit->school, c->local};
    struct taking t = {.callout = callout,
        .what = STR("call"),
        .round = due->round,
        .step = due->step};

    calling_add(c->desk->calling, c->arena, &whom, step, ~0U, &t.list);
    if (callout_step_instructs(step))
        t.instruction = calling_instruction(c->arena, &callout->ladder.order);
    if (!take(c, &t, err))
        return false;
    if (t.list.letter_count > 0)
        *ladder = c->visit->callouts[place].ladder;
    else
        callout_take_step(
            ladder, due->round, due->step, 0, t.instruction.len > 0, c->now);
    return true;
}

/* Whether a round would have somebody to be called now. */
static bool is_somebody(struct climbing *c, const struct visit_callout *callout)
{
    const struct calling_for whom = {callout->lane, c->visit->school, c->local};
    const struct callout_order *order = &callout->ladder.order;
    struct calling_list list = {0};

    for (size_t i = 0; list.letter_count == 0 && i < order->step_count; i++)
        calling_add(c->desk->calling, c->arena, &whom, &order->steps[i], ~0U, &list);
    return list.letter_count > 0;
}

static bool climb(struct climbing *c, size_t place, struct err *err)
{
    struct callout ladder = c->visit->callouts[place].ladder;

    for (size_t i = 0; i < CLIMB_MOST; i++) {
        struct callout_due due = callout_due(&ladder);

        if (due.at > c->now &&
            !(callout_is_alone(&ladder) && is_somebody(c, &c->visit->callouts[place])))
            return true;
        if (!climb_once(c, place, &due, &ladder, err))
            return false;
    }
    return true;
}

/* ---- what those who were called are told besides ---- */

/* Those of all steps so far, without ringing. */
static void list_called(
    struct climbing *c, const struct visit_callout *callout, struct taking *t)
{
    const struct calling_for whom = {callout->lane, c->visit->school, c->local};
    const struct callout *ladder = &callout->ladder;

    for (int64_t i = 0; ladder->round >= 0 && i < (int64_t)ladder->order.step_count &&
         (ladder->round > 0 || i <= ladder->step);
         i++)
        calling_add(c->desk->calling, c->arena, &whom, &ladder->order.steps[i],
            ~(1U << CALLOUT_VOICE), &t->list);
}

static bool tell(struct climbing *c, size_t place, str what, struct err *err)
{
    const struct visit_callout *callout = &c->visit->callouts[place];
    const struct callout *ladder = &callout->ladder;
    struct taking t = {.callout = callout,
        .what = what,
        .round = ladder->round < 0 ? 0 : ladder->round,
        .step = ladder->step};

    list_called(c, callout, &t);
    return take(c, &t, err);
}

/* The number of the last thing that was sent; that of its opening when nothing was. */
static int64_t last_sent(const struct visit *visit, size_t place)
{
    for (size_t i = visit->step_count; i-- > 0;)
        if (visit->steps[i].callout == place)
            return visit->steps[i].mark.n;
    return visit->callouts[place].mark.n;
}

/* Whether there is a duty of which those who were called do not know. */
static bool has_news(const struct visit *visit, size_t place)
{
    const struct visit_callout *callout = &visit->callouts[place];
    int64_t known = last_sent(visit, place);

    if (callout->ladder.begins || callout->ladder.state > CALLOUT_TAKEN)
        return false;
    for (size_t i = 0; i < visit->duty_count; i++)
        if (str_equal(visit->duties[i].to, callout->lane) &&
            visit->duties[i].mark.n > known)
            return true;
    return false;
}

static bool has_ended(const struct visit *visit, size_t place)
{
    for (size_t i = visit->step_count; i-- > 0;)
        if (visit->steps[i].callout == place)
            return str_equal(visit->steps[i].what, STR("end"));
    return false;
}

static bool tell_besides(struct climbing *c, size_t place, struct err *err)
{
    if (c->visit->callouts[place].ladder.state == CALLOUT_ENDED)
        return has_ended(c->visit, place) || tell(c, place, STR("end"), err);
    return !has_news(c->visit, place) || tell(c, place, STR("news"), err);
}

static bool call_all(struct climbing *c, struct err *err)
{
    bool done = desk_moment(c->desk, c->now, &c->local, err) && open_lanes(c, err);

    for (size_t i = 0; done && i < c->visit->callout_count; i++)
        done = climb(c, i, err);
    done = done && record_gathered(c, err);
    for (size_t i = 0; done && i < c->visit->callout_count; i++)
        done = tell_besides(c, i, err);
    return done && record_gathered(c, err);
}

bool desk_call_out(struct desk *desk, struct visit *visit, struct err *err)
{
    const struct keeper_clock *clock = &desk->keeper->clock;
    struct arena arena = {0};
    struct climbing c = {.desk = desk,
        .visit = visit,
        .arena = &arena,
        .now = clock->now(clock->context)};
    bool done;

    if (desk->calling == NULL || (visit->duty_count == 0 && visit->callout_count == 0))
        return true;
    done = call_all(&c, err);
    arena_clear(&arena);
    return done;
}

bool desk_call_soon(struct desk *desk, struct visit *visit, struct err *err)
{
    const struct calling *calling = desk->calling;

    if (calling == NULL || calling->due == NULL || !visit->is_open)
        return desk_call_out(desk, visit, err);
    if (visit->duty_count > 0) {
        visits_wake(&desk->visits, visit, 0);
        calling->due(calling->context);
    }
    return true;
}

/* ---- beginning ---- */

enum { ENDED_SECONDS = 24 * 60 * 60, ENDED_MOST = 200 };

/* Visits that ended lately: a stop may have kept it from those who were called. */
static bool list_ended(
    struct desk *desk, struct arena *arena, str *ids, size_t *count, struct err *err)
{
    const struct keeper_clock *clock = &desk->keeper->clock;
    int64_t now = clock->now(clock->context);
    uint8_t id[STORE_ID_BYTES];
    struct db_query q;
    uint64_t seq;
    bool done;

    *count = 0;
    take_turn(desk->keeper);
    q = store_closed_visits(
        &desk->keeper->db, UINT64_MAX, now - ENDED_SECONDS, INT64_MAX, ENDED_MOST);
    while (store_closed_visit_next(&q, id, &seq)) {
        struct text name = text_in(arena);

        text_add_base64url(&name, id, sizeof(id));
        ids[(*count)++] = text_str(&name);
    }
    done = db_done(&q, err);
    pass_turn(desk->keeper);
    return done;
}

static bool call_out(struct desk *desk, str id, struct err *err)
{
    struct visit *visit;

    return desk_find(desk, id, &visit, err) && desk_call_out(desk, visit, err) &&
        desk_catch_up(desk, err);
}

bool desk_call_by(struct desk *desk, const struct calling *calling, struct err *err)
{
    struct arena arena = {0};
    str *ids = ARENA_ARRAY(&arena, str, ENDED_MOST);
    size_t count;
    bool done;

    desk->calling = calling;
    for (size_t i = 0; i < desk->visits.count; i++)
        visits_wake(&desk->visits, desk->visits.items[i].visit, 0);
    done = list_ended(desk, &arena, ids, &count, err);
    for (size_t i = 0; done && i < count; i++)
        done = call_out(desk, ids[i], err);
    arena_clear(&arena);
    return done;
}
