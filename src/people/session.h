/*
 * session: somebody has proved who they are, and this browser is theirs for a while.
 *
 * The browser has a token, the database its digest.  Every sign-in makes a new token;
 * a token that was there before never gains rights.
 */
#ifndef VESTIBULE_PEOPLE_SESSION_H
#define VESTIBULE_PEOPLE_SESSION_H

#include "people/account.h"
#include "people/device.h"

enum {
    SESSION_IDLE = 60 * 60,
    SESSION_MOST = 12 * 60 * 60,
    SESSION_PIN_IDLE = 15 * 60,
    SESSION_PIN_MOST = 8 * 60 * 60,
    SESSION_CODE_MOST = 5 * 60, /* between the password and the second step */
    PEOPLE_CSRF_CHARS = 43,
};

enum session_way {
    SESSION_BY_PASSWORD,
    SESSION_BY_PIN,
    SESSION_BY_PROXY,
    SESSION_BY_PASSKEY,
    SESSION_BY_PROVIDER,
};

struct people_session {
    uint64_t number;        /* for lists: it opens nothing */
    struct account account; /* by PIN: only the rights at the device's school */
    enum session_way way;
    bool second_step; /* was proved */
    bool on_device;
    uint64_t device;
    int64_t made_at;
    int64_t used_at; /* to the minute */
    int64_t ends_at; /* however busy it is */
};

/* ---- signing in ---- */

enum sign_in_answer {
    SIGN_IN_DONE,       /* `token` is a session's */
    SIGN_IN_WANTS_CODE, /* `token` is for people_sign_in_code alone */
    SIGN_IN_REFUSED,    /* say no more than that: not whether there is such a login */
    SIGN_IN_WAIT,       /* nothing was looked at; try again in wait_seconds */
};

enum sign_in_why {
    WHY_NOT, /* it was not refused */
    WHY_UNKNOWN,
    WHY_PASSWORD,
    WHY_CODE,
    WHY_PIN,
    WHY_STATE,  /* the account is not active */
    WHY_RIGHTS, /* no PIN, or no role where it would count */
    WHY_RESTS,  /* too many wrong PINs there: a password counts, or a day's wait */
    WHY_PASSKEY,
    WHY_COPIED, /* the passkey's counter went back */
    WHY_COUNT
};

struct sign_in {
    enum sign_in_answer answer;
    enum sign_in_why why; /* for the access log, not for who asks */
    uint64_t account;     /* 0: there is none such */
    struct people_token token;
    int64_t wait_seconds;
};

/*
 * Sign in.  `peer` is the address asked from; `device` the device's token or empty: on
 * an enrolled device tries are counted for it alone, whatever happens elsewhere.  Takes
 * about 60 ms of this thread when it answers anything but SIGN_IN_WAIT, also for
 * unknown logins.
 */
bool people_sign_in(struct people *people, str login, str password, str peer,
    str device, struct sign_in *out, struct err *err) MUST_USE;

/* The second step: six digits, or a recovery code, which is then used up.  The token
 * ends with SIGN_IN_DONE, which gives another.  Tries are counted by account: only who
 * knows the password gets here.  ERR_NOT_FOUND: the token has ended. */
bool people_sign_in_code(struct people *people, str token, str code,
    struct sign_in *out, struct err *err) MUST_USE;

/* By PIN, on a device.  ERR_NOT_FOUND: it is not enrolled, or there is no such account.  Takes about 60 ms. */
bool people_sign_in_pin(struct people *people, str device, uint64_t account, str pin,
    struct sign_in *out, struct err *err) MUST_USE;

/* By a name that a proxy vouches for (proxy.h). */
bool people_sign_in_proxy(
    struct people *people, str login, struct sign_in *out, struct err *err) MUST_USE;

/* ---- using a session ---- */

/* ERR_NOT_FOUND: there is none such, or it has ended.  Writes at most once a minute. */
bool people_find_session(struct people *people, struct arena *arena, str token,
    struct people_session *out, struct err *err) MUST_USE;

/* Go on under a new token; the old one ends. */
bool people_renew_session(struct people *people, str token, struct people_token *out,
    struct err *err) MUST_USE;

/* End one by its token; what is not there is no matter. */
bool people_end_session(struct people *people, str token, struct err *err) MUST_USE;

/* Those of an account; end one of them by its number (ERR_NOT_FOUND), or all but the
 * one with the token. */
bool people_sessions(struct people *people, struct arena *arena, uint64_t account,
    struct people_session **out, size_t *count, struct err *err) MUST_USE;
bool people_end_session_number(
    struct people *people, uint64_t account, uint64_t number, struct err *err) MUST_USE;
bool people_end_sessions_but(
    struct people *people, uint64_t account, str token, struct err *err) MUST_USE;

/* Make a token that opens nothing, and only tells one browser from all others. */
void people_browser_token(struct people *people, struct people_token *out);

/* End all sessions and links, of everybody: for a database that was put back. */
bool people_end_all(struct people *people, struct err *err) MUST_USE;

/* The key under which a person's own device keeps what it could not send: the same
 * whenever they sign in, and known to nobody who does not. */
enum { PEOPLE_VAULT_CHARS = 43 }; /* 32 bytes, base64url */
void people_vault(
    const struct people *people, uint64_t account, char out[PEOPLE_VAULT_CHARS]);

/* What forms of a session carry; whether it is that. */
void people_csrf(const struct people *people, str token, char out[PEOPLE_CSRF_CHARS]);
bool people_csrf_holds(const struct people *people, str token, str csrf) MUST_USE;

#endif
