/*
 * What the files of visit share: taking values out of events.
 */
#ifndef VESTIBULE_VISIT_INSIDE_H
#define VESTIBULE_VISIT_INSIDE_H

#include "visit/fold.h"

/* Copies, in the visit's arena, of the fields of an event; a field that is not there, or
 * of another type, is empty, -1, null. */
str visit_text(struct visit *visit, const struct record_event *event, str field);
int64_t visit_integer(const struct record_event *event, str field);
struct json_value visit_copy(
    struct visit *visit, const struct record_event *event, str field);
struct visit_texts visit_texts(
    struct visit *visit, const struct record_event *event, str field);

#endif
