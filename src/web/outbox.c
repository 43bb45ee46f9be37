/*
 * POST /outbox: what happened at a device while it had no network, one entry at a time.
 *
 * An entry is a form that could not be sent, under the key that it had: what was done
 * comes to be done once, however often it is sent.  The device says when it was so; the
 * record says when it arrived.  The answer is JSON: done, or why not, and whether the
 * same entry may do later.
 */
#include "web/ask.h"
#include "web/visits.h"

enum { CLOCK_AGREES = 30 }; /* seconds */

struct sending {
    struct caller *caller;
    uint8_t key[KEEPER_KEY_BYTES];
    struct desk_act act;
    bool opens; /* one is opened, beside `visit` if that is not NULL */
    const struct visit *visit;
    str so_at;
    str source; /* that there was no network, and how far the device's clock was off */
    struct desk_done done;
    bool was_done; /* before */
    str id;        /* of the visit */
};

static int64_t seconds_of(const struct moment *moment)
{
    return ((int64_t)moment->day * TIME_MINUTES + moment->minute - moment->offset) *
        60 +
        moment->second;
}

/* ---- what every entry says ---- */

/* The two clocks are compared when an entry is sent: no moment between says more. */
static bool read_times(struct sending *s, struct err *err)
{
    struct caller *caller = s->caller;
    const struct keeper_clock *clock = &caller->site->clock;
    struct text source = text_in(caller->arena);
    struct moment at;
    struct moment now;
    int64_t ahead;

    s->so_at = caller_field(caller, STR("at"));
    if (!moment_parse(s->so_at, &at) ||
        !moment_parse(caller_field(caller, STR("now")), &now))
        return err_set(err, ERR_INVALID,
            STR("`at` and `now` must be moments, as in 2025-01-24T11:15:00-06:00"));
    ahead = seconds_of(&now) - clock->now(clock->context);
    text_add(&source, STR("entered without a network"));
    if (ahead >= CLOCK_AGREES || ahead <= -CLOCK_AGREES) {
        text_add(&source, STR("; the device's clock was "));
        text_add_i64(&source, ahead < 0 ? -ahead : ahead);
        text_add(&source, ahead < 0 ? STR(" s behind") : STR(" s ahead"));
    }
    s->source = text_str(&source);
    return true;
}

static bool begin(struct sending *s, enum may_act act, struct err *err)
{
    struct caller *caller = s->caller;
    str school = s->visit == NULL ? caller_school(caller) : s->visit->school;

    REQUIRE(s->opens || s->visit != NULL);
    s->act = (struct desk_act){.key = s->key,
        .visit = s->opens ? (str){0} : arena_str(caller->arena, s->visit->id),
        .by = caller->session.account.name,
        .role = caller_role(caller, act, school)};
    return caller_must(caller, act, school, err);
}

/* ---- what can be done ---- */

static bool send_opening(struct sending *s, struct err *err)
{
    struct caller *caller = s->caller;
    const str account = STR("Entered without a network.");
    str *shared = ARENA_ARRAY(caller->arena, str, caller->form.count);
    struct desk_opening opening = {.school = caller_school(caller),
        .way = STR("door"),
        .so_at = s->so_at,
        .account = &account,
        .account_count = 1,
        .exercise = caller->site->exercise,
        .with = caller_field(caller, STR("with")),
        .shared = shared};

    if (opening.with.len > 0 &&
        !desk_visit(caller->site->desk, opening.with, &s->visit, err))
        return false;
    if (s->visit != NULL)
        opening.school = arena_str(caller->arena, s->visit->school);
    if (opening.school.len == 0)
        return err_set(
            err, ERR_USAGE, STR("a visit is opened at the desk of a school"));
    opening.shared_count = shared_facts(caller, shared);
    return begin(s, MAY_OPEN_VISIT, err) &&
        desk_open_visit(caller->site->desk, &s->act, &opening, &s->done, err);
}

/* What others stated meanwhile is no hindrance: both stay, and the newest counts. */
static bool send_statement(struct sending *s, struct err *err)
{
    struct caller *caller = s->caller;
    str answer = caller_field(caller, STR("answer"));
    struct desk_fact fact;
    struct desk_statement statement;
    const struct desk_stating stating = {&statement, 1, -1};

    if (!desk_fact(caller->site->desk, s->visit, caller_field(caller, STR("fact")),
            caller->arena, &fact, err))
        return false;
    statement = (struct desk_statement){.fact = fact.name,
        .value = answer,
        .basis = basis_stated(&fact, answer, caller_field(caller, STR("basis"))),
        .source = s->source,
        .words = caller_field(caller, STR("words")),
        .so_at = s->so_at};
    if (!begin(s, MAY_JOIN_VISIT, err))
        return false;
    s->act.role = fact_role(caller, s->visit, &fact);
    if (s->act.role.len == 0)
        return err_set(err, ERR_DENIED, may_act_name(MAY_STATE_FACT));
    return desk_state(caller->site->desk, &s->act, &stating, &s->done, err);
}

