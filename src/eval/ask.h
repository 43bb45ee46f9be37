/*
 * The search behind eval_questions and eval_interview.
 */
#ifndef VESTIBULE_EVAL_ASK_H
#define VESTIBULE_EVAL_ASK_H

#include "eval/eval.h"

struct search_pair {
    image_edge a, b;
    uint32_t stamp;
};

struct search {
    const struct image *image;
    const int32_t *facts;
    const uint16_t *slots;
    image_edge root;
    uint32_t fixed_slot; /* one slot set aside for a question, or EDGE_LEAF_SLOT */
    uint32_t fixed_value;
    uint32_t stamp;
    double *cost;   /* [place of node] questions left in the diagram's order */
    double *mass;   /* share of the states below that are allowed */
    uint32_t *mask; /* leaves that can still be reached */
    uint32_t *seen;
    struct search_pair *pairs;
    size_t pair_count; /* a power of two */
    uint32_t pair_stamp;
};

struct search search_new(struct eval_scratch *scratch, uint32_t outcome,
    const int32_t *facts, const uint16_t *slots);

/* Whether two allowed states that differ in this slot alone differ in value. */
bool search_matters(struct search *search, uint32_t slot);

/* How many questions are left on average; *mass is the share of allowed states. */
double search_rest(struct search *search, double *mass);

/* The same when this slot is asked about first, that question included. */
double search_score(struct search *search, uint32_t slot);

#endif
