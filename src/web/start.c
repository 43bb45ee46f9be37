/*
 * GET /: what somebody who is signed in begins with: the button of the desk, the visits
 * that are open at their school, whom to telephone, and where else they may go.
 */
#include "web/ask.h"
#include "web/pages.h"
#include "web/visits.h"

static struct visit_list_view open_visits(struct caller *caller, str school)
{
    const struct visits_filter filter = {.school = school};
    struct visit **visits;
    size_t count = desk_board(caller->site->desk, &filter, caller->arena, &visits);
    struct visit_card_view *cards =
        ARENA_ARRAY(caller->arena, struct visit_card_view, count);

    for (size_t i = 0; i < count; i++)
        cards[i] = visit_card(caller, visits[i]);
    return (struct visit_list_view){.title = SAY("Open visits"),
        .visits = cards,
        .count = count,
        .empty = SAY("Nobody is at the desk.")};
}

size_t numbers_of(const struct caller *caller, const struct number_view **out)
{
    const struct image *image = &desk_bench(caller->site->desk)->image;
    struct number_view *numbers =
        ARENA_ARRAY(caller->arena, struct number_view, image->count[SECTION_ROLES]);
    size_t count = 0;

    for (uint32_t r = 0; r < image->count[SECTION_ROLES]; r++) {
        const uint32_t *item = image_item(image, SECTION_ROLES, r);
        str label = role_words(caller, image_str(image, item + ROLE_NAME));
        str number = calling_number(label);

        if (number.len > 0)
            numbers[count++] = (struct number_view){
                label, number, number_address(caller->arena, number)};
    }
    *out = numbers;
    return count;
}

/* Where the acts of the protocol of roles lead, as far as there are pages for them. */
static const struct {
    enum may_act act;
    struct link_view link;
} places[] = {
    {MAY_SEE_BOARD, {STR_INIT("/board"), SAY_INIT("All open visits")}},
    {MAY_SEE_HISTORY, {STR_INIT("/history"), SAY_INIT("Visits that are over")}},
    {MAY_READ_PROTOCOL, {STR_INIT("/protocols"), SAY_INIT("The protocols")}},
    {MAY_MANAGE_PEOPLE, {STR_INIT("/people"), SAY_INIT("People and their roles")}},
    {MAY_SEE_ROSTER, {STR_INIT("/roster"), SAY_INIT("Who is called: the roster")}},
    {MAY_RUN_EXERCISE, {STR_INIT("/exercise"), SAY_INIT("Run an exercise")}},
    {MAY_ENROL_DEVICE, {STR_INIT("/devices"), SAY_INIT("Devices at the desks")}},
};

static bool has_page(str address)
{
    for (size_t i = 0; i < door_count; i++)
        if (doors[i].method == HTTP_GET && str_equal(doors[i].pattern, address))
            return true;
    return false;
}

static size_t links_of(struct caller *caller, str school, const struct link_view **out)
{
    struct link_view *links =
        ARENA_ARRAY(caller->arena, struct link_view, COUNT_OF(places));
    size_t count = 0;

    for (size_t i = 0; i < COUNT_OF(places); i++)
        if (has_page(places[i].link.address) &&
            caller_may(caller, places[i].act, school))
            links[count++] = places[i].link;
    *out = links;
    return count;
}

/* What whoever runs the program must know. */
static size_t notices_of(struct caller *caller, const struct banner_view **out)
{
    struct site *site = caller->site;
    struct banner_view *notice = ARENA_NEW(caller->arena, struct banner_view);
    struct heart_look look;
    struct err ignored = {0};
    str values[2];

    *out = notice;
    if (site->reach == NULL || !caller_may(caller, MAY_OPERATE, caller_school(caller)))
        return 0;
    look = reach_heart(site->reach, caller->arena);
    if (look.state != HEART_FAILS ||
        !moment_words(caller, look.since, &values[0], &ignored))
        return 0;
    values[1] = look.why;
    *notice = (struct banner_view){.title = SAY("The heartbeat does not arrive"),
        .words = caller_say(caller,
            SAY("Since %1 the address that watches over this program has not heard from "
                "it: %2. It stands behind heartbeat in channels.conf."),
            values, 2)};
    return 1;
}

/* ---- which school ---- */

static void ask_school(struct caller *caller, struct http_answer *answer)
{
    str schools[PEOPLE_ROLES_MAX];
    struct part_view part = {.action_count = caller_schools(caller, schools)};
    struct action_view *actions =
        ARENA_ARRAY(caller->arena, struct action_view, part.action_count);
    struct sheet_view view = {.title = SAY("At which school are you?"),
        .lead = SAY("Visits are opened at this school until you choose another."),
        .parts = &part,
        .part_count = 1};

    for (size_t i = 0; i < part.action_count; i++)
        actions[i] = (struct action_view){.form = caller_form(caller, STR("/school")),
            .kept = {STR("school"), schools[i]},
            .words = STR("%1"),
            .about = schools[i]};
    part.actions = actions;
    sheet_answer(caller, &view, answer);
}

bool show_schools(struct caller *caller, struct http_answer *answer, struct err *err)
{
    (void)err;
    ask_school(caller, answer);
    return true;
}

bool take_school(struct caller *caller, struct http_answer *answer, struct err *err)
{
    str school = caller_field(caller, STR("school"));
    struct text kept = text_in(caller->arena);

    if (!caller_must(caller, MAY_OPEN_VISIT, school, err))
        return false;
    text_add_base64url(&kept, (const uint8_t *)school.ptr, school.len);
    http_see_other(answer, STR("/"));
    cookie_set(caller->request, answer, COOKIE_SCHOOL, text_str(&kept));
    return true;
}

/* ---- the page ---- */

/* Whether one of their roles is for the whole district: they need no school. */
static bool has_district(const struct caller *caller)
{
    const struct account *account = &caller->session.account;

    for (size_t i = 0; i < account->right_count; i++)
        if (account->rights[i].school.len == 0)
            return true;
    return false;
}

bool show_start(struct caller *caller, struct http_answer *answer, struct err *err)
{
    str school = caller_school(caller);
    str schools[PEOPLE_ROLES_MAX];
    size_t school_count = caller->on_device ? 0 : caller_schools(caller, schools);
    struct start_view view = {
        .sees_visits = school.len > 0 && caller_may(caller, MAY_SEE_VISIT, school),
        .may_open = school.len > 0 && caller_may(caller, MAY_OPEN_VISIT, school),
        .school = school,
        .may_change = school_count > (school.len > 0),
        .drill = desk_exercise_runs(caller->site->desk, school),
        .practice = caller_form(caller, STR("/visits")),
        .form = caller_form(caller, STR("/visits"))};
    struct html html;

    (void)err;
    if (school.len == 0 && school_count > 0 && !has_district(caller)) {
        ask_school(caller, answer);
        return true;
    }
    html = caller_page(caller, SAY("The desk"), &view.frame);
    if (view.sees_visits)
        view.open = open_visits(caller, school);
    view.number_count = numbers_of(caller, &view.numbers);
    view.link_count = links_of(caller, school, &view.links);
    view.notice_count = notices_of(caller, &view.notices);
    view.desks = desks_notices(caller);
    view_start(&html, &view);
    site_answer(caller->request, &html, 200, answer);
    return true;
}
