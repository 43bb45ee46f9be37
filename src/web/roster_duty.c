/*
 * Forms that give duties: each week, once, in somebody's absence.
 */
#include "web/roster.h"

enum { DUTY_FIELDS_MAX = 10, RANKS_ASKED = 3, WORKDAYS = 5 };

/* ---- fields ---- */

static struct field_view rank_field(const struct caller *caller)
{
    static const str words[RANKS_ASKED] = {SAY_INIT("First"),
        SAY_INIT("Second: when the first does not answer"),
        SAY_INIT("Third: when everybody is called")};
    struct choice_view *choices =
        ARENA_ARRAY(caller->arena, struct choice_view, RANKS_ASKED);
    str typed = caller_field(caller, STR("rank"));

    for (uint32_t i = 0; i < RANKS_ASKED; i++) {
        str number = roster_address(caller->arena, STR(""), i + 1, STR(""));

        choices[i] = (struct choice_view){
            .value = number, .label = words[i], .is_chosen = str_equal(typed, number)};
    }
    return (struct field_view){.kind = FIELD_SELECT,
        .name = STR("rank"),
        .label = SAY("When are they called?"),
        .choices = choices,
        .choice_count = RANKS_ASKED};
}

static str digit_of(struct arena *arena, uint32_t number)
{
    return roster_address(arena, STR(""), number, STR(""));
}

static struct field_view days_field(const struct caller *caller)
{
    struct choice_view *choices =
        ARENA_ARRAY(caller->arena, struct choice_view, ROSTER_WEEKDAYS);

    for (uint32_t i = 0; i < ROSTER_WEEKDAYS; i++) {
        str number = digit_of(caller->arena, i);

        choices[i] = (struct choice_view){.value = number,
            .label = roster_weekdays[i],
            .is_chosen = caller->form.count == 0
                ? i < WORKDAYS
                : caller_ticked(caller, STR("day"), number)};
    }
    return (struct field_view){.kind = FIELD_SOME_OF,
        .name = STR("day"),
        .label = SAY("On which days does it begin?"),
        .choices = choices,
        .choice_count = ROSTER_WEEKDAYS};
}

static str day_written(struct arena *arena, int32_t day)
{
    struct text text = text_in(arena);

    text_add_date(&text, day);
    return text_str(&text);
}

static str time_written(struct arena *arena, int32_t minute)
{
    struct text text = text_in(arena);

    text_add_time(&text, minute);
    return text_str(&text);
}

/* From which moment until which: two days, two times. */
static bool moment_fields(
    const struct caller *caller, struct field_view fields[4], struct err *err)
{
    struct moment now;

    if (!roster_now(caller, &now, err))
        return false;
    fields[0] = roster_text_field(caller, FIELD_DATE, STR("from-day"),
        SAY("From which day?"), STR(""), day_written(caller->arena, now.day));
    fields[1] = roster_text_field(caller, FIELD_TIME, STR("from"),
        SAY("From which time?"), SAY("Nothing: from midnight."), STR(""));
    fields[2] = roster_text_field(
        caller, FIELD_DATE, STR("to-day"), SAY("Until which day?"), STR(""), STR(""));
    fields[3] = roster_text_field(caller, FIELD_TIME, STR("to"),
        SAY("Until which time?"), SAY("Nothing: until that day is over."), STR(""));
    return true;
}

/* ---- what was chosen ---- */

static bool read_time(
    const struct caller *caller, str field, int32_t *out, str *wrong, struct err *err)
{
    *wrong = field;
    return time_parse(caller_field(caller, field), out) ||
        err_set(
            err, ERR_INVALID, SAY("a time is written as 07:30, from 00:00 to 23:59"));
}

static bool read_day(
    const struct caller *caller, str field, int32_t *out, str *wrong, struct err *err)
{
    *wrong = field;
    return date_parse(caller_field(caller, field), out) ||
        err_set(err, ERR_INVALID, SAY("a day is written as 2026-11-30"));
}

