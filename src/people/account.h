/*
 * account: a person with a name, roles, and what proves that it is them.
 */
#ifndef VESTIBULE_PEOPLE_ACCOUNT_H
#define VESTIBULE_PEOPLE_ACCOUNT_H

#include "people/kept.h"

enum people_role {
    ROLE_DESK,
    ROLE_PRINCIPAL,
    ROLE_LAW,
    ROLE_SAFETY,
    ROLE_RECORDS,
    ROLE_COMMUNICATIONS,
    ROLE_AUTHOR,
    ROLE_AUDITOR,
    ROLE_OPERATOR,
    ROLE_COUNT
};

enum people_state {
    STATE_INVITED, /* a link is out; nobody can sign in */
    STATE_ACTIVE,
    STATE_LOCKED, /* by somebody; unlocked the same way */
    STATE_LEFT,   /* for good */
    STATE_COUNT
};

enum {
    PEOPLE_NAME_MAX = 120,    /* characters */
    PEOPLE_LOGIN_MAX = 64,    /* bytes */
    PEOPLE_PASSWORD_MIN = 12, /* characters */
    PEOPLE_PASSWORD_MAX = 256,
    PEOPLE_ROLES_MAX = 32, /* of one account */
    RECOVERY_CODES = 10,
    RECOVERY_CHARS = 19, /* "k3v9-0xqm-7f2d-hw8c" */
};

struct people_right {
    enum people_role role;
    str school; /* empty: the whole district */
};

struct account {
    uint64_t number;
    str login; /* lower case */
    str name;
    enum people_state state;
    bool has_password;
    bool has_pin;
    bool has_second_step; /* of either kind: digits, or a passkey */
    bool has_digits;      /* six of them, from a telephone */
    uint64_t passkey_count;
    bool has_identity;   /* at another place that signs people in */
    uint64_t codes_left; /* recovery codes */
    const struct people_right *rights;
    size_t right_count;
};

str people_role_name(enum people_role role);
bool people_find_role(str name, enum people_role *role);
str people_state_name(enum people_state state);

/* ---- reading ---- */

/* ERR_NOT_FOUND. */
bool people_account(struct people *people, struct arena *arena, uint64_t number,
    struct account *out, struct err *err) MUST_USE;
bool people_account_by_login(struct people *people, struct arena *arena, str login,
    struct account *out, struct err *err) MUST_USE;

/* All of them, by login. */
bool people_accounts(struct people *people, struct arena *arena, struct account **out,
    size_t *count, struct err *err) MUST_USE;

/* ---- changing ---- */

/* Make an account in STATE_INVITED.  ERR_INVALID: the login (letters, digits, ".-_@")
 * or the name cannot be one; ERR_CONFLICT: the login is taken. */
bool people_add(struct people *people, str login, str name, uint64_t *number,
    struct err *err) MUST_USE;

/* Replace all rights of an account; its sessions end, so that a token from before never
 * has the new rights.  ERR_CONFLICT: no active operator would be left. */
bool people_set_rights(struct people *people, uint64_t number,
    const struct people_right *rights, size_t count, struct err *err) MUST_USE;

/* Lock, unlock, let go; sessions and links end unless it becomes active.  ERR_CONFLICT:
 * it has left, was never active, or no active operator would be left. */
bool people_set_state(struct people *people, uint64_t number, enum people_state state,
    struct err *err) MUST_USE;

/* Whether this can be a password: ERR_INVALID says what to do. */
bool people_check_password(str password, str login, struct err *err) MUST_USE;

/* Change the password; sessions and links end.  Takes about 60 ms. */
bool people_set_password(
    struct people *people, uint64_t number, str password, struct err *err) MUST_USE;

/* Whether this is the password, for who is signed in and changes something.  Counts and
 * waits as a sign-in from `peer` does.  Takes about 60 ms. */
bool people_check_own_password(struct people *people, uint64_t number, str password,
    str peer, bool *is, struct err *err) MUST_USE;

/* Set the PIN, 4 to 6 digits.  ERR_INVALID: it is not, or too easy to guess;
 * ERR_DENIED: no role at a school.  An empty one takes it away. */
bool people_set_pin(
    struct people *people, uint64_t number, str pin, struct err *err) MUST_USE;

/* ---- the second step: six digits that change (RFC 6238) ---- */

/* Make a secret and show it: in base32, and as the address that a QR code carries.  It
 * counts once people_confirm_second_step has seen a right code. */
bool people_new_second_step(struct people *people, struct arena *arena, uint64_t number,
    str issuer, str *secret, str *address, struct err *err) MUST_USE;

/* Turn it on; `codes` get the recovery codes, shown once.  ERR_DENIED: a wrong code. */
bool people_confirm_second_step(struct people *people, uint64_t number, str code,
    char codes[RECOVERY_CODES][RECOVERY_CHARS], struct err *err) MUST_USE;

/* Turn it off; the recovery codes go, too, unless there is a passkey. */
bool people_drop_second_step(
    struct people *people, uint64_t number, struct err *err) MUST_USE;

#endif
