/*
 * policy: from a Markdown document to a checked protocol, and its image.
 *
 *     source ──scan──▶ ──tree──▶ ──space, lower──▶ diagrams ──check──▶ image
 *
 * A protocol that compiles is total and consistent: for every allowed state every
 * outcome has exactly one value.  Mistakes are diagnostics, all in one run.
 *
 * May include base, diagram, eval.  Pure: no I/O, no clock, no globals.
 */
#ifndef VESTIBULE_POLICY_H
#define VESTIBULE_POLICY_H

#include "policy/diag.h"
#include "policy/prose.h"
#include "policy/space.h"
#include "policy/tree.h"

/* What was found out about one property. */
struct property_result {
    bool holds;
    int32_t *example; /* facts of the tree, VALUE_UNKNOWN where it does not matter;
                       * NULL when it holds */
};

struct example_result {
    uint32_t passed;
    uint32_t failed;
};

struct policy {
    struct tree tree;
    struct space space;
    struct space_view view;
    struct diagram *diagram;
    dd allowed;   /* yes in every state that the assumptions and the calendar allow */
    dd *outcomes; /* leaves: values, OUTCOME_IMPOSSIBLE */
    dd *rule_stands; /* yes/no, not yet narrowed to allowed states */
    dd *rule_applies;
    dd *duties; /* yes/no/impossible, as all that follow */
    dd *says;
    dd *assumes;    /* yes/no */
    dd *properties; /* where violated: yes/no, only allowed states */
    struct property_result *property_results;
    struct example_result examples;
    struct dd_count states;   /* allowed ones */
    struct dd_count **counts; /* [outcome][value] */
    str image;                /* bytes, aligned; empty when there were errors */
};

/*
 * Compile `source`: everything of the protocol lives in `arena` but its diagram,
 * which policy_clear releases.  Mistakes go to `diags`; the policy is whole,
 * proved and has an image exactly when diags->errors is 0 afterwards.  Returns
 * false when it is not whole; policy_clear must be called all the same.
 */
bool policy_compile(
    struct arena *arena, str source, struct diags *diags, struct policy *out) MUST_USE;

void policy_clear(struct policy *policy);

/*
 * Compile two documents into one shared space and one manager, so that their
 * diagrams can be compared.  Examples and properties are not run and no images
 * are made.  Slot values that only one document has are left out of `common`.
 */
struct policy_pair {
    struct policy old_policy; /* share `diagram` and `space`; facts are the space's */
    struct policy new_policy;
    dd common; /* yes in states that both documents can express and allow */
};
bool policy_compile_pair(struct arena *arena, str old_source, str new_source,
    struct diags *old_diags, struct diags *new_diags, struct policy_pair *out,
    struct err *err) MUST_USE;
void policy_pair_clear(struct policy_pair *pair);

/*
 * Prove one more property of a compiled policy.  It may compare facts with what the
 * document never names, so the rules are compiled again with it.
 * `result->example` is minimal in the facts it names.  False when it ties too many
 * facts together.
 */
bool policy_prove(struct arena *arena, const struct policy *policy,
    const struct property *property, struct property_result *result,
    bool *vacuous) MUST_USE;

/*
 * Find facts (of the space) that put a state into the yes/no diagram `wanted`,
 * whatever the others are as long as they are allowed; no fact that is named could
 * be left out, the rest are VALUE_UNKNOWN.  False when no allowed state is wanted.
 */
bool policy_find_facts(struct arena *arena, const struct policy *policy, dd wanted,
    int32_t *facts) MUST_USE;

/* Write facts as "agency is ice, paper is none, today 2025-01-24". */
void text_add_facts(struct text *text, const struct tree *tree, const int32_t *facts);

#endif
