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

/* A question that may be asked. */
struct question {
    uint32_t fact;
    uint32_t slot; /* the answer is for */
    bool first;    /* asked before anything else */
    double score;  /* questions left on average, this one included */
    double least;  /* what the score is at least, while it is only guessed */
};

/* The facts that a person would be asked to learn about a slot, the one to ask for
 * before the other: none when all are known, or nobody can be asked. */
struct learned {
    uint32_t facts[2];
    uint32_t count;
};

/* The working memory behind questions, in the scratch; and what is being asked about. */
struct asking {
    const struct image *image;
    struct cofactors store;
    image_edge root;
    const uint16_t *slots;   /* as far as they are known */
    struct ties *ties;       /* of dates not known; NULL when there are none */
    bool *known;             /* [fact] it is known, or was asked */
    struct learned *learned; /* [slot] as far as facts are known: see ask_prices */
    uint64_t *unasked;       /* the set of slots that nothing can be asked about */
    uint32_t prices;         /* a stamp for what learning each slot costs */
    double *guesses;         /* [slots that matter] the questions these may take */
    struct question *list;
    struct question *tried; /* working space: lists of questions, one a slot */
    struct question *tried_now;
    struct question *tried_again;
    struct question *tried_all; /* ASK_EXACT_SLOTS + 1 lists of that many */
    uint16_t *asked;            /* lists of slots */
    uint16_t *matter;
    uint16_t *one; /* and values of all slots */
    uint16_t *other;
};

/* Bytes for a store of `capacity` nodes, a power of two; and setting it up there. */
size_t asking_size(const struct image *image, uint32_t capacity);
struct asking *asking_init(const struct image *image, void *bytes, uint32_t capacity);

/* Note that asking->known has changed. */
void ask_prices(struct asking *asking);

/* Whether two allowed states that differ in a fact alone differ in value; `slot` is one
 * that reads the fact, `f` what is left to decide. */
bool ask_matters(struct asking *asking, cofactor f, uint32_t slot, uint32_t fact);

/* The same where no dates are tied, for a fact that has the slot to itself. */
bool ask_slot_matters(struct asking *asking, cofactor f, uint32_t slot);

/* Fill asking->list with the questions that matter to asking->root, best first, one a
 * fact; returns how many, or IMAGE_ABSENT when memory is too small. */
uint32_t ask_list(struct asking *asking);

/* Find only the best question, no dates being tied and some to be asked about every
 * slot that is left; false when memory is too small. */
bool ask_best(struct asking *asking, struct question *best);

#endif
