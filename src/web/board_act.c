/*
 * What Law and Safety do to a visit: take a call, state what only they may, write to the
 * desk, hand it over.  Each leads back to the visit's page; when somebody else did it
 * since the page was shown, both are shown, and whoever came second decides.
 */
#include "web/board_line.h"
#include "web/pages.h"
#include "web/visits.h"

/* ---- beginning and ending ---- */

/* A form that was sent from a visit's page. */
struct acting {
    struct desk_act act;
    uint8_t key[KEEPER_KEY_BYTES];
    const struct visit *visit;
    int64_t seen; /* how many of its events the page showed; -1: not said */
};

static bool begin(
    struct caller *caller, enum may_act act, struct acting *out, struct err *err)
{
    str id = http_part(caller->request, STR("id"));

    if (!caller_key(caller, out->key, err) ||
        !desk_visit(caller->site->desk, id, &out->visit, err) ||
        !caller_must(caller, act, out->visit->school, err))
        return false;
    if (!str_to_i64(caller_field(caller, STR("seen")), &out->seen))
        out->seen = -1;
    out->act = (struct desk_act){.key = out->key,
        .visit = id,
        .by = caller->session.account.name,
        .role = caller_role(caller, act, out->visit->school)};
    return true;
}

static str visit_file_address(struct arena *arena, str id, str tail)
{
    struct text address = text_in(arena);

    text_add(&address, STR("/board/visits/"));
    text_add(&address, id);
    text_add(&address, tail);
    return text_str(&address);
}

static bool lead_back(
    struct caller *caller, str id, str place, struct http_answer *answer)
{
    http_see_other(answer, visit_file_address(caller->arena, id, place));
    return true;
}

/* ---- two at once ---- */

/* Show what they did and what you would, which is sent again as `kept` if you insist. */
static bool show_both(struct caller *caller, const struct acting *acting,
    struct both_view *view, struct http_answer *answer)
{
    struct html html = both_answered(caller, view);

    view->form = caller_form(caller, caller->request->path);
    view->seen = (uint64_t)acting->visit->next;
    view->yours.key = SAY("You");
    view->keep = visit_file_address(caller->arena, acting->act.visit, (str){0});
    view_both(&html, view);
    site_answer(caller->request, &html, 409, answer);
    return true;
}

/* "Law Department, 11:20", and what they said of it. */
static str role_and_time(
    const struct caller *caller, str role, const struct visit_mark *mark, str words)
{
    const str values[] = {
        board_role(caller, role), board_clock(caller, mark->at), words};

    return caller_say(caller, words.len > 0 ? SAY("%1, %2: “%3”") : SAY("%1, %2"),
        values, COUNT_OF(values));
}

/* ---- calls ---- */

/* It was answered since the page was shown: by somebody else, or with this very form.
 * Who has taken a call can still say that it is done. */
static bool is_late(
    const struct acting *acting, const struct visit_duty *duty, bool says_done)
{
    if (acting->seen < 0 || duty->answered.n < acting->seen)
        return false;
    return duty->state == VISIT_DUTY_DONE ||
        (duty->state == VISIT_DUTY_TAKEN &&
            (!says_done || !str_equal(duty->by, acting->act.by)));
}

/* Somebody has answered a call since: who sends the same again has what they want. */
static bool show_late(struct caller *caller, const struct acting *acting,
    const struct visit_duty *duty, bool says_done, struct http_answer *answer)
{
    bool is_done = duty->state == VISIT_DUTY_DONE;
    const struct pair_view kept[] = {
        {STR("how"), says_done ? STR("done") : STR("take")},
        {STR("minutes"), caller_field(caller, STR("minutes"))}};
    struct both_view view = {.question = duty->text,
        .theirs = {.key = duty->by,
            .value = is_done ? SAY("It is done") : SAY("I take this"),
            .note = role_and_time(caller, duty->role, &duty->answered, (str){0})},
        .yours = {.value = says_done ? SAY("It is done") : SAY("I take this")},
        .kept = kept,
        .kept_count = COUNT_OF(kept)};

    if (str_equal(duty->by, acting->act.by) && is_done == says_done)
        return lead_back(caller, acting->act.visit, STR("#duties"), answer);
    return show_both(caller, acting, &view, answer);
}

/* When what is taken on for some minutes lapses; empty: it does not. */
static bool until_of(struct caller *caller, str *until, struct err *err)
{
    enum { MINUTES_MAX = 24 * 60 };
    const struct site *site = caller->site;
    str given = caller_field(caller, STR("minutes"));
    int64_t minutes;

    *until = (str){0};
    if (given.len == 0)
        return true;
    if (!str_to_i64(given, &minutes) || minutes < 1 || minutes > MINUTES_MAX)
        return err_set(
            err, ERR_INVALID, SAY("say for how many minutes, from 1 to 1440"));
    *until = board_exact(caller, site->clock.now(site->clock.context) + minutes * 60);
    return true;
}

