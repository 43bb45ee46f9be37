/*
 * ties: how dates that are compared with each other can lie.
 *
 * With one of them unknown, the slots that read it move together.  Here every way
 * they can jointly lie is tried, by the same reasoning that the compiler uses
 * (difference constraints, Bellman-Ford), with known dates pinned.
 */
#ifndef VESTIBULE_EVAL_TIES_H
#define VESTIBULE_EVAL_TIES_H

#include "eval/eval.h"

enum { TIES_MOST = 32, TIES_DATES = 32 };

/* after - before lies in the interval that the slot's value stands for. */
struct tie {
    uint32_t slot;
    uint32_t after; /* nodes */
    uint32_t before;
};

struct ties {
    const struct image *image;
    const int32_t *facts;
    struct tie items[TIES_MOST];
    uint16_t known[TIES_MOST];  /* the slot's value, if it is known all the same */
    uint16_t values[TIES_MOST]; /* the ones that are tried */
    uint32_t count;
    uint32_t dates[TIES_DATES]; /* node -> fact; node 0 is day zero */
    uint32_t date_count;
};

/* Find the slots that compare an unknown date; false when there are fewer than two (one
 * alone is tied to nothing) or more than can be tried. */
bool ties_find(struct ties *ties, const struct image *image, const int32_t *facts,
    const uint16_t *slots);

/* Let `date` lie in a second way too, all other dates being where they are: every slot
 * that reads it is added once more, after the first `ties->count`.  False when that is
 * more than can be tried. */
bool ties_add_twin(struct ties *ties, uint32_t date);

/* Call `visit` with every way in which all slots can lie, in ties->values, until it
 * returns false. */
void ties_each(struct ties *ties, bool (*visit)(struct ties *, void *), void *context);

#endif
