/*
 * Work for a keeper that can be told again from its number, and an outsider who
 * judges what was published: for tests that break something on the way.
 */
#ifndef VESTIBULE_TESTS_LOAD_H
#define VESTIBULE_TESTS_LOAD_H

#include "app/app.h"
#include "crypto/crypto.h"
#include "note/note.h"

extern const str load_origin;

/* A clock that the test winds; NULL as context: the machine's own. */
struct keeper_clock load_clock(int64_t *now);

/* Submit event `number`, always with the same content and under the same key; after
 * keeper_defer its receipt has to be confirmed. */
bool load_submit(struct keeper *keeper, uint64_t number, struct receipt *out,
    struct err *err) MUST_USE;

/* Someone who has the folder public/ of a record, its vkey among it, and no more. */
struct outsider {
    struct arena arena;
    struct arena file; /* of the last file read */
    str folder;
    struct crypto crypto;
    struct hasher hasher;
    struct note_key key;          /* the log's */
    struct checkpoint checkpoint; /* what is published */
    struct tile_source source;
    struct tile_reader reader;
};

/* Read the checkpoint of the record in `directory`, and check its signature. */
bool outsider_open(struct outsider *outsider, str directory, struct err *err) MUST_USE;
void outsider_close(struct outsider *outsider);

/* Check every file under the checkpoint. */
bool outsider_check(struct outsider *outsider, struct err *err) MUST_USE;

/* Whether the leaf stands at `seq`. */
bool outsider_finds(struct outsider *outsider, uint64_t seq, const struct hash *leaf,
    struct err *err) MUST_USE;

/* Whether a tree of `size` and `root` is the beginning of what is published. */
bool outsider_began(struct outsider *outsider, uint64_t size, const struct hash *root,
    struct err *err) MUST_USE;

#endif
