/*
 * svg: a chart as a picture that stands alone: no scripts, styles or fonts of its
 * own, readable without colour, with all of it in words in its description.
 */
#ifndef VESTIBULE_STUDY_SVG_H
#define VESTIBULE_STUDY_SVG_H

#include "study/chart.h"

void text_add_svg(struct text *out, struct arena *arena, const struct chart *chart);

#endif
