/*
 * sign_in_file: DIR/sign-in.conf, where an operator says how people may sign in.
 *
 *     # A word and its value a line; what begins with # is for people.
 *     origin https://desk.example.org
 *
 * Strict: a word that nobody knows is an error, which says file, line and what to do.
 * docs/sign-in.md explains every word.
 */
#ifndef VESTIBULE_APP_SIGN_IN_FILE_H
#define VESTIBULE_APP_SIGN_IN_FILE_H

#include "base/base.h"
#include "people/people.h"

struct sign_in_file {
    struct passkey_place place; /* no origin: none is said */
};

/* Read it, texts into `arena`; when there is none everything stays empty.  ERR_INVALID,
 * ERR_IO. */
bool sign_in_file_read(struct arena *arena, str directory, struct sign_in_file *out,
    struct err *err) MUST_USE;

#endif
