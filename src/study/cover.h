/*
 * cover: a set of states as few rows of a table.
 *
 * A row (a cube) gives each slot a set of values; together the rows of a cover
 * hold every state that is wanted and none that is not.  States outside `common`
 * do not exist, so rows may hold them freely.
 */
#ifndef VESTIBULE_STUDY_COVER_H
#define VESTIBULE_STUDY_COVER_H

#include "policy/policy.h"

/* Values of all slots side by side: slot s has members[start[s]] on. */
struct cube {
    bool *members;
    dd states; /* those of them that are wanted */
};

struct cover {
    const uint32_t *start; /* [slot], and the total at the end */
    struct cube *cubes;
    uint32_t count;
    bool cut_short; /* some wanted states are in no row */
};

/*
 * Cover `wanted`, which must lie within `common`, by at most `most` rows.  No row
 * can lose a restriction or be left out; for small tables no smaller table exists.
 */
void cover_states(struct arena *arena, struct diagram *diagram, dd wanted, dd common,
    uint32_t most, struct cover *out);

/* Whether a row leaves `slot` free. */
bool cube_is_free(const struct cover *cover, const struct cube *cube, uint32_t slot);

#endif
