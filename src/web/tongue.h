/*
 * tongue: the languages of the pages, and the words in each.
 *
 * English is the key: a page says what it says in English, and a catalogue knows it in
 * another language or leaves it as it is.  The catalogue of English is empty.
 */
#ifndef VESTIBULE_WEB_TONGUE_H
#define VESTIBULE_WEB_TONGUE_H

#include "base/base.h"

struct phrase {
    str english;
    str said;
};

struct tongue {
    str code;                     /* of BCP 47: "en", "es" */
    str name;                     /* in itself: "English" */
    bool is_rightward;            /* written from left to right */
    const struct phrase *phrases; /* in the order of str_compare */
    size_t count;
};

/* The languages there are; the first is the one for everybody else. */
const struct tongue *tongue_rows(size_t *count);

/* Find a language by its code; NULL when there is no such. */
const struct tongue *tongue_find(str code);

/* Choose of `rows` by what a browser accepts (RFC 9110, Accept-Language); never NULL. */
const struct tongue *tongue_choose(
    const struct tongue *rows, size_t count, str accepted);

/* What English words are in this language; the words themselves when it has none. */
str tongue_say(const struct tongue *tongue, str english);

#endif
