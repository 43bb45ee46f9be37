/*
 * tongue: the languages of the pages, and the words in each.
 *
 * English is the key: a page says what it says in English, and the catalogue of a language
 * knows it in that language or leaves it as it is.  The catalogue of English is empty.
 * Every other language is a file in po/, made into a row of the table by
 * tools/tonguegen.sh: nothing in C names one.
 */
#ifndef VESTIBULE_WEB_TONGUE_H
#define VESTIBULE_WEB_TONGUE_H

#include "base/base.h"

struct tongue {
    str code;                                 /* of BCP 47: "en", "es" */
    str name;                                 /* in itself: "English" */
    bool is_rightward;                        /* written from left to right */
    unsigned long (*plural)(unsigned long n); /* the form for so many */
    str catalogue;                            /* web/catalogue.h */
};

/* What tools/tonguegen.sh makes of po/. */
extern const struct tongue web_tongues[];
extern const size_t web_tongue_count;

/* The languages there are; the first is the one for everybody else. */
const struct tongue *tongue_rows(size_t *count);

/* Find a language by its code; NULL when there is no such. */
const struct tongue *tongue_find(str code);

/* Choose of `rows` by what a browser accepts (RFC 9110, Accept-Language); never NULL. */
const struct tongue *tongue_choose(
    const struct tongue *rows, size_t count, str accepted);

/* What English words are in this language; the words themselves when it has none. */
str tongue_say(const struct tongue *tongue, str english);

/* The same, with values in place of %1, %2 ... */
str tongue_fill(const struct tongue *tongue, struct arena *arena, str english,
    const str *values, size_t count);

/* What is said of so many: `one` and `many` are the English words, %1 the number. */
str tongue_count(const struct tongue *tongue, struct arena *arena, str one, str many,
    uint64_t number);

/* A day: "25 November 2026". */
str tongue_day(const struct tongue *tongue, struct arena *arena, int32_t day);

/* The day and the time of a moment: "25 November 2026, 14:05". */
str tongue_moment(
    const struct tongue *tongue, struct arena *arena, const struct moment *moment);

/* Add words to a text, with values in place of %1, %2 ... */
void words_fill(struct text *text, str words, const str *values, size_t count);

#endif
