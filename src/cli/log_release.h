/*
 * release: what is shown of a bundle, on the page and in print.
 */
#ifndef VESTIBULE_CLI_LOG_RELEASE_H
#define VESTIBULE_CLI_LOG_RELEASE_H

#include "cli/log.h"

/* Verify the bundle in a file, offline (`log verify BUNDLE.json`). */
bool verify_release(struct session *session, str path, struct err *err) MUST_USE;

/* "account, paragraph 2", or "not named". */
void text_add_withheld(struct text *text, const struct release_withheld *withheld);

/* Write a bundle as a page of HTML to print; `digest` is that of its file. */
void text_add_release_page(struct text *text, const struct release *release,
    const struct release_shown *shown, str digest);

/* A moment as it stands in leaves. */
void text_add_utc(struct text *text, int64_t at);

#endif
