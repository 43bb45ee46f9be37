/*
 * cofactor: what is left of an outcome's diagram once some slots are known.
 *
 * Reduced and shared like the compiler's diagrams (equal functions are one node), but
 * in the scratch, so that questions can be weighed without memory of their own.  The
 * store also serves as a memory between calls: what was worked out for a node stays
 * until the store is full and forgotten.
 */
#ifndef VESTIBULE_EVAL_COFACTOR_H
#define VESTIBULE_EVAL_COFACTOR_H

#include "eval/eval.h"

/* A node, or a leaf when the top bit is set. */
typedef uint32_t cofactor;

#define COFACTOR_LEAF 0x80000000u

static inline bool cofactor_is_leaf(cofactor f)
{
    return (f & COFACTOR_LEAF) != 0;
}

/* How many questions some way of asking takes, for the prices it was worked out at. */
struct cofactor_plan {
    double average;
    uint32_t worst;
    uint32_t prices; /* a stamp; 0: not worked out */
};

struct cofactor_node {
    uint32_t slot;
    uint32_t kids;   /* place of the first */
    uint32_t next;   /* in its bucket */
    uint32_t leaves; /* that lie below, as LEAF_BITs, LEAF_IMPOSSIBLE among them */
    uint32_t mark;
    uint32_t slots;              /* how many slots it depends on; 0: not counted yet */
    double share;                /* of the states below, those that are allowed */
    struct cofactor_plan plan;   /* by the simple player */
    struct cofactor_plan replan; /* by the one that plays it out */
    struct cofactor_plan interview; /* by the questions that are really asked */
};

/* Remembers the result of fixing a slot, and pairs that do not differ. */
struct cofactor_memo {
    cofactor f;
    uint32_t slot;
    uint32_t value;
    cofactor result;
};
struct cofactor_pair {
    cofactor a, b;
};

struct cofactors {
    const struct image *image;
    struct cofactor_node *nodes;
    uint32_t *kids;
    uint32_t *buckets;
    struct cofactor_memo *memos;
    struct cofactor_pair *pairs;
    double *totals;    /* [slot] the states that all its values stand for */
    uint32_t *places;  /* [place in the image] the node it became */
    uint32_t *stamps;  /* [place in the image] when */
    cofactor *stack;   /* kids under construction */
    uint16_t *counted; /* the slots that cofactor_slot_count found */
    uint32_t capacity; /* nodes; a power of two */
    uint32_t count;    /* nodes made; number 0 is not used */
    uint32_t kid_count;
    uint32_t stack_top;
    uint32_t stamp; /* of the last way down from an image's root */
    uint32_t mark;
    bool full; /* sticky until forgotten: results since then mean nothing */
};

/* Bytes for a store of `capacity` nodes (a power of two). */
size_t cofactors_size(const struct image *image, uint32_t capacity);

/* Set a store up in bytes[0 .. cofactors_size), aligned to 8. */
void cofactors_init(
    struct cofactors *c, const struct image *image, void *bytes, uint32_t capacity);

/* Empty the store; every cofactor becomes invalid. */
void cofactors_forget(struct cofactors *c);

/* What is left of `root` with the known slots fixed. */
cofactor cofactor_of(struct cofactors *c, image_edge root, const uint16_t *slots);

/* The same with one more slot fixed. */
cofactor cofactor_fix(struct cofactors *c, cofactor f, uint32_t slot, uint32_t value);

/* The leaves below, without LEAF_IMPOSSIBLE; and the share of allowed states. */
uint32_t cofactor_leaves(const struct cofactors *c, cofactor f);
double cofactor_share(const struct cofactors *c, cofactor f);

/* The share of a slot's states that one of its values stands for. */
double cofactor_weight(const struct cofactors *c, uint32_t slot, uint32_t value);

/* List the slots it depends on, ascending, in `out` (room for all slots of the image);
 * return how many. */
uint32_t cofactor_slots(struct cofactors *c, cofactor f, uint16_t *out);

/* Only how many. */
uint32_t cofactor_slot_count(struct cofactors *c, cofactor f);

/* Whether some completion leads to two different allowed values. */
bool cofactor_differ(struct cofactors *c, cofactor a, cofactor b);

#endif
