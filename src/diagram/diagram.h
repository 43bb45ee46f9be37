/*
 * diagram: reduced, ordered, multi-terminal, multi-valued decision diagrams.
 *
 * A diagram maps every assignment of finite variables to a leaf (a number).  In
 * one manager and one order, equal functions are the same node, so equality is
 * `==`.  Operations are memoised; the number of nodes is bounded by a budget.
 * Running out is sticky: every later operation returns at once, with a diagram that
 * means nothing, and diagram_failed says so: callers check once a statement.
 *
 * Sources: Bryant 1986 (apply); Rudell 1993 (sifting by adjacent swaps).
 * May include base.  Pure: no I/O, no clock, no globals; allocates with malloc.
 */
#ifndef VESTIBULE_DIAGRAM_H
#define VESTIBULE_DIAGRAM_H

#include "base/base.h"

/* A node, or a leaf when the top bit is set. */
typedef uint32_t dd;

enum { DD_MAX_SIZE = 4096 }; /* values a variable may have */

#define DD_LEAF 0x80000000u
#define DD_NO   DD_LEAF        /* leaf 0: false */
#define DD_YES  (DD_LEAF | 1u) /* leaf 1: true */

struct diagram;

/*
 * Return a manager over `vars` variables, the i-th taking values 0 to
 * sizes[i] - 1 (each size at least 1), ordered as numbered.  `budget` is the
 * most live nodes there may be.
 */
struct diagram *diagram_new(const uint32_t *sizes, uint32_t vars, uint32_t budget);
void diagram_free(struct diagram *d);

bool diagram_failed(const struct diagram *d);
uint32_t diagram_vars(const struct diagram *d);
uint32_t diagram_size_of(const struct diagram *d, uint32_t var);
uint32_t diagram_level_of(const struct diagram *d, uint32_t var);
uint32_t diagram_var_at(const struct diagram *d, uint32_t level);

/* Live nodes now: those not yet collected. */
uint32_t diagram_live(const struct diagram *d);

/* Leaves and nodes taken apart. */
static inline dd dd_leaf(uint32_t value)
{
    return DD_LEAF | value;
}

static inline bool dd_is_leaf(dd a)
{
    return (a & DD_LEAF) != 0;
}

static inline uint32_t dd_value(dd a)
{
    return a & ~DD_LEAF;
}

/* The variable a node tests; `a` must not be a leaf. */
uint32_t diagram_var(const struct diagram *d, dd a);

/* Its kids, one a value; valid until the next operation that makes nodes. */
const dd *diagram_kids(const struct diagram *d, dd a);

/*
 * Return the node that tests `var` and goes to kids[value].  Every kid must test
 * only variables below `var` in the order.  `kids` may not point into the manager.
 */
dd diagram_node(struct diagram *d, uint32_t var, const dd *kids);

/* Return yes exactly where `var` has a value v with member[v]. */
dd diagram_literal(struct diagram *d, uint32_t var, const bool *member);

/* Logic over diagrams whose leaves are DD_NO and DD_YES. */
dd diagram_not(struct diagram *d, dd a);
dd diagram_and(struct diagram *d, dd a, dd b);
dd diagram_or(struct diagram *d, dd a, dd b);

/* Return `a` where `test` holds and `b` elsewhere; a and b may have any leaves. */
dd diagram_choose(struct diagram *d, dd test, dd a, dd b);

/*
 * A binary operation on leaves.  `id` (8 and up, below 256, unique among the
 * caller's operations) keeps their memos apart; it must be a pure function.
 * `early`, if set, may answer from the two arguments before descending.
 */
struct diagram_op {
    uint32_t id;
    uint32_t (*leaf)(uint32_t a, uint32_t b);
    bool (*early)(dd a, dd b, dd *out);
};

dd diagram_apply(struct diagram *d, const struct diagram_op *op, dd a, dd b);

/* Return `a` with every leaf v replaced by to[v]; leaves at or beyond `count`
 * stay. */
dd diagram_map_leaves(struct diagram *d, dd a, const uint32_t *to, uint32_t count);

/* Return `a` with `var` fixed at `value`. */
dd diagram_restrict(struct diagram *d, dd a, uint32_t var, uint32_t value);

/* Return `a` with variables fixed all at once: values[var], or free where it is
 * DD_FREE. */
#define DD_FREE UINT32_MAX
dd diagram_restrict_all(struct diagram *d, dd a, const uint32_t *values);

/* Return whether some values of `var` lead `a` (a yes/no diagram) to yes. */
dd diagram_exists(struct diagram *d, dd a, uint32_t var);

/* The leaf that a full assignment leads to. */
uint32_t diagram_walk(const struct diagram *d, dd a, const uint32_t *values);

/* Mark in used[var] the variables that `a` tests. */
void diagram_support(struct diagram *d, dd a, bool *used);

/* Number of distinct nodes reachable from `roots`, leaves not counted. */
uint32_t diagram_reachable(struct diagram *d, const dd *roots, size_t count);

/* Mark in seen[value] which leaves below `count` can be reached from `a`. */
void diagram_leaves(struct diagram *d, dd a, bool *seen, uint32_t count);

/* ---- counting ---- */

enum { DD_COUNT_LIMBS = 8 };

/* An exact natural number below 2^512, least significant limb first. */
struct dd_count {
    uint64_t limb[DD_COUNT_LIMBS];
    bool overflow; /* sticky: the true value did not fit */
};

struct dd_count count_from(uint64_t value);
struct dd_count count_add(struct dd_count a, struct dd_count b);
struct dd_count count_times(struct dd_count a, uint64_t factor);
struct dd_count count_product(struct dd_count a, struct dd_count b);
int count_compare(struct dd_count a, struct dd_count b); /* overflow is the largest */
bool count_is_zero(struct dd_count a);
double count_to_double(struct dd_count a);
/* a / b as a double, exact enough for shares even where both are huge; 0 if b is 0. */
double count_ratio(struct dd_count a, struct dd_count b);

/* Add the decimal digits; "more than 2^512" after overflow. */
void text_add_count(struct text *text, struct dd_count a);

/*
 * Count assignments by leaf: out[v] for v < count is how many of all assignments
 * (of every variable of the manager) lead `a` to leaf v.  weights[var][value]
 * says how many states a value stands for; NULL, or a NULL row, counts each once.
 */
void diagram_count(struct diagram *d, dd a, const uint64_t *const *weights,
    struct dd_count *out, uint32_t count);

/* ---- housekeeping ---- */

/* Forget every node not reachable from `roots`; their handles become invalid. */
void diagram_collect(struct diagram *d, const dd *roots, size_t count);

/*
 * Improve the order: collect, then move each variable through all places and
 * leave it where the total size is smallest, ties keeping the order there was.
 * Repeats until a pass gains under one in a hundred or `effort` node visits are
 * used up (so the result depends on the input alone, not on the machine's speed).
 * Root handles stay valid and mean the same functions.
 */
void diagram_sift(struct diagram *d, const dd *roots, size_t count, uint64_t effort);

/* Put the variables in the order given, order[level] = var; as diagram_sift. */
void diagram_reorder(
    struct diagram *d, const dd *roots, size_t count, const uint32_t *order);

#endif
