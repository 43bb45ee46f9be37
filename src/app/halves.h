/*
 * halves: a record is kept twice, as a database and as public files; whichever is
 * whole brings back the other.
 *
 * Sealed fields stand in the database alone: no public file can bring them back.
 */
#ifndef VESTIBULE_APP_HALVES_H
#define VESTIBULE_APP_HALVES_H

#include "app/keeper.h"

/* ---- finding damage ---- */

enum finding_kind {
    FINDING_DATABASE, /* events, or what is said of them, are damaged or missing */
    FINDING_BEHIND,   /* the database ends before what was signed or published */
    FINDING_TILE,     /* a tile in the database */
    FINDING_VALUE,    /* a sealed field */
    FINDING_FILES,    /* a public file */
    FINDING_FORK,     /* two versions of the record are signed */
    FINDING_KEY,      /* a key file */
    FINDING_KIND_COUNT
};

struct finding {
    enum finding_kind kind;
    str where; /* "event 17", "public/tile/0/000.p/12" */
    str what;
};

/* What repairs a kind of damage, in words; `log import DIR/public DIR`. */
str finding_repair(enum finding_kind kind);

struct finding_sink {
    void (*found)(void *context, const struct finding *finding);
    void *context;
};

struct inspected {
    uint64_t events;    /* in the database */
    uint64_t values;    /* sealed fields that open and belong where they stand */
    uint64_t erased;    /* sealed fields that are gone, as an event says */
    uint64_t published; /* events under public/checkpoint */
    uint64_t findings;
};

/*
 * Compare everything that a record keeps with everything else; `sink` is told of each
 * damage.  Takes no lock and changes nothing.  ERR_NOT_FOUND: there is no record;
 * ERR_IO.
 */
bool keeper_fsck(str directory, const struct finding_sink *sink, struct inspected *out,
    struct err *err) MUST_USE;

/*
 * Make tiles in the database and public files anew, as far as the events in the
 * database lead to what was signed.  Signs nothing.  ERR_CORRUPT: they do not;
 * ERR_CONFLICT: another process has the record; else as keeper_open().
 */
bool keeper_mend(str directory, const struct keeper_clock *clock, uint64_t *tiles,
    struct err *err) MUST_USE;

/* ---- copies ---- */

struct exported {
    uint64_t size;
    struct hash root;
    uint64_t files; /* written now */
};

/*
 * Copy what is published to the folder `to`, which is made, or holds an earlier copy:
 * checkpoint, tiles, entries, vkey.  The copy is read back and checked before its
 * checkpoint is written.  ERR_NOT_FOUND: nothing is published; ERR_CONFLICT: there is
 * something else in `to`, or another version of this record; ERR_CORRUPT: the files are
 * damaged; ERR_IO.
 */
bool keeper_export(
    str directory, str to, struct exported *out, struct err *err) MUST_USE;

struct imported {
    uint64_t size;    /* events of the files */
    uint64_t brought; /* events that the database did not have */
    uint64_t values;  /* sealed fields that were found in the damaged database */
    bool rebuilt;     /* the database is new; the damaged one is beside it */
};

/*
 * Bring the database up to what the public files in `from` hold: a copy, an export, or
 * the record's own.  A damaged database is set aside and a new one made; what can be
 * read of the old one is taken over.  Recorded as `overridden`, done by `by`.  ERR_USAGE:
 * nothing is missing; ERR_CONFLICT: the files are another version, or in use;
 * ERR_CORRUPT: the files are damaged too; ERR_DENIED: not this record's; ERR_IO.
 */
bool keeper_import(str directory, str from, str by, const struct keeper_clock *clock,
    struct imported *out, struct err *err) MUST_USE;

#endif
