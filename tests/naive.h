/*
 * naive: the meaning of a protocol by its definition, and random protocols.
 *
 * Knows the syntax tree and nothing of diagrams: the oracle for what is compiled.
 */
#ifndef VESTIBULE_TESTS_NAIVE_H
#define VESTIBULE_TESTS_NAIVE_H

#include "policy/policy.h"

enum { NAIVE_GAP = -1, NAIVE_CONFLICT = -2 };

/* Whether a condition holds for facts that are all known. */
bool naive_holds(
    const struct tree *tree, const struct cond *cond, const int32_t *facts);

/* Whether a rule applies and no exception to it, direct or through others, does. */
bool naive_stands(const struct tree *tree, uint32_t rule, const int32_t *facts);

/* The value of an outcome, NAIVE_GAP or NAIVE_CONFLICT. */
int naive_outcome(const struct tree *tree, uint32_t outcome, const int32_t *facts);

/* Set every `days since` fact to what the calendar says. */
void naive_count_days(const struct tree *tree, int32_t *facts);

bool naive_allowed(const struct tree *tree, const int32_t *facts);

/* Write a random protocol of a few facts. */
void naive_document(struct text *text);

#endif
