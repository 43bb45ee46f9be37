/*
 * ask: how good a question is.
 *
 * The best question would need all ways of asking to be tried, which grows beyond
 * reach.  Instead every question is weighed by playing the rest of the interview with
 * a simple player: it asks about the slot after which, on average, the fewest slots
 * still matter.  One look ahead with that player at the end of it comes within a few
 * per cent of the best there is (tests/property/questions_test.c).
 */
#ifndef VESTIBULE_EVAL_ASK_H
#define VESTIBULE_EVAL_ASK_H

#include "eval/cofactor.h"
#include "eval/ties.h"

/* What is left to so many slots is asked in the best way there is. */
enum { ASK_EXACT_SLOTS = 8 };

/* How far to look ahead: what memory allows. */
enum ask_depth {
    ASK_PLAYED, /* the rest is played to its end */
    ASK_GUESSED /* the rest is guessed from how many slots still matter */
};

/* A question that may be asked. */
struct question {
    uint32_t fact;
    uint32_t slot; /* the answer is for */
    bool first;    /* asked before anything else */
    double score;  /* questions left on average, this one included */
};

/* The working memory behind questions, in the scratch; and what is being asked about. */
struct asking {
    const struct image *image;
    struct cofactors store;
    image_edge root;
    const uint16_t *slots; /* as far as they are known */
    struct ties *ties;     /* of dates not known; NULL when there are none */
    bool *known;           /* [fact] it is known, or was asked */
    uint32_t prices; /* a stamp for what learning each slot costs: see ask_prices */
    struct question *list;
    uint16_t *asked; /* working space: lists of slots */
    uint16_t *tried;
    uint16_t *tried_again;
    uint16_t *tried_all; /* ASK_EXACT_SLOTS + 1 lists of that many */
    uint16_t *one;       /* and values of all slots */
    uint16_t *other;
};

/* Bytes for a store of `capacity` nodes, a power of two; and setting it up there. */
size_t asking_size(const struct image *image, uint32_t capacity);
struct asking *asking_init(const struct image *image, void *bytes, uint32_t capacity);

/* The facts that a person would be asked to learn about a slot, into facts[]; returns
 * how many: none when all are known, or nobody can be asked. */
uint32_t ask_facts(const struct asking *asking, uint32_t slot, uint32_t facts[2]);

/* Note that asking->known has changed. */
void ask_prices(struct asking *asking);

/* Whether two allowed states that differ in a fact alone differ in value; `slot` is one
 * that reads the fact, `f` what is left to decide. */
bool ask_matters(struct asking *asking, cofactor f, uint32_t slot, uint32_t fact);

/* The same where no dates are tied, for a fact that has the slot to itself. */
bool ask_slot_matters(struct asking *asking, cofactor f, uint32_t slot);

/* How many questions are left on average when `slot` is asked about now, itself
 * included, all allowed states being equally likely. */
double ask_score(
    struct asking *asking, cofactor f, uint32_t slot, enum ask_depth depth);

/* Whether question `a` should be asked before `b`. */
bool question_before(const struct question *a, const struct question *b);

/* Fill asking->list with the questions that matter to asking->root, best first, one a
 * fact; returns how many, or IMAGE_ABSENT when memory is too small. */
uint32_t ask_list(struct asking *asking);

#endif
