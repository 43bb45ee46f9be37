/*
 * space: the finite space of states that a protocol's facts span.
 *
 * Every fact becomes one or more slots, the variables of the diagram: a choice is
 * one slot; a number or a time is one slot whose values are the intervals between
 * the thresholds that conditions name; two dates that are compared are one slot
 * whose values are intervals of their difference in days.  That keeps everything
 * finite and exact.
 *
 * A space may span two documents at once (diff): their facts are matched by name
 * and their values by name; a view tells how one document's facts lie in it.
 */
#ifndef VESTIBULE_POLICY_SPACE_H
#define VESTIBULE_POLICY_SPACE_H

#include "diagram/diagram.h"
#include "policy/tree.h"

/* Leaves of an outcome's diagram that are not one of its values.  They count as no
 * wherever a condition names the outcome. */
enum {
    OUTCOME_MAX_VALUES = 28,
    OUTCOME_GAP = 29,        /* no rule stands */
    OUTCOME_CONFLICT = 30,   /* rules that stand disagree */
    OUTCOME_IMPOSSIBLE = 31, /* the assumptions rule the state out */
    OUTCOME_LEAVES = 32,
};

enum slot_kind {
    SLOT_VALUE, /* the value of fact `first` */
    SLOT_CUT,   /* the interval that the number or time `first` falls into */
    SLOT_PAIR,  /* the interval of date `first` minus date `second` (or the day of
                 * `first`, when second is TREE_NONE) */
};

struct slot {
    enum slot_kind kind;
    uint32_t first;
    uint32_t second;
    uint32_t size;
    int32_t *cuts; /* ascending; interval i holds cuts[i - 1] <= x < cuts[i] */
    uint32_t cut_count;
    int32_t low, high; /* what a SLOT_CUT may be at most */
    uint64_t *weights; /* states a value stands for; NULL when each is one */
};

/* A fact of the space: of one document or of several, matched by name. */
struct space_fact {
    const struct fact *fact; /* in the first document that has it */
    str *values;             /* names, choice kinds only */
    uint32_t value_count;
    int32_t low, high; /* numbers: what every document's range has */
    uint32_t slot;     /* SLOT_VALUE and SLOT_CUT; TREE_NONE for dates */
    uint32_t since;    /* days-since kinds: the date counted from */
};

struct space {
    struct space_fact *facts;
    uint32_t fact_count;
    struct slot *slots;
    uint32_t slot_count;
    uint32_t today; /* index of the fact, or TREE_NONE */
};

/* How one document's facts and values are numbered in a space. */
struct space_view {
    const struct tree *tree;
    const struct space *space;
    uint32_t *facts;   /* [tree fact] = space fact */
    uint32_t **values; /* [tree fact][tree value] = space value; NULL if not a choice */
};

/*
 * Build the space over `count` documents, and a view for each.  Facts must be of
 * one kind in all of them: otherwise false, and `clash` names the fact.
 */
bool space_build(struct arena *arena, const struct tree *const *trees, size_t count,
    struct space *space, struct space_view *views, str *clash) MUST_USE;

/* Return the yes/no diagram of `cond`.  Lets and outcomes come in as diagrams. */
struct lowering {
    struct diagram *diagram;
    const struct space_view *view;
    const dd *lets;     /* one a let; NULL where there is none to name */
    const dd *outcomes; /* one an outcome, leaves = values of the document */
};
dd space_lower(const struct lowering *lowering, const struct cond *cond);

/*
 * Return yes where the differences between dates can all be true at once, and true
 * of the known ones among `facts` (of the space; NULL: none is known).  False when
 * the dates are tied in more ways than `SPACE_MAX_TIES`.
 */
enum { SPACE_MAX_TIES = 200000 };
bool space_ties(struct arena *arena, const struct space *space, struct diagram *diagram,
    const int32_t *facts, dd *ties) MUST_USE;

/*
 * Turn a state (a value or DD_FREE a slot) into facts of the space: concrete
 * values, VALUE_UNKNOWN where free.  Dates are chosen to lie as the slots say,
 * counted from `base_day`.  False when no dates can.
 */
bool space_realise(struct arena *arena, const struct space *space,
    const uint32_t *state, int32_t base_day, int32_t *facts) MUST_USE;

/* The slot values of known facts (DD_FREE where unknown): the inverse. */
void space_bind(const struct space *space, const int32_t *facts, uint32_t *state);

/* The smallest and largest number an interval holds; far beyond any date where it
 * is open. */
int32_t slot_low(const struct slot *slot, uint32_t value);
int32_t slot_high(const struct slot *slot, uint32_t value);

#endif
