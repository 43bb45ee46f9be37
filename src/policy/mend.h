/*
 * mend: edits that several stages offer as fixes.
 *
 * Each takes the diagnostic it is for, which may be NULL: nobody wanted it.
 */
#ifndef VESTIBULE_POLICY_MEND_H
#define VESTIBULE_POLICY_MEND_H

#include "policy/scan.h"

/* Put an empty line above line `line`. */
void mend_by_empty_line(struct diag *diag, struct arena *arena, uint32_t line);

/* Put `text` on a line of its own below line `line`, indented by `indent`. */
void mend_by_line(struct diag *diag, struct arena *arena, const struct scan *scan,
    uint32_t line, uint32_t indent, str text);

/* Put `statement` at the end of a block. */
void mend_by_statement(struct diag *diag, struct arena *arena, const struct scan *scan,
    uint32_t block, str statement);

#endif
