/*
 * GET /about: what this program is, and by which protocols it answers.
 */
#include "web/protocol.h"

enum { PROGRAM_ROWS = 2 };

bool show_about(struct caller *caller, struct http_answer *answer, struct err *err)
{
    const struct site *site = caller->site;
    struct keeper_state state;
    struct row_view rows[PROGRAM_ROWS] = {
        {.key = SAY("Version"), .value = site->version}, {.key = SAY("Record")}};
    struct about_view view = {.program = {.rows = rows, .count = PROGRAM_ROWS},
        .protocols = protocol_list(caller),
        .protocol_count = site->shelf.count};
    struct html html = caller_page(caller, SAY("About Vestibule"), &view.frame);

    if (!keeper_state(site->keeper, &state, err))
        return false;
    rows[1].value = state.origin;
    view_about(&html, &view);
    site_answer(caller->request, &html, 200, answer);
    return true;
}
