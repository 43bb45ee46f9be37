/*
 * Duties of the roster: those of each week, changes for once, absences.
 *
 * Times are those that the clocks of the schools show.
 */
#include "web/roster.h"

static const str weekdays[] = {SAY_INIT("Monday"), SAY_INIT("Tuesday"),
    SAY_INIT("Wednesday"), SAY_INIT("Thursday"), SAY_INIT("Friday"),
    SAY_INIT("Saturday"), SAY_INIT("Sunday")};

enum { DUTY_FIELDS_MAX = 8, WEEKDAYS = 7 };

/* ---- in words ---- */

static str name_of(const struct caller *caller, uint64_t number)
{
    const struct roster_person *person =
        roster_find_person(rota_snapshot(caller->site->rota), number);

    return person == NULL ? SAY("Nobody") : person->name;
}

static str time_of(struct arena *arena, int32_t minute)
{
    struct text text = text_in(arena);

    text_add_time(&text, minute);
    return text_str(&text);
}

static str minute_of(const struct caller *caller, int64_t minute)
{
    const struct moment moment = {.day = (int32_t)(minute / TIME_MINUTES),
        .minute = (int32_t)(minute % TIME_MINUTES)};

    return tongue_moment(caller->tongue, caller->arena, &moment);
}

static str rank_of(struct arena *arena, uint32_t rank)
{
    return roster_address(arena, STR(""), rank, STR(""));
}

static str days_of(const struct caller *caller, uint32_t chosen)
{
    struct text text = text_in(caller->arena);

    for (size_t i = 0; i < WEEKDAYS; i++) {
        if ((chosen >> i & 1) == 0)
            continue;
        text_add(&text, text.len > 0 ? STR(", ") : STR(""));
        text_add(&text, caller_say(caller, weekdays[i], NULL, 0));
    }
    return text_str(&text);
}

struct listing {
    struct caller *caller;
    struct action_view *actions;
    size_t count;
    uint64_t person; /* of whom; 0: of all */
};

/* Each is a button that ends it: its words are what it ends. */
static void add(struct listing *l, str kind, uint64_t number, str words)
{
    struct action_view *action = &l->actions[l->count++];

    *action = (struct action_view){
        .form = caller_form(
            l->caller, roster_address(l->caller->arena, kind, number, STR("/remove"))),
        .words = SAY("End: %1"),
        .about = words};
}

static bool concerns(const struct listing *l, uint64_t person)
{
    return l->person == 0 || l->person == person;
}

static void add_week(struct listing *l, const struct roster_week *week)
{
    struct caller *caller = l->caller;
    const str values[] = {name_of(caller, week->person),
        roster_role_words(caller, week->role, week->school),
        rank_of(caller->arena, week->rank), days_of(caller, week->weekdays),
        time_of(caller->arena, week->from), time_of(caller->arena, week->to)};

    if (concerns(l, week->person))
        add(l, STR("/roster/weeks/"), week->number,
            caller_say(caller, SAY("%1, %2, number %3: %4 from %5 to %6"), values,
                COUNT_OF(values)));
}

static void add_override(struct listing *l, const struct roster_override *once)
{
    struct caller *caller = l->caller;
    const str values[] = {name_of(caller, once->person),
        roster_role_words(caller, once->role, once->school),
        rank_of(caller->arena, once->rank), minute_of(caller, once->from),
        minute_of(caller, once->to)};

    if (concerns(l, once->person))
        add(l, STR("/roster/changes/"), once->number,
            caller_say(caller, SAY("%1, %2, number %3: once, from %4 until %5"), values,
                COUNT_OF(values)));
}

static void add_acting(struct listing *l, const struct roster_acting *acting)
{
    struct caller *caller = l->caller;
    const str values[] = {name_of(caller, acting->stand_in),
        name_of(caller, acting->person), minute_of(caller, acting->from),
        minute_of(caller, acting->to)};

    if (concerns(l, acting->person) || concerns(l, acting->stand_in))
        add(l, STR("/roster/absences/"), acting->number,
            caller_say(caller, SAY("%1 stands in for %2 from %3 until %4"), values,
                COUNT_OF(values)));
}

struct part_view roster_duties(struct caller *caller, uint64_t person)
{
    const struct roster *roster = rota_snapshot(caller->site->rota);
    struct listing l = {.caller = caller, .person = person};
    struct row_view *rows;

    l.actions = ARENA_ARRAY(caller->arena, struct action_view,
        roster->week_count + roster->override_count + roster->acting_count);
    for (size_t i = 0; i < roster->week_count; i++)
        add_week(&l, &roster->weeks[i]);
    for (size_t i = 0; i < roster->override_count; i++)
        add_override(&l, &roster->overrides[i]);
    for (size_t i = 0; i < roster->acting_count; i++)
        add_acting(&l, &roster->actings[i]);
    if (caller_may(caller, MAY_CHANGE_ROSTER, STR("")))
        return (struct part_view){.title = SAY("Duties"),
            .words = l.count == 0 ? SAY("None") : (str){0},
            .actions = l.actions,
            .action_count = l.count};
    rows = ARENA_ARRAY(caller->arena, struct row_view, l.count);
    for (size_t i = 0; i < l.count; i++)
        rows[i] = (struct row_view){.key = SAY("Duty"), .value = l.actions[i].about};
    return (struct part_view){.title = SAY("Duties"),
        .words = l.count == 0 ? SAY("None") : (str){0},
        .summary = {.rows = rows, .count = l.count}};
}

