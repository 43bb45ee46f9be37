/*
 * Checking a whole log from its files: every entry, every tile, the root.
 *
 * The judge is the root of a checkpoint that was verified before.  Damage is named:
 * which file, which entry.  What is right is told apart from what is wrong by the
 * root, from whichever side still leads to it: from the entries upwards, or from the
 * partial tiles downwards.
 */
#ifndef VESTIBULE_LEDGER_CHECK_H
#define VESTIBULE_LEDGER_CHECK_H

#include "ledger/hash.h"
#include "ledger/tile.h"

enum damage_kind {
    DAMAGE_UNREADABLE, /* a tile or a bundle is missing, too short or malformed */
    DAMAGE_TILE,       /* a tile differs from what the log had */
    DAMAGE_ENTRY,      /* an entry differs from what the log had */
    DAMAGE_BUNDLE,     /* not all entries of a bundle are right; which, nothing tells */
    DAMAGE_ROOT,       /* the partial tiles do not lead to the root */
    DAMAGE_KIND_COUNT
};

struct damage {
    enum damage_kind kind;
    struct tile tile;      /* the file; not for DAMAGE_ROOT */
    uint64_t entry;        /* its number in the log, for DAMAGE_ENTRY */
    const struct err *why; /* for DAMAGE_UNREADABLE: what the source said */
};

/* Is told of each damage in the order of the log; what it is handed is its own only
 * during the call. */
struct damage_sink {
    void (*found)(void *context, const struct damage *damage);
    void *context;
};

struct log_health {
    uint64_t damages;
    bool has_all_entries; /* the entries lead to the root: tiles can be made anew */
};

/*
 * Check the log of `size` entries against `root`.  A sound log is read once, a
 * damaged one twice: each file in order, each entry hashed once.  Needs 150 KiB of
 * stack and no other memory.  Returns whether all is well; `*health` says more.
 */
bool ledger_check(const struct hasher *hasher, const struct tile_source *source,
    uint64_t size, const struct hash *root, const struct damage_sink *sink,
    struct log_health *health) MUST_USE;

/* Add a sentence: what is damaged, and what can be done. */
void text_add_damage(struct text *text, const struct damage *damage);

#endif
