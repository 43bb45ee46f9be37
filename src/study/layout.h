/*
 * layout: where the boxes and lines of a chart go.
 *
 * Boxes stand in layers, every line leads downwards, and the labels of lines have
 * layers of their own between, so that nothing can lie on anything else.
 */
#ifndef VESTIBULE_STUDY_LAYOUT_H
#define VESTIBULE_STUDY_LAYOUT_H

#include "base/base.h"

struct point {
    double x, y;
};

struct layout_box {
    double width, height; /* given */
    struct point top;     /* found: the middle of the upper edge */
};

struct layout_edge {
    uint32_t from, to;    /* given; from < to */
    double width, height; /* given: of the label */
    struct point label;   /* found: the label's middle */
    struct point *way;    /* found: points the line runs through, upright in each */
    uint32_t way_count;
};

struct layout {
    struct layout_box *boxes; /* 0 is the first, all others hang on edges */
    uint32_t box_count;
    struct layout_edge *edges;
    uint32_t edge_count;
    double width, height; /* found; everything lies between 0 and these */
};

/* Place everything.  Results live in `arena`. */
void layout_run(struct arena *arena, struct layout *layout);

#endif
