/*
 * sample: a district for trying out, in which everything is invented.
 *
 * What makes a record a sample's is its origin, which every checkpoint signs and nothing
 * changes later.  Only there may somebody be signed in without proof, so no setting can
 * ever switch that on for a district that is real.
 */
#ifndef VESTIBULE_APP_SAMPLE_H
#define VESTIBULE_APP_SAMPLE_H

#include "app/desk.h"
#include "app/roster.h"
#include "app/staff.h"

/* The origin of every sample: .invalid names can be nobody's (RFC 2606). */
extern const str sample_origin;

/* What everybody there may also sign in with. */
extern const str sample_password;
extern const str sample_pin;

bool sample_is(const struct keeper *keeper);

/* ERR_DENIED: the record is none of a sample. */
bool sample_must_be(const struct keeper *keeper, struct err *err) MUST_USE;

/* Make what is not there yet of its people, a device at a desk, and visits that are open:
 * done again, it adds nothing.  Each account takes a tenth of a second. */
bool sample_people(struct staff *staff, struct err *err) MUST_USE;
bool sample_visits(struct desk *desk, struct err *err) MUST_USE;

/* The same of who is called: their addresses are nobody's, and nothing is sent there. */
bool sample_roster(struct rota *rota, const struct keeper *keeper, int64_t now,
    struct err *err) MUST_USE;

/* Sign in as somebody of a sample, without proof.  ERR_DENIED: the record is none. */
bool sample_sign_in(
    struct staff *staff, str login, struct sign_in *out, struct err *err) MUST_USE;

/* Make this browser a desk of a sample's school.  ERR_DENIED: the record is none. */
bool sample_enrol(struct staff *staff, struct arena *arena, str school,
    struct people_token *token, struct err *err) MUST_USE;

#endif
