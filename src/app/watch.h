/*
 * watch: follow somebody else's log from outside.
 *
 * The last checkpoint that was seen is kept in a file.  A newer one must be shown, by
 * the log's own tiles, to continue it; nothing but that proof is believed of them.
 */
#ifndef VESTIBULE_APP_WATCH_H
#define VESTIBULE_APP_WATCH_H

#include "base/base.h"
#include "note/note.h"

struct watching {
    str url;  /* where the log's files are: URL/checkpoint, URL/tile/... */
    str file; /* what was seen last; made the first time */
    const struct hasher *hasher;
    const struct ed25519 *ed25519;
    const struct trust *trust; /* who must have signed */
};

enum watch_verdict {
    WATCH_FIRST, /* nothing was known before */
    WATCH_SAME,
    WATCH_GREW,
    WATCH_SHRANK, /* an older checkpoint is served, or one of a copy put back */
    WATCH_FORKED, /* the new one does not continue the old one */
};

struct watched_log {
    enum watch_verdict verdict;
    struct checkpoint old; /* not of WATCH_FIRST */
    struct checkpoint new;
    str evidence; /* the file with the new one, where it contradicts the old one */
};

/* Look once.  Texts live in `arena`.  ERR_DENIED, ERR_INVALID: the checkpoint is not
 * signed as it must be, or malformed; ERR_IO, ERR_NOT_FOUND: the log is out of reach,
 * or its tiles are. */
bool log_watch(const struct watching *watching, struct arena *arena,
    struct watched_log *out, struct err *err) MUST_USE;

#endif