bool take_duty(struct caller *caller, struct http_answer *answer, struct err *err)
{
    struct desk_acknowledgement taken = {.channel = STR("screen")};
    const struct visit_duty *duty = NULL;
    struct acting acting;
    struct desk_done done;

    if (!begin(caller, MAY_ACKNOWLEDGE_DUTY, &acting, err))
        return false;
    if (str_to_i64(http_part(caller->request, STR("n")), &taken.raised))
        duty = visit_duty_raised(acting.visit, taken.raised);
    if (duty == NULL)
        return err_set(err, ERR_NOT_FOUND, SAY("this visit raised no such duty"));
    taken.done = str_equal(caller_field(caller, STR("how")), STR("done"));
    if (is_late(&acting, duty, taken.done))
        return show_late(caller, &acting, duty, taken.done, answer);
    if ((!taken.done && !until_of(caller, &taken.until, err)) ||
        !desk_acknowledge(caller->site->desk, &acting.act, &taken, &done, err))
        return false;
    return lead_back(caller, acting.act.visit, STR("#duties"), answer);
}

/* ---- facts that only a role may answer ---- */

/* What a value is called. */
static str label_of(const struct desk_fact *fact, str value)
{
    for (size_t i = 0; i < fact->choice_count; i++)
        if (str_equal(fact->choices[i].name, value))
            return fact->choices[i].label;
    if (fact->kind != IMAGE_YES_NO)
        return value;
    return str_equal(value, STR("yes")) ? SAY("Yes") : SAY("No");
}

static bool show_other(struct caller *caller, const struct acting *acting,
    const struct desk_fact *fact, const struct visit_statement *theirs,
    struct http_answer *answer)
{
    str words = caller_field(caller, STR("words"));
    const struct pair_view kept[] = {
        {STR("answer"), caller_field(caller, STR("answer"))}, {STR("words"), words}};
    struct both_view view = {.question = fact->question,
        .theirs = {.key = theirs->by,
            .value = board_value(caller, fact, visit_value(acting->visit, theirs)),
            .note = role_and_time(caller, theirs->role, &theirs->mark, theirs->words)},
        .yours = {.value = label_of(fact, kept[0].value), .note = words},
        .kept = kept,
        .kept_count = COUNT_OF(kept)};

    return show_both(caller, acting, &view, answer);
}

bool take_fact(struct caller *caller, struct http_answer *answer, struct err *err)
{
    struct desk *desk = caller->site->desk;
    struct desk_statement statement = {.fact = http_part(caller->request, STR("name")),
        .value = caller_field(caller, STR("answer")),
        .words = caller_field(caller, STR("words")),
        .basis = STR("confirmed")};
    struct desk_stating stating = {&statement, 1, -1};
    struct desk_fact fact;
    struct acting acting;
    struct desk_done done;

    if (!desk_fact(desk, NULL, statement.fact, caller->arena, &fact, err) ||
        !begin(caller, board_stating(&fact), &acting, err))
        return false;
    if (!board_may_answer(caller, &fact, acting.visit->school))
        return err_set(err, ERR_DENIED, SAY("this fact is for another role to state"));
    if (statement.value.len == 0)
        return err_set(err, ERR_INVALID, SAY("choose one of the answers"));
    stating.seen = acting.seen;
    if (desk_state(desk, &acting.act, &stating, &done, err))
        return lead_back(caller, acting.act.visit, (str){0}, answer);
    return err->kind == ERR_CONFLICT && done.theirs != NULL &&
        show_other(caller, &acting, &fact, done.theirs, answer);
}

/* ---- words ---- */

bool take_message(struct caller *caller, struct http_answer *answer, struct err *err)
{
    str words = caller_field(caller, STR("words"));
    struct desk_message message = {.to = STR("desk"), .words = &words, .count = 1};
    struct acting acting;
    struct desk_done done;

    if (!begin(caller, MAY_MESSAGE_DESK, &acting, err))
        return false;
    if (words.len == 0)
        return err_set(err, ERR_INVALID, SAY("write what the desk must know"));
    return desk_send(caller->site->desk, &acting.act, &message, &done, err) &&
        lead_back(caller, acting.act.visit, (str){0}, answer);
}

bool take_handing_over(
    struct caller *caller, struct http_answer *answer, struct err *err)
{
    struct desk_handing handing;
    struct acting acting;
    struct desk_done done;
    str words;
    str file;

    if (!begin(caller, MAY_HAND_OVER, &acting, err))
        return false;
    if (!handing_sent(caller, &words, &handing))
        return err_set(err, ERR_INVALID, SAY("say who looks after it from now on"));
    file = visit_file_address(caller->arena, acting.act.visit, (str){0});
    if (!desk_hand_over(caller->site->desk, &acting.act, &handing, &done, err))
        return show_not_handed(caller, &done, &handing, file, answer, err);
    return lead_back(caller, acting.act.visit, (str){0}, answer);
}
