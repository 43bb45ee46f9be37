/*
 * What the files of import share.
 */
#ifndef VESTIBULE_APP_IMPORT_H
#define VESTIBULE_APP_IMPORT_H

#include "app/audit.h"
#include "app/halves.h"
#include "app/inside.h"

struct importing {
    struct keeper *k;     /* its database is the one that is written to */
    struct arena scratch; /* of one event */
    str from;
    str by; /* who does it */
    struct tile_source files;
    str note;
    struct checkpoint checkpoint; /* of the files */
    struct audit audit;
    struct edge edge;
    struct full_tiles full;
    uint64_t first; /* the first event that is not in the database */
    bool is_damaged;
    bool is_forked;
    uint64_t *erasing; /* the events brought back that say that values are erased */
    size_t erasing_count;
    size_t erasing_capacity;
    struct db old; /* the damaged database; closed: there is nothing to be had of it */
    struct imported *out;
};

/* Open the damaged database to read what it still gives. */
void salvage_open(struct importing *im);

/* The next event behind those of the files, if it can be read and continues them. */
bool salvage_leaf(struct importing *im, str *leaf);

/* The old checkpoint of the size that has been reached, when it has this root. */
bool salvage_checkpoint(struct importing *im, struct err *err) MUST_USE;

/* Once all events are there: sealed fields, erasures, buckets, holds, editions.  What
 * cannot be read is left out; an error is the new database's. */
bool salvage_values(struct importing *im, struct err *err) MUST_USE;

/* Erase again what the events brought back say is erased: the values of an old backup
 * must not come back with it. */
bool erase_again(struct importing *im, struct err *err) MUST_USE;

#endif
