/*
 * GET /: what somebody who is signed in begins with: the button of the desk, the visits
 * that are open at their school, whom to telephone, and where else they may go.
 */
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

/* The roles of the protocol that can be telephoned. */
static size_t numbers_of(struct caller *caller, const struct number_view **out)
{
    const struct image *image = &desk_bench(caller->site->desk)->image;
    struct number_view *numbers =
        ARENA_ARRAY(caller->arena, struct number_view, image->count[SECTION_ROLES]);
    size_t count = 0;

    for (uint32_t r = 0; r < image->count[SECTION_ROLES]; r++) {
        const uint32_t *item = image_item(image, SECTION_ROLES, r);
        str label = role_words(caller, image_str(image, item + ROLE_NAME));
        str number = find_number(label);

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

bool show_start(struct caller *caller, struct http_answer *answer, struct err *err)
{
    str school = caller_school(caller);
    struct start_view view = {
        .sees_visits = school.len > 0 && caller_may(caller, MAY_SEE_VISIT, school),
        .may_open = school.len > 0 && caller_may(caller, MAY_OPEN_VISIT, school),
        .form = caller_form(caller, STR("/visits"))};
    struct html html = caller_page(caller, SAY("The desk"), &view.frame);

    (void)err;
    if (view.sees_visits)
        view.open = open_visits(caller, school);
    view.number_count = numbers_of(caller, &view.numbers);
    view.link_count = links_of(caller, school, &view.links);
    view_start(&html, &view);
    site_answer(caller->request, &html, 200, answer);
    return true;
}
