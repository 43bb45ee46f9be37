/*
 * try: a case that somebody makes up, and what a protocol says of it.
 *
 * It comes as the query of an address and goes nowhere: the same address shows the same
 * case, and nothing of it is recorded.
 */
#ifndef VESTIBULE_WEB_TRY_H
#define VESTIBULE_WEB_TRY_H

#include "web/protocol.h"

struct trying {
    struct caller *caller;
    struct arena *arena;
    const struct compiled *document;
    struct room_edition *edition;
    const struct image *image;
    struct moment at;
    int32_t *facts; /* as decided on: with what the clock supplies */
    uint16_t *slots;
    struct link_view *mistakes;
    size_t mistake_count, mistake_room;
};

/* Something is wrong with the field `name`. */
void try_mistake(struct trying *trying, str name, str words);

/* Whether the facts can be true together: decide, and why not the value asked for. */
bool try_decide(struct trying *trying, struct try_decision_view *out) MUST_USE;
void try_why_not(struct trying *trying, struct why_not_view *out);

#endif
