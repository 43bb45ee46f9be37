/*
 * account: what the pages of somebody's own account share.
 */
#ifndef VESTIBULE_WEB_ACCOUNT_H
#define VESTIBULE_WEB_ACCOUNT_H

#include "web/ask.h"

/* Whether the form has the password that they have now; ERR_DENIED, ERR_LIMIT.  Who is
 * signed in by a proxy and has none needs none. */
bool account_checks(struct caller *caller, struct err *err) MUST_USE;

struct field_view account_password_field(void);

/* Ask, or ask again and say what was wrong with `field`; false when the error is none
 * that asking again would mend. */
bool account_asks_again(const struct caller *caller, struct ask_view *view, str field,
    struct http_answer *answer, const struct err *err) MUST_USE;

#endif
