/*
 * What attaching a paper needs: its file goes into the transaction that records it.
 */
#ifndef VESTIBULE_APP_PAPERS_INSIDE_H
#define VESTIBULE_APP_PAPERS_INSIDE_H

#include "app/inside.h"
#include "app/papers.h"

/* A file that is to be kept with the event that names it. */
struct paper {
    struct keeper *keeper;
    str bytes;
};

/* Keeping it: a deed to be submitted with the event.  `paper` outlives it. */
struct deed paper_deed(struct paper *paper);

/* Name a file as the record does: "sha256:..." */
bool paper_name(struct arena *arena, str bytes, str *out, struct err *err) MUST_USE;

#endif
