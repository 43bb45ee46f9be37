/*
 * Calling: what somebody at the desk says of a call that they made.
 *
 * Those who are called often have no screen of ours: the principal's deputy, the chief of
 * a network.  What the desk says of the call is a note, `call_DUTY`, with whom it reached
 * as its source; that the duty is in their hands is an acknowledgement, by telephone.
 */
#include "app/desk_inside.h"

static bool note(struct desk *desk, const struct desk_act *act,
    const struct desk_call *call, const struct visit_duty *duty, struct desk_done *out,
    struct err *err)
{
    char buffer[RECORD_NAME_MAX];
    struct text name = text_fixed(buffer, sizeof(buffer));
    struct desk_statement statement = {
        .value = call->reached ? STR("reached") : STR("no_answer"),
        .basis = call->reached ? STR("told") : STR("seen"),
        .source = call->spoke_with,
        .so_at = call->so_at,
        .is_note = true};
    const struct desk_stating stating = {&statement, 1, -1};

    visit_add_call(&name, duty->name);
    statement.fact = text_str(&name);
    return desk_state(desk, act, &stating, out, err);
}

bool desk_call(struct desk *desk, const struct desk_act *act,
    const struct desk_call *call, struct desk_done *out, struct err *err)
{
    struct desk_acknowledgement taken = {
        .raised = call->raised, .channel = STR("telephone"), .done = call->done};
    uint8_t key[KEEPER_KEY_BYTES];
    struct desk_act then = *act;
    const struct visit_duty *duty;
    struct visit *visit;

    then.key = key;
    if (!desk_begin(desk, act, false, &visit, out, err))
        return false;
    duty = visit_duty_raised(visit, call->raised);
    if (duty == NULL)
        return err_set(err, ERR_NOT_FOUND, STR("this visit raised no such duty"));
    if (!desk_next_key(act->key, STR("reached"), key, err) ||
        !note(desk, act, call, duty, out, err))
        return false;
    return !call->reached || desk_acknowledge(desk, &then, &taken, out, err);
}
