/*
 * wanted: what somebody came for before they were asked who they are.
 *
 * A page: they come back to it.  A form whose session had ended meanwhile: its fields go
 * along through signing in, and are offered to be sent again under their old key.  Only a
 * form of this browser's last session does, which its token proves, and none with secrets.
 */
#ifndef VESTIBULE_WEB_WANTED_H
#define VESTIBULE_WEB_WANTED_H

#include "web/door.h"

struct wanted {
    str address; /* of this host, to be sent to; "/" when nothing else is known */
    bool is_form;
    const struct pair_view *fields; /* of the form, without its token */
    size_t count;
};

/* What a request is for that was sent to sign in. */
struct wanted wanted_now(const struct caller *caller);

/* What a request to sign in says that was wanted: anything but a place here is "/". */
struct wanted wanted_before(const struct caller *caller);

/* As hidden fields of the next page. */
const struct pair_view *wanted_kept(
    const struct caller *caller, const struct wanted *wanted, size_t *count);

/* The address of a page about signing in that knows what is wanted; a form is lost. */
str wanted_address(
    const struct caller *caller, str page, str query, const struct wanted *wanted);

/* They have proved who they are: the session from before ends, and they come to what they
 * wanted. */
bool sign_in_end(struct caller *caller, const struct wanted *wanted,
    const struct sign_in *in, struct http_answer *answer, struct err *err) MUST_USE;

#endif
