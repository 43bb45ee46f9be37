/*
 * What the passes of the compiler share.
 */
#ifndef VESTIBULE_POLICY_COMPILE_INSIDE_H
#define VESTIBULE_POLICY_COMPILE_INSIDE_H

#include "policy/policy.h"

/* One document on its way through the passes. */
struct build {
    struct arena *arena;
    struct diags *diags;
    struct policy *policy;
    struct lowering lowering;
    dd calendar; /* yes where the days are possible, assumptions left aside */
    dd *lets;    /* UINT32_MAX: not lowered yet */
    dd *beaten;  /* [rule] some exception to it applies */
    dd *kept;    /* every handle that must live on */
    size_t kept_count;
    size_t kept_capacity;
    uint32_t collect_at; /* collect when so many nodes are live */
    bool whole;          /* one document, not a pair: check everything */
    bool failed;         /* ran out of nodes, and said so */
};

/* Lower a condition, and the lets it needs first.  NULL is always true. */
dd build_cond(struct build *b, const struct cond *cond);

/* Let a handle live on through collections. */
dd build_keep(struct build *b, dd a);

/*
 * Collect when much is dead, and notice when the budget is spent: then reports
 * which statement did it, once, and returns false.  `cond` is what it says, or NULL.
 */
bool build_settle(struct build *b, struct span span, str what, const struct cond *cond);

enum { NODE_BUDGET = 6000000 };

/* Mark the facts that a condition reads in tied[fact]. */
void budget_mark(const struct tree *tree, const struct cond *cond, bool *tied);

/* Report that a statement, which ties these facts together, has spent the budget. */
void budget_report(struct build *b, struct span span, str what, const bool *tied);

/* Outcome `index`: its rules, its diagram, gaps and conflicts. */
void build_outcome(struct build *b, uint32_t index);

/* Whether `rule` is an exception to `to`, not through others. */
bool is_exception(const struct tree *tree, uint32_t rule, uint32_t to);

/* After all outcomes: dead rules, properties, unused facts, counts. */
void check_meaning(struct build *b);

/* Write the image into policy->image. */
bool image_write(struct build *b);

/* Run the example tables on the image. */
void run_examples(struct build *b);

/* The result of property `index`, and whether it is vacuous. */
struct property_result prove_property(struct build *b, uint32_t index, bool *vacuous);

/* Facts of the policy's document for policy_find_facts; NULL when there are none. */
int32_t *find_example(struct arena *arena, const struct policy *policy, dd wanted);

/* A state of the yes/no diagram `wanted`, a value for every slot; false when there
 * is none. */
bool find_point(struct arena *arena, const struct policy *policy, dd wanted,
    uint32_t *point) MUST_USE;

#endif
