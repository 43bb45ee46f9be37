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

/* Whether it has them in this language. */
bool tongue_knows(const struct tongue *tongue, str english);

/* The same as tongue_say, with values in place of %1, %2 ... */
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

/*
 * Words in another language than the page's, marked with Unicode's language tags
 * (U+E0001, letters, U+E007F), which nobody sees: they stay with the words in whatever
 * sentence these are put, until html makes an element of them that says the language.
 * In the page's own language they come back as they are.
 */
str tongue_mark(const struct tongue *page, struct arena *arena, str code, str words);

/* What is marked so, as it was before; a piece of it up to `end`, still marked. */
str tongue_unmark(struct arena *arena, str words);
str tongue_cut(struct arena *arena, str words, str end);

/* The length of a tag at a place of a text; 0: there is none.  `letter` is what it
 * stands for: '\1' begins a language, '\177' ends it. */
size_t tongue_tag(str text, size_t at, char *letter);

/* Add words to a text, with values in place of %1, %2 ..., each set apart (U+2068) where
 * the language runs from right to left: a value may run the other way. */
void words_fill(const struct tongue *tongue, struct text *text, str words,
    const str *values, size_t count);

#endif
