/*
 * sign_in_file: DIR/sign-in.conf, where an operator says how people may sign in.
 *
 *     # A word and its value a line; what begins with # is for people.
 *     origin https://desk.example.org
 *     provider google
 *         title Sign in with your district account
 *         issuer https://accounts.google.com
 *         client 1234.apps.googleusercontent.com
 *         secret-file google.secret
 *
 * Strict: a word that nobody knows is an error, which says file, line and what to do.
 * docs/sign-in.md explains every word.
 */
#ifndef VESTIBULE_APP_SIGN_IN_FILE_H
#define VESTIBULE_APP_SIGN_IN_FILE_H

#include "app/provider.h"
#include "people/people.h"

enum { FORWARDERS_MAX = 16 };

struct sign_in_file {
    struct passkey_place place;     /* no origin: none is said */
    str forwarders[FORWARDERS_MAX]; /* proxies whose X-Forwarded-For is believed */
    size_t forwarder_count;
    struct oidc_provider providers[PROVIDERS_MAX];
    size_t provider_count;
};

/* Read it, texts into `arena`; when there is none everything stays empty.  ERR_INVALID;
 * ERR_NOT_FOUND: a secret's file is missing; ERR_IO. */
bool sign_in_file_read(struct arena *arena, str directory, struct sign_in_file *out,
    struct err *err) MUST_USE;

#endif