/* ---- ending one ---- */

static bool end(struct caller *caller, enum roster_thing thing,
    struct http_answer *answer, struct err *err)
{
    uint8_t key[KEEPER_KEY_BYTES];
    struct rota_act act;

    if (!roster_act(caller, key, &act, err) ||
        !rota_remove(caller->site->rota, &act, thing, roster_part(caller), err))
        return false;
    http_see_other(answer, STR("/roster"));
    return true;
}

bool end_roster_week(struct caller *caller, struct http_answer *answer, struct err *err)
{
    return end(caller, ROSTER_WEEK, answer, err);
}

bool end_roster_change(
    struct caller *caller, struct http_answer *answer, struct err *err)
{
    return end(caller, ROSTER_OVERRIDE, answer, err);
}

bool end_roster_absence(
    struct caller *caller, struct http_answer *answer, struct err *err)
{
    return end(caller, ROSTER_ACTING, answer, err);
}

/* ---- fields ---- */

static struct field_view text_field(
    const struct caller *caller, str name, str label, str hint, str usual)
{
    str typed = caller_field(caller, name);

    return (struct field_view){.kind = FIELD_TEXT,
        .name = name,
        .label = label,
        .hint = hint,
        .value = typed.len > 0 ? typed : usual};
}

static struct field_view school_field(const struct caller *caller)
{
    return text_field(caller, STR("school"), SAY("At which school?"),
        SAY("Its name, written the same way everywhere. Nothing: for the whole "
            "district."),
        STR(""));
}

static struct field_view rank_field(const struct caller *caller)
{
    return text_field(caller, STR("rank"), SAY("In which place are they called?"),
        SAY("1 is called first, 2 when nobody has answered."), STR("1"));
}

static struct field_view moment_field(const struct caller *caller, str name, str label)
{
    return text_field(caller, name, label, SAY("Such as 2026-11-30 07:30."), STR(""));
}

static struct field_view days_field(const struct caller *caller)
{
    struct choice_view *choices =
        ARENA_ARRAY(caller->arena, struct choice_view, WEEKDAYS);

    for (size_t i = 0; i < WEEKDAYS; i++) {
        str number = rank_of(caller->arena, (uint32_t)i);

        choices[i] = (struct choice_view){.value = number,
            .label = weekdays[i],
            .is_chosen = caller_ticked(caller, STR("day"), number)};
    }
    return (struct field_view){.kind = FIELD_SOME_OF,
        .name = STR("day"),
        .label = SAY("On which days does it begin?"),
        .choices = choices,
        .choice_count = WEEKDAYS};
}

static uint32_t days_chosen(const struct caller *caller)
{
    uint32_t days = 0;

    for (uint32_t i = 0; i < WEEKDAYS; i++)
        if (caller_ticked(caller, STR("day"), rank_of(caller->arena, i)))
            days |= 1U << i;
    return days;
}

static bool read_time(
    const struct caller *caller, str field, int32_t *out, struct err *err)
{
    return time_parse(caller_field(caller, field), out) ||
        err_set(
            err, ERR_INVALID, SAY("a time is written as 07:30, from 00:00 to 23:59"));
}

static bool read_moment(
    const struct caller *caller, str field, int64_t *out, struct err *err)
{
    str written = caller_field(caller, field);
    struct moment moment = {0};

    if (!date_parse(str_slice(written, 0, 10), &moment.day) ||
        !time_parse(str_trim(str_slice(written, 10, written.len)), &moment.minute))
        return err_set(
            err, ERR_INVALID, SAY("a day and a time are written as 2026-11-30 07:30"));
    *out = roster_minute(&moment);
    return true;
}

static bool ask(const struct caller *caller, struct ask_view *view,
    struct http_answer *answer, const struct err *err)
{
    view->back = STR("/roster");
    if (err->kind != ERR_NONE)
        ask_wrong(caller, view, view->fields[0].name, err);
    if (ask_status(err) == 0)
        return false;
    ask_answer(caller, view, ask_status(err), answer);
    return true;
}

static bool to_roster(struct http_answer *answer)
{
    http_see_other(answer, STR("/roster"));
    return true;
}

/* ---- each week ---- */

static bool ask_week(
    const struct caller *caller, struct http_answer *answer, const struct err *err)
{
    const struct field_view fields[] = {
        roster_person_field(caller, STR("person"), SAY("Who?"), false),
        roster_role_field(caller), school_field(caller), rank_field(caller),
        days_field(caller),
        text_field(caller, STR("from"), SAY("From which time?"), SAY("Such as 07:00."),
            STR("07:00")),
        text_field(caller, STR("to"), SAY("Until which time?"),
            SAY("Such as 18:00. No later than it begins: on the next day."),
            STR("18:00"))};
    struct ask_view view = {.title = SAY("Give somebody a duty each week"),
        .form = caller_form(caller, STR("/roster/new-week")),
        .fields = fields,
        .field_count = COUNT_OF(fields),
        .button = SAY("Save the duty")};

    return ask(caller, &view, answer, err);
}

