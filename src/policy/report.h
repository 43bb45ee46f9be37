/*
 * report: where the mistakes of one stage go, and no more than anyone will read.
 */
#ifndef VESTIBULE_POLICY_REPORT_H
#define VESTIBULE_POLICY_REPORT_H

#include "policy/diag.h"

enum { REPORT_MOST = 200 }; /* errors, and as many warnings and infos */

struct report {
    struct arena *arena;
    struct diags *diags;
    uint32_t errors;
    uint32_t remarks;
    uint32_t steps; /* taken so far to guess which names were meant */
};

/* Report; NULL when there are enough of its severity already. */
struct diag *report_add(
    struct report *report, const char *code, struct span span, str message, str hint);

/* Attach a fix to what report_add returned. */
void report_fix(struct report *report, struct diag *diag, struct span span, str fix);

/* Whether so many errors are known that reading on is of no use. */
bool report_is_full(const struct report *report);

/* Say that there was more, if there was. */
void report_end(struct report *report);

/* Join two or three pieces of text. */
str join_text(struct arena *arena, str a, str b, str c);

/* Names that could have been meant. */
struct names {
    const str *items;
    size_t count;
};

/*
 * Return the one of `names` that was probably meant by `wrong`: the same but for
 * capitals and hyphens, or the nearest.  Empty when none is near.
 */
str nearest_name(struct report *report, str wrong, struct names names);

/* Return the small letter of a capital, anything else as it is. */
char small_letter(char c);

/* Return "did you mean `name`?", or `otherwise` when `name` is empty. */
str did_you_mean(struct arena *arena, str name, str otherwise);

#endif
