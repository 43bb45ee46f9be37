/*
 * template: what an operator writes of a request, with places for what changes.
 *
 *     To={to}&Body={words}          {"to": "{to}", "text": "{words}"}
 *     Twiml=<Response><Say>{words|xml}</Say></Response>
 *
 * A place is a name between braces; `|xml` escapes what comes there for XML first.  Then it
 * is escaped for what it stands in, so nothing that is filled in can be taken for more
 * than a value.  Braces around anything else are themselves.
 */
#ifndef VESTIBULE_NOTIFY_TEMPLATE_H
#define VESTIBULE_NOTIFY_TEMPLATE_H

#include "base/base.h"

enum template_form {
    TEMPLATE_HEADER, /* control characters become blanks */
    TEMPLATE_QUERY,
    TEMPLATE_FORM,
    TEMPLATE_JSON, /* inside quotes */
};

/* What can stand in a place. */
struct template_values {
    str to;     /* +16515550100 */
    str digits; /* the same without the plus */
    str words;
    str subject;
    str link;
    str language;
    str key;
    str secret;
};

/* Whether all places have a name that there is, and those of JSON stand inside the quotes
 * of an object or array.  ERR_INVALID. */
bool template_check(str source, enum template_form form, struct err *err) MUST_USE;

/* Whether there is a place of that name. */
bool template_has(str source, str name);

/* The length of what stands before the first place. */
size_t template_fixed(str source);

str template_fill(struct arena *arena, str source, enum template_form form,
    const struct template_values *values);

#endif
