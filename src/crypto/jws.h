/*
 * jws: whether somebody's key signed a token (RFC 7515), by the two algorithms that
 * providers of sign-in use.
 *
 * Which key and which algorithm is for the caller to choose, never for the token.
 */
#ifndef VESTIBULE_CRYPTO_JWS_H
#define VESTIBULE_CRYPTO_JWS_H

#include "base/base.h"

enum jws_algorithm { JWS_RS256, JWS_ES256 };

/* Verify `token`, in its compact form, with a public key in JSON (RFC 7517) of the kind
 * that the algorithm needs.  ERR_INVALID: one of them is malformed; ERR_DENIED: the key
 * did not sign it. */
bool jws_verify(
    str token, enum jws_algorithm algorithm, str key, struct err *err) MUST_USE;

#endif
