/*
 * Calls that the desk made: whom it reached and when, or that nobody answered.
 */
#include "web/visits.h"

/* A time of today by the clocks of the schools, as RFC 3339. */
static bool read_time(struct caller *caller, str typed, str *so_at, struct err *err)
{
    struct text text = text_in(caller->arena);
    struct moment at;
    int32_t minute;

    if (typed.len == 0)
        return true;
    if (!desk_now(caller->site->desk, &at, err))
        return false;
    if (!time_parse(typed, &minute))
        return err_set(err, ERR_INVALID,
            SAY("Write the time of the call like 11:20; go back and correct it"));
    if (minute > at.minute)
        return err_set(err, ERR_INVALID,
            SAY("The time of the call has not come yet; go back and correct it"));
    at.second = minute == at.minute ? at.second : 0;
    at.minute = minute;
    text_add_moment(&text, &at);
    *so_at = text_str(&text);
    return true;
}

static str state_words(const struct desk_call *call)
{
    if (call->done)
        return SAY("Done");
    return call->reached ? SAY("I reached them") : SAY("No answer");
}

bool say_call(struct caller *caller, struct http_answer *answer, struct err *err)
{
    str state = caller_field(caller, STR("state"));
    struct desk_call call = {.reached = !str_equal(state, STR("no_answer")),
        .done = str_equal(state, STR("done")),
        .spoke_with = caller_field(caller, STR("spoke_with"))};
    const struct visit *visit;
    struct desk_done done;
    struct deed deed;

    if (!str_to_i64(http_part(caller->request, STR("n")), &call.raised))
        return err_set(err, ERR_NOT_FOUND, STR("there is no such duty"));
    if (!visit_asked(caller, MAY_ACKNOWLEDGE_DUTY, &visit, err) ||
        !read_time(caller, caller_field(caller, STR("at")), &call.so_at, err) ||
        !visit_deed(caller, visit, MAY_ACKNOWLEDGE_DUTY, &deed, err))
        return false;
    if (!desk_call(caller->site->desk, &deed.act, &call, &done, err)) {
        const str sent[] = {caller_say(caller, state_words(&call), NULL, 0),
            caller_field(caller, STR("at")), call.spoke_with};

        return show_over(caller, visit, sent, COUNT_OF(sent), answer, err);
    }
    http_see_other(answer, visit_address(caller->arena, done.visit, STR("answer")));
    return true;
}

str call_words(struct caller *caller, const struct visit_statement *called)
{
    bool reached = str_equal(called->value.text, STR("reached"));
    str at = written_time(caller, called->so_at, called->mark.at);
    const str values[] = {called->by,
        at.len > 0 ? at : time_words(caller, called->mark.at), called->source};

    if (called->is_erased)
        return SAY("Erased");
    if (!reached)
        return caller_say(
            caller, SAY("%1 called at %2, and nobody answered"), values, 2);
    return called->source.len > 0
        ? caller_say(caller, SAY("%1 reached them at %2, and spoke with %3"), values, 3)
        : caller_say(caller, SAY("%1 reached them at %2"), values, 2);
}
