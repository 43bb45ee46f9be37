/*
 * cosigner: a witness for the logs of others (C2SP tlog-witness).
 *
 *     DIRECTORY/key            its own key, of cosignatures
 *     DIRECTORY/held/ORIGIN    the checkpoint it cosigned last for a log; the name is
 *                              the SHA-256 of the log's origin in hexadecimal
 *     DIRECTORY/lock           held while it is open
 *
 * What it cosigns is on the disk before anyone sees the signature, and nothing else is
 * weighed meanwhile: so it never signs two trees that do not belong together.
 */
#ifndef VESTIBULE_APP_COSIGNER_H
#define VESTIBULE_APP_COSIGNER_H

#include "app/keeper.h"

struct cosigner;

struct cosigner_settings {
    str directory;
    str name;         /* of its key; needed the first time, when the key is made */
    const str *vkeys; /* of the logs it is a witness for; some may be of one log */
    size_t count;
    struct keeper_clock clock;
};

/* ERR_USAGE: a key must be made and has no name; ERR_CONFLICT: another process is this
 * witness; ERR_INVALID: a vkey, or what is held. */
bool cosigner_open(const struct cosigner_settings *settings, struct cosigner **out,
    struct err *err) MUST_USE;
void cosigner_close(struct cosigner *cosigner);

/* Its verifier key. */
str cosigner_vkey(const struct cosigner *cosigner, struct arena *arena);

struct cosigner_reply {
    unsigned status; /* of HTTP */
    str type;
    str body;
};

/* Answer POST add-checkpoint, in `arena`.  False (ERR_IO): nothing was cosigned. */
bool cosigner_add(struct cosigner *cosigner, struct arena *arena, str body,
    struct cosigner_reply *out, struct err *err) MUST_USE;

/* Find what was cosigned last for the origin with this SHA-256 in hexadecimal. */
bool cosigner_find(const struct cosigner *cosigner, str origin_hash, str *note);

#endif
