/*
 * study: what can be read off a compiled protocol besides its decisions.
 *
 * What would change an answer (why-not), what an edit changes (diff), a smallest
 * set of cases (cases), the flow chart (draw), canonical layout (fmt), the texts
 * to translate (strings).  Every function takes a policy that compiled and returns
 * plain data or text in the caller's arena.
 *
 * May include base, diagram, eval, policy.  Pure: no I/O, no clock, no globals.
 */
#ifndef VESTIBULE_STUDY_H
#define VESTIBULE_STUDY_H

#include "policy/policy.h"
#include "study/lines.h"

/* ---- why not ---- */

/* How many days a date must lie after another that the way changes too: low to high,
 * both included, possibly open. */
enum { STUDY_OPEN_LOW = INT32_MIN, STUDY_OPEN_HIGH = INT32_MAX };
struct study_gap {
    uint32_t fact;
    int32_t low, high;
};

/* One change of a way: what a fact must be.  Numbers, times and dates are a range
 * low to high, both included, possibly open; choices have low == high. */
struct study_change {
    uint32_t fact;
    int32_t low, high;
    struct study_gap *gaps;
    uint32_t gap_count;
};

struct study_way {
    struct study_change *changes; /* in document order of facts */
    uint32_t count;
};

struct study_ways {
    struct study_way *ways; /* smallest first, then document order */
    uint32_t count;
    bool cut_short; /* there may be more: the search limit was reached */
};

/*
 * List all minimal ways to make outcome `outcome` known to be `value`, from
 * `facts` (a value or VALUE_UNKNOWN each, as eval_bind takes them).  Facts that
 * are fixed or supplied are never changed, but what is counted from a date that
 * changes goes with it: days are counted again, school days are not known.  Values
 * are told apart as far as the document compares them: a range may hold days that
 * an assumption rules out together with a date that stays unknown.  A way of no changes means
 * that the value is reached already.
 */
void study_why_not(struct arena *arena, struct policy *policy, uint32_t outcome,
    uint32_t value, const int32_t *facts, struct study_ways *out);

/* What one fact must be: any of these. */
struct way_part {
    uint32_t fact;
    struct way_range {
        int32_t low, high;
    } * ranges;
    uint32_t count;
    const struct study_gap *gaps; /* and so many days after other dates of the way */
    uint32_t gap_count;
};

struct way_group {
    struct way_part *parts; /* in document order */
    uint32_t count;
    uint32_t ways; /* how many were put together */
};

struct way_groups {
    struct way_group *groups; /* fewest changes first */
    uint32_t count;
};

/*
 * Put ways together: those that differ in the value of one fact alone become one,
 * "signed by a federal judge or a state judge".
 */
void study_group_ways(
    struct arena *arena, const struct study_ways *ways, struct way_groups *out);

/* Whether every group has this part. */
bool way_is_shared(const struct way_groups *groups, const struct way_part *part);

/* ---- difference between two editions ---- */

/* What one slot of the shared space may be in a row of the table. */
struct study_when {
    uint32_t slot;
    const bool *members; /* a value of the slot each */
};

struct study_difference {
    struct study_when *when; /* only slots that are restricted */
    uint32_t when_count;
    uint32_t outcome;  /* of the new document */
    uint32_t from, to; /* values of the old and the new document's outcome */
    struct dd_count states;
    int32_t *example; /* facts of the space, VALUE_UNKNOWN where any will do */
};

struct study_diff {
    bool same;
    struct dd_count compared;
    struct dd_count differing;
    struct dd_count looser; /* moved towards more permissive */
    struct dd_count stricter;
    struct study_difference *changes; /* largest first */
    uint32_t change_count;
    str *notes; /* what else is not the same: notes.h */
    uint32_t note_count;
    bool cut_short; /* the table leaves out the smallest rows */
};

/* Compare what two documents decide.  Outcomes and values are matched by name;
 * how permissive a value is, the new document says. */
void study_compare(
    struct arena *arena, struct policy_pair *pair, struct study_diff *out);

/* Write one row's condition: "agency is ice or cbp, valid_until before today". */
void text_add_when(struct text *text, const struct space *space,
    const struct study_difference *difference);

/* ---- cases ---- */

/* A case: facts to give, and what must come out. */
struct study_case {
    int32_t *facts;    /* of the tree, VALUE_UNKNOWN: leave empty */
    int32_t *outcomes; /* value or EXPECT_OPEN, one an outcome */
};

struct study_cases {
    struct study_case *cases;
    uint32_t count;
    uint32_t edges; /* that they take together: all that an allowed state takes */
};

/* Find a smallest set of cases that takes every edge of every outcome's diagram. */
void study_cases(struct arena *arena, struct policy *policy, struct study_cases *out);

/* Write them as an example table in Markdown, ready to paste. */
void text_add_cases(
    struct text *text, const struct policy *policy, const struct study_cases *cases);

/* ---- pictures ---- */

enum study_format { STUDY_SVG, STUDY_DOT, STUDY_MERMAID };

/* Draw the flow chart of one outcome. */
void study_draw(struct arena *arena, struct policy *policy, uint32_t outcome,
    enum study_format format, struct text *out);

/* ---- source text ---- */

/* Write `source` with its formal blocks and example tables in canonical layout.
 * Works on documents with mistakes too: what cannot be read stays as it is. */
void study_format_source(struct arena *arena, str source, struct text *out);

/* Write a gettext template (POT) of every text a person sees. */
void study_strings(
    struct arena *arena, const struct policy *policy, str file, struct text *out);

#endif
