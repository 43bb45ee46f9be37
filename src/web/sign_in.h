/*
 * sign_in: what the ways of signing in share: a page that asks for proof, and what comes
 * of a try.
 */
#ifndef VESTIBULE_WEB_SIGN_IN_H
#define VESTIBULE_WEB_SIGN_IN_H

#include "web/ask.h"
#include "web/wanted.h"

enum way { WAY_PASSWORD, WAY_PIN, WAY_CODE };

/* A page that asks for proof. */
struct proof {
    enum way way;
    struct wanted wanted;
    str login;        /* as typed */
    str step;         /* WAY_CODE: the token */
    uint64_t account; /* WAY_CODE: whose */
    str mistake;      /* or empty */
    str at;           /* the field it is about */
    int64_t wait;     /* seconds before anything is looked at; 0: none */
};

/* Ask for proof, and say what was wrong with the last. */
bool sign_in_ask(struct caller *caller, const struct proof *proof,
    struct http_answer *answer, struct err *err) MUST_USE;

/* Let them in, or ask for what is still wanted. */
bool sign_in_conclude(struct caller *caller, struct proof *proof,
    const struct sign_in *in, struct http_answer *answer, struct err *err) MUST_USE;

/* The token that tells this browser from others; makes the answer keep a new one when it
 * has none. */
str sign_in_browser(const struct caller *caller, struct http_answer *answer);

/* Begin to connect who is signed in with somebody's account at a provider: to be asked
 * only of who has just proved who they are. */
bool go_and_connect(struct caller *caller, const struct oidc_provider *provider,
    struct http_answer *answer);

/* Add a link for every provider to others: `before` and `query` stand around its name. */
void provider_links(const struct caller *caller, str before, str query,
    const struct link_view **links, size_t *count);

#endif