bool show_new_week(struct caller *caller, struct http_answer *answer, struct err *err)
{
    return ask_week(caller, answer, err);
}

bool take_new_week(struct caller *caller, struct http_answer *answer, struct err *err)
{
    struct keeper_clock *clock = &caller->site->clock;
    struct roster_week week = {.role = caller_field(caller, STR("role")),
        .school = caller_field(caller, STR("school")),
        .person = roster_number(caller, STR("person")),
        .weekdays = days_chosen(caller),
        .rank = (uint32_t)roster_number(caller, STR("rank")),
        .last = ROSTER_OPEN};
    uint8_t key[KEEPER_KEY_BYTES];
    struct rota_act act;
    struct moment now;

    if (!roster_act(caller, key, &act, err) ||
        !desk_moment(caller->site->desk, clock->now(clock->context), &now, err))
        return false;
    week.first = now.day;
    if (!read_time(caller, STR("from"), &week.from, err) ||
        !read_time(caller, STR("to"), &week.to, err) ||
        !rota_add_week(caller->site->rota, &act, &week, err))
        return ask_week(caller, answer, err);
    return to_roster(answer);
}

/* ---- once ---- */

static bool ask_change(
    const struct caller *caller, struct http_answer *answer, const struct err *err)
{
    const struct field_view fields[] = {
        roster_person_field(caller, STR("person"), SAY("Who?"), true),
        roster_role_field(caller), school_field(caller), rank_field(caller),
        moment_field(caller, STR("from"), SAY("From when?")),
        moment_field(caller, STR("to"), SAY("Until when?"))};
    struct ask_view view = {.title = SAY("Give a duty to somebody else once"),
        .form = caller_form(caller, STR("/roster/new-change")),
        .fields = fields,
        .field_count = COUNT_OF(fields),
        .button = SAY("Save the duty")};

    return ask(caller, &view, answer, err);
}

bool show_new_change(struct caller *caller, struct http_answer *answer, struct err *err)
{
    return ask_change(caller, answer, err);
}

bool take_new_change(struct caller *caller, struct http_answer *answer, struct err *err)
{
    struct roster_override once = {.role = caller_field(caller, STR("role")),
        .school = caller_field(caller, STR("school")),
        .person = roster_number(caller, STR("person")),
        .rank = (uint32_t)roster_number(caller, STR("rank"))};
    uint8_t key[KEEPER_KEY_BYTES];
    struct rota_act act;

    if (!roster_act(caller, key, &act, err))
        return false;
    if (!(caller_field(caller, STR("person")).len > 0 ||
            err_set(err, ERR_INVALID, SAY("choose who has the duty, or nobody"))) ||
        !read_moment(caller, STR("from"), &once.from, err) ||
        !read_moment(caller, STR("to"), &once.to, err) ||
        !rota_add_override(caller->site->rota, &act, &once, err))
        return ask_change(caller, answer, err);
    return to_roster(answer);
}

/* ---- absences ---- */

static bool ask_absence(
    const struct caller *caller, struct http_answer *answer, const struct err *err)
{
    const struct field_view fields[] = {
        roster_person_field(caller, STR("person"), SAY("Who is away?"), false),
        roster_person_field(caller, STR("stand-in"), SAY("Who stands in?"), false),
        moment_field(caller, STR("from"), SAY("From when?")),
        moment_field(caller, STR("to"), SAY("Until when?"))};
    struct ask_view view = {.title = SAY("Somebody is away, and another stands in"),
        .form = caller_form(caller, STR("/roster/new-absence")),
        .fields = fields,
        .field_count = COUNT_OF(fields),
        .button = SAY("Save the absence")};

    return ask(caller, &view, answer, err);
}

bool show_new_absence(
    struct caller *caller, struct http_answer *answer, struct err *err)
{
    return ask_absence(caller, answer, err);
}

bool take_new_absence(
    struct caller *caller, struct http_answer *answer, struct err *err)
{
    struct roster_acting acting = {.person = roster_number(caller, STR("person")),
        .stand_in = roster_number(caller, STR("stand-in"))};
    uint8_t key[KEEPER_KEY_BYTES];
    struct rota_act act;

    if (!roster_act(caller, key, &act, err))
        return false;
    if (!((acting.person > 0 && acting.stand_in > 0) ||
            err_set(err, ERR_INVALID, SAY("choose who is away, and who stands in"))) ||
        !read_moment(caller, STR("from"), &acting.from, err) ||
        !read_moment(caller, STR("to"), &acting.to, err) ||
        !rota_add_acting(caller->site->rota, &act, &acting, err))
        return ask_absence(caller, answer, err);
    return to_roster(answer);
}
