/*
 * A line of the board, and its words.
 */
#include "web/board_line.h"

#include "web/visits.h"

/* ---- time ---- */

static bool local(const struct caller *caller, int64_t at, struct moment *out)
{
    struct err ignored = {0};

    return desk_moment(caller->site->desk, at, out, &ignored);
}

str board_clock(const struct caller *caller, int64_t at)
{
    struct text text = text_in(caller->arena);
    struct moment moment;

    if (local(caller, at, &moment))
        text_add_time(&text, moment.minute);
    return text_str(&text);
}

str board_exact(const struct caller *caller, int64_t at)
{
    struct text text = text_in(caller->arena);
    struct moment moment;

    if (local(caller, at, &moment))
        text_add_moment(&text, &moment);
    return text_str(&text);
}

str board_moment(const struct caller *caller, int64_t at)
{
    struct moment moment;

    return local(caller, at, &moment)
        ? tongue_moment(caller->tongue, caller->arena, &moment)
        : (str){0};
}

str board_written(const struct caller *caller, str written)
{
    const struct keeper_clock *clock = &caller->site->clock;
    struct text text = text_in(caller->arena);
    struct moment at;
    struct moment now;

    if (!moment_parse(written, &at) ||
        !local(caller,
            ((int64_t)at.day * TIME_MINUTES + at.minute - at.offset) * 60 + at.second,
            &at) ||
        !local(caller, clock->now(clock->context), &now))
        return written;
    if (at.day != now.day)
        return tongue_moment(caller->tongue, caller->arena, &at);
    text_add_time(&text, at.minute);
    return text_str(&text);
}

/* ---- roles and duties ---- */

str board_role(const struct caller *caller, str role)
{
    const struct image *image = &desk_bench(caller->site->desk)->image;

    if (str_equal(role, STR("desk")))
        return caller_say(caller, SAY("Front desk"), NULL, 0);
    for (uint32_t r = 0; r < image->count[SECTION_ROLES]; r++) {
        const uint32_t *item = image_item(image, SECTION_ROLES, r);
        const struct spoken_text text = {.kind = STR("role"),
            .name = role,
            .words = image_str(image, item + ROLE_LABEL)};

        if (str_equal(image_str(image, item + ROLE_NAME), role)) {
            str label = spoken_say(caller, STR("entry"), &text);

            return tongue_cut(caller->arena, label, STR(" ("));
        }
    }
    return role;
}

str board_lane(const struct visit_duty *duty)
{
    return duty->state == VISIT_DUTY_EXPIRED && duty->next.len > 0 ? duty->next
                                                                   : duty->to;
}

enum tone board_duty_tone(const struct visit_duty *duty)
{
    switch (duty->state) {
    case VISIT_DUTY_TAKEN:
        return TONE_WAIT;
    case VISIT_DUTY_DONE:
        return TONE_YES;
    case VISIT_DUTY_RAISED:
    case VISIT_DUTY_EXPIRED:
    default:
        return TONE_NO;
    }
}

str board_duty_state(const struct caller *caller, const struct visit_duty *duty)
{
    const str values[] = {duty->by, board_clock(caller, duty->answered.at),
        board_written(caller, duty->until)};

    switch (duty->state) {
    case VISIT_DUTY_DONE:
        return caller_say(caller, SAY("done by %1, %2"), values, 2);
    case VISIT_DUTY_TAKEN:
        return duty->until.len > 0
            ? caller_say(caller, SAY("taken by %1, %2, until %3"), values, 3)
            : caller_say(caller, SAY("taken by %1, %2"), values, 2);
    case VISIT_DUTY_EXPIRED:
        return caller_say(caller, SAY("not in time"), NULL, 0);
    case VISIT_DUTY_RAISED:
    default:
        return caller_say(caller, SAY("not yet"), NULL, 0);
    }
}

/* ---- what happened ---- */

