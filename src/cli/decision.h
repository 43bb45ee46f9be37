/*
 * decision: what the evaluator says, as plain data for people's pages.
 *
 * JSON is eval_decide's; this is the same answer taken apart.
 */
#ifndef VESTIBULE_CLI_DECISION_H
#define VESTIBULE_CLI_DECISION_H

#include "cli/situation.h"

struct decided {
    uint32_t outcome;
    uint32_t possible; /* leaf_bit of each value that is still possible */
    bool known;
    uint32_t value;  /* the value, or what is shown until it is known */
    bool is_certain; /* the rules listed certainly stand; else they may */
    uint32_t *rules;
    uint32_t rule_count;
    uint32_t *ask; /* facts that can still matter, best first */
    uint32_t ask_count;
};

struct decision {
    const struct protocol *protocol;
    struct moment at;
    bool has_at;
    int32_t *facts; /* as decided on: with what could be derived */
    struct decided *outcomes;
    uint32_t outcome_count;
    uint32_t *duties; /* leaves possible: leaf_bit(LEAF_YES) alone means it holds */
    uint32_t *says;
};

/* Decide.  ERR_INVALID when the facts contradict an assumption. */
bool decision_make(struct arena *arena, const struct situation *situation,
    struct decision *out, struct err *err) MUST_USE;

bool duty_holds(const struct decision *decision, uint32_t duty);
bool say_holds(const struct decision *decision, uint32_t say);

/* Show it: banner, grounds, duties, words, questions. */
void decision_show(struct page *page, const struct decision *decision);

/* Its parts. */
void decision_show_outcome(
    struct page *page, const struct decision *decision, uint32_t outcome);
void decision_show_grounds(
    struct page *page, const struct decision *decision, uint32_t outcome);
void decision_show_duties(struct page *page, const struct decision *decision);
void decision_show_words(struct page *page, const struct decision *decision);
void decision_show_questions(
    struct page *page, const struct decision *decision, uint32_t outcome);

/* "refuse, wait or admit", of the values in a set of leaf bits. */
void text_add_values(
    struct text *text, const struct image *image, uint32_t outcome, uint32_t values);

/* "Law Department, within 5 minutes, otherwise Principal". */
void text_add_duty_terms(struct text *text, const struct image *image, uint32_t duty);

/* "Federal agents (Welcoming City Ordinance)": a rule's innermost heading, or the
 * name of the rule where it stands under none. */
str rule_citation(const struct image *image, uint32_t rule);

#endif
