/*
 * account: what the pages of somebody's own account share.
 */
#ifndef VESTIBULE_WEB_ACCOUNT_H
#define VESTIBULE_WEB_ACCOUNT_H

#include "web/ask.h"

/* Whether the form has the password that they have now; ERR_DENIED, ERR_LIMIT.  Who has
 * none, as somebody else signs them in, must have signed in a short while ago. */
bool account_checks(struct caller *caller, struct err *err) MUST_USE;

struct field_view account_password_field(void);

/* Their accounts at other places, each with a way to connect or disconnect it. */
bool part_providers(
    const struct caller *caller, struct part_view *part, struct err *err) MUST_USE;

/* Answer with recovery codes, shown once. */
void account_show_codes(const struct caller *caller, str lead,
    char codes[RECOVERY_CODES][RECOVERY_CHARS], struct http_answer *answer);

/* Ask, or ask again and say what was wrong with `field`; false when the error is none
 * that asking again would mend. */
bool account_asks_again(const struct caller *caller, struct ask_view *view, str field,
    struct http_answer *answer, const struct err *err) MUST_USE;

#endif
