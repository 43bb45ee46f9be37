/*
 * oidc: signing in at somebody else's, who says who it was (OpenID Connect Core 1.0).
 *
 * The code flow with PKCE: our browser is sent there with a state and comes back with a
 * code; for the code their server gives ours a token, signed, which says who signed in.
 * Here is what is asked and what is believed of the answers; asking is done elsewhere.
 *
 * May include base, json, crypto.
 */
#ifndef VESTIBULE_OIDC_H
#define VESTIBULE_OIDC_H

#include "base/base.h"

/* As an operator describes one. */
struct oidc_provider {
    str name;   /* in addresses: "google" */
    str title;  /* for people: "your district account" */
    str issuer; /* "https://accounts.google.com" */
    str client;
    str secret; /* empty: none */
    str domain; /* what `hd` must be; empty: anything */
    str tenant; /* what `tid` must be; empty: anything */
};

/* ERR_INVALID: an issuer must be https, but on this machine itself. */
bool oidc_check_issuer(str issuer, struct err *err) MUST_USE;

/* ---- what the provider says of itself ---- */

struct oidc_metadata {
    str authorization; /* addresses */
    str token;
    str keys;
    bool posts_secret; /* the secret goes into the form, not a header */
};

/* Where it says it. */
str oidc_metadata_address(struct arena *arena, const struct oidc_provider *provider);

/* Read it, texts into `arena`.  ERR_INVALID; ERR_DENIED: it speaks of somebody else. */
bool oidc_metadata_read(struct arena *arena, const struct oidc_provider *provider,
    str json, struct oidc_metadata *out, struct err *err) MUST_USE;

/* ---- one sign-in ---- */

struct oidc_attempt {
    str redirect; /* where the browser comes back to */
    str state;
    str nonce;
    str verifier; /* of PKCE: 43 characters */
};

/* Where the browser is sent. */
str oidc_authorization(struct arena *arena, const struct oidc_provider *provider,
    const struct oidc_metadata *metadata, const struct oidc_attempt *attempt);

/* What is posted to the token's address; `*header` is the value of Authorization, or
 * empty. */
str oidc_token_form(struct arena *arena, const struct oidc_provider *provider,
    const struct oidc_metadata *metadata, const struct oidc_attempt *attempt, str code,
    str *header);

/* Take the token out of the answer.  ERR_INVALID; ERR_DENIED: the provider refused. */
bool oidc_token_read(
    struct arena *arena, str json, str *token, struct err *err) MUST_USE;

/* Who signed in. */
struct oidc_identity {
    str issuer;
    str subject; /* never changes; a name or an address does */
};

/* What a token is held against. */
struct oidc_claims {
    str nonce;
    int64_t now;
};

/* Judge a token with the provider's keys (a JWK set).  ERR_NOT_FOUND: its key is not
 * among them; ERR_INVALID, ERR_DENIED: it is not to be believed. */
bool oidc_token_judge(struct arena *arena, const struct oidc_provider *provider,
    str token, str keys, const struct oidc_claims *claims, struct oidc_identity *out,
    struct err *err) MUST_USE;

#endif
