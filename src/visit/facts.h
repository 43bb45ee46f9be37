/*
 * facts: what a visit comes to: the facts that hold, where accounts differ, what is
 * decided and who was called.
 */
#ifndef VESTIBULE_VISIT_FACTS_H
#define VESTIBULE_VISIT_FACTS_H

#include "eval/eval.h"
#include "visit/fold.h"

/* The statement of a fact that counts; NULL when nobody stated it. */
const struct visit_statement *visit_find(const struct visit *visit, str fact);

/* The value that a statement has now: as it was stated, or as it was corrected. */
const struct json_value *visit_value(
    const struct visit *visit, const struct visit_statement *statement);

/*
 * Set `out`, one a fact of the image, from the statements that count; the rest is
 * unknown.  Facts and values that the image does not have are left out: they are notes.
 */
void visit_facts(const struct visit *visit, const struct image *image, int32_t *out);

/* Whether a statement is a note for this image: it has no such fact, or no such value. */
bool visit_is_note(const struct visit *visit, const struct image *image,
    const struct visit_statement *statement);

/* A fact of which two accounts differ: the newest by each person and basis. */
struct visit_difference {
    str fact;
    const struct visit_statement **accounts; /* in the order they were given */
    size_t count;
};

/* List them in `arena`; returns how many. */
size_t visit_differences(
    const struct visit *visit, struct arena *arena, struct visit_difference **out);

/* ---- decisions and duties ---- */

/* The name of the note in which the desk says how its calls for a duty went: `call_DUTY`,
 * at most RECORD_NAME_MAX long. */
void visit_add_call(struct text *text, str duty);
bool visit_is_call(const struct visit_statement *statement);

/* What the desk said last of a call for a duty of this name; NULL: nothing. */
const struct visit_statement *visit_called(const struct visit *visit, str duty);

/* The newest decision; NULL when there is none. */
const struct visit_decision *visit_decided(const struct visit *visit);

/* Whether something was stated or corrected that the newest decision did not know. */
bool visit_is_undecided(const struct visit *visit);

/* The duty of this name that was raised; NULL when there is none. */
const struct visit_duty *visit_find_duty(const struct visit *visit, str name);

/* The duty that the event `n` of the visit raised; NULL when it raised none. */
const struct visit_duty *visit_duty_raised(const struct visit *visit, int64_t n);

/* The call-out of a lane; NULL when there is none. */
struct visit_callout *visit_lane(const struct visit *visit, str lane);

/* When time alone changes a visit: a duty is due or lapses, a step has to be taken;
 * CALLOUT_NEVER.  What was missed stays due. */
int64_t visit_due_at(const struct visit *visit);

/* When a duty expires; CALLOUT_NEVER. */
int64_t visit_duty_expires(const struct visit_duty *duty);

/* The oldest duty that nobody has answered; NULL when there is none. */
const struct visit_duty *visit_unanswered(const struct visit *visit);

#endif
