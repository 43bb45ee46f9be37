/*
 * lines: two documents side by side, line by line, where they differ.
 */
#ifndef VESTIBULE_STUDY_LINES_H
#define VESTIBULE_STUDY_LINES_H

#include "base/base.h"

/* A line of either, or of both; number 0: that one has none here. */
struct study_line {
    uint32_t old_number;
    uint32_t new_number;
    str old_text;
    str new_text;
    bool is_same;
    bool after_gap; /* lines that are the same in both are left out before it */
};

struct study_lines {
    struct study_line *items;
    size_t count;
};

/* What was taken away stands beside what came in its place, with a few lines around; all
 * of it borrows from the documents.  Takes time by the product of the lines between the
 * first and the last that differ, up to a limit, above which all of them are told as
 * changed. */
void study_compare_lines(
    struct arena *arena, str old_source, str new_source, struct study_lines *out);

#endif
