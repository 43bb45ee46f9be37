/*
 * eval: decide.  Run an image on facts.
 *
 * An image is a compiled protocol: a flat, position-independent array of bytes
 * (docs/image.md), checked once by image_open and read in place ever after.
 * Nothing here allocates, calls libc or keeps state: the same source is the
 * server's evaluator and, as WebAssembly, the browser's.
 *
 * May include base.
 */
#ifndef VESTIBULE_EVAL_H
#define VESTIBULE_EVAL_H

#include "base/base.h"
#include "eval/image.h"

/* A fact's value: the index of a choice; 0 no, 1 yes; a number; a date as days
 * since 1970-01-01; a time as minutes since midnight; or not known. */
#define FACT_UNKNOWN INT32_MIN

/* A slot's value when it is not known.  Slots are the variables of the diagram:
 * a fact, a number's interval, or how two dates lie to each other. */
enum { SLOT_UNKNOWN = 0xFFFF, EVAL_MAX_SLOTS = 1000, EVAL_MAX_ROW };

/* Leaves of an outcome are its values' indices; of everything else, no and yes.
 * LEAF_IMPOSSIBLE stands where the assumptions rule a state out. */
enum { LEAF_NO = 0, LEAF_YES = 1, LEAF_IMPOSSIBLE = 31, EVAL_MAX_VALUES = 28 };
static inline uint32_t leaf_bit(uint32_t leaf)
{
    return 1u << leaf;
}

/* ---- the quick path: everything known ---- */

/*
 * Set route[0 .. image_row) from a row whose slots are all known.  A route says of each
 * slot what is added to an edge that tests it to come to the place of the next: the
 * value, and the slot itself taken away.  So a step is one look and one sum.
 */
void eval_route(const struct image *image, const uint16_t *slots, uint32_t *route);

/* One step of a walk; a walk that has ended stays. */
static inline image_edge eval_step(
    const uint32_t *words, image_edge e, const uint32_t *route)
{
    return words[e + route[edge_slot(e)]];
}

static inline image_edge eval_two_steps(
    const uint32_t *words, image_edge e, const uint32_t *route)
{
    return eval_step(words, eval_step(words, e, route), route);
}

static inline image_edge eval_four_steps(
    const uint32_t *words, image_edge e, const uint32_t *route)
{
    return eval_two_steps(words, eval_two_steps(words, e, route), route);
}

/*
 * Return the leaf that `root` leads to.  No memory is touched but the image and the
 * route.  Whether the end is reached is looked up after two steps, where much is decided
 * (an emergency), after twelve, where nearly all is, and then every four: a look that the
 * processor guesses wrong costs more than steps that are not needed.
 */
static inline uint32_t eval_leaf(
    const struct image *image, image_edge root, const uint32_t *route)
{
    const uint32_t *words = image->words;
    image_edge e = eval_two_steps(words, root, route);

    if (edge_is_leaf(e))
        return edge_leaf(e);
    e = eval_two_steps(words, e, route);
    e = eval_four_steps(words, e, route);
    e = eval_four_steps(words, e, route);
    while (!edge_is_leaf(e))
        e = eval_four_steps(words, e, route);
    return edge_leaf(e);
}

/*
 * Decide `count` cases at once, one leaf each into `leaves`.  They lie in columns: the
 * value of slot s in case c is columns[s * stride + c], and every slot is known.  The
 * last column is that of the rest: see image_row.
 */
void eval_batch(const struct image *image, image_edge root, const uint16_t *columns,
    size_t stride, size_t count, uint8_t *leaves);

/* ---- facts to slots ---- */

/* Check one value against its fact: in range, one of the choices.  FACT_UNKNOWN is
 * always fine. */
bool eval_fits(const struct image *image, uint32_t fact, int32_t value);

/*
 * Set a row, slots[0 .. image_row), from facts[0 .. fact_count); every value must fit.
 * `days since` facts that are unknown are derived from the date and today first
 * (so `facts` may change); school days are the host's to supply.
 */
void eval_bind(const struct image *image, int32_t *facts, uint16_t *slots);

/* ---- facts missing ---- */

/*
 * Working memory for answers with facts missing; the caller provides `size` bytes, at
 * least eval_scratch_size, aligned to 8.  What was worked out about questions stays
 * there for later calls.  One scratch serves one thread and one image.
 */
struct eval_scratch {
    const struct image *image;
    uint32_t *seen; /* a stamp a word of the node section */
    uint32_t stamp;
    uint16_t *slots;       /* copy with tied dates filled in */
    struct asking *asking; /* what questions are weighed with */
};

/* The least size for an image, and the one that is enough to weigh the questions of
 * any protocol that people can read.  With less, or a larger diagram, questions come
 * in an order that may not be the best. */
size_t eval_scratch_size(const struct image *image);
size_t eval_scratch_wanted(const struct image *image);

void eval_scratch_init(
    struct eval_scratch *scratch, const struct image *image, void *bytes, size_t size);

/*
 * Return which leaves are reached over all completions of the known slots, as
 * LEAF_BITs, LEAF_IMPOSSIBLE left out.  Exact but for dates compared with each
 * other: see eval_possible.  0 means that no completion is allowed.
 */
uint32_t eval_reach(
    struct eval_scratch *scratch, image_edge root, const uint16_t *slots);

/* Begin a walk: no word of scratch->seen has scratch->stamp after this. */
void eval_stamp(struct eval_scratch *scratch);

/*
 * The same from facts, exact in every case: where dates compared with each other
 * are partly unknown, only jointly possible positions count.  `slots` is what
 * eval_bind made of `facts`.
 */
uint32_t eval_possible(struct eval_scratch *scratch, image_edge root,
    const int32_t *facts, const uint16_t *slots);

/*
 * The value to show of an outcome of which these leaves are possible: the one that is
 * known, or else its `until known` value, but none more permissive than all that are
 * possible.
 */
uint32_t eval_shown(const struct image *image, uint32_t outcome, uint32_t possible);

/*
 * List the facts that can still matter to an outcome, best question first, into
 * `out` (room for fact_count); returns how many.  None when the value is known.
 */
uint32_t eval_questions(struct eval_scratch *scratch, uint32_t outcome,
    const int32_t *facts, const uint16_t *slots, uint32_t *out);

/* How many questions an interview takes from here on when the best is asked each
 * time, all allowed states being equally likely. */
struct eval_cost {
    double average;
    uint32_t worst;
    bool complete; /* every way through was followed; else both are at least so much */
};

struct eval_cost eval_interview(struct eval_scratch *scratch, uint32_t outcome,
    const int32_t *facts, const uint16_t *slots);

/* ---- answers ---- */

/* What to print beside the decision. */
struct eval_request {
    const int32_t *facts;
    str digest;              /* "sha256:..." of the image */
    const struct moment *at; /* NULL: left out */
    bool pretty;
};

/*
 * Write the decision as JSON (docs/json.md) to `out`.  ERR_INVALID when the facts
 * contradict the assumptions, naming the one.  Every host gives the same bytes
 * for the same image and facts.
 */
bool eval_decide(struct eval_scratch *scratch, const struct eval_request *request,
    struct text *out, struct err *err) MUST_USE;

/*
 * Check that the facts, with unknown ones completed somehow, are allowed.
 * ERR_INVALID names the assumption that is broken.
 */
bool eval_check(struct eval_scratch *scratch, const int32_t *facts,
    const uint16_t *slots, struct err *err) MUST_USE;

#endif
