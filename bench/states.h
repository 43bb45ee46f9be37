/*
 * states: situations to decide, drawn at random from a compiled protocol.
 *
 * Drawn evenly, most states end early (an emergency, a visitor); so they are also
 * drawn by completing the protocol's own examples, which reach its depths.
 */
#ifndef VESTIBULE_BENCH_STATES_H
#define VESTIBULE_BENCH_STATES_H

#include "eval/eval.h"
#include "policy/policy.h"

enum states_way { STATES_EVEN, STATES_EXAMPLES, STATES_WAYS };

struct states {
    size_t count;
    size_t fact_count;
    size_t slot_count;
    int32_t *facts;    /* a row of fact_count each */
    uint16_t *slots;   /* a row of slot_count each, as eval_bind makes them */
    uint32_t *routes;  /* the same as eval_route makes of it */
    uint16_t *columns; /* the slots by slot: a column of `count` each */
    int32_t *some;     /* the facts again, each unknown with even odds */
    uint16_t *some_slots;
};

/* Draw `count` states that the assumptions allow, the same every time. */
void states_draw(struct states *out, const struct policy *policy,
    struct eval_scratch *scratch, enum states_way way, size_t count);

/* Write each state's facts as a line that `vestibule replay` reads. */
void states_write(
    const struct states *states, const struct image *image, const char *path);

#endif