str board_event(enum record_kind kind)
{
    switch (kind) {
    case RECORD_VISIT_OPENED:
        return SAY("Somebody came to the desk");
    case RECORD_FACT_STATED:
        return SAY("A fact was stated");
    case RECORD_DECISION_MADE:
        return SAY("It was decided");
    case RECORD_DUTY_RAISED:
        return SAY("Somebody is called");
    case RECORD_DUTY_ACKNOWLEDGED:
        return SAY("A call was answered");
    case RECORD_DUTY_EXPIRED:
        return SAY("A call was not answered in time");
    case RECORD_CALLOUT_OPENED:
    case RECORD_CALLOUT_STEP:
        return SAY("People are called");
    case RECORD_CALL_ATTEMPTED:
        return SAY("A message to somebody was tried");
    case RECORD_DOCUMENT_ATTACHED:
        return SAY("A paper was attached");
    case RECORD_MESSAGE_SENT:
        return SAY("A message was sent");
    case RECORD_MESSAGE_READ:
        return SAY("A message was read");
    case RECORD_VISIT_HANDED_OVER:
        return SAY("The visit was handed over");
    case RECORD_VISIT_CLOSED:
        return SAY("The visit was closed");
    case RECORD_STATEMENT_MADE:
        return SAY("Somebody said of it");
    case RECORD_CORRECTED:
        return SAY("Something was corrected");
    default:
        return SAY("Something was recorded");
    }
}

str board_basis(const struct caller *caller, str basis)
{
    static const struct {
        str basis;
        str words;
    } rows[] = {
        {STR_INIT("read"), SAY_INIT("read")},
        {STR_INIT("seen"), SAY_INIT("seen")},
        {STR_INIT("told"), SAY_INIT("told, not checked")},
        {STR_INIT("inferred"), SAY_INIT("concluded, not seen")},
        {STR_INIT("confirmed"), SAY_INIT("confirmed")},
        {STR_INIT("assumed"), SAY_INIT("assumed")},
    };

    for (size_t i = 0; i < COUNT_OF(rows); i++)
        if (str_equal(rows[i].basis, basis))
            return caller_say(caller, rows[i].words, NULL, 0);
    return (str){0};
}

str board_value(const struct caller *caller, const struct desk_fact *fact,
    const struct json_value *value)
{
    str words = json_words(caller->arena, value);
    int32_t day;

    if (value->kind == JSON_IS_NULL)
        return caller_say(caller, SAY("no longer known"), NULL, 0);
    if (value->kind == JSON_IS_BOOL)
        return caller_say(caller, value->truth ? SAY("Yes") : SAY("No"), NULL, 0);
    for (size_t i = 0; fact != NULL && i < fact->choice_count; i++)
        if (str_equal(fact->choices[i].name, words))
            return fact->choices[i].label;
    return date_parse(words, &day) ? tongue_day(caller->tongue, caller->arena, day)
                                   : words;
}

/* ---- the line ---- */

/* The fact of the protocol that says who came. */
static const str who_fact = STR_INIT("agency");

static void add_who(const struct caller *caller, const struct visit *visit,
    bool sees_private, struct board_line_view *line)
{
    struct desk_fact fact;
    struct err ignored = {0};

    line->who = SAY("Not known yet");
    if (!spoken_fact(caller, visit, who_fact, &fact, &ignored) || fact.stated == NULL)
        return;
    if (fact.is_private && !sees_private) {
        line->who = SAY("Withheld");
        return;
    }
    line->who = board_value(caller, &fact, visit_value(visit, fact.stated));
    line->who_note = board_basis(caller, fact.stated->basis);
}

/* What the newest decision says. */
static str answer_of(const struct caller *caller, const struct visit *visit)
{
    const struct visit_decision *decision = visit_decided(visit);

    return decision == NULL || decision->outcomes.count == 0
        ? SAY("Nothing is decided yet")
        : decided_words(caller, &decision->outcomes);
}

static struct lane_view *find_lane(struct board_line_view *line, str label)
{
    for (size_t i = 0; i < line->lane_count; i++)
        if (str_equal(line->lanes[i].lane, label))
            return &line->lanes[i];
    return NULL;
}

