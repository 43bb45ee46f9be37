/*
 * release: an answer to somebody who asks for records, in one file.
 *
 *     {"format": "vestibule-bundle-1", "log": ORIGIN, "made": MOMENT, "visit": ID,
 *      "events": [{"entry": N,
 *                  "presentation": LEAF~DISCLOSURE~...~,      SD-JWT (RFC 9901)
 *                  "proof": the text of a .tlog-proof file,
 *                  "withheld": [{"digest": D, "field": NAME, "paragraph": N,
 *                                "reason": WORDS}]}]}
 *
 * Every digest is either laid open or listed with a reason, so whole fields are
 * withheld and nothing besides.  That a digest without a field is a decoy, and which
 * field one is of, is what the sender says; nobody can check it.
 */
#ifndef VESTIBULE_APP_RELEASE_H
#define VESTIBULE_APP_RELEASE_H

#include "note/note.h"
#include "record/record.h"

enum { RELEASE_EVENTS_MAX = 4096 };

struct release_withheld {
    struct hash digest;
    str field;         /* empty: a decoy, or an erased field */
    int64_t paragraph; /* its number from 0, or -1 */
    str reason;
};

struct release_event {
    uint64_t seq;
    str presentation;
    str proof;
    struct release_withheld *withheld;
    size_t withheld_count;
};

struct release {
    str log;
    str made;  /* when, as written */
    str visit; /* not empty: these are all its events up to the checkpoint */
    struct release_event *events;
    size_t count;
};

/* Read a bundle into `arena`.  ERR_INVALID, ERR_LIMIT. */
bool release_read(
    struct arena *arena, str source, struct release *out, struct err *err) MUST_USE;

/* Write a bundle, two spaces a level. */
void text_add_release(struct text *text, const struct release *release);

/* ---- checking ---- */

struct release_judge {
    const struct hasher *hasher;
    const struct ed25519 *ed25519;
    const struct trust *trust;
    struct note_seal *seals;          /* one for each of trust->keys */
    const struct note_key *leaf_keys; /* sign leaves too, but no checkpoint */
    size_t leaf_key_count;
};

/* What a bundle shows. */
struct release_shown {
    struct checkpoint checkpoint;
    struct record_opened *events; /* as many as the bundle has */
};

/*
 * Check a bundle offline.  Each leaf must be in the log by its proof, all proofs under
 * one checkpoint that is believed, and signed by a key of this log that is known; each
 * disclosure must belong to its leaf (one that no digest refers to is a forgery); each
 * digest not laid open must be listed once with a reason, and nothing else; neighbours
 * in a visit must follow on one another, and a visit must begin at its beginning.
 * ERR_INVALID says which event, and what does not hold; ERR_DENIED: the checkpoint is
 * not signed by those who must.
 */
bool release_check(struct arena *arena, const struct release_judge *judge,
    const struct release *release, struct release_shown *out, struct err *err) MUST_USE;

#endif
