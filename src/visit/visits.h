/*
 * visits: many of them, in the order of a board.
 */
#ifndef VESTIBULE_VISIT_VISITS_H
#define VESTIBULE_VISIT_VISITS_H

#include "visit/facts.h"

enum { VISITS_MAX = 20000, VISITS_CLOSED_MAX = 64 };

/* All that are open, and the closed ones that were last looked at.  All-zero is empty. */
struct visits {
    struct arena arena;
    struct visits_item {
        struct visit *visit;
        uint64_t used; /* a stamp, for forgetting */
    } * items;         /* by id */
    size_t count, room;
    uint64_t stamp;
    struct visit *
        *wakes; /* those to be looked at when time goes on; the first is next */
    size_t wake_count, wake_room;
};

void visits_clear(struct visits *visits);

/* Find a visit by its id; NULL when it is not here. */
struct visit *visits_find(struct visits *visits, str id);

/* Take a visit that is not here yet.  ERR_LIMIT: too many are here; it stays the
 * caller's. */
bool visits_take(struct visits *visits, struct visit *visit, struct err *err) MUST_USE;

/* Forget a visit. */
void visits_drop(struct visits *visits, str id);

/* Forget closed ones that nobody asked for longest, until VISITS_CLOSED_MAX are left. */
void visits_trim(struct visits *visits);

/* Have a visit that is here looked at again at a moment; CALLOUT_NEVER: not for time's
 * sake. */
void visits_wake(struct visits *visits, struct visit *visit, int64_t at);

/* The visit whose moment came first, if it has come; NULL: none has. */
struct visit *visits_due(const struct visits *visits, int64_t now);

enum visits_which { VISITS_ALL_OPEN, VISITS_UNANSWERED, VISITS_ANSWERED };

/* Exercises apart from what is real. */
enum visits_earnest { VISITS_REAL_OR_NOT, VISITS_REAL, VISITS_EXERCISES };

struct visits_filter {
    str school; /* empty: all */
    enum visits_which which;
    enum visits_earnest earnest;
};

bool visits_in_earnest(const struct visit *visit, enum visits_earnest earnest);

/* Whether a visit is open and fits a filter. */
bool visits_fit(const struct visit *visit, const struct visits_filter *filter);

/*
 * List open visits into `arena`: first those with a duty that nobody has answered, the
 * one that has waited longest first; then the rest, the newest first.  Exercises come
 * after all that is real, in the same order.  Returns how many.
 */
size_t visits_list(const struct visits *visits, const struct visits_filter *filter,
    struct arena *arena, struct visit ***out);

/* List a party, in the order in which its visits were opened: those that came with the
 * same visit as this one, itself and that one among them, as far as they are here. */
size_t visits_party(const struct visits *visits, const struct visit *visit,
    struct arena *arena, struct visit ***out);

#endif