/* Without a time: its first minute, or the one after its last. */
static bool read_moment(const struct caller *caller, str day_field, str time_field,
    bool is_end, int64_t *out, str *wrong, struct err *err)
{
    struct moment moment = {0};

    if (!read_day(caller, day_field, &moment.day, wrong, err))
        return false;
    if (caller_field(caller, time_field).len == 0)
        moment.day += is_end;
    else if (!read_time(caller, time_field, &moment.minute, wrong, err))
        return false;
    *out = roster_minute(&moment);
    return true;
}

static bool read_span(const struct caller *caller, int64_t *from, int64_t *to,
    str *wrong, struct err *err)
{
    return read_moment(caller, STR("from-day"), STR("from"), false, from, wrong, err) &&
        read_moment(caller, STR("to-day"), STR("to"), true, to, wrong, err);
}

static bool read_rank(
    const struct caller *caller, uint32_t *rank, str *wrong, struct err *err)
{
    uint64_t number;

    *wrong = STR("rank");
    if (!str_to_u64(caller_field(caller, STR("rank")), &number) || number == 0 ||
        number > ROSTER_RANKS)
        return err_set(err, ERR_INVALID, SAY("choose when they are called"));
    *rank = (uint32_t)number;
    return true;
}

static bool read_weekdays(
    const struct caller *caller, uint32_t *days, str *wrong, struct err *err)
{
    *wrong = STR("day");
    *days = 0;
    for (uint32_t i = 0; i < ROSTER_WEEKDAYS; i++)
        if (caller_ticked(caller, STR("day"), digit_of(caller->arena, i)))
            *days |= 1U << i;
    return *days != 0 ||
        err_set(err, ERR_INVALID, SAY("choose at least one day of the week"));
}

/* ---- each week ---- */

static bool ask_week(
    const struct caller *caller, str wrong, struct http_answer *answer, struct err *err)
{
    struct err ignored = {0};
    struct moment now = {0};
    int32_t opens;
    int32_t closes;
    struct field_view fields[DUTY_FIELDS_MAX] = {
        roster_person_field(caller, STR("person"), SAY("Who?"), false),
        roster_role_field(caller), roster_school_field(caller), rank_field(caller),
        days_field(caller)};
    struct ask_view view = {.title = SAY("Give somebody a duty each week"),
        .back = STR("/roster"),
        .form = caller_form(caller, STR("/roster/new-week")),
        .fields = fields,
        .field_count = 9,
        .button = SAY("Save the duty")};

    if (!roster_now(caller, &now, err->kind == ERR_NONE ? err : &ignored))
        return false;
    calendar_hours(desk_calendar(caller->site->desk), &opens, &closes);
    fields[5] = roster_text_field(caller, FIELD_TIME, STR("from"),
        SAY("From which time?"), STR(""), time_written(caller->arena, opens));
    fields[6] = roster_text_field(caller, FIELD_TIME, STR("to"),
        SAY("Until which time?"), SAY("No later than it begins: on the next day."),
        time_written(caller->arena, closes));
    fields[7] = roster_text_field(caller, FIELD_DATE, STR("first"),
        SAY("From which day on?"), STR(""), day_written(caller->arena, now.day));
    fields[8] = roster_text_field(caller, FIELD_DATE, STR("last"), SAY("Its last day"),
        SAY("Nothing: until somebody ends it."), STR(""));
    return roster_ask(caller, &view, wrong, answer, err);
}

bool show_new_week(struct caller *caller, struct http_answer *answer, struct err *err)
{
    return ask_week(caller, STR("person"), answer, err);
}

static bool read_week(
    const struct caller *caller, struct roster_week *week, str *wrong, struct err *err)
{
    week->school = roster_read_school(caller);
    week->last = ROSTER_OPEN;
    return roster_read_person(caller, STR("person"), &week->person, wrong, err) &&
        roster_read_role(caller, &week->role, wrong, err) &&
        read_rank(caller, &week->rank, wrong, err) &&
        read_weekdays(caller, &week->weekdays, wrong, err) &&
        read_time(caller, STR("from"), &week->from, wrong, err) &&
        read_time(caller, STR("to"), &week->to, wrong, err) &&
        read_day(caller, STR("first"), &week->first, wrong, err) &&
        (caller_field(caller, STR("last")).len == 0 ||
            read_day(caller, STR("last"), &week->last, wrong, err));
}

