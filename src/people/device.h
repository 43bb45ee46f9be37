/*
 * device: a computer at a desk that was enrolled, and the staff who sign in there by a
 * PIN.
 *
 * A PIN is short, so it counts only together with a device of the person's own school,
 * with the rights of that school alone, never with those for the whole district.
 */
#ifndef VESTIBULE_PEOPLE_DEVICE_H
#define VESTIBULE_PEOPLE_DEVICE_H

#include "people/account.h"

enum {
    ENROL_CODE_CHARS = 9, /* "k3v9-0xqm" */
    ENROL_SECONDS = 15 * 60,
    PIN_TRIES_FREE = 5, /* wrong PINs in a row before waiting begins */
    PIN_TRIES_MAX = 20, /* before PINs rest there until somebody uses a password */
};

struct people_device {
    uint64_t number;
    str school;
    str name; /* "Front desk" */
    int64_t made_at;
    int64_t used_at;
    uint64_t pin_failures; /* in a row */
};

/* Make a code to type, or to show as QR, on the device to be. */
bool people_new_enrolment(struct people *people, str school, str name,
    char code[ENROL_CODE_CHARS], struct err *err) MUST_USE;

/* Use a code: `token` is what the device keeps.  Small and capital letters are alike.
 * ERR_DENIED: there is none such, it was used, or it has ended; ERR_LIMIT: `peer` has
 * to wait. */
bool people_enrol(struct people *people, struct arena *arena, str code, str peer,
    struct people_token *token, struct people_device *out, struct err *err) MUST_USE;

/* ERR_NOT_FOUND. */
bool people_find_device(struct people *people, struct arena *arena, str token,
    struct people_device *out, struct err *err) MUST_USE;
bool people_devices(struct people *people, struct arena *arena,
    struct people_device **out, size_t *count, struct err *err) MUST_USE;

/* Its sessions end too.  ERR_NOT_FOUND. */
bool people_remove_device(
    struct people *people, uint64_t number, struct err *err) MUST_USE;

/* Who may sign in by PIN on a device: active, with a PIN and a role at its school. */
bool people_device_staff(struct people *people, struct arena *arena,
    const struct people_device *device, struct account **out, size_t *count,
    struct err *err) MUST_USE;

#endif
