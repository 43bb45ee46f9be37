/*
 * What the two ways of checking a log share.
 */
#ifndef VESTIBULE_LEDGER_CHECK_INSIDE_H
#define VESTIBULE_LEDGER_CHECK_INSIDE_H

#include "ledger/check.h"
#include "ledger/frontier.h"
#include "ledger/inside.h"

/* The tile of a level that is being compared. */
struct held {
    struct tile tile; /* width 0: none yet */
    bool is_readable;
    bool is_vouched_for; /* its hashes are those that the root commits to */
    bool is_reported;
    struct hash hashes[TILE_WIDTH];
};

struct log_check {
    const struct hasher *hasher;
    const struct tile_source *source;
    uint64_t size;
    const struct hash *root;
    const struct damage_sink *sink; /* NULL: only count */
    uint64_t damages;
    bool edge_holds; /* the partial tiles lead to the root (check_root.c) */
    struct held held[TILE_LEVELS];
};

/* Count a damage and tell the sink of it. */
void check_found(struct log_check *check, const struct damage *damage);

/* Hash the entries of a bundle. */
bool check_leaves(const struct log_check *check, const struct tile *bundle,
    struct hash leaves[TILE_WIDTH], struct err *err) MUST_USE;

/* Find what is wrong in a log whose entries do not lead to its root. */
void check_from_root(struct log_check *check);

#endif
