/*
 * papers: the papers of a visit, for every page that lists them.
 */
#ifndef VESTIBULE_WEB_PAPERS_H
#define VESTIBULE_WEB_PAPERS_H

#include "web/door.h"

/* The papers of a visit, as far as they are theirs to read. */
struct papers_view papers_of(struct caller *caller, const struct visit *visit);

/* What a paper looks like, in words: "A search warrant". */
str paper_words(str appears);

#endif
