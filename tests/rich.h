/*
 * rich: random protocols with all that the language has.
 *
 * Choices, yes or no, numbers, times, dates tied to each other, to today and to
 * fixed days, days counted, two outcomes of which one depends on the other,
 * exceptions to rules and to sections, assumptions, duties, words and properties:
 * with gaps, conflicts, rules that never stand and properties that do not hold.
 */
#ifndef VESTIBULE_TESTS_RICH_H
#define VESTIBULE_TESTS_RICH_H

#include "base/base.h"

void rich_document(struct text *text, unsigned properties);

/* A `never` or `always` as somebody might ask it of any such document. */
void rich_property(struct text *text, unsigned number);

#endif
