/*
 * Something was sent from an old page, and the visit had ended meanwhile: nothing more can
 * be recorded of it, so how it ended is shown beside what was sent, and nothing is lost.
 */
#include "web/pages.h"
#include "web/visits.h"

bool show_over(struct caller *caller, const struct visit *visit, const str *sent,
    size_t count, struct http_answer *answer, const struct err *err)
{
    const str closing[] = {visit->closed_by, time_words(caller, visit->closed.at)};
    struct over_view view = {.sent = sent,
        .sent_count = count,
        .account = joined_words(caller->arena, &visit->closing_account),
        .record = visit_address(caller->arena, visit, STR("record"))};
    struct html html;

    if (err->kind != ERR_CONFLICT || visit->is_open)
        return false;
    html =
        caller_page(caller, SAY("This visit ended before you sent this"), &view.frame);
    view.theirs = (struct row_view){.value = end_words(visit->end),
        .note = caller_say(caller, SAY("%1, %2"), closing, COUNT_OF(closing))};
    view_over(&html, &view);
    site_answer(caller->request, &html, 409, answer);
    return true;
}
