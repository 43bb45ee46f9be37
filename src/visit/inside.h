/*
 * What the files of visit share: taking values out of events.
 */
#ifndef VESTIBULE_VISIT_INSIDE_H
#define VESTIBULE_VISIT_INSIDE_H

#include "visit/fold.h"

/* An event that is being added. */
struct adding {
    struct visit *visit;
    const struct record_event *event;
    struct visit_mark mark;
};

/* Copies, in the visit's arena, of the fields of an event; a field that is not there, or
 * of another type, is empty, -1, null. */
str visit_text(struct visit *visit, const struct record_event *event, str field);
int64_t visit_integer(const struct record_event *event, str field);
struct json_value visit_copy(
    struct visit *visit, const struct record_event *event, str field);
struct visit_texts visit_texts(
    struct visit *visit, const struct record_event *event, str field);

/* ---- calls.c: what events do to call-outs; the first three return places ---- */

size_t visit_add_callout(struct adding *a);
size_t visit_add_step(struct adding *a);
size_t visit_add_attempt(struct adding *a);

/* A duty was raised, answered; somebody did something in a role; the visit is over. */
void visit_call_again(struct visit *visit, const struct visit_duty *raised);
void visit_call_next(struct visit *visit, const struct visit_duty *expired);
void visit_answer_calls(struct visit *visit, const struct visit_duty *answered);
void visit_renew_calls(struct visit *visit, str role, int64_t at);
void visit_end_calls(struct visit *visit, const struct visit_mark *mark);

#endif
