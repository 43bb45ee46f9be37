/*
 * What the passes of a layout share.
 *
 * Whatever takes room in a layer is an item: a box, an edge's label, or a place
 * where a long edge passes through.  Links join items of neighbouring layers.
 */
#ifndef VESTIBULE_STUDY_LAYOUT_INSIDE_H
#define VESTIBULE_STUDY_LAYOUT_INSIDE_H

#include "study/layout.h"

enum item_kind { ITEM_BOX, ITEM_LABEL, ITEM_PASS };

struct item {
    enum item_kind kind;
    uint32_t layer;
    uint32_t place; /* in its layer, from the left */
    double width, height;
    double x;                          /* of its middle */
    uint32_t chain;                    /* the edge, when a line passes through here */
    uint32_t first_above, above_count; /* into layering.above */
    uint32_t first_below, below_count;
};

struct link {
    uint32_t above, below; /* items */
    double pull;           /* how much it wants to be upright */
};

struct layer {
    uint32_t *items; /* from left to right */
    uint32_t count;
    double top, height;
};

struct layering {
    struct arena *arena;
    struct item *items; /* the boxes come first, numbered as in the layout */
    uint32_t item_count;
    struct link *links;
    uint32_t link_count;
    uint32_t *above; /* links to the layer above, by the item below */
    uint32_t *below; /* links to the layer below, by the item above */
    struct layer *layers;
    uint32_t layer_count;
    uint32_t chain_count; /* as many as edges */
};

/* Order the items of each layer so that few links cross. */
void layering_order(struct layering *l);

/* Give each item its x, in the order found, links as upright as can be. */
void layering_place(struct layering *l);

#endif
