/*
 * GET /board: the open visits that somebody may see, those first that nobody answers.
 */
#include "web/board_line.h"
#include "web/pages.h"

/* ---- what is shown ---- */

enum visits_earnest earnest_asked(const struct http_request *request)
{
    str kind = {0};

    (void)http_query(request, STR("kind"), &kind);
    if (str_equal(kind, STR("exercise")))
        return VISITS_EXERCISES;
    return str_equal(kind, STR("real")) ? VISITS_REAL : VISITS_REAL_OR_NOT;
}

struct visits_filter board_filter(const struct http_request *request)
{
    struct visits_filter filter = {
        .which = VISITS_ALL_OPEN, .earnest = earnest_asked(request)};
    str show = {0};

    (void)http_query(request, STR("school"), &filter.school);
    (void)http_query(request, STR("show"), &show);
    if (str_equal(show, STR("unanswered")))
        filter.which = VISITS_UNANSWERED;
    else if (str_equal(show, STR("answered")))
        filter.which = VISITS_ANSWERED;
    return filter;
}

static void add_lines(struct caller *caller, struct open_visits_view *view)
{
    struct visits_filter filter = board_filter(caller->request);
    struct visit **visits;
    size_t count = desk_board(caller->site->desk, &filter, caller->arena, &visits);
    struct board_line_view *lines =
        ARENA_ARRAY(caller->arena, struct board_line_view, count);

    for (size_t i = 0; i < count; i++)
        if (caller_may(caller, MAY_SEE_BOARD, visits[i]->school))
            board_line(caller, visits[i],
                caller_sees_private(caller, visits[i]->school),
                &lines[view->line_count++]);
    view->lines = lines;
}

/* ---- what there is to choose from ---- */

static bool is_listed(const struct choice_view *choices, size_t count, str value)
{
    for (size_t i = 0; i < count; i++)
        if (str_equal(choices[i].value, value))
            return true;
    return false;
}

/* The schools with open visits, and the one that was asked for. */
static void add_schools(struct caller *caller, struct open_visits_view *view)
{
    str chosen = board_filter(caller->request).school;
    struct visit **visits;
    size_t count = desk_board(
        caller->site->desk, &(struct visits_filter){0}, caller->arena, &visits);
    struct choice_view *choices =
        ARENA_ARRAY(caller->arena, struct choice_view, count + 2);
    size_t listed = 1;

    choices[0] = (struct choice_view){.label = SAY("All of mine")};
    if (chosen.len > 0)
        choices[listed++] =
            (struct choice_view){.value = chosen, .label = chosen, .is_chosen = true};
    for (size_t i = 0; i < count; i++)
        if (caller_may(caller, MAY_SEE_BOARD, visits[i]->school) &&
            !is_listed(choices, listed, visits[i]->school))
            choices[listed++] = (struct choice_view){
                .value = visits[i]->school, .label = visits[i]->school};
    view->schools = choices;
    view->school_count = listed;
}

static void add_shows(struct caller *caller, struct open_visits_view *view)
{
    static const struct choice_view rows[] = {
        [VISITS_ALL_OPEN] = {.label = SAY_INIT("All")},
        [VISITS_UNANSWERED] = {.value = STR_INIT("unanswered"),
            .label = SAY_INIT("Nobody has answered")},
        [VISITS_ANSWERED] = {.value = STR_INIT("answered"),
            .label = SAY_INIT("Answered")},
    };
    struct choice_view *choices =
        ARENA_ARRAY(caller->arena, struct choice_view, COUNT_OF(rows));

    memcpy(choices, rows, sizeof(rows));
    choices[board_filter(caller->request).which].is_chosen = true;
    view->shows = choices;
    view->show_count = COUNT_OF(rows);
}

const struct choice_view *earnest_choices(struct caller *caller, size_t *count)
{
    static const struct choice_view rows[] = {
        [VISITS_REAL_OR_NOT] = {.label = SAY_INIT("Real ones and exercises")},
        [VISITS_REAL] = {.value = STR_INIT("real"), .label = SAY_INIT("Real ones")},
        [VISITS_EXERCISES] = {.value = STR_INIT("exercise"),
            .label = SAY_INIT("Exercises")},
    };
    struct choice_view *choices =
        ARENA_ARRAY(caller->arena, struct choice_view, COUNT_OF(rows));

    memcpy(choices, rows, sizeof(rows));
    choices[earnest_asked(caller->request)].is_chosen = true;
    *count = COUNT_OF(rows);
    return choices;
}

static void add_parameter(struct html *address, str name, str value)
{
    html_raw(address, name);
    html_part(address, value);
}

/* The address at which what comes after this page is told. */
static str events_of(struct caller *caller)
{
    struct html address = {.text = text_in(caller->arena)};
    struct text heard = text_in(caller->arena);
    static const str names[] = {STR_INIT("school"), STR_INIT("show"), STR_INIT("kind")};

    text_add_u64(&heard, caller->site->board.heard);
    add_parameter(&address, STR("/board/events?since="), text_str(&heard));
    for (size_t i = 0; i < COUNT_OF(names); i++) {
        str value = {0};

        (void)http_query(caller->request, names[i], &value);
        html_raw(&address, STR("&"));
        html_raw(&address, names[i]);
        add_parameter(&address, STR("="), value);
    }
    return text_str(&address.text);
}

bool show_board(struct caller *caller, struct http_answer *answer, struct err *err)
{
    struct site *site = caller->site;
    struct open_visits_view view = {.events = events_of(caller),
        .zone = desk_zone(caller->site->desk),
        .at = board_clock(caller, site->clock.now(site->clock.context)),
        .has_history = caller_may(caller, MAY_SEE_HISTORY, caller_school(caller))};
    struct html html = caller_page(caller, SAY("Open visits"), &view.frame);

    (void)err;
    view.desks = desks_notices(caller);
    add_lines(caller, &view);
    add_schools(caller, &view);
    add_shows(caller, &view);
    view.kinds = earnest_choices(caller, &view.kind_count);
    view_open_visits(&html, &view);
    site_answer(caller->request, &html, 200, answer);
    return true;
}
