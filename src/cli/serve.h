/*
 * serve: what the files of `vestibule serve` share.
 */
#ifndef VESTIBULE_CLI_SERVE_H
#define VESTIBULE_CLI_SERVE_H

#include "cli/command.h"

#include "http/http.h"
#include "os/os.h"
#include "people/people.h"
#include "web/web.h"

/* Read which proxy is trusted, if any.  ERR_USAGE, ERR_INVALID; else as os_read_file. */
bool serve_proxy(
    struct session *session, struct proxy *proxy, struct err *err) MUST_USE;

/* Read how many may be connected, and have the system allow as many.  ERR_USAGE;
 * ERR_LIMIT: it does not. */
bool serve_limits(
    struct session *session, struct http_limits *limits, struct err *err) MUST_USE;

/* Make the protocols of a sample district, where they are not there yet. */
bool serve_sample_documents(struct arena *arena, str folder, struct err *err) MUST_USE;

/* Make what is not there yet of a sample district: the reference day, its people, visits
 * that are open; and publish it. */
bool serve_sample(struct session *session, struct site *site, struct err *err) MUST_USE;

/* DIR: what --data says. */
str serve_data(const struct session *session);

/* Open what reaches the people who have to act, by the settings in DIR.  As reach_open. */
bool serve_reach(struct session *session, struct site *site, struct err *err) MUST_USE;

/* Read what DIR/sign-in.conf says.  As sign_in_file_read. */
bool serve_sign_in(struct session *session, struct http_settings *settings,
    struct site *site, struct err *err) MUST_USE;

/* Where no origin is said and only this machine is served, passkeys count at
 * http://localhost: browsers take that for encrypted. */
void serve_try_passkeys(
    struct session *session, const struct http_settings *settings, struct site *site);

#endif
