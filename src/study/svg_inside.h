/*
 * What the files that make a picture share: the chart with its words measured and
 * everything placed.
 */
#ifndef VESTIBULE_STUDY_SVG_INSIDE_H
#define VESTIBULE_STUDY_SVG_INSIDE_H

#include "study/chart.h"
#include "study/layout.h"
#include "study/measure.h"

enum { MARGIN = 28, BADGE = 9, SIGN_SIZE = 18 };

/* The words of a box, broken into lines. */
struct wording {
    struct lines text;
    struct lines note;
    uint32_t number; /* of a question, as a reader meets it */
};

struct picture {
    const struct chart *chart;
    struct wording *boxes;
    struct lines *labels; /* of the edges */
    struct layout layout;
    double width, height; /* of the whole page */
    struct lines title;
    struct lines subtitle;
    struct lines edition;
    double chart_top;
    double chart_left;
    double legend_top;
};

/* The sizes of letters, and the lines they stand on. */
enum {
    TITLE_SIZE = 20,
    TITLE_LINE = 25,
    SUBTITLE_SIZE = 15,
    SUBTITLE_LINE = 20,
    EDITION_SIZE = 11,
    EDITION_LINE = 15,
    BOX_SIZE = 13,
    BOX_LINE = 17,
    NOTE_SIZE = 11,
    NOTE_LINE = 15,
    LABEL_SIZE = 12,
    LABEL_LINE = 15,
    LEGEND_SIZE = 12,
    LEGEND_LINE = 26
};

/* Measure and place everything, in the shape that fills a page best. */
struct picture picture_of(struct arena *arena, const struct chart *chart);

/* How much the picture is made smaller to fit a page; 1 when it is too large to be
 * readable then. */
double picture_scale(const struct picture *picture);

/* The width one entry of the legend takes. */
double legend_width(const struct picture *picture, uint32_t value);

#endif