bool take_new_week(struct caller *caller, struct http_answer *answer, struct err *err)
{
    struct roster_week week = {0};
    uint8_t key[KEEPER_KEY_BYTES];
    struct rota_act act;
    str wrong;

    if (!roster_act(caller, key, &act, err))
        return false;
    if (!read_week(caller, &week, &wrong, err) ||
        !rota_add_week(caller->site->rota, &act, &week, err))
        return ask_week(caller, wrong, answer, err);
    http_see_other(answer, STR("/roster"));
    return true;
}

/* ---- once ---- */

static bool ask_change(
    const struct caller *caller, str wrong, struct http_answer *answer, struct err *err)
{
    struct err ignored = {0};
    struct field_view fields[DUTY_FIELDS_MAX] = {
        roster_person_field(caller, STR("person"), SAY("Who?"), true),
        roster_role_field(caller), roster_school_field(caller), rank_field(caller)};
    struct ask_view view = {.title = SAY("Give a duty to somebody else once"),
        .lead = SAY("They are called in the place of whoever has the duty then."),
        .back = STR("/roster"),
        .form = caller_form(caller, STR("/roster/new-change")),
        .fields = fields,
        .field_count = 8,
        .button = SAY("Save the duty")};

    return moment_fields(caller, fields + 4, err->kind == ERR_NONE ? err : &ignored) &&
        roster_ask(caller, &view, wrong, answer, err);
}

bool show_new_change(struct caller *caller, struct http_answer *answer, struct err *err)
{
    return ask_change(caller, STR("person"), answer, err);
}

static bool read_change(const struct caller *caller, struct roster_override *once,
    str *wrong, struct err *err)
{
    once->school = roster_read_school(caller);
    return roster_read_person(caller, STR("person"), &once->person, wrong, err) &&
        roster_read_role(caller, &once->role, wrong, err) &&
        read_rank(caller, &once->rank, wrong, err) &&
        read_span(caller, &once->from, &once->to, wrong, err);
}

bool take_new_change(struct caller *caller, struct http_answer *answer, struct err *err)
{
    struct roster_override once = {0};
    uint8_t key[KEEPER_KEY_BYTES];
    struct rota_act act;
    str wrong;

    if (!roster_act(caller, key, &act, err))
        return false;
    if (!read_change(caller, &once, &wrong, err) ||
        !rota_add_override(caller->site->rota, &act, &once, err))
        return ask_change(caller, wrong, answer, err);
    http_see_other(answer, STR("/roster"));
    return true;
}

/* ---- absences ---- */

static bool ask_absence(
    const struct caller *caller, str wrong, struct http_answer *answer, struct err *err)
{
    struct err ignored = {0};
    struct field_view fields[DUTY_FIELDS_MAX] = {
        roster_person_field(caller, STR("person"), SAY("Who is away?"), false),
        roster_person_field(caller, STR("stand-in"), SAY("Who stands in?"), false)};
    struct ask_view view = {.title = SAY("Somebody is away, and another stands in"),
        .lead = SAY("Whoever stands in is called for everything that they would be."),
        .back = STR("/roster"),
        .form = caller_form(caller, STR("/roster/new-absence")),
        .fields = fields,
        .field_count = 6,
        .button = SAY("Save the absence")};

    return moment_fields(caller, fields + 2, err->kind == ERR_NONE ? err : &ignored) &&
        roster_ask(caller, &view, wrong, answer, err);
}

bool show_new_absence(
    struct caller *caller, struct http_answer *answer, struct err *err)
{
    return ask_absence(caller, STR("person"), answer, err);
}

bool take_new_absence(
    struct caller *caller, struct http_answer *answer, struct err *err)
{
    struct roster_acting acting = {0};
    uint8_t key[KEEPER_KEY_BYTES];
    struct rota_act act;
    str wrong;

    if (!roster_act(caller, key, &act, err))
        return false;
    if (!roster_read_person(caller, STR("person"), &acting.person, &wrong, err) ||
        !roster_read_person(caller, STR("stand-in"), &acting.stand_in, &wrong, err) ||
        !read_span(caller, &acting.from, &acting.to, &wrong, err) ||
        !rota_add_acting(caller->site->rota, &act, &acting, err))
        return ask_absence(caller, wrong, answer, err);
    http_see_other(answer, STR("/roster"));
    return true;
}
