/*
 * rights: what somebody may be, in words and in forms: "desk@Hamline", or "law" for the
 * whole district.
 */
#ifndef VESTIBULE_WEB_RIGHTS_H
#define VESTIBULE_WEB_RIGHTS_H

#include "web/ask.h"

/* "Front desk (Hamline)"; of all of them, with semicolons. */
str right_words(const struct caller *caller, const struct people_right *right);
str rights_words(const struct caller *caller, const struct account *account);

/* Fields that ask for one more right; and those that an account has, to be kept. */
enum { RIGHT_FIELDS = 2 };
void right_fields(const struct caller *caller, struct field_view fields[RIGHT_FIELDS]);
struct field_view rights_field(
    const struct caller *caller, const struct account *account);

/* The rights that a form has: those that are kept, and the one more.  ERR_INVALID: none,
 * or more than there can be. */
bool rights_chosen(const struct caller *caller, struct people_right **out,
    size_t *count, struct err *err) MUST_USE;

#endif
