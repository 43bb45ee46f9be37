/*
 * What the files of people share: digests of secrets, changes that nest, rows.
 */
#ifndef VESTIBULE_PEOPLE_INSIDE_H
#define VESTIBULE_PEOPLE_INSIDE_H

#include "people/people.h"

enum { PIN_FORGET = 24 * 60 * 60 }; /* after a day a wrong PIN is forgotten */

int64_t people_now(const struct people *people);

/* ---- secrets ---- */

/* Make a token; its digest is what is kept. */
void token_make(
    struct people *people, struct people_token *out, uint8_t digest[PEOPLE_HASH_BYTES]);
void token_digest(struct people *people, str token, uint8_t digest[PEOPLE_HASH_BYTES]);

/* Add random groups of four characters, 20 bits each, with dashes between them. */
void code_make(struct people *people, char *out, size_t chars);

/* The digest of a code that is short enough to be found by trying: keyed.  Capital
 * letters, spaces and dashes make no difference.  `use` keeps those for different uses
 * apart. */
void code_digest(const struct people *people, str use, uint64_t number, str code,
    uint8_t digest[PEOPLE_HASH_BYTES]);

/* Hash, and verify, a password or a PIN of an account; the key goes into it, so that
 * the database alone is nothing to try against. */
bool secret_hash(struct people *people, str use, str secret, struct password_hash *out,
    struct err *err) MUST_USE;
bool secret_verify(const struct people *people, str use, str secret, str kept) MUST_USE;

/* The keyed digest of several parts, which cannot be shifted into each other. */
void parts_digest(const struct people *people, const str *parts, size_t count,
    uint8_t digest[PEOPLE_HASH_BYTES]);

/* What failures are counted against. */
uint64_t limit_name(
    const struct people *people, enum limit_kind kind, str login, str peer);

/* ---- changes ---- */

/* Begin a change, unless one that it belongs to has begun; end it. */
struct change {
    struct people *people;
    bool nested;
};

bool change_begin(
    struct people *people, struct change *change, struct err *err) MUST_USE;
bool change_end(struct change *change, bool done, struct err *err) MUST_USE;

/* ---- rows ---- */

/* End a query; without a row the error is `kind`, `text`. */
bool require_row(
    struct db_query *q, enum err_kind kind, str text, struct err *err) MUST_USE;

/* An account with what proves it. */
struct kept_account {
    struct account account; /* its rights are not read yet */
    str password;           /* as hashed; empty: none */
    str pin;
};

/* Read the next row of an account_... query, texts into `arena`. */
bool account_next(
    struct db_query *q, struct arena *arena, struct kept_account *out) MUST_USE;
bool account_read(struct people *people, struct arena *arena, uint64_t number,
    struct kept_account *out, struct err *err) MUST_USE;

/* The same by login; false without an error (`err` untouched) sets `*found` only. */
bool account_find(struct people *people, struct arena *arena, str login, bool *found,
    struct kept_account *out, struct err *err) MUST_USE;

/* Require that something is left to sign in by, wherever somebody is: a password, an
 * identity, a passkey.  A PIN counts only on the desk's devices.  ERR_CONFLICT. */
bool account_require_way(
    struct people *people, uint64_t number, struct err *err) MUST_USE;

/* Read the rights of an account: all, or those at a school. */
bool rights_read(struct people *people, struct arena *arena, struct account *account,
    const str *school, struct err *err) MUST_USE;

/* Fill a list of accounts with rights from a query. */
bool account_list(struct people *people, struct arena *arena, struct db_query *q,
    struct account **out, size_t *count, struct err *err) MUST_USE;

/* Whether it is one line of so many characters, with something on it. */
bool is_line(str text, size_t most);

/* Make an account.  Errors as people_add. */
bool account_insert(struct people *people, str login, str name, enum people_state state,
    uint64_t *number, struct err *err) MUST_USE;

/* What a link opens, for whoever has not chosen a password.  ERR_NOT_FOUND, ERR_DENIED. */
bool link_take(
    struct people *people, str token, uint64_t *account, struct err *err) MUST_USE;

bool account_activate(struct people *people, uint64_t number, struct err *err) MUST_USE;

/* End all sessions and links of an account. */
bool account_shut(struct people *people, uint64_t number, struct err *err) MUST_USE;

/* Change a password without checking it; sessions and links end. */
bool password_keep(struct people *people, uint64_t number,
    const struct password_hash *hash, struct err *err) MUST_USE;

/* Whether six digits are the second step's, now, and were not used before; then they
 * are used.  `pending`: of the secret that is not confirmed yet. */
bool step_take(struct people *people, uint64_t number, str code, bool pending, bool *is,
    struct err *err) MUST_USE;

/* Make recovery codes in the place of those from before; forget them. */
bool codes_make(struct people *people, uint64_t number,
    char codes[RECOVERY_CODES][RECOVERY_CHARS], struct err *err) MUST_USE;
bool codes_forget(struct people *people, uint64_t number, struct err *err) MUST_USE;

/* What wrong second steps of an account are counted against. */
uint64_t code_limit(const struct people *people, uint64_t number);

/* Take away whatever else than a password proves who it is: a second step of either kind,
 * identities at other places. */
bool steps_forget(struct people *people, uint64_t number, struct err *err) MUST_USE;

/* ---- sessions ---- */

/* Where a session begins. */
struct session_start {
    uint64_t account;
    uint64_t device; /* 0: none */
    enum session_way way;
    bool is_whole;
    bool stepped;
};

/* Begin a session; `out` gets its token and what that is for. */
bool session_start(struct people *people, const struct session_start *from,
    struct sign_in *out, struct err *err) MUST_USE;

/* Whose a token is that waits for its code.  ERR_NOT_FOUND. */
bool session_waits(struct people *people, str token, uint64_t *account,
    uint64_t *device, struct err *err) MUST_USE;

void sign_in_refuse(struct sign_in *out, enum sign_in_why why);

/* Whether there are seconds to wait; then that is the answer. */
bool sign_in_must_wait(struct sign_in *out, int64_t seconds);

/* ---- logins, devices ---- */

/* The lower-case form of a login. */
str login_of(struct arena *arena, str login);

/* Wrong PINs make wait at a device; forget them all there. */
bool device_forgive(struct people *people, uint64_t device, struct err *err) MUST_USE;

/* Find a device; false without an error sets `*found` only. */
bool device_find(struct people *people, struct arena *arena, str token, bool *found,
    struct people_device *out, struct err *err) MUST_USE;

#endif
