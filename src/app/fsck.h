/*
 * What the files of fsck share.
 */
#ifndef VESTIBULE_APP_FSCK_H
#define VESTIBULE_APP_FSCK_H

#include "app/audit.h"
#include "app/halves.h"
#include "app/inside.h"

struct fsck {
    struct keeper *k; /* its database may be closed: then it cannot be read */
    const struct finding_sink *sink;
    struct inspected *out;
    struct arena scratch; /* of one event, or one file */
    struct audit audit;
    struct edge edge;
    struct full_tiles full;

    struct arena signed_arena; /* of the next checkpoint */
    struct store_checkpoint is_signed;
    bool has_signed;

    str note; /* public/checkpoint; empty: there is none */
    struct checkpoint published;
    bool is_tried;        /* to open it */
    bool is_published;    /* `published` was read and its signature holds */
    struct hash own_root; /* of the database's tree, of the published size */
    bool is_whole;        /* no damage of events was found */
};

void fsck_found(struct fsck *f, enum finding_kind kind, str where, str what);

/* The sealed fields of an event, and those that it says are erased. */
void fsck_values(
    struct fsck *f, const struct store_event *event, const struct record_leaf *leaf);

/* The public checkpoint is read before the database, which may only grow meanwhile;
 * and opened with the database's keys, or else with public/vkey. */
void fsck_read_published(struct fsck *f);
void fsck_open_published(struct fsck *f);

/* Every public file against the published root, and that against the database. */
void fsck_files(struct fsck *f);

/* The log's key file. */
void fsck_key(struct fsck *f);

#endif
