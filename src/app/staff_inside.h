/*
 * What the files of staff share: the record's half.
 */
#ifndef VESTIBULE_APP_STAFF_INSIDE_H
#define VESTIBULE_APP_STAFF_INSIDE_H

#include "app/inside.h"
#include "app/staff.h"

bool staff_record(struct staff *staff, enum record_kind kind,
    struct record_object *fields, struct err *err) MUST_USE;

/* An account_changed; an empty `by`: its own person. */
bool staff_record_account(struct staff *staff, uint64_t number, str change, str by,
    bool with_rights, struct err *err) MUST_USE;

bool staff_record_device(struct staff *staff, const struct people_device *device,
    str change, str by, struct err *err) MUST_USE;

#endif
