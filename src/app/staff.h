/*
 * staff: people who sign in, and the record that says so.
 *
 *     DIRECTORY/people.db     who they are (people/people.h)
 *     DIRECTORY/people.key    32 random bytes, without which people.db opens nothing
 *
 * Each of these is two halves, a change in people.db and an event in the record.  The
 * change is made but not committed, then the event is recorded, then the change counts:
 * nobody is let in, and nobody's rights change, without an event that says so.  When the
 * power fails between the two the record tells of something that did not come to be;
 * it is done again, and told again.
 */
#ifndef VESTIBULE_APP_STAFF_H
#define VESTIBULE_APP_STAFF_H

#include "app/keeper.h"
#include "people/people.h"

/* All-zero is closed. */
struct staff {
    struct people people; /* to read from, and for changes that need no event */
    struct keeper *keeper;
};

/* Open DIRECTORY/people.db, made with its key the first time; both stay the caller's
 * to close, the keeper after it.  ERR_NOT_FOUND: one of the two files is missing;
 * ERR_INVALID: the key is no key.  Else as people_open. */
bool staff_open(struct staff *staff, str directory, struct keeper *keeper,
    const struct keeper_clock *clock, struct err *err) MUST_USE;

/* Only to read, while another process may have it. */
bool staff_look(struct staff *staff, str directory, const struct keeper_clock *clock,
    struct err *err) MUST_USE;
void staff_close(struct staff *staff);

/* ---- signing in: as people/session.h ---- */

bool staff_sign_in(struct staff *staff, str login, str password, str peer, str device,
    struct sign_in *out, struct err *err) MUST_USE;
bool staff_sign_in_code(struct staff *staff, str token, str code, struct sign_in *out,
    struct err *err) MUST_USE;
bool staff_sign_in_pin(struct staff *staff, str device, uint64_t account, str pin,
    struct sign_in *out, struct err *err) MUST_USE;
bool staff_sign_in_proxy(
    struct staff *staff, str login, struct sign_in *out, struct err *err) MUST_USE;
bool staff_sign_in_passkey(struct staff *staff, const struct passkey_place *place,
    str bound, str peer, const struct passkey_answer *answer, struct sign_in *out,
    struct err *err) MUST_USE;
bool staff_sign_in_step(struct staff *staff, const struct passkey_place *place,
    str token, const struct passkey_answer *answer, struct sign_in *out,
    struct err *err) MUST_USE;

bool staff_sign_in_provider(struct staff *staff, const struct people_identity *identity,
    struct sign_in *out, struct err *err) MUST_USE;

/* Record that somebody read what is kept of a visit: `what` as the record names it
 * (looked_at); `visit` and `school` may be empty. */
bool staff_looked(struct staff *staff, str login, str what, str visit, str school,
    struct err *err) MUST_USE;

/* ---- accounts: `by` is who does it, a login or a post ---- */

struct staff_invitation {
    str login;
    str name;
    const struct people_right *rights;
    size_t right_count;
};

/* Make an account with rights, and a link to send to its person. */
bool staff_invite(struct staff *staff, const struct staff_invitation *to, str by,
    struct people_token *link, struct err *err) MUST_USE;

/* Make a link for a new password; the second step goes with the old one. */
bool staff_reset(struct staff *staff, uint64_t number, str by,
    struct people_token *link, struct err *err) MUST_USE;

/* Where a link leads, below the address of this Vestibule: "/link/TOKEN". */
void text_add_link(struct text *text, const struct people_token *link);

/* As people_use_link. */
bool staff_use_link(struct staff *staff, str token, str login, str name, str password,
    uint64_t *number, struct err *err) MUST_USE;

/* As people_bind. */
bool staff_bind(struct staff *staff, str token, const struct people_identity *identity,
    uint64_t *number, struct err *err) MUST_USE;

bool staff_set_rights(struct staff *staff, uint64_t number,
    const struct people_right *rights, size_t count, str by, struct err *err) MUST_USE;
bool staff_set_state(struct staff *staff, uint64_t number, enum people_state state,
    str by, struct err *err) MUST_USE;

/* What people change of their own: as people/account.h. */
bool staff_set_password(
    struct staff *staff, uint64_t number, str password, struct err *err) MUST_USE;
bool staff_set_pin(
    struct staff *staff, uint64_t number, str pin, struct err *err) MUST_USE;
bool staff_confirm_second_step(struct staff *staff, uint64_t number, str code,
    char codes[RECOVERY_CODES][RECOVERY_CHARS], struct err *err) MUST_USE;
bool staff_drop_second_step(
    struct staff *staff, uint64_t number, struct err *err) MUST_USE;

/* As people/identity.h. */
bool staff_connect(struct staff *staff, uint64_t number,
    const struct people_identity *identity, struct err *err) MUST_USE;
bool staff_disconnect(struct staff *staff, uint64_t number, str issuer,
    uint64_t session, struct err *err) MUST_USE;

/* As people/passkey.h. */
bool staff_add_passkey(struct staff *staff, const struct new_passkey *made,
    bool *is_first, char codes[RECOVERY_CODES][RECOVERY_CHARS],
    struct err *err) MUST_USE;
bool staff_remove_passkey(
    struct staff *staff, uint64_t number, uint64_t passkey, struct err *err) MUST_USE;

/* ---- devices ---- */

bool staff_allow_device(struct staff *staff, str school, str name, str by,
    char code[ENROL_CODE_CHARS], struct err *err) MUST_USE;
bool staff_enrol(struct staff *staff, struct arena *arena, str code, str peer,
    struct people_token *token, struct people_device *out, struct err *err) MUST_USE;
bool staff_remove_device(
    struct staff *staff, uint64_t number, str by, struct err *err) MUST_USE;

#endif
