/*
 * Trust policies (C2SP tlog-policy): whose signatures make a checkpoint one to
 * believe.
 *
 *     log VKEY [URL]
 *     witness NAME VKEY [URL]
 *     group NAME all|any|K NAME...
 *     quorum NAME|none
 *
 * A checkpoint is believed when one of the logs has signed it and the quorum has
 * cosigned it.  Names are defined before they are used, and belong to one group at
 * most: no witness counts twice.
 */
#ifndef VESTIBULE_NOTE_TRUST_H
#define VESTIBULE_NOTE_TRUST_H

#include "note/checkpoint.h"
#include "note/signed.h"

enum {
    TRUST_BYTES_MAX = 256 * 1024,
    TRUST_KEYS_MAX = 256,    /* logs and witnesses */
    TRUST_MEMBERS_MAX = 256, /* witnesses and groups */
    TRUST_NONE = -1
};

/* A log or a witness. */
struct trust_key {
    str url;        /* empty: none given */
    int32_t member; /* of a witness; TRUST_NONE for a log */
};

/* A witness or a group, in the order they are defined. */
struct trust_member {
    str name;
    uint32_t needed; /* of its members; of a witness: its one key */
    uint32_t count;
    int32_t group; /* whose member it is, or TRUST_NONE */
};

struct trust {
    struct note_key *keys;
    struct trust_key *owners; /* owners[i] has keys[i] */
    size_t key_count;
    struct trust_member *members;
    size_t member_count;
    int32_t quorum; /* a member, or TRUST_NONE: no cosignature is needed */
};

/*
 * Read a policy; tables go to the arena, texts stay where they are.  ERR_INVALID says
 * the line and what is wrong there; ERR_LIMIT above the limits.  A key whose type is
 * not verified here is kept, and can never count.
 */
bool trust_read(struct arena *arena, const struct hasher *hasher, str source,
    struct trust *out, struct err *err) MUST_USE;

/* Make the policy "one log, no witnesses".  `log` must be of type NOTE_ED25519. */
struct trust trust_of_log(struct arena *arena, const struct note_key *log);

/*
 * Open a checkpoint: take the note apart, verify every signature of a known key, read
 * the text, and ask the policy.  `seals` has a place for each of trust->keys.
 * ERR_INVALID: malformed; ERR_DENIED: not signed by a log whose name is the origin, a
 * signature does not hold, or the quorum is not reached.
 */
bool trust_open(struct arena *arena, const struct ed25519 *ed25519,
    const struct trust *trust, str bytes, struct checkpoint *out,
    struct note_seal *seals, struct err *err) MUST_USE;

/* Whether the keys that have signed reach the quorum. */
bool trust_has_quorum(const struct trust *trust, const struct note_seal *seals);

#endif
