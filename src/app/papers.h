/*
 * papers: the files of papers that were shown at a desk, photographed or scanned.
 *
 * The record names a file by its digest, a sealed field like any other; the bytes are
 * sealed with the same key, kept beside it and erased with it.
 */
#ifndef VESTIBULE_APP_PAPERS_H
#define VESTIBULE_APP_PAPERS_H

#include "app/keeper.h"

enum { PAPER_BYTES_MAX = 10 << 20 };

/* What a file is by its first bytes, whatever it calls itself: image/jpeg, image/png,
 * image/webp, application/pdf; empty: none of these. */
str paper_media(str bytes);

/* The file that event `seq` names, in `arena`.  ERR_NOT_FOUND: none was kept, or it was
 * erased; ERR_CORRUPT: it is not the one that was named; ERR_IO. */
bool keeper_paper(struct keeper *keeper, struct arena *arena, uint64_t seq, str *bytes,
    struct err *err) MUST_USE;

#endif
