/*
 * channels_file: DIR/channels.conf, where an operator says by what people are reached.
 *
 *     mail smtp.hamline.example
 *         from Vestibule <desk@hamline.example>
 *         user vestibule
 *         secret-file mail.secret
 *     push mailto:desk@hamline.example
 *     heartbeat https://watch.example.org/ping/7
 *
 * Strict, as sign-in.conf is.  docs/channels.md explains every word.
 */
#ifndef VESTIBULE_APP_CHANNELS_FILE_H
#define VESTIBULE_APP_CHANNELS_FILE_H

#include "notify/notify.h"

/* Read it, texts into `arena`; when there is none there are no channels.  The
 * key of web push is made the first time.  ERR_INVALID,
 * ERR_DENIED (others can read a secret), ERR_NOT_FOUND (a file that it names), ERR_IO. */
bool channels_file_read(struct arena *arena, str directory, struct notify_settings *out,
    struct err *err) MUST_USE;

/* How a secret in a file is had, by the name of the file. */
struct channels_secrets {
    bool (*read)(void *context, str name, str *out, struct err *err);
    void *context;

    /* The key of web push, asked for when there is web push; NULL: it has none. */
    bool (*push_key)(void *context, struct p256_key *out, struct err *err);
};

/* The same of a text, which must outlive the settings, and of secrets that come from
 * elsewhere; files that servers are to be trusted by are not looked for. */
bool channels_file_parse(struct arena *arena, str directory, str source,
    const struct channels_secrets *secrets, struct notify_settings *out,
    struct err *err) MUST_USE;

#endif
