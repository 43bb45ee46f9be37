/*
 * witnessing: what the witnesses of a record are asked, and what they answered.
 *
 *     DIRECTORY/witnesses      a policy (C2SP tlog-policy): witness lines with URLs
 *     DIRECTORY/evidence/      checkpoints that cannot both be true
 *
 * Before anything new is signed they are asked what they saw last: whoever saw more
 * than is here proves that this record was put back, or that another copy signs too.
 * Afterwards they are asked to cosign; who does not answer holds nothing up.
 */
#ifndef VESTIBULE_APP_WITNESSING_H
#define VESTIBULE_APP_WITNESSING_H

#include "base/base.h"

/* What became of one witness. */
struct witness_word {
    str name;
    bool cosigned;
    str words; /* why not */
};

struct witness_words {
    struct witness_word *items;
    size_t count;
    size_t cosigned;
    bool has_quorum; /* of the policy; true without one */
};

#endif
