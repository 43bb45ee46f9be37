/*
 * words: what a slot may be, for people.
 *
 * A set of a slot's values as a phrase: names for choices, ranges for numbers and
 * times, "1 to 14 days after today" for dates.
 */
#ifndef VESTIBULE_STUDY_WORDS_H
#define VESTIBULE_STUDY_WORDS_H

#include "policy/policy.h"

/* Write a phrase with the fact it is about: "agency is ice or cbp". */
void text_add_slot_is(
    struct text *text, const struct space *space, uint32_t slot, const bool *members);

/* Write only what it is: "ice or cbp", "5 to 9", "before today". */
void text_add_slot_values(
    struct text *text, const struct space *space, uint32_t slot, const bool *members);

/* Write a name with spaces for underscores: "school days since received". */
void text_add_spaced(struct text *text, str name);

#endif
