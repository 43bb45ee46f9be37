/*
 * Publishing, by those who answer for it when no witness does.
 */
#include "cli/log.h"

bool log_check_signing(const struct session *session, struct err *err)
{
    return option_given(session, OPTION_WITHOUT_WITNESS) ==
        option_given(session, OPTION_BY) ||
        err_set(err, ERR_USAGE,
            STR("--without-witness REASON and --by WHO go together: both stand in the "
                "record"));
}

bool log_sign(struct session *session, struct keeper *keeper, struct publication *out,
    struct err *err)
{
    const struct without_witness why = {
        session->given[OPTION_WITHOUT_WITNESS], session->given[OPTION_BY]};

    if (why.reason.len == 0)
        return keeper_publish(keeper, session->arena, out, err);
    return keeper_publish_without_witness(keeper, session->arena, &why, out, err);
}
