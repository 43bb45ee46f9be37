/*
 * measure: how wide text is, and where it breaks, without a font at hand.
 *
 * The widths of a common sans serif face, with room for the widest one that is likely
 * to stand in for it: words never leave their box, whatever is installed.
 */
#ifndef VESTIBULE_STUDY_MEASURE_H
#define VESTIBULE_STUDY_MEASURE_H

#include "base/base.h"

/* Text broken into lines, and what they take at the size they were broken for. */
struct lines {
    str *items;
    uint32_t count;
    double width; /* of the widest */
};

/* The width of `s` in a font of `size`. */
double measure_text(str s, double size);

/* Break `s` at spaces so that lines are at most `width` wide where words allow it,
 * and about equally long. */
struct lines measure_lines(struct arena *arena, str s, double size, double width);

#endif
