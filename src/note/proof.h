/*
 * Proof files, `.tlog-proof` (C2SP tlog-proof, version 1): everything that shows one
 * entry to be in a log, to be checked by anyone without a network.
 *
 *     c2sp.org/tlog-proof@v1
 *     extra BASE64             if any; nobody vouches for it
 *     index N
 *     HASH                     from the sibling of the leaf upwards
 *                              an empty line
 *     the checkpoint, a signed note
 *
 * The entry itself travels beside the file.
 */
#ifndef VESTIBULE_NOTE_PROOF_H
#define VESTIBULE_NOTE_PROOF_H

#include "ledger/ledger.h"

enum { PROOF_EXTRA_MAX = 64 * 1024 };

struct proof_file {
    bool has_extra;
    str extra; /* bytes */
    uint64_t index;
    struct merkle_proof proof;
    str checkpoint; /* the signed note, not yet verified */
};

/* Read a proof file; `extra` goes to the arena.  ERR_INVALID says what is malformed.
 * Then verify the checkpoint (trust_open) and the proof (merkle_includes). */
bool proof_file_read(
    struct arena *arena, str bytes, struct proof_file *out, struct err *err) MUST_USE;

void text_add_proof_file(struct text *text, const struct proof_file *file);

#endif
