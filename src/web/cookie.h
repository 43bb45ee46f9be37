/*
 * cookie: what a browser keeps for us, RFC 6265.
 *
 * The session's token, the token of an enrolled desk, the school that somebody who has
 * several is at, and one that only tells browsers apart before anybody is signed in.
 * Scripts cannot read them, and other sites cannot make a browser send them with a form.
 */
#ifndef VESTIBULE_WEB_COOKIE_H
#define VESTIBULE_WEB_COOKIE_H

#include "http/http.h"

enum cookie { COOKIE_SESSION, COOKIE_DESK, COOKIE_SCHOOL, COOKIE_BROWSER };

/* The value of a cookie that came with a request; empty when it did not, or twice. */
str cookie_find(const struct http_request *request, enum cookie which);

/* Have it kept: a desk's for a year, others until the browser closes.  At most one
 * an answer. */
void cookie_set(const struct http_request *request, struct http_answer *answer,
    enum cookie which, str value);
void cookie_drop(
    const struct http_request *request, struct http_answer *answer, enum cookie which);

#endif
