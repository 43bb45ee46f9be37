/*
 * conf: a file of settings in DIR, read by a table of the words that it may hold.
 *
 *     # A word and its value a line; what begins with # is for people.
 *     provider google
 *         issuer https://accounts.google.com
 *
 * Strict: a word that nobody knows, one twice, or one that belongs elsewhere is an error,
 * which says file, line and what to do.
 */
#ifndef VESTIBULE_APP_CONF_H
#define VESTIBULE_APP_CONF_H

#include "base/base.h"

enum { CONF_WORDS_MAX = 64, CONF_BYTES_MAX = 1 << 16, CONF_SECRET_MAX = 4096 };

/* A word begins a part of the file, or belongs to some parts, or stands for itself.  One
 * that means something else in other parts has another row for them. */
struct conf_word {
    str name;
    bool (*read)(void *into, str value, struct err *err);
    unsigned begins;  /* the bit of the part */
    unsigned belongs; /* the bits of the parts in which it may stand; 0: anywhere */
    bool is_repeated;
};

struct conf {
    str path;   /* as errors name it */
    str manual; /* the page that explains every word */
    const struct conf_word *words;
    size_t word_count; /* CONF_WORDS_MAX at most */
    void *into;        /* handed to whatever reads a value, which keeps slices of it */
};

/* Read all lines of `source`.  ERR_INVALID, or what reading a value came to. */
bool conf_read(const struct conf *conf, str source, struct err *err) MUST_USE;

/* Read the file itself, into `arena`; none is as good as an empty one. */
bool conf_read_file(struct arena *arena, str path, str *out, struct err *err) MUST_USE;

/* The whole path of a file that is named in settings of `directory`. */
str conf_path(struct arena *arena, str directory, str name);

/* Read the secret in such a file, which nobody but its owner may be able to read.
 * ERR_DENIED, ERR_NOT_FOUND, ERR_INVALID (it is empty), ERR_IO. */
bool conf_read_secret(
    struct arena *arena, str directory, str name, str *out, struct err *err) MUST_USE;

#endif
