/*
 * What commands that change a record must be told.
 */
#include "cli/log.h"

bool log_require(
    struct session *session, enum option_id option, str *out, struct err *err)
{
    *out = str_trim(session->given[option]);
    if (out->len > 0)
        return true;
    err_set(err, ERR_USAGE, STR("--"));
    err_add(err, options[option].name);
    return err_add(err, STR(" is needed here: the record says who did it, and why"));
}
