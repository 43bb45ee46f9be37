/*
 * fold: a visit, and the events that make it.
 */
#ifndef VESTIBULE_VISIT_FOLD_H
#define VESTIBULE_VISIT_FOLD_H

#include "visit/items.h"

struct visit {
    struct arena arena; /* of all that follows, itself too */
    str id;
    bool is_open; /* opened and not closed */
    bool exercise;
    int64_t next; /* the number of its next event */

    struct visit_mark opened;
    str school;
    str by;
    str way;
    str so_at;
    str with;       /* the visit they came with */
    int64_t people; /* -1: not said */
    struct visit_texts account;
    str keeper;      /* who looks after it now */
    str keeper_role; /* empty until it is handed over */

    struct visit_mark closed;
    str end; /* left, admitted, entered_anyway, mistaken; empty while it is open */
    str closed_by;
    str closed_so_at;
    str scope;
    str escort;
    struct visit_texts closing_account;

    struct visit_statement *statements;
    size_t statement_count, statement_room;
    struct visit_decision *decisions;
    size_t decision_count, decision_room;
    struct visit_duty *duties;
    size_t duty_count, duty_room;
    struct visit_callout *callouts;
    size_t callout_count, callout_room;
    struct visit_step *steps;
    size_t step_count, step_room;
    struct visit_attempt *attempts;
    size_t attempt_count, attempt_room;
    struct visit_message *messages;
    size_t message_count, message_room;
    struct visit_document *documents;
    size_t document_count, document_room;
    struct visit_saying *sayings;
    size_t saying_count, saying_room;
    struct visit_correction *corrections;
    size_t correction_count, correction_room;
    struct visit_entry *timeline;
    size_t timeline_count, timeline_room;

    size_t wake; /* its place in the wakes of its visits (visits.h), from 1 */
    int64_t wake_at;
};

/* Begin with no events.  visit_free accepts NULL. */
struct visit *visit_new(str id);
void visit_free(struct visit *visit);

/*
 * Add an event of the record.  One that was added before changes nothing; false, and
 * nothing changed: one is missing before it, or it is another visit's.  All that is kept
 * is copied.
 */
bool visit_add(
    struct visit *visit, uint64_t seq, const struct record_event *event) MUST_USE;

#endif
