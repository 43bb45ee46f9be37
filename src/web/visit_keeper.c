/*
 * Who looks after a visit: handed over to somebody, or taken over by who came to help.
 */
#include "web/pages.h"
#include "web/visits.h"

struct keeper_view keeper_of(struct caller *caller, const struct visit *visit)
{
    str name = caller->session.account.name;

    return (struct keeper_view){.name = visit->keeper,
        .is_own = str_equal(visit->keeper, name),
        .may_pass_on =
            visit->is_open && caller_may(caller, MAY_HAND_OVER, visit->school),
        .form = caller_form(caller, visit_address(caller->arena, visit, STR("keeper"))),
        .seen = (uint64_t)visit->next};
}

/* When, and with which words: "11:20: “They wait in the hall”". */
static str told_of(struct caller *caller, const struct visit_message *handed)
{
    const str values[] = {time_words(caller, handed->mark.at),
        joined_words(caller->arena, &handed->words)};

    return values[1].len == 0 ? values[0]
                              : caller_say(caller, SAY("%1: “%2”"), values, 2);
}

static void show_both(struct caller *caller, const struct desk_done *done,
    const struct desk_handing *handing, str keep, struct http_answer *answer)
{
    const str words = handing->count > 0 ? handing->words[0] : (str){0};
    const struct pair_view kept[] = {{STR("to"), handing->to}, {STR("words"), words}};
    struct both_view view = {.title = SAY("It has just been handed over"),
        .question = SAY("Who looks after it from now on"),
        .which = SAY("Which one counts from now on? If you hand it over, theirs stays "
                     "in the record."),
        .again = SAY("Mine: hand it over"),
        .yours = {.key = SAY("You"), .value = handing->to, .note = words},
        .keep = keep,
        .kept = kept,
        .kept_count = COUNT_OF(kept)};
    struct html html;

    html = caller_page(caller, view.title, &view.frame);
    view.seen = (uint64_t)done->visit->next;
    view.form = caller_form(caller, caller->request->path);
    view.theirs = (struct row_view){.key = done->handed->by,
        .value = done->handed->to,
        .note = told_of(caller, done->handed)};
    view_both(&html, &view);
    site_answer(caller->request, &html, 409, answer);
}

bool show_not_handed(struct caller *caller, const struct desk_done *done,
    const struct desk_handing *handing, str keep, struct http_answer *answer,
    const struct err *err)
{
    const str sent[] = {
        caller_say(caller, SAY("%1 looks after it now"), &handing->to, 1),
        handing->count > 0 ? handing->words[0] : (str){0}};

    if (err->kind != ERR_CONFLICT || done->visit == NULL)
        return false;
    if (done->handed == NULL)
        return show_over(caller, done->visit, sent, COUNT_OF(sent), answer, err);
    show_both(caller, done, handing, keep, answer);
    return true;
}

bool handing_sent(struct caller *caller, str *words, struct desk_handing *out)
{
    *words = caller_field(caller, STR("words"));
    *out = (struct desk_handing){.to = caller_ticked(caller, STR("who"), STR("me"))
            ? caller->session.account.name
            : caller_field(caller, STR("to")),
        .words = words,
        .count = words->len > 0};
    if (!str_to_i64(caller_field(caller, STR("seen")), &out->seen))
        out->seen = -1;
    return out->to.len > 0;
}

bool pass_visit_on(struct caller *caller, struct http_answer *answer, struct err *err)
{
    struct desk_handing handing;
    const struct visit *visit;
    struct desk_done done;
    struct deed deed;
    str words;
    str page;

    if (!visit_asked(caller, MAY_HAND_OVER, &visit, err))
        return false;
    if (!handing_sent(caller, &words, &handing))
        return err_set(err, ERR_INVALID,
            SAY("Write who looks after the visit from now on; go back and add it"));
    if (!visit_deed(caller, visit, MAY_HAND_OVER, &deed, err))
        return false;
    page = visit_address(caller->arena, visit, STR("answer"));
    if (!desk_hand_over(caller->site->desk, &deed.act, &handing, &done, err))
        return show_not_handed(caller, &done, &handing, page, answer, err);
    http_see_other(answer, page);
    return true;
}
