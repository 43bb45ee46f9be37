/*
 * drafts: what the pages about drafts of editions share.
 *
 * Whoever may write editions or approve them may read drafts; nobody else.
 */
#ifndef VESTIBULE_WEB_DRAFTS_H
#define VESTIBULE_WEB_DRAFTS_H

#include "web/ask.h"
#include "web/editions.h"
#include "web/views_draft.h"

/* A draft, opened for whoever asks. */
struct opened_draft {
    const struct compiled *in_force;
    struct draft draft;
};

/* The one that the address names.  ERR_NOT_FOUND, ERR_DENIED. */
bool draft_open(
    struct caller *caller, struct opened_draft *out, struct err *err) MUST_USE;

/* "/protocols/NAME/drafts/ID" and `rest`, which begins with a slash or is empty. */
str draft_address(const struct caller *caller, const struct draft *draft, str rest);

/* Compile it; lasts until the room is opened again.  NULL when it has mistakes. */
bool draft_compiled(struct caller *caller, const struct opened_draft *opened,
    struct room_edition **room, const struct compiled **out, struct err *err) MUST_USE;

/* Whether the edition that it is to replace is the one in force. */
bool draft_is_current(const struct opened_draft *opened);

/* Answer with its page.  `wrong` has why something was not done, or no kind; `written` is
 * what somebody wrote that was not saved, or empty. */
bool draft_answer(struct caller *caller, const struct opened_draft *opened,
    const struct err *wrong, str written, struct http_answer *answer,
    struct err *err) MUST_USE;

#endif