/* A duty by its name: without a network nobody knows its number. */
static bool send_acknowledgement(struct sending *s, struct err *err)
{
    struct caller *caller = s->caller;
    const struct visit_duty *duty =
        visit_find_duty(s->visit, caller_field(caller, STR("duty")));
    struct desk_acknowledgement what = {.channel = STR("telephone"),
        .done = str_equal(caller_field(caller, STR("state")), STR("done"))};

    if (duty == NULL)
        return err_set(
            err, ERR_NOT_FOUND, STR("nobody was called for this in the visit"));
    what.raised = duty->mark.n;
    return begin(s, MAY_ACKNOWLEDGE_DUTY, err) &&
        desk_acknowledge(caller->site->desk, &s->act, &what, &s->done, err);
}

static bool send_ending(struct sending *s, struct err *err)
{
    struct caller *caller = s->caller;
    struct desk_ending ending = {
        .end = caller_field(caller, STR("end")), .so_at = s->so_at};

    return begin(s, MAY_CLOSE_VISIT, err) && read_account(caller, &ending, err) &&
        desk_end(caller->site->desk, &s->act, &ending, &s->done, err);
}

/* clang-format off */
static const struct {
    str name;
    bool opens;
    bool (*send)(struct sending *s, struct err *err);
} kinds[] = {
    {STR_INIT("open"),        true,  send_opening},
    {STR_INIT("state"),       false, send_statement},
    {STR_INIT("acknowledge"), false, send_acknowledgement},
    {STR_INIT("end"),         false, send_ending},
};
/* clang-format on */

static bool send_new(struct sending *s, struct err *err)
{
    struct caller *caller = s->caller;
    str kind = caller_field(caller, STR("do"));

    for (size_t i = 0; i < COUNT_OF(kinds); i++) {
        if (!str_equal(kinds[i].name, kind))
            continue;
        s->opens = kinds[i].opens;
        return (s->opens ||
                   desk_visit(caller->site->desk, caller_field(caller, STR("visit")),
                       &s->visit, err)) &&
            kinds[i].send(s, err);
    }
    return err_set(err, ERR_USAGE, STR("there is no such thing to do"));
}

/* What was done under this key is done, also by the form that the entry comes from, of
 * which no answer arrived: nothing of it is compared. */
static bool send(struct sending *s, struct err *err)
{
    struct caller *caller = s->caller;

    if (!caller_key(caller, s->key, err) || !read_times(s, err) ||
        !desk_was_done(
            caller->site->desk, s->key, caller->arena, &s->was_done, &s->id, err))
        return false;
    if (s->was_done)
        return true;
    if (!send_new(s, err))
        return false;
    s->id = s->done.visit->id;
    return true;
}

/* ---- the answer ---- */

static str reason_of(const struct caller *caller, const struct err *err)
{
    enum may_act act;

    return tongue_unmark(caller->arena,
        err->kind == ERR_DENIED && may_find_act(err_text(err), &act)
            ? sentence_of(caller->arena, spoken_act(caller, act))
            : caller_wrong(caller, err));
}

bool take_outbox(struct caller *caller, struct http_answer *answer, struct err *err)
{
    struct sending s = {.caller = caller};
    bool done = send(&s, err);
    struct text text = text_in(caller->arena);
    struct json_out json = json_start(&text, false);

    json_object(&json);
    json_key(&json, STR("done"));
    json_bool(&json, done);
    if (done) {
        json_key(&json, STR("visit"));
        json_str(&json, s.id);
        json_key(&json, STR("repeated"));
        json_bool(&json, s.was_done);
    } else {
        json_key(&json, STR("reason"));
        json_str(&json, reason_of(caller, err));
        json_key(&json, STR("again"));
        json_bool(&json, err->kind == ERR_IO || err->kind == ERR_CORRUPT);
    }
    json_end(&json);
    json_done(&json);
    http_say(answer, done ? 200 : failure_of(err->kind)->http, STR("application/json"),
        text_str(&text));
    return true;
}
