/*
 * found: the ways that why_not has found so far.
 *
 * A way is what it makes of the slots: a value for some of them, and the set of dates
 * that move.  One way is part of another when all it changes the other changes
 * so, too.
 */
#ifndef VESTIBULE_STUDY_FOUND_H
#define VESTIBULE_STUDY_FOUND_H

#include "study/days.h"
#include "study/study.h"

/* One way: picked[slot] is DD_FREE where the slot may be anything. */
struct found {
    uint32_t mask;  /* of the dates that move, as numbered in `founds` */
    uint32_t *low;  /* [slot] picked, or DD_FREE */
    uint32_t *high; /* the same while searching; ways side by side are joined later */
};

struct founds {
    struct arena *arena;
    const struct policy *policy;
    const int32_t *facts;
    uint32_t dates[DAYS_MOST]; /* that could move */
    uint32_t date_count;
    struct found *items;
    uint32_t count;
    size_t capacity;
    bool cut_short;
};

/* The dates of a set, and everything known but them and what is counted from them. */
struct days founds_days(const struct founds *founds, uint32_t mask);

/* Whether what is picked contains a way already found. */
bool founds_contain(const struct founds *founds, uint32_t mask, const uint32_t *picked);

/* Add a way: as much of it as contains no other.  `picked` is changed and put back. */
void founds_add(struct founds *founds, uint32_t mask, uint32_t *picked);

/* Turn them into ways for people: joined where they lie side by side, in order. */
void founds_finish(struct founds *founds, struct study_ways *out);

#endif
