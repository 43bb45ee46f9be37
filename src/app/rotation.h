/*
 * rotation: another key signs from now on.
 *
 *     keys/log.key       signs leaves and checkpoints
 *     keys/old-ID.key    signs checkpoints too, until it is retired, so that those who
 *                        know only the old key can go on checking meanwhile
 *     keys/new.key       there only while a rotation is under way
 *
 * The old key signs the event that names the new one, and the new one everything
 * behind it.  Where the old key is lost, its file being gone, the new one signs that
 * event, too; those who check need both keys from people (audit.h).  Nobody else may
 * have the record open.
 */
#ifndef VESTIBULE_APP_ROTATION_H
#define VESTIBULE_APP_ROTATION_H

#include "app/keeper.h"

struct rotation {
    str why; /* planned, lost (a copy of it, or the key itself), stolen */
    str by;  /* a name or a post */
};

struct rotated {
    str old_key; /* vkeys */
    str new_key;
    uint64_t from_size; /* the new key counts from this size of the log */
    bool keeps_old;     /* the old key goes on signing beside it */
    bool stands_alone;  /* the old key is gone: nothing vouches for the new one */
    struct publication publication;
};

/*
 * Rotate the key of the record in `directory`, and publish: a checkpoint by both keys
 * when it was planned, by the new one alone when others may have the old one, which is
 * then removed at once.  Stopped half-way, the next opening ends it.  Texts live in
 * `arena`.  ERR_USAGE: no such reason; else as keeper_open and keeper_publish.
 */
bool key_rotate(str directory, const struct keeper_clock *clock,
    const struct rotation *rotation, struct arena *arena, struct rotated *out,
    struct err *err) MUST_USE;

/* Remove the old keys for good; `*count` says how many there were. */
bool key_retire(str directory, const struct keeper_clock *clock, uint64_t *count,
    struct err *err) MUST_USE;

#endif
