/*
 * notes: what two documents do not share, in words.
 *
 * Facts, values, outcomes and duties that only one of them has, ranges that
 * differ, duties that arise, or read, differently, and editions that share a date.
 */
#ifndef VESTIBULE_STUDY_NOTES_H
#define VESTIBULE_STUDY_NOTES_H

#include "study/study.h"

/* Add the notes to `out`.  Returns false when one of them is a difference in what
 * a decision says: an outcome or a duty that is not the same. */
bool notes_compare(
    struct arena *arena, struct policy_pair *pair, struct study_diff *out);

#endif
