/*
 * What a log asks a witness, and how the witness weighs it (C2SP tlog-witness,
 * add-checkpoint).  The bodies and the judgement; sending and storing are elsewhere.
 *
 *     old SIZE              what the log believes the witness holds
 *     HASH                  the proof that the tree of that size is its beginning
 *                           an empty line
 *     the checkpoint, a signed note
 *
 * A witness stores the new checkpoint before it answers, and weighs and stores in one
 * atomic step: else a slower request could roll it back.
 */
#ifndef VESTIBULE_NOTE_WITNESS_H
#define VESTIBULE_NOTE_WITNESS_H

#include "ledger/ledger.h"
#include "note/checkpoint.h"

enum witness_answer {
    WITNESS_COSIGNS,     /* the body is signature lines */
    WITNESS_MALFORMED,   /* the request makes no sense */
    WITNESS_UNSIGNED,    /* no key that the witness trusts has signed */
    WITNESS_UNKNOWN_LOG, /* it does not know the origin */
    WITNESS_STALE,       /* it holds another size; the body says which */
    WITNESS_UNPROVEN,    /* the proof, or the root of an equal size, is wrong */
    WITNESS_ANSWER_COUNT
};

struct witness_row {
    uint32_t status; /* of HTTP */
    str words;
};

/* The row of an answer. */
const struct witness_row *witness_answer_row(enum witness_answer answer);

/* Find the answer of an HTTP status; false when the standard has none. */
bool witness_find_answer(uint32_t status, enum witness_answer *out);

struct witness_request {
    uint64_t old_size;
    struct merkle_proof proof;
    str checkpoint; /* the signed note, not yet verified */
};

/* ERR_INVALID says what is malformed. */
bool witness_request_read(
    str body, struct witness_request *out, struct err *err) MUST_USE;
void text_add_witness_request(struct text *text, const struct witness_request *request);

/*
 * Weigh a request whose checkpoint was verified and read.  `held` is what the witness
 * cosigned last for this origin; size 0 if nothing yet.
 */
enum witness_answer witness_weigh(const struct hasher *hasher,
    const struct witness_request *request, const struct checkpoint *checkpoint,
    const struct checkpoint *held);

/* The body of WITNESS_STALE: a size, one line. */
bool witness_size_read(str body, uint64_t *out);
void text_add_witness_size(struct text *text, uint64_t size);

#endif
