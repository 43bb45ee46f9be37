/*
 * chart: an outcome's diagram as questions and answers for people.
 *
 * What the assumptions rule out is left out, with the questions it makes
 * pointless.  Every question has its own answer boxes, so that no line has to run
 * across the page to a shared one.
 */
#ifndef VESTIBULE_STUDY_CHART_H
#define VESTIBULE_STUDY_CHART_H

#include "policy/policy.h"

struct chart_box {
    bool is_answer;
    uint32_t value; /* of the outcome, when it is an answer */
    uint32_t slot;  /* asked for, when it is a question */
    str text;       /* the question, or the value's label */
    str note;       /* whom to ask, what to compare with; or empty */
};

struct chart_edge {
    uint32_t from;
    uint32_t to;
    const bool *members; /* values of the slot that go this way */
    str label;
};

struct chart {
    const struct tree *tree;
    const struct outcome *outcome;
    struct chart_box *boxes; /* questions above what they lead to; 0 is the first */
    uint32_t box_count;
    struct chart_edge *edges; /* by `from` */
    uint32_t edge_count;
};

/* How an answer looks: redder the more protective it is, greener the more it
 * permits; the sign says the same without colour. */
enum chart_sign { SIGN_STOP, SIGN_WAIT, SIGN_PARTLY, SIGN_GO };
struct chart_tone {
    str fill, line, ink;
    enum chart_sign sign;
};

struct chart_tone chart_tone(const struct outcome *outcome, uint32_t value);

struct chart chart_of(
    struct arena *arena, const struct policy *policy, uint32_t outcome);

#endif
