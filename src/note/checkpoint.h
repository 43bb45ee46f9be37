/*
 * Checkpoints (C2SP tlog-checkpoint): the text by which a log commits to its tree.
 *
 *     ORIGIN
 *     SIZE         decimal, no leading zero
 *     ROOT         Base64
 *     EXTENSION    any number of lines, best none: nobody can audit them
 *
 * Two checkpoints are the same when origin, size and root are, whatever else their
 * files say.
 */
#ifndef VESTIBULE_NOTE_CHECKPOINT_H
#define VESTIBULE_NOTE_CHECKPOINT_H

#include "ledger/ledger.h"

struct checkpoint {
    str origin;
    uint64_t size; /* at most tree_size_max */
    struct hash root;
    str extensions; /* whole lines, or empty */
};

/* Read the text of a note.  ERR_INVALID says what is malformed. */
bool checkpoint_read(str text, struct checkpoint *out, struct err *err) MUST_USE;

/* Write the text of a note.  The origin must be one line and not empty. */
void text_add_checkpoint(struct text *text, const struct checkpoint *checkpoint);

bool checkpoint_equal(const struct checkpoint *a, const struct checkpoint *b);

#endif