/* Which of two tones is the more urgent. */
static bool is_worse(enum tone a, enum tone b)
{
    return (a == TONE_NO && b != TONE_NO) || (a == TONE_WAIT && b == TONE_YES);
}

/* One entry a role: that of its duties which wants somebody most. */
static void add_lanes(const struct caller *caller, const struct visit *visit,
    struct board_line_view *line)
{
    line->lanes = ARENA_ARRAY(caller->arena, struct lane_view, visit->duty_count + 1);
    for (size_t i = 0; i < visit->duty_count; i++) {
        const struct visit_duty *duty = &visit->duties[i];
        str label = board_role(caller, board_lane(duty));
        struct lane_view *lane = find_lane(line, label);

        if (lane == NULL) {
            lane = &line->lanes[line->lane_count++];
            *lane = (struct lane_view){.lane = label, .tone = TONE_PLAIN};
        }
        if (lane->tone != TONE_PLAIN && !is_worse(board_duty_tone(duty), lane->tone))
            continue;
        lane->tone = board_duty_tone(duty);
        lane->state = board_duty_state(caller, duty);
    }
}

/* Whether the desk has read what was last written to it. */
static void add_message(const struct caller *caller, const struct visit *visit,
    struct board_line_view *line)
{
    const struct visit_message *last = NULL;

    for (size_t i = 0; i < visit->message_count; i++)
        if (!visit->messages[i].hands_over &&
            str_equal(visit->messages[i].to, STR("desk")))
            last = &visit->messages[i];
    if (last != NULL)
        line->lanes[line->lane_count++] = (struct lane_view){
            .lane = caller_say(caller, SAY("Message to the desk"), NULL, 0),
            .tone = last->is_read ? TONE_YES : TONE_WAIT,
            .state = message_state(caller, last)};
}

static void add_state(const struct visit *visit, struct board_line_view *line)
{
    const struct visit_duty *unanswered = visit_unanswered(visit);
    bool some_answered = false;

    line->tone = TONE_YES;
    line->state = SAY("All calls are answered");
    if (visit->duty_count == 0) {
        line->tone = TONE_PLAIN;
        line->state = SAY("Nobody is called");
    }
    for (size_t i = 0; i < visit->duty_count; i++) {
        some_answered = some_answered || visit->duties[i].state == VISIT_DUTY_TAKEN ||
            visit->duties[i].state == VISIT_DUTY_DONE;
        if (visit->duties[i].state == VISIT_DUTY_TAKEN) {
            line->tone = TONE_WAIT;
            line->state = SAY("Somebody is on it");
        }
    }
    if (unanswered == NULL)
        return;
    line->is_unanswered = true;
    line->waits = unanswered->mark.seq;
    line->tone = TONE_NO;
    line->state =
        some_answered ? SAY("Not all have answered") : SAY("Nobody has answered");
}

void board_line(const struct caller *caller, const struct visit *visit,
    bool sees_private, struct board_line_view *line)
{
    const struct visit_entry *last = &visit->timeline[visit->timeline_count - 1];
    const struct keeper_clock *clock = &caller->site->clock;
    int64_t passed = clock->now(clock->context) - visit->opened.at;
    struct text minutes = text_in(caller->arena);

    text_add_i64(&minutes, passed > 0 ? passed / 60 : 0);
    *line = (struct board_line_view){.id = visit->id,
        .opened = visit->opened.seq,
        .school = visit->school,
        .exercise = visit->exercise,
        .since = board_clock(caller, visit->opened.at),
        .since_exact = board_exact(caller, visit->opened.at),
        .minutes = text_str(&minutes),
        .answer = answer_of(caller, visit),
        .last = board_event(last->kind),
        .last_at = board_clock(caller, last->mark.at)};
    add_who(caller, visit, sees_private, line);
    add_lanes(caller, visit, line);
    add_message(caller, visit, line);
    add_state(visit, line);
}
