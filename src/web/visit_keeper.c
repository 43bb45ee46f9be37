/*
 * Who looks after a visit: handed over to somebody, or taken over by who came to help.
 */
#include "web/visits.h"

struct keeper_view keeper_of(struct caller *caller, const struct visit *visit)
{
    str name = caller->session.account.name;

    return (struct keeper_view){.name = visit->keeper,
        .is_own = str_equal(visit->keeper, name),
        .may_pass_on =
            visit->is_open && caller_may(caller, MAY_HAND_OVER, visit->school),
        .form =
            caller_form(caller, visit_address(caller->arena, visit, STR("keeper")))};
}

bool pass_visit_on(struct caller *caller, struct http_answer *answer, struct err *err)
{
    bool to_me = caller_ticked(caller, STR("who"), STR("me"));
    const str words = caller_field(caller, STR("words"));
    const struct desk_message message = {
        .to = to_me ? caller->session.account.name : caller_field(caller, STR("to")),
        .words = &words,
        .count = words.len > 0};
    const struct visit *visit;
    struct desk_done done;
    struct deed deed;

    if (!visit_asked(caller, MAY_HAND_OVER, &visit, err))
        return false;
    if (message.to.len == 0)
        return err_set(err, ERR_INVALID,
            SAY("Write who looks after the visit from now on; go back and add it"));
    if (!visit_deed(caller, visit, MAY_HAND_OVER, &deed, err))
        return false;
    if (!desk_hand_over(caller->site->desk, &deed.act, &message, &done, err)) {
        const str sent[] = {
            caller_say(caller, SAY("%1 looks after it now"), &message.to, 1), words};

        return show_over(caller, visit, sent, COUNT_OF(sent), answer, err);
    }
    http_see_other(answer, visit_address(caller->arena, done.visit, STR("answer")));
    return true;
}
