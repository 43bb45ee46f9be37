/*
 * Signing in.
 */
#include "web/door.h"

bool sign_in_first(struct caller *caller, struct http_answer *answer, struct err *err)
{
    (void)err;
    (void)caller;
    http_see_other(answer, STR("/sign-in"));
    return true;
}
