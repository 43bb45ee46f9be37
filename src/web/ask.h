/*
 * ask: a page with a form of a few fields, as handlers answer with it.
 */
#ifndef VESTIBULE_WEB_ASK_H
#define VESTIBULE_WEB_ASK_H

#include "web/door.h"

/* Fill in the frame of a page in `view`, which must have its title, and answer with it.
 * A mistake makes the title say so. */
void ask_answer(const struct caller *caller, struct ask_view *view, unsigned status,
    struct http_answer *answer);
void sheet_answer(
    const struct caller *caller, struct sheet_view *view, struct http_answer *answer);

/* Put one mistake into a page: `words` begin with a small letter or not, and lead to the
 * field `name`. */
void ask_mistake(
    const struct caller *caller, struct ask_view *view, str name, str words);

/* The same with an error. */
void ask_wrong(const struct caller *caller, struct ask_view *view, str name,
    const struct err *err);

/* The status of a form that is asked again after an error, or first; 0: asking again does
 * not mend it. */
unsigned ask_status(const struct err *err);

/* A copy of words, as a sentence: with a capital letter and a full stop. */
str sentence_of(struct arena *arena, str words);

/* A moment as people read it: "24 January 2026, 11:15". */
bool moment_words(
    const struct caller *caller, int64_t at, str *out, struct err *err) MUST_USE;

#endif
