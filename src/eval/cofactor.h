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

/* What is read all the time: kept small. */
struct cofactor_node {
    uint16_t slot;
    uint16_t slots;  /* how many it depends on */
    uint32_t kids;   /* place of the first */
    uint32_t next;   /* in its bucket */
    uint32_t leaves; /* that lie below, as LEAF_BITs, LEAF_IMPOSSIBLE among them */
};

/* What is worked out for a node. */
struct cofactor_note {
    double share;                   /* of the states below, those that are allowed */
    struct cofactor_plan plan;      /* by the simple player */
    struct cofactor_plan replan;    /* by the one that plays it out */
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

/* What the image says of a slot. */
struct cofactor_slot {
    uint32_t size;
    uint32_t weights; /* place of the first */
};

struct cofactors {
    const struct image *image;
    struct cofactor_slot *slots;
    double *weights; /* of each value of each slot, its share of the slot's states */
    struct cofactor_node *nodes;
    struct cofactor_note *notes;
    uint64_t *sets; /* of the slots that a node depends on, a bit each */
    uint32_t *kids;
    uint32_t *buckets;
    struct cofactor_memo *memos;
    struct cofactor_pair *pairs;
    uint32_t *places;   /* [place in the image] the node it became */
    uint32_t *stamps;   /* [place in the image] when */
    cofactor *stack;    /* kids under construction */
    uint32_t set_words; /* in each set */
    uint32_t capacity;  /* nodes; a power of two */
    uint32_t count;     /* nodes made; number 0 is not used */
    uint32_t kid_count;
    uint32_t stack_top;
    uint32_t stamp; /* of the last way down from an image's root */
    bool full;      /* sticky until forgotten: results since then mean nothing */
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

/* How many values a slot has. */
static inline uint32_t cofactor_size(const struct cofactors *c, uint32_t slot)
{
    return c->slots[slot].size;
}

/* The share of a slot's states that one of its values stands for. */
static inline double cofactor_weight(
    const struct cofactors *c, uint32_t slot, uint32_t value)
{
    return c->weights[c->slots[slot].weights + value];
}

/* All leaves below, LEAF_IMPOSSIBLE among them. */
static inline uint32_t cofactor_all_leaves(const struct cofactors *c, cofactor f)
{
    return cofactor_is_leaf(f) ? leaf_bit(f & ~COFACTOR_LEAF) : c->nodes[f].leaves;
}

/* The leaves below, without LEAF_IMPOSSIBLE; and the share of allowed states. */
static inline uint32_t cofactor_leaves(const struct cofactors *c, cofactor f)
{
    return cofactor_all_leaves(c, f) & ~leaf_bit(LEAF_IMPOSSIBLE);
}
double cofactor_share(const struct cofactors *c, cofactor f);

/* Whether all states below are allowed.  Two such cofactors that are not the same
 * differ somewhere, and every slot that one depends on matters. */
static inline bool cofactor_is_total(const struct cofactors *c, cofactor f)
{
    return (cofactor_all_leaves(c, f) & leaf_bit(LEAF_IMPOSSIBLE)) == 0;
}

/* Words that a set of an image's slots takes, and what it says of one. */
static inline uint32_t cofactor_set_words(const struct image *image)
{
    return (image->count[SECTION_SLOTS] + 63) / 64;
}
static inline bool cofactor_set_has(const uint64_t *set, uint32_t slot)
{
    return (set[slot / 64] >> slot % 64 & 1) != 0;
}
static inline void cofactor_set_add(uint64_t *set, uint32_t slot)
{
    set[slot / 64] |= UINT64_C(1) << slot % 64;
}

/* Whether it depends on a slot. */
static inline bool cofactor_depends(
    const struct cofactors *c, cofactor f, uint32_t slot)
{
    return !cofactor_is_leaf(f) &&
        cofactor_set_has(&c->sets[(size_t)f * c->set_words], slot);
}

/* List the slots it depends on, ascending, in `out` (room for all slots of the image);
 * return how many. */
uint32_t cofactor_slots(const struct cofactors *c, cofactor f, uint16_t *out);

/* Only how many. */
static inline uint32_t cofactor_slot_count(const struct cofactors *c, cofactor f)
{
    return cofactor_is_leaf(f) ? 0 : c->nodes[f].slots;
}

/* The first slot of a set that it depends on, or IMAGE_ABSENT. */
uint32_t cofactor_slot_in(const struct cofactors *c, cofactor f, const uint64_t *set);

/* Whether some completion leads to two different allowed values. */
bool cofactor_differ(struct cofactors *c, cofactor a, cofactor b);

#endif
