/*
 * audit: leaf by leaf, what the tree does not show.
 *
 * The tree shows that nothing was changed since it was signed.  This shows that what
 * stands there are events of one record: each well formed, signed by the key that
 * counted then, and each visit without a gap.
 */
#ifndef VESTIBULE_APP_AUDIT_H
#define VESTIBULE_APP_AUDIT_H

#include "ledger/ledger.h"
#include "note/note.h"
#include "record/record.h"

struct audit_visit {
    uint64_t next; /* the number of its next event */
    struct hash newest;
};

/* All-zero but for what stands first. */
struct audit {
    struct arena *arena; /* of the visits */
    const struct hasher *hasher;
    const struct ed25519 *ed25519;
    struct tile_reader
        *tree; /* of the leaves, to compare the checkpoints that they name
                                 with; NULL: they are not compared */

    uint64_t size;        /* leaves seen */
    str origin;           /* as the first one says */
    struct note_key key;  /* the key that signs the next leaf */
    uint64_t anchor_size; /* the newest checkpoint that was named, and found right */
    struct hash anchor_root;
    struct map visits;
    struct audit_visit *items;
    size_t count;
    size_t capacity;

    /* Where a lost key was replaced, somebody's word for both keys is taken. */
    const struct note_key *known; /* the keys that were given */
    size_t known_count;
    bool knows_all;     /* the record's keeper looks */
    uint64_t *replaced; /* the leaves that did so */
    size_t replaced_count;
    size_t replaced_capacity;
};

struct audited {
    struct record_leaf leaf;
    struct hash hash;
    bool is_read; /* `leaf` means something */
};

/*
 * Look at the next leaf.  `arena` takes what is read of it; `text` must outlive that.
 * ERR_CORRUPT says what is wrong; the next ones can still be looked at.
 */
bool audit_leaf(struct audit *audit, struct arena *arena, str text, struct audited *out,
    struct err *err) MUST_USE;

/*
 * The same in two steps, the first of which needs nothing of the leaves before and is
 * the dear one.  `by` is the key that will most likely count, or NULL; with another the
 * signature is verified again.  It must outlive `out`.
 */
struct audit_look {
    struct audited seen;
    const struct note_key *by;
    bool is_signed; /* by that key */
    struct err err; /* why it is not, or cannot be read */
};
void audit_look(const struct hasher *hasher, const struct ed25519 *ed25519,
    const struct note_key *by, struct arena *arena, str text, struct audit_look *out);
bool audit_next(struct audit *audit, struct arena *arena, const struct audit_look *look,
    struct err *err) MUST_USE;

/* Whether a leaf replaces the key that counts, as that is lost: by the new one's word
 * alone. */
bool audit_is_lost(
    const struct audit *audit, struct arena *arena, const struct record_leaf *leaf);

/* Note that leaf `seq` has replaced `old`.  ERR_CORRUPT: nobody gave both keys. */
bool audit_take_word(struct audit *audit, uint64_t seq, const struct note_key *old,
    struct err *err) MUST_USE;

/* Leave one out that is missing. */
void audit_skip(struct audit *audit);

/* Whether this is the first leaf of a record, and not an entry of some other log. */
bool audit_is_record(struct arena *arena, str text);

/*
 * Look at all entries of a log's bundles, on all processors.  `found` is told of each
 * that is wrong, in their order; `passed`, unless it is NULL, now and then of how many
 * are behind.  ERR_IO and the like: a bundle could not be read.
 */
struct audit_sink {
    void (*found)(void *context, uint64_t seq, const struct err *what);
    void *context;
    void (*passed)(void *context, uint64_t count);
};
bool audit_entries(struct audit *audit, const struct tile_source *source, uint64_t size,
    const struct audit_sink *sink, struct err *err) MUST_USE;

#endif
