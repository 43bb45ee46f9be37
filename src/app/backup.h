/*
 * backup: a record copied while another process works on it, and put back.
 *
 *     TO/record.db          one moment of the database
 *     TO/keys/log.key       what signs, and old-ID.key while a key is being changed
 *     TO/keys/seals/...     what opens sealed fields
 *     TO/people.db          of a served folder: who uses it, at about the same moment
 *     TO/keys/people.key    what opens that
 *     TO/roster.db          and who is called, a little before
 *     TO/calendar.conf      when schools are open, if that was said,
 *     TO/calling.conf       in which order,
 *     TO/channels.conf      and by what; never the secrets that it names
 *     TO/protocols/...      of a served folder: what was in force, after the record
 *     TO/drafts/...         and the next editions that were written, before it
 *     TO/manifest           what the others are; written last (manifest.h)
 *
 * Keys are files of their own so that they can be kept for a shorter time than the
 * database: a backup of a seal outlives the erasure of what it seals.
 */
#ifndef VESTIBULE_APP_BACKUP_H
#define VESTIBULE_APP_BACKUP_H

#include "app/keeper.h"

struct backup {
    str origin;
    uint64_t events;
    uint64_t files;
    uint64_t bytes; /* of all files together */
};

/*
 * Copy the record in `directory`, or in `directory`/record with the people beside it, to
 * the folder `to`, new or empty.  All or nothing:
 * what was begun and failed is removed again.  Texts live in `arena`.  ERR_NOT_FOUND:
 * there is no record; ERR_CONFLICT: `to` has something in it, or the log's key was
 * changed meanwhile; ERR_CORRUPT: the database is damaged; ERR_IO.
 */
bool backup_make(str directory, str to, const struct keeper_clock *clock,
    struct arena *arena, struct backup *out, struct err *err) MUST_USE;

struct restoration {
    str origin;
    uint64_t events;    /* in the backup */
    uint64_t continued; /* that were published since and are added */
    uint64_t erased;    /* values whose erasure was published since */
    uint64_t shredded;  /* buckets that nothing is left in for that reason */
    str *missing;       /* keys that were taken out of the backup */
    size_t missing_count;
    str *secrets; /* files that channels.conf names, and that no backup has */
    size_t secret_count;
    bool is_recorded;      /* the record says that it was put back, and by whom */
    struct err unrecorded; /* why not, if somebody wanted to */
};

struct restore_order {
    str from;      /* the backup */
    str directory; /* new or empty */
    str published; /* a folder with the log as it was published, or empty */
    str by;        /* who does it; empty: nobody says */
};

/*
 * Put a backup back; one of a served folder becomes that again, with the record in
 * `directory`/record, and everybody signs in anew there.  What was published since (checkpoint, tile/...) is added, so that
 * the log goes on where it was, and what it says was erased is erased here too.  Values
 * of those events that were never erased stay lost.  With `by` an event says who did it,
 * unless the log's key is not in the backup, or was another then; without `published`
 * that is for whoever knows that nothing was published since, as it would stand where
 * another event does.  ERR_INVALID: there is no manifest, or it is malformed;
 * ERR_CORRUPT: a file is not what the manifest says, or the published log does not
 * continue the backup; ERR_DENIED: it does by a key that nothing vouches for;
 * ERR_CONFLICT: `directory` has something in it; ERR_IO.
 */
bool backup_restore(const struct restore_order *order, const struct keeper_clock *clock,
    struct arena *arena, struct restoration *out, struct err *err) MUST_USE;

#endif
